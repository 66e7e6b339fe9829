//! A stateful Keap of our own on the loopback interface: the practice account of the app, and the
//! server that tests run against.
//!
//! It is a second reading of Keap's public contract (OAuth and REST v2), written without looking at
//! our client: the two share no types, so that one misreading cannot sit on both sides. Where the
//! contract leaves a question open, the stricter reading is taken and said so beside the rule.
//!
//! # Open questions, and the answer given here
//! - *A mask that names a field the body lacks* clears the field. Without a mask, `null` is the same
//!   as not sent.
//! - *A list that is sent replaces the whole list*, on PATCH and on a POST that found a match.
//! - *Members that only a read has* (`is_opt_in`, `email_opt_status`) are refused in a write;
//!   `number_e164`, which the schema lets be written, is ignored.
//! - *A `region_code`* is taken in full only (`US-AZ`), however the lists write it; of `region` and
//!   `region_code` the code wins. Free text is taken back where it already stands, see
//!   [`RegionCheck`].
//! - *`zip_code` and `postal_code` together* are refused.
//! - *`duplicate_option` with several matches* updates the one with the lowest id; every address of
//!   the body is compared with every address of a contact, case aside.
//! - *Without `fields`* no list comes at all, so that a client that forgot to ask is found out; the
//!   `id`, too, comes only if asked for once anything is asked for.
//! - *A code that is presented with the right keys* is used up, whatever else is wrong. A second
//!   sign-in does not end the first one's tokens.
//! - *PKCE* is checked where a challenge was sent; nobody has to send one. See [`Pkce`].
//! - *A country without provinces* is a 404 where its ISO number is even, an empty list where odd.
//! - *An empty text* is stored as it is. See [`ClearStyle`].
//! - *An `owner_id` that is nobody's* is a 500, as v1 is said to answer. An unknown company or lead
//!   source is a 400, and a `preferred_locale` has the form `en_US`. Time zones are not checked.
//! - *A company or a tag of a name that is there already*, case aside, is a 409.
//! - *An address that Keap has never seen* has no status: a 404. `opted_in: false` makes `MANUAL` of
//!   what a reason could lift or had lifted, and leaves everybody else where they are.
//! - *A phone number is searched* by its digits, whatever stands between them.
//! - *The options of a custom field* are not held against what is written into it.
//! - *The lists in `getConfiguration`* are one text each, with a comma between the words and, in
//!   some, a blank behind it.
//! - *A user without an account* sees the question Allow or Deny, and either is a denial.
//!
//! What steers or watches it is behind the feature `control`, and the app is built without it.
//!
//! It deliberately does not know the app, its windows, its keychain or its links.

mod api;
mod book;
mod contacts;
#[cfg(feature = "control")]
mod control;
mod gate;
mod moment;
mod oauth;
mod options;
mod pages;
mod practice;
mod router;
mod server;

#[cfg(feature = "control")]
pub use control::{
    After, AuthorizationKind, Delivery, Held, RequestRecord, ResponseRecord, ScriptedAnswer,
    SecretKind, SecretSeen, When,
};
pub use options::{
    CallLimits, ClearStyle, ClientKeys, DenialStyle, Options, Pkce, ProvinceCodes, RegionCheck,
    TimeSource,
};
pub use server::{PracticeKeap, StartError, serve};

/// The Client ID of the practice account: 48 characters, plainly fictional.
pub const CLIENT_ID: &str = "PracticeClientId0000000000000000000000000000Keap";

/// The Client Secret of the practice account: 64 characters. It protects nothing but practice data.
pub const CLIENT_SECRET: &str = "PracticeClientSecret0000000000000000000000000000000000000000Keap";

#[cfg(test)]
mod tests {
    /// The lengths are those of Keap's own keys, so that length checks in the app see real ones.
    #[test]
    fn the_keys_are_as_long_as_real_ones() {
        assert_eq!(super::CLIENT_ID.len(), 48);
        assert_eq!(super::CLIENT_SECRET.len(), 64);
    }
}
