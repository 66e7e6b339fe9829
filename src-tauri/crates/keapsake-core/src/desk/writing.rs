//! What a save sends: the contact's own fields in one request, its company before, tags and consent after.

use keap_client::{Authorization, Client, CompanyLink, Contact, ContactBody, TagOutcome};

use super::outcome::{SaveOutcome, Saved, Trouble, Written};
use super::saving::desk_problems;
use super::wanted::{About, Wanted};
use super::{Desk, gone};
use crate::contact::cell::filled;
use crate::contact::difference::Difference;
use crate::contact::problem::{ProblemKind, SpotProblem};
use crate::contact::spot::Spot;
use crate::contact::undo::{Changed, changes};
use crate::failure::{Cause, Companies, Doing, Failure};

impl Desk {
    /// Writes what makes `now` the target; returns what changed, and the contact as it is then.
    pub(super) async fn write(
        &self,
        now: &Contact,
        target: &Contact,
    ) -> Result<(Vec<Changed>, Contact), Failure> {
        let difference = Difference::between(now, target);
        if difference.is_empty() {
            return Ok((Vec::new(), now.clone()));
        }
        let changes = changes(now, target);
        let (body, company) = self.body(difference).await?;
        let call = |client: Client, who: Authorization| {
            let (body, id) = (body.clone(), now.id.clone());
            async move { client.update_contact(&who, &id, &body).await }
        };
        let sent: Vec<Spot> = changes.iter().map(|change| change.spot.clone()).collect();
        let answered = self
            .ask(Doing::Writing, call)
            .await
            .map_err(gone)
            .map_err(|failure| on_spots(failure, &sent).after(company))?;
        let contact = self.whole(target, answered).await;
        Ok((changes, contact))
    }

    /// The body to send, and what was done to Keap's companies for it: one is found by its name first,
    /// and made where there is none.
    pub(super) async fn body(
        &self,
        difference: Difference,
    ) -> Result<(ContactBody, Companies), Failure> {
        let mut companies = Companies::Untouched;
        let company = match difference.company {
            None => None,
            Some(None) => Some(CompanyLink::None),
            Some(Some(company)) => match (company.id, company.name) {
                (Some(id), _) => Some(CompanyLink::To(id)),
                (None, Some(name)) => {
                    let (id, touched) = self.company(&name).await?;
                    companies = touched;
                    Some(CompanyLink::To(id))
                }
                (None, None) => None,
            },
        };
        let body = ContactBody {
            company,
            ..difference.body
        };
        Ok((body, companies))
    }

    async fn company(&self, name: &str) -> Result<(String, Companies), Failure> {
        let call = |client: Client, who: Authorization| async move {
            client.find_companies(&who, name).await
        };
        let found = self.ask(Doing::LookingUp, call).await?;
        let same = |held: &str| held.trim().to_lowercase() == name.trim().to_lowercase();
        let mut namesakes = found.into_iter().filter(|company| same(&company.name));
        if let Some(company) = namesakes.next() {
            if namesakes.next().is_some() {
                let spot = Spot::Company;
                let kind = ProblemKind::SeveralOfThisName;
                return Err(desk_problems(vec![SpotProblem { spot, kind }]));
            }
            return Ok((company.id, Companies::Untouched));
        }
        let call = |client: Client, who: Authorization| async move {
            client.create_company(&who, name).await
        };
        let company = self.ask(Doing::Writing, call).await;
        let company = company.map_err(|failure| on_spots(failure, &[Spot::Company]))?;
        Ok((company.id, Companies::OneMade))
    }

    /// The contact after a write: as answered, or read once more where the answer leaves out what was
    /// sent. Where that cannot be had, what was sent stands: the write has succeeded.
    pub(super) async fn whole(&self, target: &Contact, answered: Option<Contact>) -> Contact {
        let id = answered.as_ref().map_or(&target.id, |contact| &contact.id);
        let says = |contact: &Contact| {
            let held = filled(contact);
            filled(target).iter().all(|spot| held.contains(spot))
        };
        match &answered {
            Some(contact) if says(contact) => return contact.clone(),
            _ if id.is_empty() => {}
            _ => {
                if let Ok(contact) = self.read(id, Doing::Reading).await {
                    return contact;
                }
            }
        }
        let id = id.clone();
        Contact {
            id,
            ..target.clone()
        }
    }

    /// Tags and consent, after the contact itself: what does not work there takes nothing back.
    pub(super) async fn finish(
        &self,
        wanted: &Wanted,
        mut contact: Contact,
        saved: impl FnOnce(&Self, &Contact, Vec<Trouble>) -> Saved,
    ) -> Result<SaveOutcome, Failure> {
        let mut troubles = Vec::new();
        let id = contact.id.clone();
        for tag in &wanted.tags.apply {
            let call = |client: Client, who: Authorization| {
                let id = id.clone();
                async move { client.apply_tag(&who, tag, &[&id]).await }
            };
            match self.ask(Doing::Writing, call).await {
                Ok(outcomes) => match refused(outcomes.get(&id)) {
                    Some(error) => {
                        let failure = Failure::new(Doing::Writing, Cause::Keap(error));
                        troubles.push(Trouble::NotApplied(tag.clone(), failure));
                    }
                    None if contact.tag_ids.contains(tag) => {}
                    None => contact.tag_ids.push(tag.clone()),
                },
                Err(failure) => troubles.push(Trouble::NotApplied(tag.clone(), failure)),
            }
        }
        for tag in &wanted.tags.remove {
            let call = |client: Client, who: Authorization| {
                let id = id.clone();
                async move { client.remove_tag(&who, tag, &[&id]).await }
            };
            match self.ask(Doing::Writing, call).await {
                Ok(()) => contact.tag_ids.retain(|held| held != tag),
                Err(failure) => troubles.push(Trouble::NotRemoved(tag.clone(), failure)),
            }
        }
        for consent in &wanted.consent {
            let call = |client: Client, who: Authorization| async move {
                client
                    .set_email_status(&who, &consent.email, consent.opted_in, &consent.reason)
                    .await
            };
            let failure = match self.ask(Doing::Writing, call).await {
                Ok(status) if status.opted_in == Some(consent.opted_in) => continue,
                // Whoever unsubscribed or complained stays out, and Keap calls that a success.
                Ok(_) => Failure::new(Doing::Writing, Cause::Keap(not_done())),
                Err(failure) => failure,
            };
            troubles.push(Trouble::Consent(consent.email.clone(), failure));
        }
        if !wanted.consent.is_empty()
            && let Ok(now) = self.read(&id, Doing::Reading).await
        {
            contact = now;
        }
        let mut saved = saved(self, &contact, troubles);
        let beside = wanted.tags.apply.len() + wanted.tags.remove.len() + wanted.consent.len();
        let refused = |it: &Trouble| !it.failure().may_have_acted();
        if saved.what == Written::Updated
            && saved.changes.is_empty()
            && saved.troubles.len() == beside
            && saved.troubles.iter().all(refused)
        {
            saved.what = Written::Nothing;
        }
        saved.undo = self.note(&saved, &contact).await;
        if let Some(draft) = wanted.draft {
            let rest = of_troubles(wanted, &saved.troubles);
            if saved.troubles.is_empty() {
                self.drop_draft(draft).await;
            } else {
                self.keep_draft(&rest, About::default()).await?;
            }
        }
        Ok(SaveOutcome::Saved(Box::new(saved)))
    }
}

/// What is still wanted after a save: what could not be done beside it.
fn of_troubles(wanted: &Wanted, troubles: &[Trouble]) -> Wanted {
    let mut rest = Wanted {
        sheet: wanted.sheet,
        draft: wanted.draft,
        ..Wanted::default()
    };
    for trouble in troubles {
        match trouble {
            Trouble::NotApplied(tag, _) => rest.tags.apply.push(tag.clone()),
            Trouble::NotRemoved(tag, _) => rest.tags.remove.push(tag.clone()),
            Trouble::Consent(email, _) => {
                let consent = wanted
                    .consent
                    .iter()
                    .find(|consent| consent.email == *email);
                rest.consent.extend(consent.cloned());
            }
        }
    }
    rest
}

/// Why a tag was not applied, in the words of other refusals.
fn refused(outcome: Option<&TagOutcome>) -> Option<keap_client::Error> {
    use keap_client::Error;
    match outcome {
        Some(TagOutcome::Applied | TagOutcome::HadIt) => None,
        Some(TagOutcome::NoContact | TagOutcome::NoTag) => Some(Error::NotFound),
        Some(TagOutcome::NotAllowed) => Some(Error::Forbidden),
        Some(TagOutcome::Failed) => Some(not_done()),
        Some(TagOutcome::Unclear) | None => Some(Error::Unreadable { status: 200 }),
    }
}

/// Keap answered, and did not do it.
fn not_done() -> keap_client::Error {
    keap_client::Error::Rejected {
        status: 200,
        problems: Vec::new(),
    }
}

/// A refusal of Keap's, with the spots it may be about.
pub(super) fn on_spots(failure: Failure, sent: &[Spot]) -> Failure {
    match failure.cause {
        Cause::Keap(error @ keap_client::Error::Rejected { .. }) => {
            let sent = sent.to_vec();
            Failure::new(failure.doing, Cause::Refused { error, sent })
        }
        _ => failure,
    }
}
