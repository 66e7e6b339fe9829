//! Which of several records under one name is the newest. It knows how records tell their age, and
//! nothing else of them.

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

/// What a record says of its own age: tokens by their generation, those of the first releases by
/// when they came; keys by when they were saved; a waiting sign-in by how long it waits.
#[derive(Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(default)]
struct Age {
    #[serde(rename = "gen")]
    generation: u64,
    marker: Option<u64>,
    obtained_at: u64,
    saved_at: u64,
    until: u64,
}

/// Which of several records that a keychain holds under one name is the one to keep: the newest by
/// what they say of themselves. One that cannot be read is older than any other.
pub fn newest(records: &[SecretString]) -> usize {
    // EXPOSE: only the record's age is looked at.
    let age = |record: &SecretString| serde_json::from_str::<Age>(record.expose_secret()).ok();
    let ages = records.iter().map(age).enumerate();
    ages.max_by(|(_, one), (_, other)| one.cmp(other))
        .map_or(0, |(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_records_the_newest_is_kept() {
        let old = r#"{"v":1,"obtained_at":9000}"#;
        let table: [(&[&str], usize); 8] = [
            (&["{}"], 0),
            (&["{", "{}"], 1),
            (&["{}", "{"], 0),
            (&[r#"{"gen":2}"#, r#"{"gen":3}"#, r#"{"gen":1}"#], 1),
            (&[r#"{"gen":7,"obtained_at":1}"#, old], 0),
            (&[r#"{"saved_at":5}"#, r#"{"saved_at":4}"#], 0),
            (&[r#"{"until":5}"#, r#"{"until":6}"#], 1),
            // The pair itself is the same: the one that knows that its token may be spent.
            (&[r#"{"gen":3,"marker":1}"#, r#"{"gen":3}"#], 0),
        ];
        for (records, expected) in table {
            let records: Vec<_> = records.iter().map(|record| (*record).into()).collect();
            assert_eq!(newest(&records), expected, "{expected}");
        }
    }
}
