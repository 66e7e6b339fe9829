//! The report for support: plain text, made only of names, kinds and codes. Whatever comes from
//! outside passes through [`plain`]; names, addresses of people, tokens and paths never do.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use keap_client::NamedBy;

use super::{Check, Finding, Identity, Keeping, Linking, Notes, Reached, SelfTest, Skew, Way};
use crate::connection::{ConnectionKind, Pkce, RouteKind};
use crate::failure::{Cause, Doing, Failure};
use crate::notices::notice;
use crate::ports::{Handler, VaultError};
use crate::product::NAME;

/// What the shell knows of itself and its computer.
#[derive(Debug, Clone, Default)]
pub struct Machine {
    /// The app's version.
    pub version: String,
    /// Which build it is.
    pub build: String,
    /// The operating system and the processor's kind.
    pub system: String,
    /// The version of the web view.
    pub web_view: String,
}

/// Where the app stands, by kinds only.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    /// The screen's name.
    pub(crate) screen: &'static str,
    pub(crate) connection: Option<(ConnectionKind, RouteKind, Pkce, bool)>,
    pub(crate) this_session_only: bool,
    pub(crate) now: SystemTime,
}

/// The longest text from outside that goes into a report.
const LONGEST: usize = 60;

/// Writes the report.
pub(crate) fn report(machine: &Machine, setting: &Setting, notes: &Notes) -> String {
    let mut text = format!("{NAME} report\n\n");
    let mut line = |name: &str, value: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name}: {value}");
    };
    line("Version", &plain(&machine.version));
    line("Build", &plain(&machine.build));
    line("System", &plain(&machine.system));
    line("Web view", &plain(&machine.web_view));
    line("Screen", setting.screen);
    match setting.connection {
        None => line("Connection", "none chosen"),
        Some((kind, route, pkce, has_keys)) => {
            line("Connection", connection(kind));
            line("Keys kept", if has_keys { "yes" } else { "no" });
            line("Return address", road(route));
            line("Extra proof (PKCE)", proof(pkce));
        }
    }
    let only = setting.this_session_only;
    line("This session only", if only { "yes" } else { "no" });

    text.push_str("\nTests\n");
    for check in Check::ALL {
        let said = notes.finding(check).map_or("not run".into(), finding);
        let _ = writeln!(text, "  {}: {said}", name(check));
    }
    text.push_str("\nLast problems\n");
    let mut any = false;
    for (code, at) in notes.codes() {
        any = true;
        let ago = setting.now.duration_since(at).unwrap_or_default();
        let _ = writeln!(text, "  {code}, {} min before", ago.as_secs() / 60);
    }
    if !any {
        text.push_str("  none since Keapsake was opened\n");
    }
    text
}

const fn name(check: Check) -> &'static str {
    match check {
        Check::Keychain => "keychain",
        Check::Links => "links",
        Check::Clock => "clock",
        Check::Proxy => "proxy",
        Check::Keap => "keap",
        Check::Account => "account",
    }
}

const fn connection(kind: ConnectionKind) -> &'static str {
    match kind {
        ConnectionKind::Keap => "Keap",
        ConnectionKind::Practice => "practice account",
        ConnectionKind::Other => "another Keap",
    }
}

const fn road(route: RouteKind) -> &'static str {
    match route {
        RouteKind::ReturnPage => "return page",
        RouteKind::Loopback => "this computer",
        RouteKind::AppLink => "app link",
    }
}

const fn proof(pkce: Pkce) -> &'static str {
    match pkce {
        Pkce::Sent => "sent",
        Pkce::LeftOut => "left out",
    }
}

fn finding(finding: &Finding) -> String {
    match finding {
        Finding::Keychain(Keeping::Works) => "works".into(),
        Finding::Keychain(Keeping::Differs) => "gave back something else".into(),
        Finding::Keychain(Keeping::Failed(step, error)) => {
            let step = format!("{step:?}").to_lowercase();
            format!("{step} failed, {}", keychain_code(*error))
        }
        Finding::Links(linking) => links(linking),
        Finding::Clock(Skew::Agrees) => "agrees".into(),
        Finding::Clock(Skew::Ahead(by)) => format!("ahead by {}", minutes(*by)),
        Finding::Clock(Skew::Behind(by)) => format!("behind by {}", minutes(*by)),
        Finding::Clock(Skew::Unknown) => "not compared".into(),
        Finding::Proxy(Way::Straight) => "none".into(),
        Finding::Proxy(Way::ThisComputer) => "none needed".into(),
        // Its address names a network that is nobody's business.
        Finding::Proxy(Way::Proxy { named_by, .. }) => match named_by {
            NamedBy::Hand => "set by hand".into(),
            NamedBy::Variable(name) => format!("from {name}"),
            NamedBy::System => "from the system's setting".into(),
        },
        Finding::Keap(Reached::Answers(took)) => format!("answers in {} ms", took.as_millis()),
        Finding::Keap(Reached::Not(error)) => keap_code(error),
        Finding::Account(Identity::Nobody) => "nobody".into(),
        Finding::Account(Identity::Known { .. }) => "signed in".into(),
        Finding::Account(Identity::Unknown(cause)) => code(cause.clone()),
    }
}

fn links(linking: &Linking) -> String {
    let whose = match &linking.handler {
        Handler::Ours => "Keapsake's".into(),
        Handler::Other(program) => format!("taken by {}", program_name(program)),
        Handler::Nobody => "nobody's".into(),
        Handler::Unknown => "not told".into(),
    };
    let test = match linking.self_test {
        SelfTest::CameBack => "test link came back",
        SelfTest::Lost => "test link lost",
    };
    let needed = if linking.needed {
        "needed"
    } else {
        "not needed"
    };
    format!("{whose}, {test}, {needed}")
}

fn keychain_code(error: VaultError) -> String {
    code(Cause::Vault(error))
}

fn keap_code(error: &keap_client::Error) -> String {
    code(Cause::Keap(error.clone()))
}

/// The stable name of a cause; its words may hold what Keap said.
fn code(cause: Cause) -> String {
    notice(&Failure::new(Doing::Other, cause)).code.to_owned()
}

fn minutes(by: Duration) -> String {
    format!("{} min", by.as_secs() / 60)
}

/// A program by its own name, without the folders it lies in: they may be a person's.
fn program_name(program: &str) -> String {
    let last = program.rsplit(['/', '\\']).next().unwrap_or_default();
    plain(last.split('"').next().unwrap_or_default())
}

/// One line of plain, short text.
fn plain(text: &str) -> String {
    let fits = |c: &char| c.is_ascii_alphanumeric() || " ./_-+(),".contains(*c);
    text.chars().filter(fits).take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::samples::{CANARY, findings};

    fn setting(now: SystemTime) -> Setting {
        Setting {
            screen: "keys",
            connection: Some((
                ConnectionKind::Keap,
                RouteKind::Loopback,
                Pkce::LeftOut,
                true,
            )),
            this_session_only: true,
            now,
        }
    }

    fn machine() -> Machine {
        Machine {
            version: "0.1.0".into(),
            build: "from source".into(),
            system: "Debian GNU/Linux 12 (bookworm), x86_64".into(),
            web_view: "2.50.6".into(),
        }
    }

    #[test]
    fn it_names_kinds_and_codes_in_a_fixed_order() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_hours(1);
        let mut notes = Notes::default();
        for found in [
            Finding::Keychain(Keeping::Works),
            Finding::Clock(Skew::Behind(Duration::from_mins(7))),
            Finding::Keap(Reached::Not(keap_client::Error::Offline)),
        ] {
            notes.found(&found);
        }
        notes.told("keychain_locked", SystemTime::UNIX_EPOCH);
        notes.told("offline", now);
        let expected = "Keapsake report\n\n\
            Version: 0.1.0\n\
            Build: from source\n\
            System: Debian GNU/Linux 12 (bookworm), x86_64\n\
            Web view: 2.50.6\n\
            Screen: keys\n\
            Connection: Keap\n\
            Keys kept: yes\n\
            Return address: this computer\n\
            Extra proof (PKCE): left out\n\
            This session only: yes\n\n\
            Tests\n  keychain: works\n  links: not run\n  clock: behind by 7 min\n  proxy: not run\n  \
            keap: offline\n  account: not run\n\n\
            Last problems\n  offline, 0 min before\n  keychain_locked, 60 min before\n";
        assert_eq!(report(&machine(), &setting(now), &notes), expected);
        let none = report(
            &machine(),
            &Setting {
                connection: None,
                ..setting(now)
            },
            &Notes::default(),
        );
        assert!(none.contains("Connection: none chosen\n"), "{none}");
        assert!(none.ends_with("none since Keapsake was opened\n"), "{none}");
    }

    #[test]
    fn nothing_that_comes_from_outside_is_in_it() {
        for found in findings() {
            let mut notes = Notes::default();
            notes.found(&found);
            let text = report(&machine(), &setting(SystemTime::UNIX_EPOCH), &notes);
            assert!(!text.to_lowercase().contains(CANARY), "{found:?}: {text}");
            assert!(text.is_ascii(), "{text}");
        }
    }

    #[test]
    fn a_text_from_outside_stays_one_short_plain_line() {
        for (text, expected) in [
            ("2.50.6", "2.50.6"),
            ("a\nKeychain: works", "aKeychain works"),
            ("ann@example.com <b>", "annexample.com b"),
            ("\u{202e}x", "x"),
        ] {
            assert_eq!(plain(text), expected);
        }
        assert_eq!(plain(&"x".repeat(500)).len(), LONGEST);
    }

    #[test]
    fn a_program_is_named_without_its_folder() {
        for (program, name) in [
            ("other-app.desktop", "other-app.desktop"),
            ("/home/ann/x/other-app.desktop", "other-app.desktop"),
            (r#""C:\Users\Ann\Other App\other.exe" "%1""#, "other.exe"),
        ] {
            assert_eq!(program_name(program), name);
        }
    }
}
