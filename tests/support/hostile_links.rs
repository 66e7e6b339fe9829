//! Links that somebody might send while a sign-in waits: forged, stale, doubled, oversized, and
//! whatever else is near the right one without being it. Made from a seed, so that every run sends
//! the same.

use std::fmt::Write as _;

/// What the links are made near to.
#[derive(Debug, Clone, Copy)]
pub struct Near<'a> {
    /// The place that answers come to, without its query: the app's link or the listener's address.
    pub place: &'a str,
    /// The query of the right answer.
    pub right: &'a str,
    /// The `state` in it.
    pub state: &'a str,
    /// The query of an answer to an earlier sign-in.
    pub stale: &'a str,
}

/// How many kinds there are.
pub const KINDS: usize = 30;

/// This many links, of every kind in turn. None of them is the right answer.
pub fn hostile_links(near: Near<'_>, seed: u64, count: usize) -> Vec<String> {
    let mut dice = Dice(seed);
    (0..count)
        .map(|number| link(near, number % KINDS, &mut dice))
        .collect()
}

fn link(near: Near<'_>, kind: usize, dice: &mut Dice) -> String {
    let Near {
        place,
        right,
        state,
        stale,
    } = near;
    let (code, other) = (dice.text(8), dice.text(43));
    match kind {
        0 => format!("{place}?code={code}&state={other}"),
        1 => format!("{place}?code={code}&state={other}.dev"),
        2 => format!("{place}?code={code}"),
        3 => format!("{place}?code={code}&state="),
        // Near the right state.
        4 => format!("{place}?code={code}&state={}", without_last(state)),
        5 => format!("{place}?code={code}&state={state}{}", dice.text(1)),
        6 => format!("{place}?code={code}&state={}", swapped(state)),
        7 => format!("{place}?code={code}&state=%20{state}"),
        8 => format!("{place}?code={code}&State={state}"),
        // An earlier sign-in's.
        9 => format!("{place}?{stale}"),
        10 => format!("{place}?{stale}&x={code}"),
        // Doubled, with the right one in it.
        11 => format!("{place}?{right}&code={code}"),
        12 => format!("{place}?code={code}&{right}"),
        13 => format!("{place}?{right}&st%61te={other}"),
        14 => format!("{place}?{right}&state={state}"),
        15 => format!("{place}?{right}&x=1&x=2"),
        16 => format!("{place}?{right}&error=access_denied"),
        // Too much.
        17 => format!("{place}?{right}&x={}", dice.text(5_000)),
        18 => format!("{place}?{right}{}", many(20)),
        19 => format!("{place}?code={}&state={other}", dice.text(4_000)),
        // Denials and errors that are nobody's.
        20 => format!("{place}?error=access_denied&state={other}"),
        21 => format!("{place}?error=server_error&error_description={code}"),
        22 => format!("{place}?error=access_denied&error_description=%3Cimg%20src=x%3E"),
        // Another issuer, another place.
        23 => format!("{place}?{right}&iss=https%3A%2F%2Fevil.example"),
        24 => format!("{place}/{code}?{right}"),
        25 => format!("{}?{right}", place.replace("callback", "call-back")),
        26 => format!("{place}?{right}#{code}"),
        // Other links of ours, and none.
        27 => format!("app.keapsake.dev://self-test?nonce={other}"),
        28 => format!("app.keapsake.dev://{code}?{right}"),
        _ => format!("{place}?{}", dice.noise(60)),
    }
}

fn without_last(text: &str) -> &str {
    text.get(..text.len().saturating_sub(1)).unwrap_or_default()
}

fn swapped(text: &str) -> String {
    let swap = |c: char| match c {
        c if c.is_ascii_lowercase() => c.to_ascii_uppercase(),
        c => c.to_ascii_lowercase(),
    };
    text.chars().map(swap).collect()
}

fn many(count: usize) -> String {
    (0..count).fold(String::new(), |mut all, number| {
        // Writing to a String does not fail.
        write!(all, "&p{number}=").ok();
        all
    })
}

/// Numbers that look random and are the same each time (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn pick(&mut self, from: &[u8]) -> char {
        let at = self.next() % from.len().max(1) as u64;
        let at = usize::try_from(at).unwrap_or_default();
        from.get(at).copied().map_or('x', char::from)
    }

    fn text(&mut self, length: usize) -> String {
        let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        (0..length).map(|_| self.pick(letters)).collect()
    }

    fn noise(&mut self, length: usize) -> String {
        let signs = b"code=&state=&error=%20%00%ff%;?/:@[]{}|\\^~!$'()*+,.-_0123456789";
        (0..length).map(|_| self.pick(signs)).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use keapsake_core::product::Build;
    use keapsake_core::sign_in::{Carrier, Expected, Incoming, parse};

    use super::*;

    const STATE: &str = "Aq1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1.dev";

    /// The state in a link that the parser takes for an answer.
    fn state_of(link: &str, carrier: Carrier) -> Option<String> {
        let expected = Expected {
            build: Build::Unpackaged,
            redirect_uri: Some("http://localhost:8765/callback"),
            issuer: Some("https://accounts.infusionsoft.com"),
        };
        match parse(link, carrier, expected) {
            Ok(Incoming::Callback(callback)) => callback.state,
            _ => None,
        }
    }

    #[test]
    fn none_is_the_right_one_many_come_as_far_as_the_comparison_and_all_differ() {
        let right = format!("code=Ab3dEf9h&scope=full%7Chl214.infusionsoft.com&state={STATE}");
        for (place, carrier) in [
            ("app.keapsake.dev://oauth/callback", Carrier::AppLink),
            ("http://localhost:8765/callback", Carrier::Loopback),
        ] {
            let near = Near {
                place,
                right: &right,
                state: STATE,
                stale: "code=old&state=old",
            };
            let links = hostile_links(near, 1, 600);
            let states: Vec<_> = links.iter().map(|link| state_of(link, carrier)).collect();
            assert!(states.iter().flatten().all(|state| state != STATE));
            assert!(
                states.iter().flatten().count() > 100,
                "not all are refused at once"
            );
            let different: HashSet<_> = links.iter().collect();
            assert!(different.len() > links.len() / 2, "{}", different.len());
            assert_eq!(links, hostile_links(near, 1, 600), "the same each time");
            // The check can see it: the right one would be found.
            assert_eq!(
                state_of(&format!("{place}?{right}"), carrier).as_deref(),
                Some(STATE)
            );
        }
    }
}
