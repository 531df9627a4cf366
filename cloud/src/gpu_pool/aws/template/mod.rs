//! The launch template of a pool: what only EC2 knows of its machines.
//!
//! A template is made where something needs one, and says all that it can then: EKS never moves a node group from no
//! template, or from another one, to this one (Amazon EKS API Reference, `UpdateNodegroupVersion`). Its name follows
//! from the pool's, so that one left over by a creation that was killed is found again; a tag tells whose it is.

mod calls;
mod carried;
mod data;
mod network;
mod xml;

use std::time::Duration;

use aws_sdk_eks::types::LaunchTemplateSpecification;

use super::GpuPool;
use super::mark;
use super::target::Target;
use crate::{Cloud, Error, Operation};

pub(super) use carried::{Carried, HOPS, is_needed, is_read};
pub(super) use data::Data;
pub(super) use network::cluster_group;

/// Time to clean up, after the operation has ended.
const GRACE: Duration = Duration::from_secs(10);

/// A version of a launch template, for a node group to use.
pub(super) struct Version {
    /// The template's id.
    pub(super) id: String,
    /// The version's number.
    pub(super) number: String,
    /// Whether the template is for this operation's node group alone: it goes where that does not come to be.
    pub(super) made: bool,
}

impl Version {
    /// As EKS takes it.
    pub(super) fn specification(&self) -> LaunchTemplateSpecification {
        LaunchTemplateSpecification::builder().id(&self.id).version(&self.number).build()
    }
}

/// Makes the launch template of a new pool, with the placement group that it names; `None` when it needs none.
pub(super) async fn make(at: &Target<'_>, wanted: &GpuPool) -> Result<Option<Version>, Error> {
    if !is_needed(wanted) {
        return Ok(None);
    }
    let data = data(at, wanted).await?;
    let version = match calls::create(at, &data).await {
        Err(Error::AlreadyExists { .. }) => leftover(at, wanted, &data).await?,
        made => made?,
    };
    if let Some(group) = &data.placement_group {
        match calls::create_placement_group(at, group).await {
            // The name is ours alone: it was left over.
            Ok(()) | Err(Error::AlreadyExists { .. }) => {}
            Err(error) => return Err(clean(at, &version, error).await),
        }
    }
    Ok(Some(version))
}

/// A version of the template that a creation of this pool has left: the one that its node group uses, where it came to
/// one, else a new one with what is wanted now.
async fn leftover(at: &Target<'_>, wanted: &GpuPool, data: &Data) -> Result<Version, Error> {
    let found = calls::find(at).await?.filter(|found| found.pool == Some(at.key().to_string()));
    let Some(found) = found else {
        return Err(Error::Invalid {
            attribute: "name".into(),
            message: format!(
                "the pool needs a launch template of the name {:?}, and there is one that is not Palisade's; delete it, or \
                 name the pool otherwise",
                name(at)
            ),
        });
    };
    let group = at.describe().await?;
    if let Some(group) = group {
        let specification = group.launch_template().filter(|_| mark::is_of(wanted, group.tags()));
        let version = specification.and_then(|used| used.id.clone().zip(used.version.clone()));
        let (id, number) = version.ok_or_else(|| at.taken())?;
        return Ok(Version { id, number, made: false });
    }
    tracing::info!(template = found.id, "goes on with the launch template that was made before");
    let number = calls::create_version(at, &found.id, data).await?;
    Ok(Version { id: found.id, number, made: true })
}

/// Takes a template away that was made for a node group that did not come to be; tells the error that kept it from being.
pub(super) async fn clean(at: &Target<'_>, version: &Version, error: Error) -> Error {
    // The time of the operation may have run out.
    let grace = Operation { timeout: GRACE, cancel: Default::default() }.start(Cloud::Aws);
    if version.made
        && let Err(left) = remove(&at.within(&grace)).await
    {
        tracing::warn!(template = version.id, %left, "the launch template is left over; a next creation takes it up");
    }
    error
}

/// A new version of a pool's template, which says what is wanted.
pub(super) async fn renew(at: &Target<'_>, id: &str, wanted: &GpuPool) -> Result<Version, Error> {
    let own = at.key().to_string();
    let found = calls::find(at).await?.filter(|found| found.id == id && found.pool.as_ref() == Some(&own));
    if found.is_none() {
        return Err(Error::Invalid {
            attribute: "name".into(),
            message: format!(
                "{} uses the launch template {id}, which was not made for it by Palisade and is not changed; change it \
                 where it was made, or replace the pool",
                at.what()
            ),
        });
    }
    let number = calls::create_version(at, id, &data(at, wanted).await?).await?;
    Ok(Version { id: id.to_owned(), number, made: false })
}

/// What a version says; `None` when it is gone.
pub(super) async fn read(
    at: &Target<'_>,
    specification: &LaunchTemplateSpecification,
) -> Result<Option<Data>, Error> {
    let (Some(id), Some(version)) = (specification.id(), specification.version()) else { return Ok(None) };
    match calls::read(at, id, version).await {
        Err(Error::NotFound { .. }) => Ok(None),
        read => read.map(Some),
    }
}

/// Whether the pool's template is there.
pub(super) async fn is_there(at: &Target<'_>) -> Result<bool, Error> {
    let own = at.key().to_string();
    Ok(calls::find(at).await?.is_some_and(|found| found.pool == Some(own)))
}

/// Deletes the pool's template, with the placement group that was made with it; what is gone already is no error.
pub(super) async fn remove(at: &Target<'_>) -> Result<(), Error> {
    let Some(found) = calls::find(at).await? else { return Ok(()) };
    if found.pool != Some(at.key().to_string()) {
        return Ok(());
    }
    if let Some(group) = &found.placement_group {
        calls::delete_placement_group(at, group).await?;
    }
    // The template goes last, since it tells of the placement group.
    calls::delete(at, &found.id).await
}

/// What is carried, with what has to be asked for.
async fn data(at: &Target<'_>, wanted: &GpuPool) -> Result<Data, Error> {
    let carried = Carried::of(wanted);
    let cards = match carried.fast_network {
        true => network::cards(at, wanted.machine_type.as_deref().unwrap_or_default()).await?,
        false => Vec::new(),
    };
    let mut groups = carried.security_groups.clone();
    if !groups.is_empty() || !cards.is_empty() {
        groups.insert(0, network::cluster_group(at).await?);
    }
    Ok(Data {
        groups,
        cards,
        placement_group: carried.compact.then(|| name(at)),
        tags: carried.labels,
        disk: carried.disk,
        bottlerocket: carried.bottlerocket,
        hops: Some(carried.hops),
        reservation: carried.reservation,
        capacity_block: carried.capacity_block,
        instance_type: carried.instance_type,
    })
}

/// The name of the pool's template and placement group. A template's name has at most 128 characters (Amazon EC2 API
/// Reference, `LaunchTemplate`).
fn name(at: &Target<'_>) -> String {
    let name = format!("palisade/{}/{}", at.cluster, at.name);
    if name.len() <= 128 { name } else { format!("palisade/{}", mark::digest(&name)) }
}

#[cfg(test)]
mod tests;
