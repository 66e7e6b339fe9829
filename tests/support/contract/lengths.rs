//! The lengths that the description gives in words only, as numbers: they depend on the slot
//! (`field`) that an item of a list is for. Which item is of which kind is told by its schema's name.

/// Schema, slots (none means any), members, and the most characters. The first line that fits counts.
const LIMITS: [(&str, &[&str], &[&str], usize); 13] = [
    ("EmailAddress", &["EMAIL1"], &["email"], 75),
    ("EmailAddress", &[], &["email"], 100),
    ("EmailAddressRequest", &["EMAIL1"], &["email"], 75),
    ("EmailAddressRequest", &[], &["email"], 100),
    ("PhoneNumber", &["PHONE4", "PHONE5"], &["number"], 20),
    ("PhoneNumber", &[], &["number"], 40),
    ("Address", &["BILLING"], &["line1", "line2"], 75),
    ("Address", &["BILLING"], &["locality"], 50),
    (
        "Address",
        &[],
        &["line1", "line2", "locality", "country"],
        100,
    ),
    ("Address", &["SHIPPING"], &["postal_code", "zip_code"], 20),
    ("Address", &[], &["postal_code", "zip_code"], 15),
    ("Address", &[], &["zip_four"], 10),
    ("Address", &[], &["region"], 50),
];

/// The most characters of a member of a list's item, if there is a limit.
pub(crate) fn limit(schema: &str, slot: &str, member: &str) -> Option<usize> {
    LIMITS
        .iter()
        .find(|(of, slots, members, _)| {
            *of == schema
                && (slots.is_empty() || slots.contains(&slot))
                && members.contains(&member)
        })
        .map(|(.., limit)| *limit)
}

#[cfg(test)]
mod tests {
    use super::limit;

    #[test]
    fn the_first_slots_are_the_short_ones() {
        assert_eq!(limit("EmailAddressRequest", "EMAIL1", "email"), Some(75));
        assert_eq!(limit("EmailAddressRequest", "EMAIL3", "email"), Some(100));
        assert_eq!(limit("Address", "BILLING", "line2"), Some(75));
        assert_eq!(limit("Address", "OTHER", "line2"), Some(100));
        assert_eq!(limit("Address", "SHIPPING", "zip_code"), Some(20));
        assert_eq!(limit("PhoneNumber", "PHONE5", "number"), Some(20));
        assert_eq!(limit("Address", "BILLING", "country_code"), None);
    }
}
