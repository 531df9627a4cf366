//! What becomes of an operation when answers are lost and clusters fail, against a service that is scripted.

mod cluster;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use google_cloud_container_v1::client::ClusterManager;
use google_cloud_container_v1::model::{self as wire, node_pool};
use google_cloud_gax::error::rpc::Code;

use self::cluster::{Cluster, Step};
use super::GcpPools;
use super::to_wire::{Described, created};
use crate::gpu_pool::bare::bare;
use crate::gpu_pool::*;
use crate::{Change, Error, Incomplete, Observed, Operation, Removal, Scope, Service as _};

/// A pool that sets nothing.
pub(super) fn pool() -> GpuPool {
    GpuPool {
        name: "h100".into(),
        location: "europe-west4".into(),
        machine_type: Some("a3-highgpu-8g".into()),
        ..bare(Extras::Gcp(GcpExtras::default()))
    }
}

/// What only Google Cloud has of a pool.
pub(super) fn gcp(pool: &mut GpuPool) -> &mut GcpExtras {
    match &mut pool.extras {
        Extras::Gcp(extras) => extras,
        Extras::Aws(_) => panic!("the pool is on Google Cloud"),
    }
}

pub(super) fn described(pool: &GpuPool) -> Described<'_> {
    Described::of(pool).expect("the pool is on Google Cloud")
}

/// Runs one operation against a cluster that follows a script, and compares the calls made (but for looks at operations)
/// and how it ended.
async fn check<F: Future<Output = String>>(
    held: Option<wire::NodePool>,
    script: &[Step],
    operation: impl FnOnce(GcpPools) -> F,
    expected: (&str, &[&str]),
) {
    let cluster = Cluster::default();
    *cluster.held.lock().unwrap() = held;
    cluster.script.lock().unwrap().extend(script);
    check_on(cluster, operation, expected).await;
}

async fn check_on<F: Future<Output = String>>(
    cluster: Cluster,
    operation: impl FnOnce(GcpPools) -> F,
    expected: (&str, &[&str]),
) {
    let cluster = Arc::new(cluster);
    let script = cluster.script.lock().unwrap().clone();
    let client = ClusterManager::from_stub::<Cluster>(Arc::clone(&cluster));
    let outcome = operation(GcpPools::new(client, Some("p".into()))).await;
    assert_eq!(outcome, expected.0, "{script:?}");
    assert_eq!(*cluster.calls.lock().unwrap(), expected.1, "{script:?}");
}

fn minutes() -> Operation {
    Operation { timeout: Duration::from_secs(600), cancel: Default::default() }
}

fn key() -> PoolKey {
    "gcp/p/europe-west4/research/h100".parse().expect("a key")
}

/// The pool that the cluster holds.
fn held(pool: &GpuPool) -> wire::NodePool {
    created(described(pool), 0)
        .set_status(node_pool::Status::Running)
        .set_etag("1")
        .set_locations(["europe-west4-a", "europe-west4-b"])
}

fn ended(result: Result<Observed<GpuPool>, Incomplete<GpuPool>>) -> String {
    match result {
        Ok(observed) => format!("{} {}", observed.details.status, observed.revision.unwrap()),
        Err(Incomplete { error, kept }) => {
            let kept = kept.map_or("nothing kept".into(), |kept| format!("kept {}", kept.details.status));
            let error = match error {
                Error::AlreadyExists { ours, .. } => format!("exists, ours {ours}"),
                Error::Changed { .. } => "changed".into(),
                Error::Denied { .. } => "denied".into(),
                Error::Cancelled { .. } => "cancelled".into(),
                Error::Invalid { attribute, .. } => attribute,
                Error::Service { code, message, .. } => format!("{code}: {message}"),
                other => other.to_string(),
            };
            format!("{error}, {kept}")
        }
    }
}

#[tokio::test]
async fn a_pool_is_created_once() {
    use Step::{Broken, Lost, Refused};
    let create = async |pools: GcpPools| ended(pools.create(&pool(), &minutes()).await);
    check(None, &[], create, ("RUNNING 1", &["create", "get"])).await;
    check(None, &[Refused(Code::Unavailable)], create, ("RUNNING 1", &["create", "create", "get"])).await;
    let looks = ["create", "create", "get", "get", "get"];
    check(None, &[Lost], create, ("RUNNING 1", &looks)).await;
    let denied = Refused(Code::PermissionDenied);
    check(None, &[denied], create, ("denied, nothing kept", &["create"])).await;
    let looks = ["create", "create", "get"];
    check(None, &[Lost, denied], create, ("denied, kept RUNNING", &looks)).await;
    let broken = "GCE_STOCKOUT: no machines; none in europe-west4-b, kept ERROR";
    check(None, &[Broken], create, (broken, &["create", "get"])).await;
}

#[tokio::test]
async fn a_pool_of_before_is_gone_on_with_if_it_is_the_same() {
    let create = async |pools: GcpPools| ended(pools.create(&pool(), &minutes()).await);
    let looks = ["create", "get", "get", "get"];
    check(Some(held(&pool())), &[], create, ("RUNNING 1", &looks)).await;
    let mut other = pool();
    other.labels = [("team".to_owned(), "ops".to_owned())].into();
    check(Some(held(&other)), &[], create, ("exists, ours true, nothing kept", &["create", "get"])).await;
}

#[tokio::test]
async fn a_size_is_that_of_all_zones() {
    let of = |min, desired| GpuPool { scaling: Scaling { min, max: 8, desired }, ..pool() };
    let create = |pool: GpuPool| {
        async move |pools: GcpPools| match pools.create(&pool, &minutes()).await {
            Ok(made) => format!("{:?}", made.is.scaling.desired),
            failed => ended(failed),
        }
    };
    check(None, &[], create(of(0, Some(6))), ("Some(6)", &["cluster", "create", "get"])).await;
    check(None, &[], create(of(0, Some(0))), ("Some(0)", &["create", "get"])).await;
    check(None, &[], create(of(3, None)), ("None", &["cluster", "create", "get"])).await;
    check(None, &[], create(of(0, Some(5))), ("scaling.desired, nothing kept", &["cluster"])).await;
    let update = |wanted: GpuPool| {
        async move |pools: GcpPools| {
            let change = Change { prior: &pool(), wanted: &wanted };
            ended(pools.update(&key(), change, Some("1"), &minutes()).await)
        }
    };
    let wanted = GpuPool { scaling: Scaling { min: 0, max: 4, desired: Some(4) }, ..pool() };
    check(Some(held(&pool())), &[], update(wanted), ("RUNNING 1", &["get", "size 2", "get"])).await;
    let wanted = GpuPool { scaling: Scaling { min: 0, max: 4, desired: Some(3) }, ..pool() };
    check(Some(held(&pool())), &[], update(wanted), ("scaling.desired, nothing kept", &["get"])).await;
}

#[tokio::test]
async fn who_stops_keeps_what_is_there() {
    let stopped = |cancel: tokio_util::sync::CancellationToken| {
        async move |pools: GcpPools| {
            let operation = Operation { timeout: Duration::from_secs(600), cancel: cancel.clone() };
            let wanted = pool();
            let created = pools.create(&wanted, &operation);
            let stop = async {
                tokio::time::sleep(Duration::from_millis(20)).await;
                cancel.cancel();
            };
            ended(futures::join!(created, stop).0)
        }
    };
    let expected = ("cancelled, kept RUNNING", ["create", "cancel", "get"]);
    check(None, &[Step::Endless], stopped(Default::default()), (expected.0, &expected.1)).await;
}

#[tokio::test]
async fn an_update_finds_the_pool_as_it_was_planned_for() {
    let mut wanted = pool();
    wanted.labels = [("team".to_owned(), "ops".to_owned())].into();
    wanted.metadata = Some(Metadata::Node);
    let prior = pool();
    let update = async |pools: GcpPools, revision: &str| {
        let change = Change { prior: &prior, wanted: &wanted };
        ended(pools.update(&key(), change, Some(revision), &minutes()).await)
    };
    let now = async |pools| update(pools, "1").await;
    let stale = async |pools| update(pools, "0").await;
    let there = || Some(held(&pool()));
    let both = ["get", "update", "update", "get"];
    check(there(), &[], now, ("RUNNING 111", &both)).await;
    // The etag has moved, but nothing that anybody asked for.
    check(there(), &[], stale, ("RUNNING 111", &both)).await;
    let mut other = pool();
    other.labels = [("team".to_owned(), "web".to_owned())].into();
    check(Some(held(&other)), &[], stale, ("changed, nothing kept", &["get"])).await;
    let again = ["get", "update", "update", "update", "get"];
    check(there(), &[Step::Lost], now, ("RUNNING 1111", &again)).await;
    let half = [Step::Done, Step::Refused(Code::PermissionDenied)];
    check(there(), &half, now, ("denied, kept RUNNING", &both)).await;
    let same = async |pools: GcpPools| {
        let change = Change { prior: &prior, wanted: &prior };
        ended(pools.update(&key(), change, Some("1"), &minutes()).await)
    };
    check(there(), &[], same, ("RUNNING 1", &["get"])).await;
}

#[tokio::test]
async fn an_update_that_was_cut_short_is_gone_on_with() {
    let mut wanted = pool();
    wanted.labels = [("team".to_owned(), "ops".to_owned())].into();
    wanted.metadata = Some(Metadata::Node);
    let prior = pool();
    let update = async |pools: GcpPools| {
        let change = Change { prior: &prior, wanted: &wanted };
        ended(pools.update(&key(), change, Some("1"), &minutes()).await)
    };
    let at_work = |labels: &BTreeMap<String, String>| {
        let comes_to = GpuPool { labels: labels.clone(), ..pool() };
        let cluster = Cluster::default();
        *cluster.held.lock().unwrap() = Some(held(&pool()).set_status(node_pool::Status::Reconciling));
        *cluster.becomes.lock().unwrap() = Some(held(&comes_to).set_etag("2"));
        cluster
    };
    // It is waited for, and only the rest is done.
    check_on(at_work(&wanted.labels), update, ("RUNNING 21", &["get", "get", "update", "get"])).await;
    let other = [("team".to_owned(), "web".to_owned())].into();
    check_on(at_work(&other), update, ("changed, nothing kept", &["get", "get"])).await;
}

#[tokio::test]
async fn what_is_gone_is_deleted() {
    let delete = async |pools: GcpPools| {
        let removal = Removal { prior: &pool(), with_contents: false };
        let deleted = pools.delete(&key(), removal, &minutes()).await;
        deleted.map_or_else(|error| error.to_string(), |()| "gone".into())
    };
    check(Some(held(&pool())), &[], delete, ("gone", &["delete"])).await;
    check(Some(held(&pool())), &[Step::Lost], delete, ("gone", &["delete", "delete"])).await;
    check(None, &[], delete, ("gone", &["delete"])).await;
    let read = async |pools: GcpPools| {
        format!("{:?}", pools.read(&key(), Scope::Everything, &minutes()).await.map(|found| found.is_some()))
    };
    check(None, &[], read, ("Ok(false)", &["get"])).await;
    check(Some(held(&pool())), &[], read, ("Ok(true)", &["get", "cluster"])).await;
}

#[tokio::test]
async fn an_import_leaves_out_what_is_usual() {
    let zones = |zones: &[&str]| {
        let mut held = held(&pool());
        held.locations = zones.iter().map(|zone| (*zone).to_owned()).collect();
        Some(held)
    };
    let read = async |pools: GcpPools| {
        let found = pools.read(&key(), Scope::Everything, &minutes()).await;
        let mut found = found.expect("an answer").expect("a pool").is;
        format!("{:?}", gcp(&mut found).zones)
    };
    let calls = ["get", "cluster"];
    check(zones(&["europe-west4-b", "europe-west4-a"]), &[], read, ("None", &calls)).await;
    let one = "Some([\"europe-west4-a\"])";
    check(zones(&["europe-west4-a"]), &[], read, (one, &calls)).await;
}
