use std::fmt;
use std::str::FromStr;

use crate::Cloud;

/// What names a GPU pool: `aws/REGION/CLUSTER/NAME` or `gcp/PROJECT/LOCATION/CLUSTER/NAME`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PoolKey {
    /// An EKS managed node group.
    Aws {
        /// The cluster's region.
        region: String,
        /// The cluster's name.
        cluster: String,
        /// The node group's name.
        name: String,
    },
    /// A GKE node pool.
    Gcp {
        /// The cluster's project.
        project: String,
        /// The cluster's region or zone.
        location: String,
        /// The cluster's name.
        cluster: String,
        /// The node pool's name.
        name: String,
    },
}

impl PoolKey {
    /// The cloud that the pool is on.
    pub fn cloud(&self) -> Cloud {
        match self {
            PoolKey::Aws { .. } => Cloud::Aws,
            PoolKey::Gcp { .. } => Cloud::Gcp,
        }
    }
}

impl fmt::Display for PoolKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PoolKey::Aws { region, cluster, name } => write!(f, "aws/{region}/{cluster}/{name}"),
            PoolKey::Gcp { project, location, cluster, name } => {
                write!(f, "gcp/{project}/{location}/{cluster}/{name}")
            }
        }
    }
}

impl FromStr for PoolKey {
    type Err = String;

    /// # Errors
    /// What was expected, for a person to read.
    fn from_str(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split('/').collect();
        match parts.as_slice() {
            _ if parts.contains(&"") => {}
            ["aws", region, cluster, name] => {
                return Ok(PoolKey::Aws {
                    region: (*region).into(),
                    cluster: (*cluster).into(),
                    name: (*name).into(),
                });
            }
            ["gcp", project, location, cluster, name] => {
                return Ok(PoolKey::Gcp {
                    project: (*project).into(),
                    location: (*location).into(),
                    cluster: (*cluster).into(),
                    name: (*name).into(),
                });
            }
            _ => {}
        }
        Err(format!(
            "{text:?} names no pool: aws/REGION/CLUSTER/NAME or gcp/PROJECT/LOCATION/CLUSTER/NAME is expected"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        for text in ["aws/eu-central-1/research/h100", "gcp/p-1/europe-west4/research/h100"] {
            assert_eq!(text.parse::<PoolKey>().map(|key| key.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "h100", "aws/eu-central-1/h100", "gcp/p//c/n", "azure/a/b/c", "aws/a/b/c/d"] {
            assert!(text.parse::<PoolKey>().is_err(), "{text}");
        }
    }
}
