//! The end of the app, or of a session: what it waits for, and what it tells the person meanwhile. It does
//! not know what closes a window.

use std::time::Duration;

use tokio::time::{Instant, timeout, timeout_at};

use super::{Snapshot, Stage, Wizard};
use crate::desk::Desk;
use crate::failure::{Cause, Doing, Failure};
use crate::notices::{News, Notice, news};
use crate::session::Settled;

/// How long somebody who signs out waits for a save.
const PATIENCE: Duration = Duration::from_secs(5);

/// A window that is to close, or a session that is to end: how things stood when that was asked for.
pub struct Closing {
    desk: Option<Desk>,
    shortfalls: u64,
}

impl Closing {
    /// Whether a save or an undo has ended since then, and otherwise than the person wanted: they have to see
    /// that.
    pub fn fell_short(&self) -> bool {
        let desk = self.desk.as_ref();
        desk.is_some_and(|desk| desk.shortfalls() > self.shortfalls)
    }
}

impl Wizard {
    /// Waits until nothing is under way that would be lost with the process: no sign-in is finishing,
    /// and no renewed session waits to be stored. None begins while the answer lives.
    pub async fn settled(&self) -> Settled {
        let at_rest = |snapshot: &Snapshot| snapshot.stage != Stage::Finishing;
        // The sender lives in `self`.
        let _ = self.watch().wait_for(at_rest).await;
        let session = self.state().open.as_ref().map(|open| open.session.clone());
        match session {
            Some(session) => session.settled().await,
            None => Settled::at_once(),
        }
    }

    /// Waits for all of this before the app ends, so long and no longer: for a save on its way to Keap, then
    /// for the session, which is answered where it is stored, and beside it for the notes of saves. A disk
    /// that hangs costs no session.
    pub async fn at_end(&self, patience: Duration) -> Option<Settled> {
        let end = Instant::now() + patience;
        loop {
            let sent = async {
                if let Some(desk) = self.desk_at_hand() {
                    desk.written().await;
                }
            };
            // A save may need a new session on its way, so this one is stored and not held yet.
            let stored = async { drop(self.settled().await) };
            let both = async { tokio::join!(sent, stored) };
            if timeout_at(end, both).await.is_err() {
                tracing::warn!("ended before a save or a renewal did");
                break;
            }
            // One may have begun while a renewal was stored.
            if !self.is_writing() {
                break;
            }
        }
        let (settled, noted) = tokio::join!(
            timeout_at(end, self.settled()),
            timeout_at(end, self.saves_noted()),
        );
        if noted.is_err() {
            tracing::warn!("ended before a save was noted");
        }
        settled.ok()
    }

    /// Waits until the saves so far are noted on the disk, or cannot be.
    pub async fn saves_noted(&self) {
        self.inner.kept.saves_written().await;
    }

    /// Waits for a save or an undo on its way, before the desk is let go of and what it has kept is forgotten:
    /// the note of it would come after that.
    ///
    /// # Errors
    /// It takes longer than a person wants to wait, or has ended otherwise than wanted: they have to see that.
    pub(super) async fn saves_ended(&self, doing: Doing) -> Result<(), Failure> {
        let closing = self.closing();
        if let Some(desk) = &closing.desk {
            let ended = timeout(PATIENCE, desk.written()).await;
            ended.map_err(|_| Failure::new(doing, Cause::StillSaving))?;
        }
        if closing.fell_short() {
            return Err(Failure::new(doing, Cause::SaveFellShort));
        }
        Ok(())
    }

    /// Whether [`Wizard::at_end`] would answer at once.
    pub fn is_at_rest(&self) -> bool {
        let state = self.state();
        let open = state.open.as_ref();
        state.stage != Stage::Finishing
            && open.is_none_or(|open| open.session.is_settled())
            && self.inner.kept.are_saves_written()
            && !state
                .desk
                .as_ref()
                .is_some_and(|held| held.desk().is_writing())
    }

    /// How things stand now that a window is to close.
    pub fn closing(&self) -> Closing {
        let desk = self.desk_at_hand();
        Closing {
            shortfalls: desk.as_ref().map_or(0, Desk::shortfalls),
            desk,
        }
    }

    /// Tells that the app closes as soon as all is done.
    pub fn tell_closing(&self) {
        {
            let mut state = self.state();
            let state = &mut *state;
            if let Some(notice) = state.stage.notice_mut()
                && !is_closing(notice.as_ref())
            {
                state.covered = notice.take();
                *notice = news(&News::Closing);
            }
        }
        self.publish();
    }

    /// Takes back what [`Wizard::tell_closing`] told: what stood there before stands there again.
    pub fn tell_open(&self) {
        let kept = {
            let mut state = self.state();
            let state = &mut *state;
            let covered = state.covered.take();
            if let Some(notice) = state.stage.notice_mut()
                && is_closing(notice.as_ref())
            {
                *notice = covered;
            }
            state.open.as_ref().map(|open| open.session.kept())
        };
        self.publish();
        // That may have come or gone meanwhile.
        if let Some(kept) = kept {
            self.tell_whether_kept(&kept);
        }
    }

    fn is_writing(&self) -> bool {
        self.desk_at_hand().is_some_and(|desk| desk.is_writing())
    }

    fn desk_at_hand(&self) -> Option<Desk> {
        self.state().desk.as_ref().map(|held| held.desk().clone())
    }
}

fn is_closing(notice: Option<&Notice>) -> bool {
    let closing = news(&News::Closing);
    notice.map(|notice| notice.code) == closing.as_ref().map(|closing| closing.code)
}
