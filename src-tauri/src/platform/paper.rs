//! The colour of the page before there is a page: the window shows it from its first moment on, so that
//! nothing flashes when the page comes. Knows the two colours and how the desktop says which one.

use tauri::WebviewWindow;
use tauri::window::Color;

/// `--page` in `ui/src/styles/tokens.css`, light and dark.
const LIGHT: Color = Color(0xf6, 0xf5, 0xf2, 0xff);
const DARK: Color = Color(0x13, 0x17, 0x15, 0xff);

/// The colour that the page will have in this window.
pub(crate) fn paper(window: &WebviewWindow) -> Color {
    if is_dark(window) { DARK } else { LIGHT }
}

/// As the web view decides it: it asks GTK, and nobody over the bus.
#[cfg(target_os = "linux")]
fn is_dark(_window: &WebviewWindow) -> bool {
    use gtk::prelude::GtkSettingsExt;

    let told = std::env::var("GTK_THEME").unwrap_or_default();
    let settings = gtk::Settings::default();
    let prefers = settings
        .as_ref()
        .is_some_and(GtkSettingsExt::is_gtk_application_prefer_dark_theme);
    let theme = settings.and_then(|settings| settings.gtk_theme_name());
    prefers || names_dark(&told) || theme.is_some_and(|theme| names_dark(&theme))
}

#[cfg(not(target_os = "linux"))]
fn is_dark(window: &WebviewWindow) -> bool {
    window
        .theme()
        .is_ok_and(|theme| theme == tauri::Theme::Dark)
}

/// Whether a theme's name says that it is a dark one: `Adwaita:dark`, `Yaru-dark`, `Arc-Dark`.
#[cfg(any(target_os = "linux", test))]
fn names_dark(theme: &str) -> bool {
    ["-dark", "-Dark", ":dark"]
        .iter()
        .any(|end| theme.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_has_the_pages_own_colours() {
        let tokens = include_str!("../../../ui/src/styles/tokens.css");
        let hex = |Color(red, green, blue, _): Color| format!("#{red:02x}{green:02x}{blue:02x}");
        let page = format!("--page: light-dark({}, {});", hex(LIGHT), hex(DARK));
        assert!(tokens.contains(&page), "{page}");
    }

    #[test]
    fn dark_themes_say_so_at_the_end_of_their_names() {
        for (theme, dark) in [
            ("Adwaita", false),
            ("", false),
            ("Darkroom", false),
            ("Adwaita-dark", true),
            ("Adwaita:dark", true),
            ("Arc-Dark", true),
            ("Arc-Darker", false),
        ] {
            assert_eq!(names_dark(theme), dark, "{theme}");
        }
    }
}
