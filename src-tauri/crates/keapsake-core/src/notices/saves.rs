//! Words for a save or an undo that stands in the way of signing out or starting over.

use super::{Action, Notice, unchanged};
use crate::failure::Doing;

pub(super) fn still_on_its_way(doing: Doing) -> Notice {
    Notice::error(
        "still_saving",
        "A save is still on its way to Keap",
        format!(
            "{} Wait until Keapsake shows how the save went, then try again.",
            unchanged(doing)
        ),
        Some(Action::TryAgain),
    )
}

pub(super) fn fell_short(doing: Doing) -> Notice {
    Notice::error(
        "save_fell_short",
        "Your last save needs a look first",
        format!(
            "It did not go as you wanted. {} Go back and see how it went, then try again.",
            unchanged(doing)
        ),
        None,
    )
}
