//! The pages the loopback listener answers with: static, nothing from the request in them, and no
//! way to load anything. It does not know what the answer meant beyond [`Heard`].

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::notices::browser_page;
use crate::product::Build;

/// What became of an arrival, as far as its sender is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It is the answer the sign-in waited for.
    Accepted,
    /// It says that access was denied.
    Denied,
    /// It changed nothing.
    Ignored,
}

const STYLE: &str = ":root{color-scheme:light dark}\
body{font:15px/1.5 system-ui,'Segoe UI',sans-serif;max-width:34rem;margin:18vh auto 0;padding:0 24px;\
background:light-dark(#f6f5f2,#131715);color:light-dark(#1d2320,#e9eeeb)}\
h1{font-size:26px;line-height:1.2;font-weight:650;margin:0 0 8px}\
p{margin:0 0 24px;color:light-dark(#5a635e,#a3ada8)}\
a{display:inline-block;padding:10px 18px;border-radius:8px;font-weight:600;text-decoration:none;\
background:light-dark(#0e6655,#66d1b5);color:light-dark(#fff,#06251d)}\
a:focus-visible{outline:3px solid light-dark(#1d4ed8,#8ab4ff);outline-offset:2px}";

/// A whole HTTP/1.1 response for `heard`. An accepted or denied answer opens the app's own link,
/// by a link and by a refresh header, so that the operating system brings its window to the front.
pub(super) fn response(heard: Heard, build: Build) -> Vec<u8> {
    let words = browser_page(heard);
    let link = build.return_link();
    let (status, refresh, button) = match heard {
        Heard::Accepted | Heard::Denied => {
            let button = format!("<a href=\"{link}\">{}</a>", words.button);
            ("200 OK", format!("Refresh: 0; url={link}\r\n"), button)
        }
        Heard::Ignored => ("400 Bad Request", String::new(), String::new()),
    };
    let body = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><link rel=\"icon\" href=\"data:,\">\
         <title>{title}</title><style>{STYLE}</style></head>\
         <body><main><h1>{title}</h1><p>{body}</p>{button}</main></body></html>",
        title = words.title,
        body = words.body,
    );
    let style_hash = BASE64_STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n\
         Content-Security-Policy: default-src 'none'; style-src 'sha256-{style_hash}'; img-src data:; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n\
         Referrer-Policy: no-referrer\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
         {refresh}Connection: close\r\n\r\n{body}",
        length = body.len(),
    )
    .into_bytes()
}
