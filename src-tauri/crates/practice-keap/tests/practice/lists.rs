//! What a client fills its choices from: users, lead sources, settings, and the model of a contact.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::visitor::{Visitor, keap};

fn ids<'a>(answer: &'a Value, member: &str) -> Vec<&'a str> {
    let items = answer[member].as_array().unwrap();
    items
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn users_come_with_their_status_page_by_page() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    for (query, found) in [
        ("", vec!["1", "2", "3", "4", "5", "6", "7"]),
        (
            "filter=include_inactive%3D%3Dfalse",
            vec!["1", "2", "3", "5", "6", "7"],
        ),
        (
            "filter=include_inactive%3D%3Dtrue%3Binclude_partners%3D%3Dfalse",
            vec!["1", "2", "3", "4", "6", "7"],
        ),
        ("filter=given_name%3D%3Dann", vec!["1", "6"]),
        ("filter=user_ids%3D%3D3,6%3Bgiven_name%3D%3DAnn", vec!["6"]),
        ("filter=email%3D%3Dcleo@practice.example", vec!["3"]),
        ("page_size=2&order_by=name", vec!["1", "2"]),
    ] {
        let (status, answer) = visitor.get(&format!("users?{query}")).await;
        assert_eq!(status, 200, "{query}: {answer}");
        assert_eq!(ids(&answer, "users"), found, "{query}");
    }
    let (_, all) = visitor.get("users").await;
    let states: BTreeSet<&str> = all["users"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["status"].as_str().unwrap())
        .collect();
    assert_eq!(states, BTreeSet::from(["ACTIVE", "INACTIVE", "INVITED"]));
    for query in [
        "page_size=101",
        "page_size=0",
        "filter=include_inactive%3D%3Dmaybe",
    ] {
        assert_eq!(
            visitor.get(&format!("users?{query}")).await.0,
            400,
            "{query}"
        );
    }
    assert_eq!(visitor.get("users/4").await.1["given_name"], "Dan");
    assert_eq!(visitor.get("users/99").await.0, 404);
}

#[tokio::test]
async fn lead_sources_are_listed_and_a_contact_may_have_one() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let (_, first) = visitor.get("leadSources?page_size=4").await;
    assert_eq!(ids(&first, "lead_sources"), ["11", "12", "13", "14"]);
    let token = first["next_page_token"].as_str().unwrap();
    let (_, rest) = visitor
        .get(&format!("leadSources?page_size=4&page_token={token}"))
        .await;
    assert_eq!(ids(&rest, "lead_sources"), ["15", "16"]);
    assert_eq!(rest["next_page_token"], "");
    let (_, active) = visitor.get("leadSources?filter=status%3D%3DINACTIVE").await;
    assert_eq!(ids(&active, "lead_sources"), ["15"]);
    let (_, named) = visitor.get("leadSources?filter=name%3D%3Dtold*").await;
    assert_eq!(ids(&named, "lead_sources"), ["14"]);
    assert_eq!(visitor.get("leadSources/12").await.1["medium"], "web form");
    assert_eq!(visitor.get("leadSources/99").await.0, 404);
    let body = json!({"leadsource_id": "12"});
    assert_eq!(visitor.patch("contacts/1001", &body).await.0, 200);
}

#[tokio::test]
async fn the_settings_of_contacts_are_texts_and_come_only_if_asked_for() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let path = "settings/applications:getConfiguration";
    let (_, bare) = visitor.get(path).await;
    assert!(bare["application"].is_object() && bare.get("contact").is_none());
    let (status, asked) = visitor
        .get(&format!("{path}?fields=TEMPLATE&fields=CONTACT"))
        .await;
    assert_eq!(status, 200);
    for (list, word) in [
        ("title_types", "Dr."),
        ("suffix_types", "PhD"),
        ("contact_types", "Prospect"),
        ("phone_types", "Mobile"),
        ("fax_types", "Home"),
    ] {
        let words = asked["contact"][list].as_str().unwrap();
        assert!(words.split(',').any(|one| one.trim() == word), "{list}");
    }
    assert_eq!(asked["contact"]["address_labels"]["line_1"], "Billing");
    assert!(asked["template"].is_object());
    for query in [
        "fields=contact",
        "fields=CONTACT,TEMPLATE",
        "fields=CONTACT&fields=CONTACT",
    ] {
        assert_eq!(
            visitor.get(&format!("{path}?{query}")).await.0,
            400,
            "{query}"
        );
    }
    assert!(visitor.get("settings/contactOptionTypes").await.1["option_types"].is_array());
}

#[tokio::test]
async fn the_model_has_every_type_of_custom_field() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let (_, model) = visitor.get("contacts/model").await;
    let fields = model["custom_fields"].as_array().unwrap();
    let kinds: BTreeSet<&str> = fields
        .iter()
        .map(|field| field["field_type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds.len(), 24);
    assert_eq!(fields[0]["field_name"], "FavouriteBread");
    let of = |kind: &str| {
        fields
            .iter()
            .find(|field| field["field_type"] == kind)
            .unwrap()
    };
    assert_eq!(
        of("LIST_BOX")["options"][1],
        json!({"id": "382", "label": "Nuts"})
    );
    assert_eq!(of("DATE")["options"], Value::Null);
    assert_eq!(of("WHOLE_NUMBER")["options"], json!([]));
    assert_eq!(
        (&of("MONTH")["group_id"], &of("RADIO")["group_name"]),
        (&Value::Null, &json!("Shop"))
    );
    let optional = model["optional_properties"].as_array().unwrap();
    assert!(optional.contains(&json!("email_addresses")));
    let (_, groups) = visitor.get("contacts/model/customFields/groups").await;
    assert_eq!(groups["groups"][1]["name"], "Orders and money");

    let full = visitor.contact("1018").await;
    let values = full["custom_fields"].as_array().unwrap();
    assert_eq!(values.len(), fields.len(), "every field is shown");
    let content = |id: &str| &values.iter().find(|value| value["id"] == id).unwrap()["content"];
    assert_eq!(content("38"), "Gluten,Nuts");
    assert_eq!(content("52"), &Value::Null);
}
