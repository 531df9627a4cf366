//! The steps of `cargo xtask test`, in the order they run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use acceptance::{Sandbox, binaries, tools as installed};

use crate::run;
use crate::tools::Tool;

/// Makes a command when its turn comes: what it names may be installed or built only then.
type Make = Box<dyn Fn() -> Result<Prepared, String> + Send + Sync>;

/// A command that can be run now.
pub(crate) struct Prepared {
    /// The command.
    pub(crate) command: Command,
    /// What must go on running until it has ended.
    pub(crate) sandbox: Option<Sandbox>,
}

impl From<Command> for Prepared {
    fn from(command: Command) -> Self {
        Self { command, sandbox: None }
    }
}

/// One step.
pub(crate) struct Step {
    /// What it is called on the screen, and what the filter looks at.
    pub(crate) name: String,
    /// What it needs installed.
    pub(crate) tools: Vec<Tool>,
    /// What it runs.
    pub(crate) command: Make,
    /// The filter of test names, where not the whole step was asked for: a step that then finds none is not spoken of.
    pub(crate) filter: Option<String>,
    /// Whether it may run beside its neighbours: it compiles next to nothing, and waits more than it works.
    pub(crate) beside: bool,
    /// Whether its command is cargo test and takes a filter of names.
    filters: bool,
}

impl Step {
    fn new(
        name: impl Into<String>,
        command: impl Fn() -> Result<Prepared, String> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            tools: Vec::new(),
            command: Box::new(command),
            filter: None,
            beside: false,
            filters: false,
        }
    }

    /// A cargo command.
    fn cargo(name: impl Into<String>, args: &[&str]) -> Self {
        let args: Vec<String> = args.iter().map(|&arg| arg.to_owned()).collect();
        let filters = args.first().is_some_and(|arg| arg == "test");
        let step = Self::new(name, move || {
            let mut cargo = run::cargo();
            cargo.args(&args);
            Ok(cargo.into())
        });
        Self { filters, ..step }
    }

    fn needs(mut self, tools: &[Tool]) -> Self {
        self.tools.extend_from_slice(tools);
        self
    }
}

/// The steps whose name has the filter in it; where none has, the suites of which to run the tests that do.
pub(crate) fn selected(steps: Vec<Step>, filter: Option<&str>) -> Vec<Step> {
    let Some(filter) = filter else { return steps };
    if steps.iter().any(|step| step.name.contains(filter)) {
        return steps.into_iter().filter(|step| step.name.contains(filter)).collect();
    }
    let suites = steps.into_iter().filter(|step| step.filters);
    suites.map(|step| Step { filter: Some(filter.to_owned()), ..step }).collect()
}

/// All steps.
pub(crate) fn all(opentofu: bool) -> Vec<Step> {
    let mut steps = vec![
        Step::cargo("format", &["fmt", "--all", "--check"]),
        Step::cargo(
            "lints",
            &["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"],
        ),
        Step::new("dependencies", dependencies).needs(&[Tool::Deny]),
    ];
    steps.extend(UNITS.iter().map(|crates| unit(crates)));
    steps.push(Step::new("fuzz: a minute of each decoder", fuzz));
    steps.push(Step::new("docs fresh", docs).needs(&[Tool::Terraform, Tool::TerraformDocs]));
    steps.push(Step::new("policies under OPA", opa).needs(&[Tool::Opa]));
    steps.extend(oracles());
    steps.extend(acceptance(opentofu));
    steps
}

/// The crates whose own tests run together. Cargo compiles what they depend on anew for each set of crates that it is
/// asked for, with the features that just these want: the first set wants those that the binaries have.
const UNITS: [&[&str]; 3] = [
    &["cli", "cloud", "policies", "sandbox", "terraform-provider-palisade"],
    &["tfplug", "tfplug-derive"],
    &["xtask"],
];

/// The own tests of some crates. Those of the policies hold the engine against OPA, which must be there.
fn unit(crates: &'static [&str]) -> Step {
    let tools: &[Tool] = if crates.contains(&"policies") { &[Tool::Opa] } else { &[] };
    let step = Step::new(format!("unit {}", crates.join(", ")), move || {
        let mut cargo = run::cargo();
        cargo.args(["test", "--quiet", "--no-fail-fast"]).env("PALISADE_OPA", "required");
        cargo.args(crates.iter().flat_map(|name| ["--package", name]));
        Ok(cargo.into())
    });
    Step { filters: true, ..step }.needs(tools)
}

fn dependencies() -> Result<Prepared, String> {
    let mut deny = Command::new(installed::cache().join("deny/bin/cargo-deny"));
    // Not offline: it reads the crates of every platform, of which a first build has fetched those of its own alone.
    deny.current_dir(run::root()).args(["--locked", "check", "bans", "licenses", "sources"]);
    Ok(deny.into())
}

fn fuzz() -> Result<Prepared, String> {
    let mut cargo = run::cargo();
    cargo
        .args(["test", "--quiet", "--package", "tfplug", "--test", "fuzz"])
        .env("PALISADE_FUZZ_SECONDS", "60");
    Ok(cargo.into())
}

fn docs() -> Result<Prepared, String> {
    // Through cargo: the tests of xtask have built the running program anew by now, and its file is gone.
    let mut docs = run::cargo();
    docs.args(["run", "--quiet", "--package", "xtask", "--", "docs", "--check"]);
    Ok(docs.into())
}

fn opa() -> Result<Prepared, String> {
    let mut opa = Command::new(installed::program("opa"));
    opa.current_dir(run::root()).args(["test", "--ignore", "*.json", "policies/packs", "policies/lib"]);
    Ok(opa.into())
}

/// The sandbox under the clouds' own clients, and the same suite under moto.
fn oracles() -> Vec<Step> {
    let suite = |name: &str, script: &'static str, args: fn(&Sandbox) -> Vec<String>| {
        Step::new(name, move || {
            binaries::prepared()?;
            let sandbox = Sandbox::of(&binaries::palisade());
            let mut command = oracle(script);
            command.args(args(&sandbox));
            Ok(Prepared { command, sandbox: Some(sandbox) })
        })
    };
    let both = |sandbox: &Sandbox| {
        ["--rest", &sandbox.gcp_rest, "--grpc", &sandbox.gcp_grpc].map(str::to_owned).to_vec()
    };
    let moto = || {
        let mut command = oracle("aws.py");
        command.args(["--against", "moto"]);
        Ok(command.into())
    };
    let broken = || Ok(oracle("broken_requests.py").into());
    let steps = [
        Step::new("oracle requests: the models refuse what is broken by hand", broken),
        suite("oracle aws: boto3 on the sandbox", "aws.py", |sandbox| vec![sandbox.aws.clone()]),
        Step::new("oracle aws: boto3 on moto", moto),
        suite("oracle gcp: Google's clients on the sandbox", "gcp.py", both),
    ];
    steps.into_iter().map(|step| step.needs(&[Tool::Oracles])).collect()
}

fn oracle(script: &str) -> Command {
    let mut python = Command::new(installed::python());
    python
        .current_dir(run::root())
        .arg(format!("sandbox/oracle/{script}"))
        .env("PYTHONDONTWRITEBYTECODE", "1");
    python
}

/// The stories of `acceptance/tests`: each file under each terraform, Atlantis and what is about an oracle once.
fn acceptance(opentofu: bool) -> Vec<Step> {
    let mut terraforms: Vec<(&str, Terraform, Vec<Tool>)> = Vec::new();
    if installed::terraform_on_path().is_some() {
        terraforms.push(("terraform on PATH", || installed::terraform_on_path().unwrap_or_default(), vec![]));
    }
    terraforms.push(("terraform 1.15.5", installed::terraform_shim, vec![Tool::Terraform]));
    if opentofu {
        terraforms.push(("OpenTofu 1.12", || installed::program("tofu"), vec![Tool::OpenTofu]));
    }
    let atlantis = || story_command("atlantis", &installed::terraform());
    let needs = [Tool::Oracles, Tool::Terraform, Tool::Atlantis, Tool::Gitea];
    // First: the others need not wait while its programs are built.
    let mut steps =
        vec![Step { beside: true, filters: true, ..Step::new("atlantis", atlantis) }.needs(&needs)];
    for (at, (title, program, tools)) in terraforms.into_iter().enumerate() {
        for story in stories().into_iter().filter(|story| at == 0 || !story.starts_with("oracle_")) {
            let name = format!("acceptance {story} ({title})");
            let step = Step::new(name, move || story_command(&story, &program()));
            let step = Step { beside: true, filters: true, ..step };
            steps.push(step.needs(&[Tool::Oracles, Tool::Ministack]).needs(&tools));
        }
    }
    steps
}

/// Where a terraform stands, asked when it has been installed.
type Terraform = fn() -> PathBuf;

/// The names of the files in `acceptance/tests`, without Atlantis's, sorted.
fn stories() -> Vec<String> {
    let entries = fs::read_dir(run::root().join("acceptance/tests")).into_iter().flatten().flatten();
    let name = |path: PathBuf| {
        let stem = path.file_stem()?.to_str()?.to_owned();
        (path.extension()? == "rs" && stem != "atlantis").then_some(stem)
    };
    let mut names: Vec<String> = entries.filter_map(|entry| name(entry.path())).collect();
    names.sort();
    names
}

fn story_command(story: &str, terraform: &Path) -> Result<Prepared, String> {
    let mut cargo = run::cargo();
    cargo.args(["test", "--quiet", "--package", "acceptance", "--test", story]);
    cargo.env("PALISADE_TERRAFORM", terraform).env("PALISADE_BINARIES", binaries::prepared()?);
    Ok(cargo.into())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::UNITS;
    use crate::run;

    #[test]
    fn every_crate_has_a_step() {
        let text =
            run::output(run::cargo().args(["metadata", "--no-deps", "--format-version", "1"])).unwrap();
        let metadata: serde_json::Value = serde_json::from_str(&text).unwrap();
        let packages = metadata["packages"].as_array().unwrap();
        let mut there: BTreeSet<&str> =
            packages.iter().filter_map(|package| package["name"].as_str()).collect();
        // Its tests are the stories, each a step.
        there.remove("acceptance");
        assert_eq!(UNITS.concat().into_iter().collect::<BTreeSet<_>>(), there);
    }
}
