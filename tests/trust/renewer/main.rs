//! A process without a window that holds a session: real keychain, real lock, a Keap to talk to. The
//! figures run it, kill it, and run several at once. It knows nothing of what they look for.
//!
//! `renewer WHAT KEAP-URL RETURN-PAGE LOCKS-FOLDER`, where WHAT is `connect` (signs in and keeps keys
//! and tokens), `call` (asks once who is signed in), `call-unlocked` (the same, with a lock that locks
//! nothing), `call-careless` (the same, with records that are not there while it renews) or a number (so
//! many tasks want a token when theirs is a day old). Its one line says what came of it.

use std::env;
use std::future::poll_fn;
use std::io::Write as _;
use std::path::Path;
use std::pin::pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use keap_client::{
    AuthorizationCode, Client, ClientId, ClientSecret, Endpoints, Keys, RedirectUri,
};
use keapsake_core::keys::write_keys;
use keapsake_core::ports::{Clock, Lock, LockError, Locked, Vault, VaultEntry, VaultError};
use keapsake_core::session::{Session, SessionError, Tokens};
use practice_keap::{CLIENT_ID, CLIENT_SECRET};
use secrecy::SecretString;
use support::{Answer, Ended, walk};
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use url::Url;
use vault::{BACKGROUND_LIMIT, FileLock, Keychain};

/// Beside the app's own entries nothing of this name is in a keychain.
const SERVICE: &str = "Keapsake (renewer)";
const CONNECTION: &str = "renewer";
const ACCOUNT: &str = "pb101";

/// The session may take this long to come to rest, as in the app.
const PATIENCE: Duration = Duration::from_secs(5);

/// A clock that can go to the day after, when every access token is over.
#[derive(Default)]
struct Tomorrow(AtomicBool);

impl Clock for Tomorrow {
    fn now(&self) -> SystemTime {
        let later = self.0.load(Ordering::SeqCst);
        SystemTime::now() + Duration::from_hours(if later { 25 } else { 0 })
    }
}

struct Today;

impl Clock for Today {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// What the lock is there against: it locks nothing.
struct NoLock;

#[async_trait]
impl Lock for NoLock {
    async fn take(&self, _connection: &str) -> Result<Locked, LockError> {
        Ok(Box::new(()))
    }
}

/// What the order of the writes is there against: it takes away what it is about to write anew, and
/// says that it is written; it would be later.
struct Careless(Keychain);

#[async_trait]
impl Vault for Careless {
    async fn read(&self, entry: &VaultEntry) -> Result<Option<SecretString>, VaultError> {
        self.0.read(entry).await
    }

    async fn write(&self, entry: &VaultEntry, _record: SecretString) -> Result<(), VaultError> {
        let keys = VaultEntry::Keys(CONNECTION.to_owned());
        self.0.delete(&keys).await?;
        self.0.delete(entry).await
    }

    async fn delete(&self, entry: &VaultEntry) -> Result<(), VaultError> {
        self.0.delete(entry).await
    }
}

/// Something that this program was given is not there, or not as it has to be.
#[derive(Debug)]
struct Unusable;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [what, keap, return_page, locks] = arguments.as_slice() else {
        return ExitCode::FAILURE;
    };
    let lock = Arc::new(FileLock::in_folder(Path::new(locks)));
    let vault = Keychain::open(SERVICE, BACKGROUND_LIMIT);
    let said = match what.as_str() {
        "connect" => match connect(keap, return_page, vault).await {
            Ok(()) => "signed in",
            Err(Unusable) => return ExitCode::FAILURE,
        },
        "call" => call(keap, Arc::new(vault), lock).await,
        "call-unlocked" => call(keap, Arc::new(vault), Arc::new(NoLock)).await,
        "call-careless" => call(keap, Arc::new(Careless(vault)), lock).await,
        number => match number.parse() {
            Ok(number) => at_once(keap, Arc::new(vault), lock, number).await,
            Err(_) => return ExitCode::FAILURE,
        },
    };
    match writeln!(std::io::stdout(), "{said}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn client(keap: &str) -> Result<Client, Unusable> {
    let base = Url::parse(keap).map_err(|_| Unusable)?;
    let endpoints = Endpoints::under(&base).map_err(|_| Unusable)?;
    Client::new(endpoints).map_err(|_| Unusable)
}

fn session(
    client: Client,
    vault: Arc<dyn Vault>,
    lock: Arc<dyn Lock>,
    clock: Arc<dyn Clock>,
) -> Session {
    let account = Some(ACCOUNT.to_owned());
    Session::new(CONNECTION, account, client, vault, lock, clock)
}

async fn connect(keap: &str, return_page: &str, vault: Keychain) -> Result<(), Unusable> {
    let client = client(keap)?;
    let keys = Keys {
        client_id: ClientId::new(CLIENT_ID),
        client_secret: ClientSecret::new(CLIENT_SECRET),
    };
    let redirect = RedirectUri::new(return_page);
    let request = client
        .authorization_request(&keys.client_id, &redirect, "")
        .map_err(|_| Unusable)?;
    let end = walk(request.url.as_str(), Answer::Allow(ACCOUNT)).await;
    let Some(Ended::Redirected(end)) = end else {
        return Err(Unusable);
    };
    let code = end.query_pairs().find(|(name, _)| name == "code");
    let code = AuthorizationCode::new(code.ok_or(Unusable)?.1);
    let answer = client
        .exchange(&keys, &code, &redirect, &request.verifier)
        .await
        .map_err(|_| Unusable)?;
    write_keys(&vault, CONNECTION, &keys, SystemTime::now())
        .await
        .map_err(|_| Unusable)?;
    let tokens = Tokens::of_sign_in(answer, ACCOUNT.to_owned(), SystemTime::now());
    session(client, Arc::new(vault), Arc::new(NoLock), Arc::new(Today))
        .begin(tokens)
        .await
        .map_err(|_| Unusable)
}

async fn call(keap: &str, vault: Arc<dyn Vault>, lock: Arc<dyn Lock>) -> &'static str {
    let Ok(client) = client(keap) else {
        return "unusable";
    };
    let session = session(client, vault, lock, Arc::new(Today));
    let outcome = session
        .run(|client, authorization| async move { client.user_info(&authorization).await })
        .await;
    drop(tokio::time::timeout(PATIENCE, session.settled()).await);
    in_words(&outcome)
}

async fn at_once(
    keap: &str,
    vault: Arc<dyn Vault>,
    lock: Arc<dyn Lock>,
    number: usize,
) -> &'static str {
    let Ok(client) = client(keap) else {
        return "unusable";
    };
    let clock = Arc::new(Tomorrow::default());
    let session = session(client, vault, lock, Arc::clone(&clock) as Arc<dyn Clock>);
    // Today's token is in memory, and is the one that all of them meet when it is over.
    if let Err(error) = session.run(|_, _| async { Ok(()) }).await {
        return in_words::<()>(&Err(error));
    }
    clock.0.store(true, Ordering::SeqCst);
    let all_have_asked = Arc::new(Barrier::new(number));
    let mut tasks = JoinSet::new();
    for _ in 0..number {
        let (session, all_have_asked) = (session.clone(), Arc::clone(&all_have_asked));
        tasks.spawn(async move {
            let mut call = pin!(session.run(|_, _| async { Ok(()) }));
            let at_first = poll_fn(|context| Poll::Ready(call.as_mut().poll(context))).await;
            if all_have_asked.wait().await.is_leader() {
                kill_points::reached("all_have_asked");
            }
            match at_first {
                Poll::Pending => Some(call.await),
                Poll::Ready(_) => None,
            }
        });
    }
    let answers: Option<Vec<_>> = tasks.join_all().await.into_iter().collect();
    match answers {
        Some(answers) => in_words(&answers.into_iter().collect::<Result<Vec<()>, _>>()),
        None => "answered before all had asked",
    }
}

fn in_words<T>(outcome: &Result<T, SessionError>) -> &'static str {
    match outcome {
        Ok(_) => "signed in",
        Err(SessionError::NotSignedIn) => "not signed in",
        Err(SessionError::Ended) => "ended",
        Err(SessionError::Broken) => "broken",
        Err(SessionError::Busy) => "busy",
        Err(SessionError::KeysRefused) => "keys refused",
        Err(SessionError::Vault(_)) => "keychain",
        Err(SessionError::Renewal(_)) => "not renewed",
        Err(SessionError::Keap(_)) => "not answered",
    }
}
