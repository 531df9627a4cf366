//! The shapes of the calls' input: botocore's model of AWS Budgets 2016-10-20.

use crate::aws::json::{ANY, Shape, may, need};

static ACCOUNT: Shape = Shape::Text { length: (12, 12), pattern: Some(r"\d{12}") };
// The model's pattern forbids two words besides, which a name is searched for where it is made.
static NAME: Shape = Shape::Text { length: (1, 100), pattern: Some(r"[^:\\]+") };
static ANY_TEXT: Shape = Shape::TEXT;

static SPEND: Shape = Shape::Structure(&[
    need("Amount", &Shape::Text { length: (1, 1 << 31), pattern: Some(r"([0-9]*\.)?[0-9]+") }),
    need("Unit", &Shape::Text { length: (1, 1 << 31), pattern: Some(".*") }),
]);
static VALUES: Shape =
    Shape::List { of: &Shape::Text { length: (0, 1024), pattern: None }, length: (1, usize::MAX) };
static MATCH: Shape = Shape::List {
    of: &Shape::Choice(&[
        "EQUALS",
        "ABSENT",
        "STARTS_WITH",
        "ENDS_WITH",
        "CONTAINS",
        "GREATER_THAN_OR_EQUAL",
        "CASE_SENSITIVE",
        "CASE_INSENSITIVE",
    ]),
    length: ANY,
};
static DIMENSION: Shape = Shape::Choice(&[
    "AZ",
    "INSTANCE_TYPE",
    "LINKED_ACCOUNT",
    "LINKED_ACCOUNT_NAME",
    "OPERATION",
    "PURCHASE_TYPE",
    "REGION",
    "SERVICE",
    "SERVICE_CODE",
    "USAGE_TYPE",
    "USAGE_TYPE_GROUP",
    "RECORD_TYPE",
    "OPERATING_SYSTEM",
    "TENANCY",
    "SCOPE",
    "PLATFORM",
    "SUBSCRIPTION_ID",
    "LEGAL_ENTITY_NAME",
    "INVOICING_ENTITY",
    "DEPLOYMENT_OPTION",
    "DATABASE_ENGINE",
    "CACHE_ENGINE",
    "INSTANCE_TYPE_FAMILY",
    "BILLING_ENTITY",
    "RESERVATION_ID",
    "RESOURCE_ID",
    "RIGHTSIZING_TYPE",
    "SAVINGS_PLANS_TYPE",
    "SAVINGS_PLAN_ARN",
    "PAYMENT_OPTION",
    "RESERVATION_MODIFIED",
    "TAG_KEY",
    "COST_CATEGORY_NAME",
]);
static EXPRESSIONS: Shape = Shape::List { of: &EXPRESSION, length: ANY };
static EXPRESSION: Shape = Shape::Structure(&[
    may("Or", &EXPRESSIONS),
    may("And", &EXPRESSIONS),
    may("Not", &EXPRESSION),
    may(
        "Dimensions",
        &Shape::Structure(&[need("Key", &DIMENSION), need("Values", &VALUES), may("MatchOptions", &MATCH)]),
    ),
    may("Tags", &KEY_VALUES),
    may("CostCategories", &KEY_VALUES),
]);
static KEY_VALUES: Shape = Shape::Structure(&[
    may("Key", &Shape::Text { length: (0, 1024), pattern: None }),
    may("Values", &VALUES),
    may("MatchOptions", &MATCH),
]);
static COST_TYPES: Shape = Shape::Structure(&[
    may("IncludeTax", &Shape::Flag),
    may("IncludeSubscription", &Shape::Flag),
    may("UseBlended", &Shape::Flag),
    may("IncludeRefund", &Shape::Flag),
    may("IncludeCredit", &Shape::Flag),
    may("IncludeUpfront", &Shape::Flag),
    may("IncludeRecurring", &Shape::Flag),
    may("IncludeOtherSubscription", &Shape::Flag),
    may("IncludeSupport", &Shape::Flag),
    may("IncludeDiscount", &Shape::Flag),
    may("UseAmortized", &Shape::Flag),
]);
static AUTO_ADJUST: Shape = Shape::Structure(&[
    need("AutoAdjustType", &Shape::Choice(&["HISTORICAL", "FORECAST"])),
    may(
        "HistoricalOptions",
        &Shape::Structure(&[
            need("BudgetAdjustmentPeriod", &Shape::Integer { least: 1, most: 60 }),
            may("LookBackAvailablePeriods", &Shape::Integer { least: 1, most: 60 }),
        ]),
    ),
    may("LastAutoAdjustTime", &Shape::Time),
]);
static BUDGET: Shape = Shape::Structure(&[
    need("BudgetName", &NAME),
    may("BudgetLimit", &SPEND),
    may("PlannedBudgetLimits", &Shape::Map { key: &ANY_TEXT, value: &SPEND, length: ANY }),
    may(
        "CostFilters",
        &Shape::Map { key: &ANY_TEXT, value: &Shape::List { of: &ANY_TEXT, length: ANY }, length: ANY },
    ),
    may("CostTypes", &COST_TYPES),
    need("TimeUnit", &Shape::Choice(&["DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY", "CUSTOM"])),
    may("TimePeriod", &Shape::Structure(&[may("Start", &Shape::Time), may("End", &Shape::Time)])),
    may("CalculatedSpend", &Shape::Structure(&[need("ActualSpend", &SPEND), may("ForecastedSpend", &SPEND)])),
    need(
        "BudgetType",
        &Shape::Choice(&[
            "USAGE",
            "COST",
            "RI_UTILIZATION",
            "RI_COVERAGE",
            "SAVINGS_PLANS_UTILIZATION",
            "SAVINGS_PLANS_COVERAGE",
        ]),
    ),
    may("LastUpdatedTime", &Shape::Time),
    may("AutoAdjustData", &AUTO_ADJUST),
    may("FilterExpression", &EXPRESSION),
    may("Metrics", &METRICS),
    may("BillingViewArn", &BILLING_VIEW),
]);
static METRICS: Shape = Shape::List {
    of: &Shape::Choice(&[
        "BlendedCost",
        "UnblendedCost",
        "AmortizedCost",
        "NetUnblendedCost",
        "NetAmortizedCost",
        "UsageQuantity",
        "NormalizedUsageAmount",
        "Hours",
    ]),
    length: (0, 1),
};
static BILLING_VIEW: Shape = Shape::Text {
    length: (20, 2048),
    pattern: Some(
        r"^arn:aws[a-z-]*:(billing)::[0-9]{12}:billingview/[a-zA-Z0-9/:_\+=\.\-@]{0,75}[a-zA-Z0-9]$",
    ),
};

const THRESHOLD: Shape = Shape::Number { least: 0.0, most: 15_000_000_000_000.0 };
static KIND: Shape = Shape::Choice(&["ACTUAL", "FORECASTED"]);
static BY: Shape = Shape::Choice(&["PERCENTAGE", "ABSOLUTE_VALUE"]);
static NOTIFICATION: Shape = Shape::Structure(&[
    need("NotificationType", &KIND),
    need("ComparisonOperator", &Shape::Choice(&["GREATER_THAN", "LESS_THAN", "EQUAL_TO"])),
    need("Threshold", &THRESHOLD),
    may("ThresholdType", &BY),
    may("NotificationState", &Shape::Choice(&["OK", "ALARM"])),
]);
static SUBSCRIBER: Shape = Shape::Structure(&[
    need("SubscriptionType", &Shape::Choice(&["SNS", "EMAIL"])),
    need("Address", &Shape::Text { length: (1, 1 << 31), pattern: None }),
]);
static SUBSCRIBERS: Shape = Shape::List { of: &SUBSCRIBER, length: (1, 11) };

static RESOURCE: Shape = Shape::Text { length: (1, 1011), pattern: None };
static TAG_KEY: Shape = Shape::Text { length: (1, 128), pattern: None };
static TAGS: Shape = Shape::List {
    of: &Shape::Structure(&[
        need("Key", &TAG_KEY),
        need("Value", &Shape::Text { length: (0, 256), pattern: None }),
    ]),
    length: (0, 200),
};

static ACTION_ID: Shape = Shape::Text {
    length: (36, 36),
    pattern: Some("^[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}$"),
};
static ACTION_THRESHOLD: Shape =
    Shape::Structure(&[need("ActionThresholdValue", &THRESHOLD), need("ActionThresholdType", &BY)]);
static ROLE: Shape = Shape::Text {
    length: (32, 618),
    pattern: Some(
        r"^arn:aws(-eusc|-cn|-us-gov|-iso|-iso-[a-z]{1})?:iam::\d{12}:role(/[\u0021-\u007F]+/|/)[\w+=,.@-]+$",
    ),
};
static POLICY: Shape = Shape::Text {
    length: (25, 684),
    pattern: Some(
        r"^arn:aws(-eusc|-cn|-us-gov|-iso|-iso-[a-z]{1})?:iam::(\d{12}|aws):policy(/[\u0021-\u007F]+/|/)[\w+=,.@-]+$",
    ),
};
const IDENTITY: &str = r"^([\u0021-\u007F]+/)?[\w+=,.@-]+$";
static IDENTITIES: Shape =
    Shape::List { of: &Shape::Text { length: (1, 576), pattern: Some(IDENTITY) }, length: (1, 100) };
static GROUPS: Shape =
    Shape::List { of: &Shape::Text { length: (1, 640), pattern: Some(IDENTITY) }, length: (1, 100) };
static DEFINITION: Shape = Shape::Structure(&[
    may(
        "IamActionDefinition",
        &Shape::Structure(&[
            need("PolicyArn", &POLICY),
            may("Roles", &IDENTITIES),
            may("Groups", &GROUPS),
            may("Users", &IDENTITIES),
        ]),
    ),
    may(
        "ScpActionDefinition",
        &Shape::Structure(&[
            need("PolicyId", &Shape::Text { length: (10, 130), pattern: Some("^p-[0-9a-zA-Z_]{8,128}$") }),
            need("TargetIds", &TARGETS),
        ]),
    ),
    may(
        "SsmActionDefinition",
        &Shape::Structure(&[
            need("ActionSubType", &Shape::Choice(&["STOP_EC2_INSTANCES", "STOP_RDS_INSTANCES"])),
            need("Region", &REGION),
            need("InstanceIds", &INSTANCES),
        ]),
    ),
]);
static TARGETS: Shape = Shape::List {
    of: &Shape::Text { length: (12, 68), pattern: Some(r"^(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$)|(\d{12})") },
    length: (1, 100),
};
static REGION: Shape = Shape::Text { length: (9, 20), pattern: Some(r"^\w{2,4}-\w+(-\w+)?-\d$") };
static INSTANCES: Shape = Shape::List {
    of: &Shape::Text { length: (1, 63), pattern: Some(r"^i-(\w{8}|\w{17})$|^[a-zA-Z]([\w-]{0,61}\w)?$") },
    length: (1, 100),
};
static ACTION_KIND: Shape = Shape::Choice(&["APPLY_IAM_POLICY", "APPLY_SCP_POLICY", "RUN_SSM_DOCUMENTS"]);
static APPROVAL: Shape = Shape::Choice(&["AUTOMATIC", "MANUAL"]);

const PAGE: Shape = Shape::Integer { least: 1, most: 100 };
const LONG_PAGE: Shape = Shape::Integer { least: 1, most: 1000 };

pub(super) static ACCOUNT_NAMED: Shape =
    Shape::Structure(&[need("AccountId", &ACCOUNT), may("MaxResults", &PAGE), may("NextToken", &ANY_TEXT)]);
pub(super) static ACCOUNT_NAMED_LONG: Shape = Shape::Structure(&[
    need("AccountId", &ACCOUNT),
    may("MaxResults", &LONG_PAGE),
    may("NextToken", &ANY_TEXT),
    may("ShowFilterExpression", &Shape::Flag),
]);
pub(super) static BUDGET_NAMED: Shape = Shape::Structure(&[
    need("AccountId", &ACCOUNT),
    need("BudgetName", &NAME),
    may("MaxResults", &PAGE),
    may("NextToken", &ANY_TEXT),
    may("ShowFilterExpression", &Shape::Flag),
]);
pub(super) static CREATE_BUDGET: Shape = Shape::Structure(&[
    need("AccountId", &ACCOUNT),
    need("Budget", &BUDGET),
    may("NotificationsWithSubscribers", &WITH_SUBSCRIBERS),
    may("ResourceTags", &TAGS),
]);
static WITH_SUBSCRIBERS: Shape = Shape::List {
    of: &Shape::Structure(&[need("Notification", &NOTIFICATION), need("Subscribers", &SUBSCRIBERS)]),
    length: (0, 10),
};
pub(super) static UPDATE_BUDGET: Shape =
    Shape::Structure(&[need("AccountId", &ACCOUNT), need("NewBudget", &BUDGET)]);

pub(super) static CREATE_NOTIFICATION: Shape = Shape::Structure(&[
    need("AccountId", &ACCOUNT),
    need("BudgetName", &NAME),
    need("Notification", &NOTIFICATION),
    need("Subscribers", &SUBSCRIBERS),
]);
pub(super) static NOTIFICATION_OF: Shape = Shape::Structure(&[
    need("AccountId", &ACCOUNT),
    need("BudgetName", &NAME),
    need("Notification", &NOTIFICATION),
    may("MaxResults", &PAGE),
    may("NextToken", &ANY_TEXT),
]);
pub(super) static UPDATE_NOTIFICATION: Shape = Shape::Structure(&[
    need("AccountId", &ACCOUNT),
    need("BudgetName", &NAME),
    need("OldNotification", &NOTIFICATION),
    need("NewNotification", &NOTIFICATION),
]);
pub(super) static SUBSCRIBER_OF: Shape = Shape::Structure(&[
    need("AccountId", &ACCOUNT),
    need("BudgetName", &NAME),
    need("Notification", &NOTIFICATION),
    need("Subscriber", &SUBSCRIBER),
]);
pub(super) static UPDATE_SUBSCRIBER: Shape = Shape::Structure(&[
    need("AccountId", &ACCOUNT),
    need("BudgetName", &NAME),
    need("Notification", &NOTIFICATION),
    need("OldSubscriber", &SUBSCRIBER),
    need("NewSubscriber", &SUBSCRIBER),
]);

pub(super) static CREATE_ACTION: Shape = Shape::Structure(&[
    need("AccountId", &ACCOUNT),
    need("BudgetName", &NAME),
    need("NotificationType", &KIND),
    need("ActionType", &ACTION_KIND),
    need("ActionThreshold", &ACTION_THRESHOLD),
    need("Definition", &DEFINITION),
    need("ExecutionRoleArn", &ROLE),
    need("ApprovalModel", &APPROVAL),
    need("Subscribers", &SUBSCRIBERS),
    may("ResourceTags", &TAGS),
]);
pub(super) static ACTION_NAMED: Shape =
    Shape::Structure(&[need("AccountId", &ACCOUNT), need("BudgetName", &NAME), need("ActionId", &ACTION_ID)]);
pub(super) static UPDATE_ACTION: Shape = Shape::Structure(&[
    need("AccountId", &ACCOUNT),
    need("BudgetName", &NAME),
    need("ActionId", &ACTION_ID),
    may("NotificationType", &KIND),
    may("ActionThreshold", &ACTION_THRESHOLD),
    may("Definition", &DEFINITION),
    may("ExecutionRoleArn", &ROLE),
    may("ApprovalModel", &APPROVAL),
    may("Subscribers", &SUBSCRIBERS),
]);

pub(super) static RESOURCE_NAMED: Shape = Shape::Structure(&[need("ResourceARN", &RESOURCE)]);
pub(super) static TAG: Shape =
    Shape::Structure(&[need("ResourceARN", &RESOURCE), need("ResourceTags", &TAGS)]);
pub(super) static UNTAG: Shape = Shape::Structure(&[
    need("ResourceARN", &RESOURCE),
    need("ResourceTagKeys", &Shape::List { of: &TAG_KEY, length: (0, 200) }),
]);
