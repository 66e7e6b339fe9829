//! Names compared as people mean them: case, accents, dots, dashes and spaces aside.
//!
//! Knows letters, not places.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// The words of a text in lower case, without accents and punctuation.
pub(crate) fn words(text: &str) -> Vec<String> {
    let spelled = text.replace('&', " and ");
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(&spelled);
    let mut plain = String::with_capacity(decomposed.len());
    for letter in decomposed.chars() {
        match letter {
            'ß' => plain.push_str("ss"),
            'æ' | 'Æ' => plain.push_str("ae"),
            'œ' | 'Œ' => plain.push_str("oe"),
            'ø' | 'Ø' => plain.push('o'),
            'ł' | 'Ł' => plain.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => plain.push('d'),
            'ı' => plain.push('i'),
            // Accents, which stand apart by now, and apostrophes.
            '\u{300}'..='\u{36f}' | '\'' | '’' | 'ʻ' | '`' => {}
            letter if letter.is_alphanumeric() => plain.extend(letter.to_lowercase()),
            _ => plain.push(' '),
        }
    }
    plain.split_whitespace().map(ToOwned::to_owned).collect()
}

/// What two spellings of one name have in common.
pub(super) fn key(text: &str) -> String {
    words(text).concat()
}

/// The key without words of that kind; the whole key where nothing else would be left.
pub(super) fn key_without(text: &str, dropped: &[&str]) -> String {
    let words = words(text);
    let rest: String = words
        .iter()
        .filter(|word| !dropped.contains(&word.as_str()))
        .map(String::as_str)
        .collect();
    if rest.is_empty() {
        words.concat()
    } else {
        rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_one() {
        for (one, other) in [
            ("N.S.W.", "nsw"),
            ("Québec ", "QUEBEC"),
            ("Que\u{301}bec", "Québec"),
            ("Newfoundland & Labrador", "Newfoundland and Labrador"),
            ("Hawaiʻi", "Hawai'i"),
            ("Île-du-Prince-Édouard", "ile du prince edouard"),
            ("Łódzkie", "lodzkie"),
            ("İstanbul", "istanbul"),
            ("Thừa Thiên–Huế", "Thua Thien-Hue"),
            ("ＴＯＫＹＯ", "Tokyo"),
            ("Graubünden", "graubunden"),
        ] {
            assert_eq!(key(one), key(other), "{one:?} {other:?}");
        }
        assert_ne!(key("Niger"), key("Nigeria"));
        assert_ne!(key("京都府"), key("東京都"));
        assert_eq!(key(" .-' "), "");
    }

    #[test]
    fn dropped_words_leave_something() {
        assert_eq!(key_without("County Cork", &["county"]), "cork");
        assert_eq!(key_without("Countyside", &["county"]), "countyside");
        assert_eq!(key_without("County", &["county"]), "county");
    }
}
