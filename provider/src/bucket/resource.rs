use cloud::bucket::{Bucket as Wanted, Buckets, Change, Observed, Scope};
use cloud::{Cloud, Operation};
use tfplug::{
    Context, Create, Diagnostic, Diagnostics, Failed, Path, Plan, Private, Schema, State, Update, Value,
};

use super::observe::observe;
use super::{schema, settle, wanted};
use crate::palisade::Palisade;
use crate::timeouts::Timeouts;
use crate::{convert, errors};

/// Under this name the revision that an update must find unchanged is kept beside the state.
const REVISION: &str = "revision";

/// `palisade_bucket`.
pub(crate) struct Resource;

impl tfplug::Resource for Resource {
    type Provider = Palisade;
    type Model = schema::Bucket;

    fn schema(&self) -> Schema {
        Schema::of::<schema::Bucket>()
    }

    fn validate(&self, config: &schema::Bucket) -> Diagnostics {
        check(config, &config.labels)
    }

    async fn plan(&self, context: &Context<Palisade>, plan: &mut Plan<schema::Bucket>) -> Diagnostics {
        let planned = &mut plan.planned;
        settle::settle(&plan.config, plan.prior.as_ref(), planned);
        let labels = context.provider.labels_all(&planned.labels);
        planned.labels_all = labels;
        if let (Some(cloud), Some(name)) = (planned.cloud.known(), planned.name.known()) {
            let cloud = Cloud::from(*cloud);
            planned.id = format!("{}/{name}", cloud.as_str()).into();
            planned.url = cloud::bucket::BucketUrl::format(cloud, name).into();
        }
        if planned.account.is_unknown()
            && let Some(project) = project(context, planned)
        {
            planned.account = project.into();
        }
        let mut found = Diagnostics::none();
        if let Some(prior) = &plan.prior {
            keep_spelling(prior, planned);
            plan.replace.extend(replaced(context, prior, planned));
            if plan.replace.is_empty() && prior.cloud == planned.cloud && prior.name == planned.name {
                found.append(check_change(prior, planned));
            }
        }
        found.append(check(planned, &planned.labels_all));
        found
    }

    async fn create(
        &self,
        context: &Context<Palisade>,
        create: Create<schema::Bucket>,
    ) -> Result<State<schema::Bucket>, Failed<schema::Bucket>> {
        let planned = create.planned;
        let wanted = known(&planned)?;
        let operation = operation(context, Timeouts::times(&planned.timeouts).create);
        let buckets = buckets(context, wanted.cloud()).await?;
        match buckets.create(&wanted, &operation).await {
            Ok(observed) => Ok(applied(planned, observed)),
            Err(incomplete) => {
                let id = format!("{}/{}", wanted.cloud().as_str(), wanted.name);
                let doing = format!("create bucket {:?}", wanted.name);
                let told = errors::creation(&doing, &id, &incomplete.error);
                Err(failed(context, told, planned, incomplete.kept))
            }
        }
    }

    async fn read(
        &self,
        context: &Context<Palisade>,
        read: State<schema::Bucket>,
    ) -> Result<Option<State<schema::Bucket>>, Diagnostics> {
        let State { value: mut state, .. } = read;
        let known = known(&state)?;
        let operation = operation(context, Timeouts::times(&state.timeouts).read);
        // An import knows nothing but the cloud and the name; all the rest is to be found out.
        let imported = state.location.is_null();
        let (location, scope) = match imported {
            true => (None, Scope::Everything),
            false => (Some(known.location.as_str()), Scope::Managed(&known)),
        };
        let buckets = buckets(context, known.cloud()).await?;
        let observed = buckets
            .read(&known.name, location, scope, &operation)
            .await
            .map_err(|error| errors::error(&format!("read bucket {:?}", known.name), &error))?;
        let Some(observed) = observed else { return Ok(None) };
        refresh(context, &mut state, &observed);
        if imported {
            settle::imported(&mut state);
        }
        let private = private(&observed);
        Ok(Some(State::new(state).private(private)))
    }

    async fn update(
        &self,
        context: &Context<Palisade>,
        update: Update<schema::Bucket>,
    ) -> Result<State<schema::Bucket>, Failed<schema::Bucket>> {
        let Update { prior, planned, private, .. } = update;
        let change = (known(&prior)?, known(&planned)?);
        let operation = operation(context, Timeouts::times(&planned.timeouts).update);
        let buckets = buckets(context, change.1.cloud()).await?;
        let change = Change { prior: &change.0, wanted: &change.1 };
        match buckets.update(change, private.get(REVISION), &operation).await {
            Ok(observed) => Ok(applied(planned, observed)),
            Err(incomplete) => {
                let doing = format!("update bucket {:?}", change.wanted.name);
                Err(failed(context, errors::error(&doing, &incomplete.error), prior, incomplete.kept))
            }
        }
    }

    async fn delete(
        &self,
        context: &Context<Palisade>,
        delete: State<schema::Bucket>,
    ) -> Result<(), Failed<schema::Bucket>> {
        let state = delete.value;
        let bucket = known(&state)?;
        let operation = operation(context, Timeouts::times(&state.timeouts).delete);
        let force = state.force_destroy.known().copied().unwrap_or_default();
        let buckets = buckets(context, bucket.cloud()).await?;
        buckets
            .delete(&bucket, force, &operation)
            .await
            .map_err(|error| errors::error(&format!("delete bucket {:?}", bucket.name), &error).into())
    }

    async fn import(&self, _: &Context<Palisade>, id: &str) -> Result<State<schema::Bucket>, Diagnostics> {
        let (cloud, name) = match id.split_once('/') {
            Some(("aws", name)) if !name.is_empty() => (schema::Cloud::Aws, name),
            Some(("gcp", name)) if !name.is_empty() => (schema::Cloud::Gcp, name),
            _ => {
                return Err(Diagnostic::error(format!("{id:?} names no bucket to import"))
                    .detail("Write `aws/NAME` or `gcp/NAME`.")
                    .into());
            }
        };
        Ok(State::new(schema::Bucket {
            cloud: cloud.into(),
            name: name.into(),
            id: id.into(),
            ..schema::Bucket::default()
        }))
    }
}

/// What the cloud cannot do, or what belongs to the other cloud. Nothing can be said while the cloud is unknown.
fn check(bucket: &schema::Bucket, labels: &tfplug::Map<String>) -> Diagnostics {
    let Some(wanted) = wanted::bucket(bucket, labels) else { return Diagnostics::none() };
    let data = tfplug::to_data(bucket);
    let mut found = errors::problems(wanted.check(&|attribute| match attribute {
        "labels" => !tfplug::to_data(labels).is_wholly_known(),
        _ => !data.get(attribute).is_wholly_known(),
    }));
    let (other, other_is_set) = match wanted.cloud() {
        Cloud::Aws => ("gcp", !bucket.gcp.is_null()),
        Cloud::Gcp => ("aws", !bucket.aws.is_null()),
    };
    if other_is_set {
        let cloud = wanted.cloud();
        found.push(
            Diagnostic::error(format!("`{other}` cannot be set: this bucket is on {cloud}"))
                .detail(format!("Remove `{other}`, or make it null where `cloud` is \"{}\".", cloud.as_str()))
                .at(other),
        );
    }
    found
}

/// What a change in place would take back that the cloud never gives back.
fn check_change(prior: &schema::Bucket, planned: &schema::Bucket) -> Diagnostics {
    let (prior, wanted) =
        (wanted::bucket(prior, &prior.labels_all), wanted::bucket(planned, &planned.labels_all));
    let (Some(prior), Some(wanted)) = (prior, wanted) else { return Diagnostics::none() };
    let data = tfplug::to_data(planned);
    let change = Change { prior: &prior, wanted: &wanted };
    errors::problems(change.check(&|attribute| !data.get(attribute).is_wholly_known()))
}

/// The project that a bucket on Google Cloud will be in, where it is known already: rules read it.
fn project(context: &Context<Palisade>, planned: &schema::Bucket) -> Option<String> {
    let own = match (&planned.gcp, planned.cloud.known()?) {
        (_, schema::Cloud::Aws) | (Value::Unknown, _) => return None,
        (Value::Null, _) => Value::Null,
        (Value::Known(gcp), _) => gcp.project.clone(),
    };
    match own {
        Value::Known(project) => Some(project),
        Value::Null => context.provider.gcp_project().cloned(),
        Value::Unknown => None,
    }
}

/// Places are the same in any case, and regions of a pair in any order: what an import found in the cloud's spelling is
/// no difference to the configuration's.
fn keep_spelling(prior: &schema::Bucket, planned: &mut schema::Bucket) {
    if let (Some(was), Some(now)) = (prior.location.known(), planned.location.known())
        && was.eq_ignore_ascii_case(now)
    {
        planned.location = prior.location.clone();
    }
    if let (Some(was), Value::Known(now)) = (prior.gcp.known(), &mut planned.gcp)
        && places(&was.placement).is_some_and(|places_before| Some(places_before) == places(&now.placement))
    {
        now.placement = was.placement.clone();
    }
}

/// Places in one spelling and order; `None` where one is not known.
fn places(placement: &tfplug::List<String>) -> Option<Vec<String>> {
    let places = placement.known()?.iter().map(|place| place.known().map(|place| place.to_lowercase()));
    let mut places: Vec<String> = places.collect::<Option<_>>()?;
    places.sort();
    Some(places)
}

/// What replaces a bucket beside the attributes that the schema names: what is fixed at creation and has a default or
/// another spelling, so that setting what is so anyway changes nothing.
fn replaced(context: &Context<Palisade>, prior: &schema::Bucket, planned: &schema::Bucket) -> Vec<Path> {
    let lower = |location: &Value<String>| location.clone().map(|location| location.to_lowercase());
    let (was, now) =
        (prior.aws.known().cloned().unwrap_or_default(), planned.aws.known().cloned().unwrap_or_default());
    // Object Lock cannot be switched off (PutObjectLockConfiguration, S3 API reference).
    let unlocked = was.object_lock.known() == Some(&true) && now.object_lock.known() == Some(&false);
    let mut fixed = vec![
        ("location", lower(&prior.location) != lower(&planned.location)),
        ("aws.object_lock", unlocked),
        ("aws.namespace", differs(&was.namespace, &now.namespace, schema::Namespace::Global)),
    ];
    let (was, now) =
        (prior.gcp.known().cloned().unwrap_or_default(), planned.gcp.known().cloned().unwrap_or_default());
    let upper = |placement: &tfplug::List<String>| {
        placement
            .clone()
            .map(|regions| regions.into_iter().map(|region| region.map(|name| name.to_uppercase())).collect())
    };
    fixed.extend([
        ("gcp.placement", differs(&upper(&was.placement), &upper(&now.placement), Vec::new())),
        (
            "gcp.hierarchical_namespace",
            differs(&was.hierarchical_namespace, &now.hierarchical_namespace, false),
        ),
        ("gcp.rapid", differs(&was.rapid, &now.rapid, false)),
        ("gcp.project", moves_project(context, prior, planned)),
    ]);
    fixed.into_iter().filter(|(_, changes)| *changes).map(|(attribute, _)| Path::from(attribute)).collect()
}

/// Whether a value that is fixed at creation changes; one that is not set is the default.
fn differs<T: PartialEq + Clone>(prior: &Value<T>, planned: &Value<T>, default: T) -> bool {
    let or_default = |value: &Value<T>| match value {
        Value::Null => Value::Known(default.clone()),
        value => value.clone(),
    };
    or_default(prior) != or_default(planned)
}

/// Whether another project is named than the bucket's. The cloud tells a project by its number alone, so that after an
/// import an id cannot be compared with it, and is believed. A number can be, and is when the bucket is read.
fn moves_project(context: &Context<Palisade>, prior: &schema::Bucket, planned: &schema::Bucket) -> bool {
    let own = |bucket: &schema::Bucket| match &bucket.gcp {
        Value::Known(gcp) => gcp.project.clone(),
        Value::Unknown => Value::Unknown,
        Value::Null => Value::Null,
    };
    let (before, after) = match (own(prior).into_known(), own(planned)) {
        (None, Value::Null | Value::Unknown) => return false,
        (Some(_), Value::Unknown) => return true,
        (before, after) => (
            before.or_else(|| prior.account.known().cloned()),
            after.into_known().or_else(|| context.provider.gcp_project().cloned()),
        ),
    };
    let is_number = |project: &str| project.bytes().all(|byte| byte.is_ascii_digit());
    matches!((before, after), (Some(before), Some(after))
        if before != after && is_number(&before) == is_number(&after))
}

/// The bucket of a state or of a plan about to be applied, in which everything that matters is known.
fn known(state: &schema::Bucket) -> Result<Wanted, Diagnostic> {
    wanted::bucket(state, &state.labels_all)
        .ok_or_else(|| Diagnostic::error("the bucket's cloud is not known").at("cloud"))
}

/// The state after a create or update that succeeded: what was planned, and what only the cloud could tell.
fn applied(mut planned: schema::Bucket, observed: Observed) -> State<schema::Bucket> {
    let private = private(&observed);
    planned.native_id = observed.native_id.into();
    if planned.account.is_unknown() {
        planned.account = observed.account.into();
    }
    if planned.labels_all.is_unknown() {
        planned.labels_all = convert::text_map(&observed.bucket.labels);
    }
    State::new(planned).private(private)
}

/// What to keep of a create or update that failed half-way: the bucket as it is now.
fn failed(
    context: &Context<Palisade>,
    told: Diagnostic,
    mut state: schema::Bucket,
    kept: Option<Box<Observed>>,
) -> Failed<schema::Bucket> {
    let kept = kept.map(|observed| {
        refresh(context, &mut state, &observed);
        Box::new(State::new(state).private(private(&observed)))
    });
    Failed { diagnostics: told.into(), kept }
}

/// Brings a state to what is observed.
fn refresh(context: &Context<Palisade>, state: &mut schema::Bucket, observed: &Observed) {
    let shown = &observed.bucket.labels;
    if convert::texts_by_key(&context.provider.labels_all(&state.labels)) != *shown {
        state.labels = context.provider.own_labels(shown, &state.labels);
    }
    observe(state, observed);
}

fn private(observed: &Observed) -> Private {
    let mut private = Private::default();
    private.set(REVISION, observed.revision.clone());
    private
}

fn operation(context: &Context<Palisade>, timeout: std::time::Duration) -> Operation {
    Operation { timeout, cancel: context.cancel.clone() }
}

async fn buckets(
    context: &Context<Palisade>,
    cloud: Cloud,
) -> Result<std::sync::Arc<dyn Buckets>, Diagnostic> {
    context
        .provider
        .session(cloud)?
        .buckets(cloud)
        .await
        .map_err(|error| errors::error(&format!("reach {cloud}"), &error))
}
