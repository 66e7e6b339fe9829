//! The parser of everything that arrives from outside: what each carrier may bring, every rule of
//! [`Reject`], and that no input at all makes it stumble.

use keap_client::AuthorizationCode;
use proptest::prelude::*;

use super::callback::{
    Answer, Callback, Carrier, Expected, Incoming, MAX_BYTES, Reject, parse, showable,
};
use crate::product::Build;

use Carrier::{AppLink, Loopback, Paste};

const LOOPBACK: &str = "http://localhost:8765/callback";
const PAGE: &str = "https://return.example/keap/";
const QUERY: &str = "code=abc&scope=full%7Chl214.infusionsoft.com&state=s";

fn read(raw: &str, carrier: Carrier, redirect_uri: Option<&str>) -> Result<Incoming, Reject> {
    let issuer = Some("https://accounts.infusionsoft.com");
    parse(
        raw,
        carrier,
        Expected {
            build: Build::Packaged,
            redirect_uri,
            issuer,
        },
    )
}

fn linked(query: &str) -> Result<Incoming, Reject> {
    read(
        &format!("app.keapsake://oauth/callback?{query}"),
        AppLink,
        None,
    )
}

fn is_callback(read: &Result<Incoming, Reject>) -> bool {
    matches!(read, Ok(Incoming::Callback(_)))
}

fn with_code(code: &str, state: Option<&str>, scope: Option<&str>) -> Incoming {
    let answer = Answer::Code {
        code: AuthorizationCode::new(code),
        scope: scope.map(str::to_owned),
    };
    Incoming::Callback(Callback {
        state: state.map(str::to_owned),
        answer,
    })
}

#[test]
fn each_carrier_brings_its_own_addresses_only() {
    let own = |path: &str| format!("app.keapsake:{path}?{QUERY}");
    for (raw, carrier, redirect_uri, taken) in [
        (own("//oauth/callback"), AppLink, None, true),
        // Operating systems are not agreed on the slashes.
        (own("/oauth/callback"), AppLink, None, true),
        (own("///oauth/callback"), AppLink, None, true),
        (
            format!("APP.KEAPSAKE://oauth/callback?{QUERY}"),
            AppLink,
            None,
            true,
        ),
        (own("//oauth/callback"), Paste, Some(PAGE), true),
        (own("//oauth/callback"), Paste, None, true),
        (own("//oauth/callback"), Loopback, Some(LOOPBACK), false),
        (own("//oauth/other"), AppLink, None, false),
        (own("//other/oauth/callback"), AppLink, None, false),
        (own("//oauth:1/callback"), AppLink, None, false),
        (own("//user@oauth/callback"), AppLink, None, false),
        (own("//oauth/callback/"), AppLink, None, false),
        // The other build's link, and one that only begins like ours.
        (
            format!("app.keapsake.dev://oauth/callback?{QUERY}"),
            AppLink,
            None,
            false,
        ),
        (
            format!("app.keapsakes://oauth/callback?{QUERY}"),
            AppLink,
            None,
            false,
        ),
        (
            format!("{LOOPBACK}?{QUERY}"),
            Loopback,
            Some(LOOPBACK),
            true,
        ),
        (format!("{LOOPBACK}?{QUERY}"), Loopback, None, false),
        (
            format!("{LOOPBACK}?{QUERY}"),
            Loopback,
            Some("http://localhost:8766/callback"),
            false,
        ),
        (
            format!("{LOOPBACK}?{QUERY}"),
            AppLink,
            Some(LOOPBACK),
            false,
        ),
        (format!("{LOOPBACK}?{QUERY}"), Paste, Some(LOOPBACK), true),
        (format!("{LOOPBACK}?{QUERY}"), Paste, Some(PAGE), false),
        (format!("{PAGE}?{QUERY}"), Paste, Some(PAGE), true),
        (format!("{PAGE}other?{QUERY}"), Paste, Some(PAGE), false),
        (
            format!("http://return.example/keap/?{QUERY}"),
            Paste,
            Some(PAGE),
            false,
        ),
        (
            format!("https://return.example:444/keap/?{QUERY}"),
            Paste,
            Some(PAGE),
            false,
        ),
        (
            format!("https://user@return.example/keap/?{QUERY}"),
            Paste,
            Some(PAGE),
            false,
        ),
        (format!("{PAGE}?{QUERY}#part"), Paste, Some(PAGE), false),
        (format!("{PAGE}?{QUERY}#"), Paste, Some(PAGE), true),
    ] {
        let answer = read(&raw, carrier, redirect_uri);
        assert_eq!(is_callback(&answer), taken, "{carrier:?} {raw}: {answer:?}");
        if !taken {
            assert_eq!(answer, Err(Reject::AnotherAddress), "{carrier:?} {raw}");
        }
    }
}

#[test]
fn what_copying_adds_to_a_pasted_address_is_taken_off() {
    let address = format!("{LOOPBACK}?{QUERY}");
    for pasted in [
        format!("  {address}\r\n"),
        format!("\"{address}\""),
        format!("<{address}>"),
        format!("`{address}`"),
        format!("\u{feff}{address}\u{200b}"),
        // Some browsers hide the scheme and copy without it.
        format!("localhost:8765/callback?{QUERY}"),
    ] {
        assert!(
            is_callback(&read(&pasted, Paste, Some(LOOPBACK))),
            "{pasted:?}"
        );
        let link = pasted.replace(LOOPBACK, "app.keapsake://oauth/callback");
        // Only for people: a link that comes with blanks or quotes is none of ours.
        assert!(!is_callback(&read(&link, AppLink, None)), "{link:?}");
    }
}

#[test]
fn the_return_link_raises_the_window_and_nothing_else() {
    for link in [
        "app.keapsake://return",
        "app.keapsake://return/",
        "app.keapsake:/return",
        "app.keapsake://return?code=a",
    ] {
        assert_eq!(read(link, AppLink, None), Ok(Incoming::Return), "{link}");
        assert_eq!(
            read(link, Paste, None),
            Err(Reject::AnotherAddress),
            "{link}"
        );
    }
}

#[test]
fn every_rule_has_its_word() {
    let long = format!(
        "app.keapsake://oauth/callback?{QUERY}&x={}",
        "a".repeat(MAX_BYTES)
    );
    let many: String = ('d'..='t').flat_map(|name| ['&', name]).collect();
    for (raw, reject) in [
        (long.as_str(), Reject::TooLong),
        ("", Reject::NotAnAddress),
        (
            "app.keapsake://oauth/call back?code=a",
            Reject::NotAnAddress,
        ),
        (
            "app.keapsake://oauth/callback?code=a\n",
            Reject::NotAnAddress,
        ),
        (
            "app.keapsake://oauth/callback?code=a\0",
            Reject::NotAnAddress,
        ),
        ("what is this?", Reject::NotAnAddress),
        ("what%is+this", Reject::NotAnAddress),
        ("Ab3dEf9h", Reject::BareCode),
        ("a-b_c.d~e", Reject::BareCode),
        (
            "https://example.com/?code=a&state=s",
            Reject::AnotherAddress,
        ),
        ("file:///etc/passwd", Reject::AnotherAddress),
        ("javascript:alert(1)", Reject::AnotherAddress),
        ("app.keapsake://oauth/callback", Reject::NoAnswer),
        ("app.keapsake://oauth/callback?state=s", Reject::NoAnswer),
        (
            "app.keapsake://oauth/callback?code=&state=s",
            Reject::NoAnswer,
        ),
        ("app.keapsake://oauth/callback?error=", Reject::NoAnswer),
        (
            "app.keapsake://oauth/callback?code=a&code=b",
            Reject::Contradicting,
        ),
        (
            "app.keapsake://oauth/callback?code=a&state=s&state=s",
            Reject::Contradicting,
        ),
        (
            "app.keapsake://oauth/callback?code=a&x=1&x=2",
            Reject::Contradicting,
        ),
        (
            "app.keapsake://oauth/callback?code=a&error=access_denied",
            Reject::Contradicting,
        ),
        (
            &format!("app.keapsake://oauth/callback?code=a{many}"),
            Reject::Contradicting,
        ),
        (
            "app.keapsake://oauth/callback?code=a&iss=https%3A%2F%2Fevil.example",
            Reject::AnotherIssuer,
        ),
    ] {
        assert_eq!(read(raw, AppLink, None), Err(reject), "{raw:.80}");
    }
    // Blank after tidying, which only a pasted text is.
    assert_eq!(read(" \"\" ", Paste, None), Err(Reject::NotAnAddress));
}

#[test]
fn the_answers() {
    let said = |answer| {
        Ok(Incoming::Callback(Callback {
            state: Some("s".into()),
            answer,
        }))
    };
    assert_eq!(
        linked(QUERY),
        Ok(with_code(
            "abc",
            Some("s"),
            Some("full|hl214.infusionsoft.com")
        ))
    );
    assert_eq!(linked("code=a%2Bb+c"), Ok(with_code("a+b c", None, None)));
    assert_eq!(
        linked("code=a&state="),
        Ok(with_code("a", None, None)),
        "an empty state is none"
    );
    assert_eq!(linked("error=access_denied&state=s"), said(Answer::Denied));
    let denial =
        "error=access_denied&error_description=User+denied+access+to+resource&error_uri=&state=";
    let stateless = Callback {
        state: None,
        answer: Answer::Denied,
    };
    assert_eq!(
        linked(denial),
        Ok(Incoming::Callback(stateless)),
        "as Keap sends it"
    );
    let error = Answer::Error {
        code: "server_error".into(),
    };
    assert_eq!(linked("error=server_error&state=s"), said(error));
    for issuer in [
        "https://accounts.infusionsoft.com",
        "https://accounts.infusionsoft.com/",
    ] {
        assert!(
            is_callback(&linked(&format!("code=a&iss={issuer}"))),
            "{issuer}"
        );
    }
}

#[test]
fn an_errors_code_is_made_fit_to_be_shown() {
    let shown = |error: &str| match linked(&format!("error={error}")) {
        Ok(Incoming::Callback(Callback {
            answer: Answer::Error { code },
            ..
        })) => code,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        shown("a%0Ab%E2%80%AEc"),
        "abc",
        "no line end, nothing that turns text around"
    );
    assert_eq!(shown(&"x".repeat(500)).len(), 200);
    assert_eq!(showable("\u{feff}\u{061c}ok\u{2066}\u{7f}"), "ok");
}

fn carriers() -> impl Strategy<Value = Carrier> {
    prop_oneof![Just(AppLink), Just(Loopback), Just(Paste)]
}

/// Text that looks enough like an address to get past the first checks, and any text at all.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "(app\\.keapsake|http|https|localhost:8765|)(:|://|)[a-z0-9/.:@%\\[\\]-]{0,24}(\\?[a-z=&%+0-9]{0,48})?(#[a-z]{0,4})?",
        "app\\.keapsake://oauth/callback\\?((code|state|error|iss|scope)=[a-z%0-9]{0,6}&?){0,8}",
    ]
}

proptest! {
    #[test]
    fn no_input_makes_it_panic(raw in texts(), carrier in carriers()) {
        let _ = read(&raw, carrier, Some(LOOPBACK));
    }

    #[test]
    fn what_keap_sends_is_read_back(
        code in "\\PC{1,64}", state in "[A-Za-z0-9_-]{43}(\\.dev)?", scope in "\\PC{0,64}", carrier in carriers(),
    ) {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("code", &code)
            .append_pair("scope", &scope)
            .append_pair("state", &state)
            .finish();
        let address = if carrier == AppLink { "app.keapsake://oauth/callback" } else { LOOPBACK };
        let answer = read(&format!("{address}?{query}"), carrier, Some(LOOPBACK));
        prop_assert_eq!(answer, Ok(with_code(&code, Some(&state), Some(&scope))));
    }
}
