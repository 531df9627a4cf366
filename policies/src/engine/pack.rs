//! The files of rules: those in the binary, and folders laid out as they are.

use std::fs;
use std::path::Path;

use crate::LoadError;

/// The packs, listed by the build script: path from `policies/`, text.
static EMBEDDED: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The largest file of Rego that is read: regorus has the same limit, and would have read it all by then.
const LARGEST: u64 = 1 << 20;

/// How deep folders are followed: `<pack>/<rule>/examples/` and one to spare.
const DEEPEST: usize = 5;

/// One module and where it came from.
#[derive(Debug)]
pub(super) struct Module {
    /// `packs/encryption/plain_http/rule.rego`, or the same from a folder of rules.
    pub(super) file: String,
    /// The package that it must declare, `palisade.packs.encryption.plain_http`.
    pub(super) package: String,
    /// What it says.
    pub(super) text: String,
    /// The rule it is, or none for a library.
    pub(super) rule: Option<Place>,
}

/// Where a rule lies.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) pack: String,
    pub(super) rule: String,
    /// The rule's folder.
    pub(super) folder: String,
    /// The rule's examples, by path.
    pub(super) examples: Vec<String>,
}

/// The modules in the binary.
pub(super) fn embedded() -> Result<Vec<Module>, LoadError> {
    let files = EMBEDDED.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    modules(files, "packs/", "policies/")
}

/// The modules of a folder of further rules.
pub(super) fn folder(root: &Path) -> Result<Vec<Module>, LoadError> {
    let mut files = Vec::new();
    collect(root, "", DEEPEST, &mut files)?;
    files.sort();
    modules(files, "", "rules/")
}

/// Sorts files into rules and libraries by their paths alone.
fn modules(files: Vec<(String, String)>, packs: &str, shown_under: &str) -> Result<Vec<Module>, LoadError> {
    let examples: Vec<String> =
        files.iter().filter(|(path, _)| path.ends_with(".tf")).map(|(path, _)| path.clone()).collect();
    let mut found = Vec::new();
    for (path, text) in files {
        if !path.ends_with(".rego") || path.ends_with("_test.rego") {
            continue;
        }
        let parts: Vec<&str> = path.strip_prefix(packs).unwrap_or(&path).split('/').collect();
        let (package, rule) = match *parts.as_slice() {
            ["lib", name] => (format!("palisade.lib.{}", name.trim_end_matches(".rego")), None),
            [pack, rule, "rule.rego"] => {
                let folder = path.trim_end_matches("rule.rego");
                let examples = examples.iter().filter(|example| example.starts_with(folder));
                let place = Place {
                    pack: pack.to_owned(),
                    rule: rule.to_owned(),
                    folder: format!("{shown_under}{}", folder.trim_end_matches('/')),
                    examples: examples.map(|example| format!("{shown_under}{example}")).collect(),
                };
                (format!("palisade.packs.{pack}.{rule}"), Some(place))
            }
            _ => {
                let message =
                    "is neither <pack>/<rule>/rule.rego nor lib/<name>.rego, so it would not be evaluated";
                return Err(LoadError::at(path, 0, message));
            }
        };
        found.push(Module { file: path, package, text, rule });
    }
    Ok(found)
}

/// Reads a folder's Rego, and the names of its examples.
fn collect(
    root: &Path,
    under: &str,
    deeper: usize,
    files: &mut Vec<(String, String)>,
) -> Result<(), LoadError> {
    let unreadable =
        |path: &str, error: std::io::Error| LoadError::at(path, 0, format!("cannot be read: {error}"));
    for entry in fs::read_dir(root.join(under)).map_err(|error| unreadable(under, error))? {
        let entry = entry.map_err(|error| unreadable(under, error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if under.is_empty() { name } else { format!("{under}/{name}") };
        let about = fs::metadata(entry.path()).map_err(|error| unreadable(&path, error))?;
        if about.is_dir() {
            if deeper == 0 {
                return Err(LoadError::at(path, 0, "folders of rules are not nested this deep"));
            }
            collect(root, &path, deeper - 1, files)?;
        } else if path.ends_with(".rego") {
            if about.len() > LARGEST {
                return Err(LoadError::at(path, 0, "is larger than 1 MiB"));
            }
            let text = fs::read_to_string(entry.path()).map_err(|error| unreadable(&path, error))?;
            files.push((path, text));
        } else if path.ends_with(".tf") {
            files.push((path, String::new()));
        }
    }
    Ok(())
}
