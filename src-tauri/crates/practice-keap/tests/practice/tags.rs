//! Tags and their categories: found, made, applied and removed.

use std::time::Duration;

use practice_keap::{Options, TimeSource, serve};
use serde_json::{Value, json};

use crate::visitor::{Visitor, keap};

fn names(answer: &Value) -> Vec<&str> {
    let tags = answer["tags"].as_array().unwrap();
    tags.iter()
        .map(|tag| tag["name"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn tags_are_found_by_name_category_and_id() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    assert_eq!(
        visitor.get("tags").await.1["tags"]
            .as_array()
            .unwrap()
            .len(),
        12
    );
    for (query, found) in [
        ("filter=name%3D%3Dwholesale", vec!["Wholesale"]),
        ("filter=category_id%3D%3D9", vec!["Flour", "Packaging"]),
        (
            "filter=category_id%3D%3DNONE%3Bdescription%3D%3DNONE",
            vec!["Open day 2026", "Gluten-free", "Größere Bestellung"],
        ),
        ("filter=tag_ids%3D%3D91,102", vec!["Newsletter", "常連"]),
        ("page_size=2&order_by=name", vec!["Birthday cake", "Easter"]),
    ] {
        let (status, answer) = visitor.get(&format!("tags?{query}")).await;
        assert_eq!(status, 200, "{query}: {answer}");
        assert_eq!(names(&answer), found, "{query}");
    }
    assert_eq!(visitor.get("tags?filter=colour%3D%3Dred").await.0, 400);
    let (_, one) = visitor.get("tags/91").await;
    assert_eq!(
        (&one["name"], &one["category"]),
        (&json!("Newsletter"), &json!({"id": "7"}))
    );
    assert_eq!(visitor.get("tags/1").await.0, 404);
}

#[tokio::test]
async fn tags_and_categories_are_made_once() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let (status, category) = visitor
        .post("tags/categories", &json!({"name": "Fairs"}))
        .await;
    assert_eq!(status, 201, "{category}");
    let path = format!("tags/categories/{}", category["id"].as_str().unwrap());
    assert_eq!(visitor.get(&path).await.1, category);
    let (_, all) = visitor.get("tags/categories").await;
    assert_eq!(all["tag_categories"].as_array().unwrap().len(), 4);

    let body = json!({"name": "x".repeat(300), "category": {"id": category["id"]}});
    let (status, tag) = visitor.post("tags", &body).await;
    assert_eq!(status, 201, "{tag}");
    assert_eq!(
        tag["name"].as_str().unwrap().len(),
        255,
        "so much of a name is saved"
    );
    assert_eq!(tag["category"], json!({"id": category["id"]}));
    for (path, body, status, resource) in [
        ("tags", json!({"name": "NEWSLETTER"}), 409, "name"),
        ("tags", json!({"name": ""}), 400, "name"),
        (
            "tags",
            json!({"name": "A", "category": {"id": "99"}}),
            400,
            "category",
        ),
        ("tags/categories", json!({"name": "shop"}), 409, "name"),
        ("tags/categories", json!({}), 400, "name"),
    ] {
        let (got, problem) = visitor.post(path, &body).await;
        assert_eq!(
            (got, &problem["details"][0]["resource"]),
            (status, &json!(resource)),
            "{body}"
        );
    }
    assert_eq!(visitor.get("tags/categories/99").await.0, 404);
}

#[tokio::test]
async fn tags_are_applied_once_and_removed() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let body = json!({"contact_ids": ["1002", "1001", "77"]});
    let (status, applied) = visitor.post("tags/92/contacts:applyTags", &body).await;
    assert_eq!(status, 200);
    assert_eq!(
        applied["results"],
        json!({"1002": "SUCCESS", "1001": "DUPLICATE", "77": "CONTACT_NOT_FOUND"})
    );
    let (_, tags) = visitor.get("contacts/1002/tags").await;
    assert_eq!(tags["tags"][0]["tag"]["name"], "Regular customer");
    assert_eq!(visitor.contact("1002").await["tag_ids"], json!(["92"]));

    let one = json!({"contact_ids": ["1002"]});
    assert_eq!(
        visitor.post("tags/92/contacts:removeTags", &one).await.0,
        204
    );
    assert_eq!(visitor.contact("1002").await["tag_ids"], json!([]));
    assert_eq!(
        visitor.post("tags/1/contacts:applyTags", &body).await.0,
        404
    );
    let many: Vec<String> = (0..101).map(|id| id.to_string()).collect();
    for body in [
        json!({}),
        json!({"contact_ids": []}),
        json!({"contact_ids": many}),
    ] {
        assert_eq!(
            visitor.post("tags/92/contacts:applyTags", &body).await.0,
            400,
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_tag_that_is_there_keeps_its_time() {
    let clock = TimeSource::Stopped {
        at_ms: 1_800_000_000_000,
    };
    let keap = serve(Options {
        clock,
        ..Options::default()
    })
    .await
    .unwrap();
    let visitor = Visitor::to(&keap, "pb101").await;
    let body = json!({"contact_ids": ["1002"]});
    visitor.post("tags/93/contacts:applyTags", &body).await;
    let (_, first) = visitor.get("contacts/1002/tags").await;
    assert_eq!(first["tags"][0]["applied_time"], "2027-01-15T08:00:00.000Z");
    keap.advance(Duration::from_mins(1));
    visitor.post("tags/93/contacts:applyTags", &body).await;
    assert_eq!(visitor.get("contacts/1002/tags").await.1, first);
    visitor.post("tags/91/contacts:applyTags", &body).await;
    let (_, since) = visitor
        .get("contacts/1002/tags?filter=since_applied_time%3D%3D2027-01-15T08:00:01.000Z")
        .await;
    assert_eq!(since["tags"].as_array().unwrap().len(), 1);
    assert_eq!(since["tags"][0]["tag"]["id"], "91");
    let (_, people) = visitor
        .get("tags/93/contacts?order_by=applied_time%20desc")
        .await;
    assert_eq!(people["contacts"][0]["email"], "shared@example.com");
}
