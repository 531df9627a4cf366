//! What the stories in `tests/` share: guards of the processes they start, and questions to the oracles.
//!
//! Links none of our other crates: what the built binaries do is told by terraform, by the clouds' own clients and
//! by the sandbox's log of calls. All servers listen on free ports of 127.0.0.1 and stop when their guard is dropped.
//! Support code panics with a full message where a story could not go on.
#![allow(clippy::missing_panics_doc, reason = "a test's support panics wherever the test has failed")]

pub mod atlantis;
pub mod binaries;
pub mod both_ways;
pub mod coverage;
pub mod difference;
pub mod gitea;
pub mod hcl;
pub mod http;
pub mod moto;
pub mod oracle;
pub mod process;
pub mod refused;
pub mod requests;
pub mod sandbox;
pub mod story;
pub mod terraform;
pub mod tools;

pub use oracle::Oracle;
pub use sandbox::Sandbox;
pub use story::Story;
pub use terraform::Terraform;
