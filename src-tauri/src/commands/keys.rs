//! The keys, the return address, PKCE, the developer portal, and the file that *About* opens.

use keapsake_core::connection::Pkce;
use keapsake_core::wizard::{OutsidePage, Wizard};
use secrecy::ExposeSecret as _;
use tauri::{AppHandle, State};

use super::{Answer, answered, shown};
use crate::ipc::{Copy, CopyWhat, Nothing, OpenPage, Page, SaveKeys, SetPkce, SetRoute, View};
use crate::platform::third_party_notices;

#[tauri::command]
pub(crate) async fn save_keys(wizard: State<'_, Wizard>, request: SaveKeys) -> Answer<View> {
    // EXPOSE: checked and wrapped again by the core.
    let secret = request.client_secret.expose_secret();
    let result = wizard.save_keys(&request.client_id, secret).await;
    shown(&wizard, result)
}

#[tauri::command]
pub(crate) async fn use_filled_in_keys(
    wizard: State<'_, Wizard>,
    request: Nothing,
) -> Answer<View> {
    let Nothing {} = request;
    let result = wizard.use_filled_in_keys().await;
    shown(&wizard, result)
}

#[tauri::command]
pub(crate) async fn keep_keys(wizard: State<'_, Wizard>, request: Nothing) -> Answer<View> {
    let Nothing {} = request;
    let result = wizard.keep_keys();
    shown(&wizard, result)
}

#[tauri::command]
pub(crate) async fn set_route(wizard: State<'_, Wizard>, request: SetRoute) -> Answer<View> {
    let result = wizard.set_route(request.kind.into(), request.return_page.as_deref());
    shown(&wizard, result)
}

#[tauri::command]
pub(crate) async fn set_pkce(wizard: State<'_, Wizard>, request: SetPkce) -> Answer<View> {
    let pkce = if request.sent {
        Pkce::Sent
    } else {
        Pkce::LeftOut
    };
    let result = wizard.set_pkce(pkce);
    shown(&wizard, result)
}

#[tauri::command]
pub(crate) async fn copy(wizard: State<'_, Wizard>, request: Copy) -> Answer<()> {
    let copied = match request.what {
        CopyWhat::SignInLink => wizard.copy_sign_in_link(),
        CopyWhat::RedirectUri => wizard.copy_redirect_uri(),
    };
    answered(&wizard, copied)
}

#[tauri::command]
pub(crate) async fn open_page(
    app: AppHandle,
    wizard: State<'_, Wizard>,
    request: OpenPage,
) -> Answer<()> {
    let opened = match request.page {
        Page::PortalLogin => wizard.open_page(OutsidePage::PortalLogin).await,
        Page::PortalCreate => wizard.open_page(OutsidePage::PortalCreate).await,
        Page::ThirdPartyNotices => third_party_notices::open(&app).await,
    };
    answered(&wizard, opened)
}
