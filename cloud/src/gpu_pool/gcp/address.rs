//! Where a pool is, and how the API names what is there.

use crate::gpu_pool::PoolKey;
use crate::{Cloud, Error};

/// A node pool of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    pub(super) project: &'a str,
    pub(super) location: &'a str,
    pub(super) cluster: &'a str,
    pub(super) name: &'a str,
}

impl<'a> Address<'a> {
    pub(super) fn of(key: &'a PoolKey) -> Result<Self, Error> {
        match key {
            PoolKey::Gcp { project, location, cluster, name } => {
                Ok(Address { project, location, cluster, name })
            }
            PoolKey::Aws { .. } => Err(elsewhere()),
        }
    }

    pub(super) fn key(self) -> PoolKey {
        PoolKey::Gcp {
            project: self.project.to_owned(),
            location: self.location.to_owned(),
            cluster: self.cluster.to_owned(),
            name: self.name.to_owned(),
        }
    }

    fn place(self) -> String {
        format!("projects/{}/locations/{}", self.project, self.location)
    }

    pub(super) fn cluster(self) -> String {
        format!("{}/clusters/{}", self.place(), self.cluster)
    }

    pub(super) fn pool(self) -> String {
        format!("{}/nodePools/{}", self.cluster(), self.name)
    }

    pub(super) fn operation(self, name: &str) -> String {
        format!("{}/operations/{name}", self.place())
    }

    /// How errors name the pool.
    pub(super) fn what(self) -> String {
        format!("GPU pool {:?} of cluster {:?}", self.name, self.cluster)
    }
}

/// A description or a key of another cloud.
pub(super) fn elsewhere() -> Error {
    Error::Invalid { attribute: "cloud".into(), message: "the GPU pool is not on Google Cloud".into() }
}

/// The name of a cloud's enum value; a number where the client library does not know the name.
pub(super) fn word(name: Option<&str>, value: Option<i32>) -> String {
    name.map_or_else(|| value.map_or_else(|| "UNKNOWN".into(), |value| value.to_string()), str::to_owned)
}

/// The cloud of all that is here, for errors.
pub(super) const CLOUD: Cloud = Cloud::Gcp;
