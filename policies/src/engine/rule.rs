//! The rules that exist, with the level at which each holds.

use std::collections::BTreeSet;

use serde::Serialize;

use super::metadata::{self, Stage};
use super::pack::{Module, Place};
use crate::{Level, LoadError, Settings, Severity};

/// A rule, as its METADATA and the settings have it.
#[derive(Debug, Clone, Serialize)]
pub struct Rule {
    /// `EN-3`.
    pub id: String,
    /// `encryption/plain_http`.
    pub name: String,
    /// `encryption`.
    pub pack: String,
    /// The bad pattern in a few words.
    pub title: String,
    /// What is wrong with it, in Markdown.
    pub description: String,
    /// How bad it is.
    pub severity: Severity,
    /// The level that the rule comes with.
    pub default: Level,
    /// The level at which it holds.
    pub level: Level,
    /// The resource types that it reads.
    pub resource_types: Vec<String>,
    /// The attributes that it judges.
    pub attributes: Vec<String>,
    /// When it can decide.
    pub enforced_at: Vec<Stage>,
    /// The controls that it helps to meet.
    pub compliance: Vec<String>,
    /// How to mend what breaks it.
    pub remediation: String,
    /// Its folder, from the root of the repository or of the folder of rules.
    pub documentation: String,
    /// Its examples: what passes, what fails, what is not decided.
    pub examples: Vec<String>,
    /// The file that it was read from.
    #[serde(skip)]
    pub(super) file: String,
}

impl Rule {
    /// The package of its module, which its path makes.
    pub(super) fn package(&self) -> String {
        format!("palisade.packs.{}", self.name.replace('/', "."))
    }

    /// Whether it judges a resource by itself.
    pub(super) fn judges_one(&self) -> bool {
        self.enforced_at.iter().any(|stage| matches!(stage, Stage::Plan | Stage::Apply))
    }

    /// Whether it judges what the resources of a plan are to each other.
    pub(super) fn judges_whole(&self) -> bool {
        self.enforced_at.contains(&Stage::WholePlan)
    }

    fn new(module: &Module, place: &Place, settings: &Settings) -> Result<Self, LoadError> {
        let metadata::Metadata { title, description, custom } = metadata::read(&module.file, &module.text)?;
        let name = format!("{}/{}", place.pack, place.rule);
        let mut resource_types = custom.resource_types;
        resource_types.sort();
        Ok(Self {
            level: settings.level(&place.pack, &custom.id, &name, custom.default),
            id: custom.id,
            name,
            pack: place.pack.clone(),
            title,
            description,
            severity: custom.severity,
            default: custom.default,
            resource_types,
            attributes: custom.attributes,
            enforced_at: custom.enforced_at,
            compliance: custom.compliance,
            remediation: custom.remediation,
            documentation: place.folder.clone(),
            examples: place.examples.clone(),
            file: module.file.clone(),
        })
    }
}

/// Reads all rules and holds the settings against them: what they name must exist, or a misspelt name would leave a
/// rule at a level that nobody wanted.
pub(super) fn read(modules: &[Module], settings: &Settings) -> Result<Vec<Rule>, LoadError> {
    let mut rules = Vec::new();
    let mut taken = BTreeSet::new();
    for module in modules {
        if !taken.insert(module.package.clone()) {
            return Err(LoadError::at(
                &module.file,
                0,
                format!("there is a package {} already", module.package),
            ));
        }
        let Some(place) = &module.rule else { continue };
        let rule = Rule::new(module, place, settings)?;
        if !taken.insert(rule.id.clone()) {
            return Err(LoadError::at(&module.file, 0, format!("there is a rule {} already", rule.id)));
        }
        rules.push(rule);
    }
    rules.sort_by(|a, b| a.name.cmp(&b.name));

    let rule_exists = |named: &str| rules.iter().any(|rule| rule.id == named || rule.name == named);
    if let Some(named) = settings.named_rules().find(|named| !rule_exists(named)) {
        return Err(LoadError::new(format!(
            "levels names {named:?}, and there is no such rule: see `palisade rules`"
        )));
    }
    let pack_exists = |named: &str| rules.iter().any(|rule| rule.pack == named);
    match settings.packs.iter().flatten().find(|named| !pack_exists(named)) {
        Some(named) => Err(LoadError::new(format!("packs names {named:?}, and there is no such pack"))),
        None => Ok(rules),
    }
}
