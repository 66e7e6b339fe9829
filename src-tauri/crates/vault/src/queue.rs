//! The line before the keychain's thread.
//!
//! A caller who gives up takes its job out of the line again, so a stuck keychain never finds more
//! waiting than there are callers still waiting. The queue does not know what a job does.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use keapsake_core::ports::VaultError;
use secrecy::SecretString;
use tokio::sync::oneshot;

/// What comes back from the keychain: a record where one was read.
pub(crate) type Answer = Result<Option<SecretString>, VaultError>;

/// What is asked of one entry.
pub(crate) enum Request {
    /// Read it.
    Read,
    /// Replace what it holds.
    Write(SecretString),
    /// Take it away.
    Delete,
}

/// One call, waiting for its turn.
pub(crate) struct Job {
    number: u64,
    /// The entry's name within the service.
    pub(crate) name: String,
    /// What is asked.
    pub(crate) request: Request,
    answer: oneshot::Sender<Answer>,
}

impl Job {
    /// Whether nobody waits for the answer any more.
    pub(crate) fn is_given_up(&self) -> bool {
        self.answer.is_closed()
    }

    /// Hands the answer over; a caller who has gone does not hear it.
    pub(crate) fn answer(self, answer: Answer) {
        drop(self.answer.send(answer));
    }
}

#[derive(Default)]
struct Line {
    jobs: VecDeque<Job>,
    next_number: u64,
    closed: bool,
}

/// The waiting line: any number of callers, one worker.
#[derive(Default)]
pub(crate) struct Queue {
    line: Mutex<Line>,
    changed: Condvar,
}

impl Queue {
    fn line(&self) -> MutexGuard<'_, Line> {
        // Nothing below can leave the line half changed.
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a call at the end of the line.
    pub(crate) fn join(&self, name: String, request: Request) -> Place<'_> {
        let (sender, receiver) = oneshot::channel();
        let mut line = self.line();
        let number = line.next_number;
        line.next_number += 1;
        line.jobs.push_back(Job {
            number,
            name,
            request,
            answer: sender,
        });
        drop(line);
        self.changed.notify_one();
        Place {
            queue: self,
            number,
            receiver,
        }
    }

    /// Waits for the next job; `None` once the queue is closed.
    pub(crate) fn next(&self) -> Option<Job> {
        let mut line = self.line();
        loop {
            if line.closed {
                return None;
            }
            if let Some(job) = line.jobs.pop_front() {
                return Some(job);
            }
            line = self
                .changed
                .wait(line)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Ends the worker after the job it is at.
    pub(crate) fn close(&self) {
        let mut line = self.line();
        line.closed = true;
        line.jobs.clear();
        drop(line);
        self.changed.notify_all();
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.line().jobs.len()
    }
}

/// A caller's place in the line. Dropping it gives the call up.
pub(crate) struct Place<'a> {
    queue: &'a Queue,
    number: u64,
    receiver: oneshot::Receiver<Answer>,
}

impl Place<'_> {
    /// Waits for the answer, without a limit of its own.
    pub(crate) async fn answer(&mut self) -> Answer {
        (&mut self.receiver)
            .await
            .unwrap_or(Err(VaultError::Failed))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        // Closed first: a worker that holds the job already must see that nobody waits.
        self.receiver.close();
        let mut line = self.queue.line();
        line.jobs.retain(|job| job.number != self.number);
    }
}
