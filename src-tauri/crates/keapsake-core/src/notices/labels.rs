//! What parts of an address are called in their country, and what Keap's words for consent mean.

use crate::places::{LocalityLabel, PostalLabel, RegionLabel};

/// What the regions of a country are called.
pub const fn region(label: RegionLabel) -> &'static str {
    match label {
        RegionLabel::Any => "State, province or region",
        RegionLabel::Province => "Province",
        RegionLabel::State => "State",
        RegionLabel::County => "County",
        RegionLabel::Prefecture => "Prefecture",
        RegionLabel::Emirate => "Emirate",
        RegionLabel::Island => "Island",
        RegionLabel::Department => "Department",
        RegionLabel::District => "District",
        RegionLabel::Parish => "Parish",
        RegionLabel::Area => "Area",
        RegionLabel::Oblast => "Oblast",
        RegionLabel::DoSi => "Province or city",
    }
}

/// What the localities of a country are called.
pub const fn locality(label: LocalityLabel) -> &'static str {
    match label {
        LocalityLabel::City => "City",
        LocalityLabel::Suburb => "Suburb",
        LocalityLabel::District => "District",
        LocalityLabel::PostTown => "Post town",
    }
}

/// What the postal codes of a country are called.
pub const fn postal(label: PostalLabel) -> &'static str {
    match label {
        PostalLabel::PostalCode => "Postal code",
        PostalLabel::ZipCode => "ZIP code",
        PostalLabel::PinCode => "PIN code",
        PostalLabel::Eircode => "Eircode",
    }
}

/// What Keap's status of an e-mail address means, in words; a status that is new is shown as it is.
pub fn consent(status: &str, opted_in: Option<bool>) -> String {
    let words = match status {
        "SINGLE_OPT_IN" => "Opted in",
        "DOUBLE_OPT_IN" | "CONFIRMED" => "Opted in and confirmed",
        "UNENGAGED_MARKETABLE" => "Opted in, but inactive",
        "UNENGAGED_NON_MARKETABLE" => "Not opted in, and inactive",
        "NON_MARKETABLE" => "Not opted in",
        "MANUAL" => "Opted out by hand",
        "ADMIN" => "Opted out by an administrator",
        "SYSTEM" => "Opted out by Keap",
        "LIST_UNSUBSCRIBE" => "Unsubscribed",
        "FEEDBACK" | "SPAM" => "Reported as spam",
        "BOUNCE" | "HARD_BOUNCE" => "Mail came back",
        "LOCKDOWN" => "Locked by Keap",
        "INVALID" => "Not a working address",
        "DEACTIVATED" => "Deactivated",
        _ => "",
    };
    match (words, opted_in) {
        ("", _) if !status.is_empty() => status.replace('_', " ").to_lowercase(),
        ("", Some(true)) => "Opted in".into(),
        ("", Some(false)) => "Not opted in".into(),
        ("", None) => "Keap says nothing of consent".into(),
        (words, _) => words.into(),
    }
}

/// Whether Keap lets an app change that status: some stay as they are whatever is asked.
pub fn consent_may_change(status: &str) -> bool {
    matches!(
        status,
        "SINGLE_OPT_IN"
            | "DOUBLE_OPT_IN"
            | "CONFIRMED"
            | "UNENGAGED_MARKETABLE"
            | "UNENGAGED_NON_MARKETABLE"
            | "NON_MARKETABLE"
            | "MANUAL"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_words_and_an_unsubscribed_one_cannot_be_lifted() {
        assert_eq!(consent("LIST_UNSUBSCRIBE", Some(false)), "Unsubscribed");
        assert!(!consent_may_change("LIST_UNSUBSCRIBE"));
        assert!(consent_may_change("NON_MARKETABLE"));
        assert_eq!(consent("BRAND_NEW", None), "brand new");
        assert!(!consent_may_change("BRAND_NEW"));
        assert_eq!(consent("", Some(true)), "Opted in");
        assert_eq!(consent("", None), "Keap says nothing of consent");
    }
}
