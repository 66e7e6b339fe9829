//! Words for what the desk tells beside a save: doubts about what was typed, what could not be done
//! beside the contact, and what Keap did in another way than was asked.

use super::{Notice, Severity, notice};
use crate::desk::{Remark, Saved, Trouble, Written};

/// A doubt, in words.
pub fn remark(remark: &Remark) -> String {
    match remark {
        Remark::PostalCode(_, country, Some(example)) => format!(
            "This does not look like a postal code of {country}; one looks like {example}. It is saved as you typed it."
        ),
        Remark::PostalCode(_, country, None) => {
            format!(
                "This does not look like a postal code of {country}. It is saved as you typed it."
            )
        }
        Remark::Phone(_, country) => {
            format!(
                "This does not look like a phone number of {country}. It is saved as you typed it."
            )
        }
    }
}

/// What has to be told beside "saved".
pub fn beside(saved: &Saved, tag: impl Fn(&str) -> String) -> Vec<Notice> {
    let first = match saved.what {
        Written::SentAgain => Some(Notice::new(
            Severity::Warning,
            "sent_again",
            "Look at this contact once more",
            "Keap did not answer the first try, so the contact was sent again, and then it was there. Most likely it is \
             the one from the first try. Nothing is there twice.",
            None,
        )),
        Written::Joined => Some(Notice::new(
            Severity::Warning,
            "joined",
            "Somebody made this contact meanwhile",
            "Nobody had the e-mail address when you looked, but somebody had it by the time Keap saved. Keap put what you \
             typed into that contact, and may have taken out further e-mail addresses and phone numbers that it had. \
             This save cannot be undone from here: look at the contact in Keap.",
            None,
        )),
        Written::Created | Written::Updated | Written::Nothing => None,
    };
    let troubles = saved.troubles.iter().map(|it| trouble(it, &tag));
    first.into_iter().chain(troubles).collect()
}

/// One tag or one consent that did not go well, or of which that is not known.
fn trouble(trouble: &Trouble, tag: impl Fn(&str) -> String) -> Notice {
    let (thing, verb, failure) = match trouble {
        Trouble::NotApplied(id, failure) => (format!("tag “{}”", tag(id)), "applied", failure),
        Trouble::NotRemoved(id, failure) => (format!("tag “{}”", tag(id)), "removed", failure),
        Trouble::Consent(email, failure) => (format!("consent of {email}"), "changed", failure),
    };
    let why = notice(failure);
    let (title, body) = if failure.may_have_acted() {
        (
            format!("It is not known whether the {thing} was {verb}"),
            "The contact itself is saved. Keap gave no clear answer to this one. Look at the contact in Keap before \
             you try it again."
                .to_owned(),
        )
    } else {
        (
            format!("The {thing} was not {verb}"),
            format!(
                "The contact itself is saved. {}: try this one again.",
                why.title
            ),
        )
    };
    Notice::new(Severity::Warning, why.code, &title, body, None)
}
