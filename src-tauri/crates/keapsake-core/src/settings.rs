//! What is kept between starts and is no secret: which connection is shown, its route, the name of
//! its account, the zoom, a proxy that was typed. Kept as one versioned JSON text; where it lies is the shell's business.

use std::collections::BTreeMap;

use keap_client::ProxyAddress;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::connection::{Account, ConnectionKind, Pkce, Route};

const VERSION: u32 = 1;

/// The zoom steps, in percent of the page's size.
const ZOOM_STEPS: [u16; 8] = [75, 90, 100, 110, 125, 150, 175, 200];

/// Everything the app remembers that is no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    v: u32,
    /// The id of the connection that is shown.
    #[serde(default)]
    pub current: Option<String>,
    /// What is known of each connection, by its id.
    #[serde(default)]
    pub connections: BTreeMap<String, Remembered>,
    /// The page's zoom in percent.
    #[serde(default = "full_size")]
    pub zoom: u16,
    /// Whether saves are noted in the history on this computer.
    #[serde(default = "yes")]
    pub history: bool,
    /// The proxy that somebody typed; `None`: as the system says.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "proxy_as_typed",
        deserialize_with = "typed_proxy"
    )]
    pub proxy: Option<ProxyAddress>,
}

#[expect(clippy::ref_option, reason = "serde's own shape")]
fn proxy_as_typed<S: Serializer>(
    proxy: &Option<ProxyAddress>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&proxy.as_ref().map(ToString::to_string).unwrap_or_default())
}

/// What is no proxy, or holds a password, counts as none; the rest of the settings is read all the
/// same.
fn typed_proxy<'de, D: Deserializer<'de>>(kept: D) -> Result<Option<ProxyAddress>, D::Error> {
    let kept = serde_json::Value::deserialize(kept)?;
    let read = kept.as_str().and_then(|text| text.parse().ok());
    if read.is_none() {
        tracing::warn!("the kept proxy is none, and is not used");
    }
    Ok(read)
}

/// What is remembered of one connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// What kind of Keap it is.
    pub kind: ConnectionKind,
    /// The route that was chosen; `None` means the build's own first choice.
    #[serde(default)]
    pub route: Option<Route>,
    /// Whether PKCE goes with its sign-ins.
    #[serde(default)]
    pub pkce: Pkce,
    /// Whether the keychain holds its keys, so that nothing is decrypted just to know.
    #[serde(default)]
    pub has_keys: bool,
    /// Whether the keychain holds a sign-in that waits for its answer.
    #[serde(default)]
    pub waiting: bool,
    /// The account that was signed in to, while signed in.
    #[serde(default)]
    pub account: Option<Account>,
    /// Whether the person said that it is the right account.
    #[serde(default)]
    pub confirmed: bool,
}

impl Remembered {
    /// A connection of which nothing is known yet.
    pub fn new(kind: ConnectionKind) -> Self {
        Self {
            kind,
            route: None,
            pkce: Pkce::default(),
            has_keys: false,
            waiting: false,
            account: None,
            confirmed: false,
        }
    }
}

const fn full_size() -> u16 {
    100
}

const fn yes() -> bool {
    true
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            v: VERSION,
            current: None,
            connections: BTreeMap::new(),
            zoom: full_size(),
            history: yes(),
            proxy: None,
        }
    }
}

/// Which way the zoom goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zoom {
    /// One step larger.
    In,
    /// One step smaller.
    Out,
    /// Back to 100 %.
    Reset,
}

impl Settings {
    /// Reads kept settings; corrupt text or another version gives the defaults, and `false`.
    pub fn read(text: &str) -> (Self, bool) {
        match serde_json::from_str::<Self>(text) {
            Ok(mut settings) if settings.v == VERSION => {
                settings.zoom = settings.zoom.clamp(75, 200);
                (settings, true)
            }
            _ => (Self::default(), false),
        }
    }

    /// The same, but of what is in the keychain they say what `kept` says: for while nothing is
    /// written there.
    #[must_use]
    pub fn with_kept_as_in(&self, kept: &Self) -> Self {
        let mut settings = self.clone();
        for (id, known) in &mut settings.connections {
            let nothing = Remembered::new(known.kind);
            let kept = kept.connections.get(id).unwrap_or(&nothing);
            *known = Remembered {
                route: known.route.take(),
                pkce: known.pkce,
                ..kept.clone()
            };
        }
        settings
    }

    /// The settings as text.
    pub fn write(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The next zoom, in percent.
    pub fn zoomed(&self, step: Zoom) -> u16 {
        match step {
            Zoom::In => ZOOM_STEPS
                .into_iter()
                .find(|s| *s > self.zoom)
                .unwrap_or(200),
            Zoom::Out => ZOOM_STEPS
                .into_iter()
                .rev()
                .find(|s| *s < self.zoom)
                .unwrap_or(75),
            Zoom::Reset => full_size(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_back() {
        let mut settings = Settings {
            current: Some("keap".into()),
            ..Settings::default()
        };
        settings
            .connections
            .insert("keap".into(), Remembered::new(ConnectionKind::Keap));
        settings.zoom = 150;
        assert_eq!(Settings::read(&settings.write()), (settings, true));
    }

    #[test]
    fn a_kept_proxy_that_is_none_costs_the_proxy_and_nothing_else() {
        for (kept, proxy) in [
            (r#""proxy.example:3128""#, Some("proxy.example:3128")),
            (
                r#""http://proxy.example:3128/""#,
                Some("proxy.example:3128"),
            ),
            (r#""http://ann:secret@proxy.example:3128""#, None),
            (r#""socks5://proxy.example:1080""#, None),
            (r#""""#, None),
            ("null", None),
            ("3128", None),
            (r#"{"host":["proxy.example"]}"#, None),
        ] {
            let text = format!(r#"{{"v":1,"current":"keap","zoom":150,"proxy":{kept}}}"#);
            let (settings, readable) = Settings::read(&text);
            assert!(readable, "{kept}");
            assert_eq!(
                (settings.current.as_deref(), settings.zoom),
                (Some("keap"), 150)
            );
            let read = settings.proxy.as_ref().map(ToString::to_string);
            assert_eq!(read.as_deref(), proxy, "{kept}");
            let written = settings.write();
            assert_eq!(Settings::read(&written).0, settings, "{kept}");
            assert!(!written.contains("secret"), "{written}");
        }
    }

    #[test]
    fn a_history_is_kept_unless_somebody_switched_it_off() {
        for (kept, history) in [
            (r#"{"v":1}"#, true),
            (r#"{"v":1,"history":true}"#, true),
            (r#"{"v":1,"history":false}"#, false),
        ] {
            let (settings, readable) = Settings::read(kept);
            assert!(readable && settings.history == history, "{kept}");
            assert_eq!(Settings::read(&settings.write()).0.history, history);
        }
    }

    #[test]
    fn pkce_is_sent_unless_a_connection_says_otherwise() {
        let kept =
            |said: &str| format!(r#"{{"v":1,"connections":{{"keap":{{"kind":"keap"{said}}}}}}}"#);
        for (said, pkce) in [
            ("", Pkce::Sent),
            (r#","pkce":"sent""#, Pkce::Sent),
            (r#","pkce":"left_out""#, Pkce::LeftOut),
        ] {
            let (settings, readable) = Settings::read(&kept(said));
            assert!(readable, "{said}");
            assert_eq!(settings.connections["keap"].pkce, pkce, "{said}");
            assert_eq!(Settings::read(&settings.write()).0, settings, "{said}");
        }
    }

    #[test]
    fn of_the_keychain_only_what_was_kept_there_is_said() {
        let route = Some(Route::first_choice(None));
        let known = |account: &str, has_keys| Remembered {
            has_keys,
            account: Some(Account {
                app: account.into(),
                ..Account::default()
            }),
            confirmed: true,
            waiting: true,
            route: route.clone(),
            pkce: Pkce::LeftOut,
            ..Remembered::new(ConnectionKind::Keap)
        };
        let mut kept = Settings::default();
        kept.connections.insert("one".into(), known("before", true));
        let mut now = Settings {
            current: Some("two".into()),
            zoom: 150,
            ..Settings::default()
        };
        now.connections.insert("one".into(), known("now", false));
        now.connections.insert("two".into(), known("now", true));
        let said = now.with_kept_as_in(&kept);
        assert_eq!(said.connections["one"], known("before", true));
        let nothing = Remembered {
            route: route.clone(),
            pkce: Pkce::LeftOut,
            ..Remembered::new(ConnectionKind::Keap)
        };
        assert_eq!(said.connections["two"], nothing, "but how it signs in");
        assert_eq!((said.current, said.zoom), (now.current, now.zoom));
    }

    #[test]
    fn damage_and_other_versions_give_the_defaults_and_say_so() {
        for text in [
            "",
            "{",
            "[]",
            r#"{"v":2}"#,
            r#"{"v":1,"connections":{"a":{"kind":"mars"}}}"#,
        ] {
            assert_eq!(Settings::read(text), (Settings::default(), false), "{text}");
        }
    }

    #[test]
    fn zoom_goes_by_steps_and_stops_at_both_ends() {
        let at = |zoom| Settings {
            zoom,
            ..Settings::default()
        };
        for (zoom, step, next) in [
            (100, Zoom::In, 110),
            (175, Zoom::In, 200),
            (200, Zoom::In, 200),
            (100, Zoom::Out, 90),
            (75, Zoom::Out, 75),
            (200, Zoom::Reset, 100),
        ] {
            assert_eq!(at(zoom).zoomed(step), next, "{zoom} {step:?}");
        }
    }
}
