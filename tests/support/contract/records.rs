//! Everything that one practice Keap received and answered, held against the description.

use practice_keap::PracticeKeap;

use super::Contract;

/// The beginning of every path that the description covers; OAuth's pages and addresses are not in
/// it.
const API: &str = "/crm/rest/";

impl Contract {
    /// Every violation in the records of a practice Keap, each with the call it was in. Bodies are
    /// not shown; they hold nothing secret, but much.
    pub fn check_records(&self, keap: &PracticeKeap) -> Vec<String> {
        let mut found = Vec::new();
        for sent in keap.requests() {
            if sent.path.starts_with(API) {
                let line = format!("sent {} {}?{}", sent.method, sent.path, sent.query);
                let violations =
                    self.check_request(&sent.method, &sent.path, &sent.query, &sent.body);
                found.extend(violations.iter().map(|v| format!("{line}: {v}")));
            }
        }
        for answer in keap.responses() {
            if answer.path.starts_with(API) {
                let line = format!(
                    "answered {} {} {}",
                    answer.status, answer.method, answer.path
                );
                let violations = self.check_response(
                    &answer.method,
                    &answer.path,
                    answer.status,
                    &answer.content_type,
                    &answer.body,
                );
                found.extend(violations.iter().map(|v| format!("{line}: {v}")));
            }
        }
        found
    }

    /// Which described calls are in the records of a practice Keap with an answer of success, as
    /// `GET /rest/v2/…`.
    pub fn calls_in_records(&self, keap: &PracticeKeap) -> Vec<String> {
        let answers = keap.responses().into_iter();
        answers
            .filter(|answer| (200..300).contains(&answer.status))
            .filter_map(|answer| self.name_of(&answer.method, &answer.path))
            .collect()
    }
}
