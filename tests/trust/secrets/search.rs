//! Where secrets are looked for: every message to the page, the page, the memory of the process that it
//! runs in, and every file of the session. It does not know what the app has done with them.

use support::desktop::{Page, Trace, written_in};
use support::place::Place;

/// Notes every answer, refusal and channel message on its one way into the page: all of them are
/// handed to a callback that is looked up here by its number.
const LISTEN: &str = "\
    const { callbacks } = window.__TAURI_INTERNALS__; \
    const look = callbacks.get.bind(callbacks); \
    window.heard = []; \
    callbacks.get = id => { \
        const call = look(id); \
        return call && (data => { window.heard.push(JSON.stringify(data) ?? ''); return call(data) }) \
    }";

/// All text that the page holds and a script in it could read.
const IN_PAGE: &str = "\
    const fields = [...document.querySelectorAll('input, textarea, select')].map(f => f.value); \
    const own = Object.keys(window).map(name => { try { return window[name] } catch { return '' } }); \
    return JSON.stringify([document.documentElement.outerHTML, fields, {...localStorage}, \
        {...sessionStorage}, own.filter(value => typeof value === 'string'), document.cookie, \
        location.href, history.state])";

/// Less memory than this is no page.
const SMALLEST_PAGE: usize = 10 << 20;

/// Where a secret was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    Message,
    Page,
    Memory,
    File,
}

/// What has been looked through, and what was found in it.
#[derive(Default)]
pub(super) struct Search {
    pub(super) messages: Vec<String>,
    pub(super) found: Vec<(Where, String)>,
}

/// Begins to note the messages to this page: once for every start of the app.
pub(super) async fn listen(page: &Page) {
    page.execute(LISTEN, vec![]).await.unwrap();
}

impl Search {
    /// Looks everywhere for secrets; for those in `typed` not in the page's memory, where they were
    /// typed.
    pub(super) async fn look(&mut self, place: &Place, page: &Page, all: &[&str], typed: &[&str]) {
        let messages = page.execute("return window.heard", vec![]).await.unwrap();
        let messages: Vec<String> = serde_json::from_value(messages).unwrap();
        let stands = page.execute(IN_PAGE, vec![]).await.unwrap();
        for (at, text) in [
            (Where::Message, messages.join("\n")),
            (Where::Page, stands.as_str().unwrap().to_owned()),
        ] {
            let written = written_in(&text, all).into_iter();
            let written = written.map(|(secret, form)| (at, format!("{secret} ({form})")));
            self.found.extend(written);
        }
        self.messages.extend(messages);
        let untyped: Vec<&str> = all
            .iter()
            .copied()
            .filter(|it| !typed.contains(it))
            .collect();
        let (traces, looked_at) = place.session.traces_in_web_views(&untyped).unwrap();
        assert!(looked_at > SMALLEST_PAGE, "{looked_at} bytes");
        self.note(Where::Memory, &traces);
        self.look_at_files(place, all);
    }

    /// Looks at the files alone: the app may have ended.
    pub(super) fn look_at_files(&mut self, place: &Place, all: &[&str]) {
        self.note(Where::File, &place.session.traces_on_disk(all).unwrap());
    }

    fn note(&mut self, at: Where, traces: &[Trace]) {
        let noted = traces.iter().map(|trace| (at, format!("{trace:?}")));
        self.found.extend(noted);
    }

    /// How many were found there.
    pub(super) fn of(&self, place: Where) -> usize {
        self.found.iter().filter(|(at, _)| *at == place).count()
    }
}
