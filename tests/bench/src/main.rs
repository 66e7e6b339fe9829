//! `bench`: measures the app beside its contestants and writes `report.json`, `report.md` and a table.
//! `cargo xtask bench` builds them all and calls it. It knows the order of the measurements, and not how
//! any is made.

#[cfg(target_os = "linux")]
mod chromium;
#[cfg(target_os = "linux")]
mod contestants;
#[cfg(target_os = "linux")]
mod failure;
#[cfg(target_os = "linux")]
mod figures;
#[cfg(target_os = "linux")]
mod keap;
#[cfg(target_os = "linux")]
mod processes;
#[cfg(target_os = "linux")]
mod report;
#[cfg(target_os = "linux")]
mod screen;
#[cfg(target_os = "linux")]
mod statistics;

use std::process::ExitCode;

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    use std::io::Write as _;

    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            drop(writeln!(
                std::io::stderr(),
                "The bench did not start: {error}"
            ));
            return ExitCode::FAILURE;
        }
    };
    let ended = runtime.block_on(figures::run(&arguments));
    match ended {
        Ok(code) => code,
        Err(failure) => {
            drop(writeln!(std::io::stderr(), "The bench stopped: {failure}"));
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    // The desktop that everything is measured on is Linux's.
    ExitCode::FAILURE
}
