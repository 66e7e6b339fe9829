//! The practice Keap of the bench, signed in to without a window, and the contacts that are saved in it.
//! The clients that save stand with their figures.

use std::time::Duration;

use keap_client::{
    Authorization, AuthorizationCode, Client, ClientId, ClientSecret, ContactBody, Endpoints, Keys,
    Limits, ListField, ListItem, RedirectUri, TextField,
};
use practice_keap::{CLIENT_ID, CLIENT_SECRET, CallLimits, Options, PracticeKeap, serve};
use support::{Answer, Ended, walk};

use crate::failure::Failure;

/// A Keap that answers after a while, and a token for it.
pub(crate) struct Keap {
    pub(crate) server: PracticeKeap,
    pub(crate) authorization: Authorization,
    pub(crate) token: String,
    endpoints: Endpoints,
}

/// Whether calls are counted and refused as Keap does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// 25 a second and 1,500 a minute, else 429.
    AsKeap,
    /// Nothing is refused: what a client can do is measured.
    Nothing,
}

/// What the practice Keap of a measurement is like.
pub(crate) fn options(answer_after: Duration, strictness: Strictness) -> Options {
    Options {
        answer_after,
        strict_limits: strictness == Strictness::AsKeap,
        limits: match strictness {
            Strictness::AsKeap => CallLimits::default(),
            Strictness::Nothing => CallLimits {
                per_second: CallLimits::NONE,
                per_minute: CallLimits::NONE,
                per_day: CallLimits::NONE,
            },
        },
        ..Options::default()
    }
}

impl Keap {
    /// Starts one, and signs in to it.
    ///
    /// # Errors
    /// [`Failure::Keap`], [`Failure::Call`].
    pub(crate) async fn start(options: Options) -> Result<Self, Failure> {
        let keap = serve(options).await?;
        let endpoints =
            Endpoints::under(&keap.base_url()).map_err(|error| Failure::Call(error.to_string()))?;
        let client = Client::new(endpoints.clone())?;
        let keys = Keys {
            client_id: ClientId::new(CLIENT_ID),
            client_secret: ClientSecret::new(CLIENT_SECRET),
        };
        let redirect = RedirectUri::new("http://localhost:8765/callback");
        let request = client.authorization_request(&keys.client_id, &redirect, "")?;
        let walked = walk(request.url.as_str(), Answer::Allow("pb101")).await;
        let Some(Ended::Redirected(end)) = walked else {
            return Err(Failure::Call("the sign-in led nowhere".to_owned()));
        };
        let code = end.query_pairs().find(|(name, _)| name == "code");
        let code = code.map_or_else(String::new, |(_, code)| code.into_owned());
        let code = AuthorizationCode::new(code);
        let answer = client
            .exchange(&keys, &code, &redirect, &request.verifier)
            .await
            .map_err(|error| Failure::Call(error.to_string()))?;
        // EXPOSE: the bare client sends it as ours does
        let token = answer.access.expose().to_owned();
        Ok(Self {
            server: keap,
            authorization: Authorization::OAuth(answer.access),
            token,
            endpoints,
        })
    }

    /// Our client, with the pace it keeps, or with none.
    ///
    /// # Errors
    /// [`Failure::Call`].
    pub(crate) fn client(&self, strictness: Strictness) -> Result<Client, Failure> {
        let limits = match strictness {
            Strictness::AsKeap => Limits::default(),
            Strictness::Nothing => Limits {
                per_second: UNPACED,
                per_minute: UNPACED,
                ..Limits::default()
            },
        };
        Ok(Client::with_limits(self.endpoints.clone(), limits)?)
    }

    /// B: the same client settings and the same request, and nothing else of ours.
    ///
    /// # Errors
    /// [`Failure::Call`].
    pub(crate) fn bare(&self) -> Result<Bare, Failure> {
        let limits = Limits::default();
        let http = reqwest::Client::builder()
            .user_agent(concat!("Keapsake/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .tcp_user_timeout(std::time::Duration::from_secs(10))
            .connect_timeout(limits.connect)
            .read_timeout(limits.read)
            .timeout(limits.total)
            .no_proxy()
            .build()?;
        let base = self.server.base_url();
        let fields = keap_client::contact_fields().join(",");
        Ok(Bare {
            http,
            url: format!("{base}crm/rest/v2/contacts?duplicate_option=Email&fields={fields}"),
            token: self.token.clone(),
        })
    }
}

/// More calls than are made in any minute of a measurement.
const UNPACED: usize = 10_000_000;

/// A bare client: one request, one answer read whole.
#[derive(Clone)]
pub(crate) struct Bare {
    http: reqwest::Client,
    url: String,
    token: String,
}

impl Bare {
    /// Creates the contact.
    ///
    /// # Errors
    /// [`Failure::Call`], also where Keap refuses.
    pub(crate) async fn create(&self, body: &ContactBody) -> Result<(), Failure> {
        let answer = self
            .http
            .post(&self.url)
            .bearer_auth(&self.token)
            .json(body)
            .send()
            .await?;
        let answer = answer.error_for_status()?;
        let _: serde_json::Value = answer.json().await?;
        Ok(())
    }
}

/// The contact of this number, as a support team might type it.
pub(crate) fn contact(of: &str, number: usize) -> ContactBody {
    let mut email = ListItem::in_slot("EMAIL1");
    email.set("email", format!("{of}{number}@example.com"));
    let mut phone = ListItem::in_slot("PHONE1");
    phone.set("number", "+1 602-555-0100");
    phone.set("type", "Work");
    ContactBody {
        texts: [
            (TextField::GivenName, "Robin".to_owned()),
            (TextField::FamilyName, format!("Sample {number}")),
            (TextField::JobTitle, "Head buyer".to_owned()),
        ]
        .into(),
        lists: [
            (ListField::EmailAddresses, vec![email]),
            (ListField::PhoneNumbers, vec![phone]),
        ]
        .into(),
        company: None,
    }
}
