//! A save: checked, read anew, merged, written, and looked at afterwards.
//!
//! | | asked of Keap |
//! |---|---|
//! | a new contact | the look-up (again when it is older than a minute), the create |
//! | a contact that is there | a fresh read, the update |
//!
//! A company, tags and consent cost calls of their own. Nothing is written while anything is undecided.

use std::time::{Duration, SystemTime};

use keap_client::{Authorization, Client, Contact};

use super::Desk;
use super::facts::SheetView;
use super::finding::Found;
use super::outcome::{
    CompanyStep, Reviewed, SaveOutcome, Saved, Trouble, Written, save_fell_short,
};
use super::sheets::{Sheet, SheetNumber};
use super::tidying::tidied;
use super::wanted::Wanted;
use super::writing::on_spots;
use crate::contact::Match;
use crate::contact::cell::{changed, filled};
use crate::contact::difference::Difference;
use crate::contact::edits::{Edits, apply};
use crate::contact::known::Known;
use crate::contact::meanwhile::{clashes, not_taken, others};
use crate::contact::problem::{ProblemKind, SpotProblem};
use crate::contact::review::rows;
use crate::contact::spot::{EmailSlot, Spot};
use crate::contact::undo::changes;
use crate::failure::{Cause, Doing, Failure};

/// A look-up older than this is repeated before a new contact is sent.
const LOOK_UP_HOLDS: Duration = Duration::from_mins(1);

impl Desk {
    /// What a save would do, and what cannot be sent. Keap is asked for lists only.
    ///
    /// # Errors
    /// Spots that cannot be sent as typed; Keap's lists, where they are needed and cannot be had.
    pub async fn review(&self, wanted: &Wanted) -> Result<Reviewed, Failure> {
        let sheet = self.sheet(wanted.sheet)?;
        reasons_given(wanted)?;
        let base = sheet.base.clone().unwrap_or_default();
        let edits = edits_of(wanted, &sheet);
        let known = self.lists.known(&base, &edits).await?;
        let (edits, remarks) = tidied(&base, &edits, &known.countries);
        let after = checked(&base, &edits, &known)?;
        let company = Difference::between(&base, &after).company;
        Ok(Reviewed {
            rows: rows(&base, &after, &wanted.edits, &self.lists.names()),
            remarks,
            company: match company {
                Some(Some(_)) => CompanyStep::Links,
                Some(None) | None => CompanyStep::None,
            },
        })
    }

    /// Saves what is wanted of a sheet.
    ///
    /// # Errors
    /// Spots that cannot be sent, or what went wrong on the way; the [`Doing`] says whether a write was
    /// under way.
    pub async fn save(&self, wanted: &Wanted) -> Result<SaveOutcome, Failure> {
        let write = self.save_alone(wanted);
        self.writes.run(write, save_fell_short).await
    }

    async fn save_alone(&self, wanted: &Wanted) -> Result<SaveOutcome, Failure> {
        let sheet = self.sheet(wanted.sheet)?;
        reasons_given(wanted)?;
        match &sheet.base {
            None => self.save_new(wanted, &sheet).await,
            Some(base) => self.save_known(wanted, &sheet, base).await,
        }
    }

    pub(super) fn sheet(&self, number: SheetNumber) -> Result<Sheet, Failure> {
        let sheet = self.sheets().get(number);
        sheet.ok_or(Failure::new(Doing::LookingUp, Cause::NotNow))
    }

    async fn save_new(&self, wanted: &Wanted, sheet: &Sheet) -> Result<SaveOutcome, Failure> {
        let edits = edits_of(wanted, sheet);
        let nobody = Contact::default();
        let known = self.lists.known(&nobody, &edits).await?;
        let (edits, _) = tidied(&nobody, &edits, &known.countries);
        let after = checked(&nobody, &edits, &known)?;
        let first = Spot::Email(EmailSlot::First);
        let email = edits.get(&first).map(|email| email.trim().to_owned());
        let Some(email) = email.filter(|email| !email.is_empty()) else {
            let kind = ProblemKind::Missing;
            return Err(desk_problems(vec![SpotProblem { spot: first, kind }]));
        };
        let age = self.clock.now().duration_since(sheet.at);
        let holds = age.is_ok_and(|age| age <= LOOK_UP_HOLDS)
            && sheet
                .email
                .as_deref()
                .is_some_and(|looked| same_address(looked, &email));
        if !holds {
            match self.matches(&email).await? {
                Match::None => {}
                Match::One(contact) => {
                    let view = self.lay(Some(*contact), Some(&email)).await;
                    return Ok(SaveOutcome::Appeared(Box::new(Found::One(Box::new(view)))));
                }
                Match::Several(contacts) => {
                    return Ok(SaveOutcome::Appeared(Box::new(Found::Several {
                        cards: contacts.iter().map(|contact| self.card(contact)).collect(),
                        more: false,
                    })));
                }
            }
        }
        let difference = Difference::between(&nobody, &after);
        let (body, companies) = self.body(difference).await?;
        let sent = filled(&after);
        let call = |client: Client, who: Authorization| {
            let body = body.clone();
            async move { client.create_contact(&who, &body).await }
        };
        let created = match self.ask(Doing::Writing, call).await {
            Ok(created) => created,
            Err(failure) => {
                if failure.may_have_acted() {
                    self.look_again_before_saving(wanted.sheet, sheet);
                }
                return Err(on_spots(failure, &sent).after(companies));
            }
        };
        let contact = self.whole(&after, Some(created.contact)).await;
        let (what, changes) = match (created.existed, created.after_unanswered) {
            (false, _) => (Written::Created, changes(&nobody, &after)),
            (true, true) => (Written::SentAgain, Vec::new()),
            (true, false) => (Written::Joined, Vec::new()),
        };
        let not_taken = not_taken(&after, &contact, &sent);
        self.finish(wanted, contact, |desk, contact, troubles| Saved {
            what,
            facts: desk.facts(contact),
            changes,
            others: Vec::new(),
            not_taken,
            troubles,
            sheet: desk.put(wanted.sheet, contact),
            undo: None,
        })
        .await
    }

    /// Lets a sheet's look-up count as old: what was sent may have made the contact.
    fn look_again_before_saving(&self, number: SheetNumber, sheet: &Sheet) {
        let sheet = Sheet {
            at: SystemTime::UNIX_EPOCH,
            ..sheet.clone()
        };
        self.sheets().replace(number, sheet);
    }

    async fn save_known(
        &self,
        wanted: &Wanted,
        sheet: &Sheet,
        base: &Contact,
    ) -> Result<SaveOutcome, Failure> {
        let edits = edits_of(wanted, sheet);
        let known = self.lists.known(base, &edits).await?;
        let (edits, _) = tidied(base, &edits, &known.countries);
        let mine = checked(base, &edits, &known)?;
        let tags = &wanted.tags;
        let nothing = wanted.consent.is_empty() && tags.apply.is_empty() && tags.remove.is_empty();
        let touched = changed(base, &mine);
        if touched.is_empty() {
            if nothing {
                return Ok(SaveOutcome::Unchanged(Some(self.facts(base))));
            }
            return self
                .finish(wanted, base.clone(), |desk, contact, troubles| {
                    desk.nothing_but_beside(wanted.sheet, contact, troubles)
                })
                .await;
        }
        // Read anew and whole: a search's answer may leave out what an update would then remove.
        let now = self.read(&base.id, Doing::LookingUp).await?;
        let clashes = clashes(base, &now, &mine, &self.lists.names());
        if !clashes.is_empty() {
            let sheet = self.put(wanted.sheet, &now);
            return Ok(SaveOutcome::ChangedMeanwhile {
                sheet: Box::new(sheet),
                clashes,
            });
        }
        let others = others(base, &now, &mine);
        // A text that says what was there to begin with must not write over what somebody put there since.
        let mut edits = edits;
        edits.retain(|spot, _| touched.contains(spot));
        let known = self.lists.known(&now, &edits).await?;
        let target = checked(&now, &edits, &known)?;
        if nothing && Difference::between(&now, &target).is_empty() {
            // Somebody else had the same idea.
            return Ok(SaveOutcome::Unchanged(self.put(wanted.sheet, &now).contact));
        }
        let (changes, contact) = self.write(&now, &target).await?;
        let written: Vec<Spot> = changes.iter().map(|change| change.spot.clone()).collect();
        let not_taken = not_taken(&target, &contact, &written);
        self.finish(wanted, contact, |desk, contact, troubles| Saved {
            what: Written::Updated,
            facts: desk.facts(contact),
            changes,
            others,
            not_taken,
            troubles,
            sheet: desk.put(wanted.sheet, contact),
            undo: None,
        })
        .await
    }

    fn nothing_but_beside(
        &self,
        number: SheetNumber,
        contact: &Contact,
        troubles: Vec<Trouble>,
    ) -> Saved {
        Saved {
            what: Written::Updated,
            facts: self.facts(contact),
            changes: Vec::new(),
            others: Vec::new(),
            not_taken: Vec::new(),
            troubles,
            sheet: self.put(number, contact),
            undo: None,
        }
    }

    /// Replaces what lies under a number by what Keap holds now.
    pub(super) fn put(&self, number: SheetNumber, contact: &Contact) -> SheetView {
        let sheet = Sheet {
            base: Some(contact.clone()),
            email: None,
            at: self.clock.now(),
        };
        self.sheets().replace(number, sheet.clone());
        self.view(number, &sheet)
    }
}

/// The edits, with the address that a new contact was looked for by.
fn edits_of(wanted: &Wanted, sheet: &Sheet) -> Edits {
    let mut edits = wanted.edits.clone();
    if let (None, Some(email)) = (&sheet.base, &sheet.email) {
        let first = Spot::Email(EmailSlot::First);
        edits.entry(first).or_insert_with(|| email.clone());
    }
    edits
}

/// No consent is changed without a reason.
fn reasons_given(wanted: &Wanted) -> Result<(), Failure> {
    let without = wanted
        .consent
        .iter()
        .filter(|it| it.reason.trim().is_empty());
    let without: Vec<String> = without.map(|it| it.email.clone()).collect();
    if without.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(Doing::LookingUp, Cause::NoReason(without)))
    }
}

fn checked(base: &Contact, edits: &Edits, known: &Known) -> Result<Contact, Failure> {
    apply(base, edits, known).map_err(desk_problems)
}

pub(super) fn desk_problems(problems: Vec<SpotProblem>) -> Failure {
    Failure::new(Doing::LookingUp, Cause::Spots(problems))
}

fn same_address(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
