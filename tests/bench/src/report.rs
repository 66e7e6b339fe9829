//! The rows, and how they are written down. Knows no measurement.

use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;

use crate::failure::Failure;
use crate::statistics::Estimate;

/// What a figure is held to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Aim {
    /// At most so much.
    AtMost(f64),
    /// At least so much.
    AtLeast(f64),
    /// Exactly so much.
    Exactly(f64),
    /// Nothing: it is shown beside another one.
    Reported,
}

/// One row.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) figure: String,
    pub(crate) aim: String,
    pub(crate) value: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) holds: bool,
}

impl Row {
    /// A figure held to its aim by its value; the interval says how sure that is.
    pub(crate) fn of(figure: impl Into<String>, aim: Aim, estimate: Estimate) -> Self {
        let Estimate { value, low, high } = estimate;
        let (aim, holds) = match aim {
            Aim::AtMost(limit) => (format!("≤ {}", plain(limit)), value <= limit),
            Aim::AtLeast(limit) => (format!("≥ {}", plain(limit)), value >= limit),
            Aim::Exactly(wanted) => (plain(wanted), (value - wanted).abs() < 1e-9),
            Aim::Reported => ("reported".to_owned(), true),
        };
        Self {
            figure: figure.into(),
            aim,
            value,
            low,
            high,
            holds: holds && !value.is_nan(),
        }
    }
}

/// The report: the machine, the rows, and what else was seen.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    pub(crate) machine: String,
    pub(crate) rows: Vec<Row>,
    #[serde(skip)]
    pub(crate) notes: Vec<String>,
}

impl Report {
    /// Writes both files.
    ///
    /// # Errors
    /// [`Failure::File`].
    pub(crate) fn write(&self, folder: &Path) -> Result<(), Failure> {
        std::fs::create_dir_all(folder).map_err(Failure::file(folder))?;
        let json = serde_json::to_string_pretty(self).unwrap_or_default();
        for (name, text) in [("report.json", json), ("report.md", self.markdown())] {
            let file = folder.join(name);
            std::fs::write(&file, text).map_err(Failure::file(&file))?;
        }
        Ok(())
    }

    fn markdown(&self) -> String {
        let mut text = format!("# Measured\n\n{}\n\n", self.machine);
        text.push_str("| figure | aim | value | 95 % | holds |\n|---|---|---|---|---|\n");
        for row in &self.rows {
            let [figure, aim, value, interval, holds] = cells(row);
            writeln!(
                text,
                "| {figure} | {aim} | {value} | {interval} | {holds} |"
            )
            .ok();
        }
        for note in &self.notes {
            write!(text, "\n{note}\n").ok();
        }
        text
    }

    /// The table for a terminal.
    pub(crate) fn table(&self) -> String {
        let mut lines = vec![["figure", "aim", "value", "95 %", "holds"].map(str::to_owned)];
        lines.extend(self.rows.iter().map(cells));
        let width = |column: usize| {
            let cell = |line: &[String; 5]| line.get(column).map_or(0, |cell| cell.chars().count());
            lines.iter().map(cell).max().unwrap_or(0)
        };
        let widths = [width(0), width(1), width(2), width(3), width(4)];
        let mut text = String::new();
        for line in &lines {
            let mut row = String::new();
            for (cell, width) in line.iter().zip(widths) {
                write!(row, "{cell:width$}  ").ok();
            }
            text.push_str(row.trim_end());
            text.push('\n');
        }
        text
    }
}

fn cells(row: &Row) -> [String; 5] {
    let interval = if (row.low - row.high).abs() < 1e-9 {
        String::new()
    } else {
        format!("{} … {}", plain(row.low), plain(row.high))
    };
    [
        row.figure.clone(),
        row.aim.clone(),
        plain(row.value),
        interval,
        if row.holds { "yes" } else { "NO" }.to_owned(),
    ]
}

/// A number as people write it: three digits that count, no zeros behind.
fn plain(number: f64) -> String {
    if number.abs() >= 100.0 || number.fract() == 0.0 {
        return format!("{number:.0}");
    }
    let places = if number.abs() < 0.1 { 4 } else { 2 };
    format!("{number:.places$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(aim: Aim, value: f64) -> Row {
        Row::of("figure", aim, Estimate::exact(value))
    }

    #[test]
    fn a_row_holds_at_its_aim_and_not_beyond_it() {
        for (aim, at, beyond) in [
            (Aim::AtMost(1.15), 1.15, 1.16),
            (Aim::AtLeast(0.9), 0.9, 0.89),
            (Aim::Exactly(1.0), 1.0, 2.0),
        ] {
            assert!(row(aim, at).holds, "{aim:?}");
            assert!(!row(aim, beyond).holds, "{aim:?}");
            assert!(!row(aim, f64::NAN).holds, "{aim:?}");
        }
        assert!(row(Aim::Reported, 7.0).holds);
        assert!(!row(Aim::Reported, f64::NAN).holds);
    }

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        for (number, text) in [
            (1.0, "1"),
            (1.1499, "1.15"),
            (0.0334, "0.0334"),
            (238_512.4, "238512"),
        ] {
            assert_eq!(plain(number), text);
        }
    }

    #[test]
    fn the_report_has_what_was_promised_of_it() {
        let report = Report {
            machine: "2 cores".to_owned(),
            rows: vec![row(Aim::AtMost(2.0), 1.5)],
            notes: vec!["A note.".to_owned()],
        };
        let json = serde_json::to_value(&report).unwrap();
        let keys: Vec<_> = json["rows"][0].as_object().unwrap().keys().collect();
        assert_eq!(keys, ["aim", "figure", "high", "holds", "low", "value"]);
        assert_eq!(json["machine"], "2 cores");
        assert!(
            report
                .markdown()
                .contains("| figure | ≤ 2 | 1.50 |  | yes |")
        );
        assert!(report.table().contains("figure  ≤ 2"));
    }
}
