//! Everything the page shows of the wizard, as one value.

use std::time::UNIX_EPOCH;

use keapsake_core::connection::{self, Account, ConnectionKind as Kind, Pkce, RouteKind as Road};
use keapsake_core::notices;
use keapsake_core::product::NAME;
use keapsake_core::wizard::{ConnectionState, Snapshot, Stage};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How much a notice matters.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Severity {
    Info,
    Warning,
    Error,
}

/// The button a notice offers.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NoticeAction {
    TryAgain,
    OpenAgain,
    EnterKeys,
    SignIn,
    CopyAgain,
    PasteAddress,
    CheckFields,
    ThisSessionOnly,
}

/// What the person reads.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Notice {
    code: String,
    severity: Severity,
    title: String,
    body: String,
    action: Option<NoticeAction>,
    /// A second, quieter button.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    other: Option<NoticeAction>,
}

impl From<notices::Action> for NoticeAction {
    fn from(action: notices::Action) -> Self {
        use notices::Action;
        match action {
            Action::TryAgain => Self::TryAgain,
            Action::OpenAgain => Self::OpenAgain,
            Action::EnterKeys => Self::EnterKeys,
            Action::SignIn => Self::SignIn,
            Action::CopyAgain => Self::CopyAgain,
            Action::PasteAddress => Self::PasteAddress,
            Action::CheckFields => Self::CheckFields,
            Action::ThisSessionOnly => Self::ThisSessionOnly,
        }
    }
}

impl From<notices::Notice> for Notice {
    fn from(notice: notices::Notice) -> Self {
        Self {
            code: notice.code.to_owned(),
            severity: match notice.severity {
                notices::Severity::Info => Severity::Info,
                notices::Severity::Warning => Severity::Warning,
                notices::Severity::Error => Severity::Error,
            },
            title: notice.title,
            body: notice.body,
            action: notice.action.map(NoticeAction::from),
            other: notice.other.map(NoticeAction::from),
        }
    }
}

/// The product, as the page names it.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Product {
    name: &'static str,
    version: &'static str,
    build: &'static str,
    practice: bool,
}

/// What kind of Keap a connection leads to.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConnectionKind {
    Keap,
    Practice,
    Other,
}

/// By which road Keap's answer comes back.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RouteKind {
    ReturnPage,
    Loopback,
    AppLink,
}

impl From<Road> for RouteKind {
    fn from(road: Road) -> Self {
        match road {
            Road::ReturnPage => Self::ReturnPage,
            Road::Loopback => Self::Loopback,
            Road::AppLink => Self::AppLink,
        }
    }
}

impl From<RouteKind> for Road {
    fn from(kind: RouteKind) -> Self {
        match kind {
            RouteKind::ReturnPage => Self::ReturnPage,
            RouteKind::Loopback => Self::Loopback,
            RouteKind::AppLink => Self::AppLink,
        }
    }
}

/// The return address, as *Advanced* shows it.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct RouteView {
    kind: RouteKind,
    redirect_uri: String,
    return_page: Option<String>,
    choices: Vec<RouteKind>,
}

/// The connection that is shown.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ConnectionView {
    kind: ConnectionKind,
    has_keys: bool,
    route: RouteView,
    pkce: bool,
}

impl From<ConnectionState> for ConnectionView {
    fn from(state: ConnectionState) -> Self {
        let connection::Route { kind, return_page } = state.route;
        Self {
            kind: match state.kind {
                Kind::Keap => ConnectionKind::Keap,
                Kind::Practice => ConnectionKind::Practice,
                Kind::Other => ConnectionKind::Other,
            },
            has_keys: state.has_keys,
            pkce: state.pkce == Pkce::Sent,
            route: RouteView {
                kind: kind.into(),
                redirect_uri: state.redirect_uri,
                return_page,
                choices: state.choices.into_iter().map(RouteKind::from).collect(),
            },
        }
    }
}

/// The Keap account, and who signed in.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct AccountView {
    app: String,
    business: Option<String>,
    person: Option<String>,
    email: Option<String>,
    administrator: bool,
}

impl From<Account> for AccountView {
    fn from(account: Account) -> Self {
        let Account {
            app,
            business,
            person,
            email,
            administrator,
        } = account;
        Self {
            app,
            business,
            person,
            email,
            administrator,
        }
    }
}

/// Which screen, and what stands on it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "at", rename_all = "snake_case")]
pub(crate) enum Screen {
    Starting,
    Welcome {
        notice: Option<Notice>,
    },
    Keys {
        client_id: Option<String>,
        filled_in: bool,
        notice: Option<Notice>,
    },
    SignIn {
        notice: Option<Notice>,
    },
    Waiting {
        #[ts(type = "number")]
        until_ms: u64,
        paste_first: bool,
        notice: Option<Notice>,
    },
    Finishing,
    Account {
        account: AccountView,
    },
    Desk {
        account: AccountView,
        notice: Option<Notice>,
    },
}

impl From<Stage> for Screen {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Starting => Self::Starting,
            Stage::Welcome { notice } => Self::Welcome {
                notice: notice.map(Notice::from),
            },
            Stage::Keys {
                client_id,
                filled_in,
                notice,
            } => Self::Keys {
                client_id,
                filled_in,
                notice: notice.map(Notice::from),
            },
            Stage::SignIn { notice } => Self::SignIn {
                notice: notice.map(Notice::from),
            },
            Stage::Waiting {
                until,
                paste_first,
                notice,
            } => Self::Waiting {
                paste_first,
                until_ms: u64::try_from(
                    until
                        .duration_since(UNIX_EPOCH)
                        .unwrap_or_default()
                        .as_millis(),
                )
                .unwrap_or(u64::MAX),
                notice: notice.map(Notice::from),
            },
            Stage::Finishing => Self::Finishing,
            Stage::Account { account } => Self::Account {
                account: account.into(),
            },
            Stage::Desk { account, notice } => Self::Desk {
                account: account.into(),
                notice: notice.map(Notice::from),
            },
        }
    }
}

/// Everything the page shows.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct View {
    product: Product,
    zoom: u16,
    /// The proxy that was typed, as `host:port`.
    proxy: Option<String>,
    this_session_only: bool,
    keychain_waits: bool,
    connection: Option<ConnectionView>,
    screen: Screen,
}

impl From<Snapshot> for View {
    fn from(snapshot: Snapshot) -> Self {
        Self {
            product: Product {
                name: NAME,
                version: env!("CARGO_PKG_VERSION"),
                build: BUILD,
                practice: cfg!(feature = "practice"),
            },
            zoom: snapshot.zoom,
            proxy: snapshot.proxy,
            this_session_only: snapshot.this_session_only,
            keychain_waits: snapshot.keychain_waits,
            connection: snapshot.connection.map(ConnectionView::from),
            screen: snapshot.stage.into(),
        }
    }
}

/// Which build this is, as *About* says it.
pub(crate) const BUILD: &str = match (cfg!(feature = "packaged"), cfg!(feature = "other-keap")) {
    (true, _) => "package",
    (false, true) => "from source, for tests",
    (false, false) => "from source",
};
