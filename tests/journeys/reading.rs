//! What journeys read off a screen, a failure or an address, in short.

use keapsake_core::failure::Failure;
use keapsake_core::notices::{Notice, notice};
use keapsake_core::wizard::Stage;
use url::Url;

pub(crate) fn name(stage: &Stage) -> &'static str {
    match stage {
        Stage::Starting => "starting",
        Stage::Welcome { .. } => "welcome",
        Stage::Keys { .. } => "keys",
        Stage::SignIn { .. } => "sign_in",
        Stage::Waiting { .. } => "waiting",
        Stage::Finishing => "finishing",
        Stage::Account { .. } => "account",
        Stage::Desk { .. } => "desk",
    }
}

pub(crate) fn told(stage: &Stage) -> Option<&Notice> {
    match stage {
        Stage::Welcome { notice }
        | Stage::Keys { notice, .. }
        | Stage::SignIn { notice }
        | Stage::Waiting { notice, .. }
        | Stage::Desk { notice, .. } => notice.as_ref(),
        Stage::Starting | Stage::Finishing | Stage::Account { .. } => None,
    }
}

/// The code and the sentences of a failure.
pub(crate) fn words<T: std::fmt::Debug>(result: Result<T, Failure>) -> (&'static str, String) {
    let notice = notice(&result.expect_err("a failure"));
    (notice.code, notice.body)
}

/// Where the return page forwards to: the query unchanged, behind the app's own link.
pub(crate) fn app_link(end: &Url) -> String {
    format!(
        "app.keapsake.dev://oauth/callback?{}",
        end.query().unwrap_or_default()
    )
}

/// A parameter of a query.
pub(crate) fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}
