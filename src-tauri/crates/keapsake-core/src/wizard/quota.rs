//! Tells at the desk that few of the day's calls to Keap are left, before they are used up.
//!
//! Knows what Keap said with its last answer, and asks it nothing.

use keap_client::Quota;

use super::{Open, Stage, Wizard};
use crate::notices::{News, news};

/// What tells this notice from others.
const FEW_CALLS: &str = "few_calls";

impl Wizard {
    /// Says so where nothing else is said, for as long as it is so.
    pub(super) fn tell_few_calls(&self, open: &Open) {
        let low = open.client.quota().filter(Quota::is_low);
        let told = low.and_then(|quota| {
            news(&News::FewCalls {
                renewed_in: quota.renewed_in,
            })
        });
        {
            let mut state = self.state();
            let Stage::Desk { notice, .. } = &mut state.stage else {
                return;
            };
            match notice {
                None => *notice = told,
                Some(before) if before.code == FEW_CALLS && told.is_none() => *notice = None,
                Some(_) => return,
            }
        }
        self.publish();
    }
}
