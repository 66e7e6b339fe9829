//! Ending the app: not while a save is on its way, nor while a renewed session or the note of a save, which
//! exist nowhere else yet, wait to be stored.
//!
//! It does not know what they are, only that the wizard comes to rest, and whether a save fell short.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use keapsake_core::session::Settled;
use keapsake_core::wizard::Wizard;
use tauri::{AppHandle, Manager as _, RunEvent, Window, WindowEvent};

/// A person who closes a window waits no longer than this, whatever is lost.
const PATIENCE: Duration = Duration::from_secs(5);

/// When the app was first to end: both waits below share the patience.
static BEGUN: Mutex<Option<Instant>> = Mutex::new(None);

/// Comes to rest, or comes back without when the patience is over.
async fn settle(wizard: &Wizard) -> Option<Settled> {
    let begun = *begun().get_or_insert_with(Instant::now);
    let left = PATIENCE.saturating_sub(begun.elapsed());
    wizard.at_end(left).await
}

fn begun() -> MutexGuard<'static, Option<Instant>> {
    BEGUN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Closes the window once nothing would be lost by it; until then the page says so. Where a save has fallen
/// short meanwhile, the window stays and shows that.
pub(crate) fn on_window_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else {
        return;
    };
    let Some(wizard) = window.try_state::<Wizard>() else {
        return;
    };
    let closing = wizard.closing();
    if wizard.is_at_rest() && !closing.fell_short() {
        return;
    }
    api.prevent_close();
    wizard.tell_closing();
    let (wizard, window) = (wizard.inner().clone(), window.clone());
    tauri::async_runtime::spawn(async move {
        // What began in the meantime is waited for below.
        drop(settle(&wizard).await);
        if closing.fell_short() {
            *begun() = None;
            wizard.tell_open();
            return;
        }
        if let Err(error) = window.destroy() {
            tracing::error!(%error, "the window did not close");
        }
    });
}

/// The last thing that happens, by whatever way the app ends that asks it.
pub(crate) fn on_run_event(app: &AppHandle, event: &RunEvent) {
    if let RunEvent::Exit = event
        && let Some(wizard) = app.try_state::<Wizard>()
    {
        if let Some(settled) = tauri::async_runtime::block_on(settle(&wizard)) {
            // Nothing may begin any more: the process ends with the answer in its hands.
            std::mem::forget(settled);
        } else {
            tracing::warn!("ended before the session was stored");
        }
    }
}
