//! Contacts: find by e-mail, read, create, update.
//!
//! Sends what it is given and returns what it gets. Which lists must be sent whole, what counts
//! as a match and what a save means are the core's rules.

mod body;
mod contact;
mod list_item;
mod requests;
mod search;

pub use body::ContactBody;
pub use contact::{CONTACT_FIELDS, Contact};
pub use list_item::ListItem;
pub use requests::Created;
