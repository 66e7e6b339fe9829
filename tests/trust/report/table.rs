//! A table as text: long cells go over several lines, columns stand straight. Knows no figure.

/// How wide the four columns may be, in characters.
const WIDTHS: [usize; 4] = [46, 24, 40, 5];

const HEADS: [&str; 4] = ["figure", "aim", "value", "holds"];

/// The rows under their heads.
pub(super) fn print(rows: &[[String; 4]]) -> String {
    let mut text = String::new();
    line(&mut text, &HEADS.map(str::to_owned));
    line(&mut text, &WIDTHS.map(|width| "-".repeat(width)));
    for row in rows {
        let cells = [0, 1, 2, 3].map(|column| wrap(cell(row, column), width(column)));
        let height = cells.iter().map(Vec::len).max().unwrap_or_default();
        for at in 0..height {
            line(
                &mut text,
                &[0, 1, 2, 3].map(|column| {
                    let lines = cells.get(column).map_or(&[][..], Vec::as_slice);
                    lines.get(at).cloned().unwrap_or_default()
                }),
            );
        }
    }
    text
}

fn cell(row: &[String; 4], column: usize) -> &str {
    row.get(column).map_or("", String::as_str)
}

fn width(column: usize) -> usize {
    WIDTHS.get(column).copied().unwrap_or_default()
}

fn line(text: &mut String, cells: &[String; 4]) {
    let padded: Vec<String> = cells
        .iter()
        .enumerate()
        .map(|(column, cell)| format!("{cell:<width$}", width = width(column)))
        .collect();
    text.push_str(padded.join("  ").trim_end());
    text.push('\n');
}

/// Breaks a text between words; a word that is longer than the width stands alone.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(last) if last.chars().count() + 1 + word.chars().count() <= width => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_cells_are_broken_between_words() {
        assert_eq!(
            wrap("one two three", 7),
            ["one two", "three"].map(str::to_owned)
        );
        assert_eq!(wrap("", 7), Vec::<String>::new());
        assert_eq!(wrap("muchlongerthanthat a", 4).len(), 2);
    }

    #[test]
    fn columns_stand_straight() {
        let row = ["a figure", "0", "0 of 80", "yes"].map(str::to_owned);
        let text = print(&[row]);
        let starts: Vec<_> = text
            .lines()
            .filter_map(|line| line.find("0 of 80").or_else(|| line.find("value")))
            .collect();
        assert_eq!(starts.len(), 2);
        assert_eq!(starts.first(), starts.last());
    }
}
