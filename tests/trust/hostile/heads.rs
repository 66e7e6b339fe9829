//! Answers that are not quite HTTP, and words that would hold everybody up.

use super::kinds::{End, FLOOD, GOOD, Kinds, OK, answer, going_on, numbered, ok, whole};

/// Adds them.
pub(super) fn add(all: &mut Kinds) {
    almost_http(all);
    lasting(all);
    // Heads that go on and on.
    all.error("header-flood", || {
        answer(
            format!(
                "{OK}{}\r\n{GOOD}",
                numbered(|n| format!("x-{n}: y\r\n"), 10_000)
            ),
            End::Closed,
        )
    });
    all.error("endless-headers", || {
        going_on(OK, "x-more: y\r\n".repeat(1_000), FLOOD)
    });
    all.error("endless-header", || {
        going_on("HTTP/1.1 200 OK\r\nx: ", vec![b'y'; 65_536], FLOOD)
    });
    all.error("endless-status", || {
        going_on("HTTP/1.1 200 ", vec![b'O'; 65_536], FLOOD)
    });
    all.error("huge-header", || {
        answer(
            format!("{OK}x: {}\r\n\r\n{GOOD}", "y".repeat(2_000_000)),
            End::Closed,
        )
    });
    all.harmless("cookies", || {
        whole(
            "200 OK",
            &numbered(
                |n| format!("set-cookie: c{n}=v; Domain=.com; Path=/; Max-Age=999999\r\n"),
                80,
            ),
            GOOD,
        )
    });
    all.error("endless-trailers", || {
        going_on(
            format!("{OK}transfer-encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n"),
            "x-t: y\r\n".repeat(1_000),
            FLOOD,
        )
    });
    all.error("broken-header", || {
        answer(format!("{OK}x\0y: \x01\r\n\r\n{GOOD}"), End::Closed)
    });
}

/// Not quite HTTP.
fn almost_http(all: &mut Kinds) {
    all.error("continue-storm", || {
        going_on("", "HTTP/1.1 100 Continue\r\n\r\n".repeat(500), FLOOD)
    });
    all.error("hint-storm", || {
        going_on(
            "",
            "HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n".repeat(500),
            FLOOD,
        )
    });
    all.harmless("one-continue", || {
        answer(
            [
                b"HTTP/1.1 100 Continue\r\n\r\n",
                &whole("200 OK", "", GOOD).start[..],
            ]
            .concat(),
            End::Closed,
        )
    });
    all.error("switching", || {
        answer(
            "HTTP/1.1 101 X\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
            End::Silent,
        )
    });
    all.error("status-999", || whole("999 X", "", GOOD));
    all.error("status-000", || whole("000 X", "", GOOD));
    all.error("status-1000", || whole("1000 X", "", GOOD));
    all.error("status-minus", || whole("-20 X", "", GOOD));
    all.error("status-600", || whole("600 X", "", GOOD));
    all.error("no-status", || answer(GOOD, End::Closed));
    all.error("http-3", || {
        answer("HTTP/3.0 200 OK\r\n\r\n{}", End::Closed)
    });
    all.error("http-2-frames", || {
        answer(
            [&[0, 0, 0, 4, 0, 0, 0, 0, 0][..], &[7; 64]].concat(),
            End::Closed,
        )
    });
    all.error("ssh", || answer("SSH-2.0-OpenSSH_9.2\r\n", End::Silent));
    all.error("noise", || {
        answer(
            (0..=255).cycle().take(20_000).collect::<Vec<u8>>(),
            End::Closed,
        )
    });
    all.error("chunk-no-number", || {
        answer(
            format!("{OK}transfer-encoding: chunked\r\n\r\nzz\r\n{GOOD}"),
            End::Closed,
        )
    });
    all.error("chunk-too-long", || {
        answer(
            format!("{OK}transfer-encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{GOOD}"),
            End::Silent,
        )
    });
    all.error("chunk-of-all", || {
        answer(
            format!("{OK}transfer-encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n{GOOD}"),
            End::Silent,
        )
    });
    all.error("chunk-extension", || {
        going_on(
            format!("{OK}transfer-encoding: chunked\r\n\r\n2;"),
            vec![b'x'; 65_536],
            FLOOD,
        )
    });
    all.error("two-lengths", || {
        answer(
            format!("{OK}content-length: 2\r\ncontent-length: 3\r\n\r\n{{}}}}"),
            End::Closed,
        )
    });
    all.error("length-minus", || {
        answer(format!("{OK}content-length: -1\r\n\r\n{GOOD}"), End::Closed)
    });
    all.harmless("length-and-chunks", || {
        let both = "content-length: 5\r\ntransfer-encoding: chunked\r\n";
        let chunk = format!("{:x}\r\n{GOOD}\r\n0\r\n\r\n", GOOD.len());
        answer(format!("{OK}{both}\r\n{chunk}"), End::Closed)
    });
}

/// What would reach beyond this one answer.
fn lasting(all: &mut Kinds) {
    // Another answer right behind the first: the next request must not get it.
    all.harmless("one-more", || {
        answer(
            [
                whole("200 OK", "", GOOD).start,
                ok(r#"{"id":"smuggled","access_token":"smuggled"}"#).start,
            ]
            .concat(),
            End::Kept,
        )
    });
    // Words that hold everybody up.
    all.error("wait-for-ever", || {
        whole("429 X", "retry-after: 99999999999999999999\r\n", "{}")
    });
    all.error("day-is-spent", || {
        let spent = "x-keap-product-quota-available: 0\r\n";
        let until = "x-keap-product-quota-expiry-time: 18446744073709551615\r\n";
        whole("429 X", &format!("{spent}{until}"), "{}")
    });
    all.harmless("odd-limits", || {
        let minute = "x-keap-product-throttle-available: -1\r\n";
        let day = "x-keap-product-quota-available: NaN\r\ndate: never\r\n";
        whole("200 OK", &format!("{minute}{day}"), GOOD)
    });
}
