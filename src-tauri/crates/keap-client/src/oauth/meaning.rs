//! What the words of a refused token request mean.
//!
//! The error code decides (RFC 6749 §5.2). Keap says `invalid_request` for nearly everything, and
//! its gateway has codes of its own; there the table decides by what the description mentions.
//! Letters and digits only are compared, so that `Invalid Refresh Token`,
//! `invalid_refresh_token` and `InvalidRefreshToken` are one; short words are compared as whole
//! ones, so that `urlencoded` mentions no code.

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
    /// What the description mentions; empty for anything, between blanks for a whole word.
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
    // A code that was issued to another client is the code's fault; the keys may be right.
    row(CODE, "invalidrequest", " code ", Meaning::Grant),
    row(ANY, "invalidrequest", " client ", Meaning::Keys),
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
    let (said, words) = (squeezed(said), words(said));
    let row = TABLE.iter().find(|row| {
        row.grants.contains(&grant)
            && (row.code.is_empty() || row.code == code)
            && (said.contains(row.mentions) || words.contains(row.mentions))
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

/// The words in lower case, each between blanks.
fn words(text: &str) -> String {
    let mut words = String::from(" ");
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        if !word.is_empty() {
            words.push_str(&word.to_ascii_lowercase());
            words.push(' ');
        }
    }
    words
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
    fn the_code_and_the_client_are_known_by_name() {
        use Grant::{Code, RefreshToken};
        for (grant, said, expected) in [
            (Code, "The code has expired", Some(Meaning::Grant)),
            (Code, "expired_code", Some(Meaning::Grant)),
            (Code, "Code is invalid.", Some(Meaning::Grant)),
            (
                Code,
                "code was issued to another client",
                Some(Meaning::Grant),
            ),
            (
                Code,
                "code or redirect_uri is wrong",
                Some(Meaning::Redirect),
            ),
            (Code, "client_id or code is missing", Some(Meaning::Keys)),
            (Code, "Unknown client", Some(Meaning::Keys)),
            (RefreshToken, "Unknown client", Some(Meaning::Keys)),
            (
                RefreshToken,
                "refresh_token of another client",
                Some(Meaning::Grant),
            ),
            // No word, or the other grant's.
            (Code, "body must be form-urlencoded", None),
            (Code, "clients must use TLS", None),
            (RefreshToken, "The code has expired", None),
        ] {
            assert_eq!(
                meaning(grant, "invalid_request", said),
                expected,
                "{grant:?} {said}"
            );
        }
        // Under another error code the words alone are not enough.
        assert_eq!(meaning(Code, "access_denied", "code of a client"), None);
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
