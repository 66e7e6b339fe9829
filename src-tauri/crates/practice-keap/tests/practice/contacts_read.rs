//! Reading contacts: which fields come, filters, order and pages.

use serde_json::{Value, json};

use crate::visitor::{BAKERY, Visitor, keap};

async fn ids(visitor: &Visitor, query: &str) -> Vec<String> {
    let (status, answer) = visitor.get(&format!("contacts?{query}")).await;
    assert_eq!(status, 200, "{query}: {answer}");
    let contacts = answer["contacts"].as_array().unwrap();
    contacts
        .iter()
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn only_the_fields_that_were_asked_for_come() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let (_, usual) = visitor.get("contacts/1001").await;
    assert_eq!(usual["given_name"], "Clara");
    assert!(
        usual.get("email_addresses").is_none(),
        "no list comes unasked"
    );
    let (_, asked) = visitor
        .get("contacts/1001?fields=email_addresses,owner_id")
        .await;
    assert_eq!(asked["email_addresses"].as_array().unwrap().len(), 3);
    assert!(asked.get("given_name").is_none());
    assert!(asked.get("id").is_none(), "not even the id");
    assert_eq!(visitor.get("contacts/1001?fields=colour").await.0, 400);
}

#[tokio::test]
async fn a_read_shows_what_keap_computes() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let clara = visitor.contact("1001").await;
    assert_eq!(clara["email_addresses"][0]["email_opt_status"], "CONFIRMED");
    assert_eq!(clara["email_addresses"][0]["is_opt_in"], true);
    assert_eq!(
        clara["email_addresses"][1]["email_opt_status"],
        "NON_MARKETABLE"
    );
    assert_eq!(clara["phone_numbers"][0]["number_e164"], "+16025550101");
    assert_eq!(clara["phone_numbers"][2]["number_e164"], Value::Null);
    let billing = &clara["addresses"][0];
    assert_eq!(
        (
            &billing["country"],
            &billing["country_code"],
            &billing["region"],
            &billing["region_code"]
        ),
        (
            &json!("United States"),
            &json!("USA"),
            &json!("Arizona"),
            &json!("US-AZ")
        )
    );
    assert!(
        billing.get("postal_code").is_none(),
        "a US address has a zip_code"
    );
    assert_eq!(clara["company"]["company_name"], "Example Flour Mill");
    let free = visitor.contact("1004").await;
    assert_eq!(
        free["addresses"][0]["region"], "CA",
        "typed by hand in Keap"
    );
    assert_eq!(free["addresses"][0]["region_code"], Value::Null);
    assert!(free.get("company").is_none() && free["owner_id"].is_null());
}

#[tokio::test]
async fn an_email_filter_meets_every_slot_without_regard_to_case() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    for (value, found) in [
        ("clara@example.org", vec!["1001"]),
        ("CLARA@example.COM", vec!["1001"]),
        ("mia.muffin@example.com", vec!["1011"]),
        ("shared@example.com", vec!["1002", "1003"]),
        ("shared*", vec!["1002", "1003"]),
        ("hared@example.com", vec![]),
    ] {
        let query = format!("fields=id&filter=email%3D%3D{}", value.replace('@', "%40"));
        assert_eq!(ids(&visitor, &query).await, found, "{value}");
    }
}

#[tokio::test]
async fn v1s_email_parameter_is_ignored() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    assert_eq!(
        ids(&visitor, "fields=id&email=clara@example.com")
            .await
            .len(),
        BAKERY
    );
}

#[tokio::test]
async fn filters_are_joined_by_semicolons() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    for (filter, found) in [
        (
            "family_name%3D%3DBun%3Bgiven_name%3D%3DB*",
            vec!["1002", "1003"],
        ),
        (
            "email%3D%3Dshared@example.com%3Bgiven_name%3D%3DBella",
            vec!["1003"],
        ),
        (
            "billing_address_region%3D%3DArizona%3Bcontact_id%3C1013",
            vec!["1001", "1003"],
        ),
        (
            "billing_address_country_code%3D%3DDEU%3Bcontact_id%3C1013",
            vec!["1006"],
        ),
        ("ids%3D%3D1001,1005", vec!["1001", "1005"]),
        (
            "contact_id%3E1010%3Bcontact_id%3C%3D1012",
            vec!["1011", "1012"],
        ),
        ("company_id%3D%3D61", vec!["1001"]),
        ("favouritebread%3D%3Drye", vec!["1001"]),
        ("city%3D%3DPhoe*", vec!["1001", "1057"]),
        (
            "phone_number%3D%3D6025550101%3Bphone_fields%3D%3DPHONE1,PHONE2",
            vec!["1001"],
        ),
        (
            "phone_number%3D%3D%28602%29%20555-0102%3Bphone_fields%3D%3DPHONE1",
            vec![],
        ),
        (
            "phone_fields%3D%3DPHONE1%3Bphone_number%3D%3D480555*",
            vec!["1009"],
        ),
        (
            "given_name%3D%3DMaximilian%3Bmiddle_name%3D%3Dtheo*",
            vec!["1018"],
        ),
        ("lead_source_name%3D%3Dfarmers*", vec!["1018"]),
        ("loyaltypoints%3E1000", vec!["1018"]),
        ("allergies%3D%3DNuts", vec!["1018"]),
        (
            "end_update_time%3D%3D2026-01-16T09:16:00.106Z",
            vec!["1006"],
        ),
    ] {
        assert_eq!(
            ids(&visitor, &format!("fields=id&filter={filter}")).await,
            found,
            "{filter}"
        );
    }
    assert_eq!(visitor.get("contacts?filter=colour%3D%3Dred").await.0, 400);
    assert_eq!(visitor.get("contacts?filter=clara").await.0, 400);
    let without_fields = "contacts?filter=phone_number%3D%3D6025550101";
    let (status, problem) = visitor.get(without_fields).await;
    assert_eq!(
        (status, &problem["details"][0]["resource"]),
        (400, &json!("filter"))
    );
}

#[tokio::test]
async fn pages_and_orders() {
    let keap = keap().await;
    let visitor = Visitor::to(&keap, "pb101").await;
    let mut seen = Vec::new();
    let mut token = String::new();
    loop {
        let path = format!("contacts?fields=id&page_size=5&order_by=id%20desc&page_token={token}");
        let (_, answer) = visitor.get(&path).await;
        assert!(answer.get("count").is_none(), "there is never a total");
        for contact in answer["contacts"].as_array().unwrap() {
            seen.push(contact["id"].as_str().unwrap().to_owned());
        }
        answer["next_page_token"]
            .as_str()
            .unwrap()
            .clone_into(&mut token);
        if token.is_empty() {
            break;
        }
    }
    let expected: Vec<String> = (1001..=1000 + BAKERY)
        .rev()
        .map(|id| id.to_string())
        .collect();
    assert_eq!(seen, expected);
    assert_eq!(
        ids(&visitor, "fields=id&order_by=email").await[0],
        "1009",
        "no e-mail comes first"
    );
    for query in [
        "order_by=colour",
        "order_by=id%20sideways",
        "page_size=1001",
        "page_token=x",
    ] {
        assert_eq!(
            visitor.get(&format!("contacts?{query}")).await.0,
            400,
            "{query}"
        );
    }
}
