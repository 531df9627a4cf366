//! Reading a pool: one call for the node group, one more where something of its launch template matters.

use aws_sdk_eks::types::{Nodegroup, NodegroupStatus};

use super::from_wire;
use super::target::Target;
use super::{GpuPool, PoolKey, template};
use crate::aws::AwsClients;
use crate::wait::Running;
use crate::{Error, Observed, Scope};

pub(super) async fn read(
    clients: &AwsClients,
    key: &PoolKey,
    scope: Scope<'_, GpuPool>,
    running: &Running,
) -> Result<Option<Observed<GpuPool>>, Error> {
    let at = Target::at(clients, key, running).await?;
    match at.describe().await? {
        Some(group) => {
            let is = told(&at, scope, &group).await?;
            Ok(Some(from_wire::observed(&at, is, &group)))
        }
        None => left(&at, scope).await,
    }
}

/// What a node group is, of what the scope asks for.
pub(super) async fn told(
    at: &Target<'_>,
    scope: Scope<'_, GpuPool>,
    group: &Nodegroup,
) -> Result<GpuPool, Error> {
    let matters = match scope {
        Scope::Managed(expected) => template::is_read(expected),
        Scope::Everything => true,
    };
    let said = match group.launch_template().filter(|_| matters) {
        Some(specification) => template::read(at, specification).await?,
        None => None,
    };
    Ok(match scope {
        Scope::Managed(expected) => from_wire::managed(expected, group, said.as_ref()),
        Scope::Everything => {
            let own = match said.as_ref().filter(|said| !said.groups.is_empty()) {
                Some(_) => Some(template::cluster_group(at).await?),
                None => None,
            };
            from_wire::everything(at, group, said.as_ref(), own.as_deref())
        }
    })
}

/// A pool of which a deletion that was cut short has left the launch template, and no node group. Terraform would forget
/// the template with the pool, so that the pool is told as deleted; and as without its role, so that an apply replaces
/// it, which takes away what is left.
async fn left(at: &Target<'_>, scope: Scope<'_, GpuPool>) -> Result<Option<Observed<GpuPool>>, Error> {
    let Scope::Managed(expected) = scope else { return Ok(None) };
    if !template::is_needed(expected) || !template::is_there(at).await? {
        return Ok(None);
    }
    let is = GpuPool { identity: None, ..expected.clone() };
    let gone = Nodegroup::builder().status(NodegroupStatus::from("DELETED")).build();
    Ok(Some(from_wire::observed(at, is, &gone)))
}
