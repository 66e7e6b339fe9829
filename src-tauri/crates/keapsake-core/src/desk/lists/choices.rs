//! Lists to choose from, as a form shows them.

use std::time::SystemTime;

use keap_client::ContactSettings;

use super::{Dated, DeskLists};
use crate::failure::Failure;

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// What it stands under.
    pub group: Option<String>,
}

/// A list to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    /// In the order in which they are shown.
    pub list: Vec<Choice>,
    /// When Keap was asked.
    pub as_of: Option<SystemTime>,
    /// Whether Keap has no list, so that any text will do.
    pub free: bool,
}

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChoicesOf {
    /// Titles before the name.
    Prefixes,
    /// What stands behind the name.
    Suffixes,
    /// Kinds of contacts.
    ContactTypes,
    /// Types of telephone numbers.
    PhoneTypes,
    /// Users who may own a contact.
    Owners,
    /// Lead sources.
    LeadSources,
    /// Tags.
    Tags,
    /// Time zones; Keap has no list.
    TimeZones,
    /// Languages; Keap has no list.
    Languages,
}

impl DeskLists {
    /// A list to choose from.
    ///
    /// # Errors
    /// Keap's, or the session's.
    pub async fn choices(&self, of: ChoicesOf) -> Result<Choices, Failure> {
        let words = |settings: Dated<ContactSettings>, of: fn(ContactSettings) -> Vec<String>| {
            let list: Vec<Choice> = of(settings.value).into_iter().map(plain).collect();
            Choices {
                free: list.is_empty(),
                list,
                as_of: Some(settings.at),
            }
        };
        Ok(match of {
            ChoicesOf::Prefixes => words(self.settings().await?, |s| s.title_types),
            ChoicesOf::Suffixes => words(self.settings().await?, |s| s.suffix_types),
            ChoicesOf::ContactTypes => words(self.settings().await?, |s| s.contact_types),
            ChoicesOf::PhoneTypes => words(self.settings().await?, |s| s.phone_types),
            ChoicesOf::Owners => {
                let people = self.people().await?;
                let active = people.value.into_iter().filter(|person| person.active);
                listed(
                    people.at,
                    active.map(|person| (person.id, person.name, None)),
                )
            }
            ChoicesOf::LeadSources => {
                let sources = self.lead_sources().await?;
                let list = sources.value.into_iter();
                listed(sources.at, list.map(|(id, name)| (id, name, None)))
            }
            ChoicesOf::Tags => {
                let tags = self.tags().await?;
                let list = tags.value.into_iter();
                listed(tags.at, list.map(|tag| (tag.id, tag.name, tag.category)))
            }
            ChoicesOf::TimeZones | ChoicesOf::Languages => Choices {
                free: true,
                ..Choices::default()
            },
        })
    }
}

fn plain(word: String) -> Choice {
    Choice {
        label: word.clone(),
        value: word,
        group: None,
    }
}

fn listed(at: SystemTime, list: impl Iterator<Item = (String, String, Option<String>)>) -> Choices {
    let list = list.map(|(value, label, group)| Choice {
        value,
        label,
        group,
    });
    Choices {
        list: list.collect(),
        as_of: Some(at),
        free: false,
    }
}
