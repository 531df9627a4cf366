use std::collections::BTreeMap;

use cloud::budget::{Budget, BudgetKey};
use cloud::{Cloud, Observed, Problem};
use tfplug::schema::Attribute;
use tfplug::{Diagnostics, Map, Value};

use super::{defaults, observe, schema, wanted, whole};
use crate::managed::{Form, Given, common};
use crate::palisade::Palisade;
use crate::settle::{self, Settle};
use crate::timeouts::{Timeouts, Times};

common!(schema::Budget);

impl Form for schema::Budget {
    type Kind = Budget;

    const WHAT: &'static str = "budget";

    fn of_key(key: &BudgetKey) -> Self {
        let (scope, name) = match key {
            BudgetKey::Aws { account, name } => (account, Value::Known(name.clone())),
            BudgetKey::Gcp { billing_account, .. } => (billing_account, Value::Null),
        };
        schema::Budget {
            cloud: crate::clouds::Cloud::from(key.cloud()).into(),
            name,
            scope: scope.clone().into(),
            id: key.to_string().into(),
            ..Self::default()
        }
    }

    fn wanted(&self, labels: &Map<String>) -> Option<Budget> {
        wanted::budget(self, labels)
    }

    fn labels_of(shown: &Budget) -> &BTreeMap<String, String> {
        &shown.labels
    }

    fn observe(&mut self, observed: &Observed<Budget>) {
        observe::observe(self, observed);
    }

    fn is_found(attribute: &Attribute) -> bool {
        attribute.name == "scope"
    }

    fn settle(&mut self, given: &Given<'_, Self>) {
        settle::plan(self, given);
    }

    fn check(&self) -> Vec<Problem> {
        whole::check(self)
    }

    fn plan(&mut self, given: &Given<'_, Self>) -> Diagnostics {
        keep_expression(self, given.prior);
        let cloud = self.cloud.known().map(|&cloud| Cloud::from(cloud));
        if cloud == Some(Cloud::Gcp) {
            // Budgets of Google Cloud have no labels, so the provider's defaults are none of theirs.
            self.labels_all = Value::Known(BTreeMap::new());
            self.actual_spend = Value::Null;
            self.forecast_spend = Value::Null;
        }
        if let (Some(Cloud::Aws), Value::Known(account), Value::Known(name)) =
            (cloud, &self.scope, &self.name)
        {
            self.id = BudgetKey::Aws { account: account.clone(), name: name.clone() }.to_string().into();
        }
        Diagnostics::none()
    }

    fn imported(&mut self, provider: &Palisade) {
        settle::import(self, provider);
    }

    fn times(&self) -> Times {
        Timeouts::times(&self.timeouts)
    }
}

impl Settle for schema::Budget {
    const IN_ANY_ORDER: &'static [&'static str] = &[
        "thresholds",
        "filter.labels",
        "filter.services",
        "filter.projects",
        "credit_types",
        "notify.emails",
        "notify.channels",
        "aws.actions",
        "gcp.resource_ancestors",
        "gcp.subaccounts",
    ];

    fn defaults(&self, prior: &Self, _: &Palisade) -> Self {
        defaults::of(self, prior)
    }
}

/// A filter expression is the same in any order and with any white space: one that an import found is no difference to
/// another spelling of it.
fn keep_expression(planned: &mut schema::Budget, prior: Option<&schema::Budget>) {
    let (Value::Known(planned), Some(Value::Known(prior))) =
        (&mut planned.aws, prior.map(|prior| &prior.aws))
    else {
        return;
    };
    if let (Value::Known(wanted), Value::Known(is)) =
        (&planned.filter_expression_json, &prior.filter_expression_json)
        && cloud::budget::is_same_expression(wanted, is)
    {
        planned.filter_expression_json = prior.filter_expression_json.clone();
    }
}
