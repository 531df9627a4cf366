//! The bucket that calls are about, and how a call is made.

use std::future::Future;
use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::error::{BuildError, ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use super::{directory, error};
use crate::Error;
use crate::aws::AwsClients;
use crate::wait::{Failed, Running};

/// For so long after its creation some of S3's servers may not know of a bucket, or of its versioning.
const SETTLING: Duration = Duration::from_secs(120);

/// One bucket, the client of its region, and the operation that calls belong to.
pub(super) struct Target<'a> {
    pub(super) clients: &'a AwsClients,
    pub(super) client: Client,
    pub(super) name: &'a str,
    pub(super) location: String,
    pub(super) account: &'a str,
    running: &'a Running,
    /// When the bucket was created, on the operation's own clock, if it was created by this operation.
    created: Option<Duration>,
}

/// A call of the API, as errors name it.
#[derive(Clone, Copy)]
pub(super) struct Call {
    /// The API operation.
    pub(super) operation: &'static str,
    /// The attribute that the call carries, as written in configuration.
    pub(super) attribute: &'static str,
}

impl Call {
    /// A request that the SDK does not build, since a part that it needs is missing.
    pub(super) fn incomplete(&self, error: &BuildError) -> Error {
        Error::Invalid {
            attribute: self.attribute.to_owned(),
            message: format!("{}: {error}", self.operation),
        }
    }
}

impl<'a> Target<'a> {
    pub(super) async fn new(
        clients: &'a AwsClients,
        name: &'a str,
        location: &str,
        running: &'a Running,
    ) -> Result<Self, Error> {
        let account = clients.account(running).await?;
        let location = location.to_ascii_lowercase();
        let client = clients.s3(Some(&location)).await;
        Ok(Target { clients, client, name, location, account, running, created: None })
    }

    /// From now on the bucket counts as just created.
    pub(super) fn created_now(&mut self) {
        self.created = Some(self.running.elapsed());
    }

    /// Whether this operation created the bucket, so that nobody else has configured it.
    pub(super) fn is_new(&self) -> bool {
        self.created.is_some()
    }

    pub(super) fn running(&self) -> &Running {
        self.running
    }

    pub(super) fn is_directory(&self) -> bool {
        directory::zone_of(self.name).is_some()
    }

    /// The `x-amz-expected-bucket-owner` of every call, so that a bucket of this name that now belongs to somebody
    /// else is neither read nor written. Directory buckets do not take it (API reference of each call).
    pub(super) fn owner(&self) -> Option<String> {
        Some(self.account.to_owned()).filter(|_| !self.is_directory())
    }

    /// The bucket's ARN.
    pub(super) fn arn(&self) -> String {
        arn(self.name, &self.location, self.account)
    }

    /// Makes a call, repeated as [`Running::call`] does. While the bucket is settling, answers that it does not exist
    /// or is in no state for the call are repeated too.
    pub(super) async fn call<T, E, F>(&self, call: Call, mut attempt: impl FnMut() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    {
        self.running
            .call(call.operation, || {
                let answer = attempt();
                async {
                    answer.await.map_err(|answer| {
                        self.settling(error::failed(call.operation, call.attribute, self.name, answer))
                    })
                }
            })
            .await
    }

    /// As [`Target::call`], for reads whose answer `code` means that there is nothing.
    pub(super) async fn find<T, E, F>(
        &self,
        call: Call,
        code: &str,
        attempt: impl FnMut() -> F,
    ) -> Result<Option<T>, Error>
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    {
        match self.call(call, attempt).await {
            Ok(found) => Ok(Some(found)),
            Err(Error::Service { code: answered, .. }) if answered == code => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn settling(&self, failed: Failed) -> Failed {
        let fresh = self.created.is_some_and(|created| self.running.elapsed() < created + SETTLING);
        match failed {
            Failed::Final(error @ Error::NotFound { .. }) if fresh => Failed::Passing(error),
            Failed::Final(error) if fresh && is_state(&error) => Failed::Passing(error),
            other => other,
        }
    }
}

/// S3 answers `InvalidBucketState` to Object Lock on a bucket whose versioning has not reached every server yet.
fn is_state(error: &Error) -> bool {
    matches!(error, Error::Service { code, .. } if code == "InvalidBucketState")
}

/// A bucket's ARN. Amazon S3 User Guide, "Resource types defined by Amazon S3" and "... by S3 Express".
pub(super) fn arn(name: &str, location: &str, account: &str) -> String {
    let partition = partition(location);
    match directory::zone_of(name) {
        Some(_) => format!("arn:{partition}:s3express:{location}:{account}:bucket/{name}"),
        None => format!("arn:{partition}:s3:::{name}"),
    }
}

/// AWS General Reference, "Amazon Resource Names": the partition is told by the region's first letters.
fn partition(region: &str) -> &'static str {
    const PARTITIONS: [(&str, &str); 7] = [
        ("cn-", "aws-cn"),
        ("us-gov-", "aws-us-gov"),
        ("us-isob-", "aws-iso-b"),
        ("us-isof-", "aws-iso-f"),
        ("eu-isoe-", "aws-iso-e"),
        ("us-iso-", "aws-iso"),
        ("eusc-", "aws-eusc"),
    ];
    PARTITIONS.iter().find(|(prefix, _)| region.starts_with(prefix)).map_or("aws", |(_, partition)| partition)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_name_the_partition() {
        let check = |name, location, expected| assert_eq!(arn(name, location, "123456789012"), expected);
        check("logs", "eu-west-1", "arn:aws:s3:::logs");
        check("logs", "cn-north-1", "arn:aws-cn:s3:::logs");
        check("logs", "us-gov-west-1", "arn:aws-us-gov:s3:::logs");
        check("logs", "us-isob-east-1", "arn:aws-iso-b:s3:::logs");
        check(
            "logs--use1-az4--x-s3",
            "us-east-1",
            "arn:aws:s3express:us-east-1:123456789012:bucket/logs--use1-az4--x-s3",
        );
    }
}
