//! The pages of a sign-in after the first check: log in, choose an account, allow or deny. Plain
//! forms; the sign-in's name travels in a hidden field, so that no cookie is needed.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use url::form_urlencoded::Serializer;

use super::sign_in::{Asked, Stage};
use crate::api::query::Query;
use crate::book::account::ACCOUNTS;
use crate::options::DenialStyle;
use crate::pages::{self, escape};
use crate::practice::{Practice, locked};

/// The one person with accounts here.
pub(crate) const ANN: &str = "ann@practice.example";

/// Somebody who can log in but has no account: Keap answers them with a denial whatever they press.
const NOBODY: &str = "nobody@practice.example";

/// `POST …/log-in`
pub(crate) async fn log_in(State(practice): State<Arc<Practice>>, body: Bytes) -> Response {
    let form = Query::parse_bytes(&body);
    let Some((id, _, Stage::LogIn)) = sign_in(&practice, &form) else {
        return gone();
    };
    let user = form
        .get("username")
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    if form.get("password").unwrap_or_default().is_empty() {
        return log_in_page(&id, Some("Type a password. Any password works here."));
    }
    let stage = match user.as_str() {
        ANN => Stage::Choose,
        NOBODY => Stage::Stranger,
        _ => return log_in_page(&id, Some("Nobody of that name is known here.")),
    };
    let next = if matches!(stage, Stage::Choose) {
        account_page(&id)
    } else {
        consent_page(&id, None)
    };
    locked(&practice.sign_ins).advance(&id, stage);
    next
}

/// `POST …/account`
pub(crate) async fn choose(State(practice): State<Arc<Practice>>, body: Bytes) -> Response {
    let form = Query::parse_bytes(&body);
    let Some((id, _, Stage::Choose)) = sign_in(&practice, &form) else {
        return gone();
    };
    let chosen = ACCOUNTS
        .iter()
        .find(|(app, _)| form.get("account") == Some(*app));
    let Some((app, name)) = chosen else {
        return account_page(&id);
    };
    locked(&practice.sign_ins).advance(
        &id,
        Stage::Consent {
            app: (*app).to_owned(),
        },
    );
    consent_page(&id, Some(name))
}

/// `POST …/consent`
pub(crate) async fn decide(State(practice): State<Arc<Practice>>, body: Bytes) -> Response {
    let form = Query::parse_bytes(&body);
    let Some((id, asked, stage)) = sign_in(&practice, &form) else {
        return gone();
    };
    let allowed = form.get("decision") == Some("allow");
    match stage {
        Stage::Consent { app } if allowed => {
            let mut sign_ins = locked(&practice.sign_ins);
            sign_ins.end(&id);
            match sign_ins.grant(asked.clone(), &app, practice.clock.now_ms()) {
                Ok(code) => send_back(&asked, &granted(&asked, &app, &code)),
                Err(_) => gone(),
            }
        }
        Stage::Consent { .. } | Stage::Stranger => {
            locked(&practice.sign_ins).end(&id);
            send_back(&asked, &denied(&asked, practice.options.denial))
        }
        Stage::LogIn | Stage::Choose => gone(),
    }
}

/// The query of a callback with a code.
fn granted(asked: &Asked, app: &str, code: &str) -> String {
    let mut query = Serializer::new(String::new());
    query.append_pair("code", code);
    query.append_pair("scope", &format!("full|{app}.infusionsoft.com"));
    if let Some(state) = &asked.state {
        query.append_pair("state", state);
    }
    query.finish()
}

/// The query of a callback with a denial.
fn denied(asked: &Asked, style: DenialStyle) -> String {
    let state = match style {
        DenialStyle::WithState => asked.state.as_deref().unwrap_or_default(),
        DenialStyle::WithoutState => "",
    };
    Serializer::new(String::new())
        .append_pair("error", "access_denied")
        .append_pair("error_description", "User denied access to resource")
        .append_pair("error_uri", "")
        .append_pair("state", state)
        .finish()
}

/// A redirect URI never has a query of its own, so `?` always begins one.
fn send_back(asked: &Asked, query: &str) -> Response {
    let location = format!("{}?{query}", asked.redirect_uri);
    let headers = [
        (header::LOCATION, location.as_str()),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (StatusCode::FOUND, headers).into_response()
}

fn sign_in(practice: &Practice, form: &Query) -> Option<(String, Asked, Stage)> {
    let id = form.get("session")?;
    let (asked, stage) = locked(&practice.sign_ins).look(id, practice.clock.now_ms())?;
    Some((id.to_owned(), asked, stage))
}

fn form(action: &str, session: &str, fields: &str) -> String {
    format!(
        "<form method=\"post\" action=\"/app/oauth/authorize/{action}\">\n\
         <input type=\"hidden\" name=\"session\" value=\"{}\">\n{fields}\n</form>",
        escape(session)
    )
}

/// The first page a browser sees.
pub(crate) fn log_in_page(session: &str, problem: Option<&str>) -> Response {
    let problem = problem
        .map(|text| {
            format!(
                "<p id=\"problem\" class=\"problem\" role=\"alert\">{}</p>\n",
                escape(text)
            )
        })
        .unwrap_or_default();
    let fields = format!(
        "<label for=\"username\">User name</label>\n\
         <input id=\"username\" name=\"username\" type=\"email\" value=\"{ANN}\" autocomplete=\"off\" required>\n\
         <label for=\"password\">Password</label>\n\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"off\" \
         aria-describedby=\"password-hint\" required autofocus>\n\
         <p id=\"password-hint\" class=\"hint\">Any password works in the practice account. Do not type a real one.</p>\n\
         <button id=\"log-in\" class=\"main\" type=\"submit\">Log in</button>"
    );
    let body = format!(
        "<p>This stands where Keap's own log-in page would be.</p>\n{problem}{}",
        form("log-in", session, &fields)
    );
    pages::page(StatusCode::OK, "Log in", &body)
}

fn account_page(session: &str) -> Response {
    let button = |(app, name): &(&str, &str)| {
        format!(
            "<button id=\"account-{app}\" type=\"submit\" name=\"account\" value=\"{app}\">\
             {name}<small>{app}.infusionsoft.com</small></button>"
        )
    };
    let buttons = ACCOUNTS.iter().map(button).collect::<Vec<_>>().join("\n");
    let body = format!(
        "<p>Ann Example has two accounts.</p>\n{}",
        form("account", session, &buttons)
    );
    pages::page(StatusCode::OK, "Choose an account", &body)
}

fn consent_page(session: &str, account: Option<&str>) -> Response {
    let whose = account.map_or_else(|| "your account".to_owned(), escape);
    let fields = "<button id=\"allow\" class=\"main\" type=\"submit\" name=\"decision\" value=\"allow\">Allow</button>\n\
                  <button id=\"deny\" type=\"submit\" name=\"decision\" value=\"deny\">Deny</button>";
    let body = format!(
        "<p>An app asks to read and change everything in <strong>{whose}</strong>.</p>\n{}",
        form("consent", session, fields)
    );
    pages::page(StatusCode::OK, "Allow access?", &body)
}

fn gone() -> Response {
    let body = "<p id=\"problem\">This page is used up or too old. Go back to the app and begin again.</p>";
    pages::page(StatusCode::BAD_REQUEST, "This sign-in is over", body)
}
