//! Companies: found by name and nothing but the name, created once at most.

use keap_client::Error;
use serde_json::{Value, json};

use crate::server::{Reply, Server, cut, json as reply};
use crate::{authorization, client};

fn page(names: &[&str], token: &str) -> Reply {
    let companies = names.iter().enumerate();
    let companies = companies.map(|(id, name)| json!({"id": id, "company_name": name}));
    let companies: Vec<_> = companies.collect();
    let body = json!({"companies": companies, "next_page_token": token});
    reply(200, &body.to_string())
}

async fn found(server: &Server, name: &str) -> Result<Vec<String>, Error> {
    let found = client(server)
        .find_companies(&authorization(), name)
        .await?;
    Ok(found.into_iter().map(|company| company.name).collect())
}

#[tokio::test]
async fn a_name_is_asked_for_whole_or_by_its_beginning() {
    for (name, asked) in [
        (
            " Practice Bakery ",
            "filter=company_name%3D%3DPractice%20Bakery&",
        ),
        ("Bread & Co", "filter=company_name%3D%3DBread%20%26%20Co&"),
        // A sign cannot be escaped: more is read, and compared here.
        ("Baker, Mill; Co", "filter=name%3D%3DBaker%2A&"),
        ("1=1", "filter=name%3D%3D1%2A&"),
        ("*Star*", ""),
    ] {
        let server = Server::with(page(&["Other", name, "OTHER"], "")).await;
        assert_eq!(found(&server, name).await.unwrap(), [name], "{name}");
        let target = format!("/crm/rest/v2/companies?{asked}page_size=100");
        assert_eq!(server.only().target, target);
    }
    let server = Server::start(vec![]).await;
    assert_eq!(found(&server, " ").await, Ok(vec![]));
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn only_the_name_counts_and_all_of_that_name_do() {
    let names = ["BREAD & CO", "Bread & Company", " bread & co", "", "Bread"];
    let server = Server::with(page(&names, "")).await;
    let found = found(&server, "Bread & Co").await.unwrap();
    assert_eq!(found, ["BREAD & CO", " bread & co"]);
}

#[tokio::test]
async fn a_search_that_was_none_is_not_no_company() {
    let others = |n: usize| {
        let companies = json!([{"id": n, "company_name": "Other"}]);
        let body = json!({"companies": companies, "next_page_token": n.to_string()});
        reply(200, &body.to_string())
    };
    let unreadable = Err(Error::Unreadable { status: 200 });
    let server = Server::start((0..20).map(others).collect()).await;
    assert_eq!(found(&server, "Bread").await, unreadable);
    assert_eq!(server.seen().len(), 10);
    let server = Server::with(reply(200, r#"{"companies":"x"}"#)).await;
    assert_eq!(found(&server, "Bread").await, unreadable);
    // Found before the end is found.
    let mut pages: Vec<_> = (0..20).map(others).collect();
    pages[3] = reply(
        200,
        r#"{"companies":[{"id":99,"company_name":"bread"}],"next_page_token":"x"}"#,
    );
    let server = Server::start(pages).await;
    assert_eq!(found(&server, "Bread").await.unwrap(), ["bread"]);
}

#[tokio::test]
async fn a_company_is_created_once_at_most() {
    let unreadable = Err(Error::Unreadable { status: 201 });
    let made = |name: &str| Ok(("7".to_owned(), name.to_owned()));
    for (replies, expected, tries) in [
        (
            vec![reply(201, r#"{"id":7,"company_name":"Bread"}"#)],
            made("Bread"),
            1,
        ),
        (
            vec![reply(201, r#"{"id":"7","company_name":null}"#)],
            made("Bread & Co"),
            1,
        ),
        // It is there, but nobody can link to it.
        (vec![reply(201, r#"{"id":null}"#)], unreadable.clone(), 1),
        (vec![reply(201, "")], unreadable, 1),
        // It may be there: a second one would be a second one.
        (vec![cut(), reply(201, "{}")], Err(Error::Interrupted), 1),
        (
            vec![reply(503, "{}"), reply(201, "{}")],
            Err(Error::Unavailable { status: 503 }),
            1,
        ),
    ] {
        let server = Server::start(replies).await;
        let created = client(&server)
            .create_company(&authorization(), "Bread & Co")
            .await;
        let created = created.map(|company| (company.id, company.name));
        assert_eq!(created, expected);
        let seen = server.seen();
        assert_eq!(seen.len(), tries);
        assert_eq!(
            (seen[0].method.as_str(), seen[0].target.as_str()),
            ("POST", "/crm/rest/v2/companies")
        );
        let sent: Value = serde_json::from_str(&seen[0].body).unwrap();
        assert_eq!(sent, json!({"company_name": "Bread & Co"}));
    }
}
