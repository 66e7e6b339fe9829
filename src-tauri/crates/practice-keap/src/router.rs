//! The routes, and what answers where there is none.

use std::sync::Arc;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::middleware;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};

use crate::practice::Practice;
use crate::{api, contacts, gate, oauth, pages};

/// The static page that hands Keap's redirect to the app; the same file that is published.
const RETURN_PAGE: &str = include_str!("../../../../ui/return-page/index.html");

/// Everything one practice Keap serves.
pub(crate) fn router(practice: Arc<Practice>) -> Router {
    let router = Router::new()
        .route("/app/oauth/authorize", get(oauth::authorize::authorize))
        .route("/app/oauth/authorize/log-in", post(oauth::consent::log_in))
        .route("/app/oauth/authorize/account", post(oauth::consent::choose))
        .route("/app/oauth/authorize/consent", post(oauth::consent::decide))
        .route("/token", post(oauth::token::token))
        .route("/return", get(return_page))
        .route(
            "/{app}/Contact/manageContact.jsp",
            get(contacts::page::show),
        )
        .nest("/crm/rest/v2", api::routes(&practice))
        .fallback(not_found)
        .layer(middleware::from_fn_with_state(
            Arc::clone(&practice),
            gate::gate,
        ));
    #[cfg(feature = "control")]
    let router = router.layer(middleware::from_fn_with_state(
        Arc::clone(&practice),
        crate::control::gate::gate,
    ));
    router.with_state(practice)
}

/// Unknown paths are answered in HTML, even below the API.
pub(crate) async fn not_found() -> Response {
    pages::failure(StatusCode::NOT_FOUND, "Keap - Page Not Found")
}

async fn return_page() -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Html(RETURN_PAGE)).into_response()
}
