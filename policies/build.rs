//! Lists the packs' files with their texts, so that a new rule is one folder and no line.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    for folder in ["lib", "packs"] {
        println!("cargo::rerun-if-changed={folder}");
        collect(&root.join(folder), &mut files)?;
    }
    files.sort();
    let mut list = String::from("[\n");
    for file in files {
        let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        // An example is named in `palisade rules` and never read: it is shipped by name alone. Texts stand here
        // themselves: checkouts that share what they build must not name each other's files.
        let text = if name.ends_with(".rego") { fs::read_to_string(&file)? } else { String::new() };
        list.push_str(&format!("    ({name:?}, {text:?}),\n"));
    }
    list.push(']');
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("embedded.rs"), list)
}

/// Rules, libraries and examples; tests are not shipped.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.to_string_lossy();
        if path.is_dir() {
            collect(&path, files)?;
        } else if (name.ends_with(".rego") && !name.ends_with("_test.rego")) || name.ends_with(".tf") {
            files.push(path);
        }
    }
    Ok(())
}
