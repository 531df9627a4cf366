//! Where buckets are: regions and availability zones.

use s3s::S3Result;
use s3s::dto::{BucketLocationConstraint, GetBucketLocationInput, GetBucketLocationOutput};

use super::Ask;
use super::state::State;

/// The region whose buckets have no location constraint.
pub(super) const FIRST_REGION: &str = "us-east-1";

/// The location constraints that CreateBucket takes, with the regions they stand for: `BucketLocationConstraint` of
/// botocore's model of S3.
const CONSTRAINTS: &[&str] = &[
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
];

/// The region that a location constraint stands for.
pub(super) fn region(constraint: &str) -> Option<&'static str> {
    match constraint {
        "EU" => Some("eu-west-1"),
        _ => CONSTRAINTS.iter().find(|region| **region == constraint).copied(),
    }
}

pub(super) fn get(
    _: &Ask,
    state: &State,
    input: GetBucketLocationInput,
) -> S3Result<GetBucketLocationOutput> {
    let region = &state.bucket(&input.bucket)?.region;
    let constraint = (region != FIRST_REGION).then(|| BucketLocationConstraint::from(region.clone()));
    Ok(GetBucketLocationOutput { location_constraint: constraint })
}
