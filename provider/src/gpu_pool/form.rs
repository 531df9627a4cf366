use std::collections::BTreeMap;

use cloud::gpu_pool::{GpuPool, PoolKey};
use cloud::{Cloud, Observed, Problem};
use tfplug::schema::Attribute;
use tfplug::{Diagnostics, Map, Value};

use super::{cost, defaults, machine, observe, schema, wanted};
use crate::duration;
use crate::managed::{Form, Given, common};
use crate::palisade::Palisade;
use crate::settle::{self, Settle};
use crate::timeouts::{LongTimeouts, Times};

common!(schema::GpuPool);

impl Form for schema::GpuPool {
    type Kind = GpuPool;

    const WHAT: &'static str = "GPU pool";

    fn of_key(key: &PoolKey) -> Self {
        let (name, cluster, location) = match key {
            PoolKey::Aws { region, cluster, name } => (name, cluster, region),
            PoolKey::Gcp { location, cluster, name, .. } => (name, cluster, location),
        };
        schema::GpuPool {
            cloud: crate::clouds::Cloud::from(key.cloud()).into(),
            name: name.clone().into(),
            cluster: cluster.clone().into(),
            location: location.clone().into(),
            id: key.to_string().into(),
            ..Self::default()
        }
    }

    fn wanted(&self, labels: &Map<String>) -> Option<GpuPool> {
        wanted::pool(self, labels)
    }

    fn labels_of(shown: &GpuPool) -> &BTreeMap<String, String> {
        &shown.labels
    }

    fn observe(&mut self, observed: &Observed<GpuPool>) {
        observe::observe(self, observed);
    }

    fn is_found(attribute: &Attribute) -> bool {
        ["accelerator", "machine_type", "image", "version"].contains(&attribute.name.as_str())
    }

    fn settle(&mut self, given: &Given<'_, Self>) {
        settle::plan(self, given);
    }

    fn check(&self) -> Vec<Problem> {
        machine::check(self)
    }

    fn plan(&mut self, given: &Given<'_, Self>) -> Diagnostics {
        let found = machine::plan(self, given);
        leave(self, given);
        choose_anew(self, given);
        keep_spelling(self, given.prior);
        if self.id.is_unknown()
            && let Some(key) = key(self, given.provider)
        {
            self.id = key.to_string().into();
        }
        if self.estimated_cost.is_unknown() {
            self.estimated_cost = cost::estimate(self, given.provider.prices());
        }
        found
    }

    fn imported(&mut self, provider: &Palisade) {
        settle::import(self, provider);
    }

    fn times(&self) -> Times {
        LongTimeouts::times(&self.timeouts)
    }
}

impl Settle for schema::GpuPool {
    const IN_ANY_ORDER: &'static [&'static str] = &[
        "reservations",
        "taints",
        "aws.subnets",
        "aws.security_groups",
        "gcp.zones",
        "gcp.oauth_scopes",
        "gcp.network_tags",
    ];

    fn defaults(&self, prior: &Self, provider: &Palisade) -> Self {
        defaults::of(self, prior, provider)
    }
}

/// What the configuration leaves to somebody else stays as it was found, and is nobody's where it was never found: an import
/// finds all of it, and the plan after it is empty whether the configuration names it or not. A size that was found is
/// nobody's either when the bounds or the zones, which it has to fit, are others.
fn leave(planned: &mut schema::GpuPool, given: &Given<'_, schema::GpuPool>) {
    let fits = given.prior.is_some_and(|prior| is_as_wide(planned, prior));
    if let (Value::Known(planned), Value::Known(config)) = (&mut planned.scaling, &given.config.scaling)
        && config.desired.is_null()
        && (planned.desired.is_unknown() || !fits)
    {
        planned.desired = Value::Null;
    }
    if let (Value::Known(planned), Value::Known(config)) = (&mut planned.aws, &given.config.aws)
        && planned.release_version.is_unknown()
        && config.release_version.is_null()
    {
        planned.release_version = Value::Null;
    }
}

/// Whether a pool has the bounds and the zones that it had.
fn is_as_wide(pool: &schema::GpuPool, prior: &schema::GpuPool) -> bool {
    let bounds = |pool: &schema::GpuPool| pool.scaling.known().map(|scaling| (scaling.min, scaling.max));
    let zones = |pool: &schema::GpuPool| pool.gcp.known().map_or(Value::Null, |gcp| gcp.zones.clone());
    bounds(pool) == bounds(prior) && zones(pool) == zones(prior)
}

/// The image and version that the cloud chose are kept while they can be: not on another cluster, and the image not for
/// other machines or another driver.
fn choose_anew(planned: &mut schema::GpuPool, given: &Given<'_, schema::GpuPool>) {
    let Some(prior) = given.prior else { return };
    let moves = prior.cloud != planned.cloud
        || prior.location != planned.location
        || prior.cluster != planned.cluster
        || prior.name != planned.name;
    if moves && given.config.version.is_null() {
        planned.version = Value::Unknown;
    }
    // On EKS the image brings the driver.
    let on_eks = planned.cloud.known() == Some(&crate::clouds::Cloud::Aws);
    let changes =
        moves || prior.machine_type != planned.machine_type || on_eks && prior.driver != planned.driver;
    if changes && given.config.image.is_null() {
        planned.image = Value::Unknown;
    }
}

/// A duration is the same in minutes and in hours: what an import found in one is no difference to the other.
fn keep_spelling(planned: &mut schema::GpuPool, prior: Option<&schema::GpuPool>) {
    let length = |text: &Value<String>| text.known().and_then(|text| duration::parse(text));
    if let Some(prior) = prior
        && length(&prior.max_run_duration).is_some_and(|was| Some(was) == length(&planned.max_run_duration))
    {
        planned.max_run_duration = prior.max_run_duration.clone();
    }
}

/// What will name the pool, where it is known already.
fn key(pool: &schema::GpuPool, provider: &Palisade) -> Option<PoolKey> {
    let cloud = Cloud::from(*pool.cloud.known()?);
    let (name, cluster) = (pool.name.known()?.clone(), pool.cluster.known()?.clone());
    let location = pool.location.known()?.clone();
    let own = match &pool.gcp {
        Value::Known(gcp) => gcp.project.clone(),
        Value::Unknown => Value::Unknown,
        Value::Null => Value::Null,
    };
    Some(match (cloud, own) {
        (Cloud::Aws, _) => PoolKey::Aws { region: location, cluster, name },
        (Cloud::Gcp, Value::Known(project)) => PoolKey::Gcp { project, location, cluster, name },
        (Cloud::Gcp, Value::Null) => {
            PoolKey::Gcp { project: provider.gcp_project()?.clone(), location, cluster, name }
        }
        (Cloud::Gcp, Value::Unknown) => return None,
    })
}
