//! The closed list of what may come from outside, and the rules that hold for each thing on it: no
//! parameter twice, the right issuer, nothing that could be a path, a flag or a command.

use proptest::prelude::*;

use super::callback::{Answer, Carrier, Expected, Incoming, MAX_BYTES, Reject, parse, showable};
use super::nonce::Nonce;
use crate::product::Build;

use Carrier::{AppLink, Loopback, Paste};

fn read(raw: &str, carrier: Carrier) -> Result<Incoming, Reject> {
    let expected = Expected {
        build: Build::Packaged,
        redirect_uri: Some("https://return.example/keap/"),
        issuer: Some("https://accounts.infusionsoft.com"),
    };
    parse(raw, carrier, expected)
}

fn linked(query: &str) -> Result<Incoming, Reject> {
    read(&format!("app.keapsake://oauth/callback?{query}"), AppLink)
}

/// Every kind there is, by an exhaustive match: a further one has to be thought of here.
fn does(incoming: &Incoming) -> &'static str {
    match incoming {
        Incoming::Callback(callback) => match callback.answer {
            Answer::Code { .. } | Answer::Denied | Answer::Error { .. } => "answers a sign-in",
        },
        Incoming::Return => "raises the window",
        Incoming::SelfTest(_) => "proves that links arrive",
    }
}

#[test]
fn a_link_can_do_three_things_and_no_action() {
    let nonce = Nonce::random().unwrap();
    for (link, done) in [
        (
            "app.keapsake://oauth/callback?code=a&state=b".to_owned(),
            "answers a sign-in",
        ),
        ("app.keapsake://return".into(), "raises the window"),
        (nonce.link(Build::Packaged), "proves that links arrive"),
    ] {
        assert_eq!(read(&link, AppLink).as_ref().map(does), Ok(done), "{link}");
    }
    for place in [
        "",
        "oauth",
        "oauth/callback/x",
        "oauth/callback/../return",
        "oauth//callback",
        "sign-out",
        "upsert",
        "settings",
        "contact/1",
        "return/now",
        "self-test/x",
        "selftest",
        "keys?secret=a",
        "practice",
        "update?url=https://evil.example",
    ] {
        let said = read(&format!("app.keapsake://{place}"), AppLink);
        assert_eq!(said, Err(Reject::AnotherAddress), "{place}");
    }
}

#[test]
fn a_self_test_is_one_nonce_by_the_apps_link_and_nothing_else() {
    let nonce = Nonce::random().unwrap();
    let link = nonce.link(Build::Packaged);
    let text = link.rsplit('=').next().unwrap();
    for link in [
        link.clone(),
        link.replace("://", ":/"),
        link.replace("self-test?", "self-test/?"),
    ] {
        assert_eq!(
            read(&link, AppLink),
            Ok(Incoming::SelfTest(nonce)),
            "{link}"
        );
        for carrier in [Loopback, Paste] {
            assert_eq!(read(&link, carrier), Err(Reject::AnotherAddress), "{link}");
        }
    }
    let other_build = nonce.link(Build::Unpackaged);
    assert_eq!(read(&other_build, AppLink), Err(Reject::AnotherAddress));
    for query in [
        String::new(),
        "?".into(),
        "?nonce=".into(),
        format!("?nonce={}", &text[1..]),
        format!("?nonce={text}A"),
        format!("?nonce={text}="),
        format!("?nonce={text}&nonce={text}"),
        format!("?nonce={text}&a=b"),
        format!("?a=b&nonce={text}"),
        format!("?Nonce={text}"),
        format!("?nonce=%41{}", &text[1..]),
        format!("?nonce={}", "+".repeat(43)),
    ] {
        let link = format!("app.keapsake://self-test{query}");
        assert_eq!(read(&link, AppLink), Err(Reject::NoAnswer), "{link}");
    }
}

/// RFC 9207 §2.4.
#[test]
fn an_issuer_is_absent_or_the_one_that_was_asked() {
    let own = "https://accounts.infusionsoft.com";
    for (issuer, taken) in [
        (None, true),
        (Some(own), true),
        (Some("https://accounts.infusionsoft.com:443/"), true),
        (Some(""), false),
        (
            Some("https://accounts.infusionsoft.com.evil.example"),
            false,
        ),
        (Some("http://accounts.infusionsoft.com"), false),
        (Some("accounts.infusionsoft.com"), false),
    ] {
        let query = url::form_urlencoded::Serializer::new("code=a&state=b".to_owned())
            .extend_pairs(issuer.map(|issuer| ("iss", issuer)))
            .finish();
        let said = linked(&query);
        assert_eq!(said.is_ok(), taken, "{issuer:?}");
        assert!(taken || said == Err(Reject::AnotherIssuer), "{issuer:?}");
    }
}

/// Neither the first nor the last one wins.
#[test]
fn whatever_stands_twice_refuses_the_whole_link_in_any_order() {
    let once = ["code=a", "state=b", "scope=c", "x=d"];
    for doubled in [
        "code=a",
        "code=e",
        "%63ode=e",
        "state=b",
        "st%61te=e",
        "state=",
        "scope=c",
        "x=e",
    ] {
        for place in 0..=once.len() {
            let mut all = once.to_vec();
            all.insert(place, doubled);
            let query = all.join("&");
            assert_eq!(linked(&query), Err(Reject::Contradicting), "{query}");
        }
    }
    for doubled in ["error=a", "err%6fr=b", "state=c"] {
        let query = format!("error=access_denied&state=b&{doubled}");
        assert_eq!(linked(&query), Err(Reject::Contradicting), "{query}");
        let query = format!("{doubled}&error=access_denied&state=b");
        assert_eq!(linked(&query), Err(Reject::Contradicting), "{query}");
    }
}

#[test]
fn what_programs_are_tricked_with_is_refused() {
    for argument in [
        "--inspect",
        "-",
        "--",
        "-x",
        "@file",
        "@/etc/passwd",
        "/etc/passwd",
        "../../x",
        "~/x",
        "file:///etc/passwd",
        "\\\\host\\share",
        "C:\\x.keapsake",
        "list.keapsake",
        "$(touch x)",
        "`touch x`",
        "; touch x",
        "| sh",
        "%0a",
        "%00",
        "\" --inspect",
        "' --inspect",
        "app.keapsake:",
        "app.keapsake://",
        "app.keapsake://%2e%2e/",
        "app.keapsake:--inspect",
        "app.keapsake://oauth/callback\" --inspect",
        "app.keapsake://oauth/callback?code=a\u{a0}b",
        "javascript:alert(1)",
        "data:text/html,x",
        "about:blank",
        "APP.KEAPSAKE",
    ] {
        let said = read(argument, AppLink);
        assert!(said.is_err(), "{argument}: {said:?}");
    }
    // Behind the right place it is a code like any other, for the comparison of the state.
    let code = linked("code=%24(touch%20x)&state=b").unwrap();
    assert_eq!(does(&code), "answers a sign-in");
}

#[test]
fn the_limits_are_to_the_byte_and_to_the_parameter() {
    let link = |length: usize| {
        let start = "app.keapsake://oauth/callback?code=a&state=b&x=";
        format!("{start}{}", "y".repeat(length - start.len()))
    };
    assert!(read(&link(MAX_BYTES), AppLink).is_ok());
    assert_eq!(read(&link(MAX_BYTES + 1), AppLink), Err(Reject::TooLong));
    assert_eq!(read(&link(1 << 20), AppLink), Err(Reject::TooLong));
    let many = |count: usize| {
        let more: Vec<String> = (2..count).map(|number| format!("p{number}=")).collect();
        let more = more.join("&");
        linked(&format!("code=a&state=b&{more}"))
    };
    assert!(many(16).is_ok());
    assert_eq!(many(17), Err(Reject::Contradicting));
}

proptest! {
    /// Whatever Keap, or somebody in its place, calls an error.
    #[test]
    fn what_is_shown_is_short_and_holds_nothing_that_moves_text(text in any::<String>()) {
        let shown = showable(&text);
        prop_assert!(shown.chars().count() <= 200);
        for c in shown.chars() {
            let moves = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            prop_assert!(!c.is_control() && !moves, "{c:?}");
        }
        prop_assert_eq!(showable(&shown), shown);
    }

    /// No query makes anything but an answer of the callback's place.
    #[test]
    fn any_text_after_the_place_is_an_answer_or_refused(query in "\\PC{0,400}") {
        if let Ok(incoming) = linked(&query) {
            prop_assert_eq!(does(&incoming), "answers a sign-in");
        }
    }
}
