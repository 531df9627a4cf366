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
    /// `policies/packs/encryption/plain_http/rule.rego`, or `rules/<pack>/<rule>/rule.rego`.
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
    let files =
        EMBEDDED.iter().map(|(path, text)| (format!("policies/{path}"), (*text).to_owned())).collect();
    modules(files, "policies/packs/")
}

/// The modules of a folder of further rules, which are named from that folder: where it lies is nobody's business.
pub(super) fn folder(root: &Path) -> Result<Vec<Module>, LoadError> {
    let name =
        root.file_name().map_or_else(|| "rules".to_owned(), |name| name.to_string_lossy().into_owned());
    let under = format!("{name}/");
    let mut files = Vec::new();
    collect(root, &under, DEEPEST, &mut files)?;
    files.sort();
    modules(files, &under)
}

/// Sorts files into rules and libraries by their paths alone; `packs` is where the packs lie.
fn modules(files: Vec<(String, String)>, packs: &str) -> Result<Vec<Module>, LoadError> {
    let examples: Vec<String> =
        files.iter().filter(|(path, _)| path.ends_with(".tf")).map(|(path, _)| path.clone()).collect();
    let mut found = Vec::new();
    for (path, text) in files {
        if !path.ends_with(".rego") || path.ends_with("_test.rego") {
            continue;
        }
        let parts: Vec<&str> =
            path.strip_prefix(packs).or(path.strip_prefix("policies/")).unwrap_or(&path).split('/').collect();
        let (package, rule) = match *parts.as_slice() {
            ["lib", name] => (format!("palisade.lib.{}", name.trim_end_matches(".rego")), None),
            [pack, rule, "rule.rego"] => {
                let folder = path.trim_end_matches("rule.rego");
                let examples = examples.iter().filter(|example| example.starts_with(folder));
                let place = Place {
                    pack: pack.to_owned(),
                    rule: rule.to_owned(),
                    folder: folder.trim_end_matches('/').to_owned(),
                    examples: examples.cloned().collect(),
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
    folder: &Path,
    shown: &str,
    deeper: usize,
    files: &mut Vec<(String, String)>,
) -> Result<(), LoadError> {
    let unreadable =
        |path: &str, error: std::io::Error| LoadError::at(path, 0, format!("cannot be read: {error}"));
    for entry in fs::read_dir(folder).map_err(|error| unreadable(shown, error))? {
        let entry = entry.map_err(|error| unreadable(shown, error))?;
        let path = format!("{shown}{}", entry.file_name().to_string_lossy());
        let about = fs::metadata(entry.path()).map_err(|error| unreadable(&path, error))?;
        if about.is_dir() {
            if deeper == 0 {
                return Err(LoadError::at(path, 0, "folders of rules are not nested this deep"));
            }
            collect(&entry.path(), &format!("{path}/"), deeper - 1, files)?;
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
