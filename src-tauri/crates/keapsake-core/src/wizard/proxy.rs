//! The proxy that somebody typed because the app does not find it by itself.
//!
//! It counts at once and is kept. Whether it works is not looked at here: "Something is wrong?" does.

use keap_client::ProxyAddress;

use super::Wizard;
use crate::failure::{Cause, Doing, Failure, while_doing};

impl Wizard {
    /// From now on Keap is asked through this proxy; with nothing typed, as the system says.
    ///
    /// # Errors
    /// It cannot be a proxy, or the connection cannot be set up; the proxy is then the one before.
    pub fn set_proxy(&self, typed: &str) -> Result<(), Failure> {
        let failed = Doing::Other;
        let proxy = match typed.trim() {
            "" => None,
            typed => {
                let read = typed.parse();
                Some(read.map_err(|problem| Failure::new(failed, Cause::Proxy(problem)))?)
            }
        };
        {
            let mut state = self.state();
            if let Some(open) = &state.open {
                let gone = open.client.go_through(proxy.clone());
                gone.map_err(while_doing(failed))?;
            }
            state.settings.proxy = proxy;
        }
        self.keep_settings();
        self.publish();
        Ok(())
    }

    pub(super) fn typed_proxy(&self) -> Option<ProxyAddress> {
        self.state().settings.proxy.clone()
    }
}
