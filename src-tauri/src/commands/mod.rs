//! The commands of the page, one file a screen; each hands over to the core.

pub(crate) mod account;
pub(crate) mod app;
pub(crate) mod desk;
pub(crate) mod keys;
pub(crate) mod sign_in;

use keapsake_core::failure::Failure;
use keapsake_core::wizard::Wizard;

use crate::ipc::{CommandError, View};

type Answer<T> = Result<T, CommandError>;

/// What the person sees after a command.
fn shown(wizard: &Wizard, result: Result<(), Failure>) -> Answer<View> {
    result?;
    Ok(wizard.snapshot().into())
}
