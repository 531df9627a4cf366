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

/// Time to see, after the operation has ended, whether the node group was made.
const GRACE: Duration = Duration::from_secs(5);

/// How often to look for it then, and how long to wait in between: the call may still be carried out.
const LOOKS: u32 = 3;
const BETWEEN: Duration = if cfg!(test) { Duration::from_millis(1) } else { Duration::from_secs(1) };

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
    if !matches!(error, Error::Timeout { .. } | Error::Cancelled { .. }) {
        return without(at, template, error).await.into();
    }
    let grace = Operation { timeout: GRACE, cancel: Default::default() }.start(Cloud::Aws);
    match late(&at.within(&grace)).await {
        Ok(Some(group)) if mark::is_of(wanted, group.tags()) => {
            let kept = from_wire::observed(at, wanted.clone(), &group);
            Incomplete { error, kept: Some(Box::new(kept)) }
        }
        Ok(_) => without(at, template, error).await.into(),
        // A next creation finds what there is.
        Err(_) => error.into(),
    }
}

/// The node group, should it come yet.
async fn late(at: &Target<'_>) -> Result<Option<Nodegroup>, Error> {
    for _ in 1..LOOKS {
        if let Some(group) = at.describe().await? {
            return Ok(Some(group));
        }
        tokio::time::sleep(BETWEEN).await;
    }
    at.describe().await
}

/// Takes the template away that no node group uses; tells the error.
async fn without(at: &Target<'_>, template: Option<&Version>, error: Error) -> Error {
    match template {
        Some(version) => template::clean(at, version, error).await,
        None => error,
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
