//! Lifecycle rules.

use chrono::{Datelike, NaiveDate};
use googleapis_tonic_google_storage_v2::google::storage::v2::bucket as pb;
use googleapis_tonic_google_storage_v2::google::r#type::Date;

use super::given;
use crate::gcp::refusal::Refusal;
use crate::gcp::storage::model::lifecycle::{Action, Condition, Lifecycle, Rule};

pub(super) fn to_wire(lifecycle: &Lifecycle) -> pb::Lifecycle {
    pb::Lifecycle { rule: lifecycle.rule.iter().map(rule_to_wire).collect() }
}

pub(super) fn from_wire(lifecycle: pb::Lifecycle) -> Result<Lifecycle, Refusal> {
    Ok(Lifecycle { rule: lifecycle.rule.into_iter().map(rule_from_wire).collect::<Result<_, _>>()? })
}

fn rule_to_wire(rule: &Rule) -> pb::lifecycle::Rule {
    let Rule { action, condition } = rule;
    pb::lifecycle::Rule {
        action: Some(pb::lifecycle::rule::Action {
            r#type: action.kind.clone(),
            storage_class: action.storage_class.clone().unwrap_or_default(),
        }),
        condition: Some(pb::lifecycle::rule::Condition {
            age_days: condition.age,
            created_before: condition.created_before.map(date_to_wire),
            is_live: condition.is_live,
            num_newer_versions: condition.num_newer_versions,
            matches_storage_class: condition.matches_storage_class.clone(),
            days_since_custom_time: condition.days_since_custom_time,
            custom_time_before: condition.custom_time_before.map(date_to_wire),
            days_since_noncurrent_time: condition.days_since_noncurrent_time,
            noncurrent_time_before: condition.noncurrent_time_before.map(date_to_wire),
            matches_prefix: condition.matches_prefix.clone(),
            matches_suffix: condition.matches_suffix.clone(),
        }),
    }
}

fn rule_from_wire(rule: pb::lifecycle::Rule) -> Result<Rule, Refusal> {
    let action = rule.action.unwrap_or_default();
    let condition = rule.condition.unwrap_or_default();
    Ok(Rule {
        action: Action { kind: action.r#type, storage_class: given(action.storage_class) },
        condition: Condition {
            age: condition.age_days,
            created_before: condition.created_before.map(date_from_wire).transpose()?,
            custom_time_before: condition.custom_time_before.map(date_from_wire).transpose()?,
            noncurrent_time_before: condition.noncurrent_time_before.map(date_from_wire).transpose()?,
            days_since_custom_time: condition.days_since_custom_time,
            days_since_noncurrent_time: condition.days_since_noncurrent_time,
            num_newer_versions: condition.num_newer_versions,
            is_live: condition.is_live,
            matches_prefix: condition.matches_prefix,
            matches_suffix: condition.matches_suffix,
            matches_storage_class: condition.matches_storage_class,
            size_above_bytes: None,
            size_below_bytes: None,
        },
    })
}

fn date_to_wire(date: NaiveDate) -> Date {
    // Months and days are small.
    let number = |part: u32| i32::try_from(part).unwrap_or_default();
    Date { year: date.year(), month: number(date.month()), day: number(date.day()) }
}

fn date_from_wire(date: Date) -> Result<NaiveDate, Refusal> {
    let number = |part: i32| u32::try_from(part).unwrap_or_default();
    NaiveDate::from_ymd_opt(date.year, number(date.month), number(date.day))
        .ok_or_else(|| Refusal::invalid(format!("Invalid date: {}-{}-{}", date.year, date.month, date.day)))
}
