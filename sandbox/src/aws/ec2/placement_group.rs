//! Placement groups.

use super::error::Error;
use super::state::{PlacementGroup, State};
use super::{Ask, filter, page, tag};
use crate::aws::sign::unguessable;
use crate::aws::xml::element;

pub(super) fn create(ask: &Ask<'_>, state: &mut State) -> Result<String, Error> {
    let name = ask.form.required("GroupName")?.to_owned();
    let strategy = ask.form.get("Strategy").unwrap_or("cluster").to_owned();
    let partitions = ask.form.whole("PartitionCount")?;
    let spread = ask.form.get("SpreadLevel").map(str::to_owned);
    let tags = tag::specified(ask.form, "placement-group")?;
    ask.check_read()?;
    if !["cluster", "spread", "partition"].contains(&strategy.as_str()) {
        return Err(Error::value(&strategy, "strategy"));
    }
    if partitions.is_some() && strategy != "partition" {
        return Err(Error::combination("PartitionCount is only valid for the partition strategy."));
    }
    if spread.is_some() && strategy != "spread" {
        return Err(Error::combination("SpreadLevel is only valid for the spread strategy."));
    }
    let (account, region) = ask.place();
    let key = PlacementGroup::key(ask.place(), &name);
    if state.placement_groups.contains_key(&key) {
        let message = format!("The Placement Group '{name}' already exists.");
        return Err(Error::new("InvalidPlacementGroup.Duplicate", message));
    }
    let group = PlacementGroup {
        id: format!("pg-{}", &unguessable()[..17]),
        name,
        account: account.to_owned(),
        region: region.to_owned(),
        strategy,
        partitions,
        spread,
        tags,
    };
    let answer = format!("<return>true</return><placementGroup>{}</placementGroup>", content(&group));
    state.placement_groups.insert(key, group);
    Ok(answer)
}

pub(super) fn delete(ask: &Ask<'_>, state: &mut State) -> Result<String, Error> {
    let name = ask.form.required("GroupName")?.to_owned();
    ask.check_read()?;
    match state.placement_groups.remove(&PlacementGroup::key(ask.place(), &name)) {
        Some(_) => Ok("<return>true</return>".to_owned()),
        None => Err(unknown(&name)),
    }
}

pub(super) fn describe(ask: &Ask<'_>, state: &mut State) -> Result<String, Error> {
    let names = ask.form.texts("GroupName");
    let ids = ask.form.texts("GroupId");
    let filters = filter::read(ask.form)?;
    ask.check_read()?;
    let (account, region) = ask.place();
    let here = state.placement_groups.values().filter(|one| one.account == account && one.region == region);
    let here: Vec<_> = here.collect();
    if let Some(gone) = names.iter().find(|name| !here.iter().any(|group| group.name == **name)) {
        return Err(unknown(gone));
    }
    if let Some(gone) = ids.iter().find(|id| !here.iter().any(|group| group.id == **id)) {
        let message = format!("The Placement Group with the following Id: {gone} is unknown.");
        return Err(Error::new("InvalidPlacementGroupId.Unknown", message));
    }
    let mut items = Vec::new();
    for group in here {
        let asked =
            (names.is_empty() && ids.is_empty()) || names.contains(&group.name) || ids.contains(&group.id);
        let look = |name: &str| match name {
            "group-name" => Some(vec![group.name.clone()]),
            "strategy" => Some(vec![group.strategy.clone()]),
            "state" => Some(vec!["available".to_owned()]),
            _ => tag::look(&group.tags, name),
        };
        if asked && filter::pass(&filters, look)? {
            items.push(content(group));
        }
    }
    page(ask.form, "placementGroupSet", 1000, items)
}

fn unknown(name: &str) -> Error {
    Error::new("InvalidPlacementGroup.Unknown", format!("The Placement Group '{name}' is unknown."))
}

fn content(group: &PlacementGroup) -> String {
    let PlacementGroup { id, name, account, region, .. } = group;
    let optional =
        |name: &str, text: Option<String>| text.map(|text| element(name, &text)).unwrap_or_default();
    [
        element("groupName", name),
        element("groupId", id),
        element("groupArn", &format!("arn:aws:ec2:{region}:{account}:placement-group/{name}")),
        element("state", "available"),
        element("strategy", &group.strategy),
        optional("partitionCount", group.partitions.map(|count| count.to_string())),
        optional("spreadLevel", group.spread.clone()),
        tag::shown(&group.tags),
    ]
    .concat()
}
