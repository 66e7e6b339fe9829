//! REST v2 below `/crm/rest/v2`: the routes, and what stands before each of them. A credential is
//! asked for before the route is looked up, so that an unknown path without one is a 401 as well.

pub(crate) mod account;
pub(crate) mod bearer;
pub(crate) mod limits;
pub(crate) mod locales;
pub(crate) mod paging;
pub(crate) mod problem;
pub(crate) mod query;
pub(crate) mod tags;

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::{get, post};

use crate::contacts::handlers;
use crate::practice::Practice;
use crate::router::not_found;

/// The API's routes.
pub(crate) fn routes(practice: &Arc<Practice>) -> Router<Arc<Practice>> {
    Router::new()
        .route("/oauth/connect/userinfo", get(account::user_info))
        .route("/businessProfile", get(account::business_profile))
        .route("/users", get(account::users))
        .route(
            "/settings/contactOptionTypes",
            get(account::contact_option_types),
        )
        .route("/locales/countries", get(locales::handlers::countries))
        .route(
            "/locales/countries/{country}",
            get(locales::handlers::country),
        )
        .route(
            "/locales/countries/{country}/provinces",
            get(locales::handlers::provinces),
        )
        .route(
            "/locales/countries/{country}/provinces/{province}",
            get(locales::handlers::province),
        )
        .route("/contacts", get(handlers::list).post(handlers::create))
        .route("/contacts/model", get(account::contact_model))
        .route(
            "/contacts/{id}",
            get(handlers::read)
                .patch(handlers::update)
                .delete(handlers::delete),
        )
        .route("/contacts/{id}/tags", get(tags::of_contact))
        .route("/tags", get(tags::list))
        .route("/tags/{id}/contacts:applyTags", post(tags::apply))
        .route("/tags/{id}/contacts:removeTags", post(tags::remove))
        .method_not_allowed_fallback(problem::method_not_allowed)
        .fallback(not_found)
        .layer(middleware::from_fn_with_state(
            Arc::clone(practice),
            bearer::require,
        ))
}
