//! Names behind ids and codes, and codes behind words: what the held lists say, and nothing asked of Keap
//! but the lists that showing a contact needs.

use std::collections::BTreeMap;

use keap_client::Contact;

use super::{DeskLists, alpha3_of, provinces_of};
use crate::contact::cell::Cell;
use crate::contact::region::sendable;
use crate::contact::review::{Names, is_free};
use crate::contact::spot::{AddressPart, AddressSlot, Spot};
use crate::places::repair;

impl DeskLists {
    /// The names behind ids and codes, as far as they are held.
    pub(in crate::desk) fn names(&self) -> Names {
        let held = self.held();
        let people = held.people.values().flat_map(|people| &people.value);
        let sources = held
            .lead_sources
            .values()
            .flat_map(|sources| &sources.value);
        let countries = held
            .countries
            .values()
            .flat_map(|countries| &countries.value);
        let regions = held.provinces.iter().flat_map(|(name, list)| {
            let all = held
                .countries
                .values()
                .flat_map(|countries| &countries.value);
            let country = all.into_iter().find(|c| {
                c.alpha3
                    .as_deref()
                    .is_some_and(|code| provinces_of(code) == *name)
            });
            let alpha2 = country.and_then(|country| country.alpha2.clone());
            list.value.iter().filter_map(move |province| {
                let code = sendable(&province.code, alpha2.as_deref())?;
                Some((code, province.name.clone()))
            })
        });
        Names {
            owners: people.map(|p| (p.id.clone(), p.name.clone())).collect(),
            lead_sources: sources.cloned().collect(),
            regions: regions.collect(),
            countries: countries
                .filter_map(|country| Some((country.alpha3.clone()?, country.name.clone())))
                .collect(),
        }
    }

    /// The name of a user, where it is held.
    pub(in crate::desk) fn person(&self, id: &str) -> Option<String> {
        let held = self.held();
        let mut people = held.people.values().flat_map(|people| &people.value);
        let person = people.find(|person| person.id == id);
        person.map(|person| person.name.clone())
    }

    /// The names of these tags, in their order, as far as they are held: an account may have thousands.
    pub(in crate::desk) fn tag_names(&self, ids: &[String]) -> Vec<String> {
        let held = self.held();
        let tags = held.tags.values().flat_map(|tags| &tags.value);
        let wanted = tags.filter(|tag| ids.contains(&tag.id));
        let names: BTreeMap<_, _> = wanted.map(|tag| (&tag.id, &tag.name)).collect();
        ids.iter()
            .filter_map(|id| Some((*names.get(id)?).clone()))
            .collect()
    }

    /// The listed country that free text means, as its code and its name.
    pub(in crate::desk) fn country_for(&self, text: &str) -> Option<(String, String)> {
        let held = self.held();
        let countries = &held.countries.values().next()?.value;
        let found = repair::country(text, countries)?;
        Some((found.alpha3.clone()?, found.name.clone()))
    }

    /// The listed region of that country that free text means, as its sendable code and its name.
    pub(in crate::desk) fn region_for(&self, alpha3: &str, text: &str) -> Option<(String, String)> {
        let held = self.held();
        let countries = &held.countries.values().next()?.value;
        let alpha3 = alpha3_of(countries, alpha3)?;
        let country = countries
            .iter()
            .find(|it| it.alpha3.as_ref() == Some(&alpha3))?;
        let alpha2 = country.alpha2.as_deref();
        let found = repair::region(
            text,
            alpha2,
            &held.provinces.get(&provinces_of(&alpha3))?.value,
        )?;
        Some((sendable(&found.code, alpha2)?, found.name.clone()))
    }

    /// Asks for what showing this contact needs: the countries, and the regions of the countries that it
    /// names in free text. What cannot be had is left out: it is only proposals that are missing then.
    pub(in crate::desk) async fn prepare_for(&self, contact: &Contact) {
        for slot in AddressSlot::ALL {
            let cell = |part| Cell::of(contact, &Spot::Address(*slot, part));
            let (country, region) = (cell(AddressPart::Country), cell(AddressPart::Region));
            if country.is_empty() && region.is_empty() {
                continue;
            }
            let Ok(countries) = self.countries().await else {
                return;
            };
            let spot = Spot::Address(*slot, AddressPart::Region);
            if !is_free(&region, &spot) {
                continue;
            }
            let code = country.text("country_code");
            let alpha3 = alpha3_of(&countries, &code).or_else(|| {
                let text = country.text("country");
                repair::country(&text, &countries).and_then(|found| found.alpha3.clone())
            });
            if let Some(alpha3) = alpha3 {
                let _ = self.provinces(&alpha3).await;
            }
        }
    }
}
