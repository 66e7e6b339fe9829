//! An empty Tauri window: the contestant that shows what a window costs before there is anything in it.
//! It has the app's versions, profile and window size, and knows nothing of the app.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    let builder = tauri::Builder::default();
    #[cfg(all(feature = "hand-over", not(target_os = "macos")))]
    let builder = builder.plugin(tauri_plugin_single_instance::init(|_, arguments, _| {
        tell(&arguments);
    }));
    match builder.run(tauri::generate_context!()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Says to whoever listens that the arguments have arrived; the app would send its token request here.
#[cfg(all(feature = "hand-over", not(target_os = "macos")))]
fn tell(arguments: &[String]) {
    use std::io::Write as _;

    let address = std::env::var("EMPTY_WINDOW_TELLS").unwrap_or_default();
    if let Ok(mut listener) = std::net::TcpStream::connect(address) {
        drop(writeln!(listener, "{}", arguments.len()));
    }
}
