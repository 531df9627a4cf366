//! What must be set together, or not together, whatever the cloud.

use cloud::Problem;
use tfplug::Value;

use super::schema;

/// What is set too much or too little. What is unknown may be either.
pub(super) fn check(budget: &schema::Budget) -> Vec<Problem> {
    let mut found = amount(budget);
    let custom = budget.period.known().map(|&period| period == schema::Period::Custom);
    found.extend(goes_with("custom_period", "period", "custom", custom, &budget.custom_period));
    let only = match &budget.credits {
        Value::Known(credits) => Some(*credits == schema::Credits::Only),
        Value::Null => Some(false),
        Value::Unknown => None,
    };
    found.extend(goes_with("credit_types", "credits", "only", only, &budget.credit_types));
    for (at, each) in budget.thresholds.known().into_iter().flatten().enumerate() {
        found.extend(each.known().and_then(|each| threshold(&format!("thresholds[{at}]"), each)));
    }
    let actions = budget.aws.known().and_then(|aws| aws.actions.known());
    for (at, each) in actions.into_iter().flatten().enumerate() {
        let Some(each) = each.known() else { continue };
        let attribute = format!("aws.actions[{at}]");
        found.extend(action(&attribute, each));
        let within = |one: &schema::Threshold| threshold(&format!("{attribute}.threshold"), one);
        found.extend(each.threshold.known().and_then(within));
    }
    found
}

fn amount(budget: &schema::Budget) -> Vec<Problem> {
    let follows = match &budget.amount_from_last_period {
        Value::Unknown => return Vec::new(),
        Value::Null => false,
        Value::Known(follows) => *follows,
    };
    let (attribute, summary) = match (&budget.amount, follows) {
        (Value::Null, false) => ("amount", "a budget needs an amount"),
        (Value::Known(_), true) => ("amount_from_last_period", "the amount is fixed, or it follows the past"),
        _ => return Vec::new(),
    };
    vec![problem(attribute, summary, "Set either `amount` or `amount_from_last_period = true`.")]
}

/// An attribute that goes with one value of another, and with no other; `goes` is `None` while that is unknown.
fn goes_with<T>(name: &str, other: &str, value: &str, goes: Option<bool>, set: &Value<T>) -> Option<Problem> {
    match (goes?, set) {
        (true, Value::Null) => {
            let summary = format!("`{other} = \"{value}\"` needs `{name}`");
            Some(problem(name, &summary, &format!("Set `{name}`, or choose another `{other}`.")))
        }
        (false, Value::Known(_)) => {
            let summary = format!("`{name}` goes with `{other} = \"{value}\"` alone");
            Some(problem(name, &summary, &format!("Remove `{name}`, or set `{other}` to \"{value}\".")))
        }
        _ => None,
    }
}

fn threshold(attribute: &str, threshold: &schema::Threshold) -> Option<Problem> {
    let detail = "Set either `percent` or `absolute`.";
    match (&threshold.percent, &threshold.absolute) {
        (Value::Null, Value::Null) => Some(problem(attribute, "the threshold says nothing", detail)),
        (Value::Known(_), Value::Known(_)) => {
            Some(problem(attribute, "a threshold is a percentage or an amount, not both", detail))
        }
        _ => None,
    }
}

fn action(attribute: &str, action: &schema::Action) -> Option<Problem> {
    let unknown = action.iam.is_unknown() || action.scp.is_unknown() || action.ssm.is_unknown();
    let set = [!action.iam.is_null(), !action.scp.is_null(), !action.ssm.is_null()];
    let count = set.into_iter().filter(|set| *set).count();
    (!unknown && count != 1)
        .then(|| problem(attribute, "an action does one thing", "Set one of `iam`, `scp` and `ssm`."))
}

fn problem(attribute: &str, summary: &str, detail: &str) -> Problem {
    Problem { attribute: attribute.into(), summary: summary.into(), detail: detail.into() }
}
