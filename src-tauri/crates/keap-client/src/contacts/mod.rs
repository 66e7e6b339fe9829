//! Contacts: find, read, create, update, delete, and the custom fields they have.
//!
//! Sends what it is given and returns what it gets. Which lists must be sent whole, what counts
//! as a match and what a save means are the core's rules.

mod body;
mod contact;
mod find;
mod list_item;
mod model;
mod names;
mod requests;
mod search;

pub use body::{CompanyLink, ContactBody};
pub use contact::{CompanyOfContact, Contact, contact_fields};
pub use find::ContactFilter;
pub use list_item::ListItem;
pub use model::{CustomFieldModel, CustomFieldOption};
pub use names::{ListField, TextField};
pub use requests::Created;
pub use search::WHOLE_IN_A_SEARCH;
