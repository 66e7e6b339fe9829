//! One attempt to sign in: everything that was frozen when it began.
//!
//! The exchange uses what stands here, byte for byte, and never what the form shows by then
//! (RFC 6749 §4.1.3). An attempt can be kept in the keychain, so that a link still finds it after
//! the app was closed.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use keap_client::{ClientId, CodeVerifier, RedirectUri, State};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::connection::RouteKind;

/// How long a sign-in waits for its answer; *Wait longer* adds as much again.
pub const WAIT: Duration = Duration::from_mins(5);

const VERSION: u32 = 1;

/// Tells attempts of one run apart, so that a late result of an earlier one changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttemptId(pub u64);

/// A sign-in from its first click to the code exchange.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// Which attempt of this run.
    pub id: AttemptId,
    /// The connection it is for.
    pub connection: String,
    /// The authorization request, to be opened in the browser; `None` once restored from the
    /// keychain, which does not keep it.
    pub url: Option<String>,
    /// The Client ID it was begun with.
    pub client_id: ClientId,
    /// The redirect URI it was begun with.
    pub redirect_uri: RedirectUri,
    /// The road it was begun for.
    pub route: RouteKind,
    /// SHA-256 of its `state`.
    pub state_hash: [u8; 32],
    /// Its PKCE verifier (RFC 7636); `None` where it was begun without PKCE.
    pub verifier: Option<CodeVerifier>,
    /// When it stops waiting.
    pub until: SystemTime,
}

impl Attempt {
    /// The hash an attempt keeps of its `state`.
    pub fn hash(state: &State) -> [u8; 32] {
        // EXPOSE: only the hash of it is kept.
        hash(state.expose())
    }

    /// Whether `state` is this attempt's, in constant time over the hashes of both.
    pub fn owns(&self, state: &str) -> bool {
        bool::from(self.state_hash.ct_eq(&hash(state)))
    }
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// An attempt as the keychain keeps it.
#[derive(Serialize, Deserialize)]
pub struct PendingRecord {
    v: u32,
    connection: String,
    client_id: String,
    redirect_uri: String,
    route: RouteKind,
    state_sha256: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    verifier: Option<String>,
    until: u64,
}

impl PendingRecord {
    /// One line of JSON for the keychain.
    pub fn write(attempt: &Attempt) -> SecretString {
        let record = Self {
            v: VERSION,
            connection: attempt.connection.clone(),
            client_id: attempt.client_id.as_str().to_owned(),
            redirect_uri: attempt.redirect_uri.as_str().to_owned(),
            route: attempt.route,
            state_sha256: BASE64_URL_SAFE_NO_PAD.encode(attempt.state_hash),
            verifier: attempt.verifier.as_ref().map(|verifier| {
                // EXPOSE: the keychain is where the verifier is kept while the browser is open.
                verifier.expose().to_owned()
            }),
            until: attempt
                .until
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default()
                .as_secs(),
        };
        SecretString::from(serde_json::to_string(&record).unwrap_or_default())
    }

    /// Reads a kept attempt; `None` where the record is corrupt, of another version, for another
    /// connection than `connection`, or already past its time.
    pub fn read(text: &str, id: AttemptId, connection: &str, now: SystemTime) -> Option<Attempt> {
        let record: Self = serde_json::from_str(text).ok()?;
        let until = UNIX_EPOCH.checked_add(Duration::from_secs(record.until))?;
        if record.v != VERSION || record.connection != connection || until <= now {
            return None;
        }
        let state_hash = BASE64_URL_SAFE_NO_PAD
            .decode(&record.state_sha256)
            .ok()?
            .try_into()
            .ok()?;
        Some(Attempt {
            id,
            connection: record.connection,
            url: None,
            client_id: ClientId::new(record.client_id),
            redirect_uri: RedirectUri::new(record.redirect_uri),
            route: record.route,
            state_hash,
            verifier: record.verifier.map(CodeVerifier::new),
            until,
        })
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;
    use serde_json::{Value, json};

    use super::*;
    use crate::ports::MAX_RECORD_BYTES;

    fn now() -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(2_000_000_000)
    }

    fn attempt() -> Attempt {
        Attempt {
            id: AttemptId(1),
            connection: "keap".into(),
            url: Some("https://keap.example/authorize?state=state-canary".into()),
            client_id: ClientId::new("id"),
            redirect_uri: RedirectUri::new("http://localhost:8765/callback"),
            route: RouteKind::Loopback,
            state_hash: Attempt::hash(&State::new("state-canary")),
            verifier: Some(CodeVerifier::new("verifier")),
            until: now() + WAIT,
        }
    }

    fn record() -> Value {
        serde_json::from_str(PendingRecord::write(&attempt()).expose_secret()).unwrap()
    }

    fn read(record: &Value) -> Option<Attempt> {
        PendingRecord::read(&record.to_string(), AttemptId(0), "keap", now())
    }

    #[test]
    fn what_was_kept_is_read_back_without_the_address() {
        let (kept, back) = (attempt(), read(&record()).unwrap());
        assert_eq!(back.id, AttemptId(0), "the id is of this run");
        assert_eq!(back.url, None, "it holds the state, which is not kept");
        assert!(back.owns("state-canary") && !back.owns("state-canary.dev") && !back.owns(""));
        assert_eq!(
            (back.connection, back.client_id),
            (kept.connection, kept.client_id)
        );
        assert_eq!(
            (back.redirect_uri, back.route),
            (kept.redirect_uri, kept.route)
        );
        assert_eq!((back.verifier, back.until), (kept.verifier, kept.until));
    }

    #[test]
    fn an_attempt_without_pkce_is_kept_without_a_verifier() {
        let without = Attempt {
            verifier: None,
            ..attempt()
        };
        let line = PendingRecord::write(&without);
        let kept: Value = serde_json::from_str(line.expose_secret()).unwrap();
        assert_eq!(kept.get("verifier"), None);
        let back = read(&kept).unwrap();
        assert_eq!(back.verifier, None);
        assert!(back.owns("state-canary") && !back.owns("another"));
    }

    #[test]
    fn the_record_holds_the_hash_of_the_state_only_and_fits() {
        let line = record().to_string();
        assert!(!line.contains("state-canary"));
        let long = Attempt {
            client_id: ClientId::new("i".repeat(crate::keys::MAX_KEY)),
            redirect_uri: RedirectUri::new(format!("https://return.example/{}", "r".repeat(1_000))),
            ..attempt()
        };
        let line = PendingRecord::write(&long);
        assert!(line.expose_secret().len() <= MAX_RECORD_BYTES);
    }

    #[test]
    fn a_record_that_is_wrong_in_any_part_is_no_attempt() {
        let hash = |digit: &str| json!(digit.repeat(64));
        for (part, value) in [
            ("v", json!(0)),
            ("connection", json!("practice")),
            ("route", json!("pigeon")),
            ("state_sha256", json!("")),
            ("state_sha256", json!("ab")),
            ("state_sha256", hash("g")),
            ("state_sha256", json!("ü".repeat(32))),
            ("until", json!(2_000_000_000)),
            ("until", json!(u64::MAX)),
            ("until", json!(null)),
            ("verifier", json!(7)),
        ] {
            let mut wrong = record();
            wrong[part] = value;
            assert!(read(&wrong).is_none(), "{wrong}");
        }
        for text in ["", "{", "null", "{}"] {
            assert!(
                PendingRecord::read(text, AttemptId(0), "keap", now()).is_none(),
                "{text}"
            );
        }
    }
}
