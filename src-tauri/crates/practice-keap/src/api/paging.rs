//! Pages of a list: `page_size`, `page_token`, and the `next_page_token` of the answer, which is `""`
//! on the last page. There is never a total. A token names the last item that was given, not how many
//! were: what is added or deleted meanwhile moves nothing to another page.

use std::cmp::Ordering;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::problem::Problem;
use super::query::Query;

/// The page size when none is asked for.
const USUAL: usize = 100;

/// What part of a list is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    after: Option<Place>,
    size: usize,
}

/// Where an item stands in its list: by what the list is sorted by, and then by id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) key: String,
    pub(crate) id: u64,
}

impl Page {
    /// Reads the parameters; `largest` is the list's own limit.
    pub(crate) fn of(query: &Query, largest: usize) -> Result<Self, Problem> {
        let size = match query.get("page_size") {
            None => USUAL.min(largest),
            Some(text) => match text.parse::<usize>() {
                Ok(0) => USUAL.min(largest),
                Ok(size) if size <= largest => size,
                _ => return Err(Problem::invalid("page_size", "page_size is out of range")),
            },
        };
        let after = match query.get("page_token") {
            None | Some("") => None,
            Some(token) => Some(
                place(token)
                    .ok_or_else(|| Problem::invalid("page_token", "page_token is invalid"))?,
            ),
        };
        Ok(Self { after, size })
    }

    /// Cuts the page out of the whole list and names the next one. The list is sorted by `place`, from
    /// the last to the first if it is `descending`.
    pub(crate) fn cut<T>(
        self,
        sorted: Vec<T>,
        descending: bool,
        place: impl Fn(&T) -> Place,
    ) -> (Vec<T>, String) {
        let from = self.after.map_or(0, |after| {
            sorted.partition_point(|item| {
                let order = place(item).cmp(&after);
                let order = if descending { order.reverse() } else { order };
                order != Ordering::Greater
            })
        });
        let more = sorted.len().saturating_sub(from) > self.size;
        let part: Vec<T> = sorted.into_iter().skip(from).take(self.size).collect();
        let token = match part.last() {
            Some(last) if more => {
                let Place { key, id } = place(last);
                URL_SAFE_NO_PAD.encode(format!("after:{id}:{key}"))
            }
            _ => String::new(),
        };
        (part, token)
    }
}

fn place(token: &str) -> Option<Place> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    let (id, key) = text.strip_prefix("after:")?.split_once(':')?;
    Some(Place {
        key: key.to_owned(),
        id: id.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::{Page, Place, Query};

    fn part(list: &[u64], token: &str) -> (Vec<u64>, String) {
        let descending = list.first() > list.last();
        let query = Query::parse(Some(&format!("page_size=2&page_token={token}")));
        let page = Page::of(&query, 1000).unwrap();
        page.cut(list.to_vec(), descending, |id| Place {
            key: String::new(),
            id: *id,
        })
    }

    #[test]
    fn pages_follow_each_other_to_the_end() {
        for list in [[1, 2, 3, 4, 5], [5, 4, 3, 2, 1]] {
            let mut token = String::new();
            let mut seen = Vec::new();
            loop {
                let (part, next) = part(&list, &token);
                seen.push(part);
                if next.is_empty() {
                    break;
                }
                token = next;
            }
            assert_eq!(seen.len(), 3);
            assert_eq!(seen.concat(), list);
        }
    }

    #[test]
    fn what_comes_or_goes_between_two_pages_moves_nothing() {
        let (_, token) = part(&[1, 2, 4, 5], "");
        assert_eq!(part(&[2, 3, 4, 5], &token).0, [3, 4], "1 is gone, 3 is new");
        assert_eq!(
            part(&[1, 4, 5], &token).0,
            [4, 5],
            "the last one given is gone"
        );
        assert_eq!(part(&[1, 2], &token), (vec![], String::new()));
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
