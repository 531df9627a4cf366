//! Terraform's msgpack: extension types mean unknown, and numbers that no machine type holds are strings.

mod reader;
mod writer;

pub(super) use reader::{Reader, Token, normalise, text};
pub(super) use writer::Writer;
