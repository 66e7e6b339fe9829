//! The sheets on the desk: records as they were read, under the numbers their viewers hold.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use keap_client::Contact;

/// The number of a sheet.
pub type SheetNumber = u64;

/// A record as it lies on the desk.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    /// The contact as it was read; `None` for one that Keap does not have.
    pub(super) base: Option<Contact>,
    /// The address it was looked for by.
    pub(super) email: Option<String>,
    /// When it was looked for.
    pub(super) at: SystemTime,
}

/// Sheets that nobody looks at any more go, the oldest first.
const MOST: usize = 32;

/// The last number that was given, at any desk: after a new sign-in the page may still hold a number of
/// the desk before, and what was typed there must never meet another contact.
static LAST: AtomicU64 = AtomicU64::new(0);

#[derive(Debug, Default)]
pub(super) struct Sheets {
    open: VecDeque<(SheetNumber, Sheet)>,
}

impl Sheets {
    /// Lays a new sheet on the desk.
    pub(super) fn lay(&mut self, sheet: Sheet) -> SheetNumber {
        let number = LAST.fetch_add(1, Ordering::Relaxed) + 1;
        self.open.push_back((number, sheet));
        if self.open.len() > MOST {
            self.open.pop_front();
        }
        number
    }

    /// The sheet of that number.
    pub(super) fn get(&self, number: SheetNumber) -> Option<Sheet> {
        let mut open = self.open.iter();
        open.find(|(known, _)| *known == number)
            .map(|(_, sheet)| sheet.clone())
    }

    /// Replaces what lies under that number.
    pub(super) fn replace(&mut self, number: SheetNumber, sheet: Sheet) {
        if let Some((_, held)) = self.open.iter_mut().find(|(known, _)| *known == number) {
            *held = sheet;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(email: &str) -> Sheet {
        Sheet {
            base: None,
            email: Some(email.to_owned()),
            at: SystemTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn numbers_are_never_given_twice_and_the_oldest_sheet_goes_first() {
        let mut sheets = Sheets::default();
        let first = sheets.lay(sheet("a@example.com"));
        let second = sheets.lay(sheet("b@example.com"));
        assert_ne!(first, second);
        sheets.replace(first, sheet("c@example.com"));
        assert_eq!(
            sheets.get(first).unwrap().email.as_deref(),
            Some("c@example.com")
        );
        for _ in 1..MOST {
            sheets.lay(sheet("d@example.com"));
        }
        assert!(sheets.get(first).is_none(), "the oldest of too many");
        assert!(sheets.get(second).is_some());
        sheets.replace(first, sheet("e@example.com"));
        assert!(
            sheets.get(first).is_none(),
            "nothing is put under an old number"
        );
    }

    #[test]
    fn a_number_of_one_desk_is_none_of_the_next() {
        let number = Sheets::default().lay(sheet("a@example.com"));
        let mut next = Sheets::default();
        next.lay(sheet("b@example.com"));
        assert!(next.get(number).is_none());
    }
}
