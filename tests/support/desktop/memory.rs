//! Looking for secrets in the memory of the session's web views, where everything that ever reached a
//! page has been, and of its programs.
//!
//! What is looked for is not everything that is there: what was freed may have been written over.

use std::fs::{self, File};
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::marked;
use super::needles::Needles;
use super::{BenchError, Session, Trace};

/// The process in which `WebKitGTK` runs a page.
const WEB_VIEW: &str = "WebKitWebProcess";

/// Memory is read in pieces of this size.
const PIECE: usize = 1 << 20;

/// The size of a page of memory on every system that the bench runs on. No form of a secret is as long,
/// so pieces that overlap by it lose none.
const PAGE: u64 = 4096;

/// The list of pages has eight bytes for each (`proc_pid_pagemap(5)`)…
const ENTRY: u64 = 8;

/// …of which these bits say that the page holds something.
const IN_MEMORY_OR_SWAPPED: u64 = 0b11 << 62;

impl Session {
    /// The processes in which the app's pages run.
    pub fn web_views(&self) -> Vec<u32> {
        marked::named(self.mark(), WEB_VIEW)
    }

    /// The secrets that stand in the memory of a page of the app, and how many bytes were looked
    /// through.
    ///
    /// # Errors
    /// [`BenchError::Files`].
    pub fn traces_in_web_views(&self, secrets: &[&str]) -> Result<(Vec<Trace>, usize), BenchError> {
        search_all(&self.web_views(), secrets)
    }

    /// The same in the processes that run this very file.
    ///
    /// # Errors
    /// [`BenchError::Files`].
    pub fn traces_in(
        &self,
        binary: &Path,
        secrets: &[&str],
    ) -> Result<(Vec<Trace>, usize), BenchError> {
        search_all(&self.running(binary), secrets)
    }
}

fn search_all(ids: &[u32], secrets: &[&str]) -> Result<(Vec<Trace>, usize), BenchError> {
    let needles = Needles::of(secrets);
    let mut traces = Vec::new();
    let mut looked_at = 0;
    for id in ids {
        looked_at += search(*id, &needles, &mut traces)?;
    }
    Ok((traces, looked_at))
}

/// Looks through all memory of a process that it has written to: code and files hold no messages.
fn search(id: u32, needles: &Needles<'_>, traces: &mut Vec<Trace>) -> io::Result<usize> {
    let folder = PathBuf::from(format!("/proc/{id}"));
    let memory = File::open(folder.join("mem"))?;
    let pages = File::open(folder.join("pagemap"))?;
    let mut looked_at = 0;
    for line in fs::read_to_string(folder.join("maps"))?.lines() {
        let Some(range) = writable(line) else {
            continue;
        };
        for piece in pieces(&pages, range)? {
            let mut bytes = vec![0; usize::try_from(piece.end - piece.start).unwrap_or(PIECE)];
            // Memory of a device cannot be read, and memory may go away meanwhile.
            let Ok(read) = memory.read_at(&mut bytes, piece.start) else {
                continue;
            };
            bytes.truncate(read);
            looked_at += read;
            for (secret, form) in needles.found_in(&bytes) {
                let trace = Trace {
                    file: folder.join("mem"),
                    secret: secret.to_owned(),
                    form,
                };
                if !traces.contains(&trace) {
                    traces.push(trace);
                }
            }
        }
    }
    Ok(looked_at)
}

/// The parts of a range that hold anything: a web view sets far more aside than it ever writes to.
/// Long parts are cut into pieces that overlap.
fn pieces(pages: &File, range: Range<u64>) -> io::Result<Vec<Range<u64>>> {
    let mut pieces: Vec<Range<u64>> = Vec::new();
    let (mut page, last) = (range.start / PAGE, range.end / PAGE);
    while page < last {
        let wanted = usize::try_from((last - page) * ENTRY)
            .unwrap_or(PIECE)
            .min(PIECE);
        let mut entries = vec![0; wanted];
        let read = pages.read_at(&mut entries, page * ENTRY)?;
        if read == 0 {
            break;
        }
        entries.truncate(read);
        for entry in entries.as_chunks::<8>().0 {
            let at = page * PAGE;
            page += 1;
            if u64::from_ne_bytes(*entry) & IN_MEMORY_OR_SWAPPED == 0 {
                continue;
            }
            match pieces.last_mut() {
                Some(piece) if piece.end == at && piece.end - piece.start < PIECE as u64 => {
                    piece.end = at + PAGE;
                }
                Some(piece) if piece.end == at => pieces.push(at - PAGE..at + PAGE),
                _ => pieces.push(at..at + PAGE),
            }
        }
    }
    Ok(pieces)
}

/// The range of a line of `maps`, if it can be read and written.
fn writable(line: &str) -> Option<Range<u64>> {
    let mut words = line.split_ascii_whitespace();
    let (start, end) = words.next()?.split_once('-')?;
    words.next()?.starts_with("rw").then_some(())?;
    let number = |text| u64::from_str_radix(text, 16).ok();
    Some(number(start)?..number(end)?)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::process::{Child, Command, Stdio};

    use super::*;

    /// A shell that has read a line and keeps it. A process of its own: the one that searches has every
    /// form of what it searches for in its own memory.
    fn shell_that_read(line: &str) -> Child {
        let mut shell = Command::new("sh")
            .args(["-c", "read line; echo read; read end"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        writeln!(shell.stdin.as_mut().unwrap(), "{line}").unwrap();
        let mut answer = [0; "read\n".len()];
        let told = shell.stdout.as_mut().unwrap().read_exact(&mut answer);
        told.unwrap();
        shell
    }

    #[test]
    fn what_stands_in_a_process_is_found_in_it_and_nowhere_else() {
        let secret = "canary/8Jq+secret~0123";
        let needles = Needles::of(&[secret]);
        for (line, expected) in [(secret, &["plain"][..]), ("canary/8Jq, not that one", &[])] {
            let mut shell = shell_that_read(line);
            let mut traces = Vec::new();
            let looked_at = search(shell.id(), &needles, &mut traces);
            drop(shell.stdin.take());
            shell.wait().unwrap();
            assert!(looked_at.unwrap() > 0);
            let forms: Vec<_> = traces.iter().map(|trace| trace.form).collect();
            assert_eq!(forms, expected, "{line}");
        }
    }

    #[test]
    fn only_memory_that_is_written_to_is_looked_at() {
        for (line, expected) in [
            (
                "7f00-8f00 rw-p 00000000 00:00 0 [heap]",
                Some(0x7f00..0x8f00),
            ),
            ("7f00-8f00 r-xp 00000000 08:01 12 /usr/bin/true", None),
            ("7f00-8f00 ---p 00000000 00:00 0", None),
            ("", None),
        ] {
            assert_eq!(writable(line), expected, "{line}");
        }
    }
}
