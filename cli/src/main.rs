//! `palisade`: policy checks on plans, and both clouds offline.
//!
//! A subcommand is one file.

mod check;
mod policy;
mod rules;
mod sandbox;

use std::process::ExitCode;

use clap::Parser;

/// Policy checks on Terraform plans, and both clouds offline.
#[derive(Parser)]
#[command(name = "palisade", version)]
enum Command {
    Check(check::Args),
    Rules(rules::Args),
    Sandbox(sandbox::Args),
}

fn main() -> ExitCode {
    match Command::try_parse() {
        Ok(Command::Check(args)) => check::run(&args),
        Ok(Command::Rules(args)) => rules::run(&args),
        Ok(Command::Sandbox(args)) => sandbox::run(args),
        Err(error) if error.use_stderr() && check::is_atlantis(std::env::args_os()) => {
            check::fail_atlantis(&error.to_string())
        }
        Err(error) => error.exit(),
    }
}
