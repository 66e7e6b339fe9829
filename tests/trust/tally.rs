//! What a number of kills came to. It does not know how a process is killed.

use std::fmt;

use crate::kills::Point;

/// Where a kill fell that was meant for a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fell {
    /// The keychain does not have the record.
    Before,
    /// The keychain has it, and the process had not heard of that.
    Within,
    /// The process knew that it is written.
    After,
}

impl Fell {
    /// `noted`: the last kill point that was reached.
    pub(crate) fn seen(is_written: bool, noted: &str) -> Self {
        match (is_written, noted.starts_with("after_")) {
            (false, _) => Self::Before,
            (true, false) => Self::Within,
            (true, true) => Self::After,
        }
    }
}

/// One kill, and what was found after it.
#[derive(Debug)]
pub(crate) struct Kill {
    pub(crate) point: Point,
    pub(crate) fell: Option<Fell>,
    /// Keap had rotated and the pair was not stored: it existed on the wire only.
    pub(crate) on_the_wire: bool,
    pub(crate) signed_in: bool,
    pub(crate) keys_kept: bool,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lost {
    pub(crate) lost: usize,
    pub(crate) of: usize,
}

impl Lost {
    fn among<'a>(kills: impl Iterator<Item = &'a Kill>, lost: impl Fn(&Kill) -> bool) -> Self {
        kills.fold(Self { lost: 0, of: 0 }, |count, kill| Self {
            lost: count.lost + usize::from(lost(kill)),
            of: count.of + 1,
        })
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.lost, self.of)
    }
}

#[derive(Debug, Default)]
pub(crate) struct Tally(Vec<Kill>);

impl Tally {
    pub(crate) fn add(&mut self, kill: Kill) {
        self.0.push(kill);
    }

    fn sessions(&self, which: impl Fn(&Kill) -> bool) -> Lost {
        let kills = self.0.iter().filter(|kill| which(kill));
        Lost::among(kills, |kill| !kill.signed_in)
    }

    /// Sessions lost where no token was spent, or its successor was known to be stored.
    pub(crate) fn outside(&self) -> Lost {
        self.sessions(|kill| !kill.point.is_in_the_window())
    }

    /// Sessions lost between these, where Keap had not rotated or the write was complete.
    pub(crate) fn in_window(&self) -> Lost {
        self.sessions(|kill| kill.point.is_in_the_window() && !kill.on_the_wire)
    }

    /// Sessions lost at this point whose new pair existed on the wire only.
    pub(crate) fn on_the_wire(&self, point: Point) -> Lost {
        self.sessions(|kill| kill.point == point && kill.on_the_wire)
    }

    pub(crate) fn keys(&self) -> Lost {
        Lost::among(self.0.iter(), |kill| !kill.keys_kept)
    }

    /// How the kills at a write fell: before, within and after it.
    pub(crate) fn falls(&self, point: Point) -> [usize; 3] {
        [Fell::Before, Fell::Within, Fell::After].map(|fell| {
            let fits = |kill: &&Kill| kill.point == point && kill.fell == Some(fell);
            self.0.iter().filter(fits).count()
        })
    }
}
