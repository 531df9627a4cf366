//! The operator's policy folder.
//!
//! ```text
//! settings.json   {"mode": "enforce", "packs": ["encryption"], "levels": {"EN-1": "deny"}}, or settings.yaml
//! data.json       what rules read as data.facts
//! rules/          <pack>/<rule>/rule.rego and lib/<name>.rego
//! ```
//! Each is optional; the folder is not: a folder that is not there must not mean the loosest policy.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::{Level, Mode, Settings};
use crate::LoadError;

/// What `settings.json` may say.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    mode: Option<Mode>,
    packs: Option<BTreeSet<String>>,
    #[serde(default)]
    levels: BTreeMap<String, Level>,
}

impl Settings {
    /// Reads the folder that [`OPERATOR_VARIABLE`](super::OPERATOR_VARIABLE) names.
    ///
    /// # Errors
    /// The folder is missing, a file of it cannot be read or says what is not known, or Rego lies where it would not
    /// be found.
    pub fn operator(folder: &Path) -> Result<Self, LoadError> {
        refuse_strays(folder)?;
        let file = settings_file(folder)?;
        let data = match read(folder, "data.json")? {
            Some(text) => serde_json::from_str(&text).map_err(|error| {
                LoadError::at("data.json", error.line(), format!("not a JSON object: {error}"))
            })?,
            None => serde_json::Map::new(),
        };
        let rules = folder.join("rules");
        let paths = if rules.is_dir() { vec![rules] } else { Vec::new() };
        Ok(Self { mode: file.mode, packs: file.packs, levels: file.levels, paths, data, ..Self::default() })
    }
}

fn settings_file(folder: &Path) -> Result<File, LoadError> {
    match (read(folder, "settings.json")?, read(folder, "settings.yaml")?) {
        (Some(_), Some(_)) => Err(LoadError::new(
            "settings.json and settings.yaml both exist: keep one, so that it is plain which holds",
        )),
        (Some(text), None) => serde_json::from_str(&text)
            .map_err(|error| LoadError::at("settings.json", error.line(), error.to_string())),
        (None, Some(text)) => yaml_serde::from_str(&text).map_err(|error| {
            LoadError::at("settings.yaml", error.location().map_or(0, |at| at.line()), error.to_string())
        }),
        (None, None) => Ok(File::default()),
    }
}

/// The text of a file, or none where there is no such file.
fn read(folder: &Path, name: &str) -> Result<Option<String>, LoadError> {
    match fs::read_to_string(folder.join(name)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(LoadError::at(name, 0, format!("cannot be read: {error}"))),
    }
}

/// A rule beside `rules/` instead of in it would never be evaluated, and nobody would know.
fn refuse_strays(folder: &Path) -> Result<(), LoadError> {
    let entries = fs::read_dir(folder)
        .map_err(|error| LoadError::new(format!("the policy folder cannot be read: {error}")))?;
    for entry in entries {
        let entry =
            entry.map_err(|error| LoadError::new(format!("the policy folder cannot be read: {error}")))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".rego") {
            return Err(LoadError::at(
                name,
                0,
                "rules are read from rules/<pack>/<rule>/rule.rego: move it there",
            ));
        }
        if name == "settings.yml" || name == "data.yaml" || name == "data.yml" {
            return Err(LoadError::at(
                name,
                0,
                "is not read: name it settings.yaml, settings.json or data.json",
            ));
        }
    }
    Ok(())
}
