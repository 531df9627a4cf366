//! A budget as the Cloud Billing Budgets API v1 writes it. Names and shapes are those of its discovery document
//! (`billingbudgets.v1`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The one version of messages to Pub/Sub that there is.
pub(super) const SCHEMA_VERSION: &str = "1.0";

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Budget {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) budget_filter: Option<Filter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) amount: Option<Amount>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) threshold_rules: Vec<ThresholdRule>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) notifications_rule: Option<NotificationsRule>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ownership_scope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) spend_cap: Option<SpendCap>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) etag: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Filter {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) projects: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) resource_ancestors: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) services: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) subaccounts: Vec<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) labels: BTreeMap<String, Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) credit_types_treatment: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) credit_types: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) calendar_period: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) custom_period: Option<CustomPeriod>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct CustomPeriod {
    pub(super) start_date: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end_date: Option<Date>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub(super) struct Date {
    pub(super) year: u32,
    pub(super) month: u32,
    pub(super) day: u32,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Amount {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) specified_amount: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last_period_amount: Option<LastPeriodAmount>,
}

/// A message without fields.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(super) struct LastPeriodAmount {}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Money {
    pub(super) currency_code: String,
    /// An `int64`, which JSON has as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) units: Option<String>,
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) nanos: u32,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ThresholdRule {
    /// 0.8 are 80 percent.
    pub(super) threshold_percent: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) spend_basis: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct NotificationsRule {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pubsub_topic: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) schema_version: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) monitoring_notification_channels: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) disable_default_iam_recipients: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) enable_project_level_recipients: Option<bool>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct SpendCap {
    /// What is asked for; beside it the API tells what has become of it, which is no attribute of ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) input_state: Option<String>,
}

/// A page of a list.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Page {
    pub(super) budgets: Vec<Budget>,
    pub(super) next_page_token: String,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}
