//! The page "Something is wrong?".

use keapsake_core::wizard::Wizard;
use tauri::State;

use super::{Answer, answered, shown};
use crate::ipc::{Diagnose, Diagnosed, Nothing, Report, SetProxy, View};
use crate::platform::{front_door, machine};

#[tauri::command]
pub(crate) async fn diagnose(wizard: State<'_, Wizard>, request: Diagnose) -> Answer<Diagnosed> {
    let finding = wizard.diagnose(request.check.into(), front_door()).await;
    Ok((&finding).into())
}

#[tauri::command]
pub(crate) async fn report(wizard: State<'_, Wizard>, request: Nothing) -> Answer<Report> {
    let Nothing {} = request;
    Ok(Report {
        text: wizard.report(&machine()),
    })
}

#[tauri::command]
pub(crate) async fn copy_report(wizard: State<'_, Wizard>, request: Nothing) -> Answer<()> {
    let Nothing {} = request;
    answered(&wizard, wizard.copy_report())
}

#[tauri::command]
pub(crate) async fn set_proxy(wizard: State<'_, Wizard>, request: SetProxy) -> Answer<View> {
    let result = wizard.set_proxy(&request.address);
    shown(&wizard, result)
}
