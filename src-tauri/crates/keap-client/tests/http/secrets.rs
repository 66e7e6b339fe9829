//! A server that echoes every secret in every shape finds none of them in an error or the log.

use std::fmt::{Debug, Write as _};
use std::io;
use std::sync::{Arc, Mutex};

use keap_client::{ContactBody, ContactFilter, Error};
use tracing_subscriber::fmt::MakeWriter;

use crate::oauth::{exchange_with, refresh_with};
use crate::server::{Reply, Server, answer, json};
use crate::{authorization, client};

/// Every secret of these tests holds this.
const CANARY: &str = "canary";

/// All of them, as an answer might repeat them; the last is Basic's.
const ECHO: &str = "access-canary secret-canary code-canary verifier-canary refresh-canary \
                    aWQtb2YtYXBwOnNlY3JldC1jYW5hcnk=";

fn echoes() -> Vec<Reply> {
    let mut echoes = Vec::new();
    for status in [200, 201, 302, 400, 401, 403, 404, 409, 422, 500] {
        for body in [
            format!(r#"{{"error":"{ECHO}","error_description":"{ECHO}"}}"#),
            format!(r#"{{"error":"{CANARY}","error_description":"{CANARY}"}}"#),
            format!(r#"{{"access_token":["{ECHO}"],"token_type":"{ECHO}"}}"#),
            format!(r#"{{"code":1,"message":"{ECHO}","details":[{{"resource":"{ECHO}"}}]}}"#),
            format!(r#"{{"fault":{{"faultstring":"{ECHO}","detail":{{"errorcode":"{ECHO}"}}}}}}"#),
            format!("<html>{ECHO}</html>"),
            format!("{{ {ECHO}"),
            format!("\"{ECHO}\""),
        ] {
            echoes.push(json(status, &body));
            let header = format!("content-type: {ECHO}\r\nlocation: https://x.example/?{ECHO}\r\n");
            echoes.push(answer(status, &header, &body));
        }
    }
    // Not even HTTP, and a header that breaks the parser.
    echoes.push(Reply::Bytes(ECHO.into()));
    echoes.push(Reply::Bytes(
        format!("HTTP/1.1 200 X\r\n{ECHO}\r\n\r\n").into(),
    ));
    echoes
}

fn shown<E: std::error::Error + Debug>(error: &E) -> String {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(link) = source {
        write!(shown, "{link} {link:?}").unwrap();
        source = link.source();
    }
    shown
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn no_error_and_no_log_line_holds_a_secret_or_a_contact() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    // For the whole process: a subscriber of one thread misses what another one met first, and
    // what the other tests log must hold no secret either.
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let server = Server::start(vec![]).await;
    let client = client(&server);
    for reply in echoes() {
        server.restart(vec![reply; 20]);
        for failure in [exchange_with(&client).await, refresh_with(&client).await] {
            let shown = shown(&failure.unwrap_err());
            assert!(
                !shown.contains(CANARY) && !shown.contains("aWQt"),
                "{shown}"
            );
        }
        let found = client
            .find_contacts_by_email(&authorization(), "ann@example.com")
            .await;
        let body = ContactBody::default();
        let updated = client
            .update_contact(&authorization(), "contact-4711", &body)
            .await;
        let phone = ContactFilter::Phone("602 555 4712".into());
        let called = client.find_contacts(&authorization(), &phone).await;
        let asked = client
            .set_email_status(&authorization(), "ann@example.com", true, "reason-4713")
            .await;
        let company = client
            .create_company(&authorization(), "company-4714")
            .await;
        let errors: Vec<Error> = [
            found.err(),
            updated.err(),
            called.err(),
            asked.err(),
            company.err(),
        ]
        .into_iter()
        .flatten()
        .collect();
        for error in errors {
            // Of an API answer only the token that was sent is known to be a secret.
            let shown = shown(&error);
            assert!(!shown.contains("access-canary"), "{shown}");
        }
    }
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        log.contains("/contacts/{contact_id}"),
        "the log was written: {log}"
    );
    for hidden in [
        CANARY,
        "aWQt",
        "ann@",
        "ann%40",
        "contact-4711",
        "555 4712",
        "555%204712",
        "reason-4713",
        "company-4714",
        "duplicate_option",
        "update_mask",
    ] {
        let line = log.lines().find(|line| line.contains(hidden));
        assert_eq!(line, None, "{hidden}");
    }
}
