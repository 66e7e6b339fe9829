//! The system's proxy, and one that was typed: used for Keap, never for this computer.

use std::net::SocketAddr;

use keap_client::{Error, OAuthError};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use crate::environment::{TYPED, ask};
use crate::oauth::refresh_with;
use crate::server::{Server, answer, json};
use crate::tls_server::{Authority, TlsServer};
use crate::{authorization, client_of};

/// A proxy in every variable there is.
fn everywhere(proxy: &str) -> [(&'static str, &str); 6] {
    let names = [
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "http_proxy",
        "https_proxy",
        "all_proxy",
    ];
    names.map(|name| (name, proxy))
}

#[tokio::test]
async fn a_keap_on_this_computer_is_asked_directly() {
    let proxy = Server::with(json(500, "{}")).await;
    let keap = Server::with(json(200, "{}")).await;
    assert_eq!(ask(keap.base(), &everywhere(proxy.base())).await, "Ok(())");
    assert_eq!(keap.seen().len(), 1);
    assert!(proxy.seen().is_empty());
}

#[tokio::test]
async fn a_proxy_that_wants_a_sign_in_is_named_and_told_nothing() {
    let proxy = Server::with(answer(407, "proxy-authenticate: Basic\r\n", "")).await;
    let asked = ask("https://keap.example", &everywhere(proxy.base())).await;
    assert_eq!(asked, "Err(Proxy)");
    let seen = proxy.only();
    let target = (seen.method.as_str(), seen.target.as_str());
    assert_eq!(target, ("CONNECT", "keap.example:443"));
    assert_eq!(seen.header("authorization"), None);
    assert_eq!(seen.header("proxy-authorization"), None);
}

#[tokio::test]
async fn a_proxy_that_refuses_the_way_leaves_keap_unreached() {
    for status in [403, 502] {
        let proxy = Server::start(vec![answer(status, "", "<html>"); 3]).await;
        let asked = ask("https://keap.example", &[("HTTPS_PROXY", proxy.base())]).await;
        assert_eq!(asked, "Err(Offline)", "{status}");
    }
}

#[tokio::test]
#[cfg_attr(
    not(target_os = "linux"),
    ignore = "only Linux reads the trusted authorities from a file of the test's choice"
)]
async fn keap_is_asked_through_the_proxy_which_sees_no_more_than_its_name() {
    let authority = Authority::new();
    let keap = TlsServer::start(&authority.issue("keap.example")).await;
    let mut tunnel = Tunnel::to(keap.address()).await;
    let proxy = format!("http://ann:secret@{}", tunnel.address);
    let trusted = authority.file();
    let variables = [
        ("HTTPS_PROXY", proxy.as_str()),
        ("SSL_CERT_FILE", &trusted.name()),
    ];
    let asked = ask("https://keap.example", &variables).await;
    assert_eq!(asked, "Ok(())");
    let head = tunnel.heads.recv().await.unwrap().to_ascii_lowercase();
    assert!(
        head.starts_with("connect keap.example:443 http/1.1\r\n"),
        "{head}"
    );
    // base64 of `ann:secret`, in lower case
    assert!(
        head.contains("proxy-authorization: basic yw5uonnly3jlda=="),
        "{head}"
    );
    for hidden in ["bearer", "userinfo", "access-canary"] {
        assert!(!head.contains(hidden), "{head}");
    }
    let seen = keap.seen().to_ascii_lowercase();
    assert!(seen.contains("bearer access-canary"), "{seen}");
    assert!(!seen.contains("proxy-authorization"), "{seen}");
}

#[tokio::test]
async fn an_exception_is_asked_directly() {
    // This computer under an address that does not look like it, so that only NO_PROXY says so.
    let Ok(listener) = TcpListener::bind("[::ffff:127.0.0.1]:0").await else {
        return;
    };
    let keap = TlsServer::on(listener, &Authority::new().issue("keap.example"));
    let base = format!("https://[::ffff:127.0.0.1]:{}", keap.address().port());
    for (exceptions, expected, through) in [
        ("::ffff:127.0.0.1", "Err(Untrusted)", 0),
        ("keap.example, ::ffff:127.0.0.1", "Err(Untrusted)", 0),
        ("keap.example", "Err(Proxy)", 1),
    ] {
        let proxy = Server::with(answer(407, "", "")).await;
        let variables = [("HTTPS_PROXY", proxy.base()), ("NO_PROXY", exceptions)];
        assert_eq!(ask(&base, &variables).await, expected, "{exceptions}");
        assert_eq!(proxy.seen().len(), through, "{exceptions}");
    }
}

#[tokio::test]
#[cfg_attr(
    not(target_os = "linux"),
    ignore = "only Linux reads the trusted authorities from a file of the test's choice"
)]
async fn a_typed_proxy_leads_to_keap_whatever_the_system_says() {
    let authority = Authority::new();
    let keap = TlsServer::start(&authority.issue("keap.example")).await;
    let mut tunnel = Tunnel::to(keap.address()).await;
    let systems = Server::with(answer(407, "", "")).await;
    let (typed, trusted) = (tunnel.address.to_string(), authority.file());
    let trusted = trusted.name();
    let mut variables = everywhere(systems.base()).to_vec();
    variables.extend([
        (TYPED, typed.as_str()),
        ("NO_PROXY", "*"),
        ("SSL_CERT_FILE", &trusted),
    ]);
    assert_eq!(ask("https://keap.example", &variables).await, "Ok(())");
    let head = tunnel.heads.recv().await.unwrap().to_ascii_lowercase();
    assert!(head.starts_with("connect keap.example:443 "), "{head}");
    for hidden in ["authorization", "userinfo", "access-canary"] {
        assert!(!head.contains(hidden), "{head}");
    }
    assert!(systems.seen().is_empty());
}

#[tokio::test]
async fn a_keap_on_this_computer_is_asked_directly_whatever_was_typed() {
    let proxy = Server::with(json(500, "{}")).await;
    let keap = Server::start(vec![json(200, "{}"); 2]).await;
    let typed = proxy.base();
    assert_eq!(ask(keap.base(), &[(TYPED, typed)]).await, "Ok(())");
    let by_name = keap.base().replace("127.0.0.1", "localhost");
    assert_eq!(ask(&by_name, &[(TYPED, typed)]).await, "Ok(())");
    assert_eq!(keap.seen().len(), 2);
    assert!(proxy.seen().is_empty());
}

#[tokio::test]
async fn where_a_typed_proxy_was_taken_back_the_systems_counts_again() {
    let systems = Server::with(answer(407, "", "")).await;
    let typed = Server::with(json(500, "{}")).await;
    let variables = [
        ("HTTPS_PROXY", systems.base()),
        (TYPED, &format!("{} none", typed.base())),
    ];
    assert_eq!(ask("https://keap.example", &variables).await, "Err(Proxy)");
    assert_eq!(systems.seen().len(), 1);
    assert!(typed.seen().is_empty());
}

#[tokio::test]
async fn a_typed_proxy_counts_from_the_next_request_on_for_every_clone() {
    let wants_a_sign_in = || answer(407, "", "");
    let (one, other) = (
        Server::start(vec![wants_a_sign_in(); 2]).await,
        Server::start(vec![wants_a_sign_in(); 2]).await,
    );
    let client = client_of("https://keap.example");
    let clone = client.clone();
    for (proxy, asked) in [(&one, [1, 0]), (&other, [1, 1]), (&other, [1, 2])] {
        let typed = proxy.base().parse().unwrap();
        client.go_through(Some(typed)).unwrap();
        let read = clone.user_info(&authorization()).await;
        assert_eq!(read.unwrap_err(), Error::Proxy);
        assert_eq!([one.seen().len(), other.seen().len()], asked);
    }
    // And so do tokens.
    client
        .go_through(Some(one.base().parse().unwrap()))
        .unwrap();
    let renewed = refresh_with(&clone).await;
    assert_eq!(renewed.unwrap_err(), OAuthError::Http(Error::Proxy));
    assert_eq!(one.seen().len(), 2);
}

/// A proxy that leads every CONNECT to one address, and hands over what it was sent before.
struct Tunnel {
    address: SocketAddr,
    heads: tokio::sync::mpsc::UnboundedReceiver<String>,
}

impl Tunnel {
    async fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, heads) = tokio::sync::mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(client.read_u8().await.unwrap());
                }
                tell.send(String::from_utf8(head).unwrap()).unwrap();
                let open = b"HTTP/1.1 200 X\r\n\r\n";
                client.write_all(open).await.unwrap();
                let mut keap = TcpStream::connect(target).await.unwrap();
                let _ = copy_bidirectional(&mut client, &mut keap).await;
            }
        });
        Self { address, heads }
    }
}
