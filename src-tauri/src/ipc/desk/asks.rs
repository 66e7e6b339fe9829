//! From what the page asks of the desk to what the core takes. A name that no spot has is left out: it
//! can only come from a page of another version.

use std::collections::BTreeMap;

use keapsake_core::contact::Spot;
use keapsake_core::contact::undo::Decision;
use keapsake_core::desk;

use super::choices::ChoicesOf;
use super::find::FindBy;
use super::history::{Decided, DraftAbout, Resumed};
use super::save::{ConsentWanted, TagsWanted, Wanted};

impl From<FindBy> for desk::FindBy {
    fn from(by: FindBy) -> Self {
        match by {
            FindBy::Email => Self::Email,
            FindBy::Name => Self::Name,
            FindBy::Phone => Self::Phone,
        }
    }
}

impl From<ChoicesOf> for desk::ChoicesOf {
    fn from(of: ChoicesOf) -> Self {
        match of {
            ChoicesOf::Prefixes => Self::Prefixes,
            ChoicesOf::Suffixes => Self::Suffixes,
            ChoicesOf::ContactTypes => Self::ContactTypes,
            ChoicesOf::PhoneTypes => Self::PhoneTypes,
            ChoicesOf::Owners => Self::Owners,
            ChoicesOf::LeadSources => Self::LeadSources,
            ChoicesOf::Tags => Self::Tags,
            ChoicesOf::TimeZones => Self::TimeZones,
            ChoicesOf::Languages => Self::Languages,
        }
    }
}

impl From<Wanted> for desk::Wanted {
    fn from(wanted: Wanted) -> Self {
        let edits = wanted.edits.into_iter();
        let consent = wanted.consent.into_iter();
        Self {
            sheet: wanted.sheet,
            draft: wanted.draft,
            edits: edits
                .filter_map(|(name, text)| Some((Spot::from_name(&name)?, text)))
                .collect(),
            tags: desk::TagsWanted {
                apply: wanted.tags.apply,
                remove: wanted.tags.remove,
            },
            consent: consent
                .map(|consent| desk::ConsentWanted {
                    email: consent.email,
                    opted_in: consent.opted_in,
                    reason: consent.reason,
                })
                .collect(),
        }
    }
}

impl From<DraftAbout> for desk::About {
    fn from(about: DraftAbout) -> Self {
        Self {
            contact_id: about.contact_id,
            email: about.email,
            name: about.name,
        }
    }
}

impl From<desk::Resumed> for Resumed {
    fn from(resumed: desk::Resumed) -> Self {
        let edits = resumed.wanted.edits.into_iter();
        let consent = resumed.wanted.consent.into_iter();
        Self {
            sheet: resumed.sheet.into(),
            edits: edits.map(|(spot, text)| (spot.to_string(), text)).collect(),
            tags: TagsWanted {
                apply: resumed.wanted.tags.apply,
                remove: resumed.wanted.tags.remove,
            },
            consent: consent
                .map(|consent| ConsentWanted {
                    email: consent.email,
                    opted_in: consent.opted_in,
                    reason: consent.reason,
                })
                .collect(),
        }
    }
}

/// The decisions about spots that were changed since a save.
pub(crate) fn decisions(decided: BTreeMap<String, Decided>) -> BTreeMap<Spot, Decision> {
    let decided = decided.into_iter().filter_map(|(name, decided)| {
        let decision = match decided {
            Decided::Restore => Decision::Restore,
            Decided::Leave => Decision::Leave,
        };
        Some((Spot::from_name(&name)?, decision))
    });
    decided.collect()
}
