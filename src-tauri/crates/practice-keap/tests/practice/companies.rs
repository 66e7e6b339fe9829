//! Companies: found by name, made once, and linked to contacts by id alone.

use serde_json::{Value, json};

use crate::visitor::{Visitor, keap};

fn names(answer: &Value) -> Vec<&str> {
    let companies = answer["companies"].as_array().unwrap();
    companies
        .iter()
        .map(|one| one["company_name"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_company_is_found_by_name() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    for (query, found) in [
        (
            "filter=company_name%3D%3Dexample%20dairy",
            vec!["Example Dairy"],
        ),
        ("filter=company_name%3D%3DExample*", vec![]),
        ("filter=name%3D%3DExample%20N*", vec!["Example Nursery"]),
        ("filter=name%3D%3D%E4%BE%8B*", vec!["例示製粉株式会社"]),
        ("filter=city%3D%3Dber*", vec!["Beispiel Backstube GmbH"]),
        ("filter=company_id%3C62", vec!["Example Flour Mill"]),
        ("page_size=1&order_by=name%20desc", vec!["例示製粉株式会社"]),
    ] {
        let (status, answer) = visitor.get(&format!("companies?{query}")).await;
        assert_eq!(status, 200, "{query}: {answer}");
        assert_eq!(names(&answer), found, "{query}");
    }
    for query in [
        "filter=colour%3D%3Dred",
        "order_by=city",
        "page_size=1001",
        "fields=colour",
    ] {
        assert_eq!(
            visitor.get(&format!("companies?{query}")).await.0,
            400,
            "{query}"
        );
    }
}

#[tokio::test]
async fn most_of_a_company_comes_only_if_asked_for() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let (_, usual) = visitor.get("companies/63").await;
    assert_eq!(usual, json!({"id": "63", "company_name": "Example Dairy"}));
    let (_, asked) = visitor
        .get("companies/63?fields=address,phone_number")
        .await;
    assert_eq!(asked["address"]["locality"], "Cork");
    assert_eq!(asked["phone_number"], Value::Null);
    assert_eq!(visitor.get("companies/9999").await.0, 404);
}

#[tokio::test]
async fn a_new_company_needs_a_name_that_nobody_has() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let body = json!({"company_name": "Example Yeast", "address": {"locality": "Mesa"}});
    let (status, made) = visitor.post("companies", &body).await;
    assert_eq!(status, 201, "{made}");
    let id = made["id"].as_str().unwrap();
    assert_eq!(made["address"]["locality"], "Mesa");
    let (_, found) = visitor
        .get("companies?filter=company_name%3D%3Dexample%20yeast")
        .await;
    assert_eq!(found["companies"][0]["id"], id);

    for (body, status, resource) in [
        (
            json!({"company_name": " example YEAST "}),
            409,
            "company_name",
        ),
        (json!({"company_name": " "}), 400, "company_name"),
        (json!({"notes": "nameless"}), 400, "company_name"),
        (
            json!({"company_name": "A", "address": {"region": "Arizona"}}),
            400,
            "addresses",
        ),
    ] {
        let (got, problem) = visitor.post("companies", &body).await;
        assert_eq!(
            (got, &problem["details"][0]["resource"]),
            (status, &json!(resource)),
            "{body}"
        );
    }
    for body in [
        json!({"company_name": 7}),
        json!({"company_name": "A", "id": "5"}),
        json!([]),
    ] {
        assert_eq!(visitor.post("companies", &body).await.0, 400, "{body}");
    }
    let garden = Visitor::to(&keap, "pg202").await;
    assert_eq!(
        garden.get(&format!("companies/{id}")).await.0,
        404,
        "each account has its own"
    );
}

#[tokio::test]
async fn a_contact_is_linked_by_id_and_never_by_name_alone() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let (_, made) = visitor
        .post("companies", &json!({"company_name": "Example Yeast"}))
        .await;
    let by_id = json!({"company": {"id": made["id"], "company_name": "is not looked at"}});
    assert_eq!(visitor.patch("contacts/1002", &by_id).await.0, 200);
    let linked = json!({"id": made["id"], "company_name": "Example Yeast"});
    assert_eq!(visitor.contact("1002").await["company"], linked);
    let by_name = json!({"company": {"company_name": "Example Dairy"}});
    assert_eq!(visitor.patch("contacts/1002", &by_name).await.0, 200);
    assert_eq!(
        visitor.contact("1002").await["company"],
        linked,
        "changes nothing"
    );
    let (status, problem) = visitor
        .patch("contacts/1002", &json!({"company": {"id": "5"}}))
        .await;
    assert_eq!(
        (status, &problem["details"][0]["resource"]),
        (400, &json!("company"))
    );
    let (status, _) = visitor
        .patch("contacts/1002?update_mask=company", &json!({}))
        .await;
    assert_eq!(status, 200);
    assert!(visitor.contact("1002").await.get("company").is_none());
}
