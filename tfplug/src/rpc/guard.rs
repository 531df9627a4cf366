//! Turns whatever becomes of a call into an answer that Terraform can show.

use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use tonic::{Response, Status};

use crate::wire;
use crate::{Diagnostic, Diagnostics};

/// An answer that can carry diagnostics.
pub(super) trait Answer: Default {
    fn refuse(&mut self, diagnostics: Diagnostics);
}

/// Runs a call: an `Err` becomes an answer that holds nothing but its diagnostics, and so does a panic.
pub(super) async fn answer<A: Answer>(
    call: impl Future<Output = Result<A, Diagnostics>>,
) -> Result<Response<A>, Status> {
    let diagnostics = match caught(call).await {
        Ok(answer) => return Ok(Response::new(answer)),
        Err(diagnostics) => diagnostics,
    };
    let mut answer = A::default();
    answer.refuse(diagnostics);
    Ok(Response::new(answer))
}

/// Runs a call with a panic of it told as a diagnostic.
pub(super) async fn caught<T>(call: impl Future<Output = Result<T, Diagnostics>>) -> Result<T, Diagnostics> {
    AssertUnwindSafe(call).catch_unwind().await.unwrap_or_else(|panic| Err(told(panic.as_ref()).into()))
}

fn told(panic: &(dyn Any + Send)) -> Diagnostic {
    let message = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned());
    Diagnostic::error("the provider has a defect and could not finish this call")
        .detail(format!("It panicked: {message}. Please report this with the configuration that led to it."))
}

macro_rules! answers {
    ($($message:ident),* $(,)?) => {
        $(impl Answer for wire::$message::Response {
            fn refuse(&mut self, diagnostics: Diagnostics) {
                self.diagnostics = diagnostics.into();
            }
        })*
    };
}

answers! {
    apply_resource_change,
    close_ephemeral_resource,
    configure_provider,
    get_functions,
    get_metadata,
    get_provider_schema,
    get_resource_identity_schemas,
    import_resource_state,
    move_resource_state,
    open_ephemeral_resource,
    plan_resource_change,
    read_data_source,
    read_resource,
    renew_ephemeral_resource,
    upgrade_resource_state,
    validate_data_resource_config,
    validate_ephemeral_resource_config,
    validate_provider_config,
    validate_resource_config,
}

impl Answer for wire::call_function::Response {
    fn refuse(&mut self, diagnostics: Diagnostics) {
        let text = diagnostics
            .into_iter()
            .map(|diagnostic| format!("{}: {}", diagnostic.summary, diagnostic.detail))
            .collect::<Vec<_>>()
            .join("\n");
        self.error = Some(wire::FunctionError { text, function_argument: None });
    }
}
