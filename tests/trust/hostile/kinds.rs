//! What a kind of answer is: how it is written, and what the client is to make of it.

use std::time::Duration;

/// Bytes to begin with, bytes to go on with, and how it ends.
pub(super) struct Answer {
    pub(super) start: Vec<u8>,
    pub(super) then: Vec<u8>,
    pub(super) end: End,
}

pub(super) enum End {
    /// The connection stays open for the next request.
    Kept,
    Closed,
    Reset,
    /// Nothing more comes, and the connection stays.
    Silent,
    /// The further bytes, without an end, with this pause between two.
    Every(Duration),
}

/// What is to come of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    /// A typed error.
    Error,
    /// It is read, and nothing comes of what is odd about it.
    Harmless,
}

pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) answer: Box<dyn Fn(&str) -> Answer>,
    pub(super) api: Expected,
    pub(super) token: Expected,
    /// Whether the API is asked for contacts, and not for who is signed in.
    pub(super) searched: bool,
}

/// The kinds, as they are put together.
#[derive(Default)]
pub(super) struct Kinds(Vec<Kind>);

/// What an honest answer has at least.
pub(super) const GOOD: &str = r#"{"id":"1","access_token":"a"}"#;
pub(super) const OK: &str = "HTTP/1.1 200 OK\r\n";
pub(super) const FLOOD: End = End::Every(Duration::ZERO);
/// Slow, and yet within every limit between two pieces.
pub(super) const SLOW: Duration = Duration::from_millis(40);

/// All kinds, each under its name.
pub(super) fn kinds() -> Vec<Kind> {
    let mut all = Kinds::default();
    super::sizes::add(&mut all);
    super::contents::add(&mut all);
    super::wires::add(&mut all);
    super::heads::add(&mut all);
    all.0
}

impl Kinds {
    /// An error, whoever asks.
    pub(super) fn error(&mut self, name: &'static str, answer: fn() -> Answer) {
        let answer = Box::new(move |_: &str| answer());
        self.add(name, (Expected::Error, Expected::Error), answer);
    }

    /// Harmless, whoever asks.
    pub(super) fn harmless(&mut self, name: &'static str, answer: fn() -> Answer) {
        let answer = Box::new(move |_: &str| answer());
        self.add(name, (Expected::Harmless, Expected::Harmless), answer);
    }

    /// Harmless where nothing is needed of it, and no token.
    pub(super) fn lenient(&mut self, name: &'static str, answer: fn() -> Answer) {
        let answer = Box::new(move |_: &str| answer());
        self.add(name, (Expected::Harmless, Expected::Error), answer);
    }

    /// An error, and nobody goes to the other host that it names.
    pub(super) fn elsewhere(&mut self, name: &'static str, answer: fn(&str) -> Answer) {
        self.add(name, (Expected::Error, Expected::Error), Box::new(answer));
    }

    /// Read, and nobody goes to the other host that it names.
    pub(super) fn harmless_elsewhere(&mut self, name: &'static str, answer: fn(&str) -> Answer) {
        let both = (Expected::Harmless, Expected::Harmless);
        self.add(name, both, Box::new(answer));
    }

    fn add(
        &mut self,
        name: &'static str,
        (api, token): (Expected, Expected),
        answer: Box<dyn Fn(&str) -> Answer>,
    ) {
        let kind = Kind {
            name,
            answer,
            api,
            token,
            searched: name.ends_with("contacts"),
        };
        self.0.push(kind);
    }
}

pub(super) fn answer(start: impl Into<Vec<u8>>, end: End) -> Answer {
    going_on(start, Vec::new(), end)
}

pub(super) fn going_on(start: impl Into<Vec<u8>>, then: impl Into<Vec<u8>>, end: End) -> Answer {
    Answer {
        start: start.into(),
        then: then.into(),
        end,
    }
}

/// A whole answer with these header lines and this body.
pub(super) fn whole(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Answer {
    let body = body.as_ref();
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n");
    answer([head.as_bytes(), body].concat(), End::Closed)
}

pub(super) fn ok(body: impl AsRef<[u8]>) -> Answer {
    whole("200 OK", "content-type: application/json\r\n", body)
}

/// Many lines, or members, from their numbers.
pub(super) fn numbered(piece: impl Fn(usize) -> String, times: usize) -> String {
    (0..times).map(piece).collect()
}
