//! What our binaries sent to a sandbox, held against the clouds' own models: `sandbox/oracle/check_requests.py`.
//!
//! Every sandbox of a test is asked for its requests when it stops, so that no test can pass with a request that the
//! real service would not take. One Python process checks for all tests of a file; it ends with them.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use crate::{binaries, tools};

/// What the models say of requests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many requests there were of each operation, such as `aws s3 CreateBucket`.
    pub checked: BTreeMap<String, u64>,
    /// What is wrong with which.
    pub refused: Vec<String>,
}

/// The process, with the pipes to it.
struct Checker(ChildStdin, BufReader<ChildStdout>);

/// Started for the first request. It is never waited for: it ends when this end of its pipe closes.
static CHECKER: Mutex<Option<Checker>> = Mutex::new(None);

/// Checks requests as `GET /_sandbox/requests` gives them; those of the clouds' own clients are left out. `keys` are
/// the secret keys of AWS that they are signed with, by their ids.
///
/// # Panics
/// When the checker cannot be run.
pub fn check(requests: &Value, keys: &Value) -> Report {
    let requests = requests.as_array().expect("a list of requests");
    let ours: Vec<&Value> = requests.iter().filter(|request| !of_python(request)).collect();
    if ours.is_empty() {
        return Report::default();
    }
    let asked = json!({"requests": ours, "keys": keys});
    // A test that failed in here left the process in order, or the next one sees that it did not.
    let mut checker = CHECKER.lock().unwrap_or_else(PoisonError::into_inner);
    let Checker(stdin, stdout) = checker.get_or_insert_with(Checker::start);
    writeln!(stdin, "{asked}").expect("the checker of requests reads");
    let mut line = String::new();
    stdout.read_line(&mut line).expect("the checker of requests answers");
    Report::new(&serde_json::from_str(&line).unwrap_or_else(|e| panic!("the checker said {line:?}: {e}")))
}

/// Whether the oracles sent it: boto3 and Google's Python clients say so.
fn of_python(request: &Value) -> bool {
    let says = |name: &str| request["headers"][name].as_str().unwrap_or_default().to_lowercase();
    ["user-agent", "x-goog-api-client"].iter().any(|name| says(name).contains("python"))
}

impl Checker {
    #[expect(clippy::zombie_processes, reason = "one for the whole process, whose end is its end")]
    fn start() -> Self {
        let mut command = Command::new(tools::python());
        command.arg(binaries::root().join("sandbox/oracle/check_requests.py")).arg("--serve");
        command.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONWARNINGS", "ignore");
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.expect("starting the checker of requests");
        let (stdin, stdout) = (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"));
        Self(stdin, BufReader::new(stdout))
    }
}

impl Report {
    fn new(told: &Value) -> Self {
        let checked = told["checked"].as_object().expect("counts of operations").iter();
        let checked = checked.map(|(name, count)| (name.clone(), count.as_u64().unwrap_or_default()));
        let refused = told["refused"].as_array().expect("a list of refusals").iter();
        Self { checked: checked.collect(), refused: refused.map(refusal).collect() }
    }
}

fn refusal(told: &Value) -> String {
    let text = |name: &str| told[name].as_str().unwrap_or_default();
    let (operation, why, method, path) = (text("operation"), text("why"), text("method"), text("path"));
    format!(
        "request {}, {operation}: {why}\n  {method} {path}\n  body in Base64: {}",
        told["n"],
        text("body_base64")
    )
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (operation, count) in &self.checked {
            writeln!(f, "{count:6} {operation}")?;
        }
        self.refused.iter().try_for_each(|refusal| writeln!(f, "refused: {refusal}"))
    }
}
