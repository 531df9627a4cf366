//! `palisade check PLAN.json`.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;

use policies::{LoadError, Outcome, Review, ReviewError, plan, report};

use crate::policy::Policy;

/// Check a plan against the policies
///
/// PLAN.json is what `terraform show -json PLANFILE` writes; `-` reads it from standard input. What the plan creates,
/// changes or replaces is reviewed.
///
/// Exit code: 0 nothing is denied, 1 something is, 2 the check could not be made.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The plan as JSON, or - for standard input
    #[arg(value_name = "PLAN.json")]
    plan: PathBuf,
    #[command(flatten)]
    policy: Policy,
    /// How the findings are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write what a custom policy check of Atlantis reads, which judges by the text: exit 0 whatever comes
    #[arg(long, conflicts_with = "format")]
    atlantis: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// For a person.
    Text,
    /// For a program.
    Json,
}

/// Why a check could not be made.
#[derive(Debug, thiserror::Error)]
enum CheckError {
    #[error("the plan cannot be read: {0}")]
    Read(#[from] io::Error),
    #[error(transparent)]
    Plan(#[from] plan::PlanError),
    #[error(transparent)]
    Load(#[from] LoadError),
    #[error(transparent)]
    Review(#[from] ReviewError),
    #[error("palisade broke off, which is a defect of it: please report it with what stands above")]
    Panic,
}

/// Runs the check. Whatever goes wrong on the way, it is no pass.
pub(crate) fn run(args: &Args) -> ExitCode {
    let review = catch_unwind(AssertUnwindSafe(|| review(args))).unwrap_or(Err(CheckError::Panic));
    match review {
        Ok(review) => tell(args, &review),
        Err(error) if args.atlantis => fail_atlantis(&error.to_string()),
        Err(error) => {
            // Nothing is left to tell it to where standard error is gone.
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

fn review(args: &Args) -> Result<Review, CheckError> {
    let json = if args.plan.as_os_str() == "-" {
        io::read_to_string(io::stdin())?
    } else {
        std::fs::read_to_string(&args.plan)?
    };
    let resources = plan::read(&json)?;
    Ok(args.policy.load()?.review_plan(&resources)?)
}

fn tell(args: &Args, review: &Review) -> ExitCode {
    let text = match args.format {
        _ if args.atlantis => report::atlantis::render(review),
        Format::Text => report::text::render(review),
        Format::Json => format!("{:#}\n", report::json::render(review)),
    };
    if io::stdout().write_all(text.as_bytes()).is_err() {
        return ExitCode::from(2);
    }
    let denied = review.of(Outcome::Denied).next().is_some();
    if denied && !args.atlantis { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

/// Whether Atlantis asks, as far as can be told before the arguments are understood.
pub(crate) fn is_atlantis(mut args: impl Iterator<Item = OsString>) -> bool {
    args.any(|arg| arg == "--atlantis")
}

/// Says that the check failed in the one way that Atlantis never takes for a pass: it drops the output of a step that
/// exits with an error, and lets the check pass where another step had output.
pub(crate) fn fail_atlantis(reason: &str) -> ExitCode {
    match io::stdout().write_all(report::atlantis::render_failure(reason).as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}
