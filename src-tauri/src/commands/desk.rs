//! The contact desk: finding, checking, saving, and taking back.

use keapsake_core::desk::Desk;
use keapsake_core::places;
use keapsake_core::wizard::Wizard;
use tauri::State;

use super::{Answer, answered};
use crate::ipc::desk::{
    AddressFormat, AskAddressFormat, AskChoices, AskHistory, Choices, CustomField, DraftNote,
    DraftOf, FindContacts, Found, History, KeepDraft, OpenSheet, Resumed, Review, SaveAnswer,
    SetHistory, Sheet, UndoAnswer, UndoSave, Wanted, decisions,
};
use crate::ipc::{Country, Nothing, OpenContact, ProposeRegion, Province, Provinces};

fn at(wizard: &Wizard) -> Answer<Desk> {
    answered(wizard, wizard.desk())
}

#[tauri::command]
pub(crate) async fn countries(wizard: State<'_, Wizard>, request: Nothing) -> Answer<Vec<Country>> {
    let Nothing {} = request;
    let listed = answered(&wizard, at(&wizard)?.listed_countries().await)?;
    Ok(listed.into_iter().map(Country::from).collect())
}

#[tauri::command]
pub(crate) async fn provinces(
    wizard: State<'_, Wizard>,
    request: Provinces,
) -> Answer<Vec<Province>> {
    let desk = at(&wizard)?;
    let listed = answered(&wizard, desk.listed_provinces(&request.country_code).await)?;
    Ok(listed.into_iter().map(Province::from).collect())
}

#[tauri::command]
pub(crate) async fn propose_region(
    wizard: State<'_, Wizard>,
    request: ProposeRegion,
) -> Answer<Vec<Province>> {
    let desk = at(&wizard)?;
    let ProposeRegion { country_code, text } = request;
    let meant = desk.region_meant(&country_code, &text).await;
    Ok(answered(&wizard, meant)?
        .map(Province::from)
        .into_iter()
        .collect())
}

#[tauri::command]
pub(crate) async fn address_format(
    wizard: State<'_, Wizard>,
    request: AskAddressFormat,
) -> Answer<AddressFormat> {
    let alpha2 = match request.country_code {
        Some(code) => answered(&wizard, at(&wizard)?.alpha2_of(&code).await)?,
        None => None,
    };
    Ok(places::AddressFormat::of(alpha2.as_deref()).into())
}

#[tauri::command]
pub(crate) async fn choices(wizard: State<'_, Wizard>, request: AskChoices) -> Answer<Choices> {
    let desk = at(&wizard)?;
    let choices = desk.lists().choices(request.of.into()).await;
    answered(&wizard, choices).map(Choices::from)
}

#[tauri::command]
pub(crate) async fn custom_fields(
    wizard: State<'_, Wizard>,
    request: Nothing,
) -> Answer<Vec<CustomField>> {
    let Nothing {} = request;
    let fields = answered(&wizard, at(&wizard)?.lists().custom_fields().await)?;
    Ok(fields.into_iter().map(CustomField::from).collect())
}

#[tauri::command]
pub(crate) async fn find_contacts(
    wizard: State<'_, Wizard>,
    request: FindContacts,
) -> Answer<Found> {
    let desk = at(&wizard)?;
    let found = desk.find(request.by.into(), &request.text).await;
    wizard.tell_quota();
    answered(&wizard, found).map(Found::from)
}

#[tauri::command]
pub(crate) async fn open_sheet(wizard: State<'_, Wizard>, request: OpenSheet) -> Answer<Sheet> {
    let desk = at(&wizard)?;
    answered(&wizard, desk.open(&request.contact_id).await).map(Sheet::from)
}

#[tauri::command]
pub(crate) async fn review_contact(wizard: State<'_, Wizard>, request: Wanted) -> Answer<Review> {
    let desk = at(&wizard)?;
    answered(&wizard, desk.review(&request.into()).await).map(Review::from)
}

#[tauri::command]
pub(crate) async fn save_contact(wizard: State<'_, Wizard>, request: Wanted) -> Answer<SaveAnswer> {
    let _attended = wizard.attended();
    let desk = at(&wizard)?;
    let saved = desk.save(&request.into()).await;
    wizard.tell_quota();
    Ok(SaveAnswer::of(answered(&wizard, saved)?, &desk))
}

#[tauri::command]
pub(crate) async fn undo_save(wizard: State<'_, Wizard>, request: UndoSave) -> Answer<UndoAnswer> {
    let _attended = wizard.attended();
    let desk = at(&wizard)?;
    let decided = decisions(request.decided);
    let undone = desk
        .undo(request.id, request.remove.as_deref(), &decided)
        .await;
    wizard.tell_quota();
    answered(&wizard, undone).map(UndoAnswer::from)
}

#[tauri::command]
pub(crate) async fn history(wizard: State<'_, Wizard>, request: AskHistory) -> Answer<History> {
    Ok(at(&wizard)?.history(&request.search).await.into())
}

#[tauri::command]
pub(crate) async fn clear_history(wizard: State<'_, Wizard>, request: Nothing) -> Answer<History> {
    let Nothing {} = request;
    let desk = at(&wizard)?;
    answered(&wizard, desk.clear_history().await)?;
    Ok(desk.history("").await.into())
}

#[tauri::command]
pub(crate) async fn set_history(wizard: State<'_, Wizard>, request: SetHistory) -> Answer<History> {
    let desk = at(&wizard)?;
    wizard.set_history(request.on);
    Ok(desk.history("").await.into())
}

#[tauri::command]
pub(crate) async fn drafts(wizard: State<'_, Wizard>, request: Nothing) -> Answer<Vec<DraftNote>> {
    let Nothing {} = request;
    let desk = at(&wizard)?;
    // The first thing the page asks at the desk: the lists are on their way while the person types.
    desk.lists().prepare();
    let drafts = desk.drafts().await.into_iter();
    Ok(drafts.map(DraftNote::from).collect())
}

#[tauri::command]
pub(crate) async fn keep_draft(wizard: State<'_, Wizard>, request: KeepDraft) -> Answer<()> {
    let desk = at(&wizard)?;
    let KeepDraft { wanted, about } = request;
    let kept = desk.keep_draft(&wanted.into(), about.into()).await;
    answered(&wizard, kept).map(drop)
}

#[tauri::command]
pub(crate) async fn drop_draft(wizard: State<'_, Wizard>, request: DraftOf) -> Answer<()> {
    at(&wizard)?.drop_draft(request.id).await;
    Ok(())
}

#[tauri::command]
pub(crate) async fn resume_draft(wizard: State<'_, Wizard>, request: DraftOf) -> Answer<Resumed> {
    let desk = at(&wizard)?;
    answered(&wizard, desk.resume(request.id).await).map(Resumed::from)
}

#[tauri::command]
pub(crate) async fn open_contact(wizard: State<'_, Wizard>, request: OpenContact) -> Answer<()> {
    answered(&wizard, wizard.open_contact(&request.contact_id).await)
}
