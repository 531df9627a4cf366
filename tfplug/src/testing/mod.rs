//! A core in miniature: drives a provider in process through what Terraform does with it, over the same messages, and
//! makes the checks that Terraform makes, so that a provider's unit tests need no Terraform.
//!
//! ```
//! # use tfplug::{Catalogue, Configure, Context, Create, Data, Diagnostics, Failed, Provider, Resource, Schema, State, Update, Value};
//! # use tfplug::testing::Core;
//! # struct Acme;
//! # impl Provider for Acme {
//! #     type Config = Data;
//! #     async fn configure(_: Data, _: Configure) -> Result<Self, Diagnostics> { Ok(Acme) }
//! # }
//! # #[derive(Schema, Clone)]
//! # struct Note {
//! #     /// The text.
//! #     #[schema(required)]
//! #     text: Value<String>,
//! # }
//! # struct Notes;
//! # impl Resource for Notes {
//! #     type Provider = Acme;
//! #     type Model = Note;
//! #     fn schema(&self) -> Schema { Schema::of::<Note>() }
//! #     async fn create(&self, _: &Context<Acme>, c: Create<Note>) -> Result<State<Note>, Failed<Note>> { Ok(State::new(c.planned)) }
//! #     async fn read(&self, _: &Context<Acme>, s: State<Note>) -> Result<Option<State<Note>>, Diagnostics> { Ok(Some(s)) }
//! #     async fn update(&self, _: &Context<Acme>, u: Update<Note>) -> Result<State<Note>, Failed<Note>> { Ok(State::new(u.planned)) }
//! #     async fn delete(&self, _: &Context<Acme>, _: State<Note>) -> Result<(), Failed<Note>> { Ok(()) }
//! # }
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let catalogue = Catalogue::<Acme>::new("registry.terraform.io/acme/acme", Schema::default()).resource("acme_note", Notes);
//! let core = Core::configured(catalogue, Data::from([])).await?;
//! let note = core.apply("acme_note", None, Data::from([("text", "hello".into())])).await?;
//! // What was applied is there, and the plan that follows changes nothing.
//! core.settled("acme_note", note.as_ref().expect("was created"), Data::from([("text", "hello".into())])).await?;
//! # Ok::<(), tfplug::testing::Refusal>(()) }).unwrap();
//! ```

mod answer;
mod checks;
mod data_source;
mod ephemeral;
mod function;
mod managed;
mod objects;
mod state;
#[doc(hidden)]
pub mod tamper;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use bytes::Bytes;
use tonic::Request;

pub use self::answer::Refusal;
use self::answer::{answer, heard, value};
pub use self::ephemeral::Open;
pub use self::managed::Planned;
use self::tamper::{Tamper, Tampered};
use crate::rpc::Server;
use crate::schema::{Block, Schema};
use crate::wire;
use crate::wire::provider_server::Provider as Calls;
use crate::{CancellationToken, Catalogue, Data, Provider};

/// A configured provider and what its schemas are, to be driven as Terraform drives it.
pub struct Core<P: Provider> {
    catalogue: Arc<Catalogue<P>>,
    server: Box<dyn Calls>,
}

/// A resource as it lies in state.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Its attributes.
    pub value: Data,
    private: Bytes,
}

impl Stored {
    /// A resource as it lies in state, with nothing kept beside it.
    pub fn new(value: Data) -> Self {
        Stored { value, private: Bytes::new() }
    }

    /// As it stands in an answer; null is no resource.
    fn answered(value: Data, private: Bytes) -> Option<Self> {
        (!value.is_null()).then_some(Stored { value, private })
    }
}

impl<P: Provider> Core<P> {
    /// Validates a provider's configuration and configures it. Attributes that are left out are null.
    ///
    /// # Errors
    /// What the provider says of the configuration.
    pub async fn configured(catalogue: Catalogue<P>, config: Data) -> Result<Self, Refusal> {
        let catalogue = Arc::new(catalogue);
        let server = Server::new(Arc::clone(&catalogue), CancellationToken::new());
        Self::over(catalogue, Box::new(server), config).await
    }

    /// As [`Core::configured`], with answers that are changed on their way, for tests of this module itself.
    ///
    /// # Errors
    /// As [`Core::configured`].
    #[doc(hidden)]
    pub async fn tampered(
        catalogue: Catalogue<P>,
        config: Data,
        tampers: Vec<Tamper>,
    ) -> Result<Self, Refusal> {
        let catalogue = Arc::new(catalogue);
        let server = Server::new(Arc::clone(&catalogue), CancellationToken::new());
        Self::over(catalogue, Box::new(Tampered::new(server, tampers)), config).await
    }

    async fn over(
        catalogue: Arc<Catalogue<P>>,
        server: Box<dyn Calls>,
        config: Data,
    ) -> Result<Self, Refusal> {
        let config = value(&objects::complete(&catalogue.config.block, config));
        let request = wire::validate_provider_config::Request { config: Some(config.clone()) };
        heard(answer(server.validate_provider_config(Request::new(request)).await)?.diagnostics)?;
        let request = wire::configure_provider::Request {
            terraform_version: "1.11.4".to_owned(),
            config: Some(config),
            ..Default::default()
        };
        heard(answer(server.configure_provider(Request::new(request)).await)?.diagnostics)?;
        Ok(Core { catalogue, server })
    }

    /// The schema of a resource.
    ///
    /// # Errors
    /// When the provider has no such resource.
    pub fn schema(&self, type_name: &str) -> Result<&Schema, Refusal> {
        let entry = self.catalogue.resources.get(type_name);
        entry
            .map(|entry| &entry.schema)
            .ok_or_else(|| Refusal::new(format!("there is no resource {type_name}")))
    }

    fn block(&self, type_name: &str) -> Result<&Block, Refusal> {
        self.schema(type_name).map(|schema| &schema.block)
    }
}
