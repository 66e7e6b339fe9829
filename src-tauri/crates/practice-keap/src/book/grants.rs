//! The codes and tokens given out. Only their digests are kept, in memory and on disk, so that no
//! data file ever holds a token that works.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A refresh token lives 45 days.
const REFRESH_LIFETIME_MS: i64 = 45 * 24 * 60 * 60 * 1000;

/// Used-up refresh tokens are remembered up to this many, to tell a reuse from nonsense.
const SPENT_KEPT: usize = 1_000;

/// The tokens of one practice Keap, by digest.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Grants {
    access: BTreeMap<String, Token>,
    refresh: BTreeMap<String, Token>,
    spent: BTreeMap<String, i64>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Token {
    app: String,
    expires_ms: i64,
}

/// A fresh pair, the only place where the tokens stand in the clear.
pub(crate) struct Pair {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

/// What became of a refresh token that was presented.
pub(crate) enum Refreshed {
    /// It was good: the new pair and the account it is for.
    Pair(Pair, String),
    /// It had been used before.
    Reused,
    /// Never given out, or too old.
    Unknown,
}

impl Grants {
    /// Gives out a pair for one account.
    pub(crate) fn issue(
        &mut self,
        app: &str,
        access_lifetime_ms: i64,
        now_ms: i64,
    ) -> Result<Pair, getrandom::Error> {
        self.forget_old(now_ms);
        let pair = Pair {
            access: random_word(28)?,
            refresh: random_word(32)?,
        };
        let token = |lifetime: i64| Token {
            app: app.to_owned(),
            expires_ms: now_ms.saturating_add(lifetime),
        };
        self.access
            .insert(digest(&pair.access), token(access_lifetime_ms));
        self.refresh
            .insert(digest(&pair.refresh), token(REFRESH_LIFETIME_MS));
        Ok(pair)
    }

    /// Trades a refresh token for a new pair; the old one is dead at once.
    pub(crate) fn refresh(
        &mut self,
        token: &str,
        access_lifetime_ms: i64,
        now_ms: i64,
    ) -> Result<Refreshed, getrandom::Error> {
        let digest = digest(token);
        if self.spent.contains_key(&digest) {
            return Ok(Refreshed::Reused);
        }
        let Some(old) = self.refresh.remove(&digest) else {
            return Ok(Refreshed::Unknown);
        };
        if old.expires_ms <= now_ms {
            return Ok(Refreshed::Unknown);
        }
        self.spent.insert(digest, now_ms);
        let pair = self.issue(&old.app, access_lifetime_ms, now_ms)?;
        Ok(Refreshed::Pair(pair, old.app))
    }

    /// The account that a live access token is for.
    pub(crate) fn account_of(&self, token: &str, now_ms: i64) -> Option<&str> {
        let token = self.access.get(&digest(token))?;
        (token.expires_ms > now_ms).then_some(token.app.as_str())
    }

    #[cfg(feature = "control")]
    pub(crate) fn expire_access_tokens(&mut self) {
        self.access.clear();
    }

    #[cfg(feature = "control")]
    pub(crate) fn revoke_everything(&mut self) {
        self.access.clear();
        self.refresh.clear();
    }

    fn forget_old(&mut self, now_ms: i64) {
        self.access.retain(|_, token| token.expires_ms > now_ms);
        self.refresh.retain(|_, token| token.expires_ms > now_ms);
        while self.spent.len() > SPENT_KEPT {
            let oldest = self
                .spent
                .iter()
                .min_by_key(|(_, at)| **at)
                .map(|(key, _)| key.clone());
            let Some(oldest) = oldest else { break };
            self.spent.remove(&oldest);
        }
    }
}

/// The digest under which a secret is filed.
pub(crate) fn digest(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(secret.as_bytes()))
}

/// A random word of letters and digits.
pub(crate) fn random_word(length: usize) -> Result<String, getrandom::Error> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789Kp";
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes)?;
    Ok(bytes
        .iter()
        .filter_map(|byte| LETTERS.get(usize::from(byte % 64)))
        .map(|letter| char::from(*letter))
        .collect())
}
