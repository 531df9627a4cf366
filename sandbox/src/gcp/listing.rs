//! Pages of long lists.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::gcp::refusal::Refusal;

/// The most that one page of storage holds.
const MOST: usize = 1000;

/// Which part of a list is wanted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    size: usize,
    token: String,
}

impl Page {
    /// `size` 0 is as many as a page of storage can hold.
    pub(crate) fn new(size: i64, token: impl Into<String>) -> Result<Self, Refusal> {
        Self::of_up_to(MOST, size, token)
    }

    /// As `new`, of a service whose pages hold `most`.
    pub(crate) fn of_up_to(most: usize, size: i64, token: impl Into<String>) -> Result<Self, Refusal> {
        let size =
            usize::try_from(size).map_err(|_| Refusal::invalid("The page size cannot be negative."))?;
        Ok(Self { size: if size == 0 { most } else { size.min(most) }, token: token.into() })
    }

    /// The page, and the token of the next one, which is empty at the end. `all` is sorted by `key`.
    pub(crate) fn cut<T>(
        &self,
        all: impl Iterator<Item = T>,
        key: impl Fn(&T) -> String,
    ) -> Result<(Vec<T>, String), Refusal> {
        let invalid = |_| Refusal::invalid("Invalid page token.");
        let after = URL_SAFE_NO_PAD.decode(&self.token).map_err(|error| invalid(error.to_string()))?;
        let after = String::from_utf8(after).map_err(|error| invalid(error.to_string()))?;
        let mut page = Vec::new();
        for item in all {
            if !after.is_empty() && key(&item) <= after {
                continue;
            }
            if page.len() == self.size {
                let token = page.last().map(&key).map(|key| URL_SAFE_NO_PAD.encode(key));
                return Ok((page, token.unwrap_or_default()));
            }
            page.push(item);
        }
        Ok((page, String::new()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages() {
        let all = ["a", "b", "c"];
        let mut token = String::new();
        let mut seen = Vec::new();
        loop {
            let page = Page::new(2, token.clone()).unwrap();
            let (items, next) = page.cut(all.iter(), |item| (**item).to_owned()).unwrap();
            seen.push(items);
            token = next;
            if token.is_empty() {
                break;
            }
        }
        assert_eq!(seen, [vec![&"a", &"b"], vec![&"c"]]);
        assert!(Page::new(-1, "").is_err());
        assert!(Page::new(1, "?").unwrap().cut(all.iter(), |item| (**item).to_owned()).is_err());
    }
}
