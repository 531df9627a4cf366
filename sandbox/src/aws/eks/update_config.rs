//! `UpdateNodegroupConfig`: what is not said stays as it is.

use serde_json::{Value, json};

use super::error::Subject;
use super::input::{Input, LabelChange, TaintChange, UpdateConfig};
use super::scaling::Resize;
use super::state::{Description, Parameter, Status, Taint};
use super::update::{Planned, begin};
use super::{Ask, check, cluster};
use crate::aws::json::{Error, Object};

pub(super) fn update(ask: &Ask<'_>) -> Result<Value, Error> {
    cluster::version(ask)?;
    let input = UpdateConfig::read(&ask.input)?;
    begin(ask, |nodegroup| {
        let subject = ask.subject(ask.route.nodegroup());
        let mut then = Description { status: Status::Active, ..nodegroup.description.clone() };
        let mut parameters = Vec::new();
        if let Some(resize) = input.scaling_config {
            then.scaling_config = then.scaling_config.resized(resize, subject)?;
            parameters.extend(sizes(resize));
        }
        relabel(&mut then, &input.labels, subject, &mut parameters)?;
        retaint(&mut then, &input.taints, subject, &mut parameters)?;
        if let Some(config) = input.update_config {
            check::update_config(&config, subject)?;
            parameters
                .extend(words(&config, &["maxUnavailable", "maxUnavailablePercentage", "updateStrategy"]));
            merge(&mut then.update_config, config);
        }
        if let Some(config) = input.node_repair_config {
            parameters.push(Parameter::new("NodeRepairConfig", json!(config)));
            merge(then.node_repair_config.get_or_insert_default(), config);
        }
        if let Some(config) = input.warm_pool_config {
            let enabled = config.get("enabled").cloned().unwrap_or_default();
            parameters.push(Parameter::new("WarmPoolEnabled", enabled));
            merge(then.warm_pool_config.get_or_insert_default(), config);
        }
        if parameters.is_empty() {
            return Err(subject.invalid("At least one of the configurations to update must be specified"));
        }
        then.health.issues.clear();
        Ok(Planned { kind: "ConfigUpdate", parameters, then })
    })
}

fn sizes(resize: Resize) -> impl Iterator<Item = Parameter> {
    let sizes =
        [("MinSize", resize.min_size), ("MaxSize", resize.max_size), ("DesiredSize", resize.desired_size)];
    sizes.into_iter().filter_map(|(kind, size)| Some(Parameter::new(kind, size?)))
}

/// The members of a configuration as parameters, whose names begin with a capital letter.
fn words(config: &Object, names: &[&'static str]) -> Vec<Parameter> {
    let capital = |name: &str| name[..1].to_uppercase() + &name[1..];
    let given = names.iter().filter_map(|name| Some((*name, config.get(*name)?)));
    given
        .map(|(name, value)| match value.as_str() {
            Some(text) => Parameter::new(&capital(name), text),
            None => Parameter::new(&capital(name), value),
        })
        .collect()
}

fn relabel(
    then: &mut Description,
    change: &LabelChange,
    subject: Subject<'_>,
    parameters: &mut Vec<Parameter>,
) -> Result<(), Error> {
    check::labels(&change.add_or_update_labels, subject)?;
    if !change.remove_labels.is_empty() {
        parameters.push(Parameter::new("LabelsToRemove", json!(change.remove_labels)));
        then.labels.retain(|key, _| !change.remove_labels.contains(key));
    }
    if !change.add_or_update_labels.is_empty() {
        parameters.push(Parameter::new("LabelsToAdd", json!(change.add_or_update_labels)));
        then.labels.extend(change.add_or_update_labels.clone());
    }
    Ok(())
}

fn retaint(
    then: &mut Description,
    change: &TaintChange,
    subject: Subject<'_>,
    parameters: &mut Vec<Parameter>,
) -> Result<(), Error> {
    check::taints(&change.add_or_update_taints, subject)?;
    if !change.remove_taints.is_empty() {
        parameters.push(Parameter::new("TaintsToRemove", json!(change.remove_taints)));
        then.taints.retain(|taint| !change.remove_taints.iter().any(|gone| gone.same(taint)));
    }
    for taint in &change.add_or_update_taints {
        match then.taints.iter_mut().find(|there| there.same(taint)) {
            Some(there) => there.value.clone_from(&taint.value),
            None => then.taints.push(taint.clone()),
        }
    }
    if !change.add_or_update_taints.is_empty() {
        parameters.push(Parameter::new("TaintsToAdd", json!(change.add_or_update_taints)));
    }
    check::taints(&then.taints, subject)
}

/// Puts new members over old ones. Of the two ways to say how many nodes may be missing, the new one is the only one.
fn merge(config: &mut Object, new: Object) {
    let ways = ["maxUnavailable", "maxUnavailablePercentage"];
    if ways.iter().any(|way| new.contains_key(*way)) {
        ways.iter().for_each(|way| drop(config.remove(*way)));
    }
    config.extend(new);
}

impl Taint {
    /// A taint is told by its key and its effect.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.key == other.key && self.effect == other.effect
    }
}
