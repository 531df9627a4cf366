//! The provider's process: it serves, and nothing else.

mod bucket;
mod config;
mod duration;
mod errors;
mod functions;
mod guard;
mod identity;
mod provider;
mod timeouts;

use std::process::ExitCode;

fn main() -> ExitCode {
    tfplug::run(provider::catalogue())
}
