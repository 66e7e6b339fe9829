//! The checks of requests: each kind of violation is found, and a good request passes.

use serde_json::{Value, json};
use support::contract::{Contract, Violation};

const CONTACTS: &str = "/crm/rest/v2/contacts";
const CONTACT: &str = "/crm/rest/v2/contacts/1001";

fn sent(method: &str, path: &str, query: &str, body: &str) -> Vec<String> {
    let found = Contract::load()
        .unwrap()
        .check_request(method, path, query, body);
    found.iter().map(Violation::to_string).collect()
}

fn posted(body: &Value) -> Vec<String> {
    sent(
        "POST",
        CONTACTS,
        "duplicate_option=Email",
        &body.to_string(),
    )
}

#[test]
fn a_good_request_passes() {
    let none: [&str; 0] = [];
    assert_eq!(
        sent(
            "GET",
            CONTACTS,
            "filter=email%3D%3Da%40example.com&fields=id,given_name&page_size=50",
            ""
        ),
        none
    );
    assert_eq!(
        sent(
            "PATCH",
            CONTACT,
            "update_mask=given_name&update_mask=addresses",
            r#"{"given_name":"Ann"}"#
        ),
        none
    );
    let body = json!({
        "given_name": "Ann",
        "email_addresses": [{ "field": "EMAIL1", "email": "ann@example.com" }],
        "addresses": [{ "field": "BILLING", "country_code": "USA", "region_code": "US-AZ", "zip_code": "85001" }],
    });
    assert_eq!(posted(&body), none);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table, a row each")]
fn where_and_how_a_request_goes_is_checked() {
    let long = format!("page_size={}", 1001);
    let cases = [
        (
            "GET",
            "/crm/rest/v1/contacts",
            "",
            "",
            "there is no path /crm/rest/v1/contacts",
        ),
        (
            "GET",
            "/crm/rest/v2/orders",
            "",
            "",
            "there is no path /crm/rest/v2/orders",
        ),
        ("PUT", CONTACTS, "", "{}", "/rest/v2/contacts has no PUT"),
        (
            "GET",
            CONTACTS,
            "email=a%40example.com",
            "",
            "there is no parameter email",
        ),
        (
            "GET",
            CONTACTS,
            "page_size=5&page_size=6",
            "",
            "the parameter page_size stands more than once",
        ),
        (
            "GET",
            CONTACTS,
            "page_size=many",
            "",
            "the parameter page_size: should be of the kind Integer",
        ),
        (
            "GET",
            CONTACTS,
            &long,
            "",
            "the parameter page_size: is out of range",
        ),
        (
            "GET",
            CONTACTS,
            "fields=id,shoe_size",
            "",
            "the parameter fields: shoe_size is not allowed",
        ),
        (
            "GET",
            "/crm/rest/v2/settings/applications:getConfiguration",
            "fields=CONTACT&fields=SHOES",
            "",
            "the parameter fields: \"SHOES\" is not allowed",
        ),
        (
            "GET",
            CONTACTS,
            "fields=id&fields=given_name",
            "",
            "the parameter fields stands more than once",
        ),
        (
            "GET",
            CONTACTS,
            "filter=a%40example.com",
            "",
            "the parameter filter: is not in the format name==value",
        ),
        (
            "GET",
            CONTACTS,
            "filter=email%3D%3D",
            "",
            "the parameter filter: is not in the format name==value",
        ),
        ("GET", CONTACT, "", "{}", "the call takes no body"),
        (
            "PATCH",
            CONTACT,
            "update_mask=given_name,addresses",
            "{}",
            "the parameter update_mask: \"given_name,addresses\" is not allowed",
        ),
        (
            "PATCH",
            CONTACT,
            "update_mask=id&update_mask=id",
            "{}",
            "the parameter update_mask: has an item twice",
        ),
        ("POST", CONTACTS, "", "", "the body is missing"),
        (
            "POST",
            CONTACTS,
            "",
            "given_name=Ann",
            "the body is not JSON",
        ),
        (
            "POST",
            CONTACTS,
            "duplicate_option=Phone",
            "{}",
            "the parameter duplicate_option: \"Phone\" is not allowed",
        ),
    ];
    for (method, path, query, body, expected) in cases {
        assert_eq!(
            sent(method, path, query, body),
            [expected],
            "{method} {path}?{query}"
        );
    }
}

#[test]
fn what_a_request_says_is_checked() {
    let email = |member: Value| json!({ "email_addresses": [member] });
    let address = |member: Value| json!({ "addresses": [member] });
    let text = |length: usize| "x".repeat(length);
    let cases = [
        (json!([]), "at : should be of the kind Object"),
        (
            json!({ "given_name": 5 }),
            "at /given_name: should be of the kind String",
        ),
        (json!({ "given_name": null }), "at /given_name: is null"),
        (
            json!({ "given_name": text(41) }),
            "at /given_name: is 41 characters long, 40 at most are allowed",
        ),
        (
            json!({ "first_name": "Ann" }),
            "at /first_name: there is no such member",
        ),
        (
            json!({ "email_addresses": {} }),
            "at /email_addresses: should be of the kind Array",
        ),
        (
            email(json!({ "field": "EMAIL9" })),
            "at /email_addresses/0/field: \"EMAIL9\" is not allowed",
        ),
        (
            email(json!({ "field": "EMAIL_FIELD_UNSPECIFIED" })),
            "at /email_addresses/0/field: a placeholder was sent",
        ),
        (
            email(json!({ "is_opt_in": true })),
            "at /email_addresses/0/is_opt_in: there is no such member",
        ),
        (
            email(json!({ "field": "EMAIL1", "email": text(76) })),
            "at /email_addresses/0/email: is 76 characters long, 75 at most are allowed",
        ),
        (
            address(json!({ "field": "BILLING", "line1": text(76) })),
            "at /addresses/0/line1: is 76 characters long, 75 at most are allowed",
        ),
        (
            address(json!({ "region_code": "US-AZ" })),
            "at /addresses/0/region_code: the member needs country_code",
        ),
        (
            address(json!({ "zip_code": "85001", "postal_code": "85001" })),
            "at /addresses/0/zip_code: the member and postal_code exclude each other",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(posted(&body), [expected], "{body}");
    }
}

/// Lengths are of characters, not of bytes: forty letters with accents are forty.
#[test]
fn lengths_count_characters() {
    assert!(posted(&json!({ "given_name": "é".repeat(40) })).is_empty());
}

#[test]
fn a_member_that_must_be_there_is_missed() {
    let path = "/crm/rest/v2/tags/91/contacts:applyTags";
    assert_eq!(
        sent("POST", path, "", "{}"),
        ["at /contact_ids: the member is missing"]
    );
    let twice = r#"{"contact_ids":["1","1"]}"#;
    assert_eq!(
        sent("POST", path, "", twice),
        ["at /contact_ids: has an item twice"]
    );
}
