//! The table as JSON, from which `cargo xtask docs` writes the pages below `docs/faults`.

use std::{env, fs};

use acceptance::binaries;
use serde_json::{Value, json};

use super::rows::Step;

/// One call, one fault, and how it ended.
pub(crate) struct Row(Value);

impl Row {
    pub(crate) fn new(step: &Step, fault: &str, outcome: &str) -> Self {
        Self(json!({"phase": step.phase.name(), "call": step.label(), "fault": fault, "outcome": outcome}))
    }
}

/// That the table kept in the checkout is another one than this run's, unless it is to be written.
pub(crate) fn difference(kind: &str, cloud: &str, table: &[Row]) -> Option<String> {
    let path = binaries::root().join(format!("acceptance/coverage/faults-{kind}-{cloud}.json"));
    let lines: Vec<String> = table.iter().map(|row| format!("  {}", row.0)).collect();
    let text = format!("[\n{}\n]\n", lines.join(",\n"));
    if env::var_os("UPDATE_COVERAGE").is_some() {
        fs::create_dir_all(path.parent()?).and_then(|()| fs::write(&path, &text)).expect("writing the table");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    let gone = kept.lines().filter(|line| !text.contains(line.trim_end_matches(',')));
    let new = text.lines().filter(|line| !kept.contains(line.trim_end_matches(',')));
    let lines: Vec<String> =
        gone.map(|line| format!("-{line}")).chain(new.map(|line| format!("+{line}"))).collect();
    (kept != text)
        .then(|| format!("{} is stale; UPDATE_COVERAGE=1 writes it:\n{}", path.display(), lines.join("\n")))
}
