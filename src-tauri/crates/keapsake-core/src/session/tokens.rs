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
}

impl Tokens {
    /// The tokens of `answer`, got at `now`. Without a new refresh token the `old` one stays.
    pub fn from_answer(
        answer: TokenAnswer,
        app: String,
        old: Option<RefreshToken>,
        now: SystemTime,
    ) -> Self {
        Self {
            app,
            access: answer.access,
            refresh: answer.refresh.or(old),
            expires_at: now.checked_add(answer.expires_in).unwrap_or(now),
        }
    }

    /// One line of JSON for the keychain.
    pub fn write(&self, connection: &str, now: SystemTime) -> SecretString {
        let record = SessionRecord {
            v: VERSION,
            connection: connection.to_owned(),
            app: self.app.clone(),
            // EXPOSE: the keychain is where tokens are kept.
            access: self.access.expose().to_owned(),
            // EXPOSE: as above.
            refresh: self.refresh.as_ref().map(|token| token.expose().to_owned()),
            expires_at: seconds(self.expires_at),
            obtained_at: seconds(now),
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
            expires_at: UNIX_EPOCH
                .checked_add(Duration::from_secs(record.expires_at))
                .unwrap_or(UNIX_EPOCH),
        })
    }

    pub(super) fn same_access(&self, other: &AccessToken) -> bool {
        // EXPOSE: compared only, to see whether somebody else has renewed meanwhile.
        self.access.expose() == other.expose()
    }
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs()
}
