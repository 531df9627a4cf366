//! The provider's process: it serves, and nothing else.

mod bucket;
mod budget;
mod clouds;
mod config;
mod convert;
mod duration;
mod errors;
mod functions;
mod gpu_pool;
mod guard;
mod identity;
mod managed;
mod palisade;
mod prices;
mod provider;
mod settle;
mod spend;
mod timeouts;

use std::process::ExitCode;

fn main() -> ExitCode {
    tfplug::run(provider::catalogue())
}
