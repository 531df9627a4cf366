//! What is shown of a budget: the attributes asked for, in the spelling that they were asked in where that means the
//! same.

use super::from_wire::{everything, ids};
use super::to_wire::{Described, created};
use super::wire;
use crate::budget::{
    Amount, Budget, BudgetKey, Credits, Details, Extras, Filter, GcpExtras, Level, Notify, Threshold, decimal,
};
use crate::{Observed, Scope};

/// What is there, of what the scope asks for. `None` for an answer that names no budget.
pub(super) fn observed(message: &wire::Budget, scope: Scope<'_, Budget>) -> Option<Observed<Budget>> {
    let (account, id) = ids(message)?;
    let actual = everything(message);
    Some(Observed {
        key: BudgetKey::Gcp { billing_account: account.to_owned(), id: id.to_owned() },
        is: match scope {
            Scope::Managed(wanted) => managed(wanted, actual),
            Scope::Everything => notable(actual),
        },
        native_id: message.name.clone(),
        revision: message.etag.clone(),
        details: Details { scope: account.to_owned(), actual_spend: None, forecast_spend: None },
    })
}

/// Whether a budget that was found is what is wanted, in what is set and in what is left to the default.
pub(super) fn is_equal(message: &wire::Budget, wanted: Described<'_>) -> bool {
    let (actual, normal) = (everything(message), everything(&created(wanted)));
    let normal = Budget { scope: actual.scope.clone(), ..normal };
    // A topic is the one thing that is not told where there is none.
    actual.notify.pubsub_topic == normal.notify.pubsub_topic && managed(&normal, actual) == normal
}

/// The attributes that are set in `wanted`. Where the cloud has what `wanted` comes to, `wanted` is shown as it is
/// written, so that two spellings of one thing (`80` and `80.0`, another order) are no difference.
fn managed(wanted: &Budget, actual: Budget) -> Budget {
    let (Extras::Gcp(wanted_extras), Extras::Gcp(actual_extras)) = (&wanted.extras, &actual.extras) else {
        return actual;
    };
    let extras = Extras::Gcp(managed_extras(wanted_extras, actual_extras));
    Budget {
        name: actual.name,
        scope: actual.scope.filter(|_| wanted.scope.is_some()),
        amount: spelt_amount(&wanted.amount, actual.amount),
        period: actual.period,
        thresholds: spelt_thresholds(&wanted.thresholds, actual.thresholds),
        filter: Filter {
            labels: actual.filter.labels.filter(|_| wanted.filter.labels.is_some()),
            services: in_order(&wanted.filter.services, actual.filter.services),
            projects: projects(&wanted.filter.projects, actual.filter.projects),
        },
        credits: spelt_credits(&wanted.credits, actual.credits),
        notify: Notify {
            emails: None,
            sns_topic: None,
            pubsub_topic: actual.notify.pubsub_topic.filter(|_| wanted.notify.pubsub_topic.is_some()),
            channels: in_order(&wanted.notify.channels, actual.notify.channels),
        },
        extras,
        // A budget has none here, and `check` lets none through.
        labels: wanted.labels.clone(),
    }
}

fn managed_extras(wanted: &GcpExtras, actual: &GcpExtras) -> GcpExtras {
    GcpExtras {
        ownership_scope: wanted.ownership_scope.as_ref().and(actual.ownership_scope.clone()),
        resource_ancestors: in_order(&wanted.resource_ancestors, actual.resource_ancestors.clone()),
        subaccounts: in_order(&wanted.subaccounts, actual.subaccounts.clone()),
        disable_default_iam_recipients: wanted
            .disable_default_iam_recipients
            .and(actual.disable_default_iam_recipients),
        project_level_recipients: wanted.project_level_recipients.and(actual.project_level_recipients),
        spend_cap: wanted.spend_cap.and(actual.spend_cap),
    }
}

fn spelt_amount(wanted: &Amount, actual: Amount) -> Amount {
    match (wanted, actual) {
        (Amount::Fixed { units: known, .. }, Amount::Fixed { units, currency }) => {
            Amount::Fixed { units: decimal::spelt_as(known, units), currency }
        }
        (_, actual) => actual,
    }
}

fn spelt_thresholds(
    wanted: &Option<Vec<Threshold>>,
    actual: Option<Vec<Threshold>>,
) -> Option<Vec<Threshold>> {
    let (wanted, actual) = (wanted.as_ref()?, actual?);
    let normal = |threshold: &Threshold| {
        let percent = match &threshold.at {
            Level::Percent(percent) | Level::Absolute(percent) => percent,
        };
        (decimal::parse(percent), threshold.basis)
    };
    Some(if is_permutation(wanted, &actual, normal) { wanted.clone() } else { actual })
}

fn spelt_credits(wanted: &Option<Credits>, actual: Option<Credits>) -> Option<Credits> {
    match (wanted.as_ref()?, actual?) {
        (Credits::Only(wanted), Credits::Only(actual)) => {
            in_order(&Some(wanted.clone()), Some(actual)).map(Credits::Only)
        }
        (_, actual) => Some(actual),
    }
}

/// Lists of the API are sets.
fn in_order(wanted: &Option<Vec<String>>, actual: Option<Vec<String>>) -> Option<Vec<String>> {
    let (wanted, actual) = (wanted.as_ref()?, actual?);
    Some(if is_permutation(wanted, &actual, Clone::clone) { wanted.clone() } else { actual })
}

/// The service writes numbers in place of ids, and nothing that it answers tells which number is whose. A number can be
/// compared and is; an id is believed as long as there are as many numbers that nothing else accounts for. Whoever wants
/// to see one project exchanged for another writes numbers.
fn projects(wanted: &Option<Vec<String>>, actual: Option<Vec<String>>) -> Option<Vec<String>> {
    let (wanted, actual) = (wanted.as_ref()?, actual?);
    let mut numbers: Vec<&String> = actual.iter().collect();
    let mut ids = 0;
    for project in wanted {
        match numbers.iter().position(|number| *number == project) {
            Some(at) => drop(numbers.swap_remove(at)),
            None if is_number(project) => return Some(actual),
            None => ids += 1,
        }
    }
    let same = numbers.len() == ids && numbers.iter().all(|number| is_number(number));
    Some(if same { wanted.clone() } else { actual })
}

fn is_number(project: &str) -> bool {
    let number = project.strip_prefix("projects/");
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether two lists hold the same, in any order.
fn is_permutation<T, K: PartialEq>(one: &[T], other: &[T], key: impl Fn(&T) -> K) -> bool {
    let mut left: Vec<K> = other.iter().map(&key).collect();
    one.len() == other.len()
        && one.iter().map(key).all(|wanted| {
            let found = left.iter().position(|there| *there == wanted);
            found.map(|at| left.swap_remove(at)).is_some()
        })
}

/// What differs from a budget that was created with nothing but a name and an amount.
fn notable(actual: Budget) -> Budget {
    let listed = |list: Option<Vec<String>>| list.filter(|list| !list.is_empty());
    let extras = match actual.extras {
        Extras::Gcp(extras) => Extras::Gcp(GcpExtras {
            ownership_scope: extras.ownership_scope.filter(|scope| scope != "ALL_USERS"),
            resource_ancestors: listed(extras.resource_ancestors),
            subaccounts: listed(extras.subaccounts),
            disable_default_iam_recipients: extras.disable_default_iam_recipients.filter(|on| *on),
            project_level_recipients: extras.project_level_recipients.filter(|on| *on),
            spend_cap: extras.spend_cap.filter(|on| *on),
        }),
        other => other,
    };
    Budget {
        filter: Filter {
            labels: actual.filter.labels.filter(|labels| !labels.is_empty()),
            services: listed(actual.filter.services),
            projects: listed(actual.filter.projects),
        },
        credits: actual.credits.filter(|credits| *credits != Credits::Include),
        notify: Notify { channels: listed(actual.notify.channels), ..actual.notify },
        extras,
        ..actual
    }
}
