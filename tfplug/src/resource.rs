use std::future::{Future, ready};

use serde_json::Value as Json;

use crate::schema::Schema;
use crate::{Codec, Context, Diagnostic, Diagnostics, Path, Private, Provider};

/// A managed resource.
///
/// The framework plans: defaults, computed values, replacement. A resource says what it looks like and does what was
/// planned; everything else has a default.
pub trait Resource: Send + Sync + 'static {
    /// The provider that it works with.
    type Provider: Provider;
    /// What it looks like: usually a struct that derives [`Schema`](derive@crate::Schema), or [`Data`](crate::Data)
    /// where the schema is made at run time.
    type Model: Codec;

    /// Its schema: `Schema::of::<Self::Model>()` for a derived struct.
    fn schema(&self) -> Schema;

    /// Checks a configuration, in which values may be unknown, beyond what its schema checks.
    fn validate(&self, config: &Self::Model) -> Diagnostics {
        let _ = config;
        Diagnostics::none()
    }

    /// The resource's own step in planning, after the framework's: may make computed values known and ask for
    /// replacement. Not called for a delete.
    fn plan(
        &self,
        context: &Context<Self::Provider>,
        plan: &mut Plan<Self::Model>,
    ) -> impl Future<Output = Diagnostics> + Send {
        let _ = (context, plan);
        ready(Diagnostics::none())
    }

    /// Brings the resource into being. Every planned value is known, but for computed ones.
    ///
    /// # Errors
    /// [`Failed`] says why, and what to keep in state of a resource that exists all the same: it is then tainted.
    fn create(
        &self,
        context: &Context<Self::Provider>,
        create: Create<Self::Model>,
    ) -> impl Future<Output = Result<State<Self::Model>, Failed<Self::Model>>> + Send;

    /// Looks at the resource as it is; `None` when it is gone.
    ///
    /// # Errors
    /// What the user is told; the state stays as it was.
    fn read(
        &self,
        context: &Context<Self::Provider>,
        read: State<Self::Model>,
    ) -> impl Future<Output = Result<Option<State<Self::Model>>, Diagnostics>> + Send;

    /// Changes the resource in place.
    ///
    /// # Errors
    /// [`Failed`] says why, and what the resource is now; with nothing to keep the prior state stays.
    fn update(
        &self,
        context: &Context<Self::Provider>,
        update: Update<Self::Model>,
    ) -> impl Future<Output = Result<State<Self::Model>, Failed<Self::Model>>> + Send;

    /// Removes the resource; one that is gone already is no error.
    ///
    /// # Errors
    /// [`Failed`] says why; with nothing to keep the prior state stays.
    fn delete(
        &self,
        context: &Context<Self::Provider>,
        delete: State<Self::Model>,
    ) -> impl Future<Output = Result<(), Failed<Self::Model>>> + Send;

    /// Finds a resource by what the user wrote after `terraform import`. It is enough to fill in what [`Resource::read`]
    /// needs, which is called next.
    ///
    /// # Errors
    /// What the user is told. The default says that the resource cannot be imported.
    fn import(
        &self,
        context: &Context<Self::Provider>,
        id: &str,
    ) -> impl Future<Output = Result<State<Self::Model>, Diagnostics>> + Send {
        let _ = (context, id);
        ready(Err(Diagnostic::error("this resource cannot be imported").into()))
    }

    /// Brings a state of an older version of the schema to the present shape.
    ///
    /// # Errors
    /// What the user is told. The default knows no older version.
    fn upgrade(&self, state: OlderState) -> Result<Json, Diagnostics> {
        Err(Diagnostic::error(format!("state of version {} cannot be upgraded", state.version))
            .detail(format!("This release knows version {} alone.", self.schema().version))
            .into())
    }

    /// Takes over a resource of another type that a `moved` block names; `None` when it cannot be taken from there.
    ///
    /// # Errors
    /// What the user is told of a resource that could be taken over but is in a wrong shape.
    fn move_from(&self, source: MovedState) -> Result<Option<Json>, Diagnostics> {
        let _ = source;
        Ok(None)
    }
}

/// What a resource is, with what it keeps beside its state.
#[derive(Clone, Debug)]
pub struct State<M> {
    /// Its attributes.
    pub value: M,
    /// What it keeps beside them.
    pub private: Private,
    /// What the user is told of it. Errors do not belong here.
    pub warnings: Diagnostics,
}

/// A resource to bring into being.
#[derive(Clone, Debug)]
pub struct Create<M> {
    /// What the configuration says; write-only values are here alone.
    pub config: M,
    /// What was planned.
    pub planned: M,
    /// What the plan kept beside it.
    pub private: Private,
}

/// A resource to change in place.
#[derive(Clone, Debug)]
pub struct Update<M> {
    /// What the configuration says; write-only values are here alone.
    pub config: M,
    /// What is in state.
    pub prior: M,
    /// What was planned.
    pub planned: M,
    /// What the plan kept beside it.
    pub private: Private,
}

/// A plan in the making.
#[derive(Clone, Debug)]
pub struct Plan<M> {
    /// What the configuration says.
    pub config: M,
    /// What is in state; `None` for a create.
    pub prior: Option<M>,
    /// What is planned so far, to be refined: a configured value must stay as it is.
    pub planned: M,
    /// What the apply will be handed beside it.
    pub private: Private,
    /// Attributes whose change replaces the resource, beside those that the schema names.
    pub replace: Vec<Path>,
}

/// A create, an update or a delete that failed.
#[derive(Clone, Debug)]
pub struct Failed<M> {
    /// Why.
    pub diagnostics: Diagnostics,
    /// What is there all the same.
    pub kept: Option<Box<State<M>>>,
}

/// A state of an older version of the schema.
#[derive(Clone, Debug)]
pub struct OlderState {
    /// The version that wrote it.
    pub version: i64,
    /// The state as it lies in the file. A number that neither 64 bits nor a float hold to the last digit is a string
    /// here, and may be given back as one.
    pub json: Json,
}

/// A resource of another type, to be taken over.
#[derive(Clone, Debug)]
pub struct MovedState {
    /// The address of the provider that it belongs to: `registry.terraform.io/hashicorp/aws`.
    pub provider_address: String,
    /// Its type there.
    pub type_name: String,
    /// The version of its schema there.
    pub schema_version: i64,
    /// The state as it lies in the file, numbers as in [`OlderState::json`].
    pub json: Json,
}

impl<M> State<M> {
    /// A state with nothing kept beside it.
    pub fn new(value: M) -> Self {
        State { value, private: Private::default(), warnings: Diagnostics::none() }
    }

    /// The same with something kept beside it.
    #[must_use]
    pub fn private(mut self, private: Private) -> Self {
        self.private = private;
        self
    }
}

impl<M> From<Diagnostics> for Failed<M> {
    fn from(diagnostics: Diagnostics) -> Self {
        Failed { diagnostics, kept: None }
    }
}

impl<M> From<Diagnostic> for Failed<M> {
    fn from(diagnostic: Diagnostic) -> Self {
        Diagnostics::from(diagnostic).into()
    }
}
