//! What `acceptance/support/mended_*.py` adds to the fakes: each as long as it is missing.

use acceptance::moto::Fake;
use acceptance::moto::Kind::{Ministack, Moto};
use serde_json::json;

use super::budget_gaps;
use super::gap::{self, Asked, Gap};

/// The fakes as their authors made them: moto 5.2.1 and ministack 1.5.33.
const GAPS: &[Gap] = &[
    Gap {
        fake: Moto,
        call: "DescribePlacementGroups",
        ask: |aws| aws.says("ec2", "describe_placement_groups", json!({}), "/PlacementGroups"),
        // A page of HTML, with status 500.
        says: "ResponseParserError",
        aws: "lists them (docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribePlacementGroups.html)",
        not: &[],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "DescribeBudgetActionsForBudget",
        ask: actions,
        says: "500",
        aws: ACTIONS,
        not: &[],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "ListTagsForResource",
        ask: budget_gaps::tags,
        says: "500",
        aws: "lists them (docs.aws.amazon.com/aws-cost-management/latest/APIReference/\
              API_budgets_ListTagsForResource.html)",
        not: &[],
        unchanged: &[],
    },
    Gap {
        fake: Ministack,
        call: "DescribeBudgetActionsForBudget",
        ask: actions,
        says: "InvalidAction",
        aws: ACTIONS,
        not: &[],
        unchanged: &[],
    },
];

const ACTIONS: &str = "lists them, an empty list where there are none (docs.aws.amazon.com/aws-cost-management/latest/\
                       APIReference/API_budgets_DescribeBudgetActionsForBudget.html)";

/// Nothing is mended that needs it no more.
pub(crate) fn check() {
    gap::check(GAPS, Fake::as_made, budget_gaps::prepare, &[]);
}

fn actions(aws: &Asked) -> String {
    aws.says("budgets", "describe_budget_actions_for_budget", budget_gaps::key(), "/Actions")
}
