use std::borrow::Cow;

use rmp::Marker;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::codec::{DecodeError, MAX_DEPTH, ReadEntry, ReadItem};
use crate::{Data, Number};

/// Reads msgpack from bytes that nobody vouches for.
pub(in crate::codec) struct Reader<'a> {
    rest: &'a [u8],
    depth: usize,
}

/// The head of one value: all of it, but for the elements of a list or map, which follow.
#[derive(Clone, Copy, Debug)]
pub(in crate::codec) enum Token<'a> {
    Null,
    Unknown,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    Text(&'a [u8]),
    Binary(&'a [u8]),
    List(usize),
    Map(usize),
}

impl Token<'_> {
    pub(in crate::codec) fn kind(&self) -> &'static str {
        match self {
            Token::Null => "null",
            Token::Unknown => "unknown",
            Token::Bool(_) => "a bool",
            Token::Int(_) | Token::Uint(_) | Token::Float(_) => "a number",
            Token::Text(_) => "a string",
            Token::Binary(_) => "binary data",
            Token::List(_) => "a list",
            Token::Map(_) => "a map",
        }
    }
}

impl<'a> Reader<'a> {
    /// Reads all of the bytes as one value.
    pub(in crate::codec) fn whole<T>(
        bytes: &'a [u8],
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let mut reader = Reader { rest: bytes, depth: 0 };
        let value = read(&mut reader)?;
        match reader.rest.len() {
            0 => Ok(value),
            left => Err(DecodeError::new(format!("is followed by {left} bytes that belong to nothing"))),
        }
    }

    /// Takes the head of the next value.
    pub(in crate::codec) fn token(&mut self) -> Result<Token<'a>, DecodeError> {
        let marker = Marker::from_u8(self.array::<1>()?[0]);
        Ok(match marker {
            Marker::Null => Token::Null,
            Marker::False => Token::Bool(false),
            Marker::True => Token::Bool(true),
            Marker::FixPos(value) => Token::Int(value.into()),
            Marker::FixNeg(value) => Token::Int(value.into()),
            Marker::I8 => Token::Int(i8::from_be_bytes(self.array()?).into()),
            Marker::I16 => Token::Int(i16::from_be_bytes(self.array()?).into()),
            Marker::I32 => Token::Int(i32::from_be_bytes(self.array()?).into()),
            Marker::I64 => Token::Int(i64::from_be_bytes(self.array()?)),
            Marker::U8 => Token::Int(u8::from_be_bytes(self.array()?).into()),
            Marker::U16 => Token::Int(u16::from_be_bytes(self.array()?).into()),
            Marker::U32 => Token::Int(u32::from_be_bytes(self.array()?).into()),
            Marker::U64 => Token::Uint(u64::from_be_bytes(self.array()?)),
            Marker::F32 => Token::Float(f32::from_be_bytes(self.array()?).into()),
            Marker::F64 => Token::Float(f64::from_be_bytes(self.array()?)),
            Marker::FixStr(length) => Token::Text(self.take(length.into())?),
            Marker::Str8 | Marker::Str16 | Marker::Str32 => {
                let length = self.length(marker)?;
                Token::Text(self.take(length)?)
            }
            Marker::Bin8 | Marker::Bin16 | Marker::Bin32 => {
                let length = self.length(marker)?;
                Token::Binary(self.take(length)?)
            }
            Marker::FixArray(length) => self.elements(length.into(), 1).map(Token::List)?,
            Marker::Array16 | Marker::Array32 => {
                let length = self.length(marker)?;
                self.elements(length, 1).map(Token::List)?
            }
            Marker::FixMap(length) => self.elements(length.into(), 2).map(Token::Map)?,
            Marker::Map16 | Marker::Map32 => {
                let length = self.length(marker)?;
                self.elements(length, 2).map(Token::Map)?
            }
            Marker::FixExt1 => self.extension(1)?,
            Marker::FixExt2 => self.extension(2)?,
            Marker::FixExt4 => self.extension(4)?,
            Marker::FixExt8 => self.extension(8)?,
            Marker::FixExt16 => self.extension(16)?,
            Marker::Ext8 | Marker::Ext16 | Marker::Ext32 => {
                let length = self.length(marker)?;
                self.extension(length)?
            }
            Marker::Reserved => return Err(DecodeError::new("is no msgpack: the byte c1 means nothing")),
        })
    }

    /// Runs `read` one level deeper.
    pub(in crate::codec) fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        if self.depth == MAX_DEPTH {
            return Err(DecodeError::too_deep());
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    /// Takes a map's key.
    pub(in crate::codec) fn key(&mut self) -> Result<Cow<'a, str>, DecodeError> {
        match self.token()? {
            Token::Text(bytes) => text(bytes),
            other => Err(DecodeError::new(format!("has a key that is {} instead of a string", other.kind()))),
        }
    }

    /// Takes the next value if it is null or unknown.
    pub(in crate::codec) fn absent(&mut self) -> Result<Option<Data>, DecodeError> {
        match self.peek() {
            Some(Marker::Null) => self.token().map(|_| Some(Data::Null)),
            Some(
                Marker::FixExt1
                | Marker::FixExt2
                | Marker::FixExt4
                | Marker::FixExt8
                | Marker::FixExt16
                | Marker::Ext8
                | Marker::Ext16
                | Marker::Ext32,
            ) => self.token().map(|_| Some(Data::Unknown)),
            _ => Ok(None),
        }
    }

    /// Takes the next value if it is binary data.
    pub(in crate::codec) fn binary(&mut self) -> Result<Option<&'a [u8]>, DecodeError> {
        match self.peek() {
            Some(Marker::Bin8 | Marker::Bin16 | Marker::Bin32) => match self.token()? {
                Token::Binary(bytes) => Ok(Some(bytes)),
                _ => Ok(None),
            },
            _ => Ok(None),
        }
    }

    pub(in crate::codec) fn bool(&mut self) -> Result<bool, DecodeError> {
        match self.token()? {
            Token::Bool(value) => Ok(value),
            other => Err(DecodeError::expected("a bool", other.kind())),
        }
    }

    pub(in crate::codec) fn number(&mut self) -> Result<Number, DecodeError> {
        let not = |what: &str| DecodeError::expected("a number", what);
        match self.token()? {
            Token::Int(value) => Ok(value.into()),
            Token::Uint(value) => Ok(value.into()),
            Token::Float(value) => Number::from_f64(value).ok_or_else(|| not("NaN")),
            Token::Text(bytes) => {
                str::from_utf8(bytes).ok().and_then(|text| text.parse().ok()).ok_or_else(|| not("a string"))
            }
            other => Err(not(other.kind())),
        }
    }

    pub(in crate::codec) fn string(&mut self) -> Result<String, DecodeError> {
        match self.token()? {
            Token::Text(bytes) => text(bytes).map(Cow::into_owned),
            other => Err(DecodeError::expected("a string", other.kind())),
        }
    }

    pub(in crate::codec) fn list(&mut self, item: ReadItem<'_, Self>) -> Result<(), DecodeError> {
        match self.token()? {
            Token::List(length) => {
                self.nested(|reader| (0..length).try_for_each(|index| item(reader, index)))
            }
            other => Err(DecodeError::expected("a list", other.kind())),
        }
    }

    pub(in crate::codec) fn map(&mut self, entry: ReadEntry<'_, Self>) -> Result<(), DecodeError> {
        match self.token()? {
            Token::Map(length) => self.nested(|reader| {
                (0..length).try_for_each(|_| {
                    let key = reader.key()?;
                    entry(reader, key)
                })
            }),
            other => Err(DecodeError::expected("a map", other.kind())),
        }
    }

    fn peek(&self) -> Option<Marker> {
        self.rest.first().map(|byte| Marker::from_u8(*byte))
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], DecodeError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or_else(cut_short)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let (taken, rest) = self.rest.split_first_chunk::<N>().ok_or_else(cut_short)?;
        self.rest = rest;
        Ok(*taken)
    }

    /// The length that follows a marker, one, two or four bytes wide.
    fn length(&mut self, marker: Marker) -> Result<usize, DecodeError> {
        Ok(match marker {
            Marker::Str8 | Marker::Bin8 | Marker::Ext8 => u8::from_be_bytes(self.array()?).into(),
            Marker::Str16 | Marker::Bin16 | Marker::Ext16 | Marker::Array16 | Marker::Map16 => {
                u16::from_be_bytes(self.array()?).into()
            }
            _ => u32::from_be_bytes(self.array()?) as usize,
        })
    }

    /// A count of elements that the bytes left can hold: every element takes at least one.
    fn elements(&self, count: usize, bytes_each: usize) -> Result<usize, DecodeError> {
        if count > self.rest.len() / bytes_each { Err(cut_short()) } else { Ok(count) }
    }

    /// Any extension means unknown: code 0 plainly, code 12 with refinements, and codes to come as core promises.
    fn extension(&mut self, length: usize) -> Result<Token<'a>, DecodeError> {
        self.take(1)?;
        self.take(length)?;
        Ok(Token::Unknown)
    }
}

/// Text in Unicode's normal form C, as Terraform compares strings.
pub(in crate::codec) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, DecodeError> {
    let text = str::from_utf8(bytes).map_err(|_| DecodeError::new("is a string that is no valid UTF-8"))?;
    Ok(normalise(text))
}

/// Text in Unicode's normal form C.
pub(in crate::codec) fn normalise(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

fn cut_short() -> DecodeError {
    DecodeError::new("is cut short")
}
