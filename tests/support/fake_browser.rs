//! The person at the browser: remembers what the app opened, and walks a practice Keap's pages over
//! real HTTP up to the address that the browser ends on. Delivering that address is the test's part.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use keapsake_core::ports::{Browser, BrowserError};
use reqwest::{Client, Response, redirect};
use url::Url;

/// The person of the practice account.
const ANN: &str = "ann@practice.example";

/// What the person does once logged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Chooses this account and presses Allow.
    Allow(&'static str),
    /// Chooses this account and presses Deny.
    Deny(&'static str),
    /// Is somebody without a Keap account, and presses Allow all the same.
    Stranger,
}

/// Where the browser ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// It was sent to this address.
    Redirected(Url),
    /// It stays on a page of Keap's, with this HTTP status.
    Page(u16),
}

/// The [`Browser`] of the journeys.
#[derive(Default)]
pub struct FakeBrowser {
    opened: Mutex<Vec<String>>,
    broken: AtomicBool,
}

#[async_trait]
impl Browser for FakeBrowser {
    async fn open(&self, url: &str) -> Result<(), BrowserError> {
        if self.broken.load(Ordering::SeqCst) {
            return Err(BrowserError);
        }
        self.all().push(url.to_owned());
        Ok(())
    }
}

impl FakeBrowser {
    fn all(&self) -> MutexGuard<'_, Vec<String>> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every address that was opened, oldest first.
    pub fn opened(&self) -> Vec<String> {
        self.all().clone()
    }

    /// From now on no browser opens, or one does again.
    pub fn break_down(&self, broken: bool) {
        self.broken.store(broken, Ordering::SeqCst);
    }

    /// Walks from the address that was opened last to the end; `None` where none was opened or a
    /// page was not as a person expects it.
    pub async fn walk(&self, answer: Answer) -> Option<Ended> {
        let address = self.opened().pop()?;
        walk(&address, answer).await
    }
}

/// Walks from an authorization request to the address that the browser ends on.
pub async fn walk(address: &str, answer: Answer) -> Option<Ended> {
    let http = plain_http()?;
    let address = Url::parse(address).ok()?;
    let first = http.get(address.clone()).send().await.ok()?;
    if first.status() != 200 {
        return Some(Ended::Page(first.status().as_u16()));
    }
    let tab = Tab { http, address };
    let (user, account, decision) = match answer {
        Answer::Allow(account) => (ANN, Some(account), "allow"),
        Answer::Deny(account) => (ANN, Some(account), "deny"),
        Answer::Stranger => ("nobody@practice.example", None, "allow"),
    };
    let mut page = first.text().await.ok()?;
    page = tab
        .press(&page, &[("username", user), ("password", "anything")])
        .await?
        .text()
        .await
        .ok()?;
    if let Some(account) = account {
        page = tab
            .press(&page, &[("account", account)])
            .await?
            .text()
            .await
            .ok()?;
    }
    let end = tab.press(&page, &[("decision", decision)]).await?;
    let location = end
        .headers()
        .get("location")
        .and_then(|value| value.to_str().ok());
    match location {
        Some(location) => Url::parse(location).ok().map(Ended::Redirected),
        None => Some(Ended::Page(end.status().as_u16())),
    }
}

/// A client that follows no redirect and asks no proxy.
pub fn plain_http() -> Option<Client> {
    Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .build()
        .ok()
}

struct Tab {
    http: Client,
    address: Url,
}

impl Tab {
    /// Sends the page's form with these fields.
    async fn press(&self, page: &str, fields: &[(&str, &str)]) -> Option<Response> {
        let action = between(page, "action=\"", "\"")?;
        let session = between(page, "name=\"session\" value=\"", "\"")?;
        let mut form = vec![("session", session)];
        form.extend_from_slice(fields);
        self.http
            .post(self.address.join(action).ok()?)
            .form(&form)
            .send()
            .await
            .ok()
    }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(inside, _)| inside)
}
