//! What a cloud cannot do is an error while planning, at the attribute: `terraform validate` says where in the file.

use acceptance::refused::{self, Refused};
use acceptance::{Terraform, hcl};

/// What is refused where.
pub(crate) const REFUSED: [Refused; 21] = [
    Refused::no(
        "aws",
        "notify.pubsub_topic",
        "notify = {\n emails = [\"a@example.com\"]\n pubsub_topic = \"projects/p/topics/t\"\n}\n\
         thresholds = [{ percent = 80, basis = \"actual\" }]",
        "AWS Budgets cannot publish to Pub/Sub",
    ),
    Refused::no(
        "aws",
        "notify.channels",
        "notify = {\n emails = [\"a@example.com\"]\n channels = [\"projects/p/notificationChannels/1\"]\n}\n\
         thresholds = [{ percent = 80, basis = \"actual\" }]",
        "AWS Budgets has no notification channels",
    ),
    Refused::some(
        "aws",
        "credits",
        "credits = \"only\"\ncredit_types = [\"PROMOTION\"]",
        "AWS Budgets cannot count credits of some types alone",
    ),
    Refused::some(
        "aws",
        "credit_types",
        "credit_types = [\"PROMOTION\"]",
        "`credit_types` goes with `credits = \"only\"` alone",
    ),
    Refused::no("aws", "gcp", "gcp = { spend_cap = true }", "`gcp` cannot be set: this budget is on AWS"),
    Refused::some(
        "aws",
        "notify",
        "thresholds = [{ percent = 80, basis = \"actual\" }]",
        "nobody hears of the thresholds",
    ),
    Refused::some(
        "aws",
        "scope",
        "scope = \"000000-AAAAAA-BBBBBB\"",
        "\"000000-AAAAAA-BBBBBB\" is no number of an AWS account",
    ),
    Refused::some("aws", "name", "name = \"a:b\"", "\"a:b\" is no name of a budget that AWS takes"),
    Refused::some(
        "aws",
        "aws.metric",
        "aws = { metric = \"UsageQuantity\" }",
        "\"UsageQuantity\" is no metric of costs",
    ),
    Refused::some(
        "aws",
        "aws.planned_limits",
        "period = \"year\"\naws = { planned_limits = { \"2035-01-01\" = 100 } }",
        "amounts are planned by month or by quarter",
    ),
    Refused::some(
        "aws",
        "aws.actions[0].emails",
        "aws = { actions = [{ threshold = { percent = 80, basis = \"actual\" }, role = \
         \"arn:aws:iam::123456789012:role/b\", scp = { policy = \"p-example1\", targets = [\"ou-exam-one\"] } }] }",
        "nobody hears of the action",
    ),
    Refused::some(
        "aws",
        "aws.actions[0].scp.policy",
        "aws = { actions = [{ threshold = { percent = 80, basis = \"actual\" }, role = \
         \"arn:aws:iam::123456789012:role/b\", emails = [\"a@example.com\"], scp = { policy = \"p-one\", targets = \
         [\"ou-exam-one\"] } }] }",
        "\"p-one\" is no id of a service control policy",
    ),
    Refused::no(
        "gcp",
        "thresholds[0].absolute",
        "thresholds = [{ absolute = 80, basis = \"actual\" }]",
        "Google Cloud's thresholds are parts of the amount",
    ),
    Refused::no(
        "gcp",
        "notify.emails",
        "notify = { emails = [\"a@example.com\"] }",
        "Google Cloud's budgets hold no e-mail addresses",
    ),
    Refused::no(
        "gcp",
        "notify.sns_topic",
        "notify = { sns_topic = \"arn:aws:sns:us-east-1:123456789012:one\" }",
        "SNS is a service of AWS",
    ),
    Refused::no("gcp", "labels", "labels = { team = \"one\" }", "Google Cloud's budgets have no labels"),
    Refused::no(
        "gcp",
        "aws",
        "aws = { metric = \"BlendedCost\" }",
        "`aws` cannot be set: this budget is on Google Cloud",
    ),
    Refused::some("gcp", "period", "period = \"day\"", "a budget on Google Cloud has no period of a day"),
    Refused::some(
        "gcp",
        "filter.labels",
        "filter = { labels = { team = [\"one\", \"two\"] } }",
        "a budget on Google Cloud counts by one label with one value",
    ),
    Refused::some("gcp", "scope", "scope = \"123456789012\"", "not a billing account"),
    Refused::some(
        "gcp",
        "gcp.project_level_recipients",
        "gcp = { project_level_recipients = true }",
        "no project's owners can be told",
    ),
];

/// Validates one configuration with a budget for each; panics with all that was not as the table says.
pub(crate) fn check() {
    let terraform = Terraform::new();
    let resources: String = REFUSED.iter().enumerate().map(resource).collect();
    terraform.main(&resources);
    let told = terraform.run(&["validate", "-json"]).failed();
    refused::check(&REFUSED, "palisade_budget", refused::of_validate(&told));
}

fn resource((place, refused): (usize, &Refused)) -> String {
    let (cloud, scope) = match refused.cloud {
        "aws" => ("\"aws\"", "null"),
        _ => ("\"gcp\"", "\"000000-AAAAAA-BBBBBB\""),
    };
    let defaults = [
        ("cloud", cloud),
        ("name", "\"a-budget\""),
        ("amount", "{ units = 100, currency = \"USD\" }"),
        ("period", "\"month\""),
        ("scope", scope),
    ];
    hcl::resource("palisade_budget", &refused::label(place), &defaults, refused.hcl)
}
