//! Reading of requests, with the words of Google's front end for what cannot be read.

use chrono::DateTime;
use serde_json::{Map, Value};

use super::Schema;
use super::schema::{Field, Kind, Shape, snake};
use crate::gcp::status::Status;

impl Schema {
    /// Reads a request's body as a message. `field` is the request's field that the body fills, empty when it is the
    /// whole request: paths in errors begin with it.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` with everything that cannot be read.
    pub(crate) fn read(&self, message: &'static str, field: &str, body: &[u8]) -> Result<Value, Status> {
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok(Value::Object(Map::new()));
        }
        let value = serde_json::from_slice(body).map_err(|error| unreadable(body, &error))?;
        let mut reader = Reader { schema: self, violations: Vec::new() };
        let read = match value {
            Value::Array(_) => {
                let text =
                    "Invalid JSON payload received. Unknown name \"\": Root element must be a message.";
                reader.violations.push((field.to_owned(), text.to_owned()));
                None
            }
            value => reader.message(message, &value, field),
        };
        if reader.violations.is_empty() {
            return Ok(read.unwrap_or_else(|| Value::Object(Map::new())));
        }
        let texts: Vec<&str> = reader.violations.iter().map(|(_, text)| text.as_str()).collect();
        let violations = reader.violations.iter().map(|(field, text)| (field.as_str(), text.as_str()));
        Err(Status::invalid(texts.join("\n")).violations(violations))
    }
}

fn unreadable(body: &[u8], error: &serde_json::Error) -> Status {
    let text = String::from_utf8_lossy(body);
    let what = if error.is_eof() { "Unexpected end of string." } else { "Unexpected token." };
    let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
    Status::invalid(format!("Invalid JSON payload received. {what}\n{line}\n^"))
}

struct Reader<'a> {
    schema: &'a Schema,
    /// The path to a field, and what is wrong with it.
    violations: Vec<(String, String)>,
}

impl Reader<'_> {
    fn message(&mut self, name: &str, value: &Value, path: &str) -> Option<Value> {
        let Value::Object(given) = value else { return self.wrong(&self.schema.type_url(name), value, path) };
        let known = self.schema.fields(name).unwrap_or_default();
        let mut read = Map::new();
        let mut groups: Vec<&str> = Vec::new();
        for (key, value) in given {
            let Some(field) = known.iter().find(|field| field.is_called(key)) else {
                self.unknown(key, path, "Cannot find field.");
                continue;
            };
            if value.is_null() || field.output {
                continue;
            }
            if let Shape::OneOf(group) = field.shape {
                if groups.contains(&group) {
                    let text = format!(
                        "Invalid value at '{path}' (oneof), oneof field '{group}' is already set. Cannot set '{key}'"
                    );
                    self.violations.push((path.to_owned(), text));
                }
                groups.push(group);
            }
            if let Some(value) = self.field(field, key, value, path) {
                read.insert(field.name.to_owned(), value);
            }
        }
        Some(Value::Object(read))
    }

    fn field(&mut self, field: &Field, key: &str, value: &Value, parent: &str) -> Option<Value> {
        let path = join(parent, &snake(field.name));
        match (field.shape, value) {
            (Shape::List, Value::Array(items)) => {
                let read = items.iter().enumerate();
                let read: Vec<Value> = read
                    .filter_map(|(index, item)| self.one(field.kind, item, &format!("{path}[{index}]")))
                    .collect();
                (!read.is_empty()).then_some(Value::Array(read))
            }
            // Google's front end takes a single value for a list of one.
            (Shape::List, value) => Some(Value::Array(vec![self.one(field.kind, value, &path)?])),
            (Shape::Map, Value::Object(entries)) => {
                let mut read = Map::new();
                for (index, (key, value)) in entries.iter().enumerate() {
                    let value = self.one(field.kind, value, &format!("{path}[{index}].value"))?;
                    read.insert(key.clone(), value);
                }
                (!read.is_empty()).then_some(Value::Object(read))
            }
            (Shape::Map, value) => self.wrong("Map", value, &path),
            (_, Value::Array(_)) if field.kind != Kind::Values => {
                self.unknown(key, parent, "Proto field is not repeating, cannot start list.");
                None
            }
            (shape, value) => {
                let read = self.one(field.kind, value, &path)?;
                (shape != Shape::One || !self.is_default(field.kind, &read)).then_some(read)
            }
        }
    }

    fn one(&mut self, kind: Kind, value: &Value, path: &str) -> Option<Value> {
        let text = value.as_str();
        let number = value.as_i64().or_else(|| text?.parse().ok()).or_else(|| whole(value.as_f64()?));
        match kind {
            Kind::Bool if value.is_boolean() => Some(value.clone()),
            Kind::Bool => match text {
                Some("true") => Some(true.into()),
                Some("false") => Some(false.into()),
                _ => self.wrong("TYPE_BOOL", value, path),
            },
            Kind::Int32 => match number.filter(|number| i32::try_from(*number).is_ok()) {
                Some(number) => Some(number.into()),
                None => self.wrong("TYPE_INT32", value, path),
            },
            Kind::Int64 => match number {
                Some(number) => Some(number.to_string().into()),
                None => self.wrong("TYPE_INT64", value, path),
            },
            Kind::Float => {
                match value.as_f64().or_else(|| text?.parse().ok()).filter(|number| number.is_finite()) {
                    Some(number) => Some(number.into()),
                    None => self.wrong("TYPE_DOUBLE", value, path),
                }
            }
            Kind::String if text.is_some() => Some(value.clone()),
            Kind::String => self.wrong("TYPE_STRING", value, path),
            Kind::Duration => match text.and_then(duration) {
                Some(duration) => Some(duration.into()),
                None => self.wrong("type.googleapis.com/google.protobuf.Duration", value, path),
            },
            Kind::Timestamp if text.is_some_and(|text| DateTime::parse_from_rfc3339(text).is_ok()) => {
                Some(value.clone())
            }
            Kind::Timestamp => self.wrong("type.googleapis.com/google.protobuf.Timestamp", value, path),
            Kind::Values if value.is_array() => Some(value.clone()),
            Kind::Values => self.wrong("type.googleapis.com/google.protobuf.ListValue", value, path),
            Kind::Named(name) => match self.schema.values(name) {
                Some(values) => {
                    let found = values.iter().find(|(known, known_number)| match text {
                        Some(text) => *known == text,
                        None => Some(*known_number) == number,
                    });
                    match found {
                        Some((known, _)) => Some((*known).into()),
                        None => self.wrong(&self.schema.type_url(name), value, path),
                    }
                }
                None => self.message(name, value, path),
            },
        }
    }

    fn is_default(&self, kind: Kind, value: &Value) -> bool {
        match (kind, value) {
            (Kind::Named(name), Value::String(text)) => self
                .schema
                .values(name)
                .is_some_and(|values| values.iter().any(|(known, n)| known == text && *n == 0)),
            (Kind::Bool, value) => *value == Value::Bool(false),
            (Kind::Int32 | Kind::Float, value) => value.as_f64() == Some(0.0),
            (Kind::Int64, Value::String(text)) => text == "0",
            (Kind::String, Value::String(text)) => text.is_empty(),
            _ => false,
        }
    }

    fn wrong(&mut self, kind: &str, value: &Value, path: &str) -> Option<Value> {
        self.violations.push((path.to_owned(), format!("Invalid value at '{path}' ({kind}), {value}")));
        None
    }

    fn unknown(&mut self, key: &str, path: &str, why: &str) {
        let at = if path.is_empty() { String::new() } else { format!(" at '{path}'") };
        let text = format!("Invalid JSON payload received. Unknown name \"{key}\"{at}: {why}");
        self.violations.push((path.to_owned(), text));
    }
}

impl Schema {
    fn type_url(&self, name: &str) -> String {
        format!("type.googleapis.com/{}", self.full_name(name))
    }
}

fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") }
}

/// A whole number that was written with a point or an exponent, which protobuf takes for integers.
fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "whole, and within what a double holds exactly")]
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}

/// The one form of a duration: seconds, and a fraction of 3, 6 or 9 digits where there is one.
fn duration(text: &str) -> Option<String> {
    let number = text.strip_suffix('s')?;
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (seconds, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if seconds.is_empty() || fraction.len() > 9 || !all_digits(seconds) || !all_digits(fraction) {
        return None;
    }
    let seconds: u64 = seconds.parse().ok()?;
    let fraction = fraction.trim_end_matches('0');
    let width = fraction.len().div_ceil(3) * 3;
    let point = if width == 0 { "" } else { "." };
    Some(format!("{sign}{seconds}{point}{fraction:0<width$}s"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Enums, check_parameters};
    use super::*;

    const TEXT: &str = "\
# A message with one of each.
message Thing
  name string; count int32; size int64; on bool; maybe bool?; part double; kind Thing.Kind; wait duration
  things Thing[]; labels string{}; left string@side; right Thing@side; made string!; some values{}
enum Thing.Kind
  KIND_UNSPECIFIED=0; GOOD=1; BAD=3
";

    fn schema() -> Schema {
        Schema::new("example.v1", TEXT)
    }

    fn check(body: &Value, expected: Result<Value, &str>) {
        let seen = schema().read("Thing", "thing", body.to_string().as_bytes());
        let seen = seen.map_err(|status| status.message);
        assert_eq!(seen, expected.map_err(str::to_owned), "{body}");
    }

    #[test]
    fn the_table_is_whole() {
        assert!(schema().missing().is_empty());
        assert_eq!(Schema::new("p", "message A\n  b B").missing(), ["B"]);
    }

    #[test]
    fn one_form_is_read() {
        for (body, expected) in [
            (
                json!({ "name": "a", "count": "3", "size": 4 }),
                json!({ "name": "a", "count": 3, "size": "4" }),
            ),
            (json!({ "name": "", "count": 0, "on": false, "kind": 0, "size": "0" }), json!({})),
            (json!({ "maybe": false, "left": "" }), json!({ "maybe": false, "left": "" })),
            (json!({ "kind": 3 }), json!({ "kind": "BAD" })),
            (json!({ "kind": "GOOD", "part": "0.5" }), json!({ "kind": "GOOD", "part": 0.5 })),
            (json!({ "wait": "90.500s" }), json!({ "wait": "90.500s" })),
            (json!({ "wait": "5.1s" }), json!({ "wait": "5.100s" })),
            (json!({ "things": [{ "count": 1 }, {}] }), json!({ "things": [{ "count": 1 }, {}] })),
            (json!({ "things": [], "labels": {}, "name": null, "made": "x" }), json!({})),
            (json!({ "labels": { "a": "" } }), json!({ "labels": { "a": "" } })),
            (json!({ "some": { "a": ["b"] } }), json!({ "some": { "a": ["b"] } })),
        ] {
            check(&body, Ok(expected));
        }
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for (body, expected) in [
            (
                json!({ "else": 1 }),
                "Invalid JSON payload received. Unknown name \"else\" at 'thing': Cannot find field.",
            ),
            (json!({ "count": "x" }), "Invalid value at 'thing.count' (TYPE_INT32), \"x\""),
            (
                json!({ "count": 3_000_000_000_i64 }),
                "Invalid value at 'thing.count' (TYPE_INT32), 3000000000",
            ),
            (
                json!({ "kind": "WORSE" }),
                "Invalid value at 'thing.kind' (type.googleapis.com/example.v1.Thing.Kind), \"WORSE\"",
            ),
            (
                json!({ "kind": 2 }),
                "Invalid value at 'thing.kind' (type.googleapis.com/example.v1.Thing.Kind), 2",
            ),
            (
                json!({ "wait": "1h" }),
                "Invalid value at 'thing.wait' (type.googleapis.com/google.protobuf.Duration), \"1h\"",
            ),
            (json!({ "name": 1 }), "Invalid value at 'thing.name' (TYPE_STRING), 1"),
            (
                json!({ "name": [] }),
                "Invalid JSON payload received. Unknown name \"name\" at 'thing': Proto field is not repeating, cannot start list.",
            ),
            (
                json!({ "right": "x" }),
                "Invalid value at 'thing.right' (type.googleapis.com/example.v1.Thing), \"x\"",
            ),
            (
                json!({ "left": "a", "right": {} }),
                "Invalid value at 'thing' (oneof), oneof field 'side' is already set. Cannot set 'right'",
            ),
            (
                json!({ "things": [{}, { "else": 1, "on": 1 }] }),
                "Invalid JSON payload received. Unknown name \"else\" at 'thing.things[1]': Cannot find field.\n\
                 Invalid value at 'thing.things[1].on' (TYPE_BOOL), 1",
            ),
        ] {
            check(&body, Err(expected));
        }
        let broken = schema().read("Thing", "", b"{\"a\": }").unwrap_err();
        assert!(broken.message.starts_with("Invalid JSON payload received. Unexpected token."));
    }

    #[test]
    fn enums_are_written_as_asked() {
        let thing = json!({ "kind": "BAD", "name": "GOOD", "things": [{ "kind": "GOOD" }] });
        assert_eq!(schema().write("Thing", &thing, Enums::Names), thing);
        let numbers = json!({ "kind": 3, "name": "GOOD", "things": [{ "kind": 1 }] });
        assert_eq!(schema().write("Thing", &thing, Enums::Numbers), numbers);
        let query = |text: &str| Enums::wanted(&crate::gcp::rest::Query::of_form(text.as_bytes()));
        assert_eq!(query("$alt=json;enum-encoding=int"), Enums::Numbers);
        assert_eq!(query("%24alt=json%3Benum-encoding%3Dint"), Enums::Numbers);
        assert_eq!(query("alt=json"), Enums::Names);
    }

    #[test]
    fn parameters_are_known() {
        let check = |text: &str, good: bool| {
            let query = crate::gcp::rest::Query::of_form(text.as_bytes());
            assert_eq!(check_parameters(&query, &["updateMask"]).is_ok(), good, "{text}");
        };
        check("", true);
        check("alt=json&$prettyPrint=false&key=k", true);
        check("updateMask=a&update_mask=b", true);
        check("mask=a", false);
    }

    #[test]
    fn a_part_of_an_answer() {
        let thing = json!({ "kind": "BAD", "name": "a" });
        let reply = |text: &str| {
            let query = crate::gcp::rest::Query::of_form(text.as_bytes());
            schema().reply("Thing", &thing, &query).map(|reply| reply.into_body())
        };
        assert_eq!(reply("fields=kind").unwrap(), r#"{"kind":"BAD"}"#);
        assert_eq!(reply("fields=kind&$alt=json;enum-encoding=int").unwrap(), r#"{"kind":3}"#);
        assert!(reply("fields=kind(").is_err());
    }
}
