//! The neutral budget: a limit on what is spent, and who hears of it (AWS Budgets, Cloud Billing budgets).

pub(crate) mod aws;
pub(crate) mod day;
mod decimal;
mod gcp;
mod key;

pub use key::BudgetKey;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{Cloud, Error, Kind, Problem, Service, Session};

/// A budget as it is wanted, or as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Budget {
    /// The budget's name (AWS; fixed at creation) or display name (Google Cloud, 60 characters).
    pub name: String,
    /// The account's number (AWS; the caller's when `None`) or the billing account `XXXXXX-XXXXXX-XXXXXX` (Google Cloud).
    /// Fixed at creation.
    pub scope: Option<String>,
    /// How much.
    pub amount: Amount,
    /// For how long.
    pub period: Period,
    /// When somebody hears of it, in order.
    pub thresholds: Option<Vec<Threshold>>,
    /// What is counted; everything in the scope when empty.
    pub filter: Filter,
    /// Whether credits lower what is counted.
    pub credits: Option<Credits>,
    /// Who hears of it.
    pub notify: Notify,
    /// What only one cloud has; says which cloud this budget is on.
    pub extras: Extras,
    /// Labels of the budget itself, default labels included: AWS tags. Google Cloud's budgets have none, and the provider's
    /// default labels are left out there; labels of the resource's own are an error.
    pub labels: BTreeMap<String, String>,
}

/// How much may be spent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    /// A fixed amount.
    Fixed {
        /// An exact decimal: `1250.50`. Compared by value.
        units: String,
        /// ISO 4217: `USD`.
        currency: String,
    },
    /// What the last period cost.
    LastPeriod,
}

/// For how long an amount is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Period {
    /// A day. AWS only.
    Day,
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
    /// From one day to another.
    Custom {
        /// The first day, `YYYY-MM-DD`.
        start: String,
        /// The last day; for ever when `None`.
        end: Option<String>,
    },
}

/// When somebody hears of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// How far spending has come.
    pub at: Level,
    /// What is compared.
    pub basis: Basis,
}

/// How far spending has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Level {
    /// Percent of the amount, an exact decimal: `80`, `112.5`.
    Percent(String),
    /// So much in the budget's currency, an exact decimal. AWS only.
    Absolute(String),
}

/// What is compared with a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// What was spent.
    Actual,
    /// What will have been spent at the end of the period.
    Forecast,
}

/// What is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Labels (cost allocation tags on AWS), each with the values that count. Google Cloud takes one label with one value.
    pub labels: Option<BTreeMap<String, Vec<String>>>,
    /// Services: names as Cost Explorer spells them (AWS), `services/ID` (Google Cloud).
    pub services: Option<Vec<String>>,
    /// Linked accounts (AWS), `projects/ID` or `projects/NUMBER` (Google Cloud).
    pub projects: Option<Vec<String>>,
}

/// Whether credits lower what is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credits {
    /// All of them.
    Include,
    /// None.
    Exclude,
    /// Those of these types: `PROMOTION`, `SUSTAINED_USAGE_DISCOUNT`. Google Cloud only.
    Only(Vec<String>),
}

/// Who hears of it. On AWS everybody here hears of every threshold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notify {
    /// E-mail addresses, at most ten. AWS only; on Google Cloud use channels.
    pub emails: Option<Vec<String>>,
    /// The ARN of an SNS topic. AWS only.
    pub sns_topic: Option<String>,
    /// `projects/PROJECT/topics/TOPIC`. Google Cloud only.
    pub pubsub_topic: Option<String>,
    /// Cloud Monitoring channels, `projects/PROJECT/notificationChannels/ID`, at most five. Google Cloud only.
    pub channels: Option<Vec<String>>,
}

/// What only one cloud has.
#[derive(Clone, Debug, PartialEq)]
pub enum Extras {
    /// AWS Budgets.
    Aws(AwsExtras),
    /// Cloud Billing budgets.
    Gcp(GcpExtras),
}

/// What only AWS Budgets has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AwsExtras {
    /// What is summed up: `UnblendedCost`, `NetAmortizedCost`, ... .
    pub metric: Option<String>,
    /// A filter expression of the API in JSON, in place of `filter`.
    pub filter_expression_json: Option<String>,
    /// Amounts by the first day of their period, in place of one amount for all.
    pub planned_limits: Option<BTreeMap<String, String>>,
    /// An amount that follows the past: how many periods it is averaged over (`HISTORICAL`), or the forecast.
    pub auto_adjust: Option<AutoAdjust>,
    /// The ARN of the billing view that is counted.
    pub billing_view: Option<String>,
    /// What AWS does at a threshold.
    pub actions: Option<Vec<Action>>,
}

/// An amount that follows the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutoAdjust {
    /// The average of so many periods, 1 to 60.
    Historical(u32),
    /// The forecast.
    Forecast,
}

/// What AWS does at a threshold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// When.
    pub threshold: Threshold,
    /// What.
    pub what: ActionKind,
    /// The ARN of the role that does it.
    pub role: String,
    /// Whether it happens without somebody's approval.
    pub automatic: bool,
    /// Who hears of it: e-mail addresses.
    pub emails: Vec<String>,
    /// Who hears of it: the ARN of an SNS topic.
    pub sns_topic: Option<String>,
}

/// What an action does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// Attaches an IAM policy.
    Iam {
        /// The policy's ARN.
        policy: String,
        /// Users that get it.
        users: Vec<String>,
        /// Groups that get it.
        groups: Vec<String>,
        /// Roles that get it.
        roles: Vec<String>,
    },
    /// Attaches a service control policy.
    Scp {
        /// The policy's id.
        policy: String,
        /// Accounts and organisational units that get it.
        targets: Vec<String>,
    },
    /// Stops machines by Systems Manager.
    Ssm {
        /// `STOP_EC2_INSTANCES` or `STOP_RDS_INSTANCES`.
        action: String,
        /// Where the machines are.
        region: String,
        /// Their ids.
        instances: Vec<String>,
    },
}

/// What only Cloud Billing budgets have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GcpExtras {
    /// Who may see and change the budget, in the API's words: `ALL_USERS` or `BILLING_ACCOUNT`.
    pub ownership_scope: Option<String>,
    /// Folders and organisations that count: `folders/N`, `organizations/N`.
    pub resource_ancestors: Option<Vec<String>>,
    /// Subaccounts that count: `billingAccounts/ID`.
    pub subaccounts: Option<Vec<String>>,
    /// Whether the billing account's administrators hear nothing of it by e-mail.
    pub disable_default_iam_recipients: Option<bool>,
    /// Whether the owners of the one project that is counted hear of it by e-mail.
    pub project_level_recipients: Option<bool>,
    /// Whether spending stops at the amount.
    pub spend_cap: Option<bool>,
}

/// What the cloud tells of a budget.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// The account's number or the billing account.
    pub scope: String,
    /// What was spent in this period, an exact decimal. AWS only.
    pub actual_spend: Option<String>,
    /// What will have been spent, an exact decimal. AWS only.
    pub forecast_spend: Option<String>,
}

/// Whether two filter expressions of AWS, in JSON, count the same. What is no expression is as no other.
pub fn is_same_expression(one: &str, other: &str) -> bool {
    use aws::expression::Expression;
    let normal = |text: &str| Expression::from_json(text).ok().map(Expression::normal);
    normal(one).is_some_and(|one| normal(other) == Some(one))
}

impl Budget {
    /// When somebody hears of it, by its own word.
    pub(crate) fn thresholds(&self) -> &[Threshold] {
        self.thresholds.as_deref().unwrap_or_default()
    }
}

impl Kind for Budget {
    type Key = BudgetKey;
    type Details = Details;

    fn cloud(&self) -> Cloud {
        match self.extras {
            Extras::Aws(_) => Cloud::Aws,
            Extras::Gcp(_) => Cloud::Gcp,
        }
    }

    fn check(&self, unknown: &dyn Fn(&str) -> bool) -> Vec<Problem> {
        match &self.extras {
            Extras::Aws(extras) => aws::check(self, extras, unknown),
            Extras::Gcp(extras) => gcp::check(self, extras, unknown),
        }
    }

    fn replaced(prior: &Self, wanted: &Self) -> Vec<&'static str> {
        match wanted.cloud() {
            Cloud::Aws => aws::replaced(prior, wanted),
            Cloud::Gcp => gcp::replaced(prior, wanted),
        }
    }

    async fn service(session: &Session, cloud: Cloud) -> Result<Arc<dyn Service<Self>>, Error> {
        Ok(match cloud {
            Cloud::Aws => Arc::new(aws::AwsBudgets::new(Arc::clone(session.aws()))),
            Cloud::Gcp => session.once(gcp::GcpBudgets::of(session.gcp())).await?,
        })
    }
}
