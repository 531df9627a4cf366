//! The messages and services of plugin protocol 6 and of go-plugin, generated from `proto/` and checked in.
//!
//! `tests/wire_fresh.rs` generates them anew and names the command that mends a difference. Nothing but `rpc`,
//! `serve` and `testing` may name a type of these modules.

use std::fmt;

// Each service is generated whole, of which one side serves what the other calls, so some of it lies unused; and the
// generator writes neither docs for fields nor what clippy and rustdoc would like.
macro_rules! generated {
    ($module:ident, $file:literal) => {
        #[allow(
            missing_docs,
            unreachable_pub,
            dead_code,
            clippy::all,
            rustdoc::all,
            reason = "generated code is not ours to style"
        )]
        pub(crate) mod $module {
            include!($file);
        }
    };
}

generated!(plugin, "plugin.rs");
generated!(tfplugin6, "tfplugin6.rs");

pub(crate) use tfplugin6::*;

/// Only sizes: a value may hold a secret, and requests are printed by whoever traces them.
impl fmt::Debug for DynamicValue {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "DynamicValue {{ msgpack: {} bytes, json: {} bytes }}",
            self.msgpack.len(),
            self.json.len()
        )
    }
}

/// Only sizes, for the same reason.
impl fmt::Debug for RawState {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "RawState {{ json: {} bytes, flatmap: {} keys }}", self.json.len(), self.flatmap.len())
    }
}
