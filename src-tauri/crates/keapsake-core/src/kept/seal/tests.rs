//! What the seal holds against, each time beside what would happen without it.

use proptest::prelude::*;

use super::super::account::{AccountKey, Kind};
use super::*;

fn record() -> SecretString {
    SealKey::fresh("keap", UNIX_EPOCH).unwrap()
}

fn key() -> SealKey {
    SealKey::read(&record(), "keap").unwrap()
}

fn places() -> Vec<(AccountKey, Kind)> {
    let accounts = [("keap", "pb101"), ("keap", "pb102"), ("practice", "pb101")];
    let accounts = accounts.map(|(connection, app)| AccountKey::new(connection, app));
    let of = |account: AccountKey| Kind::ALL.map(|kind| (account.clone(), kind));
    accounts.into_iter().flat_map(of).collect()
}

/// How many files open in a place that they were not sealed for.
fn opened_elsewhere(bound: impl Fn(&AccountKey, Kind) -> Vec<u8>) -> usize {
    let (key, places) = (key(), places());
    let mut opened = 0;
    for (at, (account, kind)) in places.iter().enumerate() {
        let file = key.seal(&bound(account, *kind), b"plain").unwrap();
        for (other, (account, kind)) in places.iter().enumerate() {
            let open = key.open(&bound(account, *kind), &file).is_some();
            if at == other {
                assert!(open, "in its own place it opens");
            } else {
                opened += usize::from(open);
            }
        }
    }
    opened
}

#[test]
fn a_file_opens_in_its_own_place_only() {
    assert_eq!(opened_elsewhere(AccountKey::bound), 0);
}

#[test]
fn without_the_binding_swapped_files_would_open() {
    assert_eq!(opened_elsewhere(|_, _| Vec::new()), 9 * 8);
}

#[test]
fn nothing_but_the_whole_file_opens() {
    let key = key();
    let file = key.seal(b"here", b"forty-two").unwrap();
    for length in 0..file.len() {
        assert_eq!(key.open(b"here", &file[..length]), None, "cut at {length}");
    }
    for at in 0..file.len() {
        let mut changed = file.clone();
        changed[at] ^= 1;
        assert_eq!(key.open(b"here", &changed), None, "changed at {at}");
    }
    let longer = [&file[..], b"x"].concat();
    assert_eq!(key.open(b"here", &longer), None);
    assert_eq!(self::key().open(b"here", &file), None, "another key");
    assert_eq!(key.open(b"here", &file).as_deref(), Some(&b"forty-two"[..]));
}

#[test]
fn only_a_sound_record_of_this_connection_is_a_key() {
    let sound = record().expose_secret().to_owned();
    assert!(sound.len() < 200 && sound.bytes().all(|byte| matches!(byte, 0x20..=0x7e)));
    assert!(SealKey::read(&sound.as_str().into(), "keap").is_some());
    assert!(SealKey::read(&sound.as_str().into(), "practice").is_none());
    let with = |key: &str| format!(r#"{{"v":1,"connection":"keap","key":"{key}","saved_at":1}}"#);
    for (bad, what) in [
        (String::new(), "nothing"),
        (sound.replace(r#""v":1"#, r#""v":2"#), "a later version"),
        (with(""), "no key"),
        (with(&"A".repeat(42)), "a short key"),
        (with(&"A".repeat(44)), "a long key"),
        (with(&"A".repeat(4_000)), "a very long key"),
        (with(&"é".repeat(43)), "no base64"),
    ] {
        assert!(SealKey::read(&bad.into(), "keap").is_none(), "{what}");
    }
    assert!(SealKey::read(&with(&"A".repeat(43)).into(), "keap").is_some());
}

#[test]
fn the_key_prints_nothing_of_itself_and_every_one_is_new() {
    assert_eq!(format!("{:?}", key()), "SealKey");
    assert_ne!(record().expose_secret(), record().expose_secret());
    let key = key();
    let (one, other) = (key.seal(b"", b"same"), key.seal(b"", b"same"));
    assert_ne!(one, other, "every write has a nonce of its own");
}

proptest! {
    #[test]
    fn what_was_sealed_comes_back_and_is_not_to_be_seen(
        plain in proptest::collection::vec(any::<u8>(), 0..600),
        bound in proptest::collection::vec(any::<u8>(), 0..60),
    ) {
        let key = key();
        let file = key.seal(&bound, &plain).unwrap();
        let seen = plain.len() >= 8 && file.windows(plain.len()).any(|part| part == plain);
        prop_assert!(!seen);
        prop_assert_eq!(key.open(&bound, &file), Some(plain));
    }
}
