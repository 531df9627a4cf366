//! Google Cloud, which tells what was spent through no API: neither Cloud Billing nor Cloud Billing Budgets has figures.
//! They are in the export to BigQuery (Cloud Billing documentation, "Export Cloud Billing data to BigQuery").

use std::fmt::Write as _;

use super::{Granularity, GroupBy, SpendQuery};
use crate::budget::Credits;
use crate::{Cloud, Error, Problem};

/// The table of the export, with what the caller puts in. "Structure of Standard data export" has its columns.
const TABLE: &str = "`PROJECT.DATASET.gcp_billing_export_v1_BILLING_ACCOUNT`";

const SUMMARY: &str = "Google Cloud has no API that tells what was spent";

/// That there is no answer, and where it can be found.
pub(super) fn problem(query: &SpendQuery) -> Problem {
    Problem { attribute: "cloud".into(), summary: SUMMARY.into(), detail: detail(query) }
}

/// As [`problem`], as the error of a call.
pub(crate) fn error(query: &SpendQuery) -> Error {
    Error::Service {
        cloud: Cloud::Gcp,
        operation: "spend",
        code: "NoSuchFigures".into(),
        message: format!("{SUMMARY}. {}", detail(query)),
        request_id: None,
    }
}

fn detail(query: &SpendQuery) -> String {
    format!(
        "The figures are in the export of Cloud Billing to BigQuery, once it is switched on (Billing > Billing export > \
         BigQuery export). Run this there, with the names of your project, data set and billing account (its hyphens \
         as underscores):\n\n{}",
        sql(query)
    )
}

/// The question in BigQuery's SQL. Cost is gross; what credits take off it stands beside, below zero.
pub(super) fn sql(query: &SpendQuery) -> String {
    let (period, format) = match query.granularity {
        Granularity::Day => ("DATE(usage_start_time)", "day"),
        Granularity::Month => ("DATE_TRUNC(DATE(usage_start_time), MONTH)", "month"),
    };
    let groups: Vec<_> =
        query.group_by.iter().enumerate().map(|(index, group)| column(index, group)).collect();
    let mut sql = format!("SELECT {period} AS {format}");
    for (name, column) in &groups {
        let _ = write!(sql, ",\n  {column} AS {name}");
    }
    let _ =
        write!(sql, ",\n  currency,\n  SUM(CAST(cost AS NUMERIC)){} AS spend\nFROM {TABLE}", credits(query));
    let _ = write!(
        sql,
        "\nWHERE DATE(usage_start_time) >= {} AND DATE(usage_start_time) < {}",
        literal(&query.start),
        literal(&query.end)
    );
    for condition in conditions(query) {
        let _ = write!(sql, "\n  AND {condition}");
    }
    let keys: Vec<_> = [format].into_iter().chain(groups.iter().map(|(name, _)| name.as_str())).collect();
    let keys = keys.join(", ");
    let _ = write!(sql, "\nGROUP BY {keys}, currency\nORDER BY {keys}");
    sql
}

/// A column that figures are told apart by: its name and what it holds.
fn column(index: usize, group: &GroupBy) -> (String, String) {
    match group {
        GroupBy::Service => ("service".into(), "service.description".into()),
        GroupBy::Project => ("project".into(), "project.id".into()),
        GroupBy::Label(key) => (
            format!("label_{}", index + 1),
            format!("(SELECT value FROM UNNEST(labels) WHERE key = {})", literal(key)),
        ),
    }
}

/// What credits add to the sum.
fn credits(query: &SpendQuery) -> String {
    let of = |types: String| {
        format!("\n    + SUM(IFNULL((SELECT SUM(CAST(amount AS NUMERIC)) FROM UNNEST(credits){types}), 0))")
    };
    match &query.credits {
        None | Some(Credits::Include) => of(String::new()),
        Some(Credits::Exclude) => String::new(),
        Some(Credits::Only(types)) => of(format!(" WHERE type IN ({})", literals(types))),
    }
}

fn conditions(query: &SpendQuery) -> Vec<String> {
    let filter = &query.filter;
    let labels = filter.labels.iter().flatten().map(|(key, values)| {
        format!(
            "EXISTS (SELECT 1 FROM UNNEST(labels) WHERE key = {} AND value IN ({}))",
            literal(key),
            literals(values)
        )
    });
    let services = filter.services.iter().filter(|list| !list.is_empty()).map(|services| {
        let ids: Vec<_> = services.iter().map(|service| plain(service, "services/")).collect();
        format!("service.id IN ({})", literals(&ids))
    });
    let projects = filter.projects.iter().filter(|list| !list.is_empty()).map(|projects| {
        let ids: Vec<_> = projects.iter().map(|project| plain(project, "projects/")).collect();
        let ids = literals(&ids);
        format!("(project.id IN ({ids}) OR project.number IN ({ids}))")
    });
    labels.chain(services).chain(projects).collect()
}

/// The id of a resource name.
fn plain(name: &str, prefix: &str) -> String {
    name.strip_prefix(prefix).unwrap_or(name).to_owned()
}

fn literals(texts: &[String]) -> String {
    let texts: Vec<_> = texts.iter().map(|text| literal(text)).collect();
    texts.join(", ")
}

/// A text in SQL, so that no text ends it early.
fn literal(text: &str) -> String {
    let mut quoted = String::from("'");
    for letter in text.chars() {
        match letter {
            '\'' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            _ => quoted.push(letter),
        }
    }
    quoted.push('\'');
    quoted
}

#[cfg(test)]
mod tests;
