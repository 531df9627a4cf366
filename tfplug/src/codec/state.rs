use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;
use serde_json::value::RawValue;

use crate::codec::form::{Element, Form, Members};
use crate::codec::msgpack::normalise;
use crate::codec::{DecodeError, MAX_DEPTH};
use crate::path::Step;
use crate::schema::{Block, Type};
use crate::{Data, Number};

/// Reads a state as it lies in a state file, in JSON, as a schema says.
///
/// What the schema does not have any more is left out; what the state does not have yet is null, or empty for blocks.
/// A number keeps every digit. As core does, a number may be written as a string, a bool too, and either may stand
/// where a string is wanted.
///
/// # Errors
/// What is wrong and where: text that is no JSON, a value of another type.
pub fn state_from_json(json: &[u8], block: &Block) -> Result<Data, DecodeError> {
    let text = str::from_utf8(json).map_err(|_| DecodeError::new("is JSON that is no valid UTF-8"))?;
    read(parse(text, "JSON")?, Form::Object(Members::Block(block)), 0)
}

/// Reads a state of a shape that no schema here knows. A number that an integer or a float of 64 bits does not hold to
/// the last digit is a string of its digits, which [`state_from_json`] takes for a number again.
///
/// # Errors
/// What is wrong with the text.
pub(crate) fn json_of_state(json: &[u8]) -> Result<Json, DecodeError> {
    let text = str::from_utf8(json).map_err(|_| DecodeError::new("is JSON that is no valid UTF-8"))?;
    untyped(parse(text, "JSON")?, 0)
}

fn untyped(json: &RawValue, depth: usize) -> Result<Json, DecodeError> {
    let text = json.get();
    if depth > MAX_DEPTH {
        return Err(DecodeError::too_deep());
    }
    match text.as_bytes().first() {
        Some(b'{') => {
            let entries: BTreeMap<String, &RawValue> = parse(text, "an object")?;
            let entry = |(key, value)| Ok((key, untyped(value, depth + 1)?));
            entries.into_iter().map(entry).collect::<Result<_, _>>().map(Json::Object)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = parse(text, "a list")?;
            items.into_iter().map(|item| untyped(item, depth + 1)).collect::<Result<_, _>>().map(Json::Array)
        }
        Some(b'-' | b'0'..=b'9') => Ok(exact(text).map_or_else(|| text.into(), Json::Number)),
        _ => parse(text, "JSON"),
    }
}

/// A JSON number as `serde_json` has it, where that is the same number.
fn exact(text: &str) -> Option<serde_json::Number> {
    let number: serde_json::Number = serde_json::from_str(text).ok()?;
    let whole = number.is_i64() || number.is_u64();
    let same = || Some(number.to_string().parse::<Number>().ok()? == text.parse().ok()?);
    (whole || same()?).then_some(number)
}

/// A dynamic value in JSON carries its type.
#[derive(Deserialize)]
struct Typed<'a> {
    #[serde(rename = "type")]
    of: Json,
    #[serde(borrow)]
    value: &'a RawValue,
}

/// Each level is split into the raw text of its values, which numbers need to keep their digits; the depth is counted
/// here because every level is parsed on its own.
fn read(json: &RawValue, form: Form<'_>, depth: usize) -> Result<Data, DecodeError> {
    let text = json.get();
    if text == "null" {
        return Ok(Data::Null);
    }
    if depth > MAX_DEPTH {
        return Err(DecodeError::too_deep());
    }
    match form {
        Form::Bool => match scalar(text, "a bool")?.as_ref() {
            "true" => Ok(Data::Bool(true)),
            "false" => Ok(Data::Bool(false)),
            _ => Err(DecodeError::new("must be a bool")),
        },
        Form::Number => {
            let number: Result<Number, _> = scalar(text, "a number")?.parse();
            number.map(Data::Number).map_err(|_| DecodeError::new("must be a number"))
        }
        Form::String => scalar(text, "a string").map(|text| Data::String(normalise(&text).into_owned())),
        Form::List(element) => {
            list(parse(text, "a list")?, std::iter::repeat(element.into()), DecodeError::at_index, depth)
        }
        // An element of a set has no address: the path ends at the set.
        Form::Set(element) => {
            list(parse(text, "a set")?, std::iter::repeat(element.into()), |error, _| error, depth)
        }
        Form::Map(element) => map(text, element, depth),
        Form::Object(members) => object(text, members, depth),
        Form::Tuple(types) => {
            let items: Vec<_> = parse(text, "a list")?;
            if items.len() != types.len() {
                return Err(DecodeError::wrong_length(types.len()));
            }
            list(items, types.iter().map(Form::from), DecodeError::at_index, depth)
        }
        Form::Dynamic => {
            let typed: Typed<'_> = parse(text, "a type and a value of it")?;
            let of = Type::from_json(&typed.of);
            let of = of.ok_or_else(DecodeError::no_type)?;
            let value = read(typed.value, Form::from(&of), depth + 1)?;
            Ok(Data::Dynamic(Box::new((of, value))))
        }
    }
}

fn list<'a>(
    items: Vec<&RawValue>,
    forms: impl Iterator<Item = Form<'a>>,
    at: fn(DecodeError, usize) -> DecodeError,
    depth: usize,
) -> Result<Data, DecodeError> {
    let read = |(index, (item, form)): (usize, (&RawValue, _))| {
        read(item, form, depth + 1).map_err(|error| at(error, index))
    };
    items.into_iter().zip(forms).enumerate().map(read).collect::<Result<_, _>>().map(Data::List)
}

fn map(text: &str, element: Element<'_>, depth: usize) -> Result<Data, DecodeError> {
    let entries: BTreeMap<String, &RawValue> = parse(text, "a map")?;
    let entry = |(key, value): (String, &RawValue)| {
        let value =
            read(value, element.into(), depth + 1).map_err(|error| error.within(Step::Key(key.clone())))?;
        Ok((normalise(&key).into_owned(), value))
    };
    entries.into_iter().map(entry).collect::<Result<_, _>>().map(Data::Map)
}

fn object(text: &str, members: Members<'_>, depth: usize) -> Result<Data, DecodeError> {
    let mut object = members.unset();
    let entries: BTreeMap<String, &RawValue> = parse(text, "an object")?;
    for (name, value) in entries {
        if let (Some(member), Some(slot)) = (members.find(&name), object.get_mut(&name)) {
            let value =
                read(value, member.form(), depth + 1).map_err(|error| error.within(Step::Attribute(name)))?;
            *slot = if value == Data::Null { member.unset() } else { value };
        }
    }
    Ok(Data::Map(object))
}

/// The text of a string, or a number or bool as it is written.
fn scalar<'a>(text: &'a str, wanted: &str) -> Result<Cow<'a, str>, DecodeError> {
    if text.starts_with('"') {
        parse::<String>(text, wanted).map(Into::into)
    } else if text.starts_with(['[', '{']) {
        Err(DecodeError::new(format!("must be {wanted}")))
    } else {
        Ok(text.into())
    }
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str, wanted: &str) -> Result<T, DecodeError> {
    serde_json::from_str(text).map_err(|_| DecodeError::new(format!("must be {wanted}")))
}
