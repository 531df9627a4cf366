//! Development commands: `cargo xtask demo | test | bench | docs | tools`.
#![allow(clippy::print_stdout, reason = "what these commands say is what they are for")]

mod run;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Development commands of this repository.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install the pinned programs that demo, tests and benches run.
    Tools(tools::Args),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Tools(args) => tools::main(&args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
