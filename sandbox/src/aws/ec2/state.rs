//! What EC2 keeps.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Tags by their keys.
pub(super) type Tags = BTreeMap<String, String>;

/// Where the state of EC2 is.
pub(in crate::aws) const SECTION: &str = "aws.ec2";

#[derive(Clone, Default, Deserialize, Serialize)]
pub(in crate::aws) struct State {
    /// By their ids.
    pub(super) templates: BTreeMap<String, Template>,
    /// By [`PlacementGroup::key`].
    pub(super) placement_groups: BTreeMap<String, PlacementGroup>,
}

/// A launch template.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(in crate::aws) struct Template {
    pub(in crate::aws) id: String,
    pub(in crate::aws) name: String,
    pub(super) account: String,
    pub(super) region: String,
    pub(super) created: DateTime<Utc>,
    pub(super) creator: String,
    pub(super) default: u64,
    /// In the order of their numbers. Never empty.
    pub(super) versions: Vec<Version>,
    /// The number of the last version made, which is not used again.
    pub(super) last: u64,
    pub(super) tags: Tags,
    /// The token of the call that made it.
    pub(super) token: Option<String>,
}

/// A version of a launch template.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(in crate::aws) struct Version {
    pub(in crate::aws) number: u64,
    /// By the names of the service's model.
    pub(in crate::aws) data: Value,
    pub(super) description: Option<String>,
    pub(super) created: DateTime<Utc>,
    pub(super) creator: String,
}

/// A placement group.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct PlacementGroup {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) account: String,
    pub(super) region: String,
    pub(super) strategy: String,
    pub(super) partitions: Option<i64>,
    pub(super) spread: Option<String>,
    pub(super) tags: Tags,
}

impl PlacementGroup {
    pub(super) fn key((account, region): (&str, &str), name: &str) -> String {
        format!("{account}/{region}/{name}")
    }
}

impl State {
    /// The launch template of an account's region that has an id or a name.
    pub(in crate::aws) fn template(
        &self,
        (account, region): (&str, &str),
        id: Option<&str>,
        name: Option<&str>,
    ) -> Option<&Template> {
        self.of_place((account, region))
            .find(|template| id == Some(&template.id) || name == Some(&template.name))
    }

    /// Whether an account's region has a placement group of a name.
    pub(in crate::aws) fn has_placement_group(&self, place: (&str, &str), name: &str) -> bool {
        self.placement_groups.contains_key(&PlacementGroup::key(place, name))
    }

    /// The launch templates of an account's region.
    pub(super) fn of_place(&self, (account, region): (&str, &str)) -> impl Iterator<Item = &Template> {
        self.templates.values().filter(move |one| one.account == account && one.region == region)
    }
}

impl Template {
    /// A version by its number, `$Default` or `$Latest`; the default one where nothing is said.
    pub(in crate::aws) fn version(&self, wanted: Option<&str>) -> Option<&Version> {
        let number = match wanted {
            None | Some("$Default") => self.default,
            Some("$Latest") => return self.versions.last(),
            Some(number) => number.parse().ok()?,
        };
        self.versions.iter().find(|version| version.number == number)
    }
}
