//! Signing in: what arrives from outside, the attempt that waits for it, and the machine that
//! decides what an arrival means.

mod answer_page;
mod attempt;
mod callback;
mod loopback;
mod machine;
mod nonce;

pub use answer_page::Heard;
pub use attempt::{Attempt, AttemptId, PendingRecord, WAIT};
pub use callback::{
    Answer, Callback, Carrier, Expected, Incoming, MAX_BYTES, Reject, parse, showable,
};
pub use loopback::{Delivery, Loopback};
pub use machine::{Effect, Ending, Event, Exchange, Refusal, SignIn};
pub use nonce::Nonce;

#[cfg(test)]
mod callback_tests;
#[cfg(test)]
mod closed_list_tests;
#[cfg(test)]
mod machine_tests;
