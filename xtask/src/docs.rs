//! `cargo xtask docs`: the reference pages, written from the provider's schema and the rules' METADATA, and the tables of
//! the modules' READMEs; then the check that no page points to what is not there.

mod coverage;
mod faults;
mod links;
mod modules;
mod rules;
mod schema;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use acceptance::{Terraform, binaries, tools as installed};
use serde_json::Value;

use crate::run::{self, Outcome};
use crate::tools::{self, Tool};

/// The folders and files under `docs/` that are written here, and by nobody else.
const OURS: [&str; 8] =
    ["data-sources", "faults", "faults.md", "functions", "index.md", "resources", "rules", "rules.md"];

/// Pages by their path under `docs/`.
type Pages = BTreeMap<String, String>;

/// Arguments of `cargo xtask docs`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing; fail when a page is not as it would be written.
    #[arg(long)]
    check: bool,
}

/// Writes the pages, or checks them.
pub(crate) fn main(args: &Args) -> Outcome {
    reference(args.check)?;
    modules::tables(&run::root(), args.check)?;
    links::resolve(&run::root())
}

/// The pages under `docs/` that are generated whole.
fn reference(check: bool) -> Outcome {
    let mut pages = schema::pages(&provider_schema()?)?;
    pages.extend(rules::pages(&rules_json()?, &run::root())?);
    pages.extend(coverage::pages(&run::root())?);
    pages.extend(faults::pages(&run::root())?);
    let folder = run::root().join("docs");
    let stale = stale(&folder, &pages)?;
    if check {
        return match stale.as_slice() {
            [] => Ok(()),
            names => Err(format!("stale: docs/{}; run `cargo xtask docs`", names.join(", docs/"))),
        };
    }
    for name in stale {
        let path = folder.join(&name);
        let done = match pages.get(&name) {
            Some(text) => {
                path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text))
            }
            None => fs::remove_file(&path),
        };
        done.map_err(|e| format!("{}: {e}", path.display()))?;
        println!("docs/{name}");
    }
    Ok(())
}

/// What the pinned Terraform says of the provider: not the one on PATH, whose version would show in the pages.
fn provider_schema() -> Result<Value, String> {
    tools::ensure(Tool::Terraform)?;
    binaries::prepared()?;
    let terraform = Terraform::new().program(installed::terraform_shim());
    terraform.main("");
    Ok(terraform.schemas())
}

fn rules_json() -> Result<Value, String> {
    let mut rules = Command::new(binaries::palisade());
    rules.args(["rules", "--format", "json"]).env_remove("PALISADE_POLICY");
    let text = run::output(&mut rules)?;
    serde_json::from_str(&text).map_err(|e| format!("palisade rules said no JSON: {e}"))
}

/// The pages which are not as they should be, are missing, or should not be there.
fn stale(folder: &Path, pages: &Pages) -> Result<Vec<String>, String> {
    let mut standing = Pages::new();
    for name in OURS {
        collect(folder, name, &mut standing).map_err(|e| format!("docs/{name}: {e}"))?;
    }
    let mut names: Vec<String> = pages.keys().chain(standing.keys()).cloned().collect();
    names.sort();
    names.dedup();
    names.retain(|name| pages.get(name) != standing.get(name));
    Ok(names)
}

fn collect(folder: &Path, name: &str, into: &mut Pages) -> std::io::Result<()> {
    let path = folder.join(name);
    if path.is_file() {
        into.insert(name.to_owned(), fs::read_to_string(path)?);
    } else if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(folder, &format!("{name}/{}", entry?.file_name().to_string_lossy()), into)?;
        }
    }
    Ok(())
}
