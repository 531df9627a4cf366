//! Development commands: `cargo xtask demo | test | bench | docs | tools`.
#![allow(clippy::print_stdout, reason = "what these commands say is what they are for")]

mod bench;
mod demo;
mod docs;
mod run;
mod test;
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
    /// Play the story of the project: the real terraform, both clouds, offline.
    Demo,
    /// Run every check, or those that a filter picks.
    Test(test::Args),
    /// Measure the provider.
    #[command(subcommand)]
    Bench(bench::Args),
    /// Write the reference pages of docs/.
    Docs(docs::Args),
    /// Install the pinned programs that demo, tests and benches run.
    Tools(tools::Args),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Demo => demo::main(),
        Command::Test(args) => test::main(&args),
        Command::Bench(args) => bench::main(&args),
        Command::Docs(args) => docs::main(&args),
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
