//! Answers that are more than anybody asked for, or grow when they are read.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::kinds::{End, FLOOD, GOOD, Kinds, OK, answer, going_on, numbered, ok, whole};

/// How many pages of an endless search were asked for.
static PAGES: AtomicUsize = AtomicUsize::new(0);

/// Zeros as a gzip file a hundred and sixty times smaller: one literal, then "258 times the same" over
/// and over, by the fixed table of RFC 1951 §3.2.6.
fn gzip_bomb(kibibytes: usize) -> Vec<u8> {
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    let (mut held, mut count) = (0_u32, 0);
    // Final block, fixed table, a literal nought, then length 258 at distance 1.
    let begin = [(0b011, 3), (0b0000_1100, 8)];
    let again =
        std::iter::repeat_n((0b1010_0011, 8), kibibytes * 4).flat_map(|length| [length, (0, 5)]);
    for (bits, width) in begin.into_iter().chain(again) {
        held |= bits << count;
        count += width;
        while count >= 8 {
            bytes.extend(held.to_le_bytes().first());
            held >>= 8;
            count -= 8;
        }
    }
    bytes
}

/// Adds them.
pub(super) fn add(all: &mut Kinds) {
    // More than anybody asked for.
    all.error("endless-body", || {
        going_on(format!("{OK}\r\n"), vec![b' '; 65_536], FLOOD)
    });
    all.error("endless-chunks", || {
        going_on(
            format!("{OK}transfer-encoding: chunked\r\n\r\n"),
            "4\r\n    \r\n".repeat(5_000),
            FLOOD,
        )
    });
    all.error("ten-gibibytes", || {
        going_on(
            format!("{OK}content-length: 10737418240\r\n\r\n"),
            vec![b' '; 65_536],
            FLOOD,
        )
    });
    all.error("ten-gibibytes-announced", || {
        answer(
            format!("{OK}content-length: 10737418240\r\n\r\n{{"),
            End::Silent,
        )
    });
    all.error("length-of-all", || {
        answer(
            format!("{OK}content-length: 18446744073709551615\r\n\r\n{{}}"),
            End::Silent,
        )
    });
    all.error("endless-failure", || {
        going_on("HTTP/1.1 400 X\r\n\r\n", vec![b'{'; 65_536], FLOOD)
    });
    all.error("endless-busy", || {
        going_on("HTTP/1.1 503 X\r\n\r\n", vec![b'<'; 65_536], FLOOD)
    });
    all.error("gzip-bomb", || {
        whole("200 OK", "content-encoding: gzip\r\n", gzip_bomb(50 * 1024))
    });
    all.error("gzip-bomb-unnamed", || {
        whole("200 OK", "", gzip_bomb(5 * 1024))
    });
    all.error("gzip-bomb-chunked", || {
        whole(
            "200 OK",
            "content-encoding: gzip, gzip, br\r\n",
            gzip_bomb(50 * 1024),
        )
    });
    all.harmless("packed-they-say", || {
        whole("200 OK", "content-encoding: gzip\r\n", GOOD)
    });
    // What grows when it is read.
    all.error("brackets", || ok("[".repeat(100_000)));
    all.error("braces", || ok("{\"a\":".repeat(100_000)));
    all.error("tiny-objects", || {
        ok(format!("[{}{{}}]", "{},".repeat(340_000)))
    });
    all.error("tiny-objects-token", || {
        ok(format!(
            "{{\"access_token\":\"a\",\"x\":[{}0]}}",
            "{\"\":0},".repeat(9_000)
        ))
    });
    all.error("tiny-contacts", || {
        ok(format!("{{\"contacts\":[{}[]]}}", "[],".repeat(340_000)))
    });
    all.error("many-numbers", || {
        ok(format!("{{\"id\":[{}0]}}", "0,".repeat(500_000)))
    });
    all.error("many-members", || {
        ok(format!(
            "{{{}\"id\":0}}",
            numbered(|n| format!("\"{n}\":0,"), 100_000)
        ))
    });
    all.error("tiny-objects-refused", || {
        whole(
            "400 X",
            "",
            format!("{{\"details\":[{}0]}}", "{\"\":0},".repeat(140_000)),
        )
    });
    // Page after page, each of them new.
    all.error("endless-contacts", || {
        let page = PAGES.fetch_add(1, Ordering::Relaxed);
        let contact = |n| format!(r#"{{"id":"{page}-{n}","email_addresses":[{{"email":"x"}}]}},"#);
        let contacts = numbered(contact, 800);
        ok(format!(
            r#"{{"contacts":[{contacts}{{}}],"next_page_token":"{page}"}}"#
        ))
    });
}
