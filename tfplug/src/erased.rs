//! The traits that providers implement, made fit for trait objects: typed models on one side, bytes and [`Data`] on
//! the other.
//!
//! A call that nobody reviews goes straight between bytes and the model, by the schema where the model has none. A
//! configuration is needed as [`Data`] by its schema's validators, a planned change by the planning steps and by
//! [`Provider::review`](crate::Provider::review); either is then moved into the model.

use async_trait::async_trait;

use crate::codec::{self, DecodeError};
use crate::schema::Block;
use crate::{
    Codec, Context, Create, Data, DataSource, Diagnostic, Diagnostics, EphemeralResource, Failed, Lease,
    MovedState, OlderState, Plan, Private, Provider, Resource, State, Update,
};

/// A state as bytes, ready to be sent.
pub(crate) struct Encoded {
    pub(crate) value: Vec<u8>,
    pub(crate) private: Private,
    pub(crate) warnings: Diagnostics,
}

#[async_trait]
pub(crate) trait ErasedResource<P: Provider>: Send + Sync {
    fn validate(&self, config: Data) -> Diagnostics;
    async fn plan(
        &self,
        context: &Context<P>,
        plan: Plan<Data>,
    ) -> Result<(Plan<Data>, Diagnostics), Diagnostics>;
    async fn create(
        &self,
        context: &Context<P>,
        block: &Block,
        create: Create<Data>,
    ) -> Result<Encoded, Failed<Data>>;
    async fn read(
        &self,
        context: &Context<P>,
        block: &Block,
        state: &[u8],
        private: Private,
    ) -> Result<Option<Encoded>, Diagnostics>;
    async fn update(
        &self,
        context: &Context<P>,
        block: &Block,
        update: Update<Data>,
    ) -> Result<Encoded, Failed<Data>>;
    async fn delete(
        &self,
        context: &Context<P>,
        block: &Block,
        state: &[u8],
        private: Private,
    ) -> Result<(), Failed<Data>>;
    async fn import(&self, context: &Context<P>, block: &Block, id: &str) -> Result<Encoded, Diagnostics>;
    fn upgrade(&self, state: OlderState) -> Result<serde_json::Value, Diagnostics>;
    fn move_from(&self, source: MovedState) -> Result<Option<serde_json::Value>, Diagnostics>;
}

#[async_trait]
impl<R: Resource> ErasedResource<R::Provider> for R {
    fn validate(&self, config: Data) -> Diagnostics {
        match codec::from_data(config) {
            Ok(config) => Resource::validate(self, &config),
            Err(error) => error.into(),
        }
    }

    async fn plan(
        &self,
        context: &Context<R::Provider>,
        plan: Plan<Data>,
    ) -> Result<(Plan<Data>, Diagnostics), Diagnostics> {
        let Plan { config, prior, planned, private, replace } = plan;
        let mut plan = Plan {
            config: typed(config)?,
            prior: prior.map(typed).transpose()?,
            planned: typed::<R::Model>(planned)?,
            private,
            replace,
        };
        let diagnostics = Resource::plan(self, context, &mut plan).await;
        let Plan { planned, private, replace, .. } = plan;
        let planned = codec::to_data(&planned);
        Ok((Plan { config: Data::Null, prior: None, planned, private, replace }, diagnostics))
    }

    async fn create(
        &self,
        context: &Context<R::Provider>,
        block: &Block,
        create: Create<Data>,
    ) -> Result<Encoded, Failed<Data>> {
        let Create { config, planned, private } = create;
        let create = Create { config: typed(config)?, planned: typed(planned)?, private };
        let created = Resource::create(self, context, create).await.map_err(untyped)?;
        encoded(created, block).map_err(|error| Diagnostics::from(error).into())
    }

    async fn read(
        &self,
        context: &Context<R::Provider>,
        block: &Block,
        state: &[u8],
        private: Private,
    ) -> Result<Option<Encoded>, Diagnostics> {
        let state = State::new(R::Model::from_wire(state, block)?).private(private);
        let read = Resource::read(self, context, state).await?;
        Ok(read.map(|state| encoded(state, block)).transpose()?)
    }

    async fn update(
        &self,
        context: &Context<R::Provider>,
        block: &Block,
        update: Update<Data>,
    ) -> Result<Encoded, Failed<Data>> {
        let Update { config, prior, planned, private } = update;
        let update =
            Update { config: typed(config)?, prior: typed(prior)?, planned: typed(planned)?, private };
        let updated = Resource::update(self, context, update).await.map_err(untyped)?;
        encoded(updated, block).map_err(|error| Diagnostics::from(error).into())
    }

    async fn delete(
        &self,
        context: &Context<R::Provider>,
        block: &Block,
        state: &[u8],
        private: Private,
    ) -> Result<(), Failed<Data>> {
        let state = R::Model::from_wire(state, block).map_err(Diagnostics::from)?;
        Resource::delete(self, context, State::new(state).private(private)).await.map_err(untyped)
    }

    async fn import(
        &self,
        context: &Context<R::Provider>,
        block: &Block,
        id: &str,
    ) -> Result<Encoded, Diagnostics> {
        Ok(encoded(Resource::import(self, context, id).await?, block)?)
    }

    fn upgrade(&self, state: OlderState) -> Result<serde_json::Value, Diagnostics> {
        Resource::upgrade(self, state)
    }

    fn move_from(&self, source: MovedState) -> Result<Option<serde_json::Value>, Diagnostics> {
        Resource::move_from(self, source)
    }
}

#[async_trait]
pub(crate) trait ErasedDataSource<P: Provider>: Send + Sync {
    fn validate(&self, config: Data) -> Diagnostics;
    async fn read(&self, context: &Context<P>, block: &Block, config: &[u8]) -> Result<Vec<u8>, Diagnostics>;
}

#[async_trait]
impl<D: DataSource> ErasedDataSource<D::Provider> for D {
    fn validate(&self, config: Data) -> Diagnostics {
        match codec::from_data(config) {
            Ok(config) => DataSource::validate(self, &config),
            Err(error) => error.into(),
        }
    }

    async fn read(
        &self,
        context: &Context<D::Provider>,
        block: &Block,
        config: &[u8],
    ) -> Result<Vec<u8>, Diagnostics> {
        let read = DataSource::read(self, context, D::Model::from_wire(config, block)?).await?;
        Ok(read.to_wire(block)?)
    }
}

#[async_trait]
pub(crate) trait ErasedEphemeralResource<P: Provider>: Send + Sync {
    fn validate(&self, config: Data) -> Diagnostics;
    async fn open(
        &self,
        context: &Context<P>,
        block: &Block,
        config: &[u8],
    ) -> Result<(Vec<u8>, Lease), Diagnostics>;
    async fn renew(&self, context: &Context<P>, private: Private) -> Result<Lease, Diagnostics>;
    async fn close(&self, context: &Context<P>, private: Private) -> Result<(), Diagnostics>;
}

#[async_trait]
impl<E: EphemeralResource> ErasedEphemeralResource<E::Provider> for E {
    fn validate(&self, config: Data) -> Diagnostics {
        match codec::from_data(config) {
            Ok(config) => EphemeralResource::validate(self, &config),
            Err(error) => error.into(),
        }
    }

    async fn open(
        &self,
        context: &Context<E::Provider>,
        block: &Block,
        config: &[u8],
    ) -> Result<(Vec<u8>, Lease), Diagnostics> {
        let opened = EphemeralResource::open(self, context, E::Model::from_wire(config, block)?).await?;
        Ok((opened.value.to_wire(block)?, opened.lease))
    }

    async fn renew(&self, context: &Context<E::Provider>, private: Private) -> Result<Lease, Diagnostics> {
        EphemeralResource::renew(self, context, private).await
    }

    async fn close(&self, context: &Context<E::Provider>, private: Private) -> Result<(), Diagnostics> {
        EphemeralResource::close(self, context, private).await
    }
}

fn typed<M: Codec>(data: Data) -> Result<M, Diagnostics> {
    Ok(codec::from_data(data)?)
}

fn encoded<M: Codec>(state: State<M>, block: &Block) -> Result<Encoded, DecodeError> {
    Ok(Encoded { value: state.value.to_wire(block)?, private: state.private, warnings: state.warnings })
}

fn untyped<M: Codec>(failed: Failed<M>) -> Failed<Data> {
    let kept = failed.kept.map(|kept| {
        let State { value, private, warnings } = *kept;
        Box::new(State { value: codec::to_data(&value), private, warnings })
    });
    Failed { diagnostics: failed.diagnostics, kept }
}

impl From<DecodeError> for Diagnostics {
    fn from(error: DecodeError) -> Self {
        Diagnostic::error(error.to_string())
            .detail("The value does not fit the schema of this provider.")
            .at(error.path)
            .into()
    }
}
