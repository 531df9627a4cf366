use std::collections::BTreeMap;

use crate::erased::{ErasedDataSource, ErasedEphemeralResource, ErasedResource};
use crate::schema::Schema;
use crate::{DataSource, EphemeralResource, Function, Provider, Resource};

/// Everything that a provider has, by the names that configurations use.
///
/// ```no_run
/// # use tfplug::{Catalogue, Configure, Data, Diagnostics, Provider, Schema};
/// # struct Acme;
/// # impl Provider for Acme {
/// #     type Config = Data;
/// #     async fn configure(_: Data, _: Configure) -> Result<Self, Diagnostics> { Ok(Acme) }
/// # }
/// fn main() -> std::process::ExitCode {
///     tfplug::run(Catalogue::<Acme>::new("registry.terraform.io/acme/acme", Schema::default()))
/// }
/// ```
pub struct Catalogue<P: Provider> {
    pub(crate) address: &'static str,
    pub(crate) log_modules: &'static [&'static str],
    pub(crate) config: Schema,
    pub(crate) resources: BTreeMap<String, Entry<dyn ErasedResource<P>>>,
    pub(crate) data_sources: BTreeMap<String, Entry<dyn ErasedDataSource<P>>>,
    pub(crate) ephemeral_resources: BTreeMap<String, Entry<dyn ErasedEphemeralResource<P>>>,
    pub(crate) functions: BTreeMap<String, Box<dyn Function>>,
}

/// One resource, data source or ephemeral resource, with its schema made once.
pub(crate) struct Entry<H: ?Sized> {
    pub(crate) schema: Schema,
    pub(crate) handler: Box<H>,
}

impl<P: Provider> Catalogue<P> {
    /// A provider with nothing in it yet: its address (`registry.terraform.io/NAMESPACE/TYPE`) and the schema of its
    /// configuration.
    pub fn new(address: &'static str, config: Schema) -> Self {
        Catalogue {
            address,
            log_modules: &[],
            config,
            resources: BTreeMap::new(),
            data_sources: BTreeMap::new(),
            ephemeral_resources: BTreeMap::new(),
            functions: BTreeMap::new(),
        }
    }

    /// The crates whose logs are shown at the level that the user asks for with `TF_LOG_PROVIDER`; those of all
    /// others are shown from warnings on, because a transport's log may hold secrets.
    #[must_use]
    pub fn logs_of(mut self, crates: &'static [&'static str]) -> Self {
        self.log_modules = crates;
        self
    }

    /// Adds a resource by its full type name: `acme_bucket`.
    #[must_use]
    pub fn resource(mut self, type_name: &str, resource: impl Resource<Provider = P>) -> Self {
        let schema = resource.schema();
        self.resources.insert(type_name.to_owned(), Entry { schema, handler: Box::new(resource) });
        self
    }

    /// Adds a data source by its full type name: `acme_identity`.
    #[must_use]
    pub fn data_source(mut self, type_name: &str, source: impl DataSource<Provider = P>) -> Self {
        let schema = source.schema();
        self.data_sources.insert(type_name.to_owned(), Entry { schema, handler: Box::new(source) });
        self
    }

    /// Adds an ephemeral resource by its full type name: `acme_token`.
    #[must_use]
    pub fn ephemeral_resource(
        mut self,
        type_name: &str,
        resource: impl EphemeralResource<Provider = P>,
    ) -> Self {
        let schema = resource.schema();
        self.ephemeral_resources.insert(type_name.to_owned(), Entry { schema, handler: Box::new(resource) });
        self
    }

    /// Adds a function by its name.
    #[must_use]
    pub fn function(mut self, name: &str, function: impl Function) -> Self {
        self.functions.insert(name.to_owned(), Box::new(function));
        self
    }
}
