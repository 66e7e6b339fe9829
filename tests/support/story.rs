//! What a person does with Keapsake, screen by screen: the demo and the desktop tests tell their
//! stories with it. It knows the names the page and practice-keap give to fields and buttons, and
//! none of the rules behind them.

use std::time::Duration;

use fantoccini::key::Key;
use practice_keap::PracticeKeap;
use serde_json::Value;

use crate::desktop::{BenchError, Browser, Page, until};

const LIMIT: Duration = Duration::from_secs(40);
const SOON: Duration = Duration::from_secs(10);

/// The box that a contact is looked up with.
const FIND: &str = "[name=\"find\"]";

/// The page that says what a save came to.
const SAVED: &str = "[data-page=\"saved\"]";

/// A contact as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typed<'a> {
    /// E-mail address.
    pub email: &'a str,
    /// First name.
    pub given_name: &'a str,
    /// Last name.
    pub family_name: &'a str,
    /// Phone, as its country writes it.
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
    /// The state's name, as typed into the combobox.
    pub region: &'a str,
    /// The state's code, as it is sent.
    pub region_code: &'a str,
}

/// The contact of the stories.
pub const ROBIN: Typed<'static> = Typed {
    email: "robin.sample@example.com",
    given_name: "Robin",
    family_name: "Sample",
    phone: "+1 602-555-0100",
    line1: "1 Example Street",
    locality: "Phoenix",
    postal_code: "85001",
    country: "United States",
    country_code: "USA",
    region: "Arizona",
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
    let account = format!("#account-{account}");
    go_on(page, "#log-in", &account).await?;
    go_on(page, &account, "#allow").await?;
    painted(page).await;
    Ok(())
}

/// Clicks, and waits for the next page. A click that came before this one was painted goes nowhere in
/// Chromium: it is made once more where nothing came of it.
async fn go_on(page: &Page, css: &str, next: &str) -> Result<(), BenchError> {
    painted(page).await;
    page.click_css(css).await?;
    let soon = page.patient_for(SOON);
    if soon.wait_for(next).await.is_err() {
        // Where the first one got through at last, there is nothing left to click.
        drop(soon.click_css(css).await);
    }
    page.wait_for(next).await.map(|_| ())
}

/// Waits until the browser has painted its page; one that lies behind another window may not be.
async fn painted(page: &Page) {
    let asked = "return performance.getEntriesByName('first-contentful-paint').length";
    let painted = until("the page to be painted", SOON, async || {
        let seen = page.execute(asked, vec![]).await.ok()?;
        (seen.as_u64()? > 0).then_some(())
    });
    drop(painted.await);
}

/// Waits for the desk.
///
/// # Errors
/// [`BenchError::TimedOut`].
pub async fn at_desk(app: &Page) -> Result<(), BenchError> {
    app.wait_for(FIND).await.map(|_| ())
}

/// Types what a contact is looked up by.
///
/// # Errors
/// The bench's.
pub async fn type_to_find(app: &Page, text: &str) -> Result<(), BenchError> {
    app.fill(FIND, text).await
}

/// Looks a contact up, and says what it came to: `one`, `nobody`, `several`, `failed` …
///
/// # Errors
/// The bench's.
pub async fn find(app: &Page, text: &str) -> Result<String, BenchError> {
    type_to_find(app, text).await?;
    until(&format!("an answer about {text}"), LIMIT, async || {
        let found = app.attribute("form.find", "data-found").await.ok()??;
        let waits = ["idle", "typing", "looking"].contains(&found.as_str());
        (!waits).then_some(found)
    })
    .await
}

/// Types into a spot of the contact, or empties it; its section is opened where it is closed.
///
/// # Errors
/// The bench's.
pub async fn type_spot(app: &Page, spot: &str, text: &str) -> Result<(), BenchError> {
    open_section(app, spot).await?;
    if !text.is_empty() {
        return app.type_into(spot, text).await;
    }
    app.click_css(&format!("[name=\"{spot}\"]")).await?;
    let keys = [
        Key::Control.into(),
        'a',
        Key::Null.into(),
        Key::Delete.into(),
    ];
    app.send_keys(&keys.iter().collect::<String>()).await
}

/// Chooses in a spot that searches in a list: types a name, and takes the first one offered.
///
/// # Errors
/// The bench's.
pub async fn choose_spot(app: &Page, spot: &str, name: &str) -> Result<(), BenchError> {
    open_section(app, spot).await?;
    app.fill(&format!("[name=\"{spot}\"][role=\"combobox\"]"), name)
        .await?;
    app.wait_for(&format!("[id=\"f-{spot}-list\"] [role=\"option\"]"))
        .await?;
    app.send_keys(&char::from(Key::Enter).to_string()).await
}

/// Opens the section in which a spot stands, where it is closed.
async fn open_section(app: &Page, spot: &str) -> Result<(), BenchError> {
    let section = match spot.split('.').next().unwrap_or_default() {
        known @ ("email" | "phone" | "address" | "social" | "custom" | "tags" | "consent") => known,
        "birth_date" | "anniversary_date" | "spouse_name" | "time_zone" | "preferred_locale" => {
            "personal"
        }
        _ => "name",
    };
    let button = format!("[data-section=\"{section}\"] > h2 > button");
    let open = app.attribute(&button, "aria-expanded").await?;
    if open.as_deref() == Some("false") {
        app.click_css(&button).await?;
    }
    Ok(())
}

/// Looks the contact up by its e-mail address, and says what was found; where it is one contact or
/// none, all of it is typed, and not saved.
///
/// # Errors
/// The bench's.
pub async fn fill_contact(app: &Page, contact: Typed<'_>) -> Result<String, BenchError> {
    let found = find(app, contact.email).await?;
    if !["one", "nobody"].contains(&found.as_str()) {
        return Ok(found);
    }
    type_spot(app, "given_name", contact.given_name).await?;
    type_spot(app, "family_name", contact.family_name).await?;
    type_spot(app, "phone.1.number", contact.phone).await?;
    // The country says in which order the rest stands.
    choose_spot(app, "address.billing.country", contact.country).await?;
    choose_spot(app, "address.billing.region", contact.region).await?;
    type_spot(app, "address.billing.line1", contact.line1).await?;
    type_spot(app, "address.billing.locality", contact.locality).await?;
    type_spot(app, "address.billing.postal_code", contact.postal_code).await?;
    Ok(found)
}

/// From the form to the check.
///
/// # Errors
/// The bench's.
pub async fn check(app: &Page) -> Result<(), BenchError> {
    app.wait_for("[data-action=\"check\"]:not([aria-disabled])")
        .await?;
    app.click("check").await?;
    app.wait_for("[data-page=\"check\"]").await.map(|_| ())
}

/// Checks and saves, and says what it came to: the kind of the result and its heading.
///
/// # Errors
/// The bench's.
pub async fn save(app: &Page) -> Result<(String, String), BenchError> {
    check(app).await?;
    app.click("save-contact").await?;
    saved(app).await
}

/// What a save came to: the kind of the result and its heading.
///
/// # Errors
/// The bench's.
pub async fn saved(app: &Page) -> Result<(String, String), BenchError> {
    let kind = app.attribute(SAVED, "data-result").await?;
    let heading = app.text(&format!("{SAVED} h1")).await?;
    Ok((kind.unwrap_or_default(), heading))
}

/// Takes the save back that is on show, and says what that came to.
///
/// # Errors
/// The bench's.
pub async fn undo(app: &Page) -> Result<String, BenchError> {
    app.click("undo").await?;
    app.text("main .notice h2").await
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
