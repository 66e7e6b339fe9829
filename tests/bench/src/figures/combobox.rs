//! The box that searches thousands of tags, in the real window: from a key to the end of layout, with 5,000
//! of them beside 50.

use std::time::Duration;

use practice_keap::Options as KeapOptions;
use support::place::Road;
use support::story;

use super::{Measured, desktop};
use crate::contestants::Contestants;
use crate::failure::Failure;
use crate::keap::{Strictness, options};
use crate::report::{Aim, Row};
use crate::statistics::{median, ratio};

const MANY: usize = 5_000;
const FEW: usize = 50;

/// The key that opens a list, as WebDriver writes it.
const ARROW_DOWN: &str = "\u{e015}";

/// Types, and answers the milliseconds of one key: many keys lie between two looks at the clock, which is
/// not a fine one here. Last of all, how long the list was for a word that all names have.
const TYPE: &str = r#"
const done = arguments[arguments.length - 1];
const box = document.querySelector('[name="tags"][role="combobox"]');
const texts = ["l", "li", "lis", "list", "list 0", ""];
const drawn = async (text) => {
  box.value = text;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
  return document.body.offsetHeight;
};
(async () => {
  box.focus();
  const times = [];
  for (let batch = 0; batch < 12; batch += 1) {
    const begun = performance.now();
    for (let round = 0; round < 10; round += 1) for (const text of texts) await drawn(text);
    times.push((performance.now() - begun) / (10 * texts.length));
  }
  await drawn("list");
  // What is drawn of a long list says how long it is.
  const shown = document.querySelectorAll("[role=option]");
  done([times, Number(shown[0]?.getAttribute("aria-setsize") ?? shown.length)]);
})();
"#;

/// Measures both lists in turns.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn measure(of: &Contestants) -> Result<Measured, Failure> {
    let (mut many, mut few) = (Vec::new(), Vec::new());
    for _ in 0..of.runs(3, 1) {
        many.extend(one(of, MANY).await?);
        few.extend(one(of, FEW).await?);
    }
    Ok(Measured {
        rows: vec![Row::of(
            "combobox, key press → end of layout, 5,000 entries against 50",
            Aim::AtMost(2.0),
            ratio(&many, &few, median),
        )],
        notes: vec![format!(
            "One key in the combobox: {:.2} ms with 5,000 entries, {:.2} ms with 50.",
            median(&many),
            median(&few)
        )],
    })
}

async fn one(of: &Contestants, tags: usize) -> Result<Vec<f64>, Failure> {
    let keap = KeapOptions {
        // The account has some of its own.
        extra_tags: tags,
        ..options(Duration::ZERO, Strictness::Nothing)
    };
    let (place, _screen) = desktop::place(of, keap).await?;
    let app = place.app().await;
    let window = app.page();
    place.connect(window, Road::Loopback).await;
    place.session.end_browser();
    story::find(window, "tags@example.com").await?;
    let section = "[data-section=\"tags\"] > h2 > button";
    if window.attribute(section, "aria-expanded").await?.as_deref() == Some("false") {
        window.click_css(section).await?;
    }
    window
        .click_css("[name=\"tags\"][role=\"combobox\"]")
        .await?;
    window.send_keys(ARROW_DOWN).await?;
    window.wait_for("[role=option]").await?;
    let answer = window.wait_until_done(TYPE).await?;
    app.close().await?;
    let listed = answer
        .get(1)
        .and_then(serde_json::Value::as_u64)
        .unwrap_or(0);
    if listed < tags as u64 {
        return Err(Failure::NotMeasured(format!(
            "the list had {listed} entries, and not {tags} at least"
        )));
    }
    let times = answer.get(0).and_then(serde_json::Value::as_array);
    Ok(times
        .into_iter()
        .flatten()
        .filter_map(serde_json::Value::as_f64)
        .collect())
}
