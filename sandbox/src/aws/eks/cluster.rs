//! Clusters: fixtures, described.

use serde_json::{Value, json};

use super::Ask;
use super::error::no_cluster;
use crate::aws::json::Error;

/// The cluster that stands in every region of every account.
const ALWAYS: &str = "research";

/// The Kubernetes version of a cluster of which a fixture says none.
pub(super) const USUAL_VERSION: &str = "1.34";

/// The Kubernetes version of the cluster that a call names.
///
/// # Errors
/// `ResourceNotFoundException` when no such cluster stands in the call's region.
pub(super) fn version(ask: &Ask<'_>) -> Result<String, Error> {
    let name = ask.route.cluster();
    // A fixture given later takes the place of an earlier one: so a test upgrades a cluster.
    let fixture = ask.service.core.fixtures.read(|fixtures| {
        let mut latest = fixtures.eks_clusters.iter().rev();
        latest.find(|cluster| cluster.name == name && cluster.region == ask.caller.region).cloned()
    });
    match fixture {
        Some(cluster) => Ok(cluster.version.unwrap_or_else(|| USUAL_VERSION.to_owned())),
        None if name == ALWAYS => Ok(USUAL_VERSION.to_owned()),
        None => Err(no_cluster(name)),
    }
}

pub(super) fn describe(ask: &Ask<'_>) -> Result<Value, Error> {
    let (name, region) = (ask.route.cluster(), &ask.caller.region);
    let account = &ask.caller.principal.account;
    Ok(json!({ "cluster": {
        "name": name,
        "arn": format!("arn:aws:eks:{region}:{account}:cluster/{name}"),
        "createdAt": 1_767_225_600.0,
        "version": version(ask)?,
        "endpoint": format!("https://0123456789ABCDEF0123456789ABCDEF.gr7.{region}.eks.amazonaws.com"),
        "roleArn": format!("arn:aws:iam::{account}:role/{name}-cluster"),
        "resourcesVpcConfig": {
            "subnetIds": ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
            "securityGroupIds": [],
            "clusterSecurityGroupId": "sg-0123456789abcdef0",
            "vpcId": "vpc-0123456789abcdef0",
            "endpointPublicAccess": true,
            "endpointPrivateAccess": true,
            "publicAccessCidrs": ["0.0.0.0/0"],
        },
        "kubernetesNetworkConfig": { "serviceIpv4Cidr": "10.100.0.0/16", "ipFamily": "ipv4" },
        "status": "ACTIVE",
        "platformVersion": "eks.1",
        "tags": {},
        "accessConfig": { "authenticationMode": "API_AND_CONFIG_MAP" },
    }}))
}

pub(super) fn list(ask: &Ask<'_>) -> Result<Value, Error> {
    let mut names = ask.service.core.fixtures.read(|fixtures| {
        let here = fixtures.eks_clusters.iter().filter(|cluster| cluster.region == ask.caller.region);
        here.map(|cluster| cluster.name.clone()).collect::<Vec<_>>()
    });
    names.push(ALWAYS.to_owned());
    names.sort();
    names.dedup();
    Ok(json!({ "clusters": names, "nextToken": null }))
}
