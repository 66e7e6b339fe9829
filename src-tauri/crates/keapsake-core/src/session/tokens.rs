//! A pair of tokens, and the one line of it that the keychain keeps.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use keap_client::{AccessToken, RefreshToken, TokenAnswer};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

const VERSION: u32 = 1;

/// A pair of tokens, and when and for whom it was got.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// Keap's short name of the account the tokens are for.
    pub app: String,
    /// Authorizes requests.
    pub access: AccessToken,
    /// Buys the next pair, once.
    pub refresh: Option<RefreshToken>,
    /// When the access token ends.
    pub expires_at: SystemTime,
    /// When Keap gave the pair.
    pub obtained_at: SystemTime,
    /// Of two pairs the one with the greater number is the newer. It begins with the second of the
    /// sign-in, so that a later sign-in is newer than all that came of an earlier one.
    pub generation: u64,
    /// Since when the refresh token may have been spent: it was about to be sent, and no answer has
    /// been stored since.
    pub unsure_since: Option<SystemTime>,
}

#[derive(Serialize, Deserialize)]
struct SessionRecord {
    v: u32,
    connection: String,
    app: String,
    access: String,
    refresh: Option<String>,
    expires_at: u64,
    obtained_at: u64,
    // Absent from records of the first releases.
    #[serde(default, rename = "gen")]
    generation: u64,
    #[serde(default, rename = "marker", skip_serializing_if = "Option::is_none")]
    unsure_since: Option<u64>,
}

impl Tokens {
    /// The tokens of a sign-in's `answer`, got at `now`.
    pub fn of_sign_in(answer: TokenAnswer, app: String, now: SystemTime) -> Self {
        Self {
            app,
            access: answer.access,
            refresh: answer.refresh,
            expires_at: now.checked_add(answer.expires_in).unwrap_or(now),
            obtained_at: now,
            generation: seconds(now),
            unsure_since: None,
        }
    }

    /// The pair after this one, of a renewal's `answer`. Without a new refresh token the old one
    /// stays (RFC 6749 §6).
    #[must_use]
    pub fn renewed(&self, answer: TokenAnswer, now: SystemTime) -> Self {
        let next = Self::of_sign_in(answer, self.app.clone(), now);
        Self {
            refresh: next.refresh.or_else(|| self.refresh.clone()),
            generation: self.generation.saturating_add(1),
            ..next
        }
    }

    /// One line of JSON for the keychain.
    pub fn write(&self, connection: &str) -> SecretString {
        let record = SessionRecord {
            v: VERSION,
            connection: connection.to_owned(),
            app: self.app.clone(),
            // EXPOSE: the keychain is where tokens are kept.
            access: self.access.expose().to_owned(),
            // EXPOSE: as above.
            refresh: self.refresh.as_ref().map(|token| token.expose().to_owned()),
            expires_at: seconds(self.expires_at),
            obtained_at: seconds(self.obtained_at),
            generation: self.generation,
            unsure_since: self.unsure_since.map(seconds),
        };
        SecretString::from(serde_json::to_string(&record).unwrap_or_default())
    }

    /// Reads kept tokens; `None` where the record is corrupt, of another version or filed under
    /// another connection.
    pub fn read(record: &SecretString, connection: &str) -> Option<Self> {
        // EXPOSE: parsed here and wrapped again at once.
        let record: SessionRecord = serde_json::from_str(record.expose_secret()).ok()?;
        (record.v == VERSION && record.connection == connection).then(|| Self {
            app: record.app,
            access: AccessToken::new(record.access),
            refresh: record.refresh.map(RefreshToken::new),
            expires_at: at(record.expires_at),
            obtained_at: at(record.obtained_at),
            generation: record.generation,
            unsure_since: record.unsure_since.map(at),
        })
    }
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH
        .checked_add(Duration::from_secs(seconds))
        .unwrap_or(UNIX_EPOCH)
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs()
}
