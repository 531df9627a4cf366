//! What `palisade_budget` looks like in configuration: its documentation, validation and codec come from here.

use tfplug::{List, Map, Number, Schema, Validator, Value};

use crate::clouds::Cloud;
use crate::timeouts::Timeouts;

/// A budget: a limit on what is spent, and who hears of it. AWS Budgets or Cloud Billing budgets, with the same attributes on
/// both.
///
/// What a cloud cannot do is an error while planning that names the attribute; nothing is dropped silently. Amounts and
/// percentages are exact decimals: `80` arrives as 80 percent, and `1250.50` as itself. The order of lists means
/// nothing.
///
/// Names of budgets on Google Cloud are not unique. So that a creation which was cut short is not done twice, a budget that
/// equals the wanted one in everything is taken for the one that was made: two budgets that are equal in everything cannot be
/// made in one billing account. Give them different names.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Budget {
    /// The cloud: `aws` (AWS Budgets) or `gcp` (Cloud Billing budgets). May be a variable. A change replaces the budget.
    #[schema(required, replace)]
    pub(crate) cloud: Value<Cloud>,
    /// The budget's name. On AWS a change replaces the budget; on Google Cloud it is a display name of at most 60 characters.
    #[schema(required, validate = Validator::length(1, 100))]
    pub(crate) name: Value<String>,
    /// Whose spending: the AWS account's number, the caller's when unset; on Google Cloud the billing account,
    /// `XXXXXX-XXXXXX-XXXXXX`, which must be set. A change replaces the budget.
    #[schema(optional, computed, keep_prior, replace)]
    pub(crate) scope: Value<String>,
    /// How much. Either this or `amount_from_last_period`.
    pub(crate) amount: Value<Amount>,
    /// Whether the amount is what the last period cost. On AWS, `aws.auto_adjust` says more exactly how it follows the past.
    #[schema(optional, computed)]
    pub(crate) amount_from_last_period: Value<bool>,
    /// For how long the amount is meant: `day` (AWS alone), `month`, `quarter`, `year`, or `custom` with `custom_period`.
    #[schema(required)]
    pub(crate) period: Value<Period>,
    /// From one day to another, where `period` is `custom`.
    pub(crate) custom_period: Value<CustomPeriod>,
    /// When somebody hears of it, in any order.
    #[schema(optional, computed)]
    pub(crate) thresholds: List<Threshold>,
    /// What is counted; everything in the scope when unset. Google Cloud answers with the numbers of projects alone: an id is
    /// believed as long as there are as many numbers, and after an import it is a difference to the number, which an apply
    /// settles. A number shows every drift, and no difference after an import.
    #[schema(optional, computed)]
    pub(crate) filter: Value<Filter>,
    /// Whether credits lower what is counted: `include`, `exclude`, or `only` those of `credit_types` (Google Cloud alone).
    #[schema(optional, computed)]
    pub(crate) credits: Value<Credits>,
    /// The types of credits that count, where `credits` is `only`: `PROMOTION`, `SUSTAINED_USAGE_DISCOUNT`.
    pub(crate) credit_types: List<String>,
    /// Who hears of it. On AWS everybody here hears of every threshold.
    #[schema(optional, computed)]
    pub(crate) notify: Value<Notify>,
    /// Labels of the budget itself, beside the provider's `default_labels`: AWS tags. Google Cloud's budgets have none; there
    /// `default_labels` are left out, and this is an error.
    #[schema(optional, computed)]
    pub(crate) labels: Map<String>,
    /// How long operations may take, retries included.
    pub(crate) timeouts: Value<Timeouts>,
    /// What only AWS Budgets has. An error where `cloud` is `gcp`.
    #[schema(optional, computed)]
    pub(crate) aws: Value<Aws>,
    /// What only Cloud Billing budgets have. An error where `cloud` is `aws`.
    #[schema(optional, computed)]
    pub(crate) gcp: Value<Gcp>,
    /// What names the budget, and what `terraform import` takes: `aws/ACCOUNT/NAME` or `gcp/BILLING_ACCOUNT/ID`.
    #[schema(computed, keep_prior)]
    pub(crate) id: Value<String>,
    /// The cloud's own identifier: the ARN, or `billingAccounts/ACCOUNT/budgets/ID`.
    #[schema(computed, keep_prior)]
    pub(crate) native_id: Value<String>,
    /// What was spent in this period when it was last read. AWS alone: null on Google Cloud, whose API does not tell it.
    #[schema(computed)]
    pub(crate) actual_spend: Value<Number>,
    /// What will have been spent at the period's end, as forecast when it was last read. AWS alone.
    #[schema(computed)]
    pub(crate) forecast_spend: Value<Number>,
    /// All labels of the budget, the provider's `default_labels` included.
    #[schema(computed)]
    pub(crate) labels_all: Map<String>,
}

/// How much.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Amount {
    /// How many units of the currency, exactly.
    #[schema(required)]
    pub(crate) units: Value<Number>,
    /// The currency, by ISO 4217: `USD`. On Google Cloud that of the billing account.
    #[schema(required, validate = Validator::length(3, 3))]
    pub(crate) currency: Value<String>,
}

/// For how long an amount is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum Period {
    Day,
    Month,
    Quarter,
    Year,
    Custom,
}

/// From one day to another.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct CustomPeriod {
    /// The first day, `YYYY-MM-DD`.
    #[schema(required)]
    pub(crate) start: Value<String>,
    /// The last day; for ever when unset.
    #[schema(optional, computed)]
    pub(crate) end: Value<String>,
}

/// When somebody hears of it. Either `percent` or `absolute`.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Threshold {
    /// Percent of the amount: `80`.
    pub(crate) percent: Value<Number>,
    /// So much in the budget's currency. AWS alone.
    pub(crate) absolute: Value<Number>,
    /// What is compared: what was spent (`actual`) or what will have been (`forecast`).
    #[schema(required)]
    pub(crate) basis: Value<Basis>,
}

/// What is compared with a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum Basis {
    Actual,
    Forecast,
}

/// What is counted.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Filter {
    /// Labels (cost allocation tags on AWS), each with the values that count. Google Cloud takes one label with one value.
    #[schema(optional, computed)]
    pub(crate) labels: Value<std::collections::BTreeMap<String, List<String>>>,
    /// Services: names as Cost Explorer spells them (AWS), `services/ID` (Google Cloud).
    #[schema(optional, computed)]
    pub(crate) services: List<String>,
    /// Linked accounts (AWS), `projects/ID` or `projects/NUMBER` (Google Cloud).
    #[schema(optional, computed)]
    pub(crate) projects: List<String>,
}

/// Whether credits lower what is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum Credits {
    Include,
    Exclude,
    Only,
}

/// Who hears of it.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Notify {
    /// E-mail addresses, at most ten. AWS alone; on Google Cloud use `channels`.
    #[schema(optional, computed)]
    pub(crate) emails: List<String>,
    /// The ARN of an SNS topic. AWS alone.
    pub(crate) sns_topic: Value<String>,
    /// `projects/PROJECT/topics/TOPIC`. Google Cloud alone.
    pub(crate) pubsub_topic: Value<String>,
    /// Cloud Monitoring channels, `projects/PROJECT/notificationChannels/ID`, at most five. Google Cloud alone.
    #[schema(optional, computed)]
    pub(crate) channels: List<String>,
}

/// What only AWS Budgets has.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Aws {
    /// What is summed up: `UnblendedCost`, `NetAmortizedCost`, ... .
    #[schema(optional, computed)]
    pub(crate) metric: Value<String>,
    /// A filter expression of the API in JSON, in place of `filter` and `credits`. An import finds what these can say as them,
    /// and all else here; order and white space mean nothing.
    pub(crate) filter_expression_json: Value<String>,
    /// Amounts by the first day of their period, `YYYY-MM-DD`; `amount` is the first of them.
    pub(crate) planned_limits: Map<Number>,
    /// How an amount follows the past, where `amount_from_last_period` is set.
    #[schema(optional, computed)]
    pub(crate) auto_adjust: Value<AutoAdjust>,
    /// The ARN of the billing view that is counted.
    #[schema(optional, computed)]
    pub(crate) billing_view: Value<String>,
    /// What AWS does at a threshold.
    #[schema(optional, computed)]
    pub(crate) actions: List<Action>,
}

/// How an amount follows the past.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct AutoAdjust {
    /// `historical` (the average of `periods`) or `forecast`.
    #[schema(required)]
    pub(crate) kind: Value<AutoAdjustKind>,
    /// How many periods are averaged, where `kind` is `historical`.
    #[schema(optional, computed)]
    pub(crate) periods: Value<u32>,
}

/// What an amount follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum AutoAdjustKind {
    Historical,
    Forecast,
}

/// What AWS does at a threshold. One of `iam`, `scp` and `ssm`.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Action {
    /// When.
    #[schema(required)]
    pub(crate) threshold: Value<Threshold>,
    /// Attaches an IAM policy.
    pub(crate) iam: Value<IamAction>,
    /// Attaches a service control policy.
    pub(crate) scp: Value<ScpAction>,
    /// Stops machines by Systems Manager.
    pub(crate) ssm: Value<SsmAction>,
    /// The ARN of the role that does it.
    #[schema(required)]
    pub(crate) role: Value<String>,
    /// Whether it happens without somebody's approval; not so when unset.
    pub(crate) automatic: Value<bool>,
    /// Who hears of it: e-mail addresses.
    pub(crate) emails: List<String>,
    /// Who hears of it: the ARN of an SNS topic.
    pub(crate) sns_topic: Value<String>,
}

/// Attaches an IAM policy.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct IamAction {
    /// The policy's ARN.
    #[schema(required)]
    pub(crate) policy: Value<String>,
    /// Users that get it.
    pub(crate) users: List<String>,
    /// Groups that get it.
    pub(crate) groups: List<String>,
    /// Roles that get it.
    pub(crate) roles: List<String>,
}

/// Attaches a service control policy.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct ScpAction {
    /// The policy's id.
    #[schema(required)]
    pub(crate) policy: Value<String>,
    /// Accounts and organisational units that get it.
    #[schema(required)]
    pub(crate) targets: List<String>,
}

/// Stops machines by Systems Manager.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct SsmAction {
    /// `STOP_EC2_INSTANCES` or `STOP_RDS_INSTANCES`.
    #[schema(required)]
    pub(crate) action: Value<String>,
    /// Where the machines are.
    #[schema(required)]
    pub(crate) region: Value<String>,
    /// Their ids.
    #[schema(required)]
    pub(crate) instances: List<String>,
}

/// What only Cloud Billing budgets have.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Gcp {
    /// Who may see and change the budget: `ALL_USERS` or `BILLING_ACCOUNT`.
    #[schema(optional, computed)]
    pub(crate) ownership_scope: Value<String>,
    /// Folders and organisations that count: `folders/N`, `organizations/N`.
    #[schema(optional, computed)]
    pub(crate) resource_ancestors: List<String>,
    /// Subaccounts that count: `billingAccounts/ID`.
    #[schema(optional, computed)]
    pub(crate) subaccounts: List<String>,
    /// Whether the billing account's administrators hear nothing of it by e-mail.
    #[schema(optional, computed)]
    pub(crate) disable_default_iam_recipients: Value<bool>,
    /// Whether the owners of the one project that is counted hear of it by e-mail.
    #[schema(optional, computed)]
    pub(crate) project_level_recipients: Value<bool>,
    /// Whether spending stops at the amount.
    #[schema(optional, computed)]
    pub(crate) spend_cap: Value<bool>,
}
