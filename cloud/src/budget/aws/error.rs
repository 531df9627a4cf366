//! What AWS Budgets answers, told in our terms.

use std::error::Error as StdError;

use aws_sdk_budgets::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use crate::aws::call::Call;
use crate::aws::error::{self, Answered};
use crate::wait::Failed;
use crate::{Cloud, Error};

pub(super) use error::is_ambiguous;

/// Maps the failure of one call about one budget.
pub(super) fn failed<E>(call: Call, what: &str, answer: SdkError<E, HttpResponse>) -> Failed
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    error::failed(call.operation, answer, |answered| own(answered, call, what))
}

/// The codes of AWS Budgets (API reference, "Errors" of each call).
fn own(answered: &Answered<'_>, call: Call, what: &str) -> Option<Failed> {
    let cloud = Cloud::Aws;
    let what = what.to_owned();
    match answered.code {
        "NotFoundException" => Some(Failed::Final(Error::NotFound { cloud, what })),
        "DuplicateRecordException" => Some(Failed::Final(Error::AlreadyExists { cloud, what, ours: true })),
        "InvalidParameterException" if !call.attribute.is_empty() => {
            Some(Failed::Final(answered.invalid(call.attribute)))
        }
        "BillingViewHealthStatusException" => Some(Failed::Final(answered.invalid("aws.billing_view"))),
        // The action is being carried out, or taken back.
        "ResourceLockedException" => Some(Failed::Passing(answered.service())),
        _ => None,
    }
}
