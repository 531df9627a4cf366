//! EC2's calls on launch templates and placement groups.

use super::super::mark;
use super::super::target::{Call, Target};
use super::data::Parameters;
use super::{Data, Version, name, xml};
use crate::Error;

/// A template that was found.
pub(super) struct Found {
    pub(super) id: String,
    /// The pool that it belongs to, if it is ours.
    pub(super) pool: Option<String>,
    /// The placement group that was made with it.
    pub(super) placement_group: Option<String>,
}

pub(super) async fn create(at: &Target<'_>, data: &Data) -> Result<Version, Error> {
    const CREATE: Call = Call::plain("CreateLaunchTemplate");
    let mut tags = vec![(mark::POOL, at.key().to_string())];
    tags.extend(data.placement_group.clone().map(|group| (mark::PLACEMENT_GROUP, group)));
    let mut parameters = tagged("launch-template", &tags);
    parameters.push(("LaunchTemplateName".into(), name(at)));
    parameters.push(("ClientToken".into(), at.token.clone()));
    parameters.extend(data.parameters());
    let made = xml::made(&at.ec2(CREATE, &parameters).await?)?;
    Ok(Version { id: made.id, number: made.number, made: true })
}

/// Adds a version; tells its number.
pub(super) async fn create_version(at: &Target<'_>, id: &str, data: &Data) -> Result<String, Error> {
    const CREATE: Call = Call::plain("CreateLaunchTemplateVersion");
    let mut parameters: Parameters =
        vec![("LaunchTemplateId".into(), id.into()), ("ClientToken".into(), at.token.clone())];
    parameters.extend(data.parameters());
    Ok(xml::made(&at.ec2(CREATE, &parameters).await?)?.number)
}

/// The pool's template, if there is one. A filter answers with nothing where a name would answer with an error.
pub(super) async fn find(at: &Target<'_>) -> Result<Option<Found>, Error> {
    const DESCRIBE: Call = Call::plain("DescribeLaunchTemplates");
    let parameters = [("Filter.1.Name", "launch-template-name".to_owned()), ("Filter.1.Value.1", name(at))];
    let answer = at.ec2(DESCRIBE, &parameters.map(|(name, value)| (name.to_owned(), value))).await?;
    Ok(xml::template(&answer)?.map(|mut found| Found {
        id: found.id,
        pool: found.tags.remove(mark::POOL),
        placement_group: found.tags.remove(mark::PLACEMENT_GROUP),
    }))
}

pub(super) async fn read(at: &Target<'_>, id: &str, version: &str) -> Result<Data, Error> {
    const DESCRIBE: Call = Call::plain("DescribeLaunchTemplateVersions");
    let parameters =
        [("LaunchTemplateId".into(), id.into()), ("LaunchTemplateVersion.1".into(), version.into())];
    xml::data(&at.ec2(DESCRIBE, &parameters).await?)
}

pub(super) async fn delete(at: &Target<'_>, id: &str) -> Result<(), Error> {
    const DELETE: Call = Call::plain("DeleteLaunchTemplate");
    gone(at.ec2(DELETE, &[("LaunchTemplateId".into(), id.into())]).await)
}

/// Makes a group whose machines stand close to each other (Amazon EC2 User Guide, "Placement strategies").
pub(super) async fn create_placement_group(at: &Target<'_>, group: &str) -> Result<(), Error> {
    const CREATE: Call = Call::of("CreatePlacementGroup", "placement");
    let mut parameters = tagged("placement-group", &[(mark::POOL, at.key().to_string())]);
    parameters.push(("GroupName".into(), group.into()));
    parameters.push(("Strategy".into(), "cluster".into()));
    at.ec2(CREATE, &parameters).await.map(drop)
}

pub(super) async fn delete_placement_group(at: &Target<'_>, group: &str) -> Result<(), Error> {
    const DELETE: Call = Call::plain("DeletePlacementGroup");
    gone(at.ec2(DELETE, &[("GroupName".into(), group.into())]).await)
}

/// What is gone already is no error.
fn gone(deleted: Result<String, Error>) -> Result<(), Error> {
    match deleted {
        Ok(_) | Err(Error::NotFound { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Tags of the thing that a call makes.
fn tagged(resource: &str, tags: &[(&str, String)]) -> Parameters {
    let mut parameters: Parameters = vec![("TagSpecification.1.ResourceType".into(), resource.into())];
    for (number, (key, value)) in (1..).zip(tags) {
        parameters.push((format!("TagSpecification.1.Tag.{number}.Key"), (*key).to_owned()));
        parameters.push((format!("TagSpecification.1.Tag.{number}.Value"), value.clone()));
    }
    parameters
}
