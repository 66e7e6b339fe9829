//! What the session's `xdg-open` does with a web address: a real Chromium with a fresh profile.
//!
//! Chromium asks before a page may open another program's link, unless its profile says that
//! pages of that origin may; a test's profile says so, as a person's does who has once ticked the
//! box. The port of a practice Keap is known only when the app opens its first page, so the
//! launcher adds that page's port by itself.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::BenchError;

/// Which pages may open which scheme without a question.
#[derive(Debug, Clone, Default)]
pub(crate) struct Permits {
    /// Pages on the port of the first address that is opened, under `127.0.0.1` and `localhost`.
    pub(crate) first_page: Option<String>,
    /// Pages of these origins: (origin, scheme).
    pub(crate) origins: Vec<(String, String)>,
}

/// Writes launcher, desktop entry and MIME defaults into the session's home.
pub(crate) fn install(
    home: &Path,
    bin: &Path,
    profile: &Path,
    permits: &Permits,
) -> Result<(), BenchError> {
    let launcher = bin.join("bench-browser");
    fs::write(&launcher, script(profile, permits))?;
    fs::set_permissions(&launcher, fs::Permissions::from_mode(0o755))?;

    let schemes = "x-scheme-handler/http;x-scheme-handler/https;text/html;";
    register(home, "bench-browser", &launcher, schemes)?;
    let defaults = "[Default Applications]\n\
        x-scheme-handler/http=bench-browser.desktop\n\
        x-scheme-handler/https=bench-browser.desktop\n\
        text/html=bench-browser.desktop\n";
    fs::write(home.join(".config/mimeapps.list"), defaults)?;
    Ok(())
}

/// Writes a desktop entry that starts `program` with a link.
pub(crate) fn register(
    home: &Path,
    name: &str,
    program: &Path,
    mime_types: &str,
) -> Result<(), BenchError> {
    // Unquoted: Debian's xdg-open cannot read a quoted Exec line on its own.
    let entry = format!(
        "[Desktop Entry]\nType=Application\nName={name}\nNoDisplay=true\nExec={} %u\nMimeType={mime_types}\n",
        program.display()
    );
    let folder = home.join(".local/share/applications");
    fs::write(folder.join(format!("{name}.desktop")), entry)?;
    Ok(())
}

/// The launcher. It writes the profile's preferences once, before Chromium has any.
fn script(profile: &Path, permits: &Permits) -> String {
    let mut pairs = String::new();
    for (origin, scheme) in &permits.origins {
        // Writing to a String does not fail.
        write!(pairs, r#""{origin}":{{"{scheme}":true}},"#).ok();
    }
    let scheme = permits.first_page.as_deref().unwrap_or_default();
    let profile = profile.display();
    format!(
        r#"#!/bin/sh
# Started by xdg-open with one address.
profile='{profile}'
if [ ! -e "$profile/Default/Preferences" ]; then
  pairs='{pairs}'
  port=$(printf '%s' "$1" | sed -nE 's#^https?://[^/:]+:([0-9]+).*#\1#p')
  if [ -n '{scheme}' ] && [ -n "$port" ]; then
    for host in 127.0.0.1 localhost; do
      pairs="$pairs\"http://$host:$port\":{{\"{scheme}\":true}},"
    done
  fi
  mkdir -p "$profile/Default"
  printf '{{"credentials_enable_service":false,"protocol_handler":{{"allowed_origin_protocol_pairs":{{%s}}}}}}' "${{pairs%,}}" > "$profile/Default/Preferences"
fi
exec chromium --no-sandbox --remote-debugging-port=0 --user-data-dir="$profile" \
  --no-first-run --no-default-browser-check --disable-gpu --disable-quic \
  --disable-background-networking --disable-component-update --disable-sync \
  --password-store=basic --test-type "$@"
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_launcher_names_the_origins_it_was_given() {
        let permits = Permits {
            first_page: Some("x-first".into()),
            origins: vec![("http://localhost:8765".into(), "x-second".into())],
        };
        let script = script(Path::new("/profile"), &permits);
        assert!(script.contains(r#"pairs='"http://localhost:8765":{"x-second":true},'"#));
        assert!(script.contains(r#"{\"x-first\":true}"#));
    }
}
