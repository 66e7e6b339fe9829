//! The session's record in the keychain: read back as written, and not used where anything about it
//! is wrong. Renewal is told by the journeys, which have a Keap to renew with.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use keap_client::{AccessToken, RefreshToken, TokenAnswer};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::*;
use crate::ports::MAX_RECORD_BYTES;

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(2_000_000_000)
}

fn tokens() -> Tokens {
    Tokens {
        app: "hl214".into(),
        access: AccessToken::new("access-canary"),
        refresh: Some(RefreshToken::new("refresh-canary")),
        expires_at: now() + Duration::from_hours(24),
        obtained_at: now(),
        generation: 7,
        unsure_since: None,
    }
}

fn record() -> Value {
    serde_json::from_str(tokens().write("keap").expose_secret()).unwrap()
}

fn read(record: &Value) -> Option<Tokens> {
    Tokens::read(&SecretString::from(record.to_string()), "keap")
}

#[test]
fn what_was_written_is_read_back() {
    let back = read(&record()).unwrap();
    let (written, back) = (
        tokens(),
        (back.app, back.access, back.refresh, back.expires_at),
    );
    assert_eq!(
        back,
        (
            written.app,
            written.access,
            written.refresh,
            written.expires_at
        )
    );
    let without = Tokens {
        refresh: None,
        ..tokens()
    };
    let back = Tokens::read(&without.write("keap"), "keap").unwrap();
    assert_eq!(back.refresh, None);
}

#[test]
fn a_record_that_is_wrong_in_any_part_is_no_session() {
    assert!(read(&record()).is_some());
    for (part, value) in [
        ("v", json!(2)),
        ("v", json!(null)),
        ("connection", json!("practice")),
        ("access", json!(null)),
        ("expires_at", json!(-1)),
        ("expires_at", json!("soon")),
    ] {
        let mut wrong = record();
        wrong[part] = value;
        assert!(read(&wrong).is_none(), "{wrong}");
    }
    for text in ["", "{", "null", "[]", "{}", "access-canary"] {
        assert!(
            Tokens::read(&SecretString::from(text), "keap").is_none(),
            "{text}"
        );
    }
}

#[test]
fn a_time_beyond_all_clocks_is_read_as_over() {
    let mut far = record();
    far["expires_at"] = json!(u64::MAX);
    assert_eq!(read(&far).unwrap().expires_at, UNIX_EPOCH);
}

#[test]
fn the_record_fits_with_tokens_far_longer_than_keaps() {
    let long = Tokens {
        access: AccessToken::new("a".repeat(1_000)),
        refresh: Some(RefreshToken::new("r".repeat(1_000))),
        ..tokens()
    };
    let record = long.write("other-http:localhost:65535");
    let line = record.expose_secret();
    assert!(line.len() <= MAX_RECORD_BYTES);
    assert!(
        line.bytes().all(|byte| (0x20..=0x7e).contains(&byte)),
        "one line of printable ASCII"
    );
}

/// Nobody who updates the app has to sign in again.
#[test]
fn a_record_of_the_first_releases_is_read() {
    let mut first = record();
    let parts = first.as_object_mut().unwrap();
    parts.remove("gen");
    assert!(
        !parts.contains_key("marker"),
        "written only where it is one"
    );
    let back = read(&first).unwrap();
    assert_eq!((back.generation, back.unsure_since), (0, None));
    assert_eq!(back.obtained_at, now());
    // And the first releases read what this one writes: they pass over what they do not know.
    assert_eq!(record()["v"], 1);
}

#[test]
fn the_mark_of_a_renewal_under_way_is_kept() {
    let marked = Tokens {
        unsure_since: Some(now()),
        ..tokens()
    };
    let back = Tokens::read(&marked.write("keap"), "keap").unwrap();
    assert_eq!(back.unsure_since, Some(now()));
    assert_eq!(back.refresh, tokens().refresh);
}

fn answer(refresh: Option<&str>) -> TokenAnswer {
    TokenAnswer {
        access: AccessToken::new("new"),
        refresh: refresh.map(RefreshToken::new),
        expires_in: Duration::from_hours(24),
        scope: None,
    }
}

#[test]
fn without_a_new_refresh_token_the_old_one_stays() {
    let refresh = |answer| tokens().renewed(answer, now()).refresh;
    assert_eq!(refresh(answer(None)), tokens().refresh);
    assert_eq!(
        refresh(answer(Some("next"))),
        Some(RefreshToken::new("next"))
    );
    let endless = TokenAnswer {
        expires_in: Duration::MAX,
        ..answer(None)
    };
    assert_eq!(
        Tokens::of_sign_in(endless, "a".into(), now()).expires_at,
        now()
    );
}

#[test]
fn every_pair_is_newer_than_the_one_before_and_a_new_sign_in_newer_still() {
    let marked = Tokens {
        unsure_since: Some(now()),
        ..Tokens::of_sign_in(answer(Some("first")), "a".into(), now())
    };
    let next = marked.renewed(answer(None), now() + Duration::from_hours(24));
    assert_eq!(next.generation, marked.generation + 1);
    assert_eq!(next.unsure_since, None, "its token was not spent");
    assert_eq!(next.app, "a");
    let again = Tokens::of_sign_in(answer(None), "a".into(), now() + Duration::from_hours(48));
    assert!(again.generation > next.generation);
}

#[test]
fn debug_shows_no_token() {
    assert!(!format!("{:?}", tokens()).contains("canary"));
}
