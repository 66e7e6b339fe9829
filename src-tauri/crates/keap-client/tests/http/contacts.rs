//! What is sent about one contact, and how answers are read.

use keap_client::{Contact, ContactBody, Error, ListField, ListItem, TextField};
use serde_json::{Value, json};

use crate::server::{Server, cut, json as reply};
use crate::{authorization, client};

pub(crate) const FIELDS: &str = "fields=id,company,tag_ids,prefix,given_name,middle_name,family_name,suffix,\
    preferred_name,job_title,website,birth_date,anniversary_date,spouse_name,time_zone,preferred_locale,\
    contact_type,leadsource_id,owner_id,create_time,update_time,created_by,last_updated_by,addresses,\
    custom_fields,email_addresses,fax_numbers,phone_numbers,social_accounts";

#[tokio::test]
async fn an_id_is_one_segment_of_the_path() {
    let server = Server::with(reply(200, r#"{"id":"1"}"#)).await;
    let client = client(&server);
    client.contact(&authorization(), "1/../2?x").await.unwrap();
    let target = format!("/crm/rest/v2/contacts/1%2F..%2F2%3Fx?{FIELDS}");
    assert_eq!(server.only().target, target);
    for id in ["", ".", ".."] {
        let read = client.contact(&authorization(), id).await;
        assert_eq!(read.unwrap_err(), Error::NotFound, "{id:?}");
    }
    assert_eq!(
        server.seen().len(),
        1,
        "an id that cannot be one is not sent"
    );
}

#[tokio::test]
async fn a_create_tells_new_from_known() {
    let mut email = ListItem::in_slot("EMAIL1");
    email.set("email", "ann@example.com");
    let body = ContactBody {
        texts: [(TextField::GivenName, "Ann".into())].into(),
        lists: [(ListField::EmailAddresses, vec![email])].into(),
        ..ContactBody::default()
    };
    for (replies, existed, after_unanswered) in [
        (vec![reply(201, r#"{"id":7}"#)], false, false),
        (vec![reply(200, r#"{"id":7}"#)], true, false),
        // The contact that existed may be the one the first try made.
        (vec![cut(), reply(200, r#"{"id":7}"#)], true, true),
        // Busy is an answer: nothing was done.
        (
            vec![reply(503, "{}"), reply(200, r#"{"id":7}"#)],
            true,
            false,
        ),
    ] {
        let tries = replies.len();
        let server = Server::start(replies).await;
        let created = client(&server)
            .create_contact(&authorization(), &body)
            .await
            .unwrap();
        assert_eq!(created.contact.id, "7");
        assert_eq!(
            (created.existed, created.after_unanswered),
            (existed, after_unanswered)
        );
        let seen = server.seen();
        assert_eq!(seen.len(), tries);
        let target = format!("/crm/rest/v2/contacts?duplicate_option=Email&{FIELDS}");
        for seen in seen {
            assert_eq!((seen.method.as_str(), &seen.target), ("POST", &target));
            assert_eq!(seen.header("content-type"), Some("application/json"));
            let sent: Value = serde_json::from_str(&seen.body).unwrap();
            let items = json!([{"field": "EMAIL1", "email": "ann@example.com"}]);
            assert_eq!(sent, json!({"given_name": "Ann", "email_addresses": items}));
        }
    }
}

#[tokio::test]
async fn an_update_repeats_the_mask() {
    let server = Server::with(reply(200, r#"{"id":"7","given_name":""}"#)).await;
    let body = ContactBody {
        texts: [(TextField::GivenName, String::new())].into(),
        lists: [(ListField::Addresses, vec![])].into(),
        ..ContactBody::default()
    };
    let contact = client(&server)
        .update_contact(&authorization(), "7", &body)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (contact.id.as_str(), contact.text(TextField::GivenName)),
        ("7", "")
    );
    let seen = server.only();
    let mask = "update_mask=addresses&update_mask=given_name";
    let target = format!("/crm/rest/v2/contacts/7?{FIELDS}&{mask}");
    assert_eq!((seen.method.as_str(), seen.target), ("PATCH", target));
    let sent: Value = serde_json::from_str(&seen.body).unwrap();
    assert_eq!(sent, json!({"given_name": "", "addresses": []}));
}

#[tokio::test]
async fn an_update_is_made_whatever_comes_back_with_it() {
    // An error here would tell the person that the change may be lost.
    for (reply, expected) in [
        (reply(204, ""), Ok(None)),
        (reply(200, ""), Ok(None)),
        (reply(200, "null"), Ok(None)),
        (reply(200, "{}"), Ok(None)),
        (reply(200, r#"{"id":null,"given_name":"Ann"}"#), Ok(None)),
        (reply(200, "OK"), Ok(None)),
        (reply(200, r#"{"id":7}"#), Ok(Some("7".to_owned()))),
        // A page is no word of Keap's on the update.
        (
            reply(200, "<html>"),
            Err(Error::Unavailable { status: 200 }),
        ),
        (reply(302, ""), Err(Error::Unreadable { status: 302 })),
    ] {
        let server = Server::with(reply).await;
        let updated = client(&server)
            .update_contact(&authorization(), "7", &ContactBody::default())
            .await;
        let id = updated.map(|contact| contact.map(|contact| contact.id));
        assert_eq!(id, expected);
    }
}

#[tokio::test]
async fn a_refusal_keeps_what_keap_says_is_wrong() {
    let said = r#"{"code":400,"message":"Bad","details":[{"domain":"a","resource":"email"}]}"#;
    let server = Server::with(reply(400, said)).await;
    let created = client(&server)
        .create_contact(&authorization(), &ContactBody::default())
        .await;
    let Err(Error::Rejected {
        status: 400,
        problems,
    }) = created
    else {
        panic!("{created:?}");
    };
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].resource.as_deref(), Some("email"));
    assert_eq!(problems[0].message, "Bad");
}

#[tokio::test]
async fn a_created_contact_needs_an_id_and_no_more() {
    let create = async |body| {
        let server = Server::with(reply(201, body)).await;
        client(&server)
            .create_contact(&authorization(), &ContactBody::default())
            .await
    };
    for body in [r#"{"given_name":"Ann"}"#, r#"{"id":null}"#, "{}", "", "OK"] {
        let error = create(body).await.unwrap_err();
        assert_eq!(error, Error::Unreadable { status: 201 }, "{body}");
        assert!(error.may_have_acted(), "201 says that it is there");
    }
    let created = create(r#"{"id":"7"}"#).await.unwrap();
    let sparse = Contact {
        id: "7".into(),
        ..Contact::default()
    };
    assert_eq!((created.contact, created.existed), (sparse, false));
}
