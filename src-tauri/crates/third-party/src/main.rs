//! Writes the third-party notices and the list of parts into the folder that is named.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut words = std::io::stderr();
    let Some(folder) = std::env::args_os().nth(1) else {
        let _ = writeln!(words, "usage: third-party FOLDER");
        return ExitCode::from(2);
    };
    match third_party::write(&third_party::root(), Path::new(&folder)) {
        Ok(_) => ExitCode::SUCCESS,
        Err(problem) => {
            let _ = writeln!(words, "{problem}");
            ExitCode::FAILURE
        }
    }
}
