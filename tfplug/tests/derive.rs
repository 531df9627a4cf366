//! A derived struct and its bytes, data and schema.

use tfplug::{Data, Schema, Value, codec};

/// A thing.
#[derive(Clone, Debug, PartialEq, Schema)]
struct Thing {
    /// Its name.
    #[schema(required, replace)]
    name: Value<String>,
    size: Value<i64>,
    #[schema(default = true)]
    on: Value<bool>,
}

#[test]
fn goes_to_bytes_and_data_and_back() {
    let thing = Thing { name: "a".into(), size: Value::Unknown, on: Value::Null };
    let bytes = codec::encode(&thing);
    assert_eq!(codec::decode::<Thing>(&bytes), Ok(thing.clone()));
    let data = codec::to_data(&thing);
    assert_eq!(codec::encode_data(&data), bytes);
    assert_eq!(codec::decode_data(&bytes, &Schema::of::<Thing>().block), Ok(data.clone()));
    assert_eq!(codec::from_data::<Thing>(data), Ok(thing));
    assert_eq!(codec::decode::<Data>(&bytes).map(|data| data.get("name").clone()), Ok("a".into()));
}
