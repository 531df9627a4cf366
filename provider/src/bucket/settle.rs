//! What is planned for attributes that the configuration leaves unset, so that an import shows no difference, neither to
//! a configuration that says a default nor to one that is silent.
//!
//! An unset attribute is not managed, and null in plan and state; one that was set before goes back to the cloud's
//! default. An import however enters all that the cloud tells: a state without `versioning` could not be planned as
//! equal to `versioning = false`, since Terraform takes the state's value over the configured one only where there are
//! both. These attributes are therefore optional and computed, and where one is unset the plan keeps what is in state if
//! that is what leaving it unset comes to. Any other value is a difference as before, so that drift is seen.

use std::collections::BTreeMap;

use tfplug::{List, Value};

use super::schema::{
    AccessLog, Autoclass, Aws, Bucket, Cloud, Cors, EncryptionEnforcement, Enforcement, Gcp,
    IntelligentTiering, IpFilter, LifecycleRule, Namespace, Replication, ReplicationRule, Retention,
    RetentionMode, Rpo, StorageClass,
};

/// Days that a new bucket of Cloud Storage keeps deleted objects for ("Soft delete", Cloud Storage docs); zonal ones
/// keep none.
const SOFT_DELETE_DAYS: u32 = 7;

/// One thing as it is configured, as it is in state, and as it is planned so far.
struct Site<'a, T> {
    config: &'a T,
    prior: Option<&'a T>,
    planned: &'a mut T,
}

/// Plans an attribute of a [`Site`] with one of the functions below.
macro_rules! plan {
    ($how:ident, $site:ident.$attribute:ident, $by:expr) => {
        $how(
            Site {
                config: &$site.config.$attribute,
                prior: $site.prior.map(|prior| &prior.$attribute),
                planned: &mut $site.planned.$attribute,
            },
            $by,
        )
    };
}

/// Plans what the configuration leaves unset.
pub(super) fn settle(config: &Bucket, prior: Option<&Bucket>, planned: &mut Bucket) {
    // A bucket of another cloud is another bucket.
    let prior = prior.filter(|prior| prior.cloud == planned.cloud);
    let on = |cloud| planned.cloud.known() == Some(&cloud);
    let (aws, gcp) = (on(Cloud::Aws), on(Cloud::Gcp));
    let site = Site { config, prior, planned };

    let retained = !site.planned.retention.is_null();
    plan!(group, site.aws, |site| self::aws(site, retained));
    plan!(group, site.gcp, self::gcp);
    let known = |extras: Option<&Value<bool>>| extras.and_then(Value::known) == Some(&true);
    let zonal = known(site.planned.gcp.known().map(|gcp| &gcp.rapid));
    // Object Lock switches versioning on (Amazon S3 User Guide, "Object Lock considerations").
    let locked = aws && (retained || known(site.planned.aws.known().map(|aws| &aws.object_lock)));

    plan!(unset, site.labels, BTreeMap::is_empty);
    plan!(unset, site.default_storage_class, |class| *class == StorageClass::Standard);
    plan!(unset, site.versioning, |on| *on == locked);
    plan!(unset, site.lifecycle_rules, Vec::is_empty);
    plan!(unset, site.soft_delete_days, |days| *days == if zonal { 0 } else { SOFT_DELETE_DAYS });
    plan!(unset, site.cors, Vec::is_empty);
    plan!(unset, site.requester_pays, |on| !on);
    plan!(each, site.lifecycle_rules, |at, site| if gcp { lifecycle_rule(at, site) } else { unnamed(site) });
    plan!(each, site.cors, |_, site| cors(site, gcp));
    plan!(single, site.retention, |site| retention(site, gcp));
    let prefix = if gcp { site.planned.name.known().cloned() } else { Some(String::new()) };
    plan!(single, site.access_log, |site: Site<'_, AccessLog>| {
        plan!(unset, site.prefix, |own| Some(own) == prefix.as_ref());
    });
}

/// Enters into the state of an import what no cloud tells, where a configuration may say it all the same.
pub(super) fn imported(state: &mut Bucket) {
    state.force_destroy = false.into();
    if state.labels.is_null() {
        state.labels = Value::Known(BTreeMap::new());
    }
    // S3 has no such setting, and writes objects with this class.
    if state.cloud.known() == Some(&Cloud::Aws) {
        state.default_storage_class = StorageClass::Standard.into();
    }
    if let (Some(Cloud::Gcp), Value::Known(rules)) = (state.cloud.known(), &mut state.lifecycle_rules) {
        for (at, rule) in rules.iter_mut().enumerate() {
            if let Value::Known(LifecycleRule { id: id @ Value::Null, .. }) = rule {
                *id = made_up(at).into();
            }
        }
    }
}

/// The id of a rule that was imported from Cloud Storage, whose rules have no names.
fn made_up(at: usize) -> String {
    format!("rule-{}", at + 1)
}

fn aws(site: Site<'_, Aws>, retained: bool) {
    // A default retention needs Object Lock.
    plan!(unset, site.object_lock, |on| *on == retained);
    plan!(unset, site.namespace, |namespace| *namespace == Namespace::Global);
    plan!(unset, site.intelligent_tiering, Vec::is_empty);
    plan!(each, site.intelligent_tiering, |_, site: Site<'_, IntelligentTiering>| {
        plan!(unset, site.tags, BTreeMap::is_empty);
    });
    plan!(unset, site.acceleration, |on| !on);
    plan!(single, site.replication, |site: Site<'_, Replication>| {
        plan!(each, site.rules, |_, site: Site<'_, ReplicationRule>| {
            plan!(unset, site.delete_markers, |on| !on);
        });
    });
    plan!(unset, site.abac, |on| !on);
    plan!(unset, site.sse_dsse, |on| !on);
    // New buckets refuse SSE-C (Amazon S3 User Guide, "Default SSE-C setting for new buckets").
    plan!(unset, site.blocked_sse_c, |on| *on);
}

fn gcp(site: Site<'_, Gcp>) {
    plan!(unset, site.rapid, |on| !on);
    // Zonal buckets have real folders.
    let zonal = site.planned.rapid.known() == Some(&true);
    plan!(unset, site.hierarchical_namespace, |on| *on == zonal);
    plan!(unset, site.rpo, |rpo| *rpo == Rpo::Default);
    plan!(unset, site.default_event_based_hold, |on| !on);
    plan!(single, site.autoclass, |site: Site<'_, Autoclass>| {
        plan!(unset, site.terminal_storage_class, |class| *class == StorageClass::Infrequent);
    });
    plan!(single, site.ip_filter, |site: Site<'_, IpFilter>| {
        plan!(unset, site.public_cidrs, Vec::is_empty);
        plan!(unset, site.vpc, Vec::is_empty);
        plan!(unset, site.allow_all_service_agents, |on| !on);
        plan!(unset, site.allow_cross_org_vpcs, |on| !on);
    });
    plan!(group, site.encryption_enforcement, |site: Site<'_, EncryptionEnforcement>| {
        let allowed = |kind: &Enforcement| *kind == Enforcement::Allowed;
        plan!(unset, site.google_managed, allowed);
        plan!(unset, site.customer_managed, allowed);
        plan!(unset, site.customer_supplied, allowed);
    });
}

/// A rule of Cloud Storage keeps the name that an import made up, whatever it is called: the name is in the state alone.
fn lifecycle_rule(at: usize, site: Site<'_, LifecycleRule>) {
    let made_up = Value::Known(made_up(at));
    if site.prior.is_some_and(|prior| prior.id == made_up) {
        site.planned.id = made_up;
    } else {
        unnamed(site);
    }
}

/// A rule that is configured without a name has none: S3 makes one up from its position.
fn unnamed(site: Site<'_, LifecycleRule>) {
    plan!(unset, site.id, |_| false);
}

fn cors(site: Site<'_, Cors>, gcp: bool) {
    plan!(unset, site.allowed_headers, Vec::is_empty);
    plan!(unset, site.exposed_headers, Vec::is_empty);
    // Cloud Storage does not tell 0 from unset.
    plan!(unset, site.max_age_seconds, |seconds| gcp && *seconds == 0);
}

/// On Cloud Storage mode `compliance` locks by itself, so that the two ways to say so are no difference.
fn retention(site: Site<'_, Retention>, gcp: bool) {
    let compliance = |retention: &Retention| retention.mode.known() == Some(&RetentionMode::Compliance);
    let locks = |retention: &Retention| compliance(retention) || retention.locked.known() == Some(&true);
    let implied = gcp && compliance(site.config);
    plan!(unset, site.locked, |locked| *locked == implied);
    let prior = site.prior.filter(|prior| gcp && locks(prior) && locks(site.planned));
    if let Some(prior @ Retention { locked: Value::Known(_), .. }) = prior {
        site.planned.mode = prior.mode;
        site.planned.locked = prior.locked;
    }
}

/// An attribute that is unset is planned as it is in state where that is what unset comes to, and else as null.
fn unset<T: Clone>(site: Site<'_, Value<T>>, is_default: impl FnOnce(&T) -> bool) {
    if site.config.is_null() {
        let kept = site.prior.filter(|prior| prior.known().is_some_and(is_default));
        *site.planned = kept.cloned().unwrap_or(Value::Null);
    }
}

/// What stands in a nested object that is configured.
fn single<T>(site: Site<'_, Value<T>>, settle: impl FnOnce(Site<'_, T>)) {
    if let (Value::Known(config), Value::Known(planned)) = (site.config, site.planned) {
        settle(Site { config, prior: site.prior.and_then(Value::known), planned });
    }
}

/// What stands in the objects of a list that is configured.
fn each<T>(site: Site<'_, List<T>>, settle: impl Fn(usize, Site<'_, T>)) {
    let (Value::Known(config), Value::Known(planned)) = (site.config, site.planned) else { return };
    let prior = site.prior.and_then(Value::known);
    for (at, (config, planned)) in config.iter().zip(planned).enumerate() {
        let prior = prior.and_then(|prior| prior.get(at));
        single(Site { config, prior, planned }, |site| settle(at, site));
    }
}

/// What stands in an object that does nothing but hold others: leaving it out is as leaving out all that is in it.
fn group<T: Clone + Default + PartialEq>(site: Site<'_, Value<T>>, settle: impl FnOnce(Site<'_, T>)) {
    if !site.config.is_null() {
        return single(site, settle);
    }
    let mut planned = T::default();
    let prior = site.prior.and_then(Value::known);
    settle(Site { config: &T::default(), prior, planned: &mut planned });
    *site.planned = if planned == T::default() { Value::Null } else { Value::Known(planned) };
}
