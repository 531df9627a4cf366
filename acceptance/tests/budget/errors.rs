//! What a cloud cannot do is an error while planning, at the attribute: `terraform validate` says where in the file.

use std::collections::BTreeMap;

use acceptance::Terraform;
use serde_json::{Value, json};

/// An attribute that a cloud does not have, or does not take so.
pub(crate) struct Refused {
    pub(crate) cloud: &'static str,
    /// The attribute's path, with indices as the error names it.
    path: &'static str,
    /// The resource's body, in which an attribute at the top stands on a line of its own.
    hcl: &'static str,
    /// The error's first line.
    summary: &'static str,
    /// Whether the cloud does not have the attribute at all, or this one value.
    pub(crate) all: bool,
}

const fn no(cloud: &'static str, path: &'static str, hcl: &'static str, summary: &'static str) -> Refused {
    Refused { cloud, path, hcl, summary, all: true }
}

const fn some(cloud: &'static str, path: &'static str, hcl: &'static str, summary: &'static str) -> Refused {
    Refused { all: false, ..no(cloud, path, hcl, summary) }
}

/// What is refused where.
pub(crate) const REFUSED: [Refused; 21] = [
    no(
        "aws",
        "notify.pubsub_topic",
        "notify = {\n emails = [\"a@example.com\"]\n pubsub_topic = \"projects/p/topics/t\"\n}\n\
         thresholds = [{ percent = 80, basis = \"actual\" }]",
        "AWS Budgets cannot publish to Pub/Sub",
    ),
    no(
        "aws",
        "notify.channels",
        "notify = {\n emails = [\"a@example.com\"]\n channels = [\"projects/p/notificationChannels/1\"]\n}\n\
         thresholds = [{ percent = 80, basis = \"actual\" }]",
        "AWS Budgets has no notification channels",
    ),
    some(
        "aws",
        "credits",
        "credits = \"only\"\ncredit_types = [\"PROMOTION\"]",
        "AWS Budgets cannot count credits of some types alone",
    ),
    some(
        "aws",
        "credit_types",
        "credit_types = [\"PROMOTION\"]",
        "`credit_types` goes with `credits = \"only\"` alone",
    ),
    no("aws", "gcp", "gcp = { spend_cap = true }", "`gcp` cannot be set: this budget is on AWS"),
    some(
        "aws",
        "notify",
        "thresholds = [{ percent = 80, basis = \"actual\" }]",
        "nobody hears of the thresholds",
    ),
    some(
        "aws",
        "scope",
        "scope = \"000000-AAAAAA-BBBBBB\"",
        "\"000000-AAAAAA-BBBBBB\" is no number of an AWS account",
    ),
    some("aws", "name", "name = \"a:b\"", "\"a:b\" is no name of a budget that AWS takes"),
    some(
        "aws",
        "aws.metric",
        "aws = { metric = \"UsageQuantity\" }",
        "\"UsageQuantity\" is no metric of costs",
    ),
    some(
        "aws",
        "aws.planned_limits",
        "period = \"year\"\naws = { planned_limits = { \"2035-01-01\" = 100 } }",
        "amounts are planned by month or by quarter",
    ),
    some(
        "aws",
        "aws.actions[0].emails",
        "aws = { actions = [{ threshold = { percent = 80, basis = \"actual\" }, role = \
         \"arn:aws:iam::123456789012:role/b\", scp = { policy = \"p-example1\", targets = [\"ou-exam-one\"] } }] }",
        "nobody hears of the action",
    ),
    some(
        "aws",
        "aws.actions[0].scp.policy",
        "aws = { actions = [{ threshold = { percent = 80, basis = \"actual\" }, role = \
         \"arn:aws:iam::123456789012:role/b\", emails = [\"a@example.com\"], scp = { policy = \"p-one\", targets = \
         [\"ou-exam-one\"] } }] }",
        "\"p-one\" is no id of a service control policy",
    ),
    no(
        "gcp",
        "thresholds[0].absolute",
        "thresholds = [{ absolute = 80, basis = \"actual\" }]",
        "Google Cloud's thresholds are parts of the amount",
    ),
    no(
        "gcp",
        "notify.emails",
        "notify = { emails = [\"a@example.com\"] }",
        "Google Cloud's budgets hold no e-mail addresses",
    ),
    no(
        "gcp",
        "notify.sns_topic",
        "notify = { sns_topic = \"arn:aws:sns:us-east-1:123456789012:one\" }",
        "SNS is a service of AWS",
    ),
    no("gcp", "labels", "labels = { team = \"one\" }", "Google Cloud's budgets have no labels"),
    no(
        "gcp",
        "aws",
        "aws = { metric = \"BlendedCost\" }",
        "`aws` cannot be set: this budget is on Google Cloud",
    ),
    some("gcp", "period", "period = \"day\"", "a budget on Google Cloud has no period of a day"),
    some(
        "gcp",
        "filter.labels",
        "filter = { labels = { team = [\"one\", \"two\"] } }",
        "a budget on Google Cloud counts by one label with one value",
    ),
    some("gcp", "scope", "scope = \"123456789012\"", "not a billing account"),
    some(
        "gcp",
        "gcp.project_level_recipients",
        "gcp = { project_level_recipients = true }",
        "no project's owners can be told",
    ),
];

/// Validates one configuration with a budget for each; panics with all that was not as the table says.
pub(crate) fn check() {
    let terraform = Terraform::new();
    let resources: String = REFUSED.iter().enumerate().map(|(at, refused)| refused.resource(at)).collect();
    terraform.main(&resources);
    let told = terraform.run(&["validate", "-json"]).failed().json();
    let errors = told["diagnostics"].as_array().into_iter().flatten();
    let mut found: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for error in errors.filter(|told| told["severity"] == "error") {
        found.entry(error["address"].as_str().unwrap_or_default()).or_default().push(error);
    }
    let mut wrong = Vec::new();
    for (at, refused) in REFUSED.iter().enumerate() {
        let errors = found.remove(format!("palisade_budget.b{at}").as_str()).unwrap_or_default();
        if !matches!(errors.as_slice(), [error] if refused.is(error)) {
            wrong.push(format!("{} {}: {errors:#?}", refused.cloud, refused.path));
        }
    }
    assert!(wrong.is_empty() && found.is_empty(), "{}\n{found:#?}", wrong.join("\n"));
}

impl Refused {
    /// The attribute's path as the schema has it.
    pub(crate) fn attribute(&self) -> String {
        self.path.replace("[0]", "")
    }

    fn resource(&self, at: usize) -> String {
        let own = |name: &str| self.hcl.lines().any(|line| line.starts_with(&format!("{name} =")));
        let defaults = [
            ("cloud", format!("{:?}", self.cloud)),
            ("name", "\"a-budget\"".to_owned()),
            ("amount", "{ units = 100, currency = \"USD\" }".to_owned()),
            ("period", "\"month\"".to_owned()),
            ("scope", if self.cloud == "gcp" { "\"000000-AAAAAA-BBBBBB\"" } else { "null" }.to_owned()),
        ];
        let defaults = defaults.iter().filter(|(name, _)| !own(name));
        let defaults: String = defaults.map(|(name, value)| format!("  {name} = {value}\n")).collect();
        format!("resource \"palisade_budget\" \"b{at}\" {{\n{defaults}{}\n}}\n", self.hcl)
    }

    /// Whether an error says this, and where: at the attribute's line, or, of a nested attribute, in its text, since
    /// Terraform before 1.15 does not find the line.
    fn is(&self, error: &Value) -> bool {
        let code = error["snippet"]["code"].as_str().unwrap_or_default().trim_start();
        let detail = error["detail"].as_str().unwrap_or_default();
        let line = format!("{} =", self.path);
        let named = match self.path.contains('.') {
            true => detail.ends_with(&format!("Attribute: {}", self.path)),
            // What is missing has no line: the resource's own is shown.
            false if !self.hcl.contains(&line) => code.starts_with("resource \"palisade_budget\""),
            false => code.starts_with(&line),
        };
        error["summary"] == self.summary && named
    }

    /// What the coverage says of it.
    pub(crate) fn row(&self) -> Value {
        json!({"error": self.summary})
    }
}
