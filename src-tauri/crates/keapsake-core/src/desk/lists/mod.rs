//! Keap's lists of this account: asked for once, kept with their date, renewed behind the person's back.
//!
//! A list that is old is used while a newer one is on its way, so that a slow Keap stops nobody.

mod choices;
mod listed;
mod naming;
mod renewing;

pub use choices::{Choice, Choices, ChoicesOf};
pub use listed::{ListedCountry, ListedProvince};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use keap_client::{Authorization, Client, Contact, ContactSettings, Country, Province};
use serde::{Deserialize, Serialize};

use crate::contact::edits::{self, Edits};
use crate::contact::known::{CustomField, CustomKind, Known};
use crate::failure::Failure;
use crate::kept::ListCache;
use crate::ports::Clock;
use crate::session::Session;

use renewing::{ByName, Dated, List};

/// Keap's lists of one account. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub struct DeskLists {
    session: Session,
    clock: Arc<dyn Clock>,
    cache: ListCache,
    held: Arc<Mutex<HeldLists>>,
}

/// A user, as the lists need one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Person {
    id: String,
    name: String,
    active: bool,
}

/// A tag with its category's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct NamedTag {
    id: String,
    name: String,
    category: Option<String>,
}

#[derive(Debug, Default)]
struct HeldLists {
    countries: ByName<Vec<Country>>,
    provinces: ByName<Vec<Province>>,
    custom: ByName<Vec<CustomField>>,
    settings: ByName<ContactSettings>,
    people: ByName<Vec<Person>>,
    lead_sources: ByName<Vec<(String, String)>>,
    tags: ByName<Vec<NamedTag>>,
    /// One request at a time for a list that is not there yet.
    gates: BTreeMap<String, Arc<tokio::sync::Mutex<()>>>,
    /// Lists that are on their way behind the person's back.
    underway: BTreeSet<String>,
}

impl DeskLists {
    pub(in crate::desk) fn new(session: Session, clock: Arc<dyn Clock>, cache: ListCache) -> Self {
        Self {
            session,
            clock,
            cache,
            held: Arc::default(),
        }
    }

    fn held(&self) -> MutexGuard<'_, HeldLists> {
        // Lists are replaced whole, so a panic elsewhere leaves them usable.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for the lists that every contact needs, behind the person's back.
    pub fn prepare(&self) {
        let lists = self.clone();
        tokio::spawn(async move {
            // What cannot be had now is asked for again where it is needed, and told there.
            let _ = lists.countries().await;
            let _ = lists.people().await;
            let _ = lists.settings().await;
            let _ = lists.custom_fields().await;
            let _ = lists.lead_sources().await;
            let _ = lists.tags().await;
        });
    }

    /// Keap's countries.
    ///
    /// # Errors
    /// Keap's, or the session's.
    pub async fn countries(&self) -> Result<Vec<Country>, Failure> {
        let list = List {
            name: "countries".to_owned(),
            slot: |held| &mut held.countries,
        };
        let fetch = |lists: Self| async move {
            let call =
                |client: Client, who: Authorization| async move { client.countries(&who).await };
            lists.ask(call).await
        };
        Ok(self.get(list, fetch).await?.value)
    }

    /// The regions of a country; empty where Keap has none.
    ///
    /// # Errors
    /// Keap's, or the session's.
    pub async fn provinces(&self, alpha3: &str) -> Result<Vec<Province>, Failure> {
        let list = List {
            name: provinces_of(alpha3),
            slot: |held| &mut held.provinces,
        };
        let code = alpha3.to_owned();
        let fetch = move |lists: Self| {
            let code = code.clone();
            async move {
                let call = |client: Client, who: Authorization| {
                    let code = code.clone();
                    async move { client.provinces(&who, &code).await }
                };
                lists.ask(call).await
            }
        };
        Ok(self.get(list, fetch).await?.value)
    }

    /// The account's custom fields.
    ///
    /// # Errors
    /// Keap's, or the session's.
    pub async fn custom_fields(&self) -> Result<Vec<CustomField>, Failure> {
        let list = List {
            name: "custom_fields".to_owned(),
            slot: |held| &mut held.custom,
        };
        let fetch = |lists: Self| async move {
            let call = |client: Client, who: Authorization| async move {
                client.custom_fields(&who).await
            };
            let models = lists.ask(call).await?.into_iter();
            let fields = models.map(|model| CustomField {
                kind: CustomKind::of(&model.field_type),
                options: model
                    .options
                    .into_iter()
                    .map(|option| option.label)
                    .collect(),
                group: model.group_name,
                label: model.label,
                id: model.id,
            });
            Ok(fields.collect())
        };
        Ok(self.get(list, fetch).await?.value)
    }

    async fn settings(&self) -> Result<Dated<ContactSettings>, Failure> {
        let list = List {
            name: "settings".to_owned(),
            slot: |held| &mut held.settings,
        };
        let fetch = |lists: Self| async move {
            let call =
                |client: Client, who: Authorization| async move { client.settings(&who).await };
            lists.ask(call).await
        };
        self.get(list, fetch).await
    }

    async fn people(&self) -> Result<Dated<Vec<Person>>, Failure> {
        let list = List {
            name: "people".to_owned(),
            slot: |held| &mut held.people,
        };
        let fetch = |lists: Self| async move {
            let call = |client: Client, who: Authorization| async move { client.users(&who).await };
            let users = lists.ask(call).await?.items.into_iter();
            let people = users.map(|user| {
                let parts = [user.given_name, user.family_name];
                let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
                let name = if name.is_empty() {
                    user.email
                } else {
                    Some(name)
                };
                Person {
                    name: name.unwrap_or_else(|| user.id.clone()),
                    active: user.status.is_none_or(|status| status == "ACTIVE"),
                    id: user.id,
                }
            });
            Ok(people.collect())
        };
        self.get(list, fetch).await
    }

    async fn lead_sources(&self) -> Result<Dated<Vec<(String, String)>>, Failure> {
        let list = List {
            name: "lead_sources".to_owned(),
            slot: |held| &mut held.lead_sources,
        };
        let fetch = |lists: Self| async move {
            let call =
                |client: Client, who: Authorization| async move { client.lead_sources(&who).await };
            let sources = lists.ask(call).await?.items.into_iter();
            Ok(sources.map(|source| (source.id, source.name)).collect())
        };
        self.get(list, fetch).await
    }

    async fn tags(&self) -> Result<Dated<Vec<NamedTag>>, Failure> {
        let list = List {
            name: "tags".to_owned(),
            slot: |held| &mut held.tags,
        };
        let fetch = |lists: Self| async move {
            let call = |client: Client, who: Authorization| async move {
                client.tag_categories(&who).await
            };
            let categories: BTreeMap<String, String> = lists
                .ask(call)
                .await?
                .items
                .into_iter()
                .map(|category| (category.id, category.name))
                .collect();
            let call = |client: Client, who: Authorization| async move { client.tags(&who).await };
            let tags = lists
                .ask(call)
                .await?
                .items
                .into_iter()
                .map(|tag| NamedTag {
                    category: tag.category.and_then(|id| categories.get(&id).cloned()),
                    id: tag.id,
                    name: tag.name,
                });
            Ok(tags.collect())
        };
        self.get(list, fetch).await
    }

    /// What checking these edits needs of Keap's lists.
    ///
    /// # Errors
    /// Keap's, or the session's: without its list nothing can be chosen.
    pub(in crate::desk) async fn known(
        &self,
        base: &Contact,
        edits: &Edits,
    ) -> Result<Known, Failure> {
        let mut known = Known::default();
        if edits::touches_an_address(edits) {
            known.countries = self.countries().await?;
            for code in edits::countries_needed(base, edits) {
                if let Some(alpha3) = alpha3_of(&known.countries, &code) {
                    let provinces = self.provinces(&alpha3).await?;
                    known.provinces.insert(alpha3, provinces);
                }
            }
        }
        if known.countries.is_empty() && edits::touches_a_number(edits) {
            // Without the list numbers stay as they were typed.
            known.countries = self.countries().await.unwrap_or_default();
        }
        if edits::touches_a_custom_field(edits) {
            known.custom = Some(self.custom_fields().await?);
        }
        Ok(known)
    }
}

/// The alpha-3 code of a country given by either code.
fn alpha3_of(countries: &[Country], code: &str) -> Option<String> {
    let is = |listed: &Option<String>| {
        listed
            .as_deref()
            .is_some_and(|listed| listed.eq_ignore_ascii_case(code.trim()))
    };
    let mut countries = countries.iter();
    let found = countries.find(|country| is(&country.alpha3) || is(&country.alpha2))?;
    found.alpha3.clone()
}

/// The name under which the regions of a country are held.
fn provinces_of(alpha3: &str) -> String {
    format!("provinces:{alpha3}")
}
