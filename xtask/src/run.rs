//! Running programs: where the checkout is, and commands whose output is shown only when they fail.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Done, or what went wrong and what to do about it.
pub(crate) type Outcome = Result<(), String>;

/// How many lines of a failed command's log are shown.
const SHOWN: usize = 40;

/// The root of this checkout.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned).unwrap_or_default()
}

/// A cargo command at the root of this checkout.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Runs a command to its end; its output goes to a file, whose last lines are part of the error.
pub(crate) fn logged(command: &mut Command, log: &Path) -> Outcome {
    let say = |e: std::io::Error| format!("cannot write {}: {e}", log.display());
    let file = File::create(log).map_err(say)?;
    let errors = file.try_clone().map_err(say)?;
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.stdin(std::process::Stdio::null()).stdout(file).stderr(errors).status();
    let status = status.map_err(|e| format!("cannot start {name}: {e}"))?;
    if status.success() {
        return Ok(());
    }
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let tail = lines[lines.len().saturating_sub(SHOWN)..].join("\n");
    Err(format!("{name} ended with {status}; the end of {}:\n{tail}", log.display()))
}

/// Runs a command to its end and gives what it printed.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let out = command.output().map_err(|e| format!("cannot start {name}: {e}"))?;
    if out.status.success() {
        return Ok(String::from_utf8_lossy(&out.stdout).into_owned());
    }
    Err(format!("{name} ended with {}:\n{}", out.status, String::from_utf8_lossy(&out.stderr)))
}

/// Lets everybody execute a file.
pub(crate) fn make_executable(path: &Path) -> Outcome {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
        .map_err(|e| format!("{}: {e}", path.display()))
}
