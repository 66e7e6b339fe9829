//! What belongs to no single screen: watching, the doors, the zoom, *About*.

use keapsake_core::product::NAME;
use keapsake_core::settings::Zoom;
use keapsake_core::wizard::{Snapshot, Wizard};
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager as _, State, WebviewWindow};

use super::{Answer, shown};
use crate::ipc::{About, BUILD, ChooseDoor, Door, Nothing, ReadShipped, SetZoom, View, ZoomStep};
use crate::platform::{PageIsThere, front_door};

/// Sends the view at once and after every change.
#[tauri::command]
pub(crate) async fn watch(
    wizard: State<'_, Wizard>,
    page: State<'_, PageIsThere>,
    window: WebviewWindow,
    channel: Channel<View>,
) -> Answer<()> {
    tracing::info!("start: the page asks");
    let mut snapshots = wizard.watch();
    let mut zoom = 0;
    let mut show = move |snapshot: Snapshot| {
        if snapshot.zoom != zoom {
            zoom = snapshot.zoom;
            let _ = window.set_zoom(f64::from(zoom) / 100.0);
        }
        channel.send(snapshot.into())
    };
    // Before the answer: the page draws itself when it has that.
    let first = snapshots.borrow_and_update().clone();
    let mut shown = show(first);
    page.0.notify_one();
    tauri::async_runtime::spawn(async move {
        // The page is gone when the channel is; a new page watches anew.
        while shown.is_ok() && snapshots.changed().await.is_ok() {
            let next = snapshots.borrow_and_update().clone();
            shown = show(next);
        }
    });
    Ok(())
}

#[tauri::command]
pub(crate) async fn choose_door(wizard: State<'_, Wizard>, request: ChooseDoor) -> Answer<View> {
    let kind = match request.door {
        Door::Keap => front_door(),
        Door::Practice => keapsake_core::connection::ConnectionKind::Practice,
    };
    let result = wizard.choose_door(kind).await;
    shown(&wizard, result)
}

#[tauri::command]
pub(crate) async fn go_back(wizard: State<'_, Wizard>, request: Nothing) -> Answer<View> {
    let Nothing {} = request;
    wizard.go_back().await;
    shown(&wizard, Ok(()))
}

#[tauri::command]
pub(crate) async fn set_zoom(wizard: State<'_, Wizard>, request: SetZoom) -> Answer<View> {
    wizard.set_zoom(match request.step {
        ZoomStep::In => Zoom::In,
        ZoomStep::Out => Zoom::Out,
        ZoomStep::Reset => Zoom::Reset,
    });
    shown(&wizard, Ok(()))
}

/// Goes on without the keychain, until the app is closed.
#[tauri::command]
pub(crate) async fn use_this_session_only(
    wizard: State<'_, Wizard>,
    request: Nothing,
) -> Answer<View> {
    let Nothing {} = request;
    let result = wizard.use_this_session_only();
    shown(&wizard, result)
}

#[tauri::command]
pub(crate) async fn about(
    app: AppHandle,
    wizard: State<'_, Wizard>,
    request: Nothing,
) -> Answer<About> {
    let Nothing {} = request;
    Ok(About {
        name: NAME,
        version: env!("CARGO_PKG_VERSION"),
        build: BUILD,
        licence: env!("CARGO_PKG_LICENSE"),
        identifier: wizard.build().identifier(),
        logs: app
            .path()
            .app_log_dir()
            .map(|folder| folder.display().to_string())
            .unwrap_or_default(),
    })
}

/// A text that travels inside the program, as Markdown.
#[tauri::command]
pub(crate) fn shipped_text(request: ReadShipped) -> &'static str {
    crate::shipped::text(request.text)
}
