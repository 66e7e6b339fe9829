//! What a contact's fields can be chosen from: users, lead sources, tags, custom fields, settings.

use keap_client::{Client, ContactSettings, Error, Listed};
use serde_json::{Value, json};

use crate::server::{Reply, Server, json as reply};
use crate::{authorization, client};

/// A list of the account, by the ids of what was read.
#[derive(Debug, Clone, Copy)]
enum List {
    Users,
    LeadSources,
    Tags,
    TagCategories,
}

impl List {
    const ALL: [Self; 4] = [
        Self::Users,
        Self::LeadSources,
        Self::Tags,
        Self::TagCategories,
    ];

    fn member(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::LeadSources => "lead_sources",
            Self::Tags => "tags",
            Self::TagCategories => "tag_categories",
        }
    }

    /// What its first page is asked with.
    fn target(self) -> &'static str {
        match self {
            Self::Users => "/users?filter=include_inactive%3D%3Dtrue&page_size=100",
            Self::LeadSources => "/leadSources?page_size=200",
            Self::Tags => "/tags?page_size=500",
            Self::TagCategories => "/tags/categories?page_size=500",
        }
    }

    /// How many pages are read at most.
    fn most_pages(self) -> usize {
        match self {
            Self::Users | Self::Tags => 20,
            Self::LeadSources => 10,
            Self::TagCategories => 4,
        }
    }

    async fn read(self, client: &Client) -> Result<Listed<String>, Error> {
        fn ids<T>(list: Listed<T>, id: fn(T) -> String) -> Listed<String> {
            Listed {
                items: list.items.into_iter().map(id).collect(),
                more: list.more,
            }
        }
        let who = authorization();
        Ok(match self {
            Self::Users => ids(client.users(&who).await?, |user| user.id),
            Self::LeadSources => ids(client.lead_sources(&who).await?, |source| source.id),
            Self::Tags => ids(client.tags(&who).await?, |tag| tag.id),
            Self::TagCategories => ids(client.tag_categories(&who).await?, |it| it.id),
        })
    }

    fn page(self, ids: &[Value], token: &Value) -> Reply {
        let items = ids.iter().map(|id| json!({"id": id, "name": "x"}));
        let items: Vec<_> = items.chain([json!(null), json!("x")]).collect();
        reply(
            200,
            &json!({self.member(): items, "next_page_token": token}).to_string(),
        )
    }
}

#[tokio::test]
async fn pages_are_followed_and_nothing_stands_twice() {
    for list in List::ALL {
        let server = Server::start(vec![
            list.page(&[json!("1"), json!(2), json!(null)], &json!("a&b")),
            list.page(&[json!(2), json!(" "), json!("3")], &json!("a&b")),
        ])
        .await;
        let read = list.read(&client(&server)).await.unwrap();
        assert_eq!(read.items, ["1", "2", "3"], "{list:?}");
        assert!(!read.more, "{list:?}");
        let targets: Vec<_> = server.seen().into_iter().map(|seen| seen.target).collect();
        let first = format!("/crm/rest/v2{}", list.target());
        assert_eq!(
            targets,
            [first.clone(), format!("{first}&page_token=a%26b")]
        );
    }
}

#[tokio::test]
async fn a_list_without_an_end_has_one() {
    for list in List::ALL {
        let pages = (0..30).map(|n| list.page(&[json!(n)], &json!(n.to_string())));
        let server = Server::start(pages.collect()).await;
        let read = list.read(&client(&server)).await.unwrap();
        assert_eq!(read.items.len(), list.most_pages(), "{list:?}");
        assert!(read.more, "{list:?}");
        assert_eq!(server.seen().len(), list.most_pages(), "{list:?}");
    }
}

#[tokio::test]
async fn a_failure_is_not_an_empty_list() {
    for list in List::ALL {
        let member = list.member();
        let unreadable = || Err(Error::Unreadable { status: 200 });
        for (reply, expected) in [
            (reply(200, "{}"), Ok(0)),
            (reply(200, &json!({ member: null }).to_string()), Ok(0)),
            (reply(200, &json!({ member: {} }).to_string()), unreadable()),
            (
                reply(200, &json!({ member: "x" }).to_string()),
                unreadable(),
            ),
            (reply(200, "[]"), unreadable()),
            (reply(204, ""), Err(Error::Unreadable { status: 204 })),
            (reply(403, "{}"), Err(Error::Forbidden)),
        ] {
            let server = Server::with(reply).await;
            let read = list.read(&client(&server)).await;
            assert_eq!(read.map(|list| list.items.len()), expected, "{list:?}");
        }
        let next = list.page(&[json!(1)], &json!("a"));
        let server = Server::start(vec![next, reply(401, "{}")]).await;
        let read = list.read(&client(&server)).await;
        assert_eq!(read, Err(Error::Unauthorized), "half of {list:?}");
    }
}

#[tokio::test]
async fn what_has_no_name_cannot_be_chosen() {
    let server = Server::with(Reply::Bytes(vec![])).await;
    let client = client(&server);
    let who = authorization();
    let nameless = |member: &str| {
        let items = json!([{"id": 1}, {"id": 2, "name": " "}, {"id": 3, "name": null},
            {"id": 4, "name": "VIP", "status": "INACTIVE", "category": {"id": 5}}]);
        server.restart(vec![reply(200, &json!({ member: items }).to_string())]);
    };
    nameless("tags");
    let tags = client.tags(&who).await.unwrap().items;
    assert_eq!(tags.len(), 1);
    assert_eq!((tags[0].id.as_str(), tags[0].name.as_str()), ("4", "VIP"));
    assert_eq!(tags[0].category.as_deref(), Some("5"));
    nameless("tag_categories");
    let categories = client.tag_categories(&who).await.unwrap().items;
    assert_eq!((categories.len(), categories[0].id.as_str()), (1, "4"));
    nameless("lead_sources");
    let sources = client.lead_sources(&who).await.unwrap().items;
    assert_eq!(sources.len(), 1);
    assert_eq!(sources[0].status.as_deref(), Some("INACTIVE"));
    // Somebody without a name may still own contacts.
    nameless("users");
    let users = client.users(&who).await.unwrap().items;
    assert_eq!(users.len(), 4);
    assert_eq!(users[0].given_name, None);
}

#[tokio::test]
async fn custom_fields_are_those_of_contacts() {
    let fields = json!({"custom_fields": [
        {"id": "1", "label": "Size", "field_type": "DROPDOWN", "record_type": "CONTACT",
            "options": [{"id": "9", "label": "39"}], "group_name": "Feet"},
        {"id": 2, "label": "Turnover", "field_type": "CURRENCY", "record_type": "COMPANY"},
        {"id": 3, "label": "Note", "field_type": "TEXT", "record_type": null, "options": null},
    ]});
    let unreadable = reply(200, r#"{"custom_fields":{}}"#);
    let server = Server::start(vec![reply(200, &fields.to_string()), unreadable]).await;
    let client = client(&server);
    let read = client.custom_fields(&authorization()).await.unwrap();
    assert_eq!((read[0].id.as_str(), read[1].id.as_str()), ("1", "3"));
    assert_eq!(read.len(), 2);
    assert_eq!(read[0].options[0].label, "39");
    assert_eq!(server.only().target, "/crm/rest/v2/contacts/model");
    let failed = client.custom_fields(&authorization()).await;
    assert_eq!(failed, Err(Error::Unreadable { status: 200 }));
}

#[tokio::test]
async fn settings_are_read_whatever_is_missing() {
    let full = json!({"application": {}, "contact": {"title_types": "Mr., Ms.", "suffix_types":
        ["Jr."], "contact_types": "", "phone_types": "Work,Home,", "fax_types": 7, "new": {}}});
    let server = Server::start(vec![
        reply(200, &full.to_string()),
        reply(200, r#"{"contact":null}"#),
        reply(200, "{}"),
        reply(200, "[]"),
    ])
    .await;
    let client = client(&server);
    let settings = client.settings(&authorization()).await.unwrap();
    assert_eq!(settings.title_types, ["Mr.", "Ms."]);
    assert_eq!(settings.suffix_types, ["Jr."]);
    assert!(settings.contact_types.is_empty());
    assert_eq!(settings.phone_types, ["Work", "Home"]);
    assert_eq!(
        server.only().target,
        "/crm/rest/v2/settings/applications:getConfiguration?fields=CONTACT"
    );
    for _ in 0..2 {
        let none = client.settings(&authorization()).await.unwrap();
        assert_eq!(none, ContactSettings::default());
    }
    let failed = client.settings(&authorization()).await;
    assert_eq!(failed, Err(Error::Unreadable { status: 200 }));
}
