//! What a budget is called, whose it is, and its labels.

use super::Subject;
use crate::aws::names::{Tags, is_account};

/// API reference, `CreateBudget`, `ResourceTags` and `ResourceTag`, which name no characters.
const TAGS: Tags = Tags { service: "AWS Budgets", most: 50, ours: None, spelled: false };

pub(super) fn check(subject: &mut Subject<'_>) {
    let budget = subject.wanted;
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
    subject.add(TAGS.check(&budget.labels));
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
