//! Tells at the desk that few of the day's calls to Keap are left, before they are used up.
//!
//! Knows what Keap said with its last answer, and asks it nothing.

use keap_client::Quota;

use super::{Open, Stage, Wizard};
use crate::notices::{News, news};

impl Wizard {
    /// Says so where nothing else is said.
    pub(super) fn tell_few_calls(&self, open: &Open) {
        let Some(Quota { renewed_in, .. }) = open.client.quota().filter(Quota::is_low) else {
            return;
        };
        {
            let mut state = self.state();
            let Stage::Desk {
                notice: notice @ None,
                ..
            } = &mut state.stage
            else {
                return;
            };
            *notice = news(&News::FewCalls { renewed_in });
        }
        self.publish();
    }
}
