//! The engine: rules, settings and planned resources in, findings out. regorus is seen nowhere else.

mod calls;
mod depth;
mod metadata;
mod pack;
mod rego;
mod rule;
mod view;

use std::cmp::Reverse;
use std::collections::BTreeMap;

pub use metadata::Stage;
pub use rule::Rule;

use crate::{Finding, Level, LoadError, Mode, Outcome, PlannedResource, Review, ReviewError, Settings};

/// Rules that are loaded and ready to review with. Loading takes milliseconds: do it once, when the first plan comes.
pub struct Engine {
    mode: Mode,
    rules: Vec<Rule>,
    groups: Vec<Group>,
    rego: rego::Rules,
}

/// Rules that read the same resource types, asked together.
struct Group {
    resource_types: Vec<String>,
    view: &'static view::View,
    rules: Vec<Rule>,
}

impl Engine {
    /// Loads the packaged rules and those of the settings' folders, except what is off.
    ///
    /// # Errors
    /// Any module that cannot be read, parsed or prepared; a rule whose METADATA is missing or wrong, or that does not
    /// say what is unknown to it; a setting that names a rule or pack that does not exist. All or nothing: a policy of
    /// which a part is missing is not the policy that was asked for.
    pub fn load(mut settings: Settings) -> Result<Self, LoadError> {
        let mut modules = pack::embedded()?;
        for path in &settings.paths {
            modules.extend(pack::folder(path)?);
        }
        let rules = rule::read(&modules, &settings)?;
        let groups = group(&rules)?;
        modules.retain(|module| match &module.rule {
            Some(_) => rules.iter().any(|rule| rule.level != Level::Off && rule.package() == module.package),
            None => true,
        });
        let packages: Vec<Vec<String>> =
            groups.iter().map(|group| group.rules.iter().map(Rule::package).collect()).collect();
        let ours = settings.paths.is_empty();
        settings.data.retain(|_, fact| !fact.is_null());
        let rego = rego::Rules::load(&modules, &packages, settings.data.into(), ours)?;
        Ok(Self { mode: settings.mode.unwrap_or_default(), rules, groups, rego })
    }

    /// All rules, those that are off too, by pack and name.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Reviews planned changes: what is made, changed or replaced, and is of a type that a rule reads.
    ///
    /// # Errors
    /// A rule that fails, takes too long or answers what is no finding. The change must then not go on.
    pub fn review(&self, resources: &[PlannedResource]) -> Result<Review, ReviewError> {
        let mut review = Review::default();
        for (number, group) in self.groups.iter().enumerate() {
            let batch: Vec<_> =
                resources.iter().enumerate().filter(|(_, resource)| group.reads(resource)).collect();
            if batch.is_empty() {
                continue;
            }
            review.tests += batch.len() * group.rules.len();
            let views = batch
                .iter()
                .enumerate()
                .map(|(position, (_, resource))| (group.view.build)(resource, position));
            let input = rego::input(group.view.collection, views.collect());
            let answers = self.rego.answers(number, input, batch.len())?;
            for (rule, answer) in group.rules.iter().zip(answers) {
                let answer = serde_json::from_value(answer).map_err(|error| {
                    ReviewError(format!("{}: it answers what is no finding: {error}", rule.name))
                })?;
                self.collect(rule, answer, &batch, &mut review.findings)?;
            }
        }
        let read = |resource: &&PlannedResource| self.groups.iter().any(|group| group.reads(resource));
        review.resources = resources.iter().filter(read).count();
        review.findings.sort_by(|a, b| order(a).cmp(&order(b)));
        Ok(review)
    }

    /// Turns what one rule answers about a batch of resources into findings.
    fn collect(
        &self,
        rule: &Rule,
        answer: rego::Answer,
        batch: &[(usize, &PlannedResource)],
        findings: &mut Vec<Finding>,
    ) -> Result<(), ReviewError> {
        let broken = match (self.mode, rule.level) {
            (Mode::Enforce, Level::Deny) => Outcome::Denied,
            _ => Outcome::Warned,
        };
        let violations = answer.violation.into_iter().map(|found| (broken, found));
        let undecided = answer.undecided.into_iter().map(|found| (Outcome::Undecided, found));
        for (outcome, found) in violations.chain(undecided) {
            let Some(&(number, resource)) = batch.get(found.resource) else {
                return Err(ReviewError(format!(
                    "{}: a finding names a resource that was not given",
                    rule.name
                )));
            };
            let mut finding = Finding {
                rule_id: rule.id.clone(),
                rule: rule.name.clone(),
                title: rule.title.clone(),
                severity: rule.severity,
                outcome,
                resource: number,
                address: resource.address.clone(),
                attribute: found.at.into_iter().map(Into::into).collect(),
                message: String::new(),
                remedy: rule.remediation.clone(),
                documentation: rule.documentation.clone(),
            };
            finding.message = match (outcome, found.message) {
                (_, Some(message)) if !message.trim().is_empty() => resource.secrets.hide(message),
                (Outcome::Undecided, None) => {
                    format!("{} is known only after apply", finding.attribute_text())
                }
                _ => return Err(ReviewError(format!("{}: a finding has no message", rule.name))),
            };
            findings.push(finding);
        }
        Ok(())
    }
}

impl Group {
    fn reads(&self, resource: &PlannedResource) -> bool {
        resource.action.is_reviewed() && self.resource_types.contains(&resource.resource_type)
    }
}

/// Puts rules that are on into groups that read the same types, which must have one view.
fn group(rules: &[Rule]) -> Result<Vec<Group>, LoadError> {
    let mut groups: BTreeMap<&[String], Vec<Rule>> = BTreeMap::new();
    for rule in rules.iter().filter(|rule| rule.level != Level::Off) {
        groups.entry(&rule.resource_types).or_default().push(rule.clone());
    }
    let view = |resource_types: &[String], rule: &Rule| {
        let mut views = resource_types.iter().map(|name| view::of(name).ok_or(name));
        match views.next() {
            Some(Ok(view)) if views.all(|other| other.is_ok_and(|other| std::ptr::eq(other, view))) => {
                Ok(view)
            }
            _ => Err(LoadError::at(
                &rule.file,
                0,
                format!("no view shows {} to rules", resource_types.join(", ")),
            )),
        }
    };
    let groups =
        groups.into_iter().filter_map(|(types, rules)| Some((types, rules.first().cloned()?, rules)));
    groups
        .map(|(types, first, rules)| {
            Ok(Group { resource_types: types.to_vec(), view: view(types, &first)?, rules })
        })
        .collect()
}

/// Denials first, then the worst, then by place: no hash or clock has a say in it.
fn order(finding: &Finding) -> impl Ord + '_ {
    let Finding { outcome, severity, address, resource, rule_id, attribute, message, .. } = finding;
    (outcome, Reverse(severity), address, resource, rule_id, attribute, message)
}

#[cfg(test)]
mod tests;
