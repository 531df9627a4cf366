//! Where the pinned programs stand, and which terraform a run uses. `cargo xtask tools` puts them there.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest terraform on PATH that the tests accept: 1.8 brought provider functions (protocol 6.5).
const OLDEST_TERRAFORM: (u32, u32) = (1, 8);

/// The folder that holds everything `cargo xtask tools` installs: `$PALISADE_CACHE`, else
/// `$XDG_CACHE_HOME/palisade`, else `~/.cache/palisade`.
///
/// # Panics
/// When neither those nor `HOME` are set.
pub fn cache() -> PathBuf {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("PALISADE_CACHE")
        .or_else(|| set("XDG_CACHE_HOME").map(|dir| dir.join("palisade")))
        .or_else(|| set("HOME").map(|dir| dir.join(".cache/palisade")))
        .expect("PALISADE_CACHE, XDG_CACHE_HOME or HOME names the cache folder")
}

/// The Python that has boto3, moto and Google's clients.
pub fn python() -> PathBuf {
    installed("venv/bin/python")
}

/// The Python that has ministack.
pub fn ministack() -> PathBuf {
    installed("ministack/bin/python")
}

/// A program built from its Go module: `atlantis`, `gitea`, `opa`, `terraform-docs` or `tofu`.
pub fn program(name: &str) -> PathBuf {
    installed(&format!("bin/{name}"))
}

/// The templates and options that Gitea reads at run time.
pub fn gitea_static() -> PathBuf {
    installed("gitea-static")
}

/// The script that behaves as Terraform 1.15.5, whether it is installed or not.
pub fn terraform_shim() -> PathBuf {
    cache().join("terraform-1.15.5/terraform")
}

/// The terraform this run uses: what `PALISADE_TERRAFORM` names, else the one on PATH when it is new enough,
/// else the pinned 1.15.5.
///
/// # Panics
/// When there is none of the three.
pub fn terraform() -> PathBuf {
    if let Some(named) = env::var_os("PALISADE_TERRAFORM").filter(|value| !value.is_empty()) {
        return named.into();
    }
    terraform_on_path().unwrap_or_else(|| installed("terraform-1.15.5/terraform"))
}

/// The terraform on PATH, when it is new enough.
pub fn terraform_on_path() -> Option<PathBuf> {
    let program = on_path("terraform")?;
    (terraform_version(&program)? >= OLDEST_TERRAFORM).then_some(program)
}

/// The first program of this name on PATH.
pub fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(name)).find(|path| path.is_file())
}

/// Major and minor version, from the first line of `terraform version`: "Terraform v1.11.4".
fn terraform_version(program: &Path) -> Option<(u32, u32)> {
    let out = Command::new(program).arg("version").env_remove("TF_CLI_CONFIG_FILE").output().ok()?;
    let text = String::from_utf8_lossy(&out.stdout);
    let mut parts = text.lines().next()?.split_once(" v")?.1.split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}

fn installed(path: &str) -> PathBuf {
    let path = cache().join(path);
    assert!(path.exists(), "{} is missing: run `cargo xtask tools`", path.display());
    path
}
