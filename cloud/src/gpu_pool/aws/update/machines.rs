//! What exchanges machines: `UpdateNodegroupVersion`, with a new version of the launch template where that differs.

use aws_sdk_eks::types::Nodegroup;

use super::super::target::{Call, Target};
use super::super::template::{self, Carried, Version};
use super::super::{GpuPool, extras, watch};
use crate::gpu_pool::Extras;
use crate::{Change, Error};

const UPDATE: Call = Call::plain("UpdateNodegroupVersion");

pub(super) async fn bring(
    at: &Target<'_>,
    change: Change<'_, GpuPool>,
    group: &Nodegroup,
) -> Result<(), Error> {
    let wanted = change.wanted;
    let differs = |wanted: &Option<String>, is: &Option<String>| wanted.is_some() && wanted != is;
    let other_version = differs(&wanted.version, &group.version);
    let other_release = differs(&extras(wanted).release_version, &group.release_version);
    let template = template(at, change, group).await?;
    if !other_version && !other_release && template.is_none() {
        return Ok(());
    }
    // What is not told stays: EKS would else move to the newest image, and to the cluster's own version.
    let version = wanted.version.clone().or_else(|| group.version.clone());
    let release = extras(wanted).release_version.clone();
    let release = release.or_else(|| group.release_version.clone().filter(|_| !other_version));
    let request = at
        .eks
        .update_nodegroup_version()
        .cluster_name(at.cluster)
        .nodegroup_name(at.name)
        .set_version(version)
        .set_release_version(release)
        .set_launch_template(template.as_ref().map(Version::specification))
        .set_force(extras(wanted).force_update)
        .client_request_token(format!("{}-version", at.token));
    let answer = at.call(UPDATE, || request.clone().send()).await?;
    watch::updated(at, UPDATE, answer.update).await
}

/// Takes over what [`bring`] has brought; tags of the node group itself come later.
pub(super) fn copy(from: &GpuPool, to: &mut GpuPool) {
    to.disk.clone_from(&from.disk);
    to.metadata = from.metadata;
    to.reservations.clone_from(&from.reservations);
    to.version.clone_from(&from.version);
    if let Extras::Aws(to) = &mut to.extras {
        to.security_groups.clone_from(&extras(from).security_groups);
        to.release_version.clone_from(&extras(from).release_version);
    }
}

/// The new version of the launch template, where one is needed.
async fn template(
    at: &Target<'_>,
    change: Change<'_, GpuPool>,
    group: &Nodegroup,
) -> Result<Option<Version>, Error> {
    let (prior, wanted) = (Carried::of(change.prior), Carried::of(change.wanted));
    if prior == wanted {
        return Ok(None);
    }
    match group.launch_template().and_then(|template| template.id()) {
        Some(id) => template::renew(at, id, change.wanted).await.map(Some),
        None if prior.differs_in_labels_alone(&wanted) => {
            tracing::warn!(
                pool = at.name,
                "the pool has no launch template: its machines do not get the labels"
            );
            Ok(None)
        }
        None => Err(Error::Invalid {
            attribute: "name".into(),
            message: format!(
                "{} was made without a launch template and never gets one; replace it (`terraform apply -replace`)",
                at.what()
            ),
        }),
    }
}
