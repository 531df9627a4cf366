//! What EC2 keeps.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where the state of EC2 is.
pub(in crate::aws) const SECTION: &str = "aws.ec2";

#[derive(Default, Deserialize, Serialize)]
pub(in crate::aws) struct State {
    /// By their ids.
    pub(super) templates: BTreeMap<String, Template>,
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
    pub(super) tags: BTreeMap<String, String>,
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

impl State {
    /// The launch template of an account's region that has an id or a name.
    pub(in crate::aws) fn template(
        &self,
        (account, region): (&str, &str),
        id: Option<&str>,
        name: Option<&str>,
    ) -> Option<&Template> {
        self.templates
            .values()
            .filter(|template| template.account == account && template.region == region)
            .find(|template| id == Some(&template.id) || name == Some(&template.name))
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
