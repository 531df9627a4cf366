//! What attributes that are left out come to on each cloud, and what no cloud tells.

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

/// What is left out of a bucket comes to this.
pub(super) fn of(bucket: &Bucket) -> Bucket {
    let on = |cloud| bucket.cloud.known() == Some(&cloud);
    let (on_s3, on_gcs) = (on(Cloud::Aws), on(Cloud::Gcp));
    let (own_aws, own_gcp) = (Aws::default(), Gcp::default());
    let own_aws = bucket.aws.known().unwrap_or(&own_aws);
    let own_gcp = bucket.gcp.known().unwrap_or(&own_gcp);
    let retained = !bucket.retention.is_null();
    // Object Lock switches versioning on (Amazon S3 User Guide, "Object Lock considerations").
    let locked = on_s3 && (retained || is_on(&own_aws.object_lock));
    let soft_delete_days = if is_on(&own_gcp.rapid) { 0 } else { SOFT_DELETE_DAYS };
    Bucket {
        labels: Value::Known(BTreeMap::new()),
        default_storage_class: StorageClass::Standard.into(),
        versioning: locked.into(),
        // A rule that is configured without a name has none: S3 makes one up from its position.
        lifecycle_rules: each(&bucket.lifecycle_rules, &LifecycleRule::default()),
        retention: bucket.retention.as_ref().map(|retention| self::retention(retention, on_gcs)),
        soft_delete_days: on_gcs.then_some(soft_delete_days).into(),
        access_log: bucket.access_log.as_ref().map(|_| access_log(bucket, on_gcs)),
        cors: each(&bucket.cors, &cors(on_gcs)),
        requester_pays: false.into(),
        aws: on_s3.then(|| aws(own_aws, retained)).into(),
        gcp: on_gcs.then(|| gcp(own_gcp)).into(),
        ..Bucket::default()
    }
}

/// What no cloud tells of a bucket, and a configuration may say. Not all defaults: a bucket whose kind does not have an
/// attribute may not say it, as a directory bucket its namespace or a zonal bucket its class.
pub(super) fn untold(bucket: &Bucket) -> Bucket {
    let on = |cloud| bucket.cloud.known() == Some(&cloud);
    let rules = bucket.lifecycle_rules.known().filter(|_| on(Cloud::Gcp));
    let named = |at| Value::Known(LifecycleRule { id: made_up(at).into(), ..LifecycleRule::default() });
    Bucket {
        force_destroy: false.into(),
        labels: Value::Known(BTreeMap::new()),
        // S3 has no such setting, and writes objects with this class.
        default_storage_class: on(Cloud::Aws).then_some(StorageClass::Standard).into(),
        lifecycle_rules: rules.map(|rules| (0..rules.len()).map(named).collect::<Vec<_>>()).into(),
        ..Bucket::default()
    }
}

/// The id of a rule that was imported from Cloud Storage, whose rules have no names.
pub(super) fn made_up(at: usize) -> String {
    format!("rule-{}", at + 1)
}

/// On Cloud Storage mode `compliance` locks by itself.
fn retention(retention: &Retention, on_gcs: bool) -> Retention {
    let locks = on_gcs && retention.mode.known() == Some(&RetentionMode::Compliance);
    Retention { locked: locks.into(), ..Retention::default() }
}

/// Without a prefix Cloud Storage takes the bucket's own name ("Bucket" resource, field `logging.log_object_prefix`).
fn access_log(bucket: &Bucket, on_gcs: bool) -> AccessLog {
    AccessLog { prefix: if on_gcs { bucket.name.clone() } else { "".into() }, ..AccessLog::default() }
}

fn cors(on_gcs: bool) -> Cors {
    Cors {
        allowed_headers: none(),
        exposed_headers: none(),
        // Cloud Storage does not tell 0 from unset.
        max_age_seconds: on_gcs.then_some(0_u32).into(),
        ..Cors::default()
    }
}

fn aws(own: &Aws, retained: bool) -> Aws {
    let tiering = IntelligentTiering { tags: Value::Known(BTreeMap::new()), ..IntelligentTiering::default() };
    let rule = ReplicationRule { delete_markers: false.into(), ..ReplicationRule::default() };
    Aws {
        // A default retention needs Object Lock.
        object_lock: retained.into(),
        namespace: Namespace::Global.into(),
        intelligent_tiering: each(&own.intelligent_tiering, &tiering),
        acceleration: false.into(),
        replication: own.replication.as_ref().map(|replication| Replication {
            rules: each(&replication.rules, &rule),
            ..Replication::default()
        }),
        abac: false.into(),
        sse_dsse: false.into(),
        // New buckets refuse SSE-C (Amazon S3 User Guide, "Default SSE-C setting for new buckets").
        blocked_sse_c: true.into(),
        ..Aws::default()
    }
}

fn gcp(own: &Gcp) -> Gcp {
    let filter = || IpFilter {
        public_cidrs: none(),
        vpc: none(),
        allow_all_service_agents: false.into(),
        allow_cross_org_vpcs: false.into(),
        ..IpFilter::default()
    };
    Gcp {
        autoclass: own
            .autoclass
            .as_ref()
            .map(|_| Autoclass { terminal_storage_class: StorageClass::Infrequent.into() }),
        rpo: Rpo::Default.into(),
        // Zonal buckets have real folders.
        hierarchical_namespace: is_on(&own.rapid).into(),
        ip_filter: own.ip_filter.as_ref().map(|_| filter()),
        default_event_based_hold: false.into(),
        encryption_enforcement: EncryptionEnforcement {
            google_managed: Enforcement::Allowed.into(),
            customer_managed: Enforcement::Allowed.into(),
            customer_supplied: Enforcement::Allowed.into(),
        }
        .into(),
        rapid: false.into(),
        ..Gcp::default()
    }
}

fn is_on(switch: &Value<bool>) -> bool {
    switch.known() == Some(&true)
}

fn none<T>() -> List<T> {
    Value::Known(Vec::new())
}

/// A list as long as another, or empty, all of whose items have one default.
fn each<T: Clone>(list: &List<T>, default: &T) -> List<T> {
    let length = list.known().map_or(0, Vec::len);
    Value::Known(vec![Value::Known(default.clone()); length])
}
