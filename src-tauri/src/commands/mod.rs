//! The commands of the page, one file a screen; each hands over to the core.

pub(crate) mod account;
pub(crate) mod app;
pub(crate) mod desk;
pub(crate) mod diagnosis;
pub(crate) mod keys;
pub(crate) mod sign_in;

use keapsake_core::failure::Failure;
use keapsake_core::notices::notice;
use keapsake_core::wizard::Wizard;

use crate::ipc::{CommandError, View};

type Answer<T> = Result<T, CommandError>;

/// A command's answer; what the person is told of a failure is noted for the report.
fn answered<T>(wizard: &Wizard, result: Result<T, Failure>) -> Answer<T> {
    result.map_err(|failure| {
        let told = notice(&failure);
        wizard.note_told(&told);
        CommandError::of(&failure, told)
    })
}

/// What the person sees after a command.
fn shown(wizard: &Wizard, result: Result<(), Failure>) -> Answer<View> {
    answered(wizard, result)?;
    Ok(wizard.snapshot().into())
}
