//! The processes of a session, told by a mark in their environment, and how they are ended.
//!
//! A browser leaves its launcher and a bus starts services by itself, so the mark finds what no
//! handle of ours holds. The mark is the session's folder. A browser's parts write their titles
//! over their environment: those are found by the profile in their command line, and as the
//! descendants of one that carries the mark. Nothing else is ever touched.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};

/// The environment variable that marks a session's processes.
pub(crate) const MARK: &str = "KEAPSAKE_BENCH_SESSION";

/// After this, what does not end even when it is killed is left alone.
const LIMIT: Duration = Duration::from_secs(6);

/// An id and a start: together they name one process for ever.
type Key = (i32, u64);

/// A process as the system lists it.
#[derive(Debug, Clone)]
struct Process {
    id: i32,
    parent: i32,
    started: u64,
    /// Its first thread at least has ended; the others may still be at a last write.
    is_ending: bool,
}

impl Process {
    fn has_ended(&self) -> bool {
        let threads = fs::read_dir(format!("/proc/{}/task", self.id)).map_or(0, Iterator::count);
        self.is_ending && threads <= 1
    }

    fn key(&self) -> Key {
        (self.id, self.started)
    }
}

/// Reads one line of the system's list. The name in it may hold blanks and brackets.
fn parse(id: i32, stat: &str) -> Option<Process> {
    let (_, fields) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = fields.split_whitespace().collect();
    Some(Process {
        id,
        is_ending: matches!(*fields.first()?, "Z" | "X"),
        parent: fields.get(1)?.parse().ok()?,
        started: fields.get(19)?.parse().ok()?,
    })
}

fn list() -> Vec<Process> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter_map(|entry| {
            let id = entry.file_name().to_str()?.parse().ok()?;
            parse(id, &fs::read_to_string(entry.path().join("stat")).ok()?)
        })
        .collect()
}

fn carries(id: i32, mark: &str) -> bool {
    holds(id, "environ", &format!("{MARK}={mark}"))
        || holds(id, "cmdline", &format!("--user-data-dir={mark}/"))
}

fn holds(id: i32, file: &str, wanted: &str) -> bool {
    fs::read(format!("/proc/{id}/{file}")).is_ok_and(|bytes| {
        bytes
            .windows(wanted.len())
            .any(|window| window == wanted.as_bytes())
    })
}

fn program(id: i32) -> Option<PathBuf> {
    fs::read_link(format!("/proc/{id}/exe")).ok()
}

/// The ids of the running processes with this mark that run this very file.
pub(crate) fn running(mark: &str, file: &Path) -> Vec<u32> {
    list()
        .iter()
        .filter(|process| program(process.id).as_deref() == Some(file))
        .filter(|process| carries(process.id, mark))
        .filter_map(|process| process.id.try_into().ok())
        .collect()
}

/// The ids of the running processes with this mark whose program has this name.
pub(crate) fn named(mark: &str, name: &str) -> Vec<u32> {
    list()
        .iter()
        .filter(|process| program(process.id).is_some_and(|file| file.ends_with(name)))
        .filter(|process| carries(process.id, mark))
        .filter_map(|process| process.id.try_into().ok())
        .collect()
}

/// Ends every process with this mark, and its descendants, but for those in `spared`.
pub(crate) fn end_but(mark: &str, spared: &[u32]) {
    end(|id| u32::try_from(id).is_ok_and(|id| !spared.contains(&id)) && carries(id, mark));
}

/// Ends the browser that has its profile in this session, and what it is just starting.
pub(crate) fn end_browser(mark: &str) {
    end(|id| holds(id, "cmdline", &format!("--user-data-dir={mark}/")));
}

/// Ends the processes with this mark that run this very file, and their descendants.
pub(crate) fn end_program(mark: &str, file: &Path) {
    end(|id| program(id).as_deref() == Some(file) && carries(id, mark));
}

/// Ends what is chosen, and its descendants, at once; until nothing is left to choose.
fn end(chosen: impl Fn(i32) -> bool) {
    let begun = Instant::now();
    loop {
        let stopped = stop(&chosen);
        if stopped.is_empty() || begun.elapsed() > LIMIT {
            return;
        }
        for (id, _) in &stopped {
            signal(*id, Signal::KILL);
        }
        while !all_gone(&stopped) && begun.elapsed() < LIMIT {
            sleep(Duration::from_millis(10));
        }
    }
}

/// Stops what is chosen, and its descendants.
///
/// Nothing is killed before all is stopped: a browser whose parts end one by one starts new ones,
/// which then are nobody's descendants.
fn stop(chosen: impl Fn(i32) -> bool) -> HashSet<Key> {
    let mut stopped = HashSet::new();
    loop {
        let processes = list();
        let before = stopped.len();
        for process in processes.iter().filter(|process| !process.is_ending) {
            let belongs = processes
                .iter()
                .any(|parent| parent.id == process.parent && stopped.contains(&parent.key()));
            if !stopped.contains(&process.key()) && (belongs || chosen(process.id)) {
                signal(process.id, Signal::STOP);
                stopped.insert(process.key());
            }
        }
        if stopped.len() == before {
            return stopped;
        }
    }
}

/// Whether all of these have ended; those that became our children are waited for.
fn all_gone(ended: &HashSet<Key>) -> bool {
    for pid in ended.iter().filter_map(|(id, _)| Pid::from_raw(*id)) {
        // For those that are no children of ours this does nothing.
        waitpid(Some(pid), WaitOptions::NOHANG).ok();
    }
    list()
        .iter()
        .all(|process| process.has_ended() || !ended.contains(&process.key()))
}

fn signal(id: i32, signal: Signal) {
    if let Some(pid) = Pid::from_raw(id) {
        kill_process(pid, signal).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_blanks_and_brackets_does_not_shift_the_fields() {
        let line = "7 (a) b (c) Z 3 7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 4242 0 0";
        let process = parse(7, line).unwrap();
        assert_eq!(
            (process.parent, process.started, process.is_ending),
            (3, 4242, true)
        );
    }
}
