//! What EKS and EC2 answer, told in our terms where only they answer so.

use std::error::Error as StdError;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::aws::call::Call;
use crate::aws::error::{self, Answered};
use crate::wait::Failed;
use crate::{Cloud, Error};

/// Codes of what does not exist: a launch template, a version or a placement group (Amazon EC2 API Reference, "Error
/// codes for the Amazon EC2 API"), a node group or a thing with tags (Amazon EKS API Reference, errors of each call).
const GONE: [&str; 7] = [
    "InvalidLaunchTemplateId.NotFound",
    "InvalidLaunchTemplateId.NotFoundException",
    "InvalidLaunchTemplateId.VersionNotFound",
    "InvalidLaunchTemplateName.NotFoundException",
    "InvalidPlacementGroup.Unknown",
    "NotFoundException",
    "ResourceNotFoundException",
];

/// EC2's codes of a launch template or a placement group of that name that exists.
const TAKEN: [&str; 2] =
    ["InvalidLaunchTemplateName.AlreadyExistsException", "InvalidPlacementGroup.Duplicate"];

/// Codes that say that a value sent is not taken.
const INVALID: [&str; 5] = [
    "BadRequestException",
    "InvalidParameter",
    "InvalidParameterCombination",
    "InvalidParameterException",
    "InvalidParameterValue",
];

/// Maps the failure of one call. `what` is the thing that the call is about: `node group "a100"`.
pub(super) fn failed<E>(call: Call, what: &str, answer: SdkError<E, HttpResponse>) -> Failed
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    error::failed(call.operation, answer, |answered| own(call, what, answered))
}

fn own(call: Call, what: &str, answered: &Answered<'_>) -> Option<Failed> {
    let (cloud, what) = (Cloud::Aws, what.to_owned());
    match answered.code {
        // The one thing that `CreateNodegroup` looks for and does not find.
        "ResourceNotFoundException" if call.operation == "CreateNodegroup" => {
            Some(Failed::Final(answered.invalid("cluster")))
        }
        "ResourceInUseException" if call.operation == "CreateNodegroup" => {
            Some(Failed::Final(Error::AlreadyExists { cloud, what, ours: true }))
        }
        // EKS works on one change of a node group at a time; instances leave their placement group before they go.
        "ResourceInUseException" | "InvalidPlacementGroup.InUse" => Some(Failed::Passing(answered.service())),
        code if GONE.contains(&code) => Some(Failed::Final(Error::NotFound { cloud, what })),
        code if TAKEN.contains(&code) => {
            Some(Failed::Final(Error::AlreadyExists { cloud, what, ours: true }))
        }
        code if INVALID.contains(&code) && !call.attribute.is_empty() && !answered.is_passing() => {
            Some(Failed::Final(answered.invalid(call.attribute)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_by_call() {
        let check = |call: Call, code: &str, expected: &str| {
            let answered =
                Answered { operation: call.operation, status: 400, code, message: "no", request_id: None };
            let told = own(call, "pool", &answered).map_or_else(
                || "as everywhere".to_owned(),
                |failed| match failed {
                    Failed::Final(error) => error.to_string(),
                    other => format!("{other:?}").split('(').next().unwrap_or_default().to_owned(),
                },
            );
            assert_eq!(told, expected, "{}: {code}", call.operation);
        };
        let create = Call::plain("CreateNodegroup");
        check(create, "ResourceInUseException", "pool already exists on AWS");
        check(
            create,
            "ResourceNotFoundException",
            "cluster: CreateNodegroup answered ResourceNotFoundException: no",
        );
        check(create, "InvalidParameterException", "as everywhere");
        let update = Call::plain("UpdateNodegroupConfig");
        check(update, "ResourceInUseException", "Passing");
        check(update, "ResourceNotFoundException", "pool does not exist on AWS");
        check(Call::plain("DeletePlacementGroup"), "InvalidPlacementGroup.InUse", "Passing");
        check(
            Call::plain("DeletePlacementGroup"),
            "InvalidPlacementGroup.Unknown",
            "pool does not exist on AWS",
        );
        let tag = Call::of("TagResource", "labels");
        check(tag, "BadRequestException", "labels: TagResource answered BadRequestException: no");
        check(tag, "ThrottlingException", "as everywhere");
    }
}
