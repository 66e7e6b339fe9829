//! Runs another program: says what runs, passes on what it prints, fails with words. Does not know
//! what any program is for.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::{places, say};

/// After this long a program has hung; the whole test run has an hour.
const LONGEST: Duration = Duration::from_mins(40);

/// One program to run, in the workspace's root unless said otherwise.
pub(crate) struct Run {
    command: Command,
    words: Vec<OsString>,
    limit: Duration,
}

impl Run {
    /// A program with its arguments.
    pub(crate) fn new<I>(program: &str, arguments: I) -> Self
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        let mut run = Self {
            command: Command::new(program),
            words: vec![program.into()],
            limit: LONGEST,
        };
        run.command.current_dir(places::root());
        for argument in arguments {
            run.command.arg(argument.as_ref());
            run.words.push(argument.as_ref().to_owned());
        }
        run
    }

    /// The same with one more argument.
    pub(crate) fn argument(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument.as_ref());
        self.words.push(argument.as_ref().to_owned());
        self
    }

    /// Runs it in this folder.
    pub(crate) fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sets a variable of its environment.
    pub(crate) fn with(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Takes a variable out of its environment.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Ends it after this long.
    pub(crate) fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    fn line(&self) -> String {
        let words: Vec<_> = self
            .words
            .iter()
            .map(|word| word.to_string_lossy())
            .collect();
        words.join(" ")
    }

    fn started(&mut self) -> Result<Child, Failure> {
        self.command.spawn().map_err(|source| Failure::NotStarted {
            program: self
                .words
                .first()
                .map_or_else(String::new, |word| word.to_string_lossy().into_owned()),
            source,
        })
    }

    /// Runs it with our own terminal, and hands back its status.
    ///
    /// # Errors
    /// When it could not be started or was ended by a signal.
    pub(crate) fn status(mut self) -> Result<i32, Failure> {
        let line = self.line();
        say::text(format_args!("$ {line}"));
        let ended = self.started()?.wait().map_err(|source| Failure::File {
            what: line.clone(),
            source,
        })?;
        ended.code().ok_or(Failure::Exit {
            what: line,
            code: None,
        })
    }

    /// Runs it with our own terminal.
    ///
    /// # Errors
    /// When it could not be started, or its status is not 0.
    pub(crate) fn pass(self) -> Result<(), Failure> {
        let what = self.line();
        match self.status()? {
            0 => Ok(()),
            code => Err(Failure::Exit {
                what,
                code: Some(code),
            }),
        }
    }

    /// Runs it unseen, and hands back what it printed whatever its status, or nothing where it could
    /// not be started.
    pub(crate) fn answer(mut self) -> Option<Answer> {
        let output = self
            .command
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .ok()?;
        Some(Answer {
            text: String::from_utf8_lossy(&output.stdout).into_owned(),
            passed: output.status.success(),
        })
    }

    /// Runs it, passes on what it prints as it comes, and shows each line of its output to `watch`.
    ///
    /// # Errors
    /// When it could not be started, took too long, or its status is not 0.
    pub(crate) fn watched(self, mut watch: impl FnMut(&str)) -> Result<(), Failure> {
        self.watched_quietly(|line| {
            say::as_it_is(line);
            watch(line);
        })
    }

    /// As [`Run::watched`], but what it prints is not passed on.
    ///
    /// # Errors
    /// As [`Run::watched`].
    pub(crate) fn watched_quietly(mut self, mut watch: impl FnMut(&str)) -> Result<(), Failure> {
        let what = self.line();
        say::text(format_args!("$ {what}"));
        let until = Instant::now() + self.limit;
        self.command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = self.started()?;
        let Some(output) = child.stdout.take() else {
            return wait(child, what);
        };
        let (lines, coming) = mpsc::channel();
        // A thread of its own, because reading cannot be given a time limit.
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            let mut line = Vec::new();
            while output
                .read_until(b'\n', &mut line)
                .is_ok_and(|read| read > 0)
            {
                if lines.send(std::mem::take(&mut line)).is_err() {
                    break;
                }
            }
        });
        loop {
            match coming.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    watch(&String::from_utf8_lossy(&line));
                }
                Err(RecvTimeoutError::Disconnected) => return wait(child, what),
                Err(RecvTimeoutError::Timeout) => {
                    let _ = child.kill();
                    let _ = child.wait();
                    return Err(Failure::TooLong {
                        what,
                        limit: self.limit,
                    });
                }
            }
        }
    }
}

/// What an unseen program printed, and whether its status was 0.
pub(crate) struct Answer {
    /// Its output.
    pub(crate) text: String,
    /// Whether its status was 0.
    pub(crate) passed: bool,
}

fn wait(mut child: Child, what: String) -> Result<(), Failure> {
    match child.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::Exit {
            what,
            code: status.code(),
        }),
        Err(source) => Err(Failure::File { what, source }),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_prints_is_watched_line_by_line() {
        let mut seen = Vec::new();
        Run::new("sh", ["-c", "echo one; echo two"])
            .watched(|line| seen.push(line.trim().to_owned()))
            .unwrap();
        assert_eq!(seen, ["one", "two"]);
    }

    #[test]
    fn a_status_other_than_0_is_a_failure_that_names_it() {
        let failure = Run::new("sh", ["-c", "exit 3"])
            .watched(|_| ())
            .unwrap_err();
        assert!(matches!(failure, Failure::Exit { code: Some(3), .. }));
    }

    #[test]
    fn a_program_that_is_not_there_is_a_failure_that_names_it() {
        let failure = Run::new("no-program-has-this-name", ["x"])
            .pass()
            .unwrap_err();
        assert!(failure.to_string().contains("no-program-has-this-name"));
    }

    /// The limit is what keeps a hung window from eating the hour that the whole run has.
    #[test]
    fn a_program_that_hangs_is_ended() {
        let failure = Run::new("sleep", ["30"])
            .limit(Duration::from_millis(100))
            .watched(|_| ())
            .unwrap_err();
        assert!(matches!(failure, Failure::TooLong { .. }));
    }
}
