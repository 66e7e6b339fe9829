//! Somebody who is signed in: calls the API with a token and returns what came back. Also the shortest
//! way to become one.

use practice_keap::{CLIENT_ID, CLIENT_SECRET, Options, PracticeKeap, serve};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::Value;
use url::Url;

use crate::browser::{Browser, http, parameter};

/// How many contacts the bakery begins with.
pub(crate) const BAKERY: usize = 12 + 47;

pub(crate) const REDIRECT: &str = "http://localhost:8765/callback";

/// A practice Keap of the usual kind.
pub(crate) async fn keap() -> PracticeKeap {
    serve(Options::default()).await.unwrap()
}

/// An authorize query without extras.
pub(crate) fn authorize_query(state: &str) -> Vec<(&str, &str)> {
    vec![
        ("client_id", CLIENT_ID),
        ("redirect_uri", REDIRECT),
        ("response_type", "code"),
        ("scope", "full"),
        ("state", state),
    ]
}

/// Signs in as far as the code.
pub(crate) async fn code(keap: &PracticeKeap, app: &str, extra: &[(&str, &str)]) -> String {
    let mut browser = Browser::new(&keap.base_url());
    let mut query = authorize_query("s");
    query.extend_from_slice(extra);
    assert_eq!(browser.open(&query).await, 200);
    browser.log_in("ann@practice.example").await;
    browser.press(&[("account", app)]).await;
    parameter(&browser.decide("allow").await, "code").unwrap()
}

/// The form of a code exchange that is right in every part.
pub(crate) fn exchange_form(code: &str) -> Vec<(&str, &str)> {
    vec![
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
        ("code", code),
        ("redirect_uri", REDIRECT),
    ]
}

/// Calls the token endpoint without a header and returns status and body.
pub(crate) async fn token(keap: &PracticeKeap, form: &[(&str, &str)]) -> (u16, Value) {
    let url = keap.base_url().join("token").unwrap();
    parts(http().post(url).form(form).send().await.unwrap()).await
}

/// Refreshes by HTTP Basic.
pub(crate) async fn refresh(keap: &PracticeKeap, token: &str) -> (u16, Value) {
    let url = keap.base_url().join("token").unwrap();
    let form = [("grant_type", "refresh_token"), ("refresh_token", token)];
    let call = http()
        .post(url)
        .basic_auth(CLIENT_ID, Some(CLIENT_SECRET))
        .form(&form);
    parts(call.send().await.unwrap()).await
}

pub(crate) async fn parts(answer: Response) -> (u16, Value) {
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    (
        status,
        serde_json::from_str(&text).unwrap_or(Value::String(text)),
    )
}

/// A caller of the API.
pub(crate) struct Visitor {
    http: Client,
    api: Url,
    pub(crate) access: String,
    pub(crate) refresh: String,
}

impl Visitor {
    /// Signs in to one account.
    pub(crate) async fn to(keap: &PracticeKeap, app: &str) -> Self {
        let code = code(keap, app, &[]).await;
        let (status, pair) = token(keap, &exchange_form(&code)).await;
        assert_eq!(status, 200, "{pair}");
        Self {
            http: http(),
            api: keap.base_url().join("crm/rest/v2/").unwrap(),
            access: pair["access_token"].as_str().unwrap().to_owned(),
            refresh: pair["refresh_token"].as_str().unwrap().to_owned(),
        }
    }

    /// The same visitor with a new pair.
    pub(crate) fn with(&self, pair: &Value) -> Self {
        Self {
            http: self.http.clone(),
            api: self.api.clone(),
            access: pair["access_token"].as_str().unwrap().to_owned(),
            refresh: pair["refresh_token"].as_str().unwrap().to_owned(),
        }
    }

    /// A call with the token; `path` may have a query, already encoded.
    pub(crate) fn call(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, self.api.join(path).unwrap())
            .bearer_auth(&self.access)
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        parts(self.call(Method::GET, path).send().await.unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        parts(
            self.call(Method::POST, path)
                .json(body)
                .send()
                .await
                .unwrap(),
        )
        .await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> (u16, Value) {
        parts(
            self.call(Method::PATCH, path)
                .json(body)
                .send()
                .await
                .unwrap(),
        )
        .await
    }

    /// Creates a contact and returns its id.
    pub(crate) async fn create(&self, body: &Value) -> String {
        let (status, contact) = self.post("contacts", body).await;
        assert_eq!(status, 201, "{contact}");
        contact["id"].as_str().unwrap().to_owned()
    }

    /// One contact with the fields that tests look at.
    pub(crate) async fn contact(&self, id: &str) -> Value {
        const FIELDS: &str = "id,given_name,family_name,middle_name,email_addresses,phone_numbers,\
                              addresses,custom_fields,company,owner_id,update_time,tag_ids";
        let (status, contact) = self.get(&format!("contacts/{id}?fields={FIELDS}")).await;
        assert_eq!(status, 200, "{contact}");
        contact
    }
}
