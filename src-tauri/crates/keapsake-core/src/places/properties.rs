//! What holds whatever is typed: proposals come from the list, nothing typed is lost, nothing
//! in shape is put in shape again.

use keap_client::{Country, Province};
use proptest::prelude::*;

use super::{format, letters, names, phone, postcode, repair};

/// A country of the metadata, none, or something else.
fn alpha2() -> impl Strategy<Value = Option<String>> {
    let known: Vec<String> = format::all().map(|(alpha2, _)| alpha2.to_owned()).collect();
    prop_oneof![
        8 => proptest::sample::select(known).prop_map(Some),
        1 => "[A-Za-z]{0,3}".prop_map(Some),
        1 => Just(None),
    ]
}

/// A region of the metadata: its country, its code, and one key of its names.
fn region() -> impl Strategy<Value = (String, String)> {
    let known: Vec<(String, String)> = names::all()
        .flat_map(|(code, keys)| keys.iter().map(move |key| (code.to_owned(), key.clone())))
        .collect();
    proptest::sample::select(known)
}

fn listed() -> impl Strategy<Value = Vec<Province>> {
    let one = region().prop_map(|(code, name)| Province {
        code,
        name,
        country: None,
    });
    proptest::collection::vec(one, 0..12)
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

proptest! {
    #[test]
    fn a_proposed_region_is_one_of_the_list(
        typed in prop_oneof!["\\PC{0,12}", region().prop_map(|it| it.1), region().prop_map(|it| it.0)],
        alpha2 in alpha2(),
        listed in listed(),
    ) {
        if let Some(found) = repair::region(&typed, alpha2.as_deref(), &listed) {
            prop_assert!(listed.iter().any(|it| std::ptr::eq(it, found)));
        }
    }

    #[test]
    fn a_listed_name_or_code_finds_its_region_or_none((code, name) in region(), listed in listed()) {
        let alpha2 = code.get(..2);
        let own = Province { code: code.clone(), name: name.clone(), country: None };
        let listed: Vec<Province> = listed
            .into_iter()
            .filter(|it| it.code.get(..2) == alpha2 && it.code != code)
            .chain([own])
            .collect();
        let found = repair::region(&code, alpha2, &listed).map(|it| it.code.as_str());
        prop_assert_eq!(found, Some(code.as_str()));
        let found = repair::region(&name, alpha2, &listed);
        let same_name = |it: &&Province| letters::key(&it.name) == letters::key(&name);
        // Somebody else's name, or a name that is another one's code, may stand in the way.
        if listed.iter().filter(same_name).count() == 1
            && !listed.iter().any(|it| it.code.to_lowercase().ends_with(&format!("-{name}")))
        {
            prop_assert_eq!(found.map(|it| it.code.as_str()), Some(code.as_str()));
        }
    }

    #[test]
    fn a_proposed_country_is_one_of_the_list_and_can_be_sent(
        typed in prop_oneof!["\\PC{0,16}", "[A-Za-z. ]{1,8}"],
        listed in proptest::collection::vec(
            ("[A-Za-z ]{1,12}", "[A-Z]{2}", proptest::option::of("[A-Z]{3}")), 0..12),
    ) {
        let listed: Vec<Country> = listed
            .into_iter()
            .map(|(name, alpha2, alpha3)| Country { name, alpha2: Some(alpha2), alpha3 })
            .collect();
        if let Some(found) = repair::country(&typed, &listed) {
            prop_assert!(listed.iter().any(|it| std::ptr::eq(it, found)));
            prop_assert!(found.alpha3.is_some());
        }
    }

    #[test]
    fn a_postal_code_keeps_its_letters_and_settles_at_once(
        typed in prop_oneof!["\\PC{0,14}", "[A-Za-z0-9 -]{1,10}", "[0-9]{3,9}"],
        alpha2 in alpha2(),
    ) {
        let alpha2 = alpha2.as_deref();
        let tidied = postcode::tidy(&typed, alpha2);
        prop_assert_eq!(postcode::tidy(&tidied, alpha2), tidied.clone());
        prop_assert_eq!(postcode::fits(&tidied, alpha2), postcode::fits(&typed, alpha2));
        prop_assert_eq!(letters::key(&tidied), letters::key(&typed));
    }

    #[test]
    fn a_phone_number_stays_the_same_and_settles_at_once(
        typed in prop_oneof![
            "\\PC{0,20}",
            "\\+?[0-9]{5,13}",
            "\\+?[0-9(][0-9 ()./-]{4,18}",
            "[0-9]{10}( ?x| ext\\. |#)[0-9]{1,5}",
            "\\+?1[2-9][0-9]{2}[2-9][0-9]{6}",
        ],
        alpha2 in alpha2(),
    ) {
        let alpha2 = alpha2.as_deref();
        let phone = phone::tidy(&typed, alpha2);
        let again = phone::tidy(&phone.text(), alpha2);
        prop_assert_eq!(again.text(), phone.text());
        prop_assert_eq!(again.verdict, phone.verdict);
        match phone.verdict {
            // Only what is dialled before a number may go; its end is all there.
            phone::Verdict::Fits => {
                let (was, is) = (digits(&typed), digits(&phone.text()));
                let tail = is.len().min(4);
                prop_assert_eq!(was.get(was.len() - tail..), is.get(is.len() - tail..));
                prop_assert!(was.len() <= is.len() + 8, "{} {}", was, is);
            }
            phone::Verdict::Odd | phone::Verdict::CannotTell => {
                prop_assert_eq!(phone.text(), typed.trim());
            }
        }
    }
}
