//! Any bytes as the JSON of a stored state.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = tfplug_fuzz::state_json(bytes);
});
