//! The only place of this crate that prints. Knows no command.

use std::fmt::Display;
use std::io::Write;

/// A heading before a group of lines.
pub(crate) fn heading(text: impl Display) {
    print(format_args!("\n== {text}"));
}

/// A line, or a block of lines.
pub(crate) fn text(text: impl Display) {
    print(format_args!("{text}"));
}

/// What went wrong.
pub(crate) fn problem(text: impl Display) {
    print(format_args!("xtask: {text}"));
}

/// A question, and whether the answer was yes. No answer is a no.
pub(crate) fn asks(question: impl Display) -> bool {
    print(format_args!("{question} [y/N]"));
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).is_ok()
        && matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}

/// Prints a line.
#[expect(
    clippy::print_stdout,
    reason = "talking to a terminal is what this program is for"
)]
fn print(text: std::fmt::Arguments<'_>) {
    println!("{text}");
    let _ = std::io::stdout().flush();
}

/// Passes on what a program printed, as it was.
#[expect(
    clippy::print_stdout,
    reason = "talking to a terminal is what this program is for"
)]
pub(crate) fn as_it_is(line: &str) {
    print!("{line}");
    let _ = std::io::stdout().flush();
}
