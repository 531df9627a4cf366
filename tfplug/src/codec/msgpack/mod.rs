//! Terraform's msgpack: extension types mean unknown, and numbers that no machine type holds are strings.

mod reader;
mod source;
mod typed;
mod writer;

pub use typed::{decode_data, decode_typed};

pub(super) use reader::{Reader, normalise};
pub(super) use writer::Writer;
