//! What a cloud cannot do is an error while planning, at the attribute: `terraform validate` says where in the file.

use acceptance::refused::{self, Refused};
use acceptance::{Terraform, hcl};

/// What is refused where.
pub(crate) const REFUSED: [Refused; 21] = [
    Refused::no(
        "aws",
        "default_storage_class",
        "default_storage_class = \"cold\"",
        "S3 buckets have no default storage class",
    ),
    Refused::no("aws", "soft_delete_days", "soft_delete_days = 7", "S3 has no soft delete"),
    Refused::no(
        "aws",
        "lifecycle_rules[0].suffix",
        "lifecycle_rules = [{ action = \"delete\", age_days = 1\n    suffix = \".log\"\n}]",
        "S3 has no lifecycle rules by the end of a name",
    ),
    Refused::no(
        "aws",
        "retention.locked",
        "retention = { days = 1, mode = \"compliance\"\n    locked = true\n}",
        "a default retention cannot be locked on S3",
    ),
    Refused::no("aws", "gcp", "gcp = { rpo = \"default\" }", "`gcp` cannot be set: this bucket is on AWS"),
    Refused::no("gcp", "require_tls", "require_tls = false", "plain http cannot be allowed"),
    Refused::no(
        "gcp",
        "lifecycle_rules[0].size_greater_than",
        "lifecycle_rules = [{ action = \"delete\", age_days = 1\n    size_greater_than = 1\n}]",
        "Google Cloud has no rules by size",
    ),
    Refused::no(
        "gcp",
        "lifecycle_rules[0].size_less_than",
        "lifecycle_rules = [{ action = \"delete\", age_days = 1\n    size_less_than = 1\n}]",
        "Google Cloud has no rules by size",
    ),
    Refused::no(
        "gcp",
        "cors[0].allowed_headers",
        "cors = [{ origins = [\"*\"], methods = [\"GET\"]\n    allowed_headers = [\"x-one\"]\n}]",
        "Google Cloud has one list of headers",
    ),
    Refused::no("gcp", "aws", "aws = { abac = true }", "`aws` cannot be set: this bucket is on Google Cloud"),
    Refused::some("aws", "location", "location = \"EU\"", "\"EU\" is no AWS region"),
    Refused::some("gcp", "location", "location = \"moon base\"", "not a location of Google Cloud Storage"),
    Refused::some("aws", "name", "name = \"under_score\"", "\"under_score\" is no bucket name that S3 takes"),
    Refused::some("gcp", "name", "name = \"my-google\"", "not a name that Google Cloud Storage takes"),
    Refused::some(
        "aws",
        "encryption.kms_key",
        "encryption = {\n    kms_key = \"projects/p/locations/eu/keyRings/r/cryptoKeys/k\"\n}",
        "\"projects/p/locations/eu/keyRings/r/cryptoKeys/k\" is a key of Google Cloud",
    ),
    Refused::some(
        "gcp",
        "encryption.kms_key",
        "encryption = {\n    kms_key = \"alias/mine\"\n}",
        "not the name of a key in Cloud KMS",
    ),
    Refused::some(
        "aws",
        "lifecycle_rules[0].storage_class",
        "lifecycle_rules = [{ action = \"transition\", age_days = 1\n    storage_class = \"standard\"\n}]",
        "S3 moves no object back to `standard`",
    ),
    Refused::some(
        "gcp",
        "lifecycle_rules[0].storage_class",
        "lifecycle_rules = [{ action = \"transition\", age_days = 1\n    storage_class = \"standard\"\n}]",
        "objects only move to colder classes",
    ),
    Refused::some("gcp", "soft_delete_days", "soft_delete_days = 3", "not a period that soft delete has"),
    Refused::some(
        "aws",
        "aws.acceleration",
        "name = \"with.dot\"\naws = {\n    acceleration = true\n}",
        "a bucket with a dot in its name cannot be accelerated",
    ),
    Refused::some(
        "gcp",
        "gcp.rpo",
        "gcp = {\n    rpo = \"async_turbo\"\n}",
        "turbo replication needs a dual-region",
    ),
];

/// Validates one configuration with a bucket for each; panics with all that was not as the table says.
pub(crate) fn check() {
    let terraform = Terraform::new();
    let resources: String = REFUSED.iter().enumerate().map(resource).collect();
    terraform.main(&resources);
    let told = terraform.run(&["validate", "-json"]).failed();
    refused::check(&REFUSED, "palisade_bucket", refused::of_validate(&told));
}

fn resource((place, refused): (usize, &Refused)) -> String {
    let (cloud, location) = match refused.cloud {
        "aws" => ("\"aws\"", "\"eu-west-1\""),
        _ => ("\"gcp\"", "\"EU\""),
    };
    let defaults = [("cloud", cloud), ("name", "\"a-bucket\""), ("location", location)];
    hcl::resource("palisade_bucket", &refused::label(place), &defaults, refused.hcl)
}
