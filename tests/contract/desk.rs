//! The calls of the contact desk, each against the practice Keap, in success and in refusal.

use keap_client::{CompanyLink, ContactBody, ContactFilter, Error, TagOutcome};

use practice_keap::Options;

use crate::traffic::{Talk, ann};

/// Every call that only the desk makes, each successful.
pub(crate) async fn all_calls_of_the_desk(talk: &Talk) {
    let (client, who) = (&talk.client, &talk.authorization);
    let contact = client.create_contact(who, &ann()).await.unwrap().contact;
    for filter in [
        ContactFilter::Email("ann+contract@example.com".to_owned()),
        ContactFilter::GivenName("An".to_owned()),
        ContactFilter::FamilyName("contr".to_owned()),
        ContactFilter::Name {
            given: "Ann*".to_owned(),
            family: "Contract, Esq; id==1".to_owned(),
        },
        ContactFilter::Phone("+1 602 555 0100".to_owned()),
    ] {
        let found = client.find_contacts(who, &filter).await.unwrap();
        let has = found.items.iter().any(|found| found.id == contact.id);
        assert!(has, "{filter:?}");
    }

    assert!(!client.custom_fields(who).await.unwrap().is_empty());
    let settings = client.settings(who).await.unwrap();
    for words in [
        settings.title_types,
        settings.suffix_types,
        settings.contact_types,
        settings.phone_types,
    ] {
        assert!(words.len() > 1, "{words:?}");
    }
    assert!(!client.users(who).await.unwrap().items.is_empty());
    assert!(!client.lead_sources(who).await.unwrap().items.is_empty());
    assert!(!client.tag_categories(who).await.unwrap().items.is_empty());

    for name in ["Contract Bread & Co", "Contract, Mill; Co"] {
        assert_eq!(client.find_companies(who, name).await, Ok(vec![]), "{name}");
        let company = client.create_company(who, name).await.unwrap();
        let found = client.find_companies(who, &name.to_uppercase()).await;
        assert_eq!(found.unwrap(), std::slice::from_ref(&company));
        let link = ContactBody {
            company: Some(CompanyLink::To(company.id)),
            ..ContactBody::default()
        };
        let linked = client.update_contact(who, &contact.id, &link).await;
        let linked = linked.unwrap().unwrap().company.unwrap();
        assert_eq!(linked.name.as_deref(), Some(name));
    }

    let tags = client.tags(who).await.unwrap().items;
    let (tag, ids) = (&tags[0].id, [contact.id.as_str(), "77"]);
    for outcome in [TagOutcome::Applied, TagOutcome::HadIt] {
        let outcomes = client.apply_tag(who, tag, &ids).await.unwrap();
        assert_eq!(outcomes[&contact.id], outcome);
        assert_eq!(outcomes["77"], TagOutcome::NoContact);
    }
    client.remove_tag(who, tag, &ids[..1]).await.unwrap();

    let email = "ann+contract@example.com";
    let before = client.email_status(who, email).await.unwrap();
    assert_eq!(before.opted_in, Some(false), "a new address is not asked");
    let after = client.set_email_status(who, email, true, "asked").await;
    assert_eq!(after.unwrap().opted_in, Some(true));

    client.delete_contact(who, &contact.id).await.unwrap();
    let gone = client.contact(who, &contact.id).await;
    assert_eq!(gone, Err(Error::NotFound));
}

#[tokio::test]
async fn refusals_of_the_desk_keep_to_the_description() {
    let talk = Talk::begin().await;
    let (client, who) = (&talk.client, &talk.authorization);
    let missing = Error::NotFound;
    assert_eq!(client.delete_contact(who, "77").await, Err(missing.clone()));
    assert_eq!(
        client.remove_tag(who, "77", &["1001"]).await,
        Err(missing.clone())
    );
    let applied = client.apply_tag(who, "77", &["1001"]).await;
    assert_eq!(applied, Err(missing.clone()));
    let email = "nobody@example.com";
    assert_eq!(client.email_status(who, email).await, Err(missing.clone()));
    let changed = client.set_email_status(who, email, true, "asked").await;
    assert_eq!(changed, Err(missing));
    client.create_company(who, "Contract Mill").await.unwrap();
    for name in ["Contract Mill", " "] {
        let refused = client.create_company(who, name).await;
        let Err(Error::Rejected { problems, .. }) = refused else {
            panic!("{name:?}: {refused:?}");
        };
        assert_eq!(problems[0].resource.as_deref(), Some("company_name"));
    }
    talk.assert_clean();
}

/// The greatest account that the desk is made for: everything in it fits what is read of an answer.
#[tokio::test]
async fn thousands_of_tags_and_contacts_are_read() {
    let options = Options {
        extra_contacts: 2_000,
        extra_tags: 5_000,
        ..Options::default()
    };
    let talk = Talk::begin_with(options).await;
    let (client, who) = (&talk.client, &talk.authorization);
    let tags = client.tags(who).await.unwrap();
    assert!(tags.items.len() > 5_000 && !tags.more);
    let many = ContactFilter::GivenName("a".to_owned());
    let found = client.find_contacts(who, &many).await.unwrap();
    assert_eq!((found.items.len(), found.more), (50, true));
    let searches = talk.keap.requests().into_iter();
    let searches = searches.filter(|sent| sent.path.ends_with("/contacts"));
    assert_eq!(searches.count(), 3);
    talk.assert_clean();
}
