//! Pages of a list: `page_size`, `page_token`, and the `next_page_token` of the answer, which is `""`
//! on the last page. There is never a total.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::problem::Problem;
use super::query::Query;

/// The page size when none is asked for.
const USUAL: usize = 100;

/// What part of a list is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    from: usize,
    size: usize,
}

impl Page {
    /// Reads the parameters; `largest` is the list's own limit.
    pub(crate) fn of(query: &Query, largest: usize) -> Result<Self, Problem> {
        let size = match query.get("page_size") {
            None => USUAL,
            Some(text) => match text.parse::<usize>() {
                Ok(0) => USUAL,
                Ok(size) if size <= largest => size,
                _ => return Err(Problem::invalid("page_size", "page_size is out of range")),
            },
        };
        let from = match query.get("page_token") {
            None | Some("") => 0,
            Some(token) => offset(token)
                .ok_or_else(|| Problem::invalid("page_token", "page_token is invalid"))?,
        };
        Ok(Self { from, size })
    }

    /// Cuts the page out of the whole list and names the next one.
    pub(crate) fn cut<T>(self, whole: Vec<T>) -> (Vec<T>, String) {
        let next = self.from.saturating_add(self.size);
        let token = if next < whole.len() {
            URL_SAFE_NO_PAD.encode(format!("from:{next}"))
        } else {
            String::new()
        };
        (
            whole.into_iter().skip(self.from).take(self.size).collect(),
            token,
        )
    }
}

fn offset(token: &str) -> Option<usize> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    text.strip_prefix("from:")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Page, Query};

    #[test]
    fn pages_follow_each_other_to_the_end() {
        let mut token = String::new();
        let mut seen = Vec::new();
        loop {
            let query = Query::parse(Some(&format!("page_size=2&page_token={token}")));
            let (part, next) = Page::of(&query, 1000).unwrap().cut(vec![1, 2, 3, 4, 5]);
            seen.push(part);
            if next.is_empty() {
                break;
            }
            token = next;
        }
        assert_eq!(seen, [vec![1, 2], vec![3, 4], vec![5]]);
    }

    #[test]
    fn sizes_and_tokens_out_of_range_are_refused() {
        for query in [
            "page_size=1001",
            "page_size=-1",
            "page_size=many",
            "page_token=zzz",
        ] {
            assert!(
                Page::of(&Query::parse(Some(query)), 1000).is_err(),
                "{query}"
            );
        }
    }
}
