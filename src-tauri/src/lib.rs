//! The desktop shell: plugins in their order, ports wired, commands registered. It holds no rules.

mod closing;
mod commands;
mod deep_link;
mod ipc;
mod platform;
mod shipped;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use keapsake_core::notices::Obstacle;
use keapsake_core::ports::Window as _;
use keapsake_core::product::Build;
use keapsake_core::wizard::{Ports, Wizard};
use tauri::{App, Manager as _, Url, WebviewWindowBuilder};
use tokio::sync::Notify;
use tokio::time::timeout;
use vault::{FileLock, Keychain};

#[cfg(not(target_os = "macos"))]
use deep_link::SecondStart;
use platform::{
    KnownPlaces, MainWindow, PageIsThere, SettingsFile, ShelfFolder, SystemBrowser,
    SystemClipboard, SystemClock, SystemLinks,
};

/// Which build this is.
const BUILD: Build = if cfg!(feature = "packaged") {
    Build::Packaged
} else {
    Build::Unpackaged
};

/// How long what can wait does so for a page that has not come.
const PAGE_PATIENCE: Duration = Duration::from_secs(3);

/// From a page's first view until it is on the screen, on a slow computer.
const PAGE_IS_DRAWN: Duration = Duration::from_millis(400);

/// Starts the app and returns when its window is closed.
pub fn run() -> ExitCode {
    let began = Instant::now();
    platform::core_dumps::switch_off();
    platform::draw_without_a_card();
    if let Err(obstacle) = platform::preflight() {
        platform::tell(obstacle, "");
        return ExitCode::FAILURE;
    }
    let mut context = tauri::generate_context!();
    let config = context.config_mut();
    BUILD.identifier().clone_into(&mut config.identifier);
    let schemes = serde_json::json!({ "desktop": { "schemes": [BUILD.scheme()] } });
    config.plugins.0.insert("deep-link".to_owned(), schemes);

    let builder = tauri::Builder::default();
    // First of all: a second copy hands its link over and ends before anything else starts.
    // macOS keeps one instance by itself.
    #[cfg(not(target_os = "macos"))]
    let builder = builder.plugin(tauri_plugin_single_instance::init(|app, arguments, _| {
        take_over_from_a_second_copy(app, &arguments);
    }));
    let result = builder
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(
            tauri_plugin_window_state::Builder::default()
                .with_state_flags(REMEMBERED)
                .build(),
        )
        .invoke_handler(tauri::generate_handler![
            commands::app::watch,
            commands::app::choose_door,
            commands::app::go_back,
            commands::app::set_zoom,
            commands::app::about,
            commands::app::shipped_text,
            commands::keys::save_keys,
            commands::keys::use_filled_in_keys,
            commands::keys::keep_keys,
            commands::keys::set_route,
            commands::keys::set_pkce,
            commands::keys::copy,
            commands::keys::open_page,
            commands::sign_in::start_sign_in,
            commands::sign_in::open_again,
            commands::sign_in::wait_longer,
            commands::sign_in::cancel_sign_in,
            commands::sign_in::keap_error_page,
            commands::sign_in::paste_address,
            commands::account::confirm_account,
            commands::account::use_another_account,
            commands::account::sign_out,
            commands::account::start_over,
            commands::desk::countries,
            commands::desk::provinces,
            commands::desk::propose_region,
            commands::desk::save_contact,
            commands::desk::address_format,
            commands::desk::choices,
            commands::desk::custom_fields,
            commands::desk::find_contacts,
            commands::desk::open_sheet,
            commands::desk::review_contact,
            commands::desk::undo_save,
            commands::desk::history,
            commands::desk::clear_history,
            commands::desk::set_history,
            commands::desk::drafts,
            commands::desk::keep_draft,
            commands::desk::drop_draft,
            commands::desk::resume_draft,
            commands::desk::open_contact,
            commands::app::use_this_session_only,
            commands::diagnosis::diagnose,
            commands::diagnosis::report,
            commands::diagnosis::copy_report,
            commands::diagnosis::set_proxy,
        ])
        .setup(move |app| set_up(app, began))
        .on_window_event(closing::on_window_event)
        .build(context);
    match result {
        Ok(app) => {
            app.run(|app, event| closing::on_run_event(app, &event));
            ExitCode::SUCCESS
        }
        Err(error) => {
            platform::tell(Obstacle::NotStarted, &error.to_string());
            ExitCode::FAILURE
        }
    }
}

/// A second copy of the app hands over to this one and ends. A link it was started with goes its
/// own way, through the inbox, and raises the window or not; without one the person just started
/// the app again, and is told.
#[cfg(not(target_os = "macos"))]
fn take_over_from_a_second_copy(app: &tauri::AppHandle, arguments: &[String]) {
    let Some(wizard) = app.try_state::<Wizard>() else {
        return;
    };
    match deep_link::second_start(arguments, BUILD) {
        SecondStart::Plain => {
            MainWindow(app.clone()).raise();
            wizard.already_open();
        }
        SecondStart::Link => {}
        SecondStart::Strange => wizard.strangely_started(),
    }
}

/// What the window remembers between starts: its size and place, and whether it fills the screen.
const REMEMBERED: tauri_plugin_window_state::StateFlags =
    tauri_plugin_window_state::StateFlags::SIZE
        .union(tauri_plugin_window_state::StateFlags::POSITION)
        .union(tauri_plugin_window_state::StateFlags::MAXIMIZED);

/// Sets up, or ends with words: an error handed on from here would end in a panic that nobody sees.
#[expect(
    clippy::unnecessary_wraps,
    reason = "what tauri calls has this signature"
)]
fn set_up(app: &App, began: Instant) -> Result<(), Box<dyn std::error::Error>> {
    if let Err(error) = open_window(app, began) {
        tracing::error!(%error, "the app could not start");
        platform::tell(Obstacle::NotStarted, &error.to_string());
        app.handle().cleanup_before_exit();
        std::process::exit(1);
    }
    Ok(())
}

fn open_window(app: &App, began: Instant) -> Result<(), Box<dyn std::error::Error>> {
    let handle = app.handle().clone();
    let links = deep_link::first_links(&handle);
    if deep_link::is_of_a_copy_before(&links, BUILD) {
        handle.cleanup_before_exit();
        std::process::exit(0);
    }
    let paths = app.path();
    let (config, data, logs) = (
        paths.app_config_dir()?,
        paths.app_local_data_dir()?,
        paths.app_log_dir()?,
    );
    platform::start_log(&logs);
    let since = began.elapsed().as_secs_f64() * 1_000.0;
    tracing::info!("start: main, {since:.1} ms ago");
    tracing::info!("start: the log");
    // Not fatal: the person is told once the window is there.
    let can_keep = platform::private_folder(&data).is_ok();
    keep_to_their_owner(&paths.app_cache_dir()?, &config);

    let keychain = Keychain::open(BUILD.keychain_service(), vault::BACKGROUND_LIMIT);
    let own_links = Arc::new(SystemLinks::of(handle.clone(), BUILD));
    let ports = Ports {
        patient_vault: Arc::new(keychain.with_limit(vault::PERSON_LIMIT)),
        vault: Arc::new(keychain),
        lock: Arc::new(FileLock::in_folder(&data.join("locks"))),
        links: own_links.clone(),
        clock: Arc::new(SystemClock),
        browser: Arc::new(SystemBrowser(handle.clone())),
        window: Arc::new(MainWindow(handle.clone())),
        clipboard: Arc::new(SystemClipboard::of(handle.clone())),
        settings: Arc::new(SettingsFile::in_folder(&config)),
        shelf: Arc::new(ShelfFolder::in_folder(&data)),
        places: Arc::new(KnownPlaces::new(&data)),
    };
    let runtime = tauri::async_runtime::handle();
    let wizard = {
        let _inside = runtime.inner().enter();
        Wizard::new(BUILD, ports)
    };
    app.manage(wizard.clone());
    tracing::info!("start: the wizard");

    if let Some(window) = app.config().app.windows.first() {
        let mut window =
            WebviewWindowBuilder::from_config(&handle, window)?.on_navigation(is_our_page);
        if !can_keep {
            // Else the web view would not start; nothing of ours lies in its folder.
            window = window.data_directory(platform::passing_folder()?);
        }
        let page = Arc::new(Notify::new());
        app.manage(PageIsThere(Arc::clone(&page)));
        let window = window.build()?;
        #[cfg(target_os = "linux")]
        platform::set_typeface(&window);
        // At once, as a sheet without words: a person sees it long before the page can be there, and a
        // page that does not come leaves nobody without any window.
        let _ = window.set_background_color(Some(platform::paper(&window)));
        let _ = window.show();
        tracing::info!("start: the window");
        tauri::async_runtime::spawn(async move {
            let _ = timeout(PAGE_PATIENCE, page.notified()).await;
            // Not before the page is drawn: it writes a file and asks other programs, and the person waits.
            tokio::time::sleep(PAGE_IS_DRAWN).await;
            own_links.register_at_start().await;
        });
    }

    deep_link::listen(&handle, &wizard);
    tauri::async_runtime::spawn(async move {
        wizard.begin().await;
        tracing::info!("start: what was kept is read");
        if !can_keep {
            wizard.folder_not_kept();
        }
        deep_link::deliver(&wizard, &links);
        wizard.stay_connected().await;
    });
    Ok(())
}

/// What others write for the app is no one else's either: the web view's cache, and the plugin's
/// file with the window's place. Not fatal: there is nothing secret in them.
fn keep_to_their_owner(cache: &Path, config: &Path) {
    let place_of_the_window = config.join(tauri_plugin_window_state::DEFAULT_FILENAME);
    let _ = platform::private_folder(cache);
    let _ = platform::private_folder(config);
    let _ = platform::private_file(&place_of_the_window);
}

/// The window shows the app's own page and never another one; Keap's sign-in least of all
/// (RFC 8252 §8.12).
fn is_our_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
