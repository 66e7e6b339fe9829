//! Postal codes: a ZIP code where the United States are the country, a postal code elsewhere,
//! never both in one address.
//!
//! Judges no code; a country's own rules for its codes are Keap's business.

use keap_client::ListItem;

use super::checked::Change;
use super::limits;
use super::text::of as text;

/// Which keys an address's code belongs under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `zip_code`, with `zip_four` beside it.
    Zip,
    /// `postal_code`.
    Postal,
}

/// A code and its four-digit extension, which may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Code {
    main: String,
    four: String,
}

/// Merges the change; true where the address then holds another code than before.
pub(super) fn merge(address: &mut ListItem, change: &Change, kind: Kind) -> bool {
    let held = Code::held(address, kind);
    let wanted = match change {
        Change::Keep => return false,
        Change::Clear => Code::plain(""),
        Change::Set(typed) => Code::typed(typed, kind),
    };
    if !wanted.differs_from(&held, kind) {
        return false;
    }
    wanted.write(address, kind);
    true
}

/// Leaves the code of a touched address under the one right key.
pub(super) fn settle(address: &mut ListItem, kind: Kind) {
    if !text(address, kind.key()).is_empty() {
        kind.drop_others(address);
        return;
    }
    let held = Code::held(address, kind);
    if !held.main.is_empty() {
        let moved = match kind {
            Kind::Zip => Code::typed(&held.main, kind),
            Kind::Postal => Code::plain(&held.joined()),
        };
        moved.write(address, kind);
    } else if address.get(kind.key()).is_some() {
        kind.drop_others(address);
    }
}

impl Kind {
    /// The kind that the address's country asks for; without a country code a code stays where
    /// it is, and a new one is a postal code.
    pub(super) fn of(address: &ListItem) -> Self {
        let has = |key| !text(address, key).is_empty();
        let country = text(address, "country_code");
        let zip = if country.is_empty() {
            has("zip_code") && !has("postal_code")
        } else {
            is_united_states(&country)
        };
        if zip { Self::Zip } else { Self::Postal }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Zip => "zip_code",
            Self::Postal => "postal_code",
        }
    }

    fn drop_others(self, address: &mut ListItem) {
        match self {
            Self::Zip => address.remove("postal_code"),
            Self::Postal => {
                address.remove("zip_four");
                address.remove("zip_code")
            }
        };
    }
}

/// By either code, since imported addresses may hold the shorter one.
fn is_united_states(country_code: &str) -> bool {
    country_code.eq_ignore_ascii_case("USA") || country_code.eq_ignore_ascii_case("US")
}

impl Code {
    fn plain(main: &str) -> Self {
        Self {
            main: main.to_owned(),
            four: String::new(),
        }
    }

    /// "85001-1234" is a ZIP code and its extension; anything else is taken as it is.
    fn typed(typed: &str, kind: Kind) -> Self {
        let all =
            |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
        match typed.split_once('-') {
            Some((main, four)) if kind == Kind::Zip && all(main, 5) && all(four, 4) => Self {
                main: main.to_owned(),
                four: four.to_owned(),
            },
            _ => Self::plain(typed),
        }
    }

    /// The code an address holds: under its right key if there is one there, else the other.
    fn held(address: &ListItem, kind: Kind) -> Self {
        let zip = Self {
            main: text(address, "zip_code"),
            four: text(address, "zip_four"),
        };
        let postal = Self::plain(&text(address, "postal_code"));
        match kind {
            Kind::Zip if zip.main.is_empty() && !postal.main.is_empty() => postal,
            Kind::Postal if !postal.main.is_empty() => postal,
            Kind::Zip | Kind::Postal => zip,
        }
    }

    /// Main part and extension in one text, if that fits into a postal code.
    fn joined(&self) -> String {
        let joined = format!("{}-{}", self.main, self.four);
        // A code that already has its extension is not given it twice.
        let whole = self.four.is_empty() || self.main.contains('-');
        if whole || limits::length(&joined) > limits::POSTAL_CODE {
            self.main.clone()
        } else {
            joined
        }
    }

    /// A form shows the extension, so a ZIP code typed without one drops it.
    fn differs_from(&self, held: &Self, kind: Kind) -> bool {
        let whole = match kind {
            Kind::Zip if held.four.is_empty() => Self::typed(&held.main, kind),
            Kind::Zip => held.clone(),
            Kind::Postal => Self::plain(&held.joined()),
        };
        *self != whole
    }

    fn write(&self, address: &mut ListItem, kind: Kind) {
        address.remove("zip_four");
        kind.drop_others(address);
        address.set(kind.key(), self.main.as_str());
        if !self.four.is_empty() {
            address.set("zip_four", self.four.as_str());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::samples::item;
    use super::*;

    fn after(held: &Value, change: &Change, kind: Kind) -> Value {
        let mut address = item(held);
        let changed = merge(&mut address, change, kind);
        settle(&mut address, kind);
        json!([changed, address])
    }

    fn set_to(typed: &str) -> Change {
        Change::Set(typed.to_owned())
    }

    #[test]
    fn a_zip_code_and_its_extension() {
        let table = [
            // A typed extension is split off.
            (
                json!({}),
                set_to("85001-1234"),
                json!([true, { "zip_code": "85001", "zip_four": "1234" }]),
            ),
            (
                json!({}),
                set_to("85001"),
                json!([true, { "zip_code": "85001" }]),
            ),
            // Not that shape: as typed.
            (
                json!({}),
                set_to("8500-1234"),
                json!([true, { "zip_code": "8500-1234" }]),
            ),
            // Another code drops the old extension, and so does the same one without it.
            (
                json!({ "zip_code": "85001", "zip_four": "1" }),
                set_to("85002"),
                json!([true, { "zip_code": "85002" }]),
            ),
            (
                json!({ "zip_code": "85001", "zip_four": "1" }),
                set_to("85001"),
                json!([true, { "zip_code": "85001" }]),
            ),
            (
                json!({ "zip_code": "85001", "zip_four": "1234" }),
                set_to("85001-1234"),
                json!([false, { "zip_code": "85001", "zip_four": "1234" }]),
            ),
            (
                json!({ "zip_code": "85001-1234" }),
                set_to("85001-1234"),
                json!([false, { "zip_code": "85001-1234" }]),
            ),
            // Held as a number, or under the other key, is held all the same.
            (
                json!({ "zip_code": 85001 }),
                set_to("85001"),
                json!([false, { "zip_code": 85001 }]),
            ),
            (
                json!({ "postal_code": "85001" }),
                set_to("85001"),
                json!([false, { "zip_code": "85001" }]),
            ),
            (
                json!({ "postal_code": "X", "zip_code": "85001" }),
                Change::Keep,
                json!([false, { "zip_code": "85001" }]),
            ),
            // Cleared is sent as empty, and only where there was something.
            (
                json!({ "zip_code": "85001", "zip_four": "1" }),
                Change::Clear,
                json!([true, { "zip_code": "" }]),
            ),
            (
                json!({ "zip_code": "" }),
                Change::Clear,
                json!([false, { "zip_code": "" }]),
            ),
            (json!({}), Change::Clear, json!([false, {}])),
            (
                json!({ "zip_four": "1" }),
                Change::Clear,
                json!([true, { "zip_code": "" }]),
            ),
        ];
        for (held, change, expected) in table {
            assert_eq!(
                after(&held, &change, Kind::Zip),
                expected,
                "{held} {change:?}"
            );
        }
    }

    #[test]
    fn a_postal_code_takes_over_what_was_a_zip_code() {
        let table = [
            (
                json!({}),
                set_to("85001-1234"),
                json!([true, { "postal_code": "85001-1234" }]),
            ),
            (
                json!({ "zip_code": "85001" }),
                Change::Keep,
                json!([false, { "postal_code": "85001" }]),
            ),
            (
                json!({ "zip_code": "85001", "zip_four": "1234" }),
                Change::Keep,
                json!([false, { "postal_code": "85001-1234" }]),
            ),
            // Joined it would be longer than Keap takes.
            (
                json!({ "zip_code": "85001850018500", "zip_four": "1234" }),
                Change::Keep,
                json!([false, { "postal_code": "85001850018500" }]),
            ),
            (
                json!({ "zip_code": "1", "zip_four": "2", "postal_code": "K1A" }),
                Change::Keep,
                json!([false, { "postal_code": "K1A" }]),
            ),
            (
                json!({ "zip_code": "", "postal_code": "" }),
                Change::Keep,
                json!([false, { "postal_code": "" }]),
            ),
        ];
        for (held, change, expected) in table {
            assert_eq!(
                after(&held, &change, Kind::Postal),
                expected,
                "{held} {change:?}"
            );
        }
    }

    #[test]
    fn the_country_decides_and_without_one_a_code_stays_where_it_is() {
        let kind = |held: Value| Kind::of(&item(&held));
        assert_eq!(
            kind(json!({ "country_code": "usa", "postal_code": "1" })),
            Kind::Zip
        );
        assert_eq!(kind(json!({ "country_code": "US" })), Kind::Zip);
        assert_eq!(
            kind(json!({ "country_code": "CAN", "zip_code": "1" })),
            Kind::Postal
        );
        assert_eq!(kind(json!({ "zip_code": "85001" })), Kind::Zip);
        assert_eq!(
            kind(json!({ "zip_code": "85001", "postal_code": "85001" })),
            Kind::Postal
        );
        assert_eq!(kind(json!({})), Kind::Postal);
    }
}
