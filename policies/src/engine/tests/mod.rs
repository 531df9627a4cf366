//! Tests that need regorus itself; what can be tested through the crate's own interface lies in `tests/`.

mod calls;
mod opa;
mod rules;
mod view;

use std::fs;
use std::path::{Path, PathBuf};

/// Every Rego file of the packs and the libraries, tests too: path from the crate's root, text.
fn all_rego() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.join("lib"), root.join("packs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rego") {
                let name = path.strip_prefix(root).unwrap().display().to_string();
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// An engine with all of them, set as the one that ships, and further modules.
fn engine(further: &[(&str, &str)]) -> regorus::Engine {
    let mut engine = regorus::Engine::new();
    engine.set_strict_builtin_errors(false);
    let further = further.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned()));
    for (file, text) in all_rego().into_iter().chain(further) {
        engine.add_policy(file, text).unwrap();
    }
    engine
}
