//! What a person does with Keapsake, screen by screen: the demo and the desktop tests tell their
//! stories with it. It knows the names the page and practice-keap give to fields and buttons, and
//! none of the rules behind them.

use std::time::Duration;

use practice_keap::PracticeKeap;
use serde_json::Value;

use crate::desktop::{BenchError, Browser, Page, until};

const LIMIT: Duration = Duration::from_secs(10);

/// A contact as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typed<'a> {
    /// E-mail address.
    pub email: &'a str,
    /// First name.
    pub given_name: &'a str,
    /// Last name.
    pub family_name: &'a str,
    /// Phone.
    pub phone: &'a str,
    /// Street.
    pub line1: &'a str,
    /// City.
    pub locality: &'a str,
    /// Postal or ZIP code.
    pub postal_code: &'a str,
    /// The country's name, as typed into the combobox.
    pub country: &'a str,
    /// The country's code, as it is sent.
    pub country_code: &'a str,
    /// The state's code, as it is sent.
    pub region_code: &'a str,
}

/// The contact of the stories.
pub const ROBIN: Typed<'static> = Typed {
    email: "robin.sample@example.com",
    given_name: "Robin",
    family_name: "Sample",
    phone: "+1 602 555 0100",
    line1: "1 Example Street",
    locality: "Phoenix",
    postal_code: "85001",
    country: "United States",
    country_code: "USA",
    region_code: "US-AZ",
};

/// Waits for the screen that has the button `action`.
///
/// # Errors
/// [`BenchError::TimedOut`].
pub async fn at(app: &Page, action: &str) -> Result<(), BenchError> {
    app.wait_for(&format!("[data-action=\"{action}\"]"))
        .await
        .map(|_| ())
}

/// Types the keys and saves them.
///
/// # Errors
/// The bench's.
pub async fn enter_keys(
    app: &Page,
    client_id: &str,
    client_secret: &str,
) -> Result<(), BenchError> {
    app.type_into("client_id", client_id).await?;
    app.type_into("client_secret", client_secret).await?;
    app.click("save-keys").await
}

/// Chooses a return page under *Advanced*.
///
/// # Errors
/// The bench's.
pub async fn choose_return_page(app: &Page, address: &str) -> Result<(), BenchError> {
    app.click_css("details > summary").await?;
    app.click_css("input[name=\"route\"][value=\"return_page\"]")
        .await?;
    app.type_into("return_page", address).await?;
    app.click("set-route").await?;
    until("the return address to be kept", LIMIT, async || {
        (app.value("redirect_uri").await.ok()? == address).then_some(())
    })
    .await
}

/// Logs in to practice-keap and picks an account, up to the question.
///
/// # Errors
/// The bench's.
pub async fn log_in(browser: &Browser, account: &str) -> Result<(), BenchError> {
    browser
        .wait_for_tab(|url| url.contains("/app/oauth/authorize"))
        .await?;
    let page = browser.page();
    page.fill("#username", "ann@practice.example").await?;
    page.fill("#password", "any password").await?;
    page.click_css("#log-in").await?;
    page.click_css(&format!("#account-{account}")).await?;
    page.wait_for("#allow").await.map(|_| ())
}

/// Types a contact, without saving it.
///
/// # Errors
/// The bench's.
pub async fn fill_contact(app: &Page, contact: Typed<'_>) -> Result<(), BenchError> {
    app.type_into("email", contact.email).await?;
    app.type_into("given_name", contact.given_name).await?;
    app.type_into("family_name", contact.family_name).await?;
    app.type_into("phone", contact.phone).await?;
    app.type_into("line1", contact.line1).await?;
    app.type_into("locality", contact.locality).await?;
    app.type_into("postal_code", contact.postal_code).await?;
    choose_country(app, contact.country).await?;
    app.wait_for(&format!(
        "select[name=\"region_code\"] option[value=\"{}\"]",
        contact.region_code
    ))
    .await
    .ok();
    app.choose("region_code", contact.region_code).await
}

/// Types a country into the combobox and takes the first one offered.
///
/// # Errors
/// The bench's.
pub async fn choose_country(app: &Page, name: &str) -> Result<(), BenchError> {
    app.type_into("country_code", name).await?;
    app.wait_for("[role=\"option\"]").await?;
    app.send_keys(&char::from(fantoccini::key::Key::Enter).to_string())
        .await
}

/// Saves, and says what it came to: the kind of the result and its heading.
///
/// # Errors
/// The bench's.
pub async fn save(app: &Page) -> Result<(String, String), BenchError> {
    app.click("save-contact").await?;
    let kind = app
        .attribute("[data-result]", "data-result")
        .await?
        .unwrap_or_default();
    Ok((kind, app.text("[data-result] h1").await?))
}

/// The contact as Keap should hold it, compared with what practice-keap does hold; `None` where
/// all is as typed, and what no story types is empty; else what differs.
pub fn difference(keap: &PracticeKeap, app: &str, typed: Typed<'_>) -> Option<String> {
    let held: Vec<Value> = keap
        .contacts(app)
        .into_iter()
        .filter(|contact| item(contact, "email_addresses", "EMAIL1")["email"] == typed.email)
        .collect();
    let [contact] = held.as_slice() else {
        return Some(format!(
            "{} contacts have exactly this address first",
            held.len()
        ));
    };
    let phone = item(contact, "phone_numbers", "PHONE1");
    let address = item(contact, "addresses", "BILLING");
    [
        (&contact["given_name"], "given_name", typed.given_name),
        (&contact["family_name"], "family_name", typed.family_name),
        (&phone["number"], "phone", typed.phone),
        (&address["line1"], "line1", typed.line1),
        (&address["line2"], "line2", ""),
        (&address["locality"], "locality", typed.locality),
        (&address["zip_code"], "zip_code", typed.postal_code),
        (&address["country_code"], "country_code", typed.country_code),
        (&address["region_code"], "region_code", typed.region_code),
    ]
    .into_iter()
    .find(|(held, _, typed)| held.as_str().unwrap_or_default() != *typed)
    .map(|(held, name, typed)| format!("{name} is {held}, typed was {typed:?}"))
}

/// The item of a contact's list that has this slot.
fn item<'a>(contact: &'a Value, list: &str, slot: &str) -> &'a Value {
    let items = contact[list].as_array().into_iter().flatten();
    let mut fitting = items.filter(|item| item["field"] == slot);
    fitting.next().unwrap_or(&Value::Null)
}
