//! Deleting a pool: the node group, then what was made for it.

use super::target::{Call, Target};
use super::{PoolKey, template, watch};
use crate::Error;
use crate::aws::AwsClients;
use crate::wait::Running;

const DELETE: Call = Call::plain("DeleteNodegroup");

pub(super) async fn delete(clients: &AwsClients, key: &PoolKey, running: &Running) -> Result<(), Error> {
    let at = Target::at(clients, key, running).await?;
    let request = at.eks.delete_nodegroup().cluster_name(at.cluster).nodegroup_name(at.name);
    let has_template = match at.call(DELETE, || request.clone().send()).await {
        Ok(answer) => answer.nodegroup.is_none_or(|group| group.launch_template.is_some()),
        // A deletion that was killed may have left it.
        Err(Error::NotFound { .. }) => return template::remove(&at).await,
        Err(error) => return Err(error),
    };
    watch::gone(&at, DELETE.operation).await?;
    if has_template { template::remove(&at).await } else { Ok(()) }
}
