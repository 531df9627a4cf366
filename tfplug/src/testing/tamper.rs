//! A provider whose answers are changed on their way to core, so that the checks can be held against the real core's:
//! a provider of this framework cannot be made to break all of them.
//!
//! No part of the public API.

use std::process::ExitCode;
use std::sync::Arc;

use tonic::{Request, Response, Status};

use crate::rpc::Server;
use crate::wire::{self, provider_server};
use crate::{Catalogue, Data, Path, Provider, Step, codec, serve};

/// One change of one answer.
#[derive(Clone, Debug)]
pub struct Tamper {
    /// The call whose answer is changed.
    pub call: Call,
    /// When it is.
    pub when: When,
    /// How it is changed.
    pub change: Edit,
}

/// A call whose answer can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// PlanResourceChange.
    Plan,
    /// ApplyResourceChange.
    Apply,
    /// ReadResource.
    Read,
    /// ImportResourceState.
    Import,
    /// UpgradeResourceState.
    Upgrade,
    /// MoveResourceState.
    Move,
    /// ReadDataSource.
    Data,
    /// OpenEphemeralResource.
    Open,
    /// CallFunction.
    Function,
}

/// What a call is about, where it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Whatever it is.
    Always,
    /// There is a prior state and a configuration.
    Update,
    /// The configuration is null.
    Destroy,
    /// Everything in the configuration is known; told of plans alone.
    Known,
}

/// How an answer is changed.
#[derive(Clone, Debug)]
pub enum Edit {
    /// A value is put at a path; the empty path is the whole.
    Set(Path, Data),
    /// An attribute is left out.
    Remove(Path),
    /// The answer holds no value, or an import nothing.
    Nothing,
    /// These paths are said to replace the resource.
    Replace(Vec<Path>),
}

/// Serves a provider whose answers are changed, as [`crate::run`] serves one as it is.
pub fn run<P: Provider>(catalogue: Catalogue<P>, tampers: Vec<Tamper>) -> ExitCode {
    let options = serve::Options { address: catalogue.address, log_modules: catalogue.log_modules };
    let catalogue = Arc::new(catalogue);
    serve::run(&options, |cancel| Tampered::new(Server::new(Arc::clone(&catalogue), cancel), tampers.clone()))
}

/// A provider whose answers are changed.
pub(super) struct Tampered<S> {
    inner: S,
    tampers: Vec<Tamper>,
}

impl<S> Tampered<S> {
    pub(super) fn new(inner: S, tampers: Vec<Tamper>) -> Self {
        Tampered { inner, tampers }
    }

    fn edits(&self, call: Call, about: About) -> impl Iterator<Item = &Edit> {
        let fits = move |tamper: &&Tamper| {
            tamper.call == call
                && match tamper.when {
                    When::Always => true,
                    When::Update => about.prior && about.config,
                    When::Destroy => !about.config,
                    When::Known => about.known,
                }
        };
        self.tampers.iter().filter(fits).map(|tamper| &tamper.change)
    }
}

/// What a request is about: whether there is a prior state, a configuration, and all of it known.
#[derive(Clone, Copy, Default)]
struct About {
    prior: bool,
    config: bool,
    known: bool,
}

impl About {
    fn of(prior: Option<&wire::DynamicValue>, config: Option<&wire::DynamicValue>) -> Self {
        let read = |value: Option<&wire::DynamicValue>| {
            let value = value.map(|value| codec::decode::<Data>(&value.msgpack));
            value.and_then(Result::ok).unwrap_or_default()
        };
        let config = read(config);
        About { prior: !read(prior).is_null(), config: !config.is_null(), known: config.is_wholly_known() }
    }
}

/// Changes the value of an answer; of a value that is no msgpack nothing is left.
fn alter(value: &mut Option<wire::DynamicValue>, edit: &Edit) {
    let old = value.as_ref().map(|value| codec::decode::<Data>(&value.msgpack));
    let mut data = old.and_then(Result::ok).unwrap_or_default();
    match edit {
        Edit::Nothing => {
            *value = None;
            return;
        }
        Edit::Set(path, new) => {
            if let Some(place) = place(&mut data, path.steps()) {
                *place = new.clone();
            }
        }
        Edit::Remove(path) => {
            if let [outer @ .., Step::Attribute(name)] = path.steps()
                && let Some(Data::Map(entries)) = place(&mut data, outer)
            {
                entries.remove(name);
            }
        }
        Edit::Replace(_) => {}
    }
    *value = Some(codec::encode_data(&data).into());
}

/// What stands at a path; an attribute or a key that is not there is made.
fn place<'a>(data: &'a mut Data, steps: &[Step]) -> Option<&'a mut Data> {
    let [step, rest @ ..] = steps else { return Some(data) };
    match (step, data) {
        (Step::Attribute(name) | Step::Key(name), Data::Map(entries)) => {
            place(entries.entry(name.clone()).or_default(), rest)
        }
        (Step::Index(index), Data::List(items)) => {
            let index = usize::try_from(*index).ok()?;
            if index == items.len() {
                items.push(Data::Null);
            }
            place(items.get_mut(index)?, rest)
        }
        _ => None,
    }
}

/// Hands calls on as they are, or with the value of a field of their answer changed.
macro_rules! calls {
    (
        as they are: $($call:ident: $message:ident),* $(,)?;
        changed: $($changed:ident: $of:ident $field:ident $kind:ident),* $(,)?;
    ) => {
        #[tonic::async_trait]
        impl<S: provider_server::Provider> provider_server::Provider for Tampered<S> {
            $(
                async fn $call(
                    &self,
                    request: Request<wire::$message::Request>,
                ) -> Result<Response<wire::$message::Response>, Status> {
                    self.inner.$call(request).await
                }
            )*
            $(
                async fn $changed(
                    &self,
                    request: Request<wire::$of::Request>,
                ) -> Result<Response<wire::$of::Response>, Status> {
                    let mut answer = self.inner.$changed(request).await?;
                    for edit in self.edits(Call::$kind, About::default()) {
                        alter(&mut answer.get_mut().$field, edit);
                    }
                    Ok(answer)
                }
            )*

            async fn plan_resource_change(
                &self,
                request: Request<wire::plan_resource_change::Request>,
            ) -> Result<Response<wire::plan_resource_change::Response>, Status> {
                let about = About::of(request.get_ref().prior_state.as_ref(), request.get_ref().config.as_ref());
                let mut answer = self.inner.plan_resource_change(request).await?;
                for edit in self.edits(Call::Plan, about) {
                    match edit {
                        Edit::Replace(paths) => {
                            answer.get_mut().requires_replace = paths.iter().cloned().map(Into::into).collect();
                        }
                        edit => alter(&mut answer.get_mut().planned_state, edit),
                    }
                }
                Ok(answer)
            }

            async fn apply_resource_change(
                &self,
                request: Request<wire::apply_resource_change::Request>,
            ) -> Result<Response<wire::apply_resource_change::Response>, Status> {
                let about = About::of(request.get_ref().prior_state.as_ref(), request.get_ref().config.as_ref());
                let mut answer = self.inner.apply_resource_change(request).await?;
                for edit in self.edits(Call::Apply, about) {
                    alter(&mut answer.get_mut().new_state, edit);
                }
                Ok(answer)
            }

            async fn import_resource_state(
                &self,
                request: Request<wire::import_resource_state::Request>,
            ) -> Result<Response<wire::import_resource_state::Response>, Status> {
                let mut answer = self.inner.import_resource_state(request).await?;
                for edit in self.edits(Call::Import, About::default()) {
                    match edit {
                        Edit::Nothing => answer.get_mut().imported_resources.clear(),
                        edit => answer
                            .get_mut()
                            .imported_resources
                            .iter_mut()
                            .for_each(|imported| alter(&mut imported.state, edit)),
                    }
                }
                Ok(answer)
            }
        }
    };
}

calls! {
    as they are:
        get_metadata: get_metadata,
        get_provider_schema: get_provider_schema,
        validate_provider_config: validate_provider_config,
        configure_provider: configure_provider,
        get_resource_identity_schemas: get_resource_identity_schemas,
        validate_resource_config: validate_resource_config,
        validate_data_resource_config: validate_data_resource_config,
        validate_ephemeral_resource_config: validate_ephemeral_resource_config,
        renew_ephemeral_resource: renew_ephemeral_resource,
        close_ephemeral_resource: close_ephemeral_resource,
        get_functions: get_functions,
        stop_provider: stop_provider;
    changed:
        upgrade_resource_state: upgrade_resource_state upgraded_state Upgrade,
        move_resource_state: move_resource_state target_state Move,
        read_resource: read_resource new_state Read,
        read_data_source: read_data_source state Data,
        open_ephemeral_resource: open_ephemeral_resource result Open,
        call_function: call_function result Function;
}
