//! After a whole journey no secret stands anywhere but in the keychain: not in what the page is
//! shown, not in what went wrong, not in the settings, not in the log.

use std::io;
use std::sync::{Arc, Mutex};

use keapsake_core::failure::Failure;
use keapsake_core::notices::{field_problems, notice};
use keapsake_core::ports::VaultEntry;
use keapsake_core::sign_in::Carrier;
use keapsake_core::wizard::Wizard;
use practice_keap::{CLIENT_ID, CLIENT_SECRET, ScriptedAnswer};
use serde_json::Value;
use support::Answer;
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::computer::{BAKERY, Computer, app_link, draft, parameter};

/// What was written, by whoever holds a clone.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Paper {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl io::Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Every line of our own crates, finer than the app's log file has them. For the whole process: the
/// other journeys that run meanwhile write here as well, which is all the better.
fn log() -> Paper {
    let paper = Paper::default();
    let writer = paper.clone();
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(move || writer.clone())
        .with_ansi(false);
    let ours = Targets::new()
        .with_targets(["keapsake_core", "keap_client"].map(|target| (target, Level::TRACE)));
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(lines).with(ours))
        .unwrap();
    paper
}

/// All that can be copied while a sign-in waits: the address to sign in at, which has the state in it,
/// and where Keap is to answer.
fn copied(computer: &Computer) -> String {
    let copies = [Wizard::copy_sign_in_link, Wizard::copy_redirect_uri].map(|copy| {
        copy(&computer.wizard).unwrap();
        computer.clipboard.text().unwrap()
    });
    copies.concat()
}

fn everything_of(failure: &Failure) -> String {
    let (told, fields) = (notice(failure), field_problems(failure));
    format!("{failure} {failure:?} {told:?} {fields:?}")
}

#[tokio::test]
async fn no_secret_leaves_the_keychain() {
    let log = log();
    let computer = Computer::new().await.beyond_the_contract();
    let seen = Mutex::new(String::new());
    let mut snapshots = computer.wizard.watch();
    let note = |text: String| seen.lock().unwrap().push_str(&text);
    let mut look = || note(format!("{:?}\n", *snapshots.borrow_and_update()));

    let computer = computer.waiting().await;
    look();
    let pending: Value =
        serde_json::from_str(&computer.vault.held(&VaultEntry::Pending).unwrap()).unwrap();
    let end = computer.walk(Answer::Allow(BAKERY)).await;
    let copied = copied(&computer);
    let mut secrets = vec![CLIENT_SECRET.to_owned()];
    secrets.extend(["code", "state"].map(|name| parameter(&end, name).unwrap()));
    secrets.push(pending["verifier"].as_str().unwrap().to_owned());

    // What goes wrong on the way, with secrets in everything that was delivered.
    for wrong in [
        format!("{end}&code=again"),
        end.as_str().replace("state=", "other="),
        secrets[1].clone(),
    ] {
        let failure = computer.wizard.paste_address(&wrong).await.unwrap_err();
        note(everything_of(&failure));
        look();
    }
    computer.arrive(Carrier::AppLink, &app_link(&end)).await;
    look();
    computer.reach("account").await;
    look();
    computer.wizard.confirm_account().unwrap();
    look();

    // Tokens, and failures of calls that carried them: one answer echoes the token.
    let session = computer.session();
    secrets.extend(["access", "refresh"].map(|name| session[name].as_str().unwrap().to_owned()));
    let echo = format!(
        r#"{{"code":400,"message":"Bad token {}","details":[]}}"#,
        session["access"].as_str().unwrap()
    );
    for (status, body) in [
        (400, echo.clone()),
        (500, echo.clone()),
        (403, echo),
        (400, "<html>".into()),
    ] {
        computer.keap.script(ScriptedAnswer {
            path_prefix: "/crm/rest/v2/contacts".into(),
            status,
            body,
            content_type: "application/json".into(),
            ..ScriptedAnswer::default()
        });
        let failure = computer.save(&draft("new@example.com")).await.unwrap_err();
        note(everything_of(&failure));
    }
    computer.keap.expire_access_tokens();
    let saved = computer.save(&draft("new@example.com")).await.unwrap();
    note(format!("{saved:?}"));
    let renewed = computer.session();
    secrets.extend(["access", "refresh"].map(|name| renewed[name].as_str().unwrap().to_owned()));
    note(computer.settings.text().unwrap());
    computer.wizard.sign_out(false).await.unwrap();
    look();
    note(computer.settings.text().unwrap());

    let seen = seen.into_inner().unwrap() + &log.text();
    for looked_at in ["Ann Example", "Rejected", "\"connections\"", "api call"] {
        assert!(
            seen.contains(looked_at),
            "it looked at what holds {looked_at}"
        );
    }
    let state = parameter(&end, "state").unwrap();
    assert!(copied.contains(&state), "it is the whole address");
    for secret in secrets {
        assert!(
            !copied.contains(&secret) || secret == state,
            "the clipboard has a secret of {} characters",
            secret.len()
        );
        assert!(
            secret.len() >= 8,
            "long enough not to stand anywhere by chance"
        );
        assert!(
            !seen.contains(&secret),
            "a secret of {} characters was seen",
            secret.len()
        );
    }
    assert!(
        !seen.contains(CLIENT_ID),
        "a typed Client ID is not shown again either"
    );
}

#[tokio::test]
async fn each_record_fits_and_is_filed_under_its_connection() {
    let computer = Computer::new().await.at_desk().await;
    assert_eq!(computer.session()["connection"], "keap");
    for entry in [
        VaultEntry::Keys("keap".into()),
        VaultEntry::Session("keap".into()),
    ] {
        let record: Value = serde_json::from_str(&computer.vault.held(&entry).unwrap()).unwrap();
        assert_eq!(record["v"], 1, "every stored record carries a version");
    }
    // Filed under another connection's name it is nobody's.
    let mut record = computer.session();
    record["connection"] = "practice".into();
    let entry = VaultEntry::Session("keap".into());
    computer.vault.put(entry, &record.to_string());
    let computer = computer.restarted().await;
    computer.keap.clear_records();
    let (code, _) = crate::computer::words(computer.save(&draft("new@example.com")).await);
    assert_eq!(code, "keychain_session_unreadable");
    assert!(computer.keap.requests().is_empty());
}
