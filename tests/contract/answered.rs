//! The checks of answers: each kind of violation is found, and what is tolerated is not.

use support::contract::{Contract, Mismatch, Violation};

const CONTACT: &str = "/crm/rest/v2/contacts/1001";

fn answered(status: u16, content_type: &str, body: &str) -> Vec<String> {
    let found =
        Contract::load()
            .unwrap()
            .check_response("GET", CONTACT, status, content_type, body);
    found.iter().map(Violation::to_string).collect()
}

#[test]
fn what_is_answered_is_checked() {
    let json = "application/json";
    let cases = [
        (
            200,
            json,
            r#"{"id":1001}"#,
            "at /id: should be of the kind String",
        ),
        (200, json, "not json", "the body is not JSON"),
        (200, json, "", "the body is missing"),
        (
            200,
            "text/plain",
            "{}",
            "the body is sent as \"text/plain\"",
        ),
        (200, "text/html", "<p>", "the body is sent as \"text/html\""),
        (204, json, "", "the call is not answered with 204"),
        (418, json, "{}", "the call is not answered with 418"),
        (
            400,
            json,
            r#"{"code":400}"#,
            "at /message: the member is missing",
        ),
        (
            400,
            json,
            r#"{"code":"many","message":"No"}"#,
            "at /code: should be of the kind Integer",
        ),
        (
            400,
            json,
            r#"{"message":"No","details":[{"domain":1}]}"#,
            "at /details/0/domain: should be of the kind String",
        ),
        (
            400,
            json,
            r#"{"fault":"No"}"#,
            "at /message: the member is missing",
        ),
    ];
    for (status, content_type, body, expected) in cases {
        assert_eq!(
            answered(status, content_type, body),
            [expected],
            "{status} {body}"
        );
    }
}

/// Every tolerance is written in the checks' own documentation; this is that list.
#[test]
fn what_keap_is_known_to_do_is_tolerated() {
    let json = "application/json;charset=UTF-8";
    let none: [&str; 0] = [];
    for (status, content_type, body) in [
        (
            200,
            json,
            r#"{"id":"1001","given_name":null,"something_new":{}}"#,
        ),
        (
            429,
            json,
            r#"{"code":"429","message":"Slow down","status":"Throttled","details":null}"#,
        ),
        (
            401,
            json,
            r#"{"fault":{"faultstring":"No","detail":{"errorcode":"x.y"}}}"#,
        ),
        (404, "text/html;charset=utf-8", "<html>"),
        (503, "text/html", ""),
    ] {
        assert_eq!(
            answered(status, content_type, body),
            none,
            "{status} {body}"
        );
    }
}

#[test]
fn an_answer_s_lists_are_of_their_kind() {
    let contract = Contract::load().unwrap();
    let check = |path: &str, body: &str| {
        contract.check_response("GET", path, 200, "application/json", body)
    };
    let countries = "/crm/rest/v2/locales/countries";
    assert!(
        check(
            countries,
            r#"{"countries":[{"name":"Canada","codes":{"alpha3":"CAN"}}]}"#
        )
        .is_empty()
    );
    assert_eq!(
        check(countries, r#"{"countries":null}"#),
        [Violation::Body {
            at: "/countries".to_owned(),
            mismatch: Mismatch::MissingMember
        }],
        "a list that must be there is not there when it is null"
    );
}
