//! A server that speaks TLS with a certificate of any kind, and the authority that issues it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tempfile::NamedTempFile;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// An authority that issues certificates.
pub(crate) struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

/// A certificate and its key.
pub(crate) struct Identity {
    certificate: Certificate,
    key: KeyPair,
}

/// From when to when a certificate is good.
#[derive(Clone, Copy)]
pub(crate) enum Time {
    Good,
    Past,
    Future,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        let issuer = Issuer::new(params, key);
        Self {
            certificate,
            issuer,
        }
    }

    pub(crate) fn issue(&self, host: &str) -> Identity {
        self.issue_for(host, Time::Good)
    }

    pub(crate) fn issue_for(&self, host: &str, time: Time) -> Identity {
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        let (from, until) = match time {
            Time::Good => (2020, 2090),
            Time::Past => (2020, 2021),
            Time::Future => (2089, 2090),
        };
        params.not_before = date_time_ymd(from, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Identity { certificate, key }
    }

    /// Its certificate in a file, as an operating system's store keeps it.
    pub(crate) fn file(&self) -> Trusted {
        Trusted::of(&self.certificate)
    }
}

impl Identity {
    /// One that nobody issued but itself.
    pub(crate) fn self_signed(host: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self { certificate, key }
    }
}

/// A file of trusted certificates; gone when dropped.
pub(crate) struct Trusted(NamedTempFile);

impl Trusted {
    fn of(certificate: &Certificate) -> Self {
        let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
        let text = base64::prelude::BASE64_STANDARD.encode(certificate.der());
        for line in text.as_bytes().chunks(64) {
            pem.push_str(std::str::from_utf8(line).unwrap());
            pem.push('\n');
        }
        pem.push_str("-----END CERTIFICATE-----\n");
        let file = NamedTempFile::new().unwrap();
        std::fs::write(file.path(), pem).unwrap();
        Self(file)
    }

    pub(crate) fn name(&self) -> String {
        self.0.path().to_str().unwrap().to_owned()
    }
}

/// Answers everything with an empty object; ends with the test's runtime.
pub(crate) struct TlsServer {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<u8>>>,
}

impl TlsServer {
    pub(crate) async fn start(identity: &Identity) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self::on(listener, identity)
    }

    pub(crate) fn on(listener: TcpListener, identity: &Identity) -> Self {
        Self::with(listener, identity, rustls::DEFAULT_VERSIONS)
    }

    pub(crate) fn with(
        listener: TcpListener,
        identity: &Identity,
        versions: &[&'static rustls::SupportedProtocolVersion],
    ) -> Self {
        let key = PrivatePkcs8KeyDer::from(identity.key.serialize_der());
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![identity.certificate.der().clone()],
                PrivateKeyDer::Pkcs8(key),
            )
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, kept) = (acceptor.clone(), Arc::clone(&kept));
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else {
                        return;
                    };
                    let mut request = Vec::new();
                    while !request.ends_with(b"\r\n\r\n") {
                        let Ok(byte) = stream.read_u8().await else {
                            break;
                        };
                        request.push(byte);
                    }
                    kept.lock().unwrap().extend(request);
                    let answer =
                        b"HTTP/1.1 200 X\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
                    let _ = stream.write_all(answer).await;
                    let _ = stream.shutdown().await;
                });
            }
        });
        Self { address, seen }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its address under a name.
    pub(crate) fn base(&self, host: &str) -> String {
        format!("https://{host}:{}", self.address.port())
    }

    /// The heads of all requests that came through.
    pub(crate) fn seen(&self) -> String {
        String::from_utf8(self.seen.lock().unwrap().clone()).unwrap()
    }
}
