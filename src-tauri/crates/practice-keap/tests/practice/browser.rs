//! A browser as far as the sign-in needs one: opens a page, reads its form's hidden field, presses a
//! button, follows nothing. Fails the test when a page is not what a person would expect there.

use reqwest::{Client, Response, redirect};
use url::Url;

/// One tab.
pub(crate) struct Browser {
    http: Client,
    base: Url,
    page: String,
}

/// A client that follows no redirect and asks no proxy.
pub(crate) fn http() -> Client {
    Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .build()
        .unwrap()
}

impl Browser {
    pub(crate) fn new(base: &Url) -> Self {
        Self {
            http: http(),
            base: base.clone(),
            page: String::new(),
        }
    }

    /// Opens the authorize address and returns the status.
    pub(crate) async fn open(&mut self, query: &[(&str, &str)]) -> u16 {
        let mut url = self.base.join("app/oauth/authorize").unwrap();
        url.query_pairs_mut().extend_pairs(query);
        let answer = self.http.get(url).send().await.unwrap();
        assert!(
            answer.headers().get("location").is_none(),
            "the first page never redirects"
        );
        let status = answer.status().as_u16();
        self.page = answer.text().await.unwrap();
        status
    }

    /// Sends the form of the page with these fields.
    pub(crate) async fn send(&mut self, fields: &[(&str, &str)]) -> Response {
        let action = between(&self.page, "action=\"", "\"").to_owned();
        let session = between(&self.page, "name=\"session\" value=\"", "\"").to_owned();
        let mut form = vec![("session", session.as_str())];
        form.extend_from_slice(fields);
        self.http
            .post(self.base.join(&action).unwrap())
            .form(&form)
            .send()
            .await
            .unwrap()
    }

    /// Sends the form and stays on the page that comes back.
    pub(crate) async fn press(&mut self, fields: &[(&str, &str)]) {
        let answer = self.send(fields).await;
        assert_eq!(answer.status(), 200, "a page comes next");
        self.page = answer.text().await.unwrap();
    }

    pub(crate) async fn log_in(&mut self, user: &str) {
        self.press(&[("username", user), ("password", "anything")])
            .await;
    }

    /// Allows or denies and returns where the browser is sent.
    pub(crate) async fn decide(&mut self, decision: &str) -> Url {
        let answer = self.send(&[("decision", decision)]).await;
        assert_eq!(answer.status(), 302);
        Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap()
    }

    pub(crate) fn page(&self) -> &str {
        &self.page
    }
}

/// The text between two marks; fails if they are not there.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).expect("the page has a form");
    rest.split_once(end).expect("the attribute ends").0
}

/// A parameter of a callback.
pub(crate) fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}
