//! The sign-ins that a browser has begun, and the codes they ended in. In memory only: a restart
//! makes a browser begin again, as closing Keap's page would.

use std::collections::BTreeMap;

use crate::book::grants::{digest, random_word};

/// A page may stay open this long.
const SIGN_IN_LIFETIME_MS: i64 = 30 * 60 * 1000;

/// A code must be traded within this time.
const CODE_LIFETIME_MS: i64 = 10 * 60 * 1000;

/// Begun sign-ins are kept up to this many.
const KEPT: usize = 500;

/// An authorization request that passed the first check.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    /// The S256 challenge, if one was sent.
    pub(crate) challenge: Option<String>,
}

/// How far a browser has come.
#[derive(Clone, Debug)]
pub(crate) enum Stage {
    /// The log-in page is shown.
    LogIn,
    /// Ann is logged in and has two accounts to choose from.
    Choose,
    /// Asked to allow or deny, for this account.
    Consent { app: String },
    /// Somebody without a Keap account is logged in; whatever they press is a denial.
    Stranger,
}

#[derive(Clone, Debug)]
struct SignIn {
    asked: Asked,
    stage: Stage,
    begun_ms: i64,
}

/// What a code stands for.
#[derive(Clone, Debug)]
pub(crate) struct Granted {
    pub(crate) asked: Asked,
    pub(crate) app: String,
    made_ms: i64,
}

/// All begun sign-ins and open codes.
#[derive(Debug, Default)]
pub(crate) struct SignIns {
    open: BTreeMap<String, SignIn>,
    codes: BTreeMap<String, Granted>,
}

impl SignIns {
    /// Begins a sign-in and names it.
    pub(crate) fn begin(&mut self, asked: Asked, now_ms: i64) -> Result<String, getrandom::Error> {
        self.open
            .retain(|_, sign_in| now_ms - sign_in.begun_ms < SIGN_IN_LIFETIME_MS);
        while self.open.len() >= KEPT {
            let oldest = self
                .open
                .iter()
                .min_by_key(|(_, one)| one.begun_ms)
                .map(|(id, _)| id.clone());
            let Some(oldest) = oldest else { break };
            self.open.remove(&oldest);
        }
        let id = random_word(32)?;
        self.open.insert(
            id.clone(),
            SignIn {
                asked,
                stage: Stage::LogIn,
                begun_ms: now_ms,
            },
        );
        Ok(id)
    }

    /// What is asked and how far it has come; `None` if unknown, over or too old.
    pub(crate) fn look(&self, id: &str, now_ms: i64) -> Option<(Asked, Stage)> {
        let sign_in = self.open.get(id)?;
        (now_ms - sign_in.begun_ms < SIGN_IN_LIFETIME_MS)
            .then(|| (sign_in.asked.clone(), sign_in.stage.clone()))
    }

    pub(crate) fn advance(&mut self, id: &str, stage: Stage) {
        if let Some(sign_in) = self.open.get_mut(id) {
            sign_in.stage = stage;
        }
    }

    /// Ends a sign-in; its pages lead nowhere from now on.
    pub(crate) fn end(&mut self, id: &str) {
        self.open.remove(id);
    }

    /// Makes the code that an allowed sign-in is answered with: 8 characters, as Keap's.
    pub(crate) fn grant(
        &mut self,
        asked: Asked,
        app: &str,
        now_ms: i64,
    ) -> Result<String, getrandom::Error> {
        self.codes
            .retain(|_, granted| now_ms - granted.made_ms < CODE_LIFETIME_MS);
        let code = random_word(8)?;
        let granted = Granted {
            asked,
            app: app.to_owned(),
            made_ms: now_ms,
        };
        self.codes.insert(digest(&code), granted);
        Ok(code)
    }

    /// Takes a code; whoever shows it second gets nothing.
    pub(crate) fn redeem(&mut self, code: &str, now_ms: i64) -> Option<Granted> {
        let granted = self.codes.remove(&digest(code))?;
        (now_ms - granted.made_ms < CODE_LIFETIME_MS).then_some(granted)
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, CODE_LIFETIME_MS, SIGN_IN_LIFETIME_MS, SignIns};

    fn asked() -> Asked {
        Asked {
            redirect_uri: "http://localhost/".to_owned(),
            state: None,
            challenge: None,
        }
    }

    #[test]
    fn a_code_works_once_and_for_ten_minutes() {
        let mut sign_ins = SignIns::default();
        let once = sign_ins.grant(asked(), "pb101", 0).unwrap();
        assert_eq!(once.len(), 8);
        assert!(sign_ins.redeem(&once, CODE_LIFETIME_MS - 1).is_some());
        assert!(sign_ins.redeem(&once, 1).is_none(), "used up");
        let late = sign_ins.grant(asked(), "pb101", 0).unwrap();
        assert!(
            sign_ins.redeem(&late, CODE_LIFETIME_MS).is_none(),
            "too old"
        );
    }

    #[test]
    fn a_page_left_open_too_long_leads_nowhere() {
        let mut sign_ins = SignIns::default();
        let id = sign_ins.begin(asked(), 0).unwrap();
        assert!(sign_ins.look(&id, SIGN_IN_LIFETIME_MS - 1).is_some());
        assert!(sign_ins.look(&id, SIGN_IN_LIFETIME_MS).is_none());
    }
}
