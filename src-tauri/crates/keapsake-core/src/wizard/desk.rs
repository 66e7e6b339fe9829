//! The desk: Keap's lists, and saving a contact.

use keap_client::{Contact, Country, Province};

use super::{Open, Wizard};
use crate::contact::{
    Card, Draft, Field, Lists, Match, matching, plan_create, plan_update, region::sendable,
};
use crate::failure::{Cause, Doing, Failure, while_doing};

/// A country of Keap's list that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedCountry {
    /// ISO 3166-1 alpha-3: what is sent.
    pub code: String,
    /// ISO 3166-1 alpha-2, where Keap lists it.
    pub alpha2: Option<String>,
    /// Keap's own name for it.
    pub name: String,
}

/// A state, province or county of Keap's list that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedProvince {
    /// ISO 3166-2: what is sent.
    pub code: String,
    /// Keap's own name for it.
    pub name: String,
}

/// Keap's lists of the open connection and account, as far as they were asked for.
#[derive(Default)]
pub(super) struct DeskLists {
    countries: Option<Vec<Country>>,
    provinces: Vec<(String, Vec<Province>)>,
}

/// How many contacts of one search are read again for their addresses; a search that answers with
/// more has not looked for the address at all.
const MOST_READ_AGAIN: usize = 10;

/// What a save came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Saved {
    /// A new contact.
    Created(Card),
    /// The one match was changed, in these fields.
    Updated(Card, Vec<Field>),
    /// Keap holds all of it already; nothing was sent.
    Unchanged(Card),
    /// None was there to begin with, but one was by the time Keap saved: it was updated.
    Appeared(Card),
    /// Several contacts have the address; nothing was written.
    Several(Vec<Card>),
}

/// Keap's ids are far shorter.
const LONGEST_ID: usize = 64;

impl Wizard {
    /// Keap's list of countries, as far as they can be sent, by name.
    ///
    /// # Errors
    /// Not signed in, or Keap's.
    pub async fn countries(&self) -> Result<Vec<ListedCountry>, Failure> {
        let open = self.opened(Doing::Reading)?;
        let mut countries: Vec<_> = self
            .listed_countries(&open, Doing::Reading)
            .await?
            .into_iter()
            .filter_map(|country| {
                Some(ListedCountry {
                    code: country.alpha3?,
                    alpha2: country.alpha2,
                    name: country.name,
                })
            })
            .collect();
        countries.sort_by_key(|country| country.name.to_lowercase());
        Ok(countries)
    }

    /// Keap's list of the country's states; empty where Keap has none.
    ///
    /// # Errors
    /// Not signed in, or Keap's.
    pub async fn provinces(&self, country_code: &str) -> Result<Vec<ListedProvince>, Failure> {
        let open = self.opened(Doing::Reading)?;
        let countries = self.listed_countries(&open, Doing::Reading).await?;
        let same = |code: &Option<String>| {
            code.as_deref()
                .is_some_and(|code| code.eq_ignore_ascii_case(country_code))
        };
        let Some(country) = countries.iter().find(|country| same(&country.alpha3)) else {
            return Ok(Vec::new());
        };
        let listed = self
            .listed_provinces(&open, country_code, Doing::Reading)
            .await?;
        Ok(listed
            .into_iter()
            .filter_map(|province| {
                let code = sendable(&province.code, country.alpha2.as_deref())?;
                Some(ListedProvince {
                    code,
                    name: province.name,
                })
            })
            .collect())
    }

    async fn listed_countries(&self, open: &Open, doing: Doing) -> Result<Vec<Country>, Failure> {
        if let Some(countries) = self.state().lists.countries.clone() {
            return Ok(countries);
        }
        let call = |client: keap_client::Client, authorization| async move {
            client.countries(&authorization).await
        };
        let countries = open.session.run(call).await.map_err(while_doing(doing))?;
        self.keep_list(open, |lists| lists.countries = Some(countries.clone()));
        Ok(countries)
    }

    async fn listed_provinces(
        &self,
        open: &Open,
        country: &str,
        doing: Doing,
    ) -> Result<Vec<Province>, Failure> {
        let held = self
            .state()
            .lists
            .provinces
            .iter()
            .find(|(code, _)| code == country)
            .map(|(_, list)| list.clone());
        if let Some(list) = held {
            return Ok(list);
        }
        let call = |client: keap_client::Client, authorization| async move {
            client.provinces(&authorization, country).await
        };
        let list = open.session.run(call).await.map_err(while_doing(doing))?;
        self.keep_list(open, |lists| {
            lists.provinces.push((country.to_owned(), list.clone()));
        });
        Ok(list)
    }

    /// Keeps a list, unless another connection was opened while it was on its way.
    fn keep_list(&self, open: &Open, keep: impl FnOnce(&mut DeskLists)) {
        let mut state = self.state();
        if state
            .open
            .as_ref()
            .is_some_and(|now| now.place.id == open.place.id)
        {
            keep(&mut state.lists);
        }
    }

    /// Looks for the e-mail address and updates the one match, or creates a contact where there is
    /// none. With several matches nothing is written unless `picked` names one of them.
    ///
    /// # Errors
    /// Problems with fields, or what went wrong on the way; the [`Doing`] says whether a write was
    /// under way.
    pub async fn save_contact(
        &self,
        draft: &Draft,
        picked: Option<&str>,
    ) -> Result<Saved, Failure> {
        let _attended = self.inner.keychain.attended();
        let open = self.opened(Doing::LookingUp)?;
        self.tell_few_calls(&open);
        let lists = self.lists_for(&open, draft).await?;
        let checked = draft
            .check(&lists)
            .map_err(|problems| Failure::new(Doing::LookingUp, Cause::Contact(problems)))?;
        let email = checked.email().to_owned();
        let call = |client: keap_client::Client, authorization| {
            let email = email.clone();
            async move { client.find_contacts_by_email(&authorization, &email).await }
        };
        let found = open
            .session
            .run(call)
            .await
            .map_err(while_doing(Doing::LookingUp))?;
        self.tell_few_calls(&open);
        let found = with_addresses(&open, found).await?;
        let id = match (matching(&email, found), picked) {
            (Match::None, None) => return create(&open, &plan_create(&checked)).await,
            (Match::Several(contacts), None) => {
                return Ok(Saved::Several(contacts.iter().map(Card::from).collect()));
            }
            (Match::One(contact), None) => contact.id,
            (Match::One(contact), Some(id)) if contact.id == id => contact.id,
            (Match::Several(contacts), Some(id))
                if contacts.iter().any(|contact| contact.id == id) =>
            {
                id.to_owned()
            }
            (_, Some(_)) => return Err(Failure::new(Doing::LookingUp, Cause::NoLongerThere)),
        };
        // Read anew and whole: a search's answer may leave out what an update would then remove.
        let current = read(&open, &id, Doing::LookingUp).await.map_err(gone)?;
        let plan = plan_update(&checked, &current, &lists)
            .map_err(|problems| Failure::new(Doing::LookingUp, Cause::Contact(problems)))?;
        if plan.mask.is_empty() {
            return Ok(Saved::Unchanged(Card::from(&current)));
        }
        let call = |client: keap_client::Client, authorization| {
            let (id, plan) = (id.clone(), plan.clone());
            async move {
                client
                    .update_contact(&authorization, &id, &plan.body, &plan.mask)
                    .await
            }
        };
        let updated = open
            .session
            .run(call)
            .await
            .map_err(while_doing(Doing::Writing))
            .map_err(gone)?;
        let updated = whole(&open, &id, updated).await.unwrap_or(current);
        Ok(Saved::Updated(Card::from(&updated), plan.changed))
    }

    /// The lists this draft is checked against: none where it leaves the address alone.
    async fn lists_for(&self, open: &Open, draft: &Draft) -> Result<Lists, Failure> {
        if !draft.touches_the_address() {
            return Ok(Lists::default());
        }
        let country = draft.country_code.trim();
        let countries = self.listed_countries(open, Doing::LookingUp).await?;
        let same = |code: &Option<String>| {
            code.as_deref()
                .is_some_and(|code| code.eq_ignore_ascii_case(country))
        };
        let listed = countries
            .iter()
            .find(|listed| same(&listed.alpha3) || same(&listed.alpha2));
        let provinces = match listed.and_then(|listed| listed.alpha3.clone()) {
            Some(code) if !draft.region_code.trim().is_empty() => {
                Some(self.listed_provinces(open, &code, Doing::LookingUp).await?)
            }
            _ => None,
        };
        Ok(Lists {
            countries,
            provinces,
        })
    }

    /// Opens a contact in Keap's own page.
    ///
    /// # Errors
    /// The account's name or the id is not known, or the browser did not open.
    pub async fn open_contact(&self, id: &str) -> Result<(), Failure> {
        let open = self.opened(Doing::Other)?;
        let app = open
            .session
            .account()
            .await
            .map_err(while_doing(Doing::Other))?
            .filter(|app| !app.is_empty());
        let app = app.ok_or(Failure::new(Doing::Other, Cause::NoAccountName))?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if id.is_empty() || id.len() > LONGEST_ID || !id.chars().all(plain) {
            return Err(Failure::new(Doing::Other, Cause::NotNow));
        }
        let base = match &open.place.pages {
            Some(pages) => format!("{}/{app}", pages.as_str().trim_end_matches('/')),
            None => format!("https://{app}.infusionsoft.com"),
        };
        let url = format!("{base}/Contact/manageContact.jsp?view=edit&ID={id}");
        self.inner
            .ports
            .browser
            .open(&url)
            .await
            .map_err(|_| Failure::new(Doing::Other, Cause::Browser))
    }
}

async fn create(open: &Open, body: &keap_client::ContactBody) -> Result<Saved, Failure> {
    let call = |client: keap_client::Client, authorization| {
        let body = body.clone();
        async move { client.create_contact(&authorization, &body).await }
    };
    let created = open
        .session
        .run(call)
        .await
        .map_err(while_doing(Doing::Writing))?;
    let id = created.contact.id.clone();
    if !created.existed {
        let contact = whole(open, &id, Some(created.contact.clone())).await;
        return Ok(Saved::Created(Card::from(
            &contact.unwrap_or(created.contact),
        )));
    }
    // What it holds now, as Keap says; the answer to the write is good enough where that fails.
    let now = whole(open, &id, None).await.unwrap_or(created.contact);
    Ok(Saved::Appeared(Card::from(&now)))
}

/// The contact after a write, for showing it: as answered, or read once more where the answer left
/// out the address it was found by. `None` where that cannot be had; the write has succeeded.
async fn whole(open: &Open, id: &str, answered: Option<Contact>) -> Option<Contact> {
    match answered {
        Some(contact) if !contact.email_addresses.is_empty() => Some(contact),
        _ => read(open, id, Doing::Reading).await.ok(),
    }
}

/// The contacts a search found, each with its addresses: one that came without any is read by its
/// id, because only an address tells whether it is a match.
async fn with_addresses(open: &Open, found: Vec<Contact>) -> Result<Vec<Contact>, Failure> {
    let mut contacts = Vec::with_capacity(found.len());
    for contact in found {
        if contact.email_addresses.is_empty() && contacts.len() < MOST_READ_AGAIN {
            contacts.push(read(open, &contact.id, Doing::LookingUp).await?);
        } else {
            contacts.push(contact);
        }
    }
    Ok(contacts)
}

async fn read(open: &Open, id: &str, doing: Doing) -> Result<Contact, Failure> {
    let call = |client: keap_client::Client, authorization| async move {
        client.contact(&authorization, id).await
    };
    open.session.run(call).await.map_err(while_doing(doing))
}

fn gone(failure: Failure) -> Failure {
    match failure.cause {
        Cause::Keap(keap_client::Error::NotFound) => {
            Failure::new(failure.doing, Cause::NoLongerThere)
        }
        _ => failure,
    }
}
