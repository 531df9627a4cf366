//! What a budget is called, whose it is, and its labels.

use super::{Subject, is_account};

pub(super) fn check(subject: &mut Subject<'_>) {
    let budget = subject.budget;
    if let Some(wrong) = wrong_name(&budget.name).filter(|_| subject.known(&["name"])) {
        subject.problem(
            "name",
            format!("{:?} is no name of a budget that AWS takes", budget.name),
            format!(
                "A name {wrong}. It has 1 to 100 characters, none of them `:` or `\\`, and no `/action/`."
            ),
        );
    }
    if let Some(scope) = budget.scope.as_ref().filter(|scope| !is_account(scope)) {
        subject.problem(
            "scope",
            format!("{scope:?} is no number of an AWS account"),
            "Write the twelve digits of the account, or leave `scope` out for the caller's own account.",
        );
    }
    labels(subject);
}

/// API reference, `CreateBudget`, the pattern of `BudgetName`.
fn wrong_name(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    match name.chars().count() {
        0 => Some("is not empty"),
        101.. => Some("has 100 characters at most"),
        _ if name.contains([':', '\\']) => Some("has no `:` and no `\\`"),
        _ if name.contains("/action/") => Some("has no `/action/`"),
        _ if lower.contains("<script>") && lower.contains("</script>") => Some("holds no script"),
        _ => None,
    }
}

/// AWS Billing user guide, "User-defined tag restrictions".
fn labels(subject: &mut Subject<'_>) {
    let labels = &subject.budget.labels;
    if labels.len() > 50 {
        subject.problem(
            "labels",
            format!("{} labels are more than AWS takes", labels.len()),
            "It takes 50 tags.",
        );
    }
    for (key, value) in labels {
        let attribute = format!("labels[{key:?}]");
        let length = key.chars().count();
        if key.to_ascii_lowercase().starts_with("aws:") {
            subject.problem(
                attribute,
                format!("the label {key:?} begins with `aws:`"),
                "AWS keeps that prefix for tags of its own. Choose another key.",
            );
        } else if length == 0 || length > 128 || value.chars().count() > 256 {
            subject.problem(
                attribute,
                format!("the label {key:?} is longer than AWS takes, or empty"),
                "A key has 1 to 128 characters, a value 256 at most.",
            );
        }
    }
}
