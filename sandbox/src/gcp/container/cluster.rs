//! Clusters: they stand there by a test's word, and one named `research` stands everywhere.

use serde_json::{Value, json};
use tonic::Code;

use super::names::{ClusterName, Place};
use super::{Api, Asked};
use crate::gcp::status::Status;

/// The cluster that every project has at every location, so that a try needs no preparation.
const EVERYWHERE: &str = "research";

/// The Kubernetes version of every control plane.
pub(super) const VERSION: &str = "1.34.1-gke.1293000";

impl Api {
    pub(super) fn list_clusters(&self, asked: &Asked) -> Result<Value, Status> {
        let clusters = self.clusters(&asked.place()?);
        let shown = self
            .state
            .read(|state| clusters.iter().map(|name| render(name, state.pools(name))).collect::<Vec<_>>());
        Ok(json!({ "clusters": shown }))
    }

    pub(super) fn get_cluster(&self, asked: &Asked) -> Result<Value, Status> {
        let name = self.cluster(asked.place()?, asked.name_in("clusters"))?;
        Ok(self.state.read(|state| render(&name, state.pools(&name))))
    }

    /// The cluster of this name, if it is there.
    pub(super) fn cluster(&self, place: Place, cluster: &str) -> Result<ClusterName, Status> {
        let name = ClusterName::new(place, cluster);
        if cluster == EVERYWHERE || self.clusters(&name.place).contains(&name) {
            return Ok(name);
        }
        Err(Status::new(Code::NotFound, format!("Not found: {}.", name.path())))
    }

    /// The clusters at a place. The one that is everywhere is at a location, and not at all of them together.
    pub(super) fn clusters(&self, place: &Place) -> Vec<ClusterName> {
        let fixed = self.core.fixtures.read(|fixtures| {
            let clusters = fixtures.gke_clusters.iter().map(|cluster| {
                let at = Place { project: cluster.project.clone(), location: cluster.location.clone() };
                (place.holds(&at), at, cluster.name.clone())
            });
            let there = clusters.filter(|(holds, _, _)| *holds);
            // As the caller names the project, so that links and errors do.
            there
                .map(|(_, at, name)| ClusterName::new(Place { project: place.project.clone(), ..at }, &name))
                .collect::<Vec<_>>()
        });
        let everywhere = ClusterName::new(place.clone(), EVERYWHERE);
        let stands = place.location != "-" && !fixed.contains(&everywhere);
        fixed.into_iter().chain(stands.then_some(everywhere)).collect()
    }
}

/// The message `Cluster`, as far as node pools go.
pub(super) fn render(name: &ClusterName, pools: Vec<Value>) -> Value {
    let ClusterName { place, cluster } = name;
    let project = &place.project;
    json!({
        "name": cluster,
        "selfLink": format!("https://container.googleapis.com/v1/{}", name.path()),
        "location": place.location,
        "locations": place.default_zones(),
        "zone": place.location,
        "status": "RUNNING",
        "initialClusterVersion": VERSION,
        "currentMasterVersion": VERSION,
        "network": "default",
        "subnetwork": "default",
        "ipAllocationPolicy": { "useIpAliases": true },
        "workloadIdentityConfig": { "workloadPool": format!("{project}.svc.id.goog") },
        "nodePools": pools,
    })
}
