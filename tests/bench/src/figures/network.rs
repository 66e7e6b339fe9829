//! What the page asks of the network, while a contact is looked up, changed, checked and saved in it: the web
//! view's own processes are watched as they ask the system for connections. What the app asks Keap for is
//! asked by another process, and does not count.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use support::place::Road;
use support::story;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use super::{Measured, desktop};
use crate::contestants::Contestants;
use crate::failure::Failure;
use crate::keap::{Strictness, options};
use crate::processes::{begun, tree};
use crate::report::{Aim, Row};
use crate::statistics::{Estimate, as_f64};

/// What the names of the web view's processes begin with.
const WEB_VIEW: &str = "WebKit";

/// Who tells what a process asks of the system.
const WATCHER: &str = "strace";

/// The watcher is there by then.
const LIMIT: Duration = Duration::from_secs(10);

/// Watches one story.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn measure(of: &Contestants) -> Result<Measured, Failure> {
    let keap = options(Duration::ZERO, Strictness::Nothing);
    let (place, _screen) = desktop::place(of, keap).await?;
    let app = place.app().await;
    let window = app.page();
    place.connect(window, Road::Loopback).await;
    place.session.end_browser();
    let root = place.session.running(&place.binary).into_iter().next();
    let processes: Vec<u32> = tree(root.unwrap_or_default())
        .into_iter()
        .filter(|id| begun(*id).is_some_and(|(name, _)| name.starts_with(WEB_VIEW)))
        .collect();
    let told = place.session.home().join("connections");
    let watcher = watch(&processes, &told).await?;
    // From its beginning: the page is loaded anew.
    window.execute("location.reload()", Vec::new()).await?;
    story::at_desk(window).await?;
    story::fill_contact(window, story::ROBIN).await?;
    story::save(window).await?;
    window.click("next-contact").await?;
    end(watcher).await?;
    app.close().await?;
    let told = std::fs::read_to_string(&told).map_err(Failure::file(&told))?;
    Ok(Measured {
        rows: vec![Row::of(
            "network requests of the page",
            Aim::Exactly(0.0),
            Estimate::exact(as_f64(to_the_network(&told))),
        )],
        notes: Vec::new(),
    })
}

/// Starts the watcher, and waits until it holds every one of these processes.
async fn watch(processes: &[u32], told: &Path) -> Result<Child, Failure> {
    if processes.len() < 2 {
        return Err(Failure::NotMeasured(format!(
            "the web view has {} processes, and not two at least",
            processes.len()
        )));
    }
    let mut watcher = Command::new(WATCHER);
    watcher.args(["-f", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o"]);
    watcher.arg(told).kill_on_drop(true).stderr(Stdio::piped());
    for id in processes {
        watcher.args(["-p", &id.to_string()]);
    }
    let mut watcher = watcher.spawn().map_err(Failure::file(WATCHER))?;
    let Some(words) = watcher.stderr.take() else {
        return Ok(watcher);
    };
    let mut words = BufReader::new(words).lines();
    let mut held = 0;
    let begun = async {
        while let Some(line) = words.next_line().await? {
            held += usize::from(line.contains(" attached"));
            if held == processes.len() {
                // It must never wait for somebody who reads its words.
                tokio::spawn(async move { while let Ok(Some(_)) = words.next_line().await {} });
                return Ok(true);
            }
        }
        Ok::<_, std::io::Error>(false)
    };
    match tokio::time::timeout(LIMIT, begun).await {
        Ok(Ok(true)) => Ok(watcher),
        _ => Err(Failure::NotMeasured(format!(
            "{WATCHER} may not look at the web view's processes"
        ))),
    }
}

/// Ends the watcher as a person does, so that it writes down what it has and lets go of the processes.
async fn end(mut watcher: Child) -> Result<(), Failure> {
    let id = watcher.id().unwrap_or_default().to_string();
    let kill = Command::new("kill").args(["-INT", &id]).status();
    kill.await.map_err(Failure::file("kill"))?;
    watcher.wait().await.map_err(Failure::file(WATCHER))?;
    Ok(())
}

/// The calls that name an address of a network, this computer's own included.
fn to_the_network(told: &str) -> usize {
    let networks = ["sa_family=AF_INET,", "sa_family=AF_INET6,"];
    let named = |line: &&str| networks.iter().any(|network| line.contains(network));
    told.lines().filter(named).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_process_that_asks_a_network_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let told = folder.path().join("told");
        // Two processes, of which one connects when it is told to, to a port that nobody listens on.
        let mut asks = Command::new("bash")
            .args(["-c", "read; exec 3<>/dev/tcp/127.0.0.1/1"])
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut silent = Command::new("sleep").arg("60").spawn().unwrap();
        let ids = [&asks, &silent].map(|child| child.id().unwrap());
        let watcher = watch(&ids, &told).await.unwrap();
        drop(asks.stdin.take());
        asks.wait().await.unwrap();
        silent.kill().await.unwrap();
        end(watcher).await.unwrap();
        let told = std::fs::read_to_string(told).unwrap();
        assert_eq!(to_the_network(&told), 1, "{told}");
    }

    #[test]
    fn the_buses_and_displays_of_the_desktop_are_no_network() {
        for (line, count) in [
            (
                "7 connect(3, {sa_family=AF_UNIX, sun_path=\"/run/bus\"}, 11) = 0",
                0,
            ),
            (
                "7 connect(3, {sa_family=AF_INET, sin_port=htons(53), …}, 16) = 0",
                1,
            ),
            (
                "7 sendto(3, \"x\", 1, 0, {sa_family=AF_INET6, …}, 28) = 1",
                1,
            ),
            ("7 sendmsg(9, {msg_name=NULL, msg_namelen=0, …}, 0) = 8", 0),
        ] {
            assert_eq!(to_the_network(line), count, "{line}");
        }
    }
}
