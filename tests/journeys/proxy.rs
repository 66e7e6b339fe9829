//! A proxy that somebody typed: used at once and after a restart, taken back, and refused in words.

use keap_client::{Error, NamedBy};
use keapsake_core::connection::ConnectionKind;
use keapsake_core::diagnosis::{Check, Finding, Machine, Reached, Way};
use keapsake_core::notices::{FormField, field_problems, outcome_of};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::computer::{Computer, words};

/// A proxy that wants a sign-in of everybody, and tells what it was asked for.
struct Proxy {
    address: String,
    asked: mpsc::UnboundedReceiver<String>,
}

impl Proxy {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (tell, asked) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let mut client = BufReader::new(client);
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    if client.read_until(b'\n', &mut head).await.unwrap() == 0 {
                        break;
                    }
                }
                tell.send(String::from_utf8(head).unwrap()).unwrap();
                let refused = b"HTTP/1.1 407 X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
                client.get_mut().write_all(refused).await.unwrap();
            }
        });
        Self { address, asked }
    }

    fn asked(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.asked.try_recv().ok()).collect()
    }
}

impl Computer {
    async fn way(&self) -> Finding {
        self.wizard
            .diagnose(Check::Proxy, ConnectionKind::Keap)
            .await
    }

    /// Asks Keap by the way there is; only a proxy answers for a Keap of this name.
    async fn is_sent_to(&self, proxy: &mut Proxy) {
        let found = self
            .wizard
            .diagnose(Check::Keap, ConnectionKind::Keap)
            .await;
        assert_eq!(found, Finding::Keap(Reached::Not(Error::Proxy)));
        let asked = proxy.asked();
        assert_eq!(asked.len(), 1, "{asked:?}");
        assert!(
            asked[0].starts_with("CONNECT keap.example:443 "),
            "{asked:?}"
        );
    }

    fn shown(&self) -> Option<String> {
        self.wizard.snapshot().proxy
    }
}

fn by_hand(proxy: &Proxy) -> Finding {
    Finding::Proxy(Way::Proxy {
        named_by: NamedBy::Hand,
        address: proxy.address.clone(),
    })
}

#[tokio::test]
async fn it_counts_at_once_is_kept_over_a_restart_and_can_be_taken_back() {
    let mut proxy = Proxy::start().await;
    let computer = Computer::new().await;
    computer
        .places
        .lead_by("https://keap.example".parse().unwrap());
    let before = computer.way().await;
    assert_ne!(before, by_hand(&proxy));

    // Once before any door was chosen, and once with a connection that is open already.
    let typed = format!(" http://{}/ ", proxy.address);
    computer.wizard.set_proxy(&typed).unwrap();
    computer.is_sent_to(&mut proxy).await;
    computer.wizard.set_proxy("").unwrap();
    computer
        .wizard
        .choose_door(ConnectionKind::Keap)
        .await
        .unwrap();
    computer.wizard.set_proxy(&typed).unwrap();
    computer.is_sent_to(&mut proxy).await;
    assert_eq!(computer.shown().as_deref(), Some(proxy.address.as_str()));

    let computer = computer.restarted().await;
    assert_eq!(computer.shown().as_deref(), Some(proxy.address.as_str()));
    computer.is_sent_to(&mut proxy).await;
    computer
        .wizard
        .choose_door(ConnectionKind::Keap)
        .await
        .unwrap();
    computer.is_sent_to(&mut proxy).await;
    let found = computer.way().await;
    assert_eq!(found, by_hand(&proxy));
    let told = outcome_of(&found);
    assert!(told.title.contains("set by hand"), "{told:?}");
    assert!(told.body.contains(&proxy.address), "{told:?}");
    let report = computer.wizard.report(&Machine::default());
    assert!(report.contains("proxy: set by hand\n"), "{report}");
    assert!(!report.contains(&proxy.address), "{report}");

    computer.wizard.set_proxy("  ").unwrap();
    assert_eq!(
        (computer.shown(), computer.way().await),
        (None, before.clone())
    );
    let computer = computer.restarted().await;
    assert_eq!((computer.shown(), computer.way().await), (None, before));
    assert!(proxy.asked().is_empty());
}

#[tokio::test]
async fn a_keap_on_this_computer_never_hears_of_it() {
    let mut proxy = Proxy::start().await;
    let computer = Computer::new().await;
    computer.wizard.set_proxy(&proxy.address).unwrap();
    let computer = computer.at_desk().await;
    assert!(!computer.countries().await.unwrap().is_empty());
    assert_eq!(computer.way().await, Finding::Proxy(Way::Straight));
    computer
        .wizard
        .choose_door(ConnectionKind::Practice)
        .await
        .unwrap();
    assert_eq!(computer.way().await, Finding::Proxy(Way::ThisComputer));
    assert!(proxy.asked().is_empty());
}

#[tokio::test]
async fn what_is_none_is_refused_beside_its_field_and_nothing_is_changed() {
    let computer = Computer::new().await;
    computer.wizard.set_proxy("proxy.example:3128").unwrap();
    let kept = computer.settings.text();
    for (typed, said) in [
        ("http://ann:canary@proxy.example:3128", "not encrypted"),
        ("socks5://proxy.example:1080", "by http only"),
        ("proxy.example", "Add the port"),
        ("proxy.example:3128/proxy.pac", "a host and a port"),
    ] {
        let refused = computer.wizard.set_proxy(typed).unwrap_err();
        let fields = field_problems(&refused);
        let [(FormField::Proxy, message)] = &fields[..] else {
            panic!("{fields:?}")
        };
        assert!(message.contains(said), "{message}");
        assert!(!message.contains("canary"), "{message}");
        assert_eq!(words::<()>(Err(refused)).0, "fields");
        assert_eq!(computer.shown().as_deref(), Some("proxy.example:3128"));
        assert_eq!(computer.settings.text(), kept);
    }
}

#[tokio::test]
async fn a_hostile_one_in_the_settings_costs_nothing_but_itself() {
    let computer = Computer::new().await.at_desk().await;
    let kept = computer.settings.text().unwrap();
    for proxy in [
        r#""http://ann:canary@proxy.example:3128""#,
        r#""file:///etc/passwd""#,
        "[{}]",
        "-1",
    ] {
        let text = kept.replacen('{', &format!(r#"{{"proxy":{proxy},"#), 1);
        computer.settings.put(&text);
        let again = crate::computer::wizard(computer.ports());
        again.begin().await;
        let snapshot = again.snapshot();
        assert_eq!(snapshot.proxy, None, "{proxy}");
        assert_eq!(crate::computer::name(&snapshot.stage), "desk", "{proxy}");
        assert_eq!(computer.settings.aside(), None, "{proxy}");
        again.set_zoom(keapsake_core::settings::Zoom::In);
        let written = computer.settings.text().unwrap();
        assert!(!written.contains("canary"), "{written}");
    }
}
