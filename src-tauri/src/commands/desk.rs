//! The contact form.

use keapsake_core::wizard::Wizard;
use tauri::State;

use super::{Answer, answered};
use crate::ipc::{Country, Nothing, OpenContact, Province, Provinces, SaveAnswer, SaveContact};

#[tauri::command]
pub(crate) async fn countries(wizard: State<'_, Wizard>, request: Nothing) -> Answer<Vec<Country>> {
    let Nothing {} = request;
    let listed = answered(&wizard, wizard.countries().await)?;
    Ok(listed.into_iter().map(Country::from).collect())
}

#[tauri::command]
pub(crate) async fn provinces(
    wizard: State<'_, Wizard>,
    request: Provinces,
) -> Answer<Vec<Province>> {
    let listed = answered(&wizard, wizard.provinces(&request.country_code).await)?;
    Ok(listed.into_iter().map(Province::from).collect())
}

#[tauri::command]
pub(crate) async fn save_contact(
    wizard: State<'_, Wizard>,
    request: SaveContact,
) -> Answer<SaveAnswer> {
    let SaveContact { draft, contact_id } = request;
    let saved = wizard
        .save_contact(&draft.into(), contact_id.as_deref())
        .await;
    answered(&wizard, saved).map(SaveAnswer::from)
}

#[tauri::command]
pub(crate) async fn open_contact(wizard: State<'_, Wizard>, request: OpenContact) -> Answer<()> {
    answered(&wizard, wizard.open_contact(&request.contact_id).await)
}
