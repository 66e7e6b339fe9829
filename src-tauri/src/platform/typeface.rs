//! The typeface of the page on Linux: the one the person has chosen for the desktop. The web view of the other
//! systems knows theirs as `system-ui`; GTK's does not, so `ui/src/styles/tokens.css` asks it for `sans-serif`,
//! and this says which that is.

use gtk::pango::FontDescription;
use gtk::pango::prelude::*;
use gtk::prelude::*;
use tauri::WebviewWindow;
use webkit2gtk::{SettingsExt, WebViewExt};

/// Lets the page of this window be set in the desktop's own typeface. Where that cannot be found out the web
/// view's stays.
pub(crate) fn set_typeface(window: &WebviewWindow) {
    let _ = window.with_webview(|webview| {
        let view = webview.inner();
        let Some(family) = of_the_desktop(&view.pango_context()) else {
            return;
        };
        if let Some(settings) = WebViewExt::settings(&view) {
            settings.set_sans_serif_font_family(&family);
        }
    });
}

/// The family that the desktop's setting comes to: it may name one that is not there, or none but "Sans", and
/// the web view would take neither.
fn of_the_desktop(fonts: &gtk::pango::Context) -> Option<String> {
    let chosen = gtk::Settings::default()?.gtk_font_name()?;
    let font = fonts.load_font(&FontDescription::from_string(&chosen))?;
    font.describe().family().map(Into::into)
}
