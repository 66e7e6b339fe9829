//! Which servers are taken for Keap: those that the operating system's store vouches for, by name,
//! today, over TLS 1.2 or newer.

use tokio::net::TcpListener;

use crate::environment::ask;
use crate::server::{Reply, Server};
use crate::tls_server::{Authority, Identity, Time, TlsServer};

async fn asked_of(keap: &TlsServer, host: &str, trusting: &Authority) -> String {
    let trusted = trusting.file();
    ask(&keap.base(host), &[("SSL_CERT_FILE", &trusted.name())]).await
}

#[tokio::test]
#[cfg_attr(
    not(target_os = "linux"),
    ignore = "only Linux reads the trusted authorities from a file of the test's choice"
)]
async fn an_authority_of_the_systems_store_is_trusted_by_name_and_by_date() {
    let (authority, another) = (Authority::new(), Authority::new());
    for (name, identity, trusting, expected) in [
        (
            "as it should be",
            authority.issue("localhost"),
            &authority,
            "Ok(())",
        ),
        (
            "unknown authority",
            authority.issue("localhost"),
            &another,
            "Err(Untrusted)",
        ),
        (
            "nobody's",
            Identity::self_signed("localhost"),
            &authority,
            "Err(Untrusted)",
        ),
        (
            "for another host",
            authority.issue("keap.example"),
            &authority,
            "Err(Untrusted)",
        ),
        (
            "too old",
            authority.issue_for("localhost", Time::Past),
            &authority,
            "Err(Untrusted)",
        ),
        (
            "not yet good",
            authority.issue_for("localhost", Time::Future),
            &authority,
            "Err(Untrusted)",
        ),
    ] {
        let keap = TlsServer::start(&identity).await;
        assert_eq!(
            asked_of(&keap, "localhost", trusting).await,
            expected,
            "{name}"
        );
        // Who is not trusted is told nothing.
        assert_eq!(keap.seen().is_empty(), expected != "Ok(())", "{name}");
    }
}

#[tokio::test]
#[cfg_attr(
    not(target_os = "linux"),
    ignore = "only Linux reads the trusted authorities from a file of the test's choice"
)]
async fn tls_1_2_is_old_enough() {
    let authority = Authority::new();
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let keap = TlsServer::with(listener, &authority.issue("localhost"), &[version]);
        assert_eq!(
            asked_of(&keap, "localhost", &authority).await,
            "Ok(())",
            "{version:?}"
        );
    }
}

#[tokio::test]
async fn an_older_tls_is_refused_at_its_first_word() {
    // The hello of a server that chose the version: 0x0302 is TLS 1.1.
    for version in [0x0300_u16, 0x0301, 0x0302] {
        let [major, minor] = version.to_be_bytes();
        let mut hello = vec![0x16, major, minor, 0, 42, 0x02, 0, 0, 38, major, minor];
        hello.extend([7; 32]);
        // No session, TLS_RSA_WITH_AES_128_CBC_SHA, no compression.
        hello.extend([0, 0, 0x2f, 0]);
        let server = Server::start(vec![Reply::Hold(hello); 2]).await;
        let base = server.https();
        assert_eq!(ask(&base, &[]).await, "Err(Untrusted)", "{version:#x}");
    }
}

#[tokio::test]
async fn an_address_without_tls_is_never_asked() {
    use keap_client::{Client, Endpoints, Error};
    let mut endpoints = Endpoints::keap();
    endpoints.api.set_scheme("http").unwrap();
    assert_eq!(Client::new(endpoints).unwrap_err(), Error::Setup);
}
