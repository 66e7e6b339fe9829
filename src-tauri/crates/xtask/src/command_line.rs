//! What was asked for on the command line. Does not know how any of it is done.

use std::fmt;

use crate::packages::Consent;
use crate::report::Part;

/// What `cargo xtask help` prints.
pub(crate) const HELP: &str = "\
cargo xtask setup             find what is missing on this machine, and install it where that can be done
cargo xtask demo              open the app; without a display, play the whole story by itself
cargo xtask demo --story desk play the contact desk: find, change, check, save, undo
cargo xtask test [PART…]      run all tests, or these parts
cargo xtask bench [FIGURE…]   measure speed and size against contestants, and print one table
cargo xtask bundle            make this system's packages, and print their sizes
cargo xtask cross             build and try the Windows installer from Linux, and check the macOS build
cargo xtask icons             make every size of the icon from icons/keapsake.svg
cargo xtask notices           write the third-party notices that go into every package
cargo xtask help              this page

  --quick                     a short bench
  --trace                     no bench, but what the app logs of one start
  --yes                       install without asking (the superuser is not asked)
  --long                      look for crashes of the link parser for ten minutes instead of one
  --allow-missing             let cross pass over what cannot be installed here

  FIGURE…                     starts, desk, idle, sizes, network, clicks, saves, growth, links, keychain, combobox
  PART…                       style, unit, journeys, ui, desktop, trust";

/// One command line, understood.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// What to do.
    pub(crate) command: Command,
    /// Whether to install without asking.
    pub(crate) consent: Consent,
    /// How long the fuzzer looks.
    pub(crate) fuzzing: Fuzzing,
    /// What `cross` does without what cannot be had.
    pub(crate) toolchains: Toolchains,
}

/// What happens where a toolchain cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Toolchains {
    /// It is a failure.
    Required,
    /// What needs it is passed over, and said to be.
    MayBeMissing,
}

/// How long the fuzzer looks for crashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fuzzing {
    /// A minute.
    Short,
    /// Ten minutes.
    Long,
}

/// What a demo is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Story {
    /// Open the app; where there is no display, play everything from the keys to a saved contact.
    Whole,
    /// Play the contact desk, on a display of its own.
    Desk,
}

/// What is measured, and how long it may take.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Measuring {
    /// Few runs.
    pub(crate) quick: bool,
    /// Figures by their names; all of them where it is empty.
    pub(crate) figures: Vec<String>,
}

/// The commands.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Print the help page.
    Help,
    /// Find and install what is missing.
    Setup,
    /// Open the app, or play a story.
    Demo(Story),
    /// Run these parts of the tests.
    Test(Vec<Part>),
    /// Measure.
    Bench(Measuring),
    /// Make this system's packages.
    Bundle,
    /// Build for other systems from here, and try what can be tried.
    Cross,
    /// Make the icon's sizes.
    Icons,
    /// Write the third-party notices.
    Notices,
}

/// Why a command line was not understood.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NotUnderstood {
    /// There is no such command.
    Command(String),
    /// Nothing is measured under this name.
    Figure(String),
    /// The command takes no such word.
    Word(String),
}

impl fmt::Display for NotUnderstood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command(word) => write!(f, "There is no command \"{word}\"."),
            Self::Figure(word) => write!(f, "There is no figure \"{word}\"."),
            Self::Word(word) => write!(f, "\"{word}\" means nothing here."),
        }
    }
}

/// What can be measured by itself; how is known in `tests/bench` alone.
const FIGURES: [&str; 11] = [
    "starts", "desk", "idle", "sizes", "network", "clicks", "saves", "growth", "links", "keychain",
    "combobox",
];

/// By this name the bench tells where a start's time goes, and measures nothing.
const TRACE: &str = "trace";

impl Measuring {
    /// Whether nothing is measured, and only a start is looked at.
    pub(crate) fn only_traces(&self) -> bool {
        self.figures == [TRACE]
    }
}

impl Request {
    /// Reads the words that follow `cargo xtask`.
    ///
    /// # Errors
    /// The first word that means nothing.
    pub(crate) fn read(arguments: &[String]) -> Result<Self, NotUnderstood> {
        let mut consent = Consent::Ask;
        let mut fuzzing = Fuzzing::Short;
        let mut toolchains = Toolchains::Required;
        let mut measuring = Measuring::default();
        let mut words = Vec::new();
        for argument in arguments {
            match argument.as_str() {
                "--yes" | "-y" => consent = Consent::Given,
                "--quick" => measuring.quick = true,
                "--trace" => measuring.figures.push(TRACE.to_owned()),
                "--long" => fuzzing = Fuzzing::Long,
                "--allow-missing" => toolchains = Toolchains::MayBeMissing,
                "--help" | "-h" => words.insert(0, "help"),
                word => words.push(word),
            }
        }
        let (command, rest) = match words.split_first() {
            None | Some((&"help", _)) => (Command::Help, [].as_slice()),
            Some((&"setup", rest)) => (Command::Setup, rest),
            Some((&"demo", ["--story", "desk"])) => (Command::Demo(Story::Desk), [].as_slice()),
            Some((&"demo", rest)) => (Command::Demo(Story::Whole), rest),
            Some((&"test", rest)) => (Command::Test(parts(rest)?), [].as_slice()),
            Some((&"bench", figures)) => {
                // A build of many minutes would come before the bench's own refusal.
                if let Some(unknown) = figures.iter().find(|name| !FIGURES.contains(name)) {
                    return Err(NotUnderstood::Figure((*unknown).to_owned()));
                }
                measuring
                    .figures
                    .extend(figures.iter().map(|&name| name.to_owned()));
                (Command::Bench(measuring), [].as_slice())
            }
            Some((&"bundle", rest)) => (Command::Bundle, rest),
            Some((&"cross", rest)) => (Command::Cross, rest),
            Some((&"icons", rest)) => (Command::Icons, rest),
            Some((&"notices", rest)) => (Command::Notices, rest),
            Some((word, _)) => return Err(NotUnderstood::Command((*word).to_owned())),
        };
        match rest.first() {
            None => Ok(Self {
                command,
                consent,
                fuzzing,
                toolchains,
            }),
            Some(word) => Err(NotUnderstood::Word((*word).to_owned())),
        }
    }
}

fn parts(words: &[&str]) -> Result<Vec<Part>, NotUnderstood> {
    if words.is_empty() {
        return Ok(Part::ALL.to_vec());
    }
    words
        .iter()
        .map(|word| Part::named(word).ok_or_else(|| NotUnderstood::Word((*word).to_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Request, NotUnderstood> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Request::read(&words)
    }

    #[test]
    fn test_without_a_part_is_every_part() {
        let request = read("test --yes").unwrap();
        assert_eq!(request.command, Command::Test(Part::ALL.to_vec()));
        assert_eq!(request.consent, Consent::Given);
    }

    #[test]
    fn parts_are_run_in_the_order_in_which_they_are_named() {
        let request = read("test desktop unit").unwrap();
        assert_eq!(
            request.command,
            Command::Test(vec![Part::Desktop, Part::Unit])
        );
        assert_eq!(request.consent, Consent::Ask, "nobody said --yes");
    }

    #[test]
    fn yes_may_stand_anywhere() {
        assert_eq!(read("--yes setup"), read("setup --yes"));
    }

    #[test]
    fn long_is_how_the_fuzzer_is_told() {
        assert_eq!(read("test trust").unwrap().fuzzing, Fuzzing::Short);
        assert_eq!(read("test trust --long").unwrap().fuzzing, Fuzzing::Long);
    }

    #[test]
    fn a_bench_measures_everything_or_what_is_named() {
        let measuring = |line| match read(line).unwrap().command {
            Command::Bench(measuring) => (measuring.quick, measuring.figures.join(" ")),
            other => panic!("{other:?}"),
        };
        assert_eq!(measuring("bench"), (false, String::new()));
        assert_eq!(
            measuring("bench --quick sizes saves"),
            (true, "sizes saves".to_owned())
        );
        assert_eq!(measuring("bench --trace"), (false, "trace".to_owned()));
        assert_eq!(measuring("bench --trace sizes").1, "trace sizes");
        for unknown in ["--only", "size"] {
            let refused = read(&format!("bench {unknown}"));
            assert_eq!(refused, Err(NotUnderstood::Figure(unknown.to_owned())));
        }
    }

    #[test]
    fn the_figures_are_those_that_the_bench_measures() {
        let bench = include_str!("../../../../tests/bench/src/figures/mod.rs");
        let measured: Vec<&str> = bench
            .lines()
            .filter_map(|line| line.trim().strip_prefix("measure!(\"")?.split('"').next())
            .collect();
        assert_eq!(measured, FIGURES);
        assert!(HELP.contains(&FIGURES.join(", ")), "the help names them");
        let parts = Part::ALL.map(Part::name).join(", ");
        assert!(HELP.contains(&parts), "{parts}");
    }

    #[test]
    fn a_demo_tells_everything_or_the_story_that_is_named() {
        let told = |line| read(line).unwrap().command;
        assert_eq!(told("demo --yes"), Command::Demo(Story::Whole));
        assert_eq!(told("demo --story desk --yes"), Command::Demo(Story::Desk));
    }

    #[test]
    fn a_missing_toolchain_is_a_failure_unless_it_is_allowed() {
        let toolchains = |line| read(line).unwrap().toolchains;
        assert_eq!(toolchains("cross"), Toolchains::Required);
        assert_eq!(
            toolchains("cross --allow-missing"),
            Toolchains::MayBeMissing
        );
    }

    #[test]
    fn nothing_at_all_and_every_spelling_of_help_is_the_help_page() {
        for line in ["", "help", "--help", "test --help", "-h"] {
            assert_eq!(read(line).unwrap().command, Command::Help, "{line}");
        }
    }

    #[test]
    fn a_word_that_means_nothing_is_named() {
        assert_eq!(read("tset"), Err(NotUnderstood::Command("tset".into())));
        let word = NotUnderstood::Word("--story".into());
        assert_eq!(read("demo --story sea"), Err(word));
        assert_eq!(read("demo now"), Err(NotUnderstood::Word("now".into())));
        assert_eq!(
            read("test windows"),
            Err(NotUnderstood::Word("windows".into()))
        );
    }
}
