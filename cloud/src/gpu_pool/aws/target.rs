//! The node group that calls are about, and how a call is made.

use std::collections::hash_map::RandomState;
use std::future::Future;
use std::hash::BuildHasher;

use aws_sdk_eks::Client;
use aws_sdk_eks::types::Nodegroup;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

pub(super) use crate::aws::call::Call;

use super::{GpuPool, PoolKey, error};
use crate::aws::AwsClients;
use crate::aws::plain;
use crate::wait::Running;
use crate::{Cloud, Error};

/// One node group, the services of its region, and the operation that calls belong to.
pub(super) struct Target<'a> {
    pub(super) eks: Client,
    clients: &'a AwsClients,
    ec2: plain::Service,
    pub(super) region: String,
    pub(super) cluster: &'a str,
    pub(super) name: &'a str,
    pub(super) running: &'a Running,
    /// By this the services know a call that is repeated from a second one. It is made anew for each operation: a pool
    /// that is created again, after it was deleted, must not be taken for the first one's creation.
    pub(super) token: String,
}

/// Where a pool is.
struct Place<'a> {
    region: &'a str,
    cluster: &'a str,
    name: &'a str,
}

impl<'a> Target<'a> {
    /// The node group of a description.
    pub(super) async fn of(clients: &'a AwsClients, pool: &'a GpuPool, running: &'a Running) -> Self {
        let place = Place { region: &pool.location, cluster: &pool.cluster, name: &pool.name };
        Target::new(clients, place, running).await
    }

    /// The node group of a key.
    ///
    /// # Errors
    /// The key is that of a pool on the other cloud.
    pub(super) async fn at(
        clients: &'a AwsClients,
        key: &'a PoolKey,
        running: &'a Running,
    ) -> Result<Self, Error> {
        match key {
            PoolKey::Aws { region, cluster, name } => {
                Ok(Target::new(clients, Place { region, cluster, name }, running).await)
            }
            PoolKey::Gcp { .. } => Err(Error::Invalid {
                attribute: "id".into(),
                message: format!("{key} names no pool on AWS: aws/REGION/CLUSTER/NAME is expected"),
            }),
        }
    }

    async fn new(clients: &'a AwsClients, place: Place<'a>, running: &'a Running) -> Self {
        let region = place.region.to_ascii_lowercase();
        let (eks, ec2) = (clients.eks(&region).await, clients.ec2(&region).await);
        Target {
            eks,
            clients,
            ec2,
            region,
            cluster: place.cluster,
            name: place.name,
            running,
            token: token(),
        }
    }

    /// The same node group within other bounds.
    pub(super) fn within<'b>(&'b self, running: &'b Running) -> Target<'b> {
        let (eks, ec2) = (self.eks.clone(), self.ec2.clone());
        let (region, token) = (self.region.clone(), self.token.clone());
        Target {
            eks,
            clients: self.clients,
            ec2,
            region,
            cluster: self.cluster,
            name: self.name,
            running,
            token,
        }
    }

    /// What names the pool.
    pub(super) fn key(&self) -> PoolKey {
        PoolKey::Aws {
            region: self.region.clone(),
            cluster: self.cluster.to_owned(),
            name: self.name.to_owned(),
        }
    }

    /// The pool, as errors name it.
    pub(super) fn what(&self) -> String {
        format!("GPU pool {:?} of cluster {:?}", self.name, self.cluster)
    }

    /// That there is a pool of this name already.
    pub(super) fn taken(&self) -> Error {
        Error::AlreadyExists { cloud: Cloud::Aws, what: self.what(), ours: true }
    }

    /// Makes a call of EKS, repeated as [`Running::call`] does.
    pub(super) async fn call<T, E, F>(&self, call: Call, mut attempt: impl FnMut() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    {
        let what = self.what();
        self.running
            .call(call.operation, || {
                let (answer, what) = (attempt(), &what);
                async move { answer.await.map_err(|answer| error::failed(call, what, answer)) }
            })
            .await
    }

    /// Makes a call of EC2 with these parameters, repeated in the same way; the answer is XML.
    pub(super) async fn ec2(&self, call: Call, parameters: &[(String, String)]) -> Result<String, Error> {
        let request = plain::Request {
            operation: call.operation,
            method: "POST",
            path: "/".into(),
            headers: vec![("content-type", "application/x-www-form-urlencoded; charset=utf-8".into())],
            body: body(call, parameters),
        };
        self.call(call, || self.clients.send(&self.ec2, &request)).await
    }

    /// The node group as it is; `None` when there is none.
    pub(super) async fn describe(&self) -> Result<Option<Nodegroup>, Error> {
        const DESCRIBE: Call = Call::plain("DescribeNodegroup");
        let request = self.eks.describe_nodegroup().cluster_name(self.cluster).nodegroup_name(self.name);
        match self.call(DESCRIBE, || request.clone().send()).await {
            Ok(answer) => Ok(answer.nodegroup),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// As [`Target::describe`], of a node group that must be there.
    pub(super) async fn found(&self) -> Result<Nodegroup, Error> {
        let found = self.describe().await?;
        found.ok_or_else(|| Error::NotFound { cloud: Cloud::Aws, what: self.what() })
    }
}

/// The parameters as EC2's query protocol takes them.
fn body(call: Call, parameters: &[(String, String)]) -> String {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.append_pair("Action", call.operation).append_pair("Version", "2016-11-15");
    body.extend_pairs(parameters);
    body.finish()
}

/// Something that nobody has said before: the keys of a new `RandomState` are random.
fn token() -> String {
    let chance = |seed: u8| RandomState::new().hash_one(seed);
    format!("{:016x}{:016x}", chance(0), chance(1))
}
