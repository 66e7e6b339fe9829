//! `cargo xtask setup | demo | test | bundle | cross | icons`: what this project does to itself, in one place for people and
//! for machines. Uses the standard library only, so that it compiles in seconds on a fresh machine.
//! Deliberately does not know the app: it builds it, starts it and counts its tests.

mod apps;
mod bundle;
mod cargo;
mod command_line;
mod commands;
mod cross;
mod failure;
mod fuzz;
mod packages;
mod page;
mod places;
mod programs;
mod report;
mod run;
mod say;
mod toolchain;
mod workflows;

use std::process::ExitCode;

use command_line::{Command, Request};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let request = match Request::read(&arguments) {
        Ok(request) => request,
        Err(problem) => {
            say::problem(&problem);
            say::text(command_line::HELP);
            return ExitCode::from(2);
        }
    };
    let consent = request.consent;
    let outcome = match request.command {
        Command::Help => {
            say::text(command_line::HELP);
            Ok(ExitCode::SUCCESS)
        }
        Command::Setup => commands::setup::run(consent),
        Command::Demo(story) => commands::demo::run(consent, story),
        Command::Bench(measuring) => commands::bench::run(consent, &measuring),
        Command::Bundle => commands::bundle::run(consent),
        Command::Cross => commands::cross::run(consent, request.toolchains),
        Command::Icons => commands::icons::run(consent),
        Command::Notices => commands::notices::run(consent),
        Command::Test(parts) => Ok(commands::test::run(consent, request.fuzzing, &parts)),
    };
    outcome.unwrap_or_else(|failure| {
        say::problem(&failure);
        ExitCode::FAILURE
    })
}
