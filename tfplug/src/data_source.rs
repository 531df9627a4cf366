use std::future::Future;

use crate::schema::Schema;
use crate::{Codec, Context, Diagnostics, Provider};

/// Something that is read and never changed.
pub trait DataSource: Send + Sync + 'static {
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

    /// Reads it. Every configured value is known; the answer keeps them as they are.
    ///
    /// # Errors
    /// What the user is told.
    fn read(
        &self,
        context: &Context<Self::Provider>,
        config: Self::Model,
    ) -> impl Future<Output = Result<Self::Model, Diagnostics>> + Send;
}
