//! The calls of plugin protocol 6, answered for a [`Catalogue`]: wire types on one side, the framework's own on the
//! other. One file a family of calls.
//!
//! A call that fails answers diagnostics, never a gRPC status; so does one that panics.

mod convert;
mod data_source;
mod ephemeral;
mod function;
mod guard;
mod provider;
mod resource;

use std::sync::{Arc, PoisonError, RwLock};

use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use self::guard::answer;
use crate::wire::{self, provider_server};
use crate::{Catalogue, Context, Diagnostic, Diagnostics, Provider};

/// A provider as Terraform calls it.
pub(crate) struct Server<P: Provider> {
    catalogue: Arc<Catalogue<P>>,
    configured: RwLock<Option<Arc<P>>>,
    cancel: CancellationToken,
}

impl<P: Provider> Server<P> {
    pub(crate) fn new(catalogue: Arc<Catalogue<P>>, cancel: CancellationToken) -> Self {
        Server { catalogue, configured: RwLock::new(None), cancel }
    }

    /// What calls of a configured provider work with.
    fn context(&self) -> Result<Context<P>, Diagnostics> {
        let configured = self.configured.read().unwrap_or_else(PoisonError::into_inner);
        match configured.as_ref() {
            Some(provider) => Ok(Context { provider: Arc::clone(provider), cancel: self.cancel.clone() }),
            None => Err(Diagnostic::error("the provider is not configured")
                .detail("Terraform asked for work before it configured the provider; please report this.")
                .into()),
        }
    }
}

/// Answers each call with the method of the same name in this folder's files.
macro_rules! calls {
    ($($call:ident: $message:ident),* $(,)?) => {
        #[tonic::async_trait]
        impl<P: Provider> provider_server::Provider for Server<P> {
            $(
                async fn $call(
                    &self,
                    request: Request<wire::$message::Request>,
                ) -> Result<Response<wire::$message::Response>, Status> {
                    answer(self.$call(request.into_inner())).await
                }
            )*

            async fn stop_provider(
                &self,
                _: Request<wire::stop_provider::Request>,
            ) -> Result<Response<wire::stop_provider::Response>, Status> {
                self.cancel.cancel();
                Ok(Response::new(wire::stop_provider::Response::default()))
            }
        }
    };
}

// The calls of list resources, actions, state stores, identities and generated configuration keep the generated
// answer, UNIMPLEMENTED: core makes them only of what a schema or a capability announces.
calls! {
    get_metadata: get_metadata,
    get_provider_schema: get_provider_schema,
    validate_provider_config: validate_provider_config,
    configure_provider: configure_provider,
    get_resource_identity_schemas: get_resource_identity_schemas,
    validate_resource_config: validate_resource_config,
    upgrade_resource_state: upgrade_resource_state,
    read_resource: read_resource,
    plan_resource_change: plan_resource_change,
    apply_resource_change: apply_resource_change,
    import_resource_state: import_resource_state,
    move_resource_state: move_resource_state,
    validate_data_resource_config: validate_data_resource_config,
    read_data_source: read_data_source,
    validate_ephemeral_resource_config: validate_ephemeral_resource_config,
    open_ephemeral_resource: open_ephemeral_resource,
    renew_ephemeral_resource: renew_ephemeral_resource,
    close_ephemeral_resource: close_ephemeral_resource,
    get_functions: get_functions,
    call_function: call_function,
}

#[cfg(test)]
mod tests;
