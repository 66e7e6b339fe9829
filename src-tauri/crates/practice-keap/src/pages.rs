//! The frame around every HTML page, and Keap's plain failure pages. Knows no flow.

use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

const STYLE: &str = include_str!("pages.css");

/// A page of the practice Keap, clearly marked as such. `body` is HTML that is already escaped.
pub(crate) fn page(status: StatusCode, title: &str, body: &str) -> Response {
    let title = escape(title);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} – Practice Keap</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <header><p>Practice Keap <span>runs on this computer, nothing leaves it</span></p></header>\n\
         <main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    );
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // No form-action: browsers apply it to the redirect after a form as well, and that one
        // leaves for the app's return page.
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
        ),
    ];
    (status, headers, Html(html)).into_response()
}

/// The bare HTML that Keap's load balancer and web server answer with, where an API client would
/// rather have JSON.
pub(crate) fn failure(status: StatusCode, title: &str) -> Response {
    let html = format!(
        "<html>\n<head><title>{title}</title></head>\n<body><center><h1>{title}</h1></center></body>\n</html>\n"
    );
    (status, Html(html)).into_response()
}

/// Makes text safe inside HTML text and quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
