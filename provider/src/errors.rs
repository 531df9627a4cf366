//! What a cloud's error is to a user: one line that says it all, how to mend it, and the attribute.

use cloud::{Cloud, Error, Problem};
use tfplug::{Diagnostic, Diagnostics};

/// Problems found before anything was sent.
pub(crate) fn problems(problems: Vec<Problem>) -> Diagnostics {
    problems
        .into_iter()
        .map(|Problem { attribute, summary, detail }| {
            // Terraform before 1.15 shows the line of an attribute that is nested as that of the whole resource.
            let nested = attribute.contains(['.', '[']);
            let detail = if nested { format!("{detail}\n\nAttribute: {attribute}") } else { detail };
            Diagnostic::error(summary).detail(detail).at(attribute.as_str())
        })
        .collect()
}

/// An error of a creation; `id` is what an import of the thing takes, where that is known: `aws/logs`.
pub(crate) fn creation(doing: &str, id: Option<&str>, error: &Error) -> Diagnostic {
    let told = self::error(doing, error);
    match (error, id) {
        (Error::AlreadyExists { ours: true, .. }, Some(id)) => told.detail(format!(
            "It is in your own account, but not in this state. Import it (`terraform import ADDRESS {id}`) or choose \
             another name."
        )),
        _ => told,
    }
}

/// An error of a call; `doing` says what failed: `create bucket "logs"`.
pub(crate) fn error(doing: &str, error: &Error) -> Diagnostic {
    let told = Diagnostic::error(format!("could not {doing}: {error}"));
    match error {
        Error::AlreadyExists { ours: true, .. } => told
            .detail("It is in your own account, but not in this state. Import it, or choose another name.")
            .at("name"),
        Error::AlreadyExists { ours: false, .. } => {
            told.detail("Names are shared by everybody on this cloud, and somebody else has this one. Choose another.").at("name")
        }
        Error::NotEmpty { .. } => told
            .detail(
                "Nothing was deleted. Empty the bucket first, or set `force_destroy = true`, apply, and destroy again: \
                 that deletes every object and every version.",
            )
            .at("force_destroy"),
        Error::Changed { .. } => {
            told.detail("Nothing was overwritten. Run `terraform plan` again to see the bucket as it is now.")
        }
        Error::Denied { operation, .. } => told.detail(format!(
            "The caller lacks the permission for {operation}, or a policy of the organisation forbids it. The data \
             source `palisade_identity` tells who the caller is."
        )),
        Error::Invalid { attribute, .. } => told.at(attribute.as_str()),
        Error::Credentials { cloud: Cloud::Aws, .. } => told.detail(
            "Set `AWS_PROFILE`, or `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or `aws = { profile = ... }` in the \
             provider's configuration.",
        ),
        Error::Credentials { cloud: Cloud::Gcp, .. } => told.detail(
            "Run `gcloud auth application-default login`, or set `GOOGLE_APPLICATION_CREDENTIALS`, or \
             `gcp = { credentials = ... }` in the provider's configuration.",
        ),
        Error::Timeout { .. } => told.detail("Raise `timeouts`, or run it again: what is done is kept.").at("timeouts"),
        Error::Cancelled { .. } => told.detail("What is done is kept in state; the next apply goes on from there."),
        Error::NotFound { .. } | Error::Service { .. } => told,
    }
}
