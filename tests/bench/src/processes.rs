//! A program with all that it started: its memory and its time on the processors, as the system counts
//! them. Pages that several processes share are counted once.

use std::collections::{HashMap, HashSet};
use std::fs;

/// The ids of a process and of all that descend from it.
pub(crate) fn tree(root: u32) -> Vec<u32> {
    let parents: Vec<(u32, u32)> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(|id: u32| Some((id, fields(id)?.get(1)?.parse().ok()?)))
        .collect();
    let mut found: HashSet<u32> = [root].into();
    loop {
        let before = found.len();
        for (id, parent) in &parents {
            if found.contains(parent) {
                found.insert(*id);
            }
        }
        if found.len() == before {
            return found.into_iter().collect();
        }
    }
}

/// Bytes of memory that they hold: each its own, and its part of what is shared (`PSS`).
pub(crate) fn memory(ids: &[u32]) -> u64 {
    ids.iter().filter_map(|id| counted(*id, "Pss:")).sum()
}

/// Bytes of memory that it has filled itself. Its part of the program's own pages is not in it: that grows
/// when another process of the same program ends.
pub(crate) fn own_memory(id: u32) -> u64 {
    counted(id, "Anonymous:").unwrap_or(0)
}

fn counted(id: u32, what: &str) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(what))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// How long each of their threads has run so far, in nanoseconds. The hundredths of a second in `stat` are
/// too coarse for a window that does next to nothing.
pub(crate) fn run_times(ids: &[u32]) -> HashMap<u32, u64> {
    let threads = ids.iter().flat_map(|id| {
        let tasks = fs::read_dir(format!("/proc/{id}/task"));
        tasks.into_iter().flatten().flatten()
    });
    let of = |thread: fs::DirEntry| {
        let id = thread.file_name().to_str()?.parse().ok()?;
        let text = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        Some((id, text.split_whitespace().next()?.parse().ok()?))
    };
    threads.filter_map(of).collect()
}

/// The nanoseconds between two readings. A thread that began meanwhile counts whole, one that ended not.
pub(crate) fn ran(before: &HashMap<u32, u64>, after: &HashMap<u32, u64>) -> u64 {
    let of = |(id, now): (&u32, &u64)| now.saturating_sub(before.get(id).copied().unwrap_or(0));
    after.iter().map(of).sum()
}

/// Its name, and when it began: milliseconds on the system's own clock, which knows hundredths of a second.
pub(crate) fn begun(id: u32) -> Option<(String, f64)> {
    let name = fs::read_to_string(format!("/proc/{id}/comm")).ok()?;
    let ticks: f64 = fields(id)?.get(19)?.parse().ok()?;
    Some((name.trim().to_owned(), ticks * 10.0))
}

/// What it was given as its environment when it began.
pub(crate) fn environment(id: u32) -> Option<Vec<(String, String)>> {
    let bytes = fs::read(format!("/proc/{id}/environ")).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let pair = |entry: &str| {
        let (name, value) = entry.split_once('=')?;
        Some((name.to_owned(), value.to_owned()))
    };
    Some(text.split('\0').filter_map(pair).collect())
}

/// Whether it has not ended; one that nobody has waited for yet has.
pub(crate) fn runs(id: u32) -> bool {
    let fields = fields(id).unwrap_or_default();
    !matches!(fields.first().map(String::as_str), None | Some("Z" | "X"))
}

/// What stands behind a process's name in `proc_pid_stat(5)`: the state is the first.
fn fields(id: u32) -> Option<Vec<String>> {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, fields) = text.rsplit_once(')')?;
    Some(fields.split_whitespace().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_its_own_tree_with_its_children_and_has_memory_and_time() {
        let here = std::process::id();
        let mut child = std::process::Command::new("sleep")
            .arg("60")
            .env("KEAPSAKE_GIVEN", "a=b")
            .spawn()
            .unwrap();
        let found = tree(here);
        assert!(found.contains(&here) && found.contains(&child.id()));
        assert!(!tree(child.id()).contains(&here));
        let (name, after) = begun(child.id()).unwrap();
        assert!(after >= begun(here).unwrap().1, "{name}");
        let given = ("KEAPSAKE_GIVEN".to_owned(), "a=b".to_owned());
        assert!(environment(child.id()).unwrap().contains(&given));
        assert!(memory(&[here]) > 100_000);
        let little = own_memory(here);
        let filled = std::hint::black_box(vec![1_u8; 8 << 20]);
        assert!(own_memory(here) > little + (4 << 20), "{}", filled.len());
        assert!(memory(&[here, child.id()]) > memory(&[here]));
        child.kill().unwrap();
        child.wait().unwrap();
        let begun = std::time::Instant::now();
        let before = run_times(&[here]);
        while begun.elapsed().as_millis() < 20 {
            std::hint::black_box(&before);
        }
        let ran = ran(&before, &run_times(&[here]));
        assert!(ran > 1_000_000, "{ran} ns");
    }
}
