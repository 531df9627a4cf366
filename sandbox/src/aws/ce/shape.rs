//! The shape of the call's input: botocore's model of Cost Explorer 2017-10-25.

use crate::aws::json::{ANY, Shape, may, need};

static TEXT: Shape = Shape::Text { length: (0, 1024), pattern: None };
static TEXTS: Shape = Shape::List { of: &TEXT, length: ANY };
static DATE: Shape =
    Shape::Text { length: (0, 40), pattern: Some(r"(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}:\d{2}Z)?") };

static MATCH: Shape = Shape::List {
    of: &Shape::Choice(&[
        "EQUALS",
        "ABSENT",
        "STARTS_WITH",
        "ENDS_WITH",
        "CONTAINS",
        "CASE_SENSITIVE",
        "CASE_INSENSITIVE",
        "GREATER_THAN_OR_EQUAL",
    ]),
    length: ANY,
};
static DIMENSION: Shape = Shape::Choice(&[
    "AZ",
    "INSTANCE_TYPE",
    "LINKED_ACCOUNT",
    "PAYER_ACCOUNT",
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
    "AGREEMENT_END_DATE_TIME_AFTER",
    "AGREEMENT_END_DATE_TIME_BEFORE",
    "INVOICING_ENTITY",
    "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
    "ANOMALY_TOTAL_IMPACT_PERCENTAGE",
    "PRODUCT_ATTRIBUTE",
]);
static EXPRESSIONS: Shape = Shape::List { of: &EXPRESSION, length: ANY };
static EXPRESSION: Shape = Shape::Structure(&[
    may("Or", &EXPRESSIONS),
    may("And", &EXPRESSIONS),
    may("Not", &EXPRESSION),
    may(
        "Dimensions",
        &Shape::Structure(&[may("Key", &DIMENSION), may("Values", &TEXTS), may("MatchOptions", &MATCH)]),
    ),
    may("Tags", &KEY_VALUES),
    may("CostCategories", &KEY_VALUES),
]);
static KEY_VALUES: Shape =
    Shape::Structure(&[may("Key", &TEXT), may("Values", &TEXTS), may("MatchOptions", &MATCH)]);

static GROUPS: Shape = Shape::List {
    of: &Shape::Structure(&[
        may("Type", &Shape::Choice(&["DIMENSION", "TAG", "COST_CATEGORY", "PRODUCT_ATTRIBUTE"])),
        may("Key", &TEXT),
    ]),
    length: ANY,
};

pub(super) static GET_COST_AND_USAGE: Shape = Shape::Structure(&[
    need("TimePeriod", &Shape::Structure(&[need("Start", &DATE), need("End", &DATE)])),
    need("Granularity", &Shape::Choice(&["DAILY", "MONTHLY", "HOURLY"])),
    may("Filter", &EXPRESSION),
    need("Metrics", &TEXTS),
    may("GroupBy", &GROUPS),
    may("BillingViewArn", &Shape::Text { length: (20, 2048), pattern: None }),
    may("NextPageToken", &Shape::Text { length: (0, 8192), pattern: None }),
]);
