//! Words that stand beside a field.

use keap_client::{Error, ProxyProblem};

use super::spots;
use crate::connection::ReturnPageProblem;
use crate::contact::Spot;
use crate::failure::{Cause, Failure};
use crate::keys::{KeyField, KeyProblem, MAX_KEY};

/// A field of any form in the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormField {
    /// The Client ID.
    ClientId,
    /// The Client Secret.
    ClientSecret,
    /// The return page's address, under *Advanced*.
    ReturnPage,
    /// The proxy's address, under *Something is wrong?*.
    Proxy,
    /// The pasted address.
    Address,
}

/// Keap's answer to a write that it refused, as far as it said why; for whoever wants to see it.
pub fn details(failure: &Failure) -> Option<String> {
    let (Cause::Refused { error, .. } | Cause::Keap(error)) = &failure.cause else {
        return None;
    };
    let Error::Rejected { status, problems } = error else {
        return None;
    };
    let mut lines = vec![format!("HTTP {status}")];
    lines.extend(problems.iter().map(|problem| {
        let place = [problem.domain.as_deref(), problem.resource.as_deref()];
        let place: Vec<&str> = place.into_iter().flatten().collect();
        match place.join(" ") {
            place if place.is_empty() => problem.message.clone(),
            place => format!("{place}: {}", problem.message),
        }
    }));
    Some(lines.join("\n"))
}

/// The e-mail addresses whose consent cannot be changed as asked, each with its sentence.
pub fn consent_problems(failure: &Failure) -> Vec<(String, String)> {
    let Cause::NoReason(addresses) = &failure.cause else {
        return Vec::new();
    };
    let sentence = "Enter the reason: Keap files it with the consent.";
    let addresses = addresses.iter();
    addresses
        .map(|address| (address.clone(), sentence.to_owned()))
        .collect()
}

/// The sentences that stand beside the spots of a contact; empty where the failure belongs to none.
pub fn spot_problems(failure: &Failure) -> Vec<(Spot, String)> {
    match &failure.cause {
        Cause::Spots(problems) => problems
            .iter()
            .map(|problem| (problem.spot.clone(), spots::spot_problem(problem)))
            .collect(),
        Cause::Refused {
            error: Error::Rejected { problems, .. },
            sent,
        } => spots::refused(problems, sent),
        _ => Vec::new(),
    }
}

/// The sentences that stand beside fields for this failure; empty where it belongs to no field.
pub fn field_problems(failure: &Failure) -> Vec<(FormField, String)> {
    match &failure.cause {
        Cause::Keys(problems) => problems
            .iter()
            .map(|(field, problem)| key(*field, *problem))
            .collect(),
        Cause::ReturnPage(problem) => vec![(FormField::ReturnPage, return_page(*problem).into())],
        Cause::Proxy(problem) => vec![(FormField::Proxy, proxy(*problem).into())],
        Cause::Pasted(_) | Cause::NotThisSignIn(_) => {
            let told = super::notice(failure);
            vec![(FormField::Address, format!("{}. {}", told.title, told.body))]
        }
        _ => Vec::new(),
    }
}

fn key(field: KeyField, problem: KeyProblem) -> (FormField, String) {
    let (place, name, portal) = match field {
        KeyField::ClientId => (FormField::ClientId, "Client ID", "Key"),
        KeyField::ClientSecret => (FormField::ClientSecret, "Client Secret", "Secret"),
    };
    let text = match problem {
        KeyProblem::Missing => format!("Enter the {name}. The developer portal calls it {portal}."),
        KeyProblem::TooLong => format!("The {name} must be {MAX_KEY} characters or fewer. Copy only the one line called {portal}."),
        KeyProblem::NotAKey => format!("A {name} has no blanks and only plain letters, digits and signs. Copy the line called {portal} again."),
        KeyProblem::Equal => "This is the same as the Client ID. Copy the line below it, called Secret.".into(),
        KeyProblem::Swapped => "The two look swapped: this one is longer than the secret. Put the line called Key here and the one called Secret below. If they are right as they are, save them once more.".into(),
        KeyProblem::AccessToken => format!("This is an access token made inside Keap (it begins with KeapAK-). Enter the {name} of an app from the developer portal."),
    };
    (place, text)
}

const fn return_page(problem: ReturnPageProblem) -> &'static str {
    match problem {
        ReturnPageProblem::Missing => "Enter the address of the return page.",
        ReturnPageProblem::NotHttps => "The address must begin with https://.",
        ReturnPageProblem::TooLong => {
            "The address is longer than 2,000 characters. Enter the one under which you serve the return page."
        }
        ReturnPageProblem::HasQuery => "Leave out everything from the ? or # on: Keap refuses it.",
    }
}

const fn proxy(problem: ProxyProblem) -> &'static str {
    match problem {
        ProxyProblem::Credentials => {
            "Leave out the name and the password: this address is kept in a file that is not encrypted, so nothing \
             of it was kept. Enter the host and the port only. If the proxy needs a sign-in, ask your IT people to \
             let Keapsake through without one."
        }
        ProxyProblem::AnotherKind => {
            "Keapsake reaches a proxy by http only. Ask your IT people for its http:// address."
        }
        ProxyProblem::NoPort => "Add the port behind a colon, as in proxy.example.com:3128.",
        ProxyProblem::NotAnAddress => {
            "Enter a host and a port and nothing else, as in proxy.example.com:3128."
        }
    }
}
