//! Takes links from the operating system and puts them into the inbox. It looks at nothing in
//! them: what a link may be is decided by the core's one parser.

use keapsake_core::product::Build;
use keapsake_core::sign_in::{Carrier, Delivery, Expected, Incoming, MAX_BYTES, parse};
use keapsake_core::wizard::Wizard;
use tauri::AppHandle;
use tauri_plugin_deep_link::DeepLinkExt as _;

/// Hears every link from now on.
pub(crate) fn listen(app: &AppHandle, wizard: &Wizard) {
    let wizard = wizard.clone();
    app.deep_link()
        .on_open_url(move |event| deliver(&wizard, &event.urls()));
}

/// The link that the app was started by, if it was.
pub(crate) fn first_links(app: &AppHandle) -> Vec<url::Url> {
    app.deep_link()
        .get_current()
        .ok()
        .flatten()
        .unwrap_or_default()
}

/// Whether the app was started by a link that a copy before it had sent to itself, and which came
/// too late for that one. Nobody asked for a window then.
pub(crate) fn is_of_a_copy_before(links: &[url::Url], build: Build) -> bool {
    let expected = Expected {
        build,
        redirect_uri: None,
        issuer: None,
    };
    let is_test = |link: &url::Url| {
        let read = parse(link.as_str(), Carrier::AppLink, expected);
        matches!(read, Ok(Incoming::SelfTest(_)))
    };
    !links.is_empty() && links.iter().all(is_test)
}

/// Puts links into the inbox, in their order.
pub(crate) fn deliver(wizard: &Wizard, links: &[url::Url]) {
    let inbox = wizard.inbox();
    // No more of one than the parser needs to see that it is too long: many may wait here.
    let links: Vec<String> = links
        .iter()
        .map(|link| link.as_str().chars().take(MAX_BYTES + 1).collect())
        .collect();
    tauri::async_runtime::spawn(async move {
        for raw in links {
            let delivery = Delivery {
                carrier: Carrier::AppLink,
                raw,
                reply: None,
            };
            // The inbox ends with the wizard, that is with the app.
            let _ = inbox.send(delivery).await;
        }
    });
}

/// What a second copy of the app was started with. macOS starts none.
#[cfg(any(test, not(target_os = "macos")))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SecondStart {
    /// Nothing: the person started the app again.
    Plain,
    /// One link of ours, which the plugin has put on its way to the inbox.
    Link,
    /// Anything else. Any program of the session can say that, in any length.
    Strange,
}

/// Looks at the arguments of a second copy, the first of which is its own name.
#[cfg(any(test, not(target_os = "macos")))]
pub(crate) fn second_start(arguments: &[String], build: Build) -> SecondStart {
    match arguments {
        [] | [_] => SecondStart::Plain,
        // As the plugin decides it.
        [_, only]
            if only
                .parse::<url::Url>()
                .is_ok_and(|link| link.scheme() == build.scheme()) =>
        {
            SecondStart::Link
        }
        _ => SecondStart::Strange,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_link_of_ours_is_a_link() {
        use SecondStart::{Link, Plain, Strange};
        let long = format!("app.keapsake://{}", "a".repeat(1 << 20));
        for (arguments, start) in [
            (vec![], Plain),
            (vec!["/usr/bin/keapsake"], Plain),
            (vec!["keapsake", "app.keapsake://return"], Link),
            (vec!["keapsake", "app.keapsake:/x"], Link),
            (vec!["keapsake", &long], Link),
            (vec!["keapsake", "app.keapsake"], Strange),
            (vec!["keapsake", "app.keapsake.dev://return"], Strange),
            (vec!["keapsake", "--inspect"], Strange),
            (vec!["keapsake", ""], Strange),
            (vec!["keapsake", "/etc/passwd"], Strange),
            (
                vec!["keapsake", "app.keapsake://return", "app.keapsake://return"],
                Strange,
            ),
            (vec!["keapsake"; 10_000], Strange),
        ] {
            let arguments: Vec<_> = arguments.into_iter().map(str::to_owned).collect();
            let said = second_start(&arguments, Build::Packaged);
            assert_eq!(said, start, "{:.40?}", arguments.last());
        }
    }

    #[test]
    fn a_start_by_a_late_test_link_and_nothing_else_shows_no_window() {
        let test = format!("app.keapsake://self-test?nonce={}", "A".repeat(43));
        for (links, before) in [
            (vec![], false),
            (vec![test.as_str()], true),
            (vec!["app.keapsake://self-test"], false),
            (vec!["app.keapsake://return"], false),
            (vec!["app.keapsake://oauth/callback?code=a&state=b"], false),
            (vec![test.as_str(), "app.keapsake://return"], false),
        ] {
            let links: Vec<_> = links.iter().map(|link| link.parse().unwrap()).collect();
            assert_eq!(
                is_of_a_copy_before(&links, Build::Packaged),
                before,
                "{links:?}"
            );
        }
    }
}
