//! Runs the command and shows all that can be seen of it.

use std::path::Path;
use std::process::{Command, Output};

/// `palisade` with these arguments, in the folder of the plans, with no policy of the machine's.
pub(crate) fn palisade(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_palisade"));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans"));
    command.env_remove("PALISADE_POLICY").args(args);
    command
}

/// Exit code, standard output and standard error.
pub(crate) fn show(output: &Output) -> String {
    let mut shown = format!("exit {}\n", output.status.code().expect("an exit code"));
    for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        if !bytes.is_empty() {
            shown += &format!("--- {name}\n{}", String::from_utf8_lossy(bytes));
        }
    }
    shown
}

/// Runs and shows.
pub(crate) fn run(args: &[&str]) -> String {
    show(&palisade(args).output().expect("palisade runs"))
}
