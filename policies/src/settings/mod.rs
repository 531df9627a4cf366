//! Which rules hold, and how hard.

mod operator;
mod tighten;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::LoadError;

/// The environment variable that names the operator's policy folder.
pub const OPERATOR_VARIABLE: &str = "PALISADE_POLICY";

/// What a broken rule comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Every denial is told as a warning.
    Warn,
    /// A denial is a denial.
    #[default]
    Enforce,
}

/// How hard one rule holds. Ordered from the loosest to the tightest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The rule is not evaluated.
    Off,
    /// A resource that breaks it is told of.
    Warn,
    /// A resource that breaks it is refused.
    Deny,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Off => "off",
            Self::Warn => "warn",
            Self::Deny => "deny",
        })
    }
}

/// Which rules hold and what they know beside the plan.
///
/// [`Settings::default`] is every packaged rule at its own level; [`Settings::operator`] reads what an operator
/// says, and [`Settings::tighten`] adds what a configuration may.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Not said: enforce.
    pub mode: Option<Mode>,
    /// The packs that are on; not said: all.
    pub packs: Option<BTreeSet<String>>,
    /// The level of a rule, by its id (`EN-1`) or its name (`encryption/plain_http`).
    pub levels: BTreeMap<String, Level>,
    /// Folders of further rules, each laid out as `policies/`: `<pack>/<rule>/rule.rego` and `lib/<name>.rego`.
    pub paths: Vec<PathBuf>,
    /// What rules read as `data.facts`, such as the service perimeters. A fact that is null is not given.
    pub data: serde_json::Map<String, serde_json::Value>,
    /// Levels that a rule may not fall below, by id or name: what [`Settings::tighten`] made of a configuration's levels.
    pub floors: BTreeMap<String, Level>,
}

impl Settings {
    /// What the operator says, where [`OPERATOR_VARIABLE`] is set.
    ///
    /// # Errors
    /// As [`Settings::operator`]; or the variable is set to nothing, which is more likely a mistake than a wish.
    pub fn from_environment() -> Result<Option<Self>, LoadError> {
        match std::env::var_os(OPERATOR_VARIABLE) {
            Some(folder) if folder.is_empty() => {
                Err(LoadError::new(format!("{OPERATOR_VARIABLE} is empty: name a folder, or do not set it")))
            }
            Some(folder) => Self::operator(Path::new(&folder)).map(Some),
            None => Ok(None),
        }
    }

    /// The level at which a rule holds, from the level that its METADATA gives it.
    pub(crate) fn level(&self, pack: &str, id: &str, name: &str, default: Level) -> Level {
        if self.packs.as_ref().is_some_and(|packs| !packs.contains(pack)) {
            return Level::Off;
        }
        // Named twice, by id and by name: the tighter holds. None is less than any level.
        let said = |levels: &BTreeMap<String, Level>| levels.get(id).copied().max(levels.get(name).copied());
        let level = said(&self.levels).unwrap_or(default);
        said(&self.floors).map_or(level, |floor| level.max(floor))
    }

    /// Every rule that is named, to be held against those that exist.
    pub(crate) fn named_rules(&self) -> impl Iterator<Item = &str> {
        self.levels.keys().chain(self.floors.keys()).map(String::as_str)
    }
}
