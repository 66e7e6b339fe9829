//! The lists of countries and provinces, and the account.

use keap_client::Error;

use crate::server::{Server, answer, json};
use crate::{authorization, client};

#[tokio::test]
async fn a_country_without_a_list_has_an_empty_one() {
    let page = answer(404, "content-type: text/html\r\n", "<h1>Not Found</h1>");
    for reply in [
        page,
        json(404, r#"{"message":"none"}"#),
        json(200, r#"{"provinces":[]}"#),
        json(200, r#"{"provinces":null,"next_page_token":null}"#),
        json(200, ""),
        json(204, ""),
    ] {
        let server = Server::with(reply).await;
        let provinces = client(&server).provinces(&authorization(), "VAT").await;
        assert_eq!(provinces, Ok(vec![]));
    }
}

#[tokio::test]
async fn a_failure_is_not_an_empty_list() {
    // An empty list means "leave the state out": a failure must not turn into it.
    for (reply, expected) in [
        (json(401, "{}"), Error::Unauthorized),
        (json(400, "<html>"), Error::Unavailable { status: 400 }),
        (json(500, "{}"), Error::Unavailable { status: 500 }),
        (json(200, "["), Error::Unreadable { status: 200 }),
    ] {
        let server = Server::with(reply).await;
        let provinces = client(&server).provinces(&authorization(), "USA").await;
        assert_eq!(provinces, Err(expected));
    }
    for (reply, expected) in [
        (json(200, "{}"), Error::Unreadable { status: 200 }),
        // "No such record" would be a strange thing to say of the list of all countries.
        (json(404, "<html>"), Error::Unavailable { status: 404 }),
    ] {
        let server = Server::with(reply).await;
        let countries = client(&server).countries(&authorization()).await;
        assert_eq!(countries, Err(expected));
    }
}

#[tokio::test]
async fn lists_are_asked_for_by_code() {
    let provinces = r#"{"provinces":[{"code":"US-AZ","name":"Arizona","country":"USA"}]}"#;
    let countries = r#"{"countries":[{"name":"Viet Nam","codes":{"alpha3":"VNM"}}]}"#;
    let server = Server::start(vec![json(200, provinces), json(200, countries)]).await;
    let client = client(&server);
    let provinces = client.provinces(&authorization(), "US/A").await.unwrap();
    assert_eq!(provinces[0].code, "US-AZ");
    let countries = client.countries(&authorization()).await.unwrap();
    assert_eq!(countries[0].alpha3.as_deref(), Some("VNM"));
    let targets: Vec<_> = server.seen().into_iter().map(|seen| seen.target).collect();
    assert_eq!(
        targets,
        [
            "/crm/rest/v2/locales/countries/US%2FA/provinces",
            "/crm/rest/v2/locales/countries",
        ]
    );
}

#[tokio::test]
async fn the_account_is_read_whatever_is_missing() {
    let user = r#"{"id":12,"email":"ann@example.com","given_name":null,"is_admin":true,
        "tenant_id":"pb101.infusionsoft.com","new":{}}"#;
    let blank = json(200, r#"{"name":" "}"#);
    let server = Server::start(vec![json(200, user), blank, json(200, r#"{"name":null}"#)]).await;
    let client = client(&server);
    let user = client.user_info(&authorization()).await.unwrap();
    assert_eq!(user.id.as_deref(), Some("12"));
    assert_eq!(user.given_name, None);
    assert!(user.is_admin);
    for _ in 0..2 {
        let profile = client.business_profile(&authorization()).await.unwrap();
        assert_eq!(profile.name, None, "a blank name is none");
    }
    let targets: Vec<_> = server.seen().into_iter().map(|seen| seen.target).collect();
    assert_eq!(
        targets[..2],
        [
            "/crm/rest/v2/oauth/connect/userinfo",
            "/crm/rest/v2/businessProfile"
        ]
    );
}
