use std::future::{Future, ready};
use std::time::SystemTime;

use crate::schema::Schema;
use crate::{Codec, Context, Diagnostics, Private, Provider};

/// Something that exists while Terraform runs and is never kept in plan or state: a token, a tunnel.
pub trait EphemeralResource: Send + Sync + 'static {
    /// The provider that it works with.
    type Provider: Provider;
    /// What it looks like.
    type Model: Codec;

    /// Its schema: `Schema::of::<Self::Model>()` for a derived struct.
    fn schema(&self) -> Schema;

    /// Checks a configuration, in which values may be unknown, beyond what its schema checks.
    fn validate(&self, config: &Self::Model) -> Diagnostics {
        let _ = config;
        Diagnostics::none()
    }

    /// Opens it.
    ///
    /// # Errors
    /// What the user is told.
    fn open(
        &self,
        context: &Context<Self::Provider>,
        config: Self::Model,
    ) -> impl Future<Output = Result<Opened<Self::Model>, Diagnostics>> + Send;

    /// Prolongs it, once its time to be renewed has come; says when to renew it next.
    ///
    /// # Errors
    /// What the user is told.
    fn renew(
        &self,
        context: &Context<Self::Provider>,
        private: Private,
    ) -> impl Future<Output = Result<Lease, Diagnostics>> + Send {
        let _ = context;
        ready(Ok(Lease { renew_at: None, private }))
    }

    /// Closes it. Called for everything that was opened.
    ///
    /// # Errors
    /// What the user is told.
    fn close(
        &self,
        context: &Context<Self::Provider>,
        private: Private,
    ) -> impl Future<Output = Result<(), Diagnostics>> + Send {
        let _ = (context, private);
        ready(Ok(()))
    }
}

/// An ephemeral resource that is open.
#[derive(Clone, Debug)]
pub struct Opened<M> {
    /// Its attributes; configured ones as they are.
    pub value: M,
    /// How long it lasts, and what its next calls need.
    pub lease: Lease,
}

/// How long an ephemeral resource lasts, and what its next calls need.
#[derive(Clone, Debug, Default)]
pub struct Lease {
    /// When it must be renewed; `None` for never.
    pub renew_at: Option<SystemTime>,
    /// What the next calls are handed.
    pub private: Private,
}
