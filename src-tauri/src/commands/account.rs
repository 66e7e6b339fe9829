//! The account that was picked, and signing out of it.

use keapsake_core::wizard::Wizard;
use tauri::State;

use super::{Answer, shown};
use crate::ipc::{Nothing, SignOut, View};

#[tauri::command]
pub(crate) async fn confirm_account(wizard: State<'_, Wizard>, request: Nothing) -> Answer<View> {
    let Nothing {} = request;
    let result = wizard.confirm_account();
    shown(&wizard, result)
}

#[tauri::command]
pub(crate) async fn use_another_account(
    wizard: State<'_, Wizard>,
    request: Nothing,
) -> Answer<View> {
    let Nothing {} = request;
    let result = wizard.use_another_account().await;
    shown(&wizard, result)
}

#[tauri::command]
pub(crate) async fn sign_out(wizard: State<'_, Wizard>, request: SignOut) -> Answer<View> {
    let result = wizard.sign_out(request.forget_keys).await;
    shown(&wizard, result)
}

#[tauri::command]
pub(crate) async fn start_over(wizard: State<'_, Wizard>, request: Nothing) -> Answer<View> {
    let Nothing {} = request;
    let result = wizard.start_over().await;
    shown(&wizard, result)
}
