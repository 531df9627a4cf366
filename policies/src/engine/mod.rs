//! The engine: rules, settings and planned resources in, findings out. regorus is seen nowhere else.

mod calls;
mod depth;
mod join;
mod located;
mod metadata;
mod pack;
mod rego;
mod rule;
mod view;

use std::cmp::Reverse;
use std::collections::BTreeSet;

pub use metadata::Stage;
use regorus::Value;
pub use rule::Rule;
pub use view::view_attributes;

use crate::{Finding, Level, LoadError, Mode, Outcome, PlannedResource, Review, ReviewError, Settings};

/// Rules that are loaded and ready to review with. Loading takes milliseconds: do it once, when the first plan comes.
pub struct Engine {
    mode: Mode,
    rules: Vec<Rule>,
    groups: Vec<Group>,
    rego: rego::Rules,
}

/// Rules that are asked together.
struct Group {
    views: Vec<&'static view::View>,
    /// Whether they judge what resources are to each other, and not each by itself.
    whole: bool,
    rules: Vec<Rule>,
}

/// The resources that a group's rules may find something of, each with its number among all that are reviewed.
type Batch<'a> = Vec<(usize, &'a PlannedResource)>;

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

    /// Reviews planned changes, each by itself: what is made, changed or replaced, and is of a type that a rule reads.
    ///
    /// # Errors
    /// A rule that fails, takes too long or answers what is no finding. The change must then not go on.
    pub fn review(&self, resources: &[PlannedResource]) -> Result<Review, ReviewError> {
        self.ask(resources, false)
    }

    /// Reviews all changes of a plan, each by itself and with what else the plan holds. What it leaves as it is belongs
    /// among the resources too: it is not judged, and counts.
    ///
    /// # Errors
    /// As [`Engine::review`].
    pub fn review_plan(&self, resources: &[PlannedResource]) -> Result<Review, ReviewError> {
        self.ask(resources, true)
    }

    fn ask(&self, resources: &[PlannedResource], whole: bool) -> Result<Review, ReviewError> {
        let mut review = Review::default();
        let mut read = BTreeSet::new();
        for (number, group) in self.groups.iter().enumerate().filter(|(_, group)| whole || !group.whole) {
            let batch: Batch<'_> =
                resources.iter().enumerate().filter(|(_, resource)| group.reads(resource)).collect();
            if batch.is_empty() {
                continue;
            }
            review.tests += batch.len() * group.rules.len();
            read.extend(batch.iter().map(|(number, _)| *number));
            let answers = self.rego.answers(number, group.input(&batch, resources), batch.len())?;
            for (rule, answer) in group.rules.iter().zip(answers) {
                let answer = serde_json::from_value(answer).map_err(|error| {
                    ReviewError(format!("{}: it answers what is no finding: {error}", rule.name))
                })?;
                self.collect(rule, answer, &batch, &mut review.findings)?;
            }
        }
        review.resources = read.len();
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
        resource.action.is_reviewed()
            && self.views.iter().any(|view| view.resource_type == resource.resource_type)
    }

    /// What the rules read: views of the batch, and for those that judge a whole plan all of it under `plan`.
    fn input(&self, batch: &Batch<'_>, resources: &[PlannedResource]) -> Value {
        let collections = self.views.iter().map(|view| {
            let resources = batch.iter().enumerate();
            let ours = resources.filter(|(_, (_, resource))| resource.resource_type == view.resource_type);
            let views = ours.map(|(position, (_, resource))| view.build(resource, position));
            (view.collection, Value::from(views.collect::<Vec<_>>()))
        });
        if !self.whole {
            return rego::input(collections);
        }
        let position = |number: usize| batch.iter().position(|(reviewed, _)| *reviewed == number);
        rego::input([("plan", rego::input(collections.chain(join::all(resources, &position))))])
    }
}

/// Puts rules that are on into groups: one for each resource type, and one for whole plans.
fn group(rules: &[Rule]) -> Result<Vec<Group>, LoadError> {
    let on = || rules.iter().filter(|rule| rule.level != Level::Off);
    for rule in on() {
        if let Some(unseen) = rule.resource_types.iter().find(|name| view::of(name).is_none()) {
            return Err(LoadError::at(&rule.file, 0, format!("no view shows {unseen} to rules")));
        }
    }
    let reads =
        |rule: &Rule, view: &view::View| rule.resource_types.iter().any(|name| name == view.resource_type);
    let one = view::VIEWS.iter().map(|view| Group {
        views: vec![*view],
        whole: false,
        rules: on().filter(|rule| rule.judges_one() && reads(rule, view)).cloned().collect(),
    });
    let whole: Vec<Rule> = on().filter(|rule| rule.judges_whole()).cloned().collect();
    let views = view::VIEWS.iter().filter(|view| whole.iter().any(|rule| reads(rule, view))).copied();
    let whole = Group { views: views.collect(), whole: true, rules: whole };
    Ok(one.chain([whole]).filter(|group| !group.rules.is_empty()).collect())
}

/// Denials first, then the worst, then by place: no hash or clock has a say in it.
fn order(finding: &Finding) -> impl Ord + '_ {
    let Finding { outcome, severity, address, resource, rule_id, attribute, message, .. } = finding;
    (outcome, Reverse(severity), address, resource, rule_id, attribute, message)
}

#[cfg(test)]
mod tests;
