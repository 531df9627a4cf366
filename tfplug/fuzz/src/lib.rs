//! The two targets, and what they decode: a schema with one attribute of every shape, and the struct of it.
//!
//! `tfplug/tests/fuzz.rs` runs them too, on bytes of its own making.

use std::sync::LazyLock;

use tfplug::schema::Block;
use tfplug::{Data, Elements, List, Map, Model, Number, Schema, Set, Value, codec};

/// One attribute of every shape. The names are short, so that they are guessed soon.
#[derive(Clone, Debug, PartialEq, Schema)]
pub struct Everything {
    a: Value<bool>,
    b: Value<Number>,
    c: Value<i64>,
    d: Value<f64>,
    e: Value<String>,
    f: List<String>,
    g: Set<Number>,
    h: Map<String>,
    i: Value<Nested>,
    j: List<Nested>,
    k: Set<Nested>,
    l: Map<Nested>,
    /// Carries a type of its own, and with it every type there is.
    m: Value<Data>,
    #[schema(block)]
    n: Vec<Nested>,
    #[schema(block)]
    o: Elements<Nested>,
}

/// An object.
#[derive(Clone, Debug, Default, PartialEq, Schema)]
pub struct Nested {
    a: Value<u32>,
    b: Value<Data>,
}

/// The schema of [`Everything`].
static BLOCK: LazyLock<Block> = LazyLock::new(Everything::block);

/// Any bytes as msgpack: read by schema, and into a struct. Gives what was read, for the size of it.
pub fn msgpack(bytes: &[u8]) -> Option<Data> {
    if let Ok(value) = codec::decode::<Everything>(bytes) {
        check_typed(&value);
    }
    let data = codec::decode_data(bytes, &BLOCK).ok()?;
    check_data(&data);
    Some(data)
}

/// Any bytes as the JSON of a stored state. Gives what was read, for the size of it.
pub fn state_json(bytes: &[u8]) -> Option<Data> {
    let data = codec::state_from_json(bytes, &BLOCK).ok()?;
    check_data(&data);
    if let Ok(value) = tfplug::from_data::<Everything>(data.clone()) {
        check_typed(&value);
    }
    Some(data)
}

/// What was read is written as bytes that are read as the same.
fn check_data(data: &Data) {
    let written = codec::encode_data(data);
    let again = codec::decode_data(&written, &BLOCK).expect("what is written can be read");
    assert_eq!(&again, data);
}

/// The struct that is read back is written as the same bytes. Not as the same struct: a bare number in the place of a
/// dynamic value, which Terraform never sends, comes back as the string that stands for it.
fn check_typed(value: &Everything) {
    let written = codec::encode(value);
    let again: Everything = codec::decode(&written).expect("what is written can be read");
    assert_eq!(codec::encode(&again), written);
}
