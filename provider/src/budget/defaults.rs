//! What attributes that are left out come to on each cloud.

use std::collections::BTreeMap;

use tfplug::Value;

use super::schema::{AutoAdjust, AutoAdjustKind, Aws, Budget, Credits, CustomPeriod, Filter, Gcp, Notify};
use crate::clouds::Cloud;

/// The ending of the ARN of the billing view that every account has, and that a budget without another one counts.
const PRIMARY_VIEW: &str = ":billingview/primary";

/// The last day of a budget on AWS that has none (AWS Budgets API reference, `TimePeriod`).
const FOREVER: &str = "2087-06-15";

/// What is left out of a budget comes to this.
pub(super) fn of(budget: &Budget, prior: &Budget) -> Budget {
    let on = |cloud| budget.cloud.known() == Some(&cloud);
    let texts = || Value::Known(Vec::new());
    // An expression says all that is counted, and takes the place of these.
    let expression = budget.aws.known().is_some_and(|aws| !aws.filter_expression_json.is_null());
    let filter = || Filter { labels: Value::Known(BTreeMap::new()), services: texts(), projects: texts() };
    let only = |cloud, list| if on(cloud) { list } else { Value::Null };
    Budget {
        amount_from_last_period: false.into(),
        thresholds: Value::Known(Vec::new()),
        custom_period: forever(budget, on(Cloud::Aws)),
        filter: (!expression).then(filter).into(),
        credits: (!expression).then_some(Credits::Include).into(),
        notify: Notify {
            emails: only(Cloud::Aws, texts()),
            channels: only(Cloud::Gcp, texts()),
            ..Notify::default()
        }
        .into(),
        labels: Value::Known(BTreeMap::new()),
        aws: on(Cloud::Aws).then(|| aws(budget, prior)).into(),
        gcp: on(Cloud::Gcp).then(gcp).into(),
        ..Budget::default()
    }
}

/// On Google Cloud a budget without a last day has none.
fn forever(budget: &Budget, aws: bool) -> Value<CustomPeriod> {
    let custom = !budget.custom_period.is_null();
    (aws && custom).then(|| CustomPeriod { end: FOREVER.into(), ..CustomPeriod::default() }).into()
}

fn aws(budget: &Budget, prior: &Budget) -> Aws {
    let follows = budget.amount_from_last_period.known() == Some(&true);
    let last = || AutoAdjust { kind: AutoAdjustKind::Historical.into(), periods: 1.into() };
    let view = prior.aws.known().and_then(|aws| aws.billing_view.known());
    Aws {
        // What `CostTypes` has by default (AWS Budgets API reference).
        metric: "UnblendedCost".into(),
        auto_adjust: follows.then(last).into(),
        billing_view: view.filter(|view| view.ends_with(PRIMARY_VIEW)).cloned().into(),
        actions: Value::Known(Vec::new()),
        ..Aws::default()
    }
}

/// The Cloud Billing Budget API's reference, `Budget`: what each field says of its default.
fn gcp() -> Gcp {
    Gcp {
        ownership_scope: "ALL_USERS".into(),
        resource_ancestors: Value::Known(Vec::new()),
        subaccounts: Value::Known(Vec::new()),
        disable_default_iam_recipients: false.into(),
        project_level_recipients: false.into(),
        spend_cap: false.into(),
    }
}
