//! Which attribute of a budget is tested on which cloud.

use acceptance::coverage;
use acceptance::difference::within;
use acceptance::refused::Refused;
use serde_json::{Value, json};

use super::case::{Arrives, Case, Change, Drift};
use super::errors::REFUSED;
use super::stages::COMPUTED;
use super::{aws, defaults, gcp};

/// Panics when an attribute is not tested, when a case names none, or when the table is stale.
pub(crate) fn check() {
    let (aws, gcp) = (aws::cases(), gcp::cases());
    let cases = |cloud: &str| if cloud == "aws" { &aws } else { &gcp };
    let named = |cloud: &str| {
        let rows = cases(cloud).iter().flat_map(|case| &case.rows).map(|row| row.attribute.to_owned());
        let refused = REFUSED.iter().filter(|refused| refused.cloud == cloud).map(Refused::attribute);
        rows.chain(refused).chain(defaults::said(cloud).map(str::to_owned)).collect()
    };
    coverage::check("budget", named, |cloud, attribute| {
        let mut cell = cell(cloud, cases(cloud), attribute);
        if cell.is_object() && defaults::said(cloud).any(|said| said == attribute) {
            cell["default"] = json!("same");
        }
        cell
    });
}

/// How an attribute is tested on a cloud; null when it is not. One that holds others is tested with them.
fn cell(cloud: &str, cases: &[Case], attribute: &str) -> Value {
    if COMPUTED.contains(&attribute) {
        return json!({"computed": true});
    }
    let rows = || cases.iter().flat_map(|case| case.rows.iter().map(move |row| (case, row)));
    let own = rows().find(|(_, row)| row.attribute == attribute);
    let inner = rows().find(|(_, row)| within(row.attribute, attribute));
    let refused = REFUSED.iter().filter(|refused| refused.cloud == cloud && refused.all);
    let refused = refused.into_iter().find(|refused| within(attribute, &refused.attribute()));
    let value_refused = REFUSED.iter().filter(|refused| refused.cloud == cloud && !refused.all);
    let value_refused = value_refused.into_iter().find(|refused| refused.attribute() == attribute);
    match (own.or(inner), refused) {
        (Some((case, row)), _) => {
            let (api, note) = match &row.arrives {
                Arrives::At { .. } if cloud == "aws" => (aws_call(case, row.attribute), row.fixed),
                Arrives::At { .. } => (json!("budgets.list"), row.fixed),
                Arrives::Nowhere(tested) => (Value::Null, *tested),
            };
            let change = match case.change {
                _ if !row.fixed.is_empty() => "none",
                Change::Replace => "replace",
                Change::InPlace => "in place",
            };
            let drift = match case.drift() {
                Drift::Gone => "gone",
                Drift::Back if row.fixed.is_empty() => "changed",
                Drift::Back | Drift::Never => "none",
            };
            let untold = case.untold.iter().any(|untold| within(attribute, untold));
            let import = if untold { "not told" } else { "same" };
            json!({"api": api, "change": change, "drift": drift, "import": import, "note": note})
        }
        (None, Some(refused)) => refused.cell(),
        (None, None) => value_refused.map_or(Value::Null, Refused::cell),
    }
}

/// The call of AWS's client that tells it.
fn aws_call(case: &Case, attribute: &str) -> Value {
    let pointer =
        case.rows.iter().filter(|row| row.attribute == attribute).find_map(|row| match &row.arrives {
            Arrives::At { pointer, .. } => Some(*pointer),
            Arrives::Nowhere(_) => None,
        });
    let pointer = pointer.unwrap_or_default();
    let calls = [
        ("/Notifications/0/Subscribers", "describe_subscribers_for_notification"),
        ("/Notifications", "describe_notifications_for_budget"),
        ("/Actions", "describe_budget_actions_for_budget"),
        ("/Tags", "list_tags_for_resource"),
    ];
    let call = calls.iter().find(|(prefix, _)| pointer.starts_with(prefix));
    json!(call.map_or("describe_budget", |(_, call)| call))
}
