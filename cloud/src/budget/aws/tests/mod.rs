mod fake;
mod lifecycle;
mod wire;

use std::collections::BTreeMap;

use crate::budget::{
    Action, ActionKind, Amount, AwsExtras, Basis, Budget, Extras, Filter, Level, Notify, Period, Threshold,
};

/// A budget with the least that one has.
pub(super) fn plain() -> Budget {
    Budget {
        name: "gpu team".into(),
        scope: None,
        amount: Amount::Fixed { units: "1250.5".into(), currency: "USD".into() },
        period: Period::Month,
        thresholds: None,
        filter: Filter::default(),
        credits: None,
        notify: Notify::default(),
        extras: Extras::Aws(AwsExtras::default()),
        labels: BTreeMap::new(),
    }
}

/// A budget that tells two people at some percents of what was spent.
pub(super) fn telling(percents: &[&str]) -> Budget {
    Budget {
        thresholds: Some(percents.iter().map(|percent| at(percent)).collect()),
        notify: Notify {
            emails: Some(vec!["a@example.com".into(), "b@example.com".into()]),
            ..Notify::default()
        },
        ..plain()
    }
}

pub(super) fn at(percent: &str) -> Threshold {
    Threshold { at: Level::Percent(percent.into()), basis: Basis::Actual }
}

/// An action that attaches a policy to a role.
pub(super) fn deny(role: &str) -> Action {
    Action {
        threshold: at("100"),
        what: ActionKind::Iam {
            policy: "arn:aws:iam::123456789012:policy/deny-gpus".into(),
            users: Vec::new(),
            groups: Vec::new(),
            roles: vec![role.into()],
        },
        role: "arn:aws:iam::123456789012:role/budgets".into(),
        automatic: true,
        emails: vec!["a@example.com".into()],
        sns_topic: None,
    }
}

/// The same budget with what only AWS has.
pub(super) fn with(budget: Budget, change: impl FnOnce(&mut AwsExtras)) -> Budget {
    let mut extras = AwsExtras::default();
    change(&mut extras);
    Budget { extras: Extras::Aws(extras), ..budget }
}
