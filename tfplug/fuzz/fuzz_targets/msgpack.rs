//! Any bytes as msgpack: read by schema, and into a struct.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = tfplug_fuzz::msgpack(bytes);
});
