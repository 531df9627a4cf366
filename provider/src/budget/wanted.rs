//! A configured budget in the clouds' neutral terms. Every attribute of the schema is named here once; the compiler sees to
//! it.

use std::collections::BTreeMap;

use cloud::Cloud;
use cloud::budget as neutral;
use tfplug::{Map, Number, Value};

use super::schema;
use crate::convert::{items, nested, same, text, texts, texts_by_key};

/// The budget that is wanted; `None` while the cloud is not known, for then nothing can be said. Of `labels`, all with the
/// provider's defaults, those of a budget on Google Cloud are its own alone, for it can have none.
pub(super) fn budget(budget: &schema::Budget, labels: &Map<String>) -> Option<neutral::Budget> {
    let cloud = Cloud::from(*budget.cloud.known()?);
    Some(neutral::Budget {
        name: text(&budget.name).unwrap_or_default(),
        scope: text(&budget.scope),
        amount: amount(budget),
        period: period(budget),
        thresholds: items(&budget.thresholds, threshold),
        filter: nested(&budget.filter, filter).unwrap_or_default(),
        credits: budget.credits.known().map(|credits| match credits {
            schema::Credits::Include => neutral::Credits::Include,
            schema::Credits::Exclude => neutral::Credits::Exclude,
            schema::Credits::Only => neutral::Credits::Only(texts(&budget.credit_types).unwrap_or_default()),
        }),
        notify: nested(&budget.notify, |notify| neutral::Notify {
            emails: texts(&notify.emails),
            sns_topic: text(&notify.sns_topic),
            pubsub_topic: text(&notify.pubsub_topic),
            channels: texts(&notify.channels),
        })
        .unwrap_or_default(),
        labels: match cloud {
            Cloud::Aws => texts_by_key(labels),
            Cloud::Gcp => texts_by_key(&budget.labels),
        },
        extras: match cloud {
            Cloud::Aws => neutral::Extras::Aws(budget.aws.known().map(aws).unwrap_or_default()),
            Cloud::Gcp => neutral::Extras::Gcp(budget.gcp.known().map(gcp).unwrap_or_default()),
        },
    })
}

fn amount(budget: &schema::Budget) -> neutral::Amount {
    match budget.amount.known() {
        Some(amount) => neutral::Amount::Fixed {
            units: decimal(&amount.units).unwrap_or_else(|| "0".into()),
            currency: text(&amount.currency).unwrap_or_default(),
        },
        None => neutral::Amount::LastPeriod,
    }
}

fn period(budget: &schema::Budget) -> neutral::Period {
    match budget.period.known() {
        Some(schema::Period::Day) => neutral::Period::Day,
        Some(schema::Period::Month) | None => neutral::Period::Month,
        Some(schema::Period::Quarter) => neutral::Period::Quarter,
        Some(schema::Period::Year) => neutral::Period::Year,
        Some(schema::Period::Custom) => {
            let period = budget.custom_period.known();
            neutral::Period::Custom {
                start: period.and_then(|period| text(&period.start)).unwrap_or_default(),
                end: period.and_then(|period| text(&period.end)),
            }
        }
    }
}

fn threshold(threshold: &schema::Threshold) -> neutral::Threshold {
    neutral::Threshold {
        at: match (decimal(&threshold.percent), decimal(&threshold.absolute)) {
            (None, Some(absolute)) => neutral::Level::Absolute(absolute),
            (percent, _) => neutral::Level::Percent(percent.unwrap_or_else(|| "0".into())),
        },
        basis: threshold.basis.known().map_or(neutral::Basis::Actual, |&basis| basis.into()),
    }
}

/// What is counted.
pub(crate) fn filter(filter: &schema::Filter) -> neutral::Filter {
    neutral::Filter {
        labels: filter.labels.known().map(|labels| {
            let known = |(key, values): (&String, _)| Some((key.clone(), texts(values)?));
            labels.iter().filter_map(known).collect()
        }),
        services: texts(&filter.services),
        projects: texts(&filter.projects),
    }
}

fn aws(aws: &schema::Aws) -> neutral::AwsExtras {
    neutral::AwsExtras {
        metric: text(&aws.metric),
        filter_expression_json: text(&aws.filter_expression_json),
        planned_limits: aws.planned_limits.known().map(|limits| {
            let known = |(day, units): (&String, &Value<Number>)| Some((day.clone(), decimal(units)?));
            limits.iter().filter_map(known).collect::<BTreeMap<_, _>>()
        }),
        auto_adjust: nested(&aws.auto_adjust, |adjust| match adjust.kind.known() {
            Some(schema::AutoAdjustKind::Forecast) => neutral::AutoAdjust::Forecast,
            _ => neutral::AutoAdjust::Historical(adjust.periods.known().copied().unwrap_or(1)),
        }),
        billing_view: text(&aws.billing_view),
        actions: items(&aws.actions, action),
    }
}

fn action(action: &schema::Action) -> neutral::Action {
    let what = match (&action.iam, &action.scp, &action.ssm) {
        (_, Value::Known(scp), _) => neutral::ActionKind::Scp {
            policy: text(&scp.policy).unwrap_or_default(),
            targets: texts(&scp.targets).unwrap_or_default(),
        },
        (_, _, Value::Known(ssm)) => neutral::ActionKind::Ssm {
            action: text(&ssm.action).unwrap_or_default(),
            region: text(&ssm.region).unwrap_or_default(),
            instances: texts(&ssm.instances).unwrap_or_default(),
        },
        (iam, ..) => {
            let iam = iam.known().cloned().unwrap_or_default();
            neutral::ActionKind::Iam {
                policy: text(&iam.policy).unwrap_or_default(),
                users: texts(&iam.users).unwrap_or_default(),
                groups: texts(&iam.groups).unwrap_or_default(),
                roles: texts(&iam.roles).unwrap_or_default(),
            }
        }
    };
    neutral::Action {
        threshold: nested(&action.threshold, threshold).unwrap_or(neutral::Threshold {
            at: neutral::Level::Percent("0".into()),
            basis: neutral::Basis::Actual,
        }),
        what,
        role: text(&action.role).unwrap_or_default(),
        automatic: action.automatic.known().copied().unwrap_or_default(),
        emails: texts(&action.emails).unwrap_or_default(),
        sns_topic: text(&action.sns_topic),
    }
}

fn gcp(gcp: &schema::Gcp) -> neutral::GcpExtras {
    neutral::GcpExtras {
        ownership_scope: text(&gcp.ownership_scope),
        resource_ancestors: texts(&gcp.resource_ancestors),
        subaccounts: texts(&gcp.subaccounts),
        disable_default_iam_recipients: gcp.disable_default_iam_recipients.known().copied(),
        project_level_recipients: gcp.project_level_recipients.known().copied(),
        spend_cap: gcp.spend_cap.known().copied(),
    }
}

/// A number as the clouds' layer takes it: the digits of an exact decimal.
fn decimal(number: &Value<Number>) -> Option<String> {
    number.known().map(ToString::to_string)
}

same!(schema::Basis, neutral::Basis { Actual, Forecast });
