//! Bringing a pool from one description to another. EKS takes one change at a time: first the settings, then what
//! exchanges machines, then the tags.

mod machines;
mod settings;

use aws_sdk_eks::types::{Nodegroup, NodegroupStatus};

use super::target::{Call, Target};
use super::watch::{self, Settled};
use super::{GpuPool, PoolKey, create, from_wire, mark, read, to_wire};
use crate::aws::AwsClients;
use crate::wait::Running;
use crate::{Change, Error, Incomplete, Observed, Scope};

pub(super) async fn update(
    clients: &AwsClients,
    key: &PoolKey,
    change: Change<'_, GpuPool>,
    running: &Running,
) -> Result<Observed<GpuPool>, Incomplete<GpuPool>> {
    let at = Target::at(clients, key, running).await?;
    let (group, prior) = ready(&at, change.prior).await?;
    let mut there = prior.clone();
    let change = Change { prior: &prior, wanted: change.wanted };
    let done = steps(&at, &mut there, change, &group).await;
    let written = there != prior;
    match done {
        Ok(()) => {
            let group =
                if group.status() == Some(&NodegroupStatus::Active) { group } else { at.found().await? };
            Ok(from_wire::observed(&at, change.wanted.clone(), &group))
        }
        Err(error) => {
            let kept = written.then(|| Box::new(from_wire::observed(&at, there, &group)));
            Err(Incomplete { error, kept })
        }
    }
}

/// The node group, when EKS is not at work on it, and what it is then: an update that was cut short is gone on with from
/// what it has come to. One that is degraded is changed all the same: it may be the cure.
async fn ready(at: &Target<'_>, prior: &GpuPool) -> Result<(Nodegroup, GpuPool), Error> {
    let group = at.found().await?;
    if !watch::is_busy(&group) {
        return Ok((group, prior.clone()));
    }
    match watch::settled(at, "DescribeNodegroup").await? {
        Settled::Active(group) | Settled::Failed(group, _) => {
            let is = read::told(at, Scope::Managed(prior), &group).await?;
            Ok((*group, is))
        }
    }
}

/// Makes the changes; `there` is what has been changed by then.
async fn steps(
    at: &Target<'_>,
    there: &mut GpuPool,
    change: Change<'_, GpuPool>,
    group: &Nodegroup,
) -> Result<(), Error> {
    let wanted = change.wanted;
    settings::bring(at, change, group).await?;
    settings::copy(wanted, there);
    machines::bring(at, change, group).await?;
    machines::copy(wanted, there);
    retag(at, change, group).await?;
    there.clone_from(wanted);
    // A creation whose last call failed has left the mark.
    if group.tags().is_some_and(|tags| tags.contains_key(mark::UNFINISHED)) {
        create::finish(at, group).await;
    }
    Ok(())
}

async fn retag(at: &Target<'_>, change: Change<'_, GpuPool>, group: &Nodegroup) -> Result<(), Error> {
    const TAG: Call = Call::of("TagResource", "labels");
    const UNTAG: Call = Call::of("UntagResource", "labels");
    let (prior, wanted) = (&change.prior.labels, &change.wanted.labels);
    let gone = to_wire::removed(prior, wanted);
    if !gone.is_empty() {
        let request =
            at.eks.untag_resource().set_resource_arn(group.nodegroup_arn.clone()).set_tag_keys(Some(gone));
        at.call(UNTAG, || request.clone().send()).await?;
    }
    let new = to_wire::added(prior, wanted);
    if !new.is_empty() {
        let request = at.eks.tag_resource().set_resource_arn(group.nodegroup_arn.clone()).set_tags(Some(new));
        at.call(TAG, || request.clone().send()).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
