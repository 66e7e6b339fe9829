//! Connections that died while nobody used them: the next call does not notice.

use std::time::Duration;

use keap_client::{ContactBody, ListField, ListItem};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::{authorization, client_of};

/// How the server lets go of a connection.
#[derive(Debug, Clone, Copy)]
enum Parting {
    /// It closes it after an answer that promised to keep it open.
    Closed,
    /// It has forgotten it, as after a restart.
    Reset,
    /// It takes the next request and resets the connection, as what stands in between does when it
    /// has lost the way.
    ResetWhenUsed,
}

const ANSWER: &[u8] = b"HTTP/1.1 200 X\r\ncontent-length: 8\r\n\r\n{\"id\":1}";

/// Reads a request with its body; `false` where there was none.
async fn read(stream: &mut TcpStream) -> bool {
    let mut text = Vec::new();
    while !text.ends_with(b"}]}") {
        match stream.read_u8().await {
            Ok(byte) => text.push(byte),
            Err(_) => return false,
        }
    }
    true
}

#[tokio::test]
async fn the_next_upsert_succeeds() {
    for parting in [Parting::Closed, Parting::Reset, Parting::ResetWhenUsed] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (parted, gone) = tokio::sync::oneshot::channel();
        let server = tokio::spawn(async move {
            let (mut first, _) = listener.accept().await.unwrap();
            assert!(read(&mut first).await);
            first.write_all(ANSWER).await.unwrap();
            match parting {
                Parting::Closed => drop(first),
                Parting::Reset => {
                    first.set_zero_linger().unwrap();
                    drop(first);
                }
                Parting::ResetWhenUsed => {
                    tokio::spawn(async move {
                        assert!(read(&mut first).await);
                        first.set_zero_linger().unwrap();
                    });
                }
            }
            parted.send(()).unwrap();
            let (mut second, _) = listener.accept().await.unwrap();
            assert!(read(&mut second).await);
            second.write_all(ANSWER).await.unwrap();
            second
        });
        let mut email = ListItem::in_slot("EMAIL1");
        email.set("email", "ann@example.com");
        let client = client_of(&base);
        let body = ContactBody {
            lists: [(ListField::EmailAddresses, vec![email])].into(),
            ..ContactBody::default()
        };
        let signed_in = authorization();
        let save = async || {
            let saved = client.update_contact(&signed_in, "1", &body);
            saved.await.map(|contact| contact.map(|it| it.id))
        };
        assert_eq!(save().await, Ok(Some("1".into())), "{parting:?}");
        gone.await.unwrap();
        let again = tokio::time::timeout(Duration::from_secs(8), save()).await;
        assert_eq!(again.unwrap(), Ok(Some("1".into())), "{parting:?}");
        drop(server.await.unwrap());
    }
}
