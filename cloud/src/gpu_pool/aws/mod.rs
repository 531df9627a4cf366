//! EKS managed node groups.

use std::sync::Arc;

use async_trait::async_trait;

use super::{AwsExtras, GpuPool, PoolKey};
use crate::session::AwsClients;
use crate::{Change, Cloud, Error, Incomplete, Observed, Operation, Problem, Scope, Service};

/// EKS managed node groups.
pub(crate) struct AwsPools {
    clients: Arc<AwsClients>,
}

impl AwsPools {
    pub(crate) fn new(clients: Arc<AwsClients>) -> Self {
        AwsPools { clients }
    }
}

/// What this cloud cannot do or does not take.
pub(super) fn check(_: &GpuPool, _: &AwsExtras, _: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    Vec::new()
}

/// What this cloud cannot change in place.
pub(super) fn replaced(_: &GpuPool, _: &GpuPool) -> Vec<&'static str> {
    Vec::new()
}

#[async_trait]
impl Service<GpuPool> for AwsPools {
    async fn create(&self, _: &GpuPool, _: &Operation) -> Result<Observed<GpuPool>, Incomplete<GpuPool>> {
        Err(unserved("create").into())
    }

    async fn read(
        &self,
        _: &PoolKey,
        _: Scope<'_, GpuPool>,
        _: &Operation,
    ) -> Result<Option<Observed<GpuPool>>, Error> {
        Err(unserved("read"))
    }

    async fn update(
        &self,
        _: &PoolKey,
        _: Change<'_, GpuPool>,
        _: Option<&str>,
        _: &Operation,
    ) -> Result<Observed<GpuPool>, Incomplete<GpuPool>> {
        Err(unserved("update").into())
    }

    async fn delete(&self, _: &PoolKey, _: &Operation) -> Result<(), Error> {
        Err(unserved("delete"))
    }
}

fn unserved(operation: &'static str) -> Error {
    Error::Service {
        cloud: Cloud::Aws,
        operation,
        code: "Unserved".into(),
        message: "EKS managed node groups are not served yet".into(),
        request_id: None,
    }
}
