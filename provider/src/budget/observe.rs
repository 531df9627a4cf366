//! What a cloud shows of a budget, in the words of the configuration. An attribute whose meaning is as it was keeps its
//! spelling; any other is drift, and shown as the cloud has it.

use std::collections::BTreeMap;

use cloud::budget as neutral;
use cloud::{Kind, Observed};
use tfplug::{List, Number, Value};

use super::{schema, wanted};
use crate::convert::{differ, differ_within, list, number, text_list};

/// Brings a state to what is observed, computed attributes included, but for the labels.
pub(super) fn observe(state: &mut schema::Budget, observed: &Observed<neutral::Budget>) {
    let shown = observed.is.clone();
    state.cloud = crate::clouds::Cloud::from(shown.cloud()).into();
    // The cloud is known, so there is something to compare with.
    let Some(was) = wanted::budget(state, &Value::Null) else { return };

    state.name = shown.name.into();
    state.scope = observed.details.scope.clone().into();
    amount(state, &was.amount, shown.amount);
    if was.period != shown.period || state.period.known().is_none() {
        period(state, shown.period);
    }
    if was.thresholds.as_deref().map(sorted) != shown.thresholds.as_deref().map(sorted) {
        state.thresholds = some(shown.thresholds.unwrap_or_default(), threshold);
    }
    if was.filter != shown.filter {
        state.filter = (shown.filter != neutral::Filter::default()).then(|| filter(shown.filter)).into();
    }
    if was.credits != shown.credits {
        credits(state, shown.credits);
    }
    if was.notify != shown.notify {
        let notify = |notify: neutral::Notify| schema::Notify {
            emails: notify.emails.map(text_list).into(),
            sns_topic: notify.sns_topic.into(),
            pubsub_topic: notify.pubsub_topic.into(),
            channels: notify.channels.map(text_list).into(),
        };
        state.notify = (shown.notify != neutral::Notify::default()).then(|| notify(shown.notify)).into();
    }
    match (was.extras, shown.extras) {
        (neutral::Extras::Aws(was), neutral::Extras::Aws(shown)) => {
            differ_within(&mut state.aws, was, shown, aws);
        }
        (neutral::Extras::Gcp(was), neutral::Extras::Gcp(shown)) => {
            differ_within(&mut state.gcp, was, shown, gcp);
        }
        _ => {}
    }
    state.actual_spend = optional_number(observed.details.actual_spend.as_deref());
    state.forecast_spend = optional_number(observed.details.forecast_spend.as_deref());
}

fn amount(state: &mut schema::Budget, was: &neutral::Amount, shown: neutral::Amount) {
    let nothing_is_known = state.amount.known().is_none() && state.amount_from_last_period.known().is_none();
    if *was == shown && !nothing_is_known {
        return;
    }
    match shown {
        neutral::Amount::Fixed { units, currency } => {
            state.amount = schema::Amount { units: number(&units), currency: currency.into() }.into();
            state.amount_from_last_period = Value::Null;
        }
        neutral::Amount::LastPeriod => {
            state.amount = Value::Null;
            state.amount_from_last_period = true.into();
        }
    }
}

fn period(state: &mut schema::Budget, shown: neutral::Period) {
    state.custom_period = Value::Null;
    let period = match shown {
        neutral::Period::Day => schema::Period::Day,
        neutral::Period::Month => schema::Period::Month,
        neutral::Period::Quarter => schema::Period::Quarter,
        neutral::Period::Year => schema::Period::Year,
        neutral::Period::Custom { start, end } => {
            state.custom_period = schema::CustomPeriod { start: start.into(), end: end.into() }.into();
            schema::Period::Custom
        }
    };
    state.period = period.into();
}

/// Thresholds have no order: each as its number and basis.
fn sorted(thresholds: &[neutral::Threshold]) -> Vec<(bool, Option<Number>, neutral::Basis)> {
    let comparable = |threshold: &neutral::Threshold| match &threshold.at {
        neutral::Level::Percent(percent) => (false, percent.parse().ok(), threshold.basis),
        neutral::Level::Absolute(absolute) => (true, absolute.parse().ok(), threshold.basis),
    };
    let mut all: Vec<_> = thresholds.iter().map(comparable).collect();
    all.sort();
    all
}

fn threshold(shown: neutral::Threshold) -> schema::Threshold {
    let (percent, absolute) = match &shown.at {
        neutral::Level::Percent(percent) => (number(percent), Value::Null),
        neutral::Level::Absolute(absolute) => (Value::Null, number(absolute)),
    };
    schema::Threshold { percent, absolute, basis: schema::Basis::from(shown.basis).into() }
}

fn filter(shown: neutral::Filter) -> schema::Filter {
    schema::Filter {
        labels: shown
            .labels
            .map(|labels| {
                let entry = |(key, values)| (key, Value::Known(text_list(values)));
                labels.into_iter().map(entry).collect::<BTreeMap<_, _>>()
            })
            .into(),
        services: shown.services.map(text_list).into(),
        projects: shown.projects.map(text_list).into(),
    }
}

fn credits(state: &mut schema::Budget, shown: Option<neutral::Credits>) {
    state.credit_types = Value::Null;
    state.credits = shown
        .map(|credits| match credits {
            neutral::Credits::Include => schema::Credits::Include,
            neutral::Credits::Exclude => schema::Credits::Exclude,
            neutral::Credits::Only(types) => {
                state.credit_types = Value::Known(text_list(types));
                schema::Credits::Only
            }
        })
        .into();
}

fn aws(state: &mut schema::Aws, was: neutral::AwsExtras, shown: neutral::AwsExtras) {
    let neutral::AwsExtras {
        metric,
        filter_expression_json,
        planned_limits,
        auto_adjust,
        billing_view,
        actions,
    } = shown;
    differ(&mut state.metric, was.metric, metric, |metric| metric);
    differ(
        &mut state.filter_expression_json,
        was.filter_expression_json,
        filter_expression_json,
        |expression| expression,
    );
    differ(&mut state.planned_limits, was.planned_limits, planned_limits, |limits| {
        limits.into_iter().map(|(day, units)| (day, number(&units))).collect()
    });
    differ(&mut state.auto_adjust, was.auto_adjust, auto_adjust, |adjust| match adjust {
        neutral::AutoAdjust::Historical(periods) => {
            schema::AutoAdjust { kind: schema::AutoAdjustKind::Historical.into(), periods: periods.into() }
        }
        neutral::AutoAdjust::Forecast => {
            schema::AutoAdjust { kind: schema::AutoAdjustKind::Forecast.into(), periods: Value::Null }
        }
    });
    differ(&mut state.billing_view, was.billing_view, billing_view, |view| view);
    differ(&mut state.actions, was.actions, actions, |actions| list(actions, action));
}

fn action(shown: neutral::Action) -> schema::Action {
    let mut action = schema::Action {
        threshold: threshold(shown.threshold).into(),
        role: shown.role.into(),
        automatic: if shown.automatic { true.into() } else { Value::Null },
        emails: some(shown.emails, |address| address),
        sns_topic: shown.sns_topic.into(),
        ..schema::Action::default()
    };
    match shown.what {
        neutral::ActionKind::Iam { policy, users, groups, roles } => {
            let named = |names: Vec<String>| some(names, |name| name);
            action.iam = schema::IamAction {
                policy: policy.into(),
                users: named(users),
                groups: named(groups),
                roles: named(roles),
            }
            .into();
        }
        neutral::ActionKind::Scp { policy, targets } => {
            action.scp =
                schema::ScpAction { policy: policy.into(), targets: text_list(targets).into() }.into();
        }
        neutral::ActionKind::Ssm { action: what, region, instances } => {
            action.ssm = schema::SsmAction {
                action: what.into(),
                region: region.into(),
                instances: text_list(instances).into(),
            }
            .into();
        }
    }
    action
}

fn gcp(state: &mut schema::Gcp, was: neutral::GcpExtras, shown: neutral::GcpExtras) {
    differ(&mut state.ownership_scope, was.ownership_scope, shown.ownership_scope, |scope| scope);
    differ(&mut state.resource_ancestors, was.resource_ancestors, shown.resource_ancestors, text_list);
    differ(&mut state.subaccounts, was.subaccounts, shown.subaccounts, text_list);
    differ(
        &mut state.disable_default_iam_recipients,
        was.disable_default_iam_recipients,
        shown.disable_default_iam_recipients,
        |on| on,
    );
    differ(
        &mut state.project_level_recipients,
        was.project_level_recipients,
        shown.project_level_recipients,
        |on| on,
    );
    differ(&mut state.spend_cap, was.spend_cap, shown.spend_cap, |on| on);
}

/// A list that is null where it is empty.
fn some<N, T>(items: Vec<N>, convert: impl Fn(N) -> T) -> List<T> {
    if items.is_empty() { Value::Null } else { Value::Known(list(items, convert)) }
}

fn optional_number(text: Option<&str>) -> Value<Number> {
    text.map_or(Value::Null, number)
}
