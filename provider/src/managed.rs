//! What every resource over [`cloud::Service`] does alike: planning, the calls, and what is kept of one that fails. What
//! is a resource's own, it says in [`Form`].

mod common;

pub(crate) use common::{Common, common};

use std::fmt::Display;
use std::marker::PhantomData;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use cloud::{Change, Cloud, Kind, Observed, Operation, Problem, Removal, Scope, Service};
use tfplug::schema::{Attribute, Mode};
use tfplug::{
    Context, Create, Data, Diagnostic, Diagnostics, Failed, Map, Model, Path, Plan, Private, Schema, State,
    Update,
};

use crate::palisade::Palisade;
use crate::timeouts::Times;
use crate::{convert, errors};

/// Under this name the revision that an update must find unchanged is kept beside the state.
const REVISION: &str = "revision";

/// What names a resource of a form.
pub(crate) type Key<F> = <<F as Form>::Kind as Kind>::Key;

/// How a resource looks in configuration, and what it is on the clouds.
pub(crate) trait Form: Common + Model + Clone + Default + Send + Sync + 'static {
    /// What it is on the clouds.
    type Kind: Kind<Key: Display + FromStr<Err = String>>;

    /// What people call it: `GPU pool`.
    const WHAT: &'static str;

    /// The state that an import begins with: what the key tells.
    fn of_key(key: &Key<Self>) -> Self;

    /// What is wanted, with all its labels; `None` while the cloud is not known.
    fn wanted(&self, labels: &Map<String>) -> Option<Self::Kind>;

    /// The labels of what the cloud shows.
    fn labels_of(shown: &Self::Kind) -> &std::collections::BTreeMap<String, String>;

    /// Brings a state to what is observed, computed attributes included; not its labels, nor what [`Common`] holds.
    fn observe(&mut self, observed: &Observed<Self::Kind>);

    /// What is set too much or too little, whatever the cloud.
    fn check(&self) -> Vec<Problem> {
        Vec::new()
    }

    /// Whether nothing is known before the plan of an attribute that the configuration leaves unset, since the provider or
    /// the cloud finds it.
    fn is_found(attribute: &Attribute) -> bool {
        attribute.mode == Mode::OptionalComputed
    }

    /// Plans what the configuration leaves unset, before all else.
    fn settle(&mut self, _given: &Given<'_, Self>) {}

    /// Makes known while planning what can be known, and says what is wrong beyond the cloud's own checks.
    fn plan(&mut self, given: &Given<'_, Self>) -> Diagnostics;

    /// What needs a new one in place of `prior`, beside what [`Kind::replaced`] and the schema tell: what is fixed at
    /// creation and not known yet, and what only the provider's configuration tells.
    fn replaced(&self, _prior: &Self, _provider: &Palisade) -> Vec<Path> {
        Vec::new()
    }

    /// Enters into the state of an import what no cloud tells, where a configuration may say it all the same.
    fn imported(&mut self, _provider: &Palisade) {}

    /// Whether all that it holds is deleted with it.
    fn goes_with_contents(&self) -> bool {
        false
    }

    /// How long each operation may take, as configured or by default.
    fn times(&self) -> Times;
}

/// What a plan is made of.
pub(crate) struct Given<'a, F> {
    /// The configured provider.
    pub(crate) provider: &'a Palisade,
    /// What the configuration says. What it says stays as it is, unknown values too.
    pub(crate) config: &'a F,
    /// What is in state; `None` for a create.
    pub(crate) prior: Option<&'a F>,
}

/// A resource whose form is `F`.
pub(crate) struct Managed<F>(PhantomData<fn() -> F>);

impl<F> Managed<F> {
    pub(crate) fn new() -> Self {
        Managed(PhantomData)
    }
}

impl<F: Form> tfplug::Resource for Managed<F> {
    type Provider = Palisade;
    type Model = F;

    fn schema(&self) -> Schema {
        Schema::of::<F>()
    }

    fn validate(&self, config: &F) -> Diagnostics {
        let mut data = tfplug::to_data(config);
        for attribute in F::block().attributes.iter().filter(|attribute| F::is_found(attribute)) {
            if let Some(value @ Data::Null) = data.get_mut(&attribute.name) {
                *value = Data::Unknown;
            }
        }
        check(config, config.labels(), &data)
    }

    async fn plan(&self, context: &Context<Palisade>, plan: &mut Plan<F>) -> Diagnostics {
        let Plan { config, prior, planned, replace, .. } = plan;
        let given = Given { provider: &context.provider, config, prior: prior.as_ref() };
        planned.settle(&given);
        planned.set_labels_all(context.provider.labels_all(planned.labels()));
        let mut found = planned.plan(&given);
        let mut data = tfplug::to_data(planned);
        if let Some(prior) = prior {
            let change = in_place(prior, planned);
            replace.extend(planned.replaced(prior, &context.provider));
            if let Some((was, wanted)) = &change {
                replace.extend(F::Kind::replaced(was, wanted).into_iter().map(Path::from));
            }
            if replace.is_empty() {
                found.append(
                    change.map_or_else(Diagnostics::none, |change| check_change::<F>(&change, &data)),
                );
                let was = tfplug::to_data(prior);
                if is_settled::<F>(&data, &was) {
                    (*planned, data) = (prior.clone(), was);
                }
            }
        }
        found.append(check(planned, planned.labels_all(), &data));
        found
    }

    async fn create(&self, context: &Context<Palisade>, create: Create<F>) -> Result<State<F>, Failed<F>> {
        let planned = create.planned;
        let wanted = known(&planned)?;
        let service = service::<F>(context, wanted.cloud()).await?;
        match service.create(&wanted, &operation(context, planned.times().create)).await {
            Ok(observed) => Ok(applied(planned, &observed)),
            Err(incomplete) => {
                let id = planned.id().known().map(String::as_str);
                let told = errors::creation(&doing("create", &planned), id, &incomplete.error);
                Err(failed(context, told, planned, incomplete.kept))
            }
        }
    }

    async fn read(
        &self,
        context: &Context<Palisade>,
        read: State<F>,
    ) -> Result<Option<State<F>>, Diagnostics> {
        let mut state = read.value;
        let (key, wanted) = (key(&state)?, known(&state)?);
        let service = service::<F>(context, wanted.cloud()).await?;
        // An import knows nothing but what names the thing; all the rest is to be found out.
        let imported = state.is_imported();
        let scope = if imported { Scope::Everything } else { Scope::Managed(&wanted) };
        let observed = service.read(&key, scope, &operation(context, state.times().read)).await;
        let Some(observed) = observed.map_err(|error| errors::error(&doing("read", &state), &error))? else {
            return Ok(None);
        };
        refresh(context, &mut state, &observed);
        if imported {
            state.imported(&context.provider);
        }
        Ok(Some(State::new(state).private(private(&observed))))
    }

    async fn update(&self, context: &Context<Palisade>, update: Update<F>) -> Result<State<F>, Failed<F>> {
        let Update { prior, planned, private, .. } = update;
        let (key, was, wanted) = (key(&prior)?, known(&prior)?, known(&planned)?);
        let service = service::<F>(context, wanted.cloud()).await?;
        let change = Change { prior: &was, wanted: &wanted };
        let operation = operation(context, planned.times().update);
        match service.update(&key, change, private.get(REVISION), &operation).await {
            Ok(observed) => Ok(applied(planned, &observed)),
            Err(incomplete) => {
                let told = errors::error(&doing("update", &prior), &incomplete.error);
                Err(failed(context, told, prior, incomplete.kept))
            }
        }
    }

    async fn delete(&self, context: &Context<Palisade>, delete: State<F>) -> Result<(), Failed<F>> {
        let state = delete.value;
        let (key, prior) = (key(&state)?, known(&state)?);
        let service = service::<F>(context, prior.cloud()).await?;
        let removal = Removal { prior: &prior, with_contents: state.goes_with_contents() };
        let done = service.delete(&key, removal, &operation(context, state.times().delete)).await;
        done.map_err(|error| errors::error(&doing("delete", &state), &error).into())
    }

    async fn import(&self, _: &Context<Palisade>, id: &str) -> Result<State<F>, Diagnostics> {
        let key: Key<F> = id
            .parse()
            .map_err(|expected| Diagnostic::error(format!("nothing can be imported: {expected}")))?;
        Ok(State::new(F::of_key(&key)))
    }
}

/// What the cloud cannot do, or what belongs to the other cloud. Nothing can be said while the cloud is unknown. `data` is
/// the form itself, and tells what in it is unknown.
fn check<F: Form>(form: &F, labels: &Map<String>, data: &Data) -> Diagnostics {
    let mut found = errors::problems(form.check());
    let Some(wanted) = form.wanted(labels) else { return found };
    found.append(errors::problems(wanted.check(&|attribute| match attribute {
        "labels" => !convert::is_wholly_known(labels),
        _ => !data.get(attribute).is_wholly_known(),
    })));
    let cloud = wanted.cloud();
    let other = match cloud {
        Cloud::Aws => Cloud::Gcp,
        Cloud::Gcp => Cloud::Aws,
    };
    if form.is_set(other) {
        let other = other.as_str();
        let told = Diagnostic::error(format!("`{other}` cannot be set: this {} is on {cloud}", F::WHAT));
        let detail = format!("Remove `{other}`, or make it null where `cloud` is \"{}\".", cloud.as_str());
        found.push(told.detail(detail).at(other));
    }
    found
}

/// What was and what is wanted, while both are on one cloud.
fn in_place<F: Form>(prior: &F, planned: &F) -> Option<(F::Kind, F::Kind)> {
    let (was, wanted) = (prior.wanted(prior.labels_all())?, planned.wanted(planned.labels_all())?);
    (was.cloud() == wanted.cloud()).then_some((was, wanted))
}

/// What a change in place would take back that the cloud never gives back. `data` is the plan, and tells what in it is
/// unknown.
fn check_change<F: Form>((was, wanted): &(F::Kind, F::Kind), data: &Data) -> Diagnostics {
    let unknown = |attribute: &str| !data.get(attribute).is_wholly_known();
    errors::problems(F::Kind::check_change(Change { prior: was, wanted }, &unknown))
}

/// Whether nothing is left to change: what the cloud tells stays as it was then, too.
fn is_settled<F: Form>(planned: &Data, prior: &Data) -> bool {
    // The provider's default labels change with its configuration, and nowhere else is that seen.
    let is_told = |attribute: &&Attribute| attribute.mode != Mode::Computed || attribute.name == "labels_all";
    let block = F::block();
    block.attributes.iter().filter(is_told).all(|told| planned.get(&told.name) == prior.get(&told.name))
}

/// What a state, or a plan about to be applied, describes; everything that matters is known in it.
fn known<F: Form>(form: &F) -> Result<F::Kind, Diagnostic> {
    let wanted = form.wanted(form.labels_all());
    wanted.ok_or_else(|| Diagnostic::error(format!("the cloud of the {} is not known", F::WHAT)).at("cloud"))
}

/// What names the resource of a state.
fn key<F: Form>(form: &F) -> Result<Key<F>, Diagnostic> {
    let id = form.id().known().map(String::as_str).unwrap_or_default();
    id.parse().map_err(|expected| Diagnostic::error(format!("the state is damaged: {expected}")).at("id"))
}

/// The state after a create or update that succeeded: what was planned, and what only the cloud could tell.
fn applied<F: Form>(planned: F, observed: &Observed<F::Kind>) -> State<F> {
    let mut shown = planned.clone();
    shown.set_labels_all(convert::text_map(F::labels_of(&observed.is)));
    shown.observe(observed);
    shown.set_ids(observed.key.to_string(), observed.native_id.clone());
    let filled = filled(tfplug::to_data(&planned), &tfplug::to_data(&shown));
    // Both come from the form, so that what is made of them is one.
    State::new(tfplug::from_data(filled).unwrap_or(planned)).private(private(observed))
}

/// What is planned, with what is shown where it is unknown.
fn filled(planned: Data, shown: &Data) -> Data {
    match planned {
        Data::Unknown => shown.clone(),
        Data::Map(entries) => {
            let fill = |(name, value): (String, Data)| {
                let shown = shown.get(&name);
                (name, filled(value, shown))
            };
            Data::Map(entries.into_iter().map(fill).collect())
        }
        known => known,
    }
}

/// What to keep of a create or update that failed half-way: the resource as it is now.
fn failed<F: Form>(
    context: &Context<Palisade>,
    told: Diagnostic,
    mut state: F,
    kept: Option<Box<Observed<F::Kind>>>,
) -> Failed<F> {
    let kept = kept.map(|observed| {
        refresh(context, &mut state, &observed);
        Box::new(State::new(state).private(private(&observed)))
    });
    Failed { diagnostics: told.into(), kept }
}

/// Brings a state to what is observed.
fn refresh<F: Form>(context: &Context<Palisade>, state: &mut F, observed: &Observed<F::Kind>) {
    let shown = F::labels_of(&observed.is);
    if convert::texts_by_key(&context.provider.labels_all(state.labels())) != *shown {
        state.set_labels(context.provider.own_labels(shown, state.labels()));
    }
    state.set_labels_all(convert::text_map(shown));
    state.observe(observed);
    state.set_ids(observed.key.to_string(), observed.native_id.clone());
}

fn private<K: Kind>(observed: &Observed<K>) -> Private {
    let mut private = Private::default();
    private.set(REVISION, observed.revision.clone());
    private
}

fn operation(context: &Context<Palisade>, timeout: Duration) -> Operation {
    Operation { timeout, cancel: context.cancel.clone() }
}

/// What failed, for an error: `create GPU pool "h100"`.
fn doing<F: Form>(what: &str, form: &F) -> String {
    format!("{what} {} {:?}", F::WHAT, form.name().known().map(String::as_str).unwrap_or_default())
}

async fn service<F: Form>(
    context: &Context<Palisade>,
    cloud: Cloud,
) -> Result<Arc<dyn Service<F::Kind>>, Diagnostic> {
    let session = context.provider.session(cloud)?;
    F::Kind::service(session, cloud).await.map_err(|error| errors::error(&format!("reach {cloud}"), &error))
}
