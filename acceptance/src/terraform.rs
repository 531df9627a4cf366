//! The real terraform in a folder of its own, with our provider installed.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::{Sandbox, binaries, tools};

/// The provider's address in Terraform's registry.
pub const PROVIDER: &str = "registry.terraform.io/palisade/palisade";

/// The version under which the provider stands in a filesystem mirror.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A root module, its state, and the environment terraform runs in.
#[derive(Debug)]
pub struct Terraform {
    folder: TempDir,
    /// The CLI configuration and, for a mirror, the provider; outside the module, as a user has it.
    home: TempDir,
    program: PathBuf,
    environment: Vec<(String, String)>,
}

/// How a run ended, and what it printed.
#[derive(Clone, Debug)]
pub struct Run {
    /// The exit code; -1 when a signal ended it.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    command: String,
}

/// What `terraform plan -detailed-exitcode` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planned {
    /// Nothing to do (exit code 0).
    NoChange,
    /// There are changes (exit code 2).
    Changes,
    /// It could not plan, or was not allowed to (exit code 1).
    Refused,
}

impl Terraform {
    /// An empty module whose provider comes from `dev_overrides`: no `init` is needed unless the module calls others.
    pub fn new() -> Self {
        Self::with_provider(binaries::folder())
    }

    /// As [`Terraform::new`], with the `terraform-provider-palisade` of this folder.
    pub fn with_provider(folder: &Path) -> Self {
        Self::with_override(PROVIDER, folder)
    }

    /// An empty module with the provider of an address that stands in this folder.
    pub fn with_override(address: &str, folder: &Path) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let folder = quoted(folder);
        let lines = addresses(address).map(|address| format!("    \"{address}\" = {folder}\n")).concat();
        let overrides =
            format!("provider_installation {{\n  dev_overrides {{\n{lines}  }}\n  direct {{}}\n}}\n");
        Self::with_configuration(home, &overrides)
    }

    /// An empty module whose provider comes from a filesystem mirror, so that `terraform init` installs it.
    pub fn with_mirror() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let configuration = mirror(home.path());
        Self::with_configuration(home, &configuration)
    }

    fn with_configuration(home: TempDir, configuration: &str) -> Self {
        fs::write(home.path().join("terraformrc"), configuration).expect("writing in a temporary folder");
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { folder, home, program: tools::terraform(), environment: Vec::new() }
    }

    /// Runs against this sandbox.
    #[must_use]
    pub fn on(self, sandbox: &Sandbox) -> Self {
        self.with(sandbox.environment())
    }

    /// Runs with these environment variables too.
    #[must_use]
    pub fn with<K: Into<String>, V: Into<String>>(
        mut self,
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        self.environment.extend(variables.into_iter().map(|(name, value)| (name.into(), value.into())));
        self
    }

    /// Runs another terraform than [`tools::terraform`].
    #[must_use]
    pub fn program(mut self, program: PathBuf) -> Self {
        self.program = program;
        self
    }

    /// The module's folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file of the module.
    pub fn write(&self, name: &str, text: &str) -> &Self {
        fs::write(self.folder().join(name), text).unwrap_or_else(|e| panic!("{name}: {e}"));
        self
    }

    /// Writes `main.tf`: which provider is required, then this text.
    pub fn main(&self, text: &str) -> &Self {
        self.write("main.tf", &format!("{REQUIRED}\n{text}"))
    }

    /// Copies the files of a folder into the module.
    pub fn copy(&self, from: &Path) -> &Self {
        for entry in fs::read_dir(from).unwrap_or_else(|e| panic!("{}: {e}", from.display())) {
            let path = entry.expect("an entry of a folder").path();
            if let (true, Some(name)) = (path.is_file(), path.file_name()) {
                fs::copy(&path, self.folder().join(name))
                    .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            }
        }
        self
    }

    /// A command of terraform in this module, with nothing of the caller's environment that terraform, AWS's or
    /// Google's libraries would read.
    pub fn command<S: AsRef<OsStr>>(&self, args: &[S]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(args).current_dir(self.folder()).stdin(Stdio::null()).env_clear();
        for name in ["PATH", "TMPDIR", "LANG"] {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        command.env("HOME", self.home.path()).env("TF_CLI_CONFIG_FILE", self.home.path().join("terraformrc"));
        command.env("CHECKPOINT_DISABLE", "1").env("TF_IN_AUTOMATION", "1").env("TF_INPUT", "0");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs terraform to its end.
    pub fn run<S: AsRef<OsStr>>(&self, args: &[S]) -> Run {
        Run::of(&mut self.command(args))
    }

    /// `terraform init`.
    pub fn init(&self) -> Run {
        self.run(&["init", "-no-color"]).succeeded()
    }

    /// `terraform plan`, kept in `plan.tfplan` when there is one.
    pub fn plan(&self) -> (Planned, Run) {
        let run = self.run(&["plan", "-no-color", "-detailed-exitcode", "-out=plan.tfplan"]);
        (run.planned(), run)
    }

    /// Plans, and panics with terraform's words unless the plan is this.
    pub fn plans(&self, expected: Planned) -> Run {
        let (planned, run) = self.plan();
        assert_eq!(planned, expected, "{run}");
        run
    }

    /// Plans again for nothing to do: what was applied is what is there.
    pub fn is_settled(&self) -> &Self {
        self.plans(Planned::NoChange);
        self
    }

    /// The last plan, as `terraform show -json` tells it.
    pub fn planned(&self) -> Value {
        self.run(&["show", "-json", "plan.tfplan"]).json()
    }

    /// `terraform apply`, which must succeed.
    pub fn apply(&self) -> Run {
        self.try_apply().succeeded()
    }

    /// `terraform apply`.
    pub fn try_apply(&self) -> Run {
        self.run(&["apply", "-no-color", "-auto-approve"])
    }

    /// `terraform destroy`, which must succeed.
    pub fn destroy(&self) -> Run {
        self.try_destroy().succeeded()
    }

    /// `terraform destroy`.
    pub fn try_destroy(&self) -> Run {
        self.run(&["destroy", "-no-color", "-auto-approve"])
    }

    /// `terraform import`, which must succeed.
    pub fn import(&self, address: &str, id: &str) -> Run {
        self.run(&["import", "-no-color", address, id]).succeeded()
    }

    /// Forgets a resource, without destroying it.
    pub fn forget(&self, address: &str) -> Run {
        self.run(&["state", "rm", address]).succeeded()
    }

    /// Our provider's schemas, as `terraform providers schema -json` tells them, by the address that the program has for it.
    pub fn schemas(&self) -> Value {
        let mut all = self.run(&["providers", "schema", "-json"]).succeeded().json();
        let found =
            addresses(PROVIDER).into_iter().find(|address| all["provider_schemas"][address].is_object());
        found.map_or(Value::Null, |address| all["provider_schemas"][address].take())
    }

    /// The state, as `terraform show -json` tells it.
    pub fn state(&self) -> Value {
        self.run(&["show", "-json"]).json()
    }

    /// The attributes of one resource in the state; null when it is not there.
    pub fn attributes(&self, address: &str) -> Value {
        let mut state = self.state();
        let resources = state["values"]["root_module"]["resources"].as_array_mut();
        let found = resources.and_then(|all| all.iter_mut().find(|resource| resource["address"] == address));
        found.map_or(Value::Null, |resource| resource["values"].take())
    }

    /// The buckets of the root module in the state: their addresses and ids, sorted by address.
    pub fn buckets(&self) -> Vec<(String, String)> {
        let of_buckets = |(address, _): &(String, String)| address.starts_with("palisade_bucket.");
        self.resources().into_iter().filter(of_buckets).collect()
    }

    /// The attributes of every resource of the root module in the state, by address.
    pub fn values(&self) -> BTreeMap<String, Value> {
        let mut state = self.state();
        by_address(state["values"]["root_module"]["resources"].take(), "values")
    }

    /// What the last plan changes, by address.
    pub fn changes(&self) -> BTreeMap<String, Value> {
        by_address(self.planned()["resource_changes"].take(), "change")
    }

    /// Forgets all managed resources of the root module, and gives the blocks that import them.
    pub fn forget_all(&self) -> String {
        let resources = self.resources();
        let addresses = resources.iter().map(|(address, _)| address.as_str());
        let _ = self.run(&["state", "rm"].into_iter().chain(addresses).collect::<Vec<_>>()).succeeded();
        let block =
            |(address, id): &(String, String)| format!("import {{\n  to = {address}\n  id = \"{id}\"\n}}\n");
        resources.iter().map(block).collect()
    }

    /// The managed resources of the root module in the state: their addresses and ids, sorted by address.
    pub fn resources(&self) -> Vec<(String, String)> {
        let state = self.state();
        let resources = state["values"]["root_module"]["resources"].as_array().cloned().unwrap_or_default();
        let managed = resources.iter().filter(|resource| resource["mode"] == "managed");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut named: Vec<_> =
            managed.map(|resource| (text(&resource["address"]), text(&resource["values"]["id"]))).collect();
        named.sort();
        named
    }
}

impl Default for Terraform {
    fn default() -> Self {
        Self::new()
    }
}

/// A member of each of a list of resources, by their addresses.
fn by_address(mut resources: Value, member: &str) -> BTreeMap<String, Value> {
    let all = resources.as_array_mut().map(std::mem::take).unwrap_or_default();
    let address = |resource: &Value| resource["address"].as_str().unwrap_or_default().to_owned();
    all.into_iter().map(|mut resource| (address(&resource), resource[member].take())).collect()
}

/// What every module of the tests starts with.
const REQUIRED: &str = r#"terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}
"#;

/// Lays our provider into a filesystem mirror under `folder` and gives the CLI configuration that names it.
pub fn mirror(folder: &Path) -> String {
    let os = if cfg!(target_os = "macos") { "darwin" } else { "linux" };
    let arch = if cfg!(target_arch = "aarch64") { "arm64" } else { "amd64" };
    let mirror = folder.join("mirror");
    for address in addresses(PROVIDER) {
        let package = mirror.join(address).join(VERSION).join(format!("{os}_{arch}"));
        fs::create_dir_all(&package).expect("writing in a temporary folder");
        let name = format!("terraform-provider-palisade_v{VERSION}");
        // A copy, so that a build meanwhile does not change what the lock file holds the checksum of.
        fs::copy(binaries::provider(), package.join(name)).expect("copying the provider");
    }
    format!("provider_installation {{\n  filesystem_mirror {{\n    path = {}\n  }}\n}}\n", quoted(&mirror))
}

/// A provider's addresses in the registries of Terraform and of OpenTofu: a source without a host stands for either.
fn addresses(address: &str) -> [String; 2] {
    let rest = address.trim_start_matches("registry.terraform.io/");
    ["registry.terraform.io", "registry.opentofu.org"].map(|host| format!("{host}/{rest}"))
}

/// A path as a string of HCL, which JSON's escapes are too.
fn quoted(path: &Path) -> String {
    Value::from(path.to_string_lossy()).to_string()
}

impl Run {
    /// Runs a command to its end.
    pub fn of(command: &mut Command) -> Self {
        let told = format!("{command:?}");
        let name = command.get_program().to_string_lossy().into_owned();
        let told = told[told.find(&name).unwrap_or_default()..].to_owned();
        let out = command.output().unwrap_or_else(|e| panic!("cannot start {name}: {e}"));
        Self {
            code: out.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&out.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&out.stderr).into_owned(),
            command: told,
        }
    }

    /// Panics with the whole output unless the exit code is 0.
    #[must_use = "or say that it does not matter"]
    pub fn succeeded(self) -> Self {
        assert_eq!(self.code, 0, "{self}");
        self
    }

    /// Panics with the whole output unless the run failed.
    #[must_use = "a failure is looked at for its reason"]
    pub fn failed(self) -> Self {
        assert_ne!(self.code, 0, "{self}");
        self
    }

    /// What the exit code of `terraform plan -detailed-exitcode` says.
    pub fn planned(&self) -> Planned {
        match self.code {
            0 => Planned::NoChange,
            2 => Planned::Changes,
            _ => Planned::Refused,
        }
    }

    /// Both outputs as one line of words: terraform's boxes and line breaks taken out, so that a test can look for
    /// a sentence.
    pub fn words(&self) -> String {
        let both = format!("{} {}", self.stdout, self.stderr);
        let plain = both.replace(['│', '╷', '╵'], " ");
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("no JSON ({e}): {self}"))
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { code, stdout, stderr, command } = self;
        write!(f, "{command}\nexit code {code}\n--- stdout\n{stdout}\n--- stderr\n{stderr}")
    }
}
