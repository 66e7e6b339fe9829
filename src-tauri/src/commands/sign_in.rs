//! Signing in.

use keapsake_core::wizard::Wizard;
use secrecy::ExposeSecret as _;
use tauri::State;

use super::{Answer, shown};
use crate::ipc::{Nothing, PasteAddress, View};

#[tauri::command]
pub(crate) async fn start_sign_in(wizard: State<'_, Wizard>, request: Nothing) -> Answer<View> {
    let Nothing {} = request;
    let result = wizard.start_sign_in().await;
    shown(&wizard, result)
}

#[tauri::command]
pub(crate) async fn open_again(wizard: State<'_, Wizard>, request: Nothing) -> Answer<View> {
    let Nothing {} = request;
    let result = wizard.open_again().await;
    shown(&wizard, result)
}

#[tauri::command]
pub(crate) async fn wait_longer(wizard: State<'_, Wizard>, request: Nothing) -> Answer<View> {
    let Nothing {} = request;
    wizard.wait_longer().await;
    shown(&wizard, Ok(()))
}

#[tauri::command]
pub(crate) async fn cancel_sign_in(wizard: State<'_, Wizard>, request: Nothing) -> Answer<View> {
    let Nothing {} = request;
    wizard.cancel_sign_in().await;
    shown(&wizard, Ok(()))
}

#[tauri::command]
pub(crate) async fn keap_error_page(wizard: State<'_, Wizard>, request: Nothing) -> Answer<View> {
    let Nothing {} = request;
    wizard.keap_error_page().await;
    shown(&wizard, Ok(()))
}

#[tauri::command]
pub(crate) async fn paste_address(
    wizard: State<'_, Wizard>,
    request: PasteAddress,
) -> Answer<View> {
    // EXPOSE: parsed by the core, which wraps the code again.
    let result = wizard.paste_address(request.address.expose_secret()).await;
    shown(&wizard, result)
}
