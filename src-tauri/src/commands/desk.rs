//! The contact form.

use keapsake_core::wizard::Wizard;
use tauri::State;

use super::Answer;
use crate::ipc::{Country, Nothing, OpenContact, Province, Provinces, SaveAnswer, SaveContact};

#[tauri::command]
pub(crate) async fn countries(wizard: State<'_, Wizard>, request: Nothing) -> Answer<Vec<Country>> {
    let Nothing {} = request;
    Ok(wizard
        .countries()
        .await?
        .into_iter()
        .map(Country::from)
        .collect())
}

#[tauri::command]
pub(crate) async fn provinces(
    wizard: State<'_, Wizard>,
    request: Provinces,
) -> Answer<Vec<Province>> {
    Ok(wizard
        .provinces(&request.country_code)
        .await?
        .into_iter()
        .map(Province::from)
        .collect())
}

#[tauri::command]
pub(crate) async fn save_contact(
    wizard: State<'_, Wizard>,
    request: SaveContact,
) -> Answer<SaveAnswer> {
    let SaveContact { draft, contact_id } = request;
    Ok(wizard
        .save_contact(&draft.into(), contact_id.as_deref())
        .await?
        .into())
}

#[tauri::command]
pub(crate) async fn open_contact(wizard: State<'_, Wizard>, request: OpenContact) -> Answer<()> {
    Ok(wizard.open_contact(&request.contact_id).await?)
}
