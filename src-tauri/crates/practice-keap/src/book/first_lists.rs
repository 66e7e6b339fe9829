//! What stands in the lists of a practice account on its first day: companies, tags and their
//! categories, lead sources. Plainly fictional.

use serde_json::json;

use super::shelf::Shelf;

/// When the lists were made.
pub(crate) const FIRST_DAY: &str = "2026-01-05T09:00:00.000Z";

/// The numbers of generated tags begin here.
const GENERATED_TAGS: u64 = 10_001;

const COMPANIES: [(u64, &str, &str); 8] = [
    (61, "Example Flour Mill", "Phoenix"),
    (62, "Example Nursery", "Toronto"),
    (63, "Example Dairy", "Cork"),
    (64, "Example Egg Farm", "York"),
    (65, "Example Paper Bags Ltd", "Dublin"),
    (66, "Beispiel Backstube GmbH", "Berlin"),
    (67, "例示製粉株式会社", "Tokyo"),
    (68, "Padaria Exemplo", "São Paulo"),
];

const CATEGORIES: [(u64, &str, Option<&str>); 3] = [
    (7, "Shop", Some("What happens at the counter")),
    (8, "Seasons", None),
    (9, "Suppliers", None),
];

/// Id, name, description, category.
const TAGS: [(u64, &str, Option<&str>, Option<&str>); 12] = [
    (91, "Newsletter", Some("Reads the newsletter"), Some("7")),
    (92, "Regular customer", None, Some("7")),
    (93, "Wholesale", Some("Orders by the pallet"), None),
    (94, "Open day 2026", None, None),
    (
        95,
        "Birthday cake",
        Some("Orders one every year"),
        Some("7"),
    ),
    (96, "Easter", None, Some("8")),
    (97, "Stollen list", None, Some("8")),
    (98, "Flour", None, Some("9")),
    (99, "Packaging", None, Some("9")),
    (100, "Gluten-free", None, None),
    (101, "Größere Bestellung", None, None),
    (102, "常連", Some("A name in another script"), None),
];

const LEAD_SOURCES: [(u64, &str, &str, &str); 6] = [
    (11, "Walked in", "", "ACTIVE"),
    (12, "Newsletter sign-up", "web form", "ACTIVE"),
    (13, "Farmers' market", "", "ACTIVE"),
    (14, "Told by a friend", "word of mouth", "ACTIVE"),
    (15, "Leaflet 2019", "print", "INACTIVE"),
    (16, "Trade fair", "", "ACTIVE"),
];

pub(crate) fn companies() -> Shelf {
    let rows = COMPANIES.map(|(id, name, city)| {
        let row = json!({
            "company_name": name, "address": {"locality": city}, "website": null, "notes": null,
            "create_time": FIRST_DAY, "update_time": FIRST_DAY,
        });
        (id, row)
    });
    Shelf::of(1001, rows)
}

pub(crate) fn tag_categories() -> Shelf {
    let rows = CATEGORIES.map(|(id, name, description)| {
        let row = json!({"name": name, "description": description,
                         "create_time": FIRST_DAY, "update_time": FIRST_DAY});
        (id, row)
    });
    Shelf::of(1001, rows)
}

pub(crate) fn tags() -> Shelf {
    tags_and(0)
}

/// The tags, and so many generated ones behind them.
pub(crate) fn tags_and(extra: usize) -> Shelf {
    let tag = |name: &str, description: Option<&str>, category: Option<&str>| {
        json!({"name": name, "description": description,
               "category": category.map(|id| json!({"id": id})),
               "create_time": FIRST_DAY, "update_time": FIRST_DAY})
    };
    let named =
        TAGS.map(|(id, name, description, category)| (id, tag(name, description, category)));
    let words = ["Rye", "Spelt", "Malt", "Poppy", "Honey", "Oat", "Barley"];
    let generated = (1..).zip(words.iter().cycle()).take(extra);
    let generated = generated.map(|(number, word)| {
        let category = (number % 3 == 0).then_some("8");
        let name = format!("{word} list {number:05}");
        (GENERATED_TAGS + number - 1, tag(&name, None, category))
    });
    let next_id = GENERATED_TAGS.saturating_add(extra as u64);
    Shelf::of(next_id, named.into_iter().chain(generated))
}

pub(crate) fn lead_sources() -> Shelf {
    let rows = LEAD_SOURCES.map(|(id, name, medium, status)| {
        let row = json!({
            "name": name, "description": null, "vendor": null, "medium": medium, "message": null,
            "status": status, "lead_source_category_id": null, "start_time": null,
            "end_time": null, "create_time": FIRST_DAY, "update_time": FIRST_DAY,
        });
        (id, row)
    });
    Shelf::of(1001, rows)
}
