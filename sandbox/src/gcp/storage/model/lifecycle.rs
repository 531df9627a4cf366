//! Lifecycle rules.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::gcp::int64::Int64;

/// The bucket's rules.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Lifecycle {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) rule: Vec<Rule>,
}

/// What to do with the objects that all conditions match.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Rule {
    pub(crate) action: Action,
    pub(crate) condition: Condition,
}

/// What a rule does.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Action {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) storage_class: Option<String>,
}

/// Which objects a rule is for. A number that is 0 differs from one that is not given.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Condition {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) age: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) created_before: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) custom_time_before: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) noncurrent_time_before: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) days_since_custom_time: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) days_since_noncurrent_time: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) num_newer_versions: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) is_live: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) matches_prefix: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) matches_suffix: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) matches_storage_class: Vec<String>,
    /// The JSON API alone has the sizes: gRPC's message, as of 2026-11, lacks them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) size_above_bytes: Option<Int64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) size_below_bytes: Option<Int64>,
}
