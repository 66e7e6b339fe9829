//! How one practice Keap is to behave: where it listens, what it keeps, and which of the contract's
//! open questions it answers in which way. Holds values only; nothing here acts.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

/// Everything that can be chosen about a practice Keap. `Options::default()` suits tests.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address to listen on; port 0 takes a free one. The same port of `[::1]` is taken as well
    /// where there is IPv6, because `localhost` may resolve to either.
    pub listen: SocketAddr,
    /// Where contacts, statuses and sessions are kept between starts; `None` keeps them in memory.
    pub data_file: Option<PathBuf>,
    /// The one client that may sign in.
    pub client: ClientKeys,
    /// Whether a denial carries the `state` of its request back. Keap is known to send it empty.
    pub denial: DenialStyle,
    /// What is done with PKCE's parameters, of which Keap's documents say nothing.
    pub pkce: Pkce,
    /// How the codes in the lists of provinces are written.
    pub province_codes: ProvinceCodes,
    /// What is done with a region that is not in Keap's list.
    pub regions: RegionCheck,
    /// What an empty text does to a field.
    pub clearing: ClearStyle,
    /// How many generated contacts the bakery has behind its own when it begins or starts over. A
    /// data file that is there already keeps the contacts it has.
    pub extra_contacts: usize,
    /// The same for generated tags, in both accounts.
    pub extra_tags: usize,
    /// How long an access token works.
    pub access_token_lifetime: Duration,
    /// Answers 429 above [`Options::limits`], as Keap's gateway does.
    pub strict_limits: bool,
    /// How many calls are let through; the headers of answers tell them, strict or not.
    pub limits: CallLimits,
    /// How long an answer of the API is kept back at least, as a Keap far away would take.
    pub answer_after: Duration,
    /// Where its time comes from.
    pub clock: TimeSource,
    /// Keeps the newest requests and answers. Without the feature `control` there are none to keep.
    pub keep_records: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            data_file: None,
            client: ClientKeys::default(),
            denial: DenialStyle::WithState,
            pkce: Pkce::Checked,
            province_codes: ProvinceCodes::Mixed,
            regions: RegionCheck::Listed,
            clearing: ClearStyle::Kept,
            extra_contacts: 0,
            extra_tags: 0,
            access_token_lifetime: Duration::from_hours(24),
            strict_limits: false,
            limits: CallLimits::default(),
            answer_after: Duration::ZERO,
            clock: TimeSource::Computer,
            keep_records: true,
        }
    }
}

/// A Client ID and its secret, as a developer's portal would hand them out.
#[derive(Clone)]
pub struct ClientKeys {
    /// The public half.
    pub id: String,
    /// The secret half.
    pub secret: String,
}

impl Default for ClientKeys {
    fn default() -> Self {
        Self {
            id: crate::CLIENT_ID.to_owned(),
            secret: crate::CLIENT_SECRET.to_owned(),
        }
    }
}

impl std::fmt::Debug for ClientKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientKeys")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// How many API calls Keap lets through for one Client ID. [`CallLimits::NONE`] takes one limit away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallLimits {
    /// In any second, the spike arrest.
    pub per_second: u64,
    /// From minute to minute.
    pub per_minute: u64,
    /// From midnight to midnight in UTC.
    pub per_day: u64,
}

impl CallLimits {
    /// Where nothing is to be refused.
    pub const NONE: u64 = u64::MAX;
}

impl Default for CallLimits {
    fn default() -> Self {
        Self {
            per_second: 25,
            per_minute: 1_500,
            per_day: 150_000,
        }
    }
}

/// Where the time of a practice Keap comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeSource {
    /// The computer's clock.
    Computer,
    /// A clock that stands, until it is set forward.
    Stopped {
        /// Milliseconds since 1970.
        at_ms: i64,
    },
}

/// What a denial says about the request it denies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DenialStyle {
    /// `state` comes back as it was sent.
    WithState,
    /// `state` comes back empty, as the one denial on record had it.
    WithoutState,
}

/// What is done with `code_challenge`, `code_challenge_method` and `code_verifier` (RFC 7636).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pkce {
    /// A challenge that was sent has to be answered by its verifier.
    Checked,
    /// They are passed over, as parameters that a server does not know (RFC 6749, section 3.1).
    Ignored,
    /// A request that has one is refused: the authorization request with an error page, the
    /// exchange with `invalid_request`.
    Refused,
}

/// How `provinces[].code` is written; the contract allows either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProvinceCodes {
    /// `US-AZ` everywhere.
    Full,
    /// `AZ` everywhere.
    Short,
    /// `US-AZ`, but without the country for Australia, Canada, Germany and Mexico.
    Mixed,
}

/// What happens to a written `region` that no list of Keap's has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegionCheck {
    /// Refused, unless the slot already holds exactly this country and region (an untouched row of
    /// free text can be sent back).
    Listed,
    /// Stored as free text, which is what v2 is reported to do today. A `region_code` is still
    /// checked.
    FreeText,
}

/// What a text that is written as `""` does, of which the contract says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClearStyle {
    /// It is stored and read back as `""`.
    Kept,
    /// The field, the member of an item or the content of a custom field has no value afterwards,
    /// and a read shows what it shows for one that never had any.
    Absent,
}
