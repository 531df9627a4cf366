use std::collections::BTreeMap;
use std::sync::Arc;

use cloud::budget::{Budget, BudgetKey};
use cloud::{Cloud, Observed, Problem, Service, Session};
use tfplug::{Diagnostics, Map, Value};

use super::{observe, schema, wanted, whole};
use crate::managed::{Form, Given, common};
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

    fn check(&self) -> Vec<Problem> {
        whole::check(self)
    }

    fn plan(&mut self, _: &Given<'_, Self>) -> Diagnostics {
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

    async fn service(session: &Session, cloud: Cloud) -> Result<Arc<dyn Service<Budget>>, cloud::Error> {
        session.budgets(cloud).await
    }

    fn times(&self) -> Times {
        Timeouts::times(&self.timeouts)
    }
}
