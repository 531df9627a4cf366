//! Any bytes as the JSON of a stored state.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tfplug::codec;
use tfplug_fuzz::{BLOCK, Everything, check_data, check_typed};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(data) = codec::state_from_json(bytes, &BLOCK) {
        check_data(&data);
        if let Ok(value) = tfplug::from_data::<Everything>(data) {
            check_typed(&value);
        }
    }
});
