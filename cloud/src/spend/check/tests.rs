use crate::Cloud;
use crate::budget::{Credits, Filter};
use crate::spend::{Granularity, GroupBy, SpendQuery};

pub(in super::super) fn question() -> SpendQuery {
    SpendQuery {
        start: "2026-10-01".into(),
        end: "2026-12-01".into(),
        granularity: Granularity::Month,
        filter: Filter::default(),
        credits: None,
        group_by: Vec::new(),
        metric: None,
    }
}

fn check(change: impl FnOnce(&mut SpendQuery), expected: &[&str]) {
    let mut query = question();
    change(&mut query);
    let problems = query.check(Cloud::Aws);
    let attributes: Vec<_> = problems.iter().map(|problem| problem.attribute.as_str()).collect();
    assert_eq!(attributes, expected, "{problems:?}");
}

#[test]
fn what_cost_explorer_does_not_take() {
    check(|_| {}, &[]);
    check(|query| query.start = "2026-12-01".into(), &["end"]);
    check(|query| query.start = "2026".into(), &["start"]);
    check(|query| query.group_by = vec![GroupBy::Service, GroupBy::Label("team".into())], &[]);
    check(|query| query.group_by = vec![GroupBy::Service, GroupBy::Service], &["group_by"]);
    check(|query| query.group_by = vec![GroupBy::Label(String::new())], &["group_by"]);
    check(
        |query| query.group_by = ["a", "b", "c"].map(|key| GroupBy::Label(key.into())).into(),
        &["group_by"],
    );
    check(|query| query.filter.labels = Some([("team".into(), Vec::new())].into()), &["filter.labels"]);
    check(|query| query.credits = Some(Credits::Only(Vec::new())), &["credits"]);
    check(|query| query.metric = Some("UsageQuantity".into()), &["metric"]);
}
