//! Texts that travel inside the program: they can be read without a network, a browser (a confined
//! one could not open a file of ours) or a folder, whichever way the program was installed. It does not
//! know how they are shown.

use crate::ipc::ShippedText;

/// The text, as Markdown.
pub(crate) const fn text(which: ShippedText) -> &'static str {
    match which {
        ShippedText::Guide => include_str!("../../.github/guide/README.md"),
        ShippedText::Connect => include_str!("../../.github/guide/connect.md"),
        ShippedText::FixAContact => include_str!("../../.github/guide/fix-a-contact.md"),
        ShippedText::Trouble => include_str!("../../.github/guide/trouble.md"),
        ShippedText::WhereThingsAre => include_str!("../../.github/guide/where-things-are.md"),
        ShippedText::Uninstall => include_str!("../../.github/guide/uninstall.md"),
        ShippedText::ForIt => include_str!("../../.github/guide/for-it.md"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_that_the_first_one_names_is_shipped_under_its_own_name() {
        let first = text(ShippedText::Guide);
        let named: Vec<&str> = first
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split_once(".md)").map(|(name, _)| name))
            .collect();
        assert_eq!(named.len(), 6);
        for name in named {
            let id = serde_json::json!(name.replace('-', "_"));
            let which: ShippedText = serde_json::from_value(id).unwrap();
            assert!(text(which).starts_with("# "), "{name}");
        }
    }
}
