//! The traits that providers implement, made fit for trait objects: typed models on one side, bytes and [`Data`] on
//! the other.
//!
//! A call that nobody reviews goes straight between bytes and the model. A planned change is needed as [`Data`] by the
//! planning steps and by [`Provider::review`](crate::Provider::review), and is then moved into the model.

use async_trait::async_trait;

use crate::codec::{self, DecodeError};
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
    fn validate(&self, config: &[u8]) -> Diagnostics;
    async fn plan(
        &self,
        context: &Context<P>,
        plan: Plan<Data>,
    ) -> Result<(Plan<Data>, Diagnostics), Diagnostics>;
    async fn create(&self, context: &Context<P>, create: Create<Data>) -> Result<Encoded, Failed<Data>>;
    async fn read(
        &self,
        context: &Context<P>,
        state: &[u8],
        private: Private,
    ) -> Result<Option<Encoded>, Diagnostics>;
    async fn update(&self, context: &Context<P>, update: Update<Data>) -> Result<Encoded, Failed<Data>>;
    async fn delete(&self, context: &Context<P>, state: &[u8], private: Private) -> Result<(), Failed<Data>>;
    async fn import(&self, context: &Context<P>, id: &str) -> Result<Encoded, Diagnostics>;
    fn upgrade(&self, state: OlderState) -> Result<serde_json::Value, Diagnostics>;
    fn move_from(&self, source: MovedState) -> Result<Option<serde_json::Value>, Diagnostics>;
}

#[async_trait]
impl<R: Resource> ErasedResource<R::Provider> for R {
    fn validate(&self, config: &[u8]) -> Diagnostics {
        match codec::decode(config) {
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
        create: Create<Data>,
    ) -> Result<Encoded, Failed<Data>> {
        let Create { config, planned, private } = create;
        let create = Create { config: typed(config)?, planned: typed(planned)?, private };
        Resource::create(self, context, create).await.map(encoded).map_err(untyped)
    }

    async fn read(
        &self,
        context: &Context<R::Provider>,
        state: &[u8],
        private: Private,
    ) -> Result<Option<Encoded>, Diagnostics> {
        let state = State::new(codec::decode(state)?).private(private);
        Ok(Resource::read(self, context, state).await?.map(encoded))
    }

    async fn update(
        &self,
        context: &Context<R::Provider>,
        update: Update<Data>,
    ) -> Result<Encoded, Failed<Data>> {
        let Update { config, prior, planned, private } = update;
        let update =
            Update { config: typed(config)?, prior: typed(prior)?, planned: typed(planned)?, private };
        Resource::update(self, context, update).await.map(encoded).map_err(untyped)
    }

    async fn delete(
        &self,
        context: &Context<R::Provider>,
        state: &[u8],
        private: Private,
    ) -> Result<(), Failed<Data>> {
        let state = codec::decode(state).map_err(Diagnostics::from)?;
        Resource::delete(self, context, State::new(state).private(private)).await.map_err(untyped)
    }

    async fn import(&self, context: &Context<R::Provider>, id: &str) -> Result<Encoded, Diagnostics> {
        Resource::import(self, context, id).await.map(encoded)
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
    fn validate(&self, config: &[u8]) -> Diagnostics;
    async fn read(&self, context: &Context<P>, config: &[u8]) -> Result<Vec<u8>, Diagnostics>;
}

#[async_trait]
impl<D: DataSource> ErasedDataSource<D::Provider> for D {
    fn validate(&self, config: &[u8]) -> Diagnostics {
        match codec::decode(config) {
            Ok(config) => DataSource::validate(self, &config),
            Err(error) => error.into(),
        }
    }

    async fn read(&self, context: &Context<D::Provider>, config: &[u8]) -> Result<Vec<u8>, Diagnostics> {
        let read = DataSource::read(self, context, codec::decode(config)?).await?;
        Ok(codec::encode(&read))
    }
}

#[async_trait]
pub(crate) trait ErasedEphemeralResource<P: Provider>: Send + Sync {
    fn validate(&self, config: &[u8]) -> Diagnostics;
    async fn open(&self, context: &Context<P>, config: &[u8]) -> Result<(Vec<u8>, Lease), Diagnostics>;
    async fn renew(&self, context: &Context<P>, private: Private) -> Result<Lease, Diagnostics>;
    async fn close(&self, context: &Context<P>, private: Private) -> Result<(), Diagnostics>;
}

#[async_trait]
impl<E: EphemeralResource> ErasedEphemeralResource<E::Provider> for E {
    fn validate(&self, config: &[u8]) -> Diagnostics {
        match codec::decode(config) {
            Ok(config) => EphemeralResource::validate(self, &config),
            Err(error) => error.into(),
        }
    }

    async fn open(
        &self,
        context: &Context<E::Provider>,
        config: &[u8],
    ) -> Result<(Vec<u8>, Lease), Diagnostics> {
        let opened = EphemeralResource::open(self, context, codec::decode(config)?).await?;
        Ok((codec::encode(&opened.value), opened.lease))
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

fn encoded<M: Codec>(state: State<M>) -> Encoded {
    Encoded { value: codec::encode(&state.value), private: state.private, warnings: state.warnings }
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
        Diagnostic::error(format!("{}: {}", error.path, error.message))
            .detail("The value does not fit the schema of this provider.")
            .at(error.path)
            .into()
    }
}
