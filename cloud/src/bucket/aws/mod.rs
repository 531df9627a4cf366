//! Buckets of Amazon S3.

use async_trait::async_trait;

use super::{AwsExtras, Bucket, Buckets, Change, Incomplete, Observed, Scope};
use crate::{Cloud, Error, Operation, Problem};

/// The buckets of AWS.
pub(crate) struct AwsBuckets {
    client: aws_sdk_s3::Client,
}

impl AwsBuckets {
    pub(crate) fn new(client: aws_sdk_s3::Client) -> Self {
        AwsBuckets { client }
    }
}

pub(super) fn check(_: &Bucket, _: &AwsExtras, _: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    Vec::new()
}

fn unsupported(operation: &'static str) -> Error {
    Error::Service {
        cloud: Cloud::Aws,
        operation,
        code: "Unsupported".into(),
        message: String::new(),
        request_id: None,
    }
}

#[async_trait]
impl Buckets for AwsBuckets {
    async fn create(&self, wanted: &Bucket, _: &Operation) -> Result<Observed, Incomplete> {
        let made = self.client.create_bucket().bucket(&wanted.name).send().await;
        let error = match made {
            Ok(_) => unsupported("CreateBucket"),
            Err(error) => Error::Invalid { attribute: "name".into(), message: error.to_string() },
        };
        Err(Incomplete { error, kept: None })
    }

    async fn read(
        &self,
        _: &str,
        _: Option<&str>,
        _: Scope<'_>,
        _: &Operation,
    ) -> Result<Option<Observed>, Error> {
        Err(unsupported("HeadBucket"))
    }

    async fn update(&self, _: Change<'_>, _: Option<&str>, _: &Operation) -> Result<Observed, Incomplete> {
        Err(Incomplete { error: unsupported("PutBucketTagging"), kept: None })
    }

    async fn delete(&self, _: &Bucket, _: bool, _: &Operation) -> Result<(), Error> {
        Err(unsupported("DeleteBucket"))
    }
}
