//! Any bytes as msgpack: read by schema, and into a struct.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tfplug::codec;
use tfplug_fuzz::{BLOCK, Everything, check_data, check_typed};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(data) = codec::decode_data(bytes, &BLOCK) {
        check_data(&data);
    }
    if let Ok(value) = codec::decode::<Everything>(bytes) {
        check_typed(&value);
    }
});
