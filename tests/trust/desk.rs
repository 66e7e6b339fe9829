//! Somebody at the contact form: the core's wizard over fakes of the operating system, signed in to a
//! practice Keap; and a client with an access token for the same account.

use std::sync::Arc;

use keap_client::{
    Authorization, AuthorizationCode, Client, ClientId, ClientSecret, Endpoints, Keys, Limits,
    RedirectUri,
};
use keapsake_core::connection::ConnectionKind;
use keapsake_core::desk::{FindBy, Found, SaveOutcome, Wanted};
use keapsake_core::failure::Failure;
use keapsake_core::product::Build;
use keapsake_core::sign_in::{Carrier, Delivery};
use keapsake_core::wizard::{Ports, Stage, Wizard};
use practice_keap::{CLIENT_ID, CLIENT_SECRET, PracticeKeap};
use support::{
    Answer, Ended, FakeBrowser, FakeLinks, FakeWindow, FixedPlaces, MemoryClipboard, MemoryLock,
    MemorySettings, MemoryShelf, MemoryVault, StoppedClock, walk,
};
use url::Url;

/// The account that is written to.
pub(crate) const ACCOUNT: &str = "pb101";

/// A wizard at the contact form.
pub(crate) async fn at_desk(keap: &Arc<PracticeKeap>) -> Wizard {
    let vault = Arc::new(MemoryVault::default());
    let (links, browser) = (
        Arc::new(FakeLinks::default()),
        Arc::new(FakeBrowser::default()),
    );
    let ports = Ports {
        vault: vault.clone(),
        patient_vault: vault,
        lock: Arc::new(MemoryLock::default()),
        links: links.clone(),
        clock: Arc::new(StoppedClock::default()),
        browser: browser.clone(),
        window: Arc::new(FakeWindow::default()),
        clipboard: Arc::new(MemoryClipboard::default()),
        settings: Arc::new(MemorySettings::default()),
        shelf: Arc::new(MemoryShelf::default()),
        places: Arc::new(FixedPlaces::of(Arc::clone(keap))),
    };
    let wizard = Wizard::with_loopback_ports(Build::Unpackaged, ports, vec![0; 8]);
    links.lead_to(wizard.inbox());
    wizard.begin().await;
    wizard.choose_door(ConnectionKind::Keap).await.unwrap();
    wizard.save_keys(CLIENT_ID, CLIENT_SECRET).await.unwrap();
    wizard.start_sign_in().await.unwrap();
    let Some(Ended::Redirected(end)) = browser.walk(Answer::Allow(ACCOUNT)).await else {
        panic!("the browser was to be sent back");
    };
    let delivery = Delivery {
        carrier: Carrier::AppLink,
        raw: format!(
            "app.keapsake.dev://oauth/callback?{}",
            end.query().unwrap_or_default()
        ),
        reply: None,
    };
    wizard.inbox().send(delivery).await.unwrap();
    let mut seen = wizard.watch();
    let at_account = seen.wait_for(|seen| matches!(seen.stage, Stage::Account { .. }));
    at_account.await.unwrap();
    wizard.confirm_account().unwrap();
    wizard
}

/// Finds whoever has the address and saves the sheet, as a person does who types nothing else.
pub(crate) async fn save(wizard: &Wizard, email: &str) -> Result<SaveOutcome, Failure> {
    let sheet = match wizard.desk()?.find(FindBy::Email, email).await? {
        Found::Nobody(Some(sheet)) | Found::One(sheet) => sheet.number,
        other => panic!("one sheet for {email}, not {other:?}"),
    };
    let wanted = Wanted {
        sheet,
        ..Wanted::default()
    };
    wizard.desk()?.save(&wanted).await
}

/// A client with these limits, and what authorizes its calls.
pub(crate) async fn client(keap: &PracticeKeap, limits: Limits) -> (Client, Authorization) {
    let endpoints = Endpoints::under(&keap.base_url()).unwrap();
    let client = Client::with_limits(endpoints, limits).unwrap();
    let keys = Keys {
        client_id: ClientId::new(CLIENT_ID),
        client_secret: ClientSecret::new(CLIENT_SECRET),
    };
    let redirect = RedirectUri::new(keap.return_page_url().as_str());
    let request = client.authorization_request(&keys.client_id, &redirect, "");
    let request = request.unwrap();
    let end = walk(request.url.as_str(), Answer::Allow(ACCOUNT)).await;
    let Some(Ended::Redirected(end)) = end else {
        panic!("the browser was to be sent back: {end:?}");
    };
    let code = AuthorizationCode::new(parameter(&end, "code"));
    let answer = client.exchange(&keys, &code, &redirect, &request.verifier);
    let access = answer.await.unwrap().access;
    (client, Authorization::OAuth(access))
}

fn parameter(url: &Url, name: &str) -> String {
    let found = url.query_pairs().find(|(key, _)| key == name);
    found.unwrap().1.into_owned()
}
