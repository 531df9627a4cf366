//! Our own binaries, built when they are first asked for, so that no test looks at an old one.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The command `palisade`.
pub fn palisade() -> PathBuf {
    folder().join("palisade")
}

/// The provider.
pub fn provider() -> PathBuf {
    folder().join("terraform-provider-palisade")
}

/// The profile that tests and the demo run.
pub const PROFILE: &str = "dev";

static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// The folder of the binaries: what `PALISADE_BINARIES` names, else built now.
pub fn folder() -> &'static Path {
    prepared().unwrap_or_else(|message| panic!("{message}"))
}

/// As [`folder`], for who can say what went wrong.
///
/// # Errors
/// When cargo cannot build them; it has said why.
pub fn prepared() -> Result<&'static Path, String> {
    if FOLDER.get().is_none() {
        let folder = match env::var_os("PALISADE_BINARIES") {
            Some(folder) => folder.into(),
            None => build(PROFILE)?,
        };
        // Another thread's folder is as good as this one's.
        let _ = FOLDER.set(folder);
    }
    FOLDER.get().map(PathBuf::as_path).ok_or_else(|| "no folder of binaries".to_owned())
}

/// Builds both binaries with a profile of cargo's and gives their folder.
///
/// # Errors
/// When cargo cannot; it has said why.
pub fn build(profile: &str) -> Result<PathBuf, String> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--profile", profile, "--message-format=json-render-diagnostics"]);
    cargo.args(["--package", "cli", "--package", "terraform-provider-palisade"]);
    if profile == PROFILE {
        // This crate too: with it, what the binaries depend on has the features that it has in unit tests, and is
        // compiled once for both. What ships has its own features alone.
        cargo.args(["--package", "acceptance"]);
    }
    let out = cargo.current_dir(root()).stderr(Stdio::inherit()).output();
    let out = out.map_err(|e| format!("cannot run cargo: {e}"))?;
    if !out.status.success() {
        return Err("cargo could not build the provider and the command palisade".to_owned());
    }
    let lines = String::from_utf8_lossy(&out.stdout).into_owned();
    lines.lines().find_map(executable).ok_or_else(|| "cargo does not name what it built".to_owned())
}

/// The folder of the `palisade` that a line of cargo's JSON output tells of.
fn executable(line: &str) -> Option<PathBuf> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    let path = Path::new(line["executable"].as_str()?);
    (path.file_stem()? == "palisade").then(|| path.parent().map(Path::to_owned))?
}

/// Builds an example of the framework and gives a folder in which it stands as `terraform-provider-NAME`.
///
/// # Panics
/// When cargo cannot build it.
pub fn example(name: &str) -> tempfile::TempDir {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--package", "tfplug", "--example", name]);
    cargo.arg("--message-format=json-render-diagnostics").current_dir(root()).stderr(Stdio::inherit());
    let out = cargo.output().expect("running cargo");
    assert!(out.status.success(), "cargo could not build the example {name}");
    let lines = String::from_utf8_lossy(&out.stdout).into_owned();
    let built = lines.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let program = built.filter_map(|line| line["executable"].as_str().map(PathBuf::from)).next_back();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = folder.path().join(format!("terraform-provider-{name}"));
    std::fs::copy(program.expect("cargo names what it built"), place).expect("copying the example");
    folder
}

/// The root of this checkout.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate stands in the workspace")
}
