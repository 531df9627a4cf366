//! Our own binaries, built when they are first asked for, so that no test looks at an old one.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The command `palisade`.
pub fn palisade() -> PathBuf {
    folder().join("palisade")
}

/// The provider.
pub fn provider() -> PathBuf {
    folder().join("terraform-provider-palisade")
}

/// The folder of the binaries: what `PALISADE_BINARIES` names, else built now with cargo's profile `acceptance`.
pub fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| match env::var_os("PALISADE_BINARIES") {
        Some(folder) => folder.into(),
        None => build(PROFILE),
    })
}

/// The profile that tests and the demo run.
pub const PROFILE: &str = "dev";

/// Builds both binaries and gives their folder.
pub fn build(profile: &str) -> PathBuf {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--profile", profile, "--package", "cli", "--package"]);
    cargo.args(["terraform-provider-palisade", "--message-format=json-render-diagnostics"]);
    cargo.current_dir(root());
    let out = cargo
        .stderr(std::process::Stdio::inherit())
        .output()
        .unwrap_or_else(|e| panic!("cannot run cargo: {e}"));
    assert!(out.status.success(), "cargo could not build the binaries");
    let lines = String::from_utf8_lossy(&out.stdout).into_owned();
    lines.lines().find_map(executable).expect("cargo names what it built")
}

/// The folder of the `palisade` that a line of cargo's JSON output tells of.
fn executable(line: &str) -> Option<PathBuf> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    let path = Path::new(line["executable"].as_str()?);
    (path.file_stem()? == "palisade").then(|| path.parent().map(Path::to_owned))?
}

/// The root of this checkout.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate stands in the workspace")
}
