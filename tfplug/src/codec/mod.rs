//! Values to bytes and back.
//!
//! A type says once how it is read and written, in [`Codec`]; where from and where to is said by [`Source`] and
//! [`Sink`]: msgpack, or the [`Data`] tree. The derive writes a struct's [`Codec`], so that bytes go straight into the
//! struct.
//!
//! Where only a schema is known, [`decode_data`], [`decode_typed`] and [`state_from_json`] read bytes into [`Data`] as
//! it says: msgpack alone does not tell the number `"0.1"` from a string.

mod collections;
mod error;
mod form;
mod msgpack;
mod scalars;
mod state;
mod traits;
mod tree;

pub use error::DecodeError;
pub use msgpack::{decode_data, decode_typed};
pub(crate) use state::json_of_state;
pub use state::state_from_json;
pub use traits::{Codec, ReadEntry, ReadItem, Sink, Source};

use crate::Data;

/// Values nested deeper than this are refused: no schema needs it, and hostile bytes must not exhaust the stack.
pub(crate) const MAX_DEPTH: usize = 128;

/// Reads a value from msgpack.
///
/// # Errors
/// What is wrong and where: bytes that are no msgpack, a value of another type, an attribute that `T` does not have.
pub fn decode<T: Codec>(bytes: &[u8]) -> Result<T, DecodeError> {
    msgpack::Reader::whole(bytes, |reader| T::read(reader))
}

/// Writes a value as msgpack.
pub fn encode<T: Codec>(value: &T) -> Vec<u8> {
    let mut writer = msgpack::Writer::default();
    value.write(&mut writer);
    writer.finish()
}

/// Writes data as msgpack. Needs no schema, as long as objects hold all their attributes and a value of a dynamic
/// attribute is [`Data::Dynamic`].
pub fn encode_data(data: &Data) -> Vec<u8> {
    encode(data)
}

/// Makes a typed value of data. Strings are moved.
///
/// # Errors
/// What is wrong and where: a value of another type, an attribute that `T` does not have.
pub fn from_data<T: Codec>(data: Data) -> Result<T, DecodeError> {
    T::read(&mut tree::Tree::from(data))
}

/// Makes data of a typed value.
pub fn to_data<T: Codec>(value: &T) -> Data {
    let mut builder = tree::Builder::default();
    value.write(&mut builder);
    builder.finish()
}
