use std::collections::BTreeMap;

use crate::codec::DecodeError;
use crate::codec::form::{Element, Form, Members};
use crate::codec::msgpack::reader::{Reader, Token, text};
use crate::path::Step;
use crate::schema::{Block, Type};
use crate::{Data, Number};

/// Reads msgpack as a schema says. The object holds everything that the schema names.
///
/// # Errors
/// What is wrong and where: bytes that are no msgpack, a value of another type, an attribute that the schema does not
/// have.
pub fn decode_data(bytes: &[u8], block: &Block) -> Result<Data, DecodeError> {
    Reader::whole(bytes, |reader| read(reader, Form::Object(Members::Block(block))))
}

/// Reads msgpack as a type says.
///
/// # Errors
/// As [`decode_data`].
pub fn decode_typed(bytes: &[u8], of: &Type) -> Result<Data, DecodeError> {
    Reader::whole(bytes, |reader| read_type(reader, of))
}

fn read_type(reader: &mut Reader<'_>, of: &Type) -> Result<Data, DecodeError> {
    read(reader, of.into())
}

/// Reads what comes, where nothing says what it should be.
pub(super) fn read_any(reader: &mut Reader<'_>) -> Result<Data, DecodeError> {
    Ok(match reader.token()? {
        Token::Null => Data::Null,
        Token::Unknown => Data::Unknown,
        Token::Bool(value) => Data::Bool(value),
        Token::Int(value) => Data::Number(value.into()),
        Token::Uint(value) => Data::Number(value.into()),
        Token::Float(value) => {
            Data::Number(Number::from_f64(value).ok_or_else(|| DecodeError::expected("a number", "NaN"))?)
        }
        Token::Text(bytes) => Data::String(text(bytes)?.into_owned()),
        Token::Binary(_) => return Err(DecodeError::new("is binary data, which Terraform does not have")),
        Token::List(length) => reader.nested(|reader| any_list(reader, length))?,
        Token::Map(length) => Data::Map(reader.nested(|reader| {
            (0..length)
                .map(|_| {
                    let key = reader.key()?.into_owned();
                    let value = read_any(reader).map_err(|error| error.within(Step::Key(key.clone())))?;
                    Ok((key, value))
                })
                .collect::<Result<_, DecodeError>>()
        })?),
    })
}

/// A list, or a dynamic value: of the two only the latter starts with binary data.
fn any_list(reader: &mut Reader<'_>, length: usize) -> Result<Data, DecodeError> {
    if length == 2
        && let Some(of) = reader.binary()?
    {
        return typed(reader, of);
    }
    let item = |index: usize| read_any(reader).map_err(|error| error.at_index(index));
    (0..length).map(item).collect::<Result<_, _>>().map(Data::List)
}

fn read(reader: &mut Reader<'_>, form: Form<'_>) -> Result<Data, DecodeError> {
    if let Some(absent) = reader.absent()? {
        return Ok(absent);
    }
    match form {
        Form::Bool => reader.bool().map(Data::Bool),
        Form::Number => reader.number().map(Data::Number),
        Form::String => reader.string().map(Data::String),
        Form::List(element) => list(reader, element, DecodeError::at_index),
        // An element of a set has no address: the path ends at the set.
        Form::Set(element) => list(reader, element, |error, _| error),
        Form::Map(element) => {
            let mut map = BTreeMap::new();
            reader.map(&mut |reader, key| {
                let value =
                    read(reader, element.into()).map_err(|error| error.within(Step::Key(key.to_string())))?;
                map.insert(key.into_owned(), value);
                Ok(())
            })?;
            Ok(Data::Map(map))
        }
        Form::Object(members) => object(reader, members),
        Form::Tuple(types) => tuple(reader, types),
        Form::Dynamic => dynamic(reader),
    }
}

fn list(
    reader: &mut Reader<'_>,
    element: Element<'_>,
    at: fn(DecodeError, usize) -> DecodeError,
) -> Result<Data, DecodeError> {
    let mut items = Vec::new();
    reader.list(&mut |reader, index| {
        items.push(read(reader, element.into()).map_err(|error| at(error, index))?);
        Ok(())
    })?;
    Ok(Data::List(items))
}

fn object(reader: &mut Reader<'_>, members: Members<'_>) -> Result<Data, DecodeError> {
    let mut object = members.unset();
    reader.map(&mut |reader, name| {
        let (Some(member), Some(slot)) = (members.find(&name), object.get_mut(&*name)) else {
            return Err(DecodeError::new(format!("has an attribute {name:?} that its schema does not have")));
        };
        let value =
            read(reader, member.form()).map_err(|error| error.within(Step::Attribute(name.into_owned())))?;
        *slot = if value == Data::Null { member.unset() } else { value };
        Ok(())
    })?;
    Ok(Data::Map(object))
}

fn tuple(reader: &mut Reader<'_>, types: &[Type]) -> Result<Data, DecodeError> {
    let mut items = Vec::new();
    reader.list(&mut |reader, index| {
        let of = types.get(index).ok_or_else(|| DecodeError::wrong_length(types.len()))?;
        items.push(read_type(reader, of).map_err(|error| error.at_index(index))?);
        Ok(())
    })?;
    if items.len() == types.len() {
        Ok(Data::List(items))
    } else {
        Err(DecodeError::wrong_length(types.len()))
    }
}

fn dynamic(reader: &mut Reader<'_>) -> Result<Data, DecodeError> {
    match reader.token()? {
        Token::List(2) => reader.nested(|reader| match reader.binary()? {
            Some(of) => typed(reader, of),
            None => Err(DecodeError::new("must be a type and a value of it")),
        }),
        other => Err(DecodeError::expected("a type and a value of it", other.kind())),
    }
}

/// The second half of a dynamic value, whose first is its type as JSON.
fn typed(reader: &mut Reader<'_>, of: &[u8]) -> Result<Data, DecodeError> {
    let of = serde_json::from_slice(of).ok().as_ref().and_then(Type::from_json);
    let of = of.ok_or_else(DecodeError::no_type)?;
    let value = read_type(reader, &of)?;
    Ok(Data::Dynamic(Box::new((of, value))))
}
