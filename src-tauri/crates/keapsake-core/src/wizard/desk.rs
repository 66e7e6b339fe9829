//! From the desk to Keap's own pages.

use super::Wizard;
use crate::failure::{Cause, Doing, Failure, while_doing};

/// Keap's ids are far shorter.
const LONGEST_ID: usize = 64;

impl Wizard {
    /// Opens a contact in Keap's own page.
    ///
    /// # Errors
    /// The account's name or the id is not known, or the browser did not open.
    pub async fn open_contact(&self, id: &str) -> Result<(), Failure> {
        let open = self.opened(Doing::Other)?;
        let app = open
            .session
            .account()
            .await
            .map_err(while_doing(Doing::Other))?
            .filter(|app| !app.is_empty());
        let app = app.ok_or(Failure::new(Doing::Other, Cause::NoAccountName))?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if id.is_empty() || id.len() > LONGEST_ID || !id.chars().all(plain) {
            return Err(Failure::new(Doing::Other, Cause::NotNow));
        }
        let base = match &open.place.pages {
            Some(pages) => format!("{}/{app}", pages.as_str().trim_end_matches('/')),
            None => format!("https://{app}.infusionsoft.com"),
        };
        let url = format!("{base}/Contact/manageContact.jsp?view=edit&ID={id}");
        self.inner
            .ports
            .browser
            .open(&url)
            .await
            .map_err(|_| Failure::new(Doing::Other, Cause::Browser))
    }
}
