//! Partial responses, which every API has: `fields=items(name,labels/team),nextPageToken`,
//! <https://cloud.google.com/storage/docs/json_api#partial-response>.

use serde_json::{Map, Value};

use super::refusal::Refusal;

/// What of a document a selector leaves.
pub(crate) fn only(document: &Value, selector: &str) -> Result<Value, Refusal> {
    let mut parser = Parser { rest: selector };
    let tree = parser.list().filter(|_| parser.rest.is_empty());
    let tree = tree.ok_or_else(|| Refusal::invalid(format!("Invalid field selection {selector}")))?;
    Ok(tree.apply(document))
}

/// The fields to keep; none means everything below.
#[derive(Default)]
struct Tree(Vec<(String, Tree)>);

impl Tree {
    fn apply(&self, value: &Value) -> Value {
        if self.0.is_empty() {
            return value.clone();
        }
        match value {
            Value::Array(items) => items.iter().map(|item| self.apply(item)).collect(),
            Value::Object(fields) => {
                let mut kept = Map::new();
                for (key, value) in fields {
                    let wanted = self.0.iter().filter(|(name, _)| name == key || name == "*");
                    for (_, below) in wanted {
                        super::document::merge(
                            kept.entry(key.clone()).or_insert(Value::Null),
                            below.apply(value),
                        );
                    }
                }
                Value::Object(kept)
            }
            value => value.clone(),
        }
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn list(&mut self) -> Option<Tree> {
        let mut fields = vec![self.field()?];
        while self.eat(',') {
            fields.push(self.field()?);
        }
        Some(Tree(fields))
    }

    fn field(&mut self) -> Option<(String, Tree)> {
        let end = self.rest.find([',', '/', '(', ')']).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        if name.is_empty() {
            return None;
        }
        let below = if self.eat('/') {
            Tree(vec![self.field()?])
        } else if self.eat('(') {
            let below = self.list()?;
            self.eat(')').then_some(below)?
        } else {
            Tree::default()
        };
        Some((name.trim().to_owned(), below))
    }

    fn eat(&mut self, letter: char) -> bool {
        let rest = self.rest.strip_prefix(letter);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn selections() {
        let document =
            json!({ "items": [{ "name": "a", "size": "1" }], "next": "n", "a": { "b": 1, "c": 2 } });
        for (selector, expected) in [
            ("next", Some(json!({ "next": "n" }))),
            ("items/name", Some(json!({ "items": [{ "name": "a" }] }))),
            (
                "items(name,size),a/b",
                Some(json!({ "items": [{ "name": "a", "size": "1" }], "a": { "b": 1 } })),
            ),
            ("a/b,a/c", Some(json!({ "a": { "b": 1, "c": 2 } }))),
            ("a(*)", Some(json!({ "a": { "b": 1, "c": 2 } }))),
            ("other", Some(json!({}))),
            ("items(name", None),
            ("a,,b", None),
            ("a)", None),
        ] {
            assert_eq!(only(&document, selector).ok(), expected, "{selector}");
        }
    }
}
