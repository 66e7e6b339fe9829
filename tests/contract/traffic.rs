//! The client and the practice Keap talk to each other, in success and in failure, and both sides of
//! the talk are held against Keap's description.

use keap_client::{
    AccessToken, Authorization, AuthorizationCode, Client, ClientId, ClientSecret, ContactBody,
    Endpoints, Error, Keys, ListField, ListItem, RedirectUri, TextField,
};
use practice_keap::{
    AuthorizationKind, CLIENT_ID, CLIENT_SECRET, Options, PracticeKeap, ScriptedAnswer, serve,
};
use reqwest::Method;
use serde_json::{Value, json};
use support::contract::Contract;
use support::{Answer, Ended, plain_http, walk};

use crate::desk::all_calls_of_the_desk;

/// A practice Keap, a client that is signed in to it, and the token for calls by hand.
pub(crate) struct Talk {
    pub(crate) keap: PracticeKeap,
    pub(crate) client: Client,
    pub(crate) authorization: Authorization,
    token: String,
}

impl Talk {
    pub(crate) async fn begin() -> Self {
        Self::begin_with(Options::default()).await
    }

    pub(crate) async fn begin_with(options: Options) -> Self {
        let keap = serve(options).await.unwrap();
        let client = Client::new(Endpoints::under(&keap.base_url()).unwrap()).unwrap();
        let keys = Keys {
            client_id: ClientId::new(CLIENT_ID),
            client_secret: ClientSecret::new(CLIENT_SECRET),
        };
        let redirect = RedirectUri::new("http://localhost:8765/callback");
        let request = client
            .authorization_request(&keys.client_id, &redirect, "")
            .unwrap();
        let Some(Ended::Redirected(end)) = walk(request.url.as_str(), Answer::Allow("pb101")).await
        else {
            panic!("the practice Keap did not redirect");
        };
        let (_, code) = end.query_pairs().find(|(name, _)| name == "code").unwrap();
        let code = AuthorizationCode::new(code.into_owned());
        let answer = client
            .exchange(&keys, &code, &redirect, &request.verifier)
            .await
            .unwrap();
        // EXPOSE: for the calls that the client does not make yet
        let token = answer.access.expose().to_owned();
        Self {
            keap,
            client,
            authorization: Authorization::OAuth(answer.access),
            token,
        }
    }

    /// A call that the client does not make, but that the practice Keap answers.
    async fn by_hand(&self, method: Method, path: &str, body: Option<Value>) -> u16 {
        let url = self.keap.base_url().join("crm/rest/v2/").unwrap();
        let mut call = plain_http()
            .unwrap()
            .request(method, url.join(path).unwrap())
            .bearer_auth(&self.token);
        if let Some(body) = body {
            call = call.json(&body);
        }
        call.send().await.unwrap().status().as_u16()
    }

    pub(crate) fn assert_clean(&self) {
        let found = Contract::load().unwrap().check_records(&self.keap);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

fn item(value: Value) -> ListItem {
    match value {
        Value::Object(parts) => ListItem::new(parts),
        other => panic!("{other} is no item"),
    }
}

pub(crate) fn ann() -> ContactBody {
    ContactBody {
        texts: [
            (TextField::GivenName, "Ann".to_owned()),
            (TextField::FamilyName, "Contract".to_owned()),
        ]
        .into(),
        lists: [
            (
                ListField::EmailAddresses,
                vec![item(
                    json!({ "field": "EMAIL1", "email": "ann+contract@example.com" }),
                )],
            ),
            (
                ListField::PhoneNumbers,
                vec![item(
                    json!({ "field": "PHONE1", "number": "+1 602 555 0100", "type": "Work" }),
                )],
            ),
            (
                ListField::Addresses,
                vec![item(json!({
                    "field": "BILLING", "line1": "1 Practice Street", "locality": "Phoenix",
                    "zip_code": "85001", "country_code": "USA", "region_code": "US-AZ",
                }))],
            ),
        ]
        .into(),
        company: None,
    }
}

/// A list as it may go back: without what only an answer has. Which members the app itself takes out
/// is the core's rule, and the journeys' test.
fn as_sent_back(list: &[ListItem]) -> Vec<ListItem> {
    let keeps = |name: &str, value: &Value| {
        // The names of country and region are for reading: their codes go back.
        let computed = [
            "is_opt_in",
            "email_opt_status",
            "number_e164",
            "country",
            "region",
        ];
        !value.is_null() && !computed.contains(&name)
    };
    let items = list.iter().map(|item| {
        let parts = item
            .parts()
            .iter()
            .filter(|(name, value)| keeps(name, value));
        ListItem::new(
            parts
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        )
    });
    items.collect()
}

/// The calls of the client that the wizard makes, each successful.
async fn all_calls_of_the_client(talk: &Talk) {
    let (client, who) = (&talk.client, &talk.authorization);
    client.user_info(who).await.unwrap();
    client.business_profile(who).await.unwrap();
    client.countries(who).await.unwrap();
    for country in ["USA", "CAN", "VAT", "MCO"] {
        client.provinces(who, country).await.unwrap();
    }
    let email = "ann+contract@example.com";
    let found = client.find_contacts_by_email(who, email).await.unwrap();
    assert!(found.is_empty());
    let created = client.create_contact(who, &ann()).await.unwrap();
    assert!(!created.existed);
    let again = client.create_contact(who, &ann()).await.unwrap();
    assert!(again.existed, "the same address is a match, which is a 200");
    let found = client.find_contacts_by_email(who, email).await.unwrap();
    assert_eq!(found.len(), 1);
    let read = client.contact(who, &created.contact.id).await.unwrap();
    let body = ContactBody {
        texts: [(TextField::GivenName, "Anne".to_owned())].into(),
        lists: read
            .lists
            .iter()
            .map(|(list, items)| (*list, as_sent_back(items)))
            .collect(),
        ..ContactBody::default()
    };
    client
        .update_contact(who, &created.contact.id, &body)
        .await
        .unwrap();
}

/// What the client does not call, but the practice Keap answers.
async fn all_other_calls(talk: &Talk) {
    let (get, post) = (Method::GET, Method::POST);
    let tag = json!({ "name": "Contract", "description": "Made by hand", "category": {"id": "7"} });
    let tag_category = json!({ "name": "Contracts" });
    for (method, path, body, status) in [
        (&get, "companies/61", None, 200),
        (&get, "contacts?page_size=2&order_by=id%20asc", None, 200),
        (
            &get,
            "contacts/1001?fields=id,given_name,custom_fields,tag_ids,company",
            None,
            200,
        ),
        (&get, "contacts/1001/tags", None, 200),
        (&get, "contacts/model/customFields/groups", None, 200),
        (&get, "emailAddresses?filter=opted_in%3D%3Dtrue", None, 200),
        (&get, "leadSources/11", None, 200),
        (&get, "locales/countries/CAN", None, 200),
        (&get, "locales/countries/CAN/provinces/CA-ON", None, 200),
        (&get, "settings/contactOptionTypes", None, 200),
        (&post, "tags", Some(tag), 201),
        (&get, "tags/91", None, 200),
        (&get, "tags/91/contacts", None, 200),
        (&post, "tags/categories", Some(tag_category), 201),
        (&get, "tags/categories/7", None, 200),
        (&get, "users/1", None, 200),
    ] {
        let answered = talk.by_hand(method.clone(), path, body).await;
        assert_eq!(answered, status, "{path}");
    }
}

#[tokio::test]
async fn every_call_keeps_to_the_description_on_both_sides() {
    let talk = Talk::begin().await;
    all_calls_of_the_client(&talk).await;
    all_calls_of_the_desk(&talk).await;
    all_other_calls(&talk).await;
    talk.assert_clean();

    let contract = Contract::load().unwrap();
    let made = contract.calls_in_records(&talk.keap);
    for call in contract.calls() {
        assert!(
            made.contains(&call),
            "{call} is described, but nobody made it"
        );
    }
    for sent in talk.keap.requests() {
        if sent.path.starts_with("/crm/") {
            assert_eq!(
                sent.authorization,
                AuthorizationKind::Bearer,
                "{}",
                sent.path
            );
        }
    }
}

#[tokio::test]
async fn refusals_keep_to_the_description() {
    let talk = Talk::begin().await;
    let (client, who) = (&talk.client, &talk.authorization);
    let stranger = Authorization::OAuth(AccessToken::new("nobody"));
    assert!(matches!(
        client.user_info(&stranger).await,
        Err(Error::Unauthorized)
    ));
    assert!(matches!(
        client.contact(who, "999999").await,
        Err(Error::NotFound)
    ));
    let mut bad_region = ann();
    bad_region.lists.insert(
        ListField::Addresses,
        vec![item(
            json!({ "field": "BILLING", "country_code": "USA", "region_code": "CA-ON" }),
        )],
    );
    let refused = client.create_contact(who, &bad_region).await;
    assert!(
        matches!(refused, Err(Error::Rejected { .. })),
        "{refused:?}"
    );
    let nothing = client.create_contact(who, &ContactBody::default()).await;
    assert!(
        matches!(nothing, Err(Error::Rejected { .. })),
        "{nothing:?}"
    );
    talk.assert_clean();
}

#[tokio::test]
async fn the_errors_of_what_stands_before_the_api_are_tolerated() {
    let talk = Talk::begin().await;
    talk.keap.set_down(true);
    assert!(talk.client.user_info(&talk.authorization).await.is_err());
    talk.keap.set_down(false);
    talk.assert_clean();
}

/// The other way round: an answer that is not Keap's is found in the records.
#[tokio::test]
async fn an_answer_that_is_not_keap_s_is_found() {
    let talk = Talk::begin().await;
    talk.keap.script(ScriptedAnswer {
        path_prefix: "/crm/rest/v2/businessProfile".to_owned(),
        status: 200,
        content_type: "application/json".to_owned(),
        body: r#"{"name":5}"#.to_owned(),
        ..ScriptedAnswer::default()
    });
    let _ = talk.client.business_profile(&talk.authorization).await;
    let found = Contract::load().unwrap().check_records(&talk.keap);
    assert_eq!(
        found,
        ["answered 200 GET /crm/rest/v2/businessProfile: at /name: should be of the kind String"]
    );
}
