//! Answers whose bodies say nothing, or the wrong thing.

use super::kinds::{End, GOOD, Kinds, answer, ok, whole};

/// Adds them.
pub(super) fn add(all: &mut Kinds) {
    // What is no JSON, or says nothing.
    all.error("nan", || ok("NaN"));
    all.error("nan-inside", || {
        ok(r#"{"id":NaN,"access_token":"a","expires_in":NaN}"#)
    });
    all.error("number-too-large", || {
        ok(r#"{"id":1e999,"access_token":"a"}"#)
    });
    all.error("member-twice", || {
        ok(r#"{"id":"1","access_token":"a","access_token":"b","id":"2"}"#)
    });
    all.error("not-utf-8", || {
        ok([
            &b"{\"id\":\"\xff\xfe\",\"access_token\":\"\xc3("[..],
            b"\"}",
        ]
        .concat())
    });
    all.error("utf-16", || {
        ok(GOOD
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<_>>())
    });
    all.error("byte-order-mark", || ok(format!("\u{feff}{GOOD}")));
    all.error("half-a-character", || {
        ok(r#"{"id":"\ud800","access_token":"\udfff"}"#)
    });
    all.error("noughts", || ok([0; 1_000]));
    all.error("two-values", || ok(format!("{GOOD}{GOOD}")));
    all.error("comma-too-many", || ok(r#"{"id":"1","access_token":"a",}"#));
    all.error("comments", || ok(r#"{"id":"1",/* */"access_token":"a"}"#));
    all.error("empty", || ok(""));
    all.error("blanks", || ok(" \r\n\t "));
    all.error("no-content", || {
        answer("HTTP/1.1 204 No Content\r\n\r\n", End::Kept)
    });
    all.error("partial-content", || {
        whole(
            "206 Partial Content",
            "content-range: bytes 0-3/100\r\n",
            &GOOD[..4],
        )
    });
    all.error("page-200", || {
        whole(
            "200 OK",
            "content-type: text/html\r\n",
            "<html><h1>Log in</h1>",
        )
    });
    all.error("page-unnamed", || ok("<!doctype html><title>Wi-Fi</title>"));
    all.error("page-502", || {
        whole("502 Bad Gateway", "content-type: text/html\r\n", "<html>")
    });
    all.error("page-401", || {
        whole("401 X", "content-type: text/html\r\n", "<html>")
    });
    // Of another kind than it should be.
    all.error("a-list", || ok("[]"));
    all.error("a-text", || ok("\"access_token\""));
    all.error("a-number", || ok("12345678901234567890"));
    all.error("a-null", || ok("null"));
    all.error("a-truth", || ok("true"));
    all.lenient("wrong-types", || {
        ok(r#"{"id":{},"email":[],"is_admin":"maybe","given_name":1.5,"access_token":{"a":1}}"#)
    });
    all.error("wrong-contacts", || {
        ok(r#"{"contacts":"nobody","access_token":["a"]}"#)
    });
    all.lenient("wrong-token-type", || {
        ok(r#"{"access_token":"a","token_type":"mac"}"#)
    });
    all.lenient("token-breaks-a-header", || {
        ok("{\"access_token\":\"a\\r\\nX: y\"}")
    });
    all.harmless("odd-lifetime", || {
        ok(r#"{"access_token":"a","expires_in":-1e300,"scope":{}}"#)
    });
    all.harmless("another-content-type", || {
        whole(
            "200 OK",
            "content-type: image/png; charset=utf-16\r\n",
            GOOD,
        )
    });
}
