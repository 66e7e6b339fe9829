//! The question without credentials: what it sends, and what it tells.

use std::time::{Duration, SystemTime};

use keap_client::{Error, Reach};

use crate::client;
use crate::server::{Server, answer, cut, json};

#[tokio::test]
async fn nobody_is_named_and_the_servers_clock_is_told() {
    let date = "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    let server = Server::with(answer(401, date, r#"{"fault":{}}"#)).await;
    let Reach {
        status,
        date,
        elapsed,
    } = client(&server).reach().await.unwrap();
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
    assert_eq!((status, date), (401, Some(then)));
    assert!(elapsed > Duration::ZERO);
    let seen = server.only();
    let asked = (seen.method.as_str(), seen.target.as_str());
    assert_eq!(asked, ("GET", "/crm/rest/v2/oauth/connect/userinfo"));
    for header in ["authorization", "cookie", "x-keap-api-key"] {
        assert_eq!(seen.header(header), None, "{header}");
    }
    assert_eq!(seen.body, "");
}

#[tokio::test]
async fn every_answer_is_one_and_nothing_is_asked_twice() {
    for (reply, expected) in [
        (json(200, "{}"), Ok(200)),
        (answer(503, "date: yesterday\r\n", "<html>"), Ok(503)),
        (
            answer(302, "location: https://keap.example/\r\n", ""),
            Ok(302),
        ),
        (answer(407, "", ""), Err(Error::Proxy)),
        (cut(), Err(Error::Interrupted)),
    ] {
        let server = Server::with(reply).await;
        let reached = client(&server).reach().await;
        assert_eq!(
            reached.as_ref().map(|it| it.status),
            expected.as_ref().copied()
        );
        assert_eq!(reached.ok().and_then(|it| it.date), None);
        assert_eq!(server.seen().len(), 1);
    }
}
