//! The contact desk as it crosses to the page and back: sheets, edits, answers. A place in a contact is a
//! spot, named by a string as in `address.billing.postal_code`. Nothing here decides anything.

mod answers;
mod asks;
mod choices;
mod find;
mod history;
mod outcomes;
mod save;

pub(crate) use asks::decisions;
pub(crate) use choices::*;
pub(crate) use find::*;
pub(crate) use history::*;
pub(crate) use save::*;
