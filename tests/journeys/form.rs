//! A form as somebody fills it in, and the way from it to a save: found by its address, then saved. Each
//! step asks for the desk anew, as the window does.

use keapsake_core::contact::Spot;
use keapsake_core::contact::edits::Edits;
use keapsake_core::desk::{
    ConsentWanted, FindBy, Found, SaveOutcome, Saved, SheetNumber, SheetView, TagsWanted, Wanted,
    Written,
};
use keapsake_core::failure::Failure;
use keapsake_core::wizard::Wizard;

/// What somebody types.
#[derive(Debug, Clone, Default)]
pub(crate) struct Form {
    pub(crate) email: String,
    pub(crate) edits: Edits,
    pub(crate) tags: TagsWanted,
    pub(crate) consent: Vec<ConsentWanted>,
}

/// A form with this e-mail address and nothing else.
pub(crate) fn draft(email: &str) -> Form {
    Form {
        email: email.into(),
        ..Form::default()
    }
}

impl Form {
    /// Types a text into a spot; `""` empties it.
    pub(crate) fn with(mut self, name: &str, text: &str) -> Self {
        self.edits.insert(spot(name), text.into());
        self
    }

    /// The same of a sheet.
    pub(crate) fn of(&self, sheet: SheetNumber) -> Wanted {
        Wanted {
            sheet,
            draft: None,
            edits: self.edits.clone(),
            tags: self.tags.clone(),
            consent: self.consent.clone(),
        }
    }
}

pub(crate) fn spot(name: &str) -> Spot {
    Spot::from_name(name).unwrap_or_else(|| panic!("no spot is called {name}"))
}

/// The names of spots.
pub(crate) fn names<'a>(spots: impl IntoIterator<Item = &'a Spot>) -> Vec<String> {
    spots.into_iter().map(ToString::to_string).collect()
}

/// The sheet of the one who has the address, or the empty one where nobody has.
pub(crate) async fn sheet(wizard: &Wizard, email: &str) -> Result<SheetView, Failure> {
    match wizard.desk()?.find(FindBy::Email, email).await? {
        Found::Nobody(Some(sheet)) | Found::One(sheet) => Ok(*sheet),
        other => panic!("one sheet for {email}, not {other:?}"),
    }
}

/// Finds by the form's address and saves.
pub(crate) async fn save(wizard: &Wizard, form: &Form) -> Result<SaveOutcome, Failure> {
    let sheet = sheet(wizard, &form.email).await?;
    wizard.desk()?.save(&form.of(sheet.number)).await
}

pub(crate) fn saved(outcome: Result<SaveOutcome, Failure>) -> Saved {
    match outcome {
        Ok(SaveOutcome::Saved(saved)) => *saved,
        other => panic!("saved: {other:?}"),
    }
}

pub(crate) fn created(outcome: Result<SaveOutcome, Failure>) -> Saved {
    let saved = saved(outcome);
    assert!(
        matches!(saved.what, Written::Created | Written::SentAgain),
        "created: {saved:?}"
    );
    saved
}

/// What was saved of a contact that was there, and the names of the spots that changed.
pub(crate) fn updated(outcome: Result<SaveOutcome, Failure>) -> (Saved, Vec<String>) {
    let saved = saved(outcome);
    assert!(
        matches!(saved.what, Written::Updated | Written::Nothing),
        "updated: {saved:?}"
    );
    let said = saved.changes.iter().filter(|change| change.is_said());
    let spots = names(said.map(|change| &change.spot));
    (saved, spots)
}

pub(crate) fn unchanged(outcome: Result<SaveOutcome, Failure>) {
    match outcome {
        Ok(SaveOutcome::Unchanged(_)) => {}
        other => panic!("unchanged: {other:?}"),
    }
}
