//! Reading a pool: one call for the node group, one more where something of its launch template matters.

use super::from_wire;
use super::target::Target;
use super::{GpuPool, PoolKey, template};
use crate::session::AwsClients;
use crate::wait::Running;
use crate::{Error, Observed, Scope};

pub(super) async fn read(
    clients: &AwsClients,
    key: &PoolKey,
    scope: Scope<'_, GpuPool>,
    running: &Running,
) -> Result<Option<Observed<GpuPool>>, Error> {
    let at = Target::at(clients, key, running).await?;
    let Some(group) = at.describe().await? else { return Ok(None) };
    let matters = match scope {
        Scope::Managed(expected) => template::is_read(expected),
        Scope::Everything => true,
    };
    let said = match group.launch_template().filter(|_| matters) {
        Some(specification) => template::read(&at, specification).await?,
        None => None,
    };
    let is = match scope {
        Scope::Managed(expected) => from_wire::managed(expected, &group, said.as_ref()),
        Scope::Everything => {
            let own = match said.as_ref().filter(|said| !said.groups.is_empty()) {
                Some(_) => Some(template::cluster_group(&at).await?),
                None => None,
            };
            from_wire::everything(&at, &group, said.as_ref(), own.as_deref())
        }
    };
    Ok(Some(from_wire::observed(&at, is, &group)))
}
