use std::borrow::Cow;

use crate::codec;
use crate::schema::Block;
use crate::{Data, DecodeError, Number, Type, Value};

/// A type that goes from bytes to a value and back, and from [`Data`] to a value and back, by one description.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can be neither read nor written",
    label = "neither read nor written",
    note = "derive Schema for it, or implement tfplug::Codec"
)]
pub trait Codec: Sized + Send + Sync + 'static {
    /// Reads one value.
    ///
    /// # Errors
    /// What is wrong and where.
    fn read<S: Source>(source: &mut S) -> Result<Self, DecodeError>;

    /// Writes one value.
    fn write<K: Sink>(&self, sink: &mut K);

    /// Reads a whole value that Terraform sends, of a schema. A type that says itself what it holds needs no schema;
    /// one that does not, such as [`Data`], must go by it.
    ///
    /// # Errors
    /// What is wrong and where.
    fn from_wire(bytes: &[u8], block: &Block) -> Result<Self, DecodeError> {
        let _ = block;
        codec::decode(bytes)
    }

    /// Writes a whole value for Terraform, of a schema: every attribute of it must be there.
    ///
    /// # Errors
    /// What is wrong and where, of a type that says only at run time what it holds.
    fn to_wire(&self, block: &Block) -> Result<Vec<u8>, DecodeError> {
        let _ = block;
        Ok(codec::encode(self))
    }
}

/// Reads the element of a list at a position.
pub type ReadItem<'a, S> = &'a mut dyn FnMut(&mut S, usize) -> Result<(), DecodeError>;

/// Reads the value of a map's key.
pub type ReadEntry<'a, S> = &'a mut dyn FnMut(&mut S, Cow<'_, str>) -> Result<(), DecodeError>;

/// Where values are read from. Each method takes one value off it.
pub trait Source: Sized {
    /// Takes a value that may be null or unknown.
    ///
    /// # Errors
    /// As [`Codec::read`] of a known value.
    fn value<T: Codec>(&mut self) -> Result<Value<T>, DecodeError>;

    /// Takes a bool.
    ///
    /// # Errors
    /// When the next value is something else.
    fn bool(&mut self) -> Result<bool, DecodeError>;

    /// Takes a number, which may be written as a string.
    ///
    /// # Errors
    /// When the next value is something else.
    fn number(&mut self) -> Result<Number, DecodeError>;

    /// Takes a string, in Unicode's normal form C.
    ///
    /// # Errors
    /// When the next value is something else.
    fn string(&mut self) -> Result<String, DecodeError>;

    /// Takes a list, set or tuple: `item` is called for each element in order, with its position, and must take it.
    ///
    /// # Errors
    /// When the next value is something else, or what `item` says.
    fn list(&mut self, item: ReadItem<'_, Self>) -> Result<(), DecodeError>;

    /// Takes a map or an object: `entry` is called for each key in order, and must take its value.
    ///
    /// # Errors
    /// When the next value is something else, or what `entry` says.
    fn map(&mut self, entry: ReadEntry<'_, Self>) -> Result<(), DecodeError>;

    /// Takes whatever comes. Without a schema a string that stands for a number stays a string.
    ///
    /// # Errors
    /// When it is malformed.
    fn data(&mut self) -> Result<Data, DecodeError>;
}

/// Where values are written to. Each method writes one value.
pub trait Sink: Sized {
    /// Writes null.
    fn null(&mut self);

    /// Writes unknown.
    fn unknown(&mut self);

    /// Writes a bool.
    fn bool(&mut self, value: bool);

    /// Writes a number.
    fn number(&mut self, value: &Number);

    /// Writes a string.
    fn string(&mut self, value: &str);

    /// Writes a list, set or tuple of `length` elements, which `items` writes one after the other.
    fn list(&mut self, length: usize, items: &mut dyn FnMut(&mut Self));

    /// Writes a map or an object of `length` entries, each of which `entries` writes with [`Sink::entry`].
    fn map(&mut self, length: usize, entries: &mut dyn FnMut(&mut Self));

    /// Writes one entry of a map.
    fn entry<T: Codec>(&mut self, key: &str, value: &T);

    /// Writes a value of a dynamic attribute with its type.
    fn dynamic(&mut self, of: &Type, value: &Data);
}
