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
//! let again = core.plan("acme_note", note.as_ref(), Data::from([("text", "hello".into())])).await?;
//! assert!(again.is_no_change());
//! # Ok::<(), tfplug::testing::Refusal>(()) }).unwrap();
//! ```

mod checks;
mod objects;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use tonic::Request;

use crate::plan::equal;
use crate::rpc::Server;
use crate::schema::{Block, Schema};
use crate::wire::provider_server::Provider as Calls;
use crate::wire::{self, diagnostic};
use crate::{CancellationToken, Catalogue, Data, Path, Provider, codec};

/// A configured provider and what its schemas are, to be driven as Terraform drives it.
pub struct Core<P: Provider> {
    catalogue: Arc<Catalogue<P>>,
    server: Server<P>,
}

/// A resource as it lies in state.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Its attributes.
    pub value: Data,
    private: Bytes,
}

/// A planned change that passed the checks.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What was there.
    pub prior: Data,
    /// What is to be there; [`Data::Null`] for a destroy.
    pub planned: Data,
    /// The attributes that replace the resource; empty where it is changed in place.
    pub replace: Vec<Path>,
    /// The summaries of the warnings.
    pub warnings: Vec<String>,
    block: Block,
    config: Data,
    private: Bytes,
}

/// Why something did not come about.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The provider's errors, and the rules of Terraform's core that its answer breaks; each names its attribute.
    pub errors: Vec<String>,
    /// What the provider keeps in state of a change that failed.
    pub kept: Option<Stored>,
}

impl Planned {
    /// Whether nothing would be done.
    pub fn is_no_change(&self) -> bool {
        self.replace.is_empty() && equal::block(&self.block, &self.prior, &self.planned)
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

    /// Validates a configuration and plans to bring a resource to it. Attributes that are left out are null.
    ///
    /// # Errors
    /// The provider's errors, and what Terraform's core would not take of its plan.
    pub async fn plan(
        &self,
        type_name: &str,
        state: Option<&Stored>,
        config: Data,
    ) -> Result<Planned, Refusal> {
        let block = self.block(type_name)?;
        let config = objects::complete(block, config);
        let request = wire::validate_resource_config::Request {
            type_name: type_name.to_owned(),
            config: Some(value(&config)),
            client_capabilities: Some(capabilities()),
        };
        heard(answer(self.server.validate_resource_config(Request::new(request)).await)?.diagnostics)?;

        let planned = self.plan_once(type_name, state, &config).await?;
        if planned.replace.is_empty() || state.is_none() {
            return Ok(planned);
        }
        // A replacement is planned anew, as the create that it ends in.
        let created = self.plan_once(type_name, None, &config).await?;
        let prior = state.map(|state| state.value.clone()).unwrap_or_default();
        Ok(Planned { prior, replace: planned.replace, ..created })
    }

    async fn plan_once(
        &self,
        type_name: &str,
        state: Option<&Stored>,
        config: &Data,
    ) -> Result<Planned, Refusal> {
        let block = self.block(type_name)?;
        let prior = state.map(|state| state.value.clone()).unwrap_or_default();
        let request = wire::plan_resource_change::Request {
            type_name: type_name.to_owned(),
            prior_state: Some(value(&prior)),
            proposed_new_state: Some(value(&objects::proposed(block, &prior, config))),
            config: Some(value(config)),
            prior_private: state.map(|state| state.private.clone()).unwrap_or_default(),
            client_capabilities: Some(capabilities()),
            ..Default::default()
        };
        let answer = answer(self.server.plan_resource_change(Request::new(request)).await)?;
        let warnings = heard(answer.diagnostics)?;
        let planned = read(answer.planned_state, block)?;
        broken(checks::plan(block, &prior, config, &planned))?;
        let replace = answer.requires_replace.into_iter().map(objects::path).collect();
        Ok(Planned {
            prior,
            planned,
            replace,
            warnings,
            block: block.clone(),
            config: config.clone(),
            private: answer.planned_private,
        })
    }

    /// Plans and applies a configuration; `None` in, for a create; never `None` out.
    ///
    /// # Errors
    /// The provider's errors, with what it keeps in state, and what Terraform's core would not take of its answers.
    pub async fn apply(
        &self,
        type_name: &str,
        state: Option<&Stored>,
        config: Data,
    ) -> Result<Option<Stored>, Refusal> {
        let planned = self.plan(type_name, state, config).await?;
        if planned.is_no_change() {
            return Ok(state.cloned());
        }
        if planned.replace.is_empty() {
            return self.carry_out(type_name, planned).await;
        }
        if let Some(state) = state {
            self.destroy(type_name, state).await?;
        }
        self.carry_out(type_name, Planned { prior: Data::Null, ..planned }).await
    }

    /// Destroys a resource.
    ///
    /// # Errors
    /// The provider's errors, with what it keeps in state.
    pub async fn destroy(&self, type_name: &str, state: &Stored) -> Result<(), Refusal> {
        let request = wire::plan_resource_change::Request {
            type_name: type_name.to_owned(),
            prior_state: Some(value(&state.value)),
            proposed_new_state: Some(value(&Data::Null)),
            config: Some(value(&Data::Null)),
            prior_private: state.private.clone(),
            ..Default::default()
        };
        let answer = answer(self.server.plan_resource_change(Request::new(request)).await)?;
        heard(answer.diagnostics)?;
        let planned = Planned {
            prior: state.value.clone(),
            planned: Data::Null,
            replace: Vec::new(),
            warnings: Vec::new(),
            block: self.block(type_name)?.clone(),
            config: Data::Null,
            private: answer.planned_private,
        };
        self.carry_out(type_name, planned).await.map(drop)
    }

    async fn carry_out(&self, type_name: &str, planned: Planned) -> Result<Option<Stored>, Refusal> {
        let Planned { prior, planned, config, private, block, .. } = planned;
        let request = wire::apply_resource_change::Request {
            type_name: type_name.to_owned(),
            prior_state: Some(value(&prior)),
            planned_state: Some(value(&planned)),
            config: Some(value(&config)),
            planned_private: private,
            ..Default::default()
        };
        let answer = answer(self.server.apply_resource_change(Request::new(request)).await)?;
        let after = read(answer.new_state, &block)?;
        let stored = (!after.is_null()).then(|| Stored { value: after.clone(), private: answer.private });
        if let Err(refusal) = heard(answer.diagnostics) {
            broken(checks::known(&block, &after))?;
            return Err(Refusal { kept: stored, ..refusal });
        }
        broken(checks::apply(&block, &planned, &after))?;
        Ok(stored)
    }

    /// Reads a resource as it is; `None` when it is gone.
    ///
    /// # Errors
    /// The provider's errors, and what Terraform's core would not take of its answer.
    pub async fn refresh(&self, type_name: &str, state: &Stored) -> Result<Option<Stored>, Refusal> {
        let block = self.block(type_name)?;
        let request = wire::read_resource::Request {
            type_name: type_name.to_owned(),
            current_state: Some(value(&state.value)),
            private: state.private.clone(),
            ..Default::default()
        };
        let answer = answer(self.server.read_resource(Request::new(request)).await)?;
        heard(answer.diagnostics)?;
        let value = read(answer.new_state, block)?;
        broken(checks::known(block, &value))?;
        Ok((!value.is_null()).then_some(Stored { value, private: answer.private }))
    }

    /// Imports a resource by what a user writes after `terraform import`, and reads it.
    ///
    /// # Errors
    /// The provider's errors, and an import of something that is not there.
    pub async fn import(&self, type_name: &str, id: &str) -> Result<Stored, Refusal> {
        let request = wire::import_resource_state::Request {
            type_name: type_name.to_owned(),
            id: id.to_owned(),
            ..Default::default()
        };
        let answer = answer(self.server.import_resource_state(Request::new(request)).await)?;
        heard(answer.diagnostics)?;
        let Some(imported) = answer.imported_resources.into_iter().next() else {
            return Err(Refusal::new("the provider imported nothing"));
        };
        let value = read(imported.state, self.block(type_name)?)?;
        let found = Stored { value, private: imported.private };
        self.refresh(type_name, &found)
            .await?
            .ok_or_else(|| Refusal::new(format!("there is no {type_name} {id:?} to import")))
    }

    /// Upgrades a state, as it lies in a state file, from a version of the schema.
    ///
    /// # Errors
    /// The provider's errors.
    pub async fn upgrade(&self, type_name: &str, version: i64, json: &str) -> Result<Stored, Refusal> {
        let raw = wire::RawState { json: Bytes::copy_from_slice(json.as_bytes()), ..Default::default() };
        let request = wire::upgrade_resource_state::Request {
            type_name: type_name.to_owned(),
            version,
            raw_state: Some(raw),
        };
        let answer = answer(self.server.upgrade_resource_state(Request::new(request)).await)?;
        heard(answer.diagnostics)?;
        let value = read(answer.upgraded_state, self.block(type_name)?)?;
        Ok(Stored { value, private: Bytes::new() })
    }

    /// Reads a data source. Attributes that are left out are null.
    ///
    /// # Errors
    /// The provider's errors, and what Terraform's core would not take of its answer.
    pub async fn data(&self, type_name: &str, config: Data) -> Result<Data, Refusal> {
        let entry = self.catalogue.data_sources.get(type_name);
        let block =
            &entry.ok_or_else(|| Refusal::new(format!("there is no data source {type_name}")))?.schema.block;
        let config = objects::complete(block, config);
        let request = wire::validate_data_resource_config::Request {
            type_name: type_name.to_owned(),
            config: Some(value(&config)),
        };
        heard(answer(self.server.validate_data_resource_config(Request::new(request)).await)?.diagnostics)?;
        let request = wire::read_data_source::Request {
            type_name: type_name.to_owned(),
            config: Some(value(&config)),
            ..Default::default()
        };
        let answer = answer(self.server.read_data_source(Request::new(request)).await)?;
        heard(answer.diagnostics)?;
        let found = read(answer.state, block)?;
        broken(checks::known(block, &found))?;
        broken(checks::plan(block, &Data::Null, &config, &found))?;
        Ok(found)
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

impl Stored {
    /// A resource as it lies in state, with nothing kept beside it.
    pub fn new(value: Data) -> Self {
        Stored { value, private: Bytes::new() }
    }
}

impl Refusal {
    fn new(error: impl Into<String>) -> Self {
        Refusal { errors: vec![error.into()], kept: None }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.errors.join("\n"))
    }
}

impl std::error::Error for Refusal {}

fn capabilities() -> wire::ClientCapabilities {
    wire::ClientCapabilities { write_only_attributes_allowed: true, ..Default::default() }
}

fn value(data: &Data) -> wire::DynamicValue {
    codec::encode_data(data).into()
}

fn read(value: Option<wire::DynamicValue>, block: &Block) -> Result<Data, Refusal> {
    let Some(value) = value else { return Ok(Data::Null) };
    codec::decode_data(&value.msgpack, block)
        .map_err(|error| Refusal::new(format!("{}: {}", error.path, error.message)))
}

/// A provider answers diagnostics, never a gRPC status.
fn answer<T>(answer: Result<tonic::Response<T>, tonic::Status>) -> Result<T, Refusal> {
    answer.map(tonic::Response::into_inner).map_err(|status| Refusal::new(format!("gRPC status {status}")))
}

/// The summaries of warnings; errors refuse.
fn heard(diagnostics: Vec<wire::Diagnostic>) -> Result<Vec<String>, Refusal> {
    let text = |found: &wire::Diagnostic| match &found.attribute {
        Some(path) => format!("{}: {}", objects::path(path.clone()), found.summary),
        None => found.summary.clone(),
    };
    let (errors, warnings): (Vec<_>, Vec<_>) =
        diagnostics.iter().partition(|found| found.severity == diagnostic::Severity::Error as i32);
    if errors.is_empty() {
        return Ok(warnings.into_iter().map(text).collect());
    }
    Err(Refusal { errors: errors.into_iter().map(text).collect(), kept: None })
}

fn broken(rules: Vec<String>) -> Result<(), Refusal> {
    if rules.is_empty() { Ok(()) } else { Err(Refusal { errors: rules, kept: None }) }
}
