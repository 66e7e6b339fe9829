//! REST v2 below `/crm/rest/v2`: the routes, and what stands before each of them. A credential is
//! asked for before the route is looked up, so that an unknown path without one is a 401 as well.

pub(crate) mod account;
pub(crate) mod bearer;
pub(crate) mod companies;
pub(crate) mod email_addresses;
pub(crate) mod lead_sources;
pub(crate) mod limits;
pub(crate) mod locales;
pub(crate) mod paging;
pub(crate) mod problem;
pub(crate) mod query;
pub(crate) mod rows;
pub(crate) mod settings;
pub(crate) mod tags;
pub(crate) mod terms;
pub(crate) mod users;

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
        .merge(contacts())
        .merge(lists())
        .merge(places())
        .method_not_allowed_fallback(problem::method_not_allowed)
        .fallback(not_found)
        .layer(middleware::from_fn_with_state(
            Arc::clone(practice),
            bearer::require,
        ))
}

fn contacts() -> Router<Arc<Practice>> {
    Router::new()
        .route("/contacts", get(handlers::list).post(handlers::create))
        .route("/contacts/model", get(handlers::contact_model))
        .route(
            "/contacts/model/customFields/groups",
            get(handlers::custom_field_groups),
        )
        .route(
            "/contacts/{id}",
            get(handlers::read)
                .patch(handlers::update)
                .delete(handlers::delete),
        )
        .route("/contacts/{id}/tags", get(tags::applied::of_contact))
        .route("/emailAddresses", get(email_addresses::list))
        .route(
            "/emailAddresses/{email}/status",
            get(email_addresses::status).patch(email_addresses::change),
        )
}

fn lists() -> Router<Arc<Practice>> {
    Router::new()
        .route("/companies", get(companies::list).post(companies::create))
        .route("/companies/{id}", get(companies::read))
        .route("/leadSources", get(lead_sources::list))
        .route("/leadSources/{id}", get(lead_sources::read))
        .route(
            "/settings/applications:getConfiguration",
            get(settings::configuration),
        )
        .route(
            "/settings/contactOptionTypes",
            get(settings::contact_option_types),
        )
        .route("/tags", get(tags::list).post(tags::create))
        .route(
            "/tags/categories",
            get(tags::categories::list).post(tags::categories::create),
        )
        .route("/tags/categories/{id}", get(tags::categories::read))
        .route("/tags/{id}", get(tags::read))
        .route("/tags/{id}/contacts", get(tags::applied::of_tag))
        .route("/tags/{id}/contacts:applyTags", post(tags::applied::apply))
        .route(
            "/tags/{id}/contacts:removeTags",
            post(tags::applied::remove),
        )
        .route("/users", get(users::list))
        .route("/users/{id}", get(users::read))
}

fn places() -> Router<Arc<Practice>> {
    Router::new()
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
}
