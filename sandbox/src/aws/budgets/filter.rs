//! What a budget counts, in one of two ways: `FilterExpression` and `Metrics`, or the older `CostFilters` and `CostTypes`.

use serde_json::{Value, json};

use super::invalid;
use crate::aws::ce::expression;
use crate::aws::json::{Error, Object};
use crate::fixtures::Spend;

/// Checks what a budget counts, and fills in what the service does.
pub(super) fn complete(definition: &mut Object) -> Result<(), Error> {
    let given = |name: &str| definition.get(name).is_some_and(|value| !value.is_null());
    let new = given("FilterExpression") || given("Metrics");
    let old = given("CostFilters") || given("CostTypes");
    if new && old {
        return Err(invalid(
            "Only one set of filter and metric selections can be present at one time: either FilterExpression and \
             Metrics or CostFilters and CostTypes.",
        ));
    }
    if let Some(filter) = definition.get("FilterExpression").filter(|filter| !filter.is_null()) {
        expression::check(filter).map_err(invalid)?;
    }
    let costs = definition.get("BudgetType").is_some_and(|kind| kind == "COST");
    if given("CostTypes") && !costs {
        return Err(invalid("CostTypes are available for budgets of costs only."));
    }
    if !new {
        definition.entry("CostFilters").or_insert_with(|| json!({}));
        if costs {
            complete_types(definition);
        }
    }
    Ok(())
}

/// All is counted, unblended, where nothing is said (botocore's model, `CostTypes`).
fn complete_types(definition: &mut Object) {
    let given = definition.get("CostTypes").cloned().unwrap_or_default();
    let mut types = json!({
        "IncludeTax": true, "IncludeSubscription": true, "UseBlended": false, "IncludeRefund": true,
        "IncludeCredit": true, "IncludeUpfront": true, "IncludeRecurring": true, "IncludeOtherSubscription": true,
        "IncludeSupport": true, "IncludeDiscount": true, "UseAmortized": false,
    });
    for (name, value) in given.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
        types[name] = value.clone();
    }
    definition.insert("CostTypes".to_owned(), types);
}

/// Whether a budget counts what was spent.
pub(super) fn counts(definition: &Object, spend: &Spend) -> bool {
    if let Some(filter) = definition.get("FilterExpression").filter(|filter| !filter.is_null()) {
        return expression::counts(filter, spend);
    }
    let filters = definition.get("CostFilters").and_then(Value::as_object);
    filters.into_iter().flatten().all(|(key, values)| {
        let wanted: Vec<&str> = values.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let is = |dimension: &str| {
            expression::dimension(dimension, spend).is_some_and(|value| wanted.contains(&value.as_str()))
        };
        match key.as_str() {
            "Service" => is("SERVICE"),
            "LinkedAccount" => is("LINKED_ACCOUNT"),
            // A tag without its prefix is nobody's tag (hashicorp/terraform-provider-aws#39850).
            "TagKeyValue" => {
                spend.tags.iter().any(|(key, value)| wanted.contains(&format!("user:{key}${value}").as_str()))
            }
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_filters_count_what_they_say() {
        let spend: Spend = serde_json::from_value(json!({
            "date": "2026-11-01", "service": "Amazon S3", "tags": {"team": "genomics"}, "amount": "1",
        }))
        .unwrap();
        let check = |filters: Value, expected: bool| {
            let Value::Object(definition) = json!({ "CostFilters": filters }) else { unreachable!() };
            assert_eq!(counts(&definition, &spend), expected, "{definition:?}");
        };
        check(json!({}), true);
        check(json!({ "Service": ["Amazon S3", "Amazon EC2"] }), true);
        check(json!({ "TagKeyValue": ["user:team$genomics"] }), true);
        check(json!({ "TagKeyValue": ["team$genomics"] }), false);
        check(json!({ "Service": ["Amazon S3"], "LinkedAccount": ["1"] }), false);
    }

    #[test]
    fn the_two_ways_do_not_mix() {
        let check = |definition: Value, expected: Result<(), bool>| {
            let Value::Object(mut definition) = definition else { unreachable!() };
            assert_eq!(complete(&mut definition).map_err(|_| true), expected, "{definition:?}");
        };
        check(json!({ "BudgetType": "COST" }), Ok(()));
        check(json!({ "BudgetType": "COST", "Metrics": ["UnblendedCost"] }), Ok(()));
        check(json!({ "BudgetType": "COST", "Metrics": ["UnblendedCost"], "CostFilters": {} }), Err(true));
        check(json!({ "BudgetType": "COST", "FilterExpression": {} }), Err(true));
        check(json!({ "BudgetType": "USAGE", "CostTypes": {} }), Err(true));
    }
}
