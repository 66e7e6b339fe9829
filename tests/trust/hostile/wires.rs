//! Answers that are slow, that break off, or that lead elsewhere.

use super::kinds::{End, GOOD, Kinds, OK, SLOW, answer, going_on, whole};

/// Adds them.
pub(super) fn add(all: &mut Kinds) {
    // Too slow.
    all.error("silence", || answer("", End::Silent));
    all.error("silence-in-head", || {
        answer("HTTP/1.1 200 OK\r\ncontent-", End::Silent)
    });
    all.error("silence-in-body", || {
        answer(format!("{OK}content-length: 99\r\n\r\n{{"), End::Silent)
    });
    all.error("slow-head", || {
        going_on("HTTP/1.1 200 OK\r\nx: ", "y", End::Every(SLOW))
    });
    all.error("slow-body", || {
        going_on(format!("{OK}\r\n{{"), " ", End::Every(SLOW))
    });
    all.error("slow-failure", || {
        going_on("HTTP/1.1 404 X\r\n\r\n{", " ", End::Every(SLOW))
    });
    // Broken off.
    all.error("cut-at-once", || answer("", End::Closed));
    all.error("cut-in-status", || answer("HTTP/1.1 2", End::Closed));
    all.error("cut-in-head", || {
        answer("HTTP/1.1 200 OK\r\ncontent-le", End::Closed)
    });
    all.error("cut-in-body", || {
        answer(format!("{OK}content-length: 99\r\n\r\n{GOOD}"), End::Closed)
    });
    all.error("cut-in-chunk", || {
        answer(
            format!("{OK}transfer-encoding: chunked\r\n\r\n40\r\n{GOOD}"),
            End::Closed,
        )
    });
    all.error("reset-at-once", || answer("", End::Reset));
    all.error("reset-in-body", || {
        answer(format!("{OK}content-length: 99\r\n\r\n{{"), End::Reset)
    });
    // To somewhere else.
    all.elsewhere("redirect-301", |other| {
        whole("301 X", &format!("location: {other}/a\r\n"), "")
    });
    all.elsewhere("redirect-302", |other| {
        whole("302 X", &format!("location: {other}/a\r\n"), "")
    });
    all.elsewhere("redirect-303", |other| {
        whole("303 X", &format!("location: {other}/a\r\n"), "")
    });
    all.elsewhere("redirect-307", |other| {
        whole("307 X", &format!("location: {other}/a\r\n"), "")
    });
    all.elsewhere("redirect-308", |other| {
        whole("308 X", &format!("location: {other}/a\r\n"), GOOD)
    });
    all.elsewhere("redirect-300", |other| {
        whole("300 X", &format!("location: {other}/a\r\n"), GOOD)
    });
    all.elsewhere("redirect-by-half", |other| {
        whole("302 X", &format!("location: {}\r\n", &other[5..]), "")
    });
    all.error("redirect-nowhere", || whole("302 X", "", ""));
    all.elsewhere("use-proxy", |other| {
        whole("305 X", &format!("location: {other}\r\n"), "")
    });
    all.harmless_elsewhere("hints-elsewhere", |other| {
        let address = &other["http://".len()..];
        let headers = [
            format!("refresh: 0;url={other}"),
            format!("location: {other}"),
            format!("content-location: {other}"),
            format!("link: <{other}>; rel=preload"),
            format!("alt-svc: h2=\"{address}\", http/1.1=\"{address}\""),
        ];
        whole("200 OK", &(headers.join("\r\n") + "\r\n"), GOOD)
    });
    all.error("proxy-sign-in", || {
        whole("407 X", "proxy-authenticate: Basic realm=\"Keap\"\r\n", "")
    });
    all.error("sign-in-elsewhere", || {
        whole("401 X", "www-authenticate: Basic realm=\"Keap\"\r\n", "{}")
    });
}
