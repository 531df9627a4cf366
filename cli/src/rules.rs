//! `palisade rules`.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use policies::Rule;

use crate::policy::Policy;

/// List the rules, with the level at which each holds
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    policy: Policy,
    /// How the rules are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// For a person: a line each.
    Text,
    /// For a program: all that is known of each.
    Json,
}

/// Lists the rules; exit code 2 where the policy cannot be loaded.
pub(crate) fn run(args: &Args) -> ExitCode {
    let engine = match args.policy.load() {
        Ok(engine) => engine,
        Err(error) => {
            // Nothing is left to tell it to where standard error is gone.
            let _ = writeln!(io::stderr(), "error: {error}");
            return ExitCode::from(2);
        }
    };
    let text = match args.format {
        Format::Text => table(engine.rules()),
        Format::Json => format!("{:#}\n", serde_json::json!(engine.rules())),
    };
    match io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}

fn table(rules: &[Rule]) -> String {
    let mut text = format!("{:<6} {:<5} {:<9} {:<46} TITLE\n", "ID", "LEVEL", "SEVERITY", "RULE");
    for Rule { id, level, severity, name, title, default, .. } in rules {
        let raised = if level == default { "" } else { " *" };
        // Writing to a string does not fail.
        let _ = writeln!(text, "{id:<6} {level:<5} {severity:<9} {name:<46} {title}{raised}");
    }
    if rules.iter().any(|rule| rule.level != rule.default) {
        text.push_str("\n* the policy sets another level than the rule's own\n");
    }
    text
}
