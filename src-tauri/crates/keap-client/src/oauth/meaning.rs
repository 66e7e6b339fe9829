//! What the words of a refused token request mean.
//!
//! The error code decides (RFC 6749 §5.2). Keap says `invalid_request` for nearly everything, and
//! its gateway has codes of its own; there the table decides by what the description mentions.
//! Letters and digits only are compared, so that `Invalid Refresh Token`,
//! `invalid_refresh_token` and `InvalidRefreshToken` are one.

/// What was offered for a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grant {
    Code,
    RefreshToken,
}

/// What was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Client ID or Client Secret.
    Keys,
    /// The code or the refresh token.
    Grant,
    /// The redirect URI.
    Redirect,
}

/// One line of the table.
struct Row {
    /// The grants it is for.
    grants: &'static [Grant],
    /// The error code; empty for any.
    code: &'static str,
    /// What the description mentions; empty for anything.
    mentions: &'static str,
    meaning: Meaning,
}

const fn row(
    grants: &'static [Grant],
    code: &'static str,
    mentions: &'static str,
    meaning: Meaning,
) -> Row {
    Row {
        grants,
        code,
        mentions,
        meaning,
    }
}

const ANY: &[Grant] = &[Grant::Code, Grant::RefreshToken];
const CODE: &[Grant] = &[Grant::Code];
const REFRESH: &[Grant] = &[Grant::RefreshToken];

/// The first row that fits decides.
const TABLE: &[Row] = &[
    row(ANY, "invalidclient", "", Meaning::Keys),
    row(ANY, "unauthorizedclient", "", Meaning::Keys),
    // RFC 6749 §5.2 counts a wrong redirect URI among the invalid grants.
    row(CODE, "invalidgrant", "redirecturi", Meaning::Redirect),
    row(ANY, "invalidgrant", "", Meaning::Grant),
    row(CODE, "invalidrequest", "redirecturi", Meaning::Redirect),
    row(REFRESH, "invalidrequest", "refreshtoken", Meaning::Grant),
    row(CODE, "invalidrequest", "authorizationcode", Meaning::Grant),
    row(CODE, "invalidrequest", "invalidcode", Meaning::Grant),
    row(CODE, "invalidrequest", "codeverifier", Meaning::Grant),
    row(ANY, "invalidrequest", "clientid", Meaning::Keys),
    row(ANY, "invalidrequest", "clientsecret", Meaning::Keys),
    row(ANY, "invalidrequest", "clientcredentials", Meaning::Keys),
    // The gateway's own: `oauth.v2.InvalidClientIdentifier`, `keymanagement.service.…`.
    row(ANY, "", "invalidclient", Meaning::Keys),
    row(CODE, "", "redirecturi", Meaning::Redirect),
    row(REFRESH, "", "invalidrefreshtoken", Meaning::Grant),
    row(REFRESH, "", "refreshtokenexpired", Meaning::Grant),
    row(CODE, "", "invalidauthorizationcode", Meaning::Grant),
    row(CODE, "", "authorizationcodeexpired", Meaning::Grant),
];

/// What an error code and its description mean for a grant; `None` where no row fits.
pub(super) fn meaning(grant: Grant, code: &str, said: &str) -> Option<Meaning> {
    let code = squeezed(code);
    let said = squeezed(said);
    let row = TABLE.iter().find(|row| {
        row.grants.contains(&grant)
            && (row.code.is_empty() || row.code == code)
            && said.contains(row.mentions)
    })?;
    Some(row.meaning)
}

/// The letters and digits, in lower case.
fn squeezed(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_reached_by_each_of_its_grants() {
        for row in TABLE {
            for grant in row.grants {
                let found = meaning(*grant, row.code, row.mentions);
                assert_eq!(
                    found,
                    Some(row.meaning),
                    "{grant:?} {} {}",
                    row.code,
                    row.mentions
                );
            }
        }
    }

    #[test]
    fn words_of_the_other_grant_and_no_words_mean_nothing() {
        for (grant, code, said) in [
            (Grant::Code, "invalid_request", "Invalid Refresh Token"),
            (
                Grant::RefreshToken,
                "invalid_request",
                "Invalid redirect_uri",
            ),
            (Grant::RefreshToken, "invalid_request", ""),
            (Grant::RefreshToken, "", "refresh token"),
            (Grant::Code, "", ""),
            (Grant::Code, "server_error", "grant_type is required"),
        ] {
            assert_eq!(meaning(grant, code, said), None, "{grant:?} {code} {said}");
        }
    }
}
