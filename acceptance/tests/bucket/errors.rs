//! What a cloud cannot do is an error while planning, at the attribute: `terraform validate` says where in the file.

use std::collections::BTreeMap;

use acceptance::Terraform;
use serde_json::{Value, json};

/// An attribute that a cloud does not have, or does not take so.
pub(crate) struct Refused {
    pub(crate) cloud: &'static str,
    /// The attribute's path, without indices.
    pub(crate) attribute: &'static str,
    /// The resource's body, in which the attribute stands on a line of its own.
    hcl: &'static str,
    /// The error's first line.
    summary: &'static str,
    /// Whether the cloud does not have the attribute at all, or this one value.
    pub(crate) all: bool,
}

const fn no(
    cloud: &'static str,
    attribute: &'static str,
    hcl: &'static str,
    summary: &'static str,
) -> Refused {
    Refused { cloud, attribute, hcl, summary, all: true }
}

const fn some(
    cloud: &'static str,
    attribute: &'static str,
    hcl: &'static str,
    summary: &'static str,
) -> Refused {
    Refused { all: false, ..no(cloud, attribute, hcl, summary) }
}

/// What is refused where.
pub(crate) const REFUSED: [Refused; 21] = [
    no(
        "aws",
        "default_storage_class",
        "default_storage_class = \"cold\"",
        "S3 buckets have no default storage class",
    ),
    no("aws", "soft_delete_days", "soft_delete_days = 7", "S3 has no soft delete"),
    no(
        "aws",
        "lifecycle_rules.suffix",
        "lifecycle_rules = [{ action = \"delete\", age_days = 1\n    suffix = \".log\"\n}]",
        "S3 has no lifecycle rules by the end of a name",
    ),
    no(
        "aws",
        "retention.locked",
        "retention = { days = 1, mode = \"compliance\"\n    locked = true\n}",
        "a default retention cannot be locked on S3",
    ),
    no("aws", "gcp", "gcp = { rpo = \"default\" }", "`gcp` cannot be set: this bucket is on AWS"),
    no("gcp", "require_tls", "require_tls = false", "plain http cannot be allowed"),
    no(
        "gcp",
        "lifecycle_rules.size_greater_than",
        "lifecycle_rules = [{ action = \"delete\", age_days = 1\n    size_greater_than = 1\n}]",
        "Google Cloud has no rules by size",
    ),
    no(
        "gcp",
        "lifecycle_rules.size_less_than",
        "lifecycle_rules = [{ action = \"delete\", age_days = 1\n    size_less_than = 1\n}]",
        "Google Cloud has no rules by size",
    ),
    no(
        "gcp",
        "cors.allowed_headers",
        "cors = [{ origins = [\"*\"], methods = [\"GET\"]\n    allowed_headers = [\"x-one\"]\n}]",
        "Google Cloud has one list of headers",
    ),
    no("gcp", "aws", "aws = { abac = true }", "`aws` cannot be set: this bucket is on Google Cloud"),
    some("aws", "location", "location = \"EU\"", "\"EU\" is no AWS region"),
    some("gcp", "location", "location = \"moon base\"", "not a location of Google Cloud Storage"),
    some("aws", "name", "name = \"under_score\"", "\"under_score\" is no bucket name that S3 takes"),
    some("gcp", "name", "name = \"my-google\"", "not a name that Google Cloud Storage takes"),
    some(
        "aws",
        "encryption.kms_key",
        "encryption = {\n    kms_key = \"projects/p/locations/eu/keyRings/r/cryptoKeys/k\"\n}",
        "\"projects/p/locations/eu/keyRings/r/cryptoKeys/k\" is a key of Google Cloud",
    ),
    some(
        "gcp",
        "encryption.kms_key",
        "encryption = {\n    kms_key = \"alias/mine\"\n}",
        "not the name of a key in Cloud KMS",
    ),
    some(
        "aws",
        "lifecycle_rules.storage_class",
        "lifecycle_rules = [{ action = \"transition\", age_days = 1\n    storage_class = \"standard\"\n}]",
        "S3 moves no object back to `standard`",
    ),
    some(
        "gcp",
        "lifecycle_rules.storage_class",
        "lifecycle_rules = [{ action = \"transition\", age_days = 1\n    storage_class = \"standard\"\n}]",
        "objects only move to colder classes",
    ),
    some("gcp", "soft_delete_days", "soft_delete_days = 3", "not a period that soft delete has"),
    some(
        "aws",
        "aws.acceleration",
        "name = \"with.dot\"\naws = {\n    acceleration = true\n}",
        "a bucket with a dot in its name cannot be accelerated",
    ),
    some("gcp", "gcp.rpo", "gcp = {\n    rpo = \"async_turbo\"\n}", "turbo replication needs a dual-region"),
];

/// Validates one configuration with a bucket for each; panics with all that was not as the table says.
pub(crate) fn check() {
    let terraform = Terraform::new();
    let resources: String = REFUSED.iter().enumerate().map(|(at, refused)| refused.resource(at)).collect();
    terraform.main(&resources);
    let told = terraform.run(&["validate", "-json"]).failed().json();
    let mut found: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for told in
        told["diagnostics"].as_array().into_iter().flatten().filter(|told| told["severity"] == "error")
    {
        found.entry(told["address"].as_str().unwrap_or_default()).or_default().push(told);
    }
    let mut wrong = Vec::new();
    for (at, refused) in REFUSED.iter().enumerate() {
        let errors = found.remove(address(at).as_str()).unwrap_or_default();
        let right = matches!(errors.as_slice(), [error] if refused.is(error));
        if !right {
            wrong.push(format!("{} {}: {errors:#?}", refused.cloud, refused.attribute));
        }
    }
    assert!(wrong.is_empty() && found.is_empty(), "{}\n{found:#?}", wrong.join("\n"));
}

impl Refused {
    fn resource(&self, at: usize) -> String {
        let own = |name: &str| self.hcl.lines().any(|line| line.starts_with(&format!("{name} =")));
        let location = if self.cloud == "aws" { "eu-west-1" } else { "EU" };
        let defaults = [("cloud", self.cloud), ("name", "a-bucket"), ("location", location)];
        let defaults = defaults.iter().filter(|(name, _)| !own(name));
        let defaults: String = defaults.map(|(name, value)| format!("  {name} = \"{value}\"\n")).collect();
        format!("resource \"palisade_bucket\" \"b{at}\" {{\n{defaults}{}\n}}\n", self.hcl)
    }

    /// Whether an error says this, and where: at the attribute's line, or, of a nested attribute, in its text, since
    /// Terraform before 1.15 does not find the line.
    fn is(&self, error: &Value) -> bool {
        let code = error["snippet"]["code"].as_str().unwrap_or_default().trim_start();
        let detail = error["detail"].as_str().unwrap_or_default();
        let at =
            self.attribute.replace("lifecycle_rules.", "lifecycle_rules[0].").replace("cors.", "cors[0].");
        let named = match self.attribute.contains('.') {
            true => detail.ends_with(&format!("Attribute: {at}")),
            false => code.starts_with(&format!("{at} =")),
        };
        error["summary"] == self.summary && named
    }

    /// What the coverage says of it.
    pub(crate) fn row(&self) -> Value {
        json!({"error": self.summary})
    }
}

fn address(at: usize) -> String {
    format!("palisade_bucket.b{at}")
}
