//! Creating a pool: its launch template where it needs one, then the node group.

use std::time::Duration;

use aws_sdk_eks::types::Nodegroup;

use super::target::{Call, Target};
use super::template::Version;
use super::watch::Settled;
use super::{GpuPool, from_wire, mark, template, to_wire, watch};
use crate::aws::AwsClients;
use crate::wait::Running;
use crate::{Cloud, Error, Incomplete, Observed, Operation};

/// Time to ask, after the operation has ended, whether the node group was made.
const GRACE: Duration = Duration::from_secs(5);

const CREATE: Call = Call::plain("CreateNodegroup");

pub(super) async fn create(
    clients: &AwsClients,
    wanted: &GpuPool,
    running: &Running,
) -> Result<Observed<GpuPool>, Incomplete<GpuPool>> {
    let at = Target::of(clients, wanted, running).await;
    let template = template::make(&at, wanted).await?;
    let group = match start(&at, wanted, template.as_ref()).await {
        Ok(group) => group,
        Err(error) => return Err(unmade(&at, wanted, template.as_ref(), error).await),
    };
    let kept = |group: &Nodegroup| Some(Box::new(from_wire::observed(&at, wanted.clone(), group)));
    match watch::settled(&at, CREATE.operation).await {
        Ok(Settled::Active(group)) => {
            finish(&at, &group).await;
            Ok(from_wire::observed(&at, wanted.clone(), &group))
        }
        Ok(Settled::Failed(group, error)) => Err(Incomplete { error, kept: kept(&group) }),
        Err(error) => Err(Incomplete { error, kept: kept(&group) }),
    }
}

/// Creates the node group, or finds the one that a creation of the same description has left.
async fn start(at: &Target<'_>, wanted: &GpuPool, template: Option<&Version>) -> Result<Nodegroup, Error> {
    let request = to_wire::create(at, wanted, template);
    let taken = match at.call(CREATE, || request.clone().send()).await {
        Ok(answer) => match answer.nodegroup {
            Some(group) => return Ok(group),
            None => return at.found().await,
        },
        Err(taken @ Error::AlreadyExists { .. }) => taken,
        Err(error) => return Err(error),
    };
    match at.describe().await? {
        Some(group) if mark::is_of(wanted, group.tags()) => {
            tracing::info!(pool = at.name, "goes on with the node group that was made before");
            Ok(group)
        }
        _ => Err(taken),
    }
}

/// No node group was made, unless the operation ended before the answer came.
async fn unmade(
    at: &Target<'_>,
    wanted: &GpuPool,
    template: Option<&Version>,
    error: Error,
) -> Incomplete<GpuPool> {
    if let Error::Timeout { .. } | Error::Cancelled { .. } = error {
        let grace = Operation { timeout: GRACE, cancel: Default::default() }.start(Cloud::Aws);
        let found = at.within(&grace).describe().await.ok().flatten();
        let ours = found.filter(|group| mark::is_of(wanted, group.tags()));
        let kept = ours.map(|group| Box::new(from_wire::observed(at, wanted.clone(), &group)));
        return Incomplete { error, kept };
    }
    match template {
        Some(version) => template::clean(at, version, error).await.into(),
        None => error.into(),
    }
}

/// Takes the mark away. The pool is ready: that this fails is no reason to call it broken.
pub(super) async fn finish(at: &Target<'_>, group: &Nodegroup) {
    const UNTAG: Call = Call::of("UntagResource", "labels");
    let request = at.eks.untag_resource().set_resource_arn(group.nodegroup_arn.clone());
    let request = request.tag_keys(mark::UNFINISHED);
    if let Err(error) = at.call(UNTAG, || request.clone().send()).await {
        tracing::warn!(pool = at.name, %error, "the tag {} stays on the node group", mark::UNFINISHED);
    }
}
