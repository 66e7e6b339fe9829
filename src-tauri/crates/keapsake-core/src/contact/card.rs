//! A contact as the window shows it: a few lines of text, enough to tell one from another.
//!
//! For display only; nothing is ever written back from a card.

use keap_client::{Contact, ListField, ListItem, TextField};

use super::text;

/// A contact for display. Text from Keap is shown without characters that turn text around.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Keap's id.
    pub id: String,
    /// First and last name; without either the first e-mail address, or empty.
    pub name: String,
    /// Every e-mail address, in Keap's order.
    pub emails: Vec<String>,
    /// Every telephone number, in Keap's order.
    pub phones: Vec<String>,
    /// The company's name.
    pub company: Option<String>,
    /// The billing address in one line, or the first other one where there is none.
    pub address: Option<String>,
    /// When the contact was last changed, as Keap writes it (ISO 8601).
    pub updated: Option<String>,
}

impl From<&Contact> for Card {
    fn from(contact: &Contact) -> Self {
        let company = contact.company.as_ref();
        let emails = texts(contact.items(ListField::EmailAddresses), "email");
        let names = [TextField::GivenName, TextField::FamilyName];
        let name =
            joined(names.map(|name| contact.text(name)), " ").or_else(|| emails.first().cloned());
        Self {
            id: contact.id.clone(),
            name: name.unwrap_or_default(),
            phones: texts(contact.items(ListField::PhoneNumbers), "number"),
            emails,
            company: joined(company.and_then(|company| company.name.as_deref()), ""),
            address: address(contact.items(ListField::Addresses)),
            updated: joined([contact.text(TextField::UpdateTime)], ""),
        }
    }
}

fn texts(items: &[ListItem], key: &str) -> Vec<String> {
    let texts = items.iter().map(|item| shown(&text::of(item, key)));
    texts.filter(|text| !text.is_empty()).collect()
}

fn address(items: &[ListItem]) -> Option<String> {
    let (billing, others): (Vec<_>, Vec<_>) = items
        .iter()
        .partition(|item| item.field() == Some("BILLING"));
    billing.into_iter().chain(others).find_map(one_line)
}

/// Long names before codes, a ZIP code with its extension.
fn one_line(item: &ListItem) -> Option<String> {
    let part = |key: &str| text::of(item, key);
    let first = |one: &str, other: &str| {
        let text = part(one);
        if text.is_empty() { part(other) } else { text }
    };
    let code = match (first("postal_code", "zip_code"), part("zip_four")) {
        (code, four) if four.is_empty() || code.contains('-') => code,
        (code, four) => format!("{code}-{four}"),
    };
    let parts = [
        part("line1"),
        part("line2"),
        part("locality"),
        first("region", "region_code"),
        code,
        first("country", "country_code"),
    ];
    joined(parts.iter().map(String::as_str), ", ")
}

fn joined<'a>(parts: impl IntoIterator<Item = &'a str>, between: &str) -> Option<String> {
    let parts: Vec<String> = parts
        .into_iter()
        .map(shown)
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(between))
}

fn shown(held: &str) -> String {
    let seen = text::free(held);
    seen.split(char::is_control).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::samples::contact;
    use super::*;

    #[test]
    fn a_contact_in_a_few_lines() {
        let card = Card::from(&contact(
            "7",
            &json!({
                "given_name": "Ann\u{202E}",
                "family_name": " Example ",
                "email_addresses": [{ "email": "ann@example.com" }, { "email": null }],
                "phone_numbers": [{ "number": 555 }],
                "addresses": [
                    { "field": "SHIPPING", "line1": "Elsewhere" },
                    {
                        "field": "BILLING", "line1": "1 Main St\nSuite 4", "line2": "",
                        "locality": "Phoenix", "region": "Arizona", "region_code": "US-AZ",
                        "zip_code": "85001", "zip_four": "1234", "country_code": "USA",
                    },
                ],
            }),
        ));
        assert_eq!(card.name, "Ann Example");
        assert_eq!(card.emails, ["ann@example.com"]);
        assert_eq!(card.phones, ["555"]);
        let address = "1 Main St Suite 4, Phoenix, Arizona, 85001-1234, USA";
        assert_eq!(card.address.as_deref(), Some(address));
        assert_eq!((card.company, card.updated), (None, None));
    }

    #[test]
    fn without_a_name_the_address_stands_for_it_and_without_both_nothing_does() {
        let emails = json!({ "email_addresses": [{ "email": "ann@example.com" }] });
        assert_eq!(Card::from(&contact("7", &emails)).name, "ann@example.com");
        let bare = Card::from(&contact(
            "7",
            &json!({ "addresses": [{ "field": "BILLING" }] }),
        ));
        assert_eq!((bare.name.as_str(), bare.address), ("", None));
    }
}
