//! Filters of lists: `Filter.1.Name` and `Filter.1.Value.1`, where `*` stands for any letters and `?` for one.

use super::error::Error;
use super::form::Form;

/// A filter.
pub(super) struct Filter {
    name: String,
    values: Vec<String>,
}

/// Reads the filters of a call.
pub(super) fn read(form: &Form) -> Result<Vec<Filter>, Error> {
    let read = |item: &String| {
        let name = form.required(&format!("{item}.Name"))?.to_owned();
        Ok(Filter { name, values: form.texts(&format!("{item}.Value")) })
    };
    form.items("Filter").iter().map(read).collect()
}

impl Filter {
    /// Whether what a list has under the filter's name fits; `look` gives it, `None` where there is no such filter.
    pub(super) fn passes(&self, look: impl Fn(&str) -> Option<Vec<String>>) -> Result<bool, Error> {
        let unknown =
            || Error::new("InvalidParameterValue", format!("The filter '{}' is invalid", self.name));
        let seen = look(&self.name).ok_or_else(unknown)?;
        Ok(seen
            .iter()
            .any(|text| self.values.iter().any(|pattern| fits(pattern.as_bytes(), text.as_bytes()))))
    }
}

/// Whether all filters let an item pass.
pub(super) fn pass(filters: &[Filter], look: impl Fn(&str) -> Option<Vec<String>>) -> Result<bool, Error> {
    for filter in filters {
        if !filter.passes(&look)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn fits(pattern: &[u8], text: &[u8]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some((b'*', rest)) => (0..=text.len()).any(|skipped| fits(rest, &text[skipped..])),
        Some((b'?', rest)) => !text.is_empty() && fits(rest, &text[1..]),
        Some((letter, rest)) => text.first() == Some(letter) && fits(rest, &text[1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_stand_for_letters() {
        for (pattern, text, expected) in [
            ("p5.48xlarge", "p5.48xlarge", true),
            ("p5.*", "p5.48xlarge", true),
            ("p5.*", "p5en.48xlarge", false),
            ("g?.xlarge", "g5.xlarge", true),
            ("*", "", true),
            ("?", "", false),
        ] {
            assert_eq!(fits(pattern.as_bytes(), text.as_bytes()), expected, "{pattern} {text}");
        }
    }
}
