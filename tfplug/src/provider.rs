use std::future::Future;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::schema::Schema;
use crate::{Codec, Data, Diagnostics};

/// A configured provider: what its resources, data sources and ephemeral resources work with.
pub trait Provider: Sized + Send + Sync + 'static {
    /// What `provider "x" {}` holds; usually a struct that derives [`Schema`](derive@crate::Schema).
    type Config: Codec;

    /// Checks a configuration, in which values may be unknown, beyond what its schema checks.
    fn validate(config: &Self::Config) -> Diagnostics {
        let _ = config;
        Diagnostics::none()
    }

    /// Makes a provider of its configuration. Values that come from resources still to be applied are unknown here.
    ///
    /// # Errors
    /// What the user is told; nothing is planned then.
    fn configure(
        config: Self::Config,
        request: Configure,
    ) -> impl Future<Output = Result<Self, Diagnostics>> + Send;

    /// What the user is told of a configuration that works all the same. Errors belong to [`Provider::configure`].
    fn warnings(&self) -> Diagnostics {
        Diagnostics::none()
    }

    /// Looks at one planned change before Terraform shows it, and again before it is applied. An error refuses it.
    ///
    /// A change that replaces a resource is seen as the create that it ends in. A change that changes nothing is
    /// not seen.
    fn review(&self, change: &Change<'_>) -> Diagnostics {
        let _ = change;
        Diagnostics::none()
    }
}

/// Who configures the provider.
#[derive(Clone, Debug)]
pub struct Configure {
    /// The version of Terraform or OpenTofu.
    pub terraform_version: String,
    /// Cancelled when the user asks Terraform to stop.
    pub cancel: CancellationToken,
}

/// What every call works with.
#[derive(Debug)]
pub struct Context<P> {
    /// The configured provider.
    pub provider: Arc<P>,
    /// Cancelled when the user asks Terraform to stop.
    pub cancel: CancellationToken,
}

impl<P> Clone for Context<P> {
    fn clone(&self) -> Self {
        Context { provider: Arc::clone(&self.provider), cancel: self.cancel.clone() }
    }
}

/// One change of one resource, as [`Provider::review`] sees it.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// Whether the change is planned or about to be applied.
    pub stage: Stage,
    /// What happens to the resource.
    pub action: Action,
    /// The resource's type: `palisade_bucket`.
    pub type_name: &'a str,
    /// Its schema.
    pub schema: &'a Schema,
    /// What the configuration says; [`Data::Null`] for a delete.
    pub config: &'a Data,
    /// What is in state; [`Data::Null`] for a create.
    pub prior: &'a Data,
    /// What will be in state; [`Data::Null`] for a delete.
    pub planned: &'a Data,
    /// What the resource keeps beside its state.
    pub private: &'a crate::Private,
}

/// When a [`Change`] is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Before Terraform shows it.
    Plan,
    /// Before anything is sent to a service.
    Apply,
}

/// What happens to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It comes into being, anew or in place of another.
    Create,
    /// It is changed in place.
    Update,
    /// It goes.
    Delete,
}
