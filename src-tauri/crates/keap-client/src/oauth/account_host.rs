//! Which Keap account a sign-in picked, from the `scope` that Keap answers with.
//!
//! The text may come from a link that anyone can send, so only what can be a host name passes.

/// An account's name and the host it stands at: `abc123` and `abc123.infusionsoft.com`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccountHost {
    /// The first label of the host.
    pub name: String,
    /// The whole host, in lower case.
    pub host: String,
}

impl AccountHost {
    /// Reads `full|abc123.infusionsoft.com`; `None` where there is no account in it.
    pub fn of_scope(scope: &str) -> Option<Self> {
        let (_, host) = scope.trim().split_once('|')?;
        Self::of_host(host)
    }

    /// Reads `abc123.infusionsoft.com`, the form of userinfo's `tenant_id` as well.
    pub fn of_host(host: &str) -> Option<Self> {
        let host = host.trim().to_ascii_lowercase();
        if host.len() > 253 || !host.split('.').all(is_label) {
            return None;
        }
        let name = host.split('.').next()?.to_owned();
        Some(Self { name, host })
    }
}

/// The account's name in a scope: `full|abc123.infusionsoft.com` is `abc123`.
pub fn account_of_scope(scope: &str) -> Option<String> {
    AccountHost::of_scope(scope).map(|account| account.name)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_host_is_an_account() {
        for (scope, expected) in [
            ("full|abc123.infusionsoft.com", Some("abc123")),
            ("full|ABC123.infusionsoft.com ", Some("abc123")),
            ("full|abc123", Some("abc123")),
            ("full", None),
            ("full|", None),
            ("", None),
            ("full|a b.example", None),
            ("full|abc/../x.example", None),
            ("full|abc.example|x", None),
            ("full|abc.example:8080", None),
            ("full|user@abc.example", None),
            ("full|.example", None),
            ("full|-abc.example", None),
            ("full|\u{430}bc.example", None),
        ] {
            assert_eq!(account_of_scope(scope).as_deref(), expected, "{scope:?}");
        }
    }

    #[test]
    fn the_host_is_kept_whole() {
        let account = AccountHost::of_scope("full|pb101.infusionsoft.com").unwrap();
        assert_eq!(account.host, "pb101.infusionsoft.com");
        assert_eq!(
            AccountHost::of_host("pb101.infusionsoft.com"),
            Some(account)
        );
    }
}
