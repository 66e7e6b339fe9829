//! Who takes part, and the desktop on which all of them are measured. The command line of `bench`.

use std::path::PathBuf;

use crate::failure::Failure;

/// What was built for a run, and how it is to be made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contestants {
    /// Ours, pointed at a practice Keap.
    pub(crate) app: PathBuf,
    /// Ours as people get it.
    pub(crate) as_shipped: PathBuf,
    /// T0.
    pub(crate) empty: PathBuf,
    /// T0 with the hand-over of a second copy's arguments.
    pub(crate) hand_over: PathBuf,
    /// The Debian package.
    pub(crate) package: PathBuf,
    /// The built page.
    pub(crate) page: PathBuf,
    /// Where the report goes.
    pub(crate) out: PathBuf,
    /// A short run.
    pub(crate) quick: bool,
    /// Only these figures; all where it is empty.
    pub(crate) only: Vec<String>,
}

impl Contestants {
    /// Reads the command line.
    ///
    /// # Errors
    /// [`Failure::Usage`].
    pub(crate) fn read(arguments: &[String]) -> Result<Self, Failure> {
        let mut read = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            if argument == "--quick" {
                read.quick = true;
                continue;
            }
            let value = arguments.next().ok_or(Failure::Usage)?;
            let path = PathBuf::from(value);
            match argument.as_str() {
                "--only" => read.only.push(value.clone()),
                "--app" => read.app = path,
                "--as-shipped" => read.as_shipped = path,
                "--empty" => read.empty = path,
                "--empty-hand-over" => read.hand_over = path,
                "--package" => read.package = path,
                "--page" => read.page = path,
                "--out" => read.out = path,
                _ => return Err(Failure::Usage),
            }
        }
        let started = [&read.app, &read.empty, &read.page];
        let others = [&read.as_shipped, &read.hand_over, &read.package];
        let others = others.into_iter().filter(|_| !read.traces());
        let missing = started
            .into_iter()
            .chain(others)
            .find(|path| !path.exists());
        if let Some(path) = missing {
            return Err(if path.as_os_str().is_empty() {
                Failure::Usage
            } else {
                Failure::NotMeasured(format!("{} is not there", path.display()))
            });
        }
        Ok(read)
    }

    /// Whether nothing is measured, and only a start is looked at.
    pub(crate) fn traces(&self) -> bool {
        self.only == ["trace"]
    }

    /// Whether this figure is to be measured.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == name)
    }

    /// Runs of a figure: a whole bench has more than a quick one.
    pub(crate) const fn runs(&self, whole: usize, quick: usize) -> usize {
        if self.quick { quick } else { whole }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_and_what_is_strange_is_refused() {
        let words =
            |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
        for text in ["", "--app", "--speed 3", "--quick"] {
            assert!(
                matches!(Contestants::read(&words(text)), Err(Failure::Usage)),
                "{text}"
            );
        }
        let all = "--quick --only sizes --app / --as-shipped / --empty / --empty-hand-over / \
                   --package / --page / --out there";
        let read = Contestants::read(&words(all)).unwrap();
        assert!(read.wants("sizes") && !read.wants("starts"));
        assert_eq!(read.runs(15, 5), 5);
        let gone = all.replace("--package /", "--package /nowhere");
        let refused = Contestants::read(&words(&gone)).unwrap_err().to_string();
        assert_eq!(refused, "/nowhere is not there");
        let started = words("--only trace --app / --empty / --page /");
        assert!(Contestants::read(&started).unwrap().traces());
        assert!(Contestants::read(&started[..4]).is_err());
    }
}
