//! Medians, percentiles, and how sure they are. No clock and no contestant.

/// Drawn samples for an interval: more change its ends by less than one run does.
const DRAWN: usize = 2_000;

/// What was measured, and between what it lies in 95 of 100 draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Estimate {
    pub(crate) value: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Estimate {
    /// A figure that does not vary: a size, a count.
    pub(crate) const fn exact(value: f64) -> Self {
        Self {
            value,
            low: value,
            high: value,
        }
    }
}

/// The value below which this part of the values lies, the nearest one that was measured.
pub(crate) fn percentile(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    sorted
        .get(nearest(part * as_f64(last), last))
        .copied()
        .unwrap_or(f64::NAN)
}

/// The middle value, or the middle of the two middle ones.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (half, even) = (sorted.len() / 2, sorted.len().is_multiple_of(2));
    let at = |index: usize| sorted.get(index).copied().unwrap_or(f64::NAN);
    if even && half > 0 {
        f64::midpoint(at(half - 1), at(half))
    } else {
        at(half)
    }
}

/// What a clock of whole units told, each spread evenly over the unit that it may stand for. Half of all
/// stand on one number otherwise, and a median jumps from one to the next.
pub(crate) fn spread(whole: &[f64]) -> Vec<f64> {
    let same = |one: f64, other: f64| (one - other).abs() < 0.5;
    let spread = whole.iter().enumerate().map(|(index, value)| {
        let before = whole.iter().take(index);
        let nth = before.filter(|other| same(**other, *value)).count();
        let all = whole.iter().filter(|other| same(**other, *value)).count();
        value.round() - 0.5 + (as_f64(nth) + 0.5) / as_f64(all)
    });
    spread.collect()
}

/// The ratio of one contestant's figure to another's. The two are drawn together, run by run: they were
/// measured in turns, and what else the machine did met both.
pub(crate) fn ratio(ours: &[f64], theirs: &[f64], figure: impl Fn(&[f64]) -> f64) -> Estimate {
    let pairs: Vec<(f64, f64)> = ours.iter().copied().zip(theirs.iter().copied()).collect();
    let of = |pairs: &[(f64, f64)]| {
        let (ours, theirs): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        figure(&ours) / figure(&theirs)
    };
    let mut draw = Draw(0x6265_6e63_685f_6472);
    let drawn: Vec<f64> = (0..DRAWN)
        .map(|_| {
            let again: Vec<(f64, f64)> = pairs
                .iter()
                .filter_map(|_| pairs.get(draw.below(pairs.len())).copied())
                .collect();
            of(&again)
        })
        .collect();
    Estimate {
        value: of(&pairs),
        low: percentile(&drawn, 0.025),
        high: percentile(&drawn, 0.975),
    }
}

/// xorshift64*: the same draws in every run, so that a report can be made again from its samples.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let limit = limit.max(1) as u64;
        usize::try_from((self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit).unwrap_or(0)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of samples and bytes are far below 2^52"
)]
pub(crate) const fn as_f64(count: usize) -> f64 {
    count as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an index between 0 and the last"
)]
fn nearest(position: f64, last: usize) -> usize {
    (position.round().max(0.0) as usize).min(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_the_parts() {
        for (values, middle) in [
            (vec![3.0], 3.0),
            (vec![4.0, 1.0], 2.5),
            (vec![9.0, 1.0, 5.0], 5.0),
        ] {
            assert!((median(&values) - middle).abs() < 1e-9, "{values:?}");
        }
        let hundred: Vec<f64> = (1..=101).map(f64::from).collect();
        assert!((percentile(&hundred, 0.99) - 100.0).abs() < 1e-9);
        assert!((percentile(&hundred, 1.0) - 101.0).abs() < 1e-9);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn whole_numbers_are_spread_over_what_they_stand_for() {
        for (whole, middle) in [
            (vec![57.0], 57.0),
            (vec![57.0, 58.0, 57.000_001, 57.0], 57.166_667),
            (vec![57.0, 58.0, 58.0, 58.0], 57.833_333),
        ] {
            let spread = spread(&whole);
            assert!((median(&spread) - middle).abs() < 1e-5, "{spread:?}");
            let off = |(spread, whole): (&f64, &f64)| (spread - whole).abs() < 0.51;
            assert!(spread.iter().zip(&whole).all(off), "{spread:?}");
        }
    }

    #[test]
    fn a_ratio_lies_in_its_interval_and_steady_runs_make_it_narrow() {
        let theirs: Vec<f64> = (0..15).map(|run| 100.0 + f64::from(run % 3)).collect();
        let ours: Vec<f64> = theirs.iter().map(|time| time * 1.2).collect();
        let steady = ratio(&ours, &theirs, median);
        assert!((steady.value - 1.2).abs() < 1e-9);
        assert!(steady.low <= steady.value && steady.value <= steady.high);
        assert!(steady.high - steady.low < 0.05, "{steady:?}");
        let shaken: Vec<f64> = (0..15).map(|run| 60.0 + f64::from(run * 10)).collect();
        let shaken = ratio(&shaken, &theirs, median);
        assert!(shaken.high - shaken.low > 0.3, "{shaken:?}");
    }
}
