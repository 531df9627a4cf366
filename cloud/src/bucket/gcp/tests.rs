//! What becomes of an operation when answers are lost, against a service that is scripted.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use google_cloud_gax::Result as Answered;
use google_cloud_gax::error::rpc::{Code, Status};
use google_cloud_gax::options::RequestOptions;
use google_cloud_gax::response::Response;
use google_cloud_storage::client::StorageControl;
use google_cloud_storage::model as wire;
use google_cloud_storage::{Error as Answer, stub};
use google_cloud_wkt::Timestamp;

use super::GcpBuckets;
use super::to_wire::{Described, created, resource_name};
use crate::bucket::{unfinished, *};
use crate::{Change, Cloud, Error, Incomplete, Observed, Operation, Removal, Scope, Service as _};

/// A bucket that sets nothing.
pub(in crate::bucket) fn bucket() -> Bucket {
    Bucket {
        name: "palisade-test".into(),
        location: "EU".into(),
        labels: BTreeMap::new(),
        default_storage_class: None,
        versioning: None,
        encryption: None,
        public_access: None,
        uniform_access: None,
        require_tls: None,
        lifecycle_rules: None,
        retention: None,
        soft_delete_days: None,
        access_log: None,
        cors: None,
        requester_pays: None,
        extras: Extras::Gcp(GcpExtras::default()),
    }
}

/// What names [`bucket`].
fn key() -> BucketKey {
    BucketKey { cloud: Cloud::Gcp, name: bucket().name }
}

/// What only Google Cloud has of a bucket.
pub(in crate::bucket) fn gcp(bucket: &mut Bucket) -> &mut GcpExtras {
    match &mut bucket.extras {
        Extras::Gcp(extras) => extras,
        Extras::Aws(_) => panic!("the bucket is on Google Cloud"),
    }
}

/// What the service does with a call that changes something.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    /// It carries it out and answers.
    Done,
    /// It carries it out, and the answer is lost.
    Lost,
    /// It does nothing, and says that it may be asked again.
    Unavailable,
    /// It refuses.
    Refused(Code),
}

/// A service that holds one bucket at most.
#[derive(Debug, Default)]
struct Service {
    held: Mutex<Option<wire::Bucket>>,
    script: Mutex<VecDeque<Step>>,
    calls: Mutex<Vec<&'static str>>,
}

impl Service {
    fn change<T>(
        &self,
        call: &'static str,
        act: impl FnOnce(&mut Option<wire::Bucket>) -> Result<T, Code>,
    ) -> Answered<Response<T>> {
        self.calls.lock().unwrap().push(call);
        let step = self.script.lock().unwrap().pop_front().unwrap_or(Step::Done);
        let code = match step {
            Step::Refused(code) => code,
            Step::Unavailable => Code::Unavailable,
            Step::Done | Step::Lost => match act(&mut self.held.lock().unwrap()) {
                Ok(_) if step == Step::Lost => return Err(Answer::io("connection reset")),
                Ok(done) => return Ok(Response::from(done)),
                Err(code) => code,
            },
        };
        Err(Answer::service(Status::default().set_code(code).set_message("no")))
    }
}

fn unmet(held: &wire::Bucket, expected: Option<i64>) -> Result<(), Code> {
    if expected.is_some_and(|expected| expected != held.metageneration) {
        Err(Code::FailedPrecondition)
    } else {
        Ok(())
    }
}

impl stub::StorageControl for Service {
    async fn create_bucket(
        &self,
        request: wire::CreateBucketRequest,
        _: RequestOptions,
    ) -> Answered<Response<wire::Bucket>> {
        self.change("create", |held| {
            if held.is_some() {
                return Err(Code::AlreadyExists);
            }
            let name = resource_name(&request.bucket_id);
            let now = Timestamp::try_from(SystemTime::now()).unwrap();
            let made = request.bucket.unwrap().set_name(name).set_metageneration(1).set_create_time(now);
            Ok(held.insert(made).clone())
        })
    }

    async fn list_buckets(
        &self,
        _: wire::ListBucketsRequest,
        _: RequestOptions,
    ) -> Answered<Response<wire::ListBucketsResponse>> {
        self.calls.lock().unwrap().push("list");
        let held = self.held.lock().unwrap().clone();
        Ok(Response::from(wire::ListBucketsResponse::new().set_buckets(held)))
    }

    async fn get_bucket(
        &self,
        _: wire::GetBucketRequest,
        _: RequestOptions,
    ) -> Answered<Response<wire::Bucket>> {
        self.calls.lock().unwrap().push("get");
        let held = self.held.lock().unwrap().clone();
        held.map(Response::from).ok_or_else(|| Answer::service(Status::default().set_code(Code::NotFound)))
    }

    async fn update_bucket(
        &self,
        request: wire::UpdateBucketRequest,
        _: RequestOptions,
    ) -> Answered<Response<wire::Bucket>> {
        self.change("update", |held| {
            let held = held.as_mut().ok_or(Code::NotFound)?;
            unmet(held, request.if_metageneration_match)?;
            held.metageneration += 1;
            let paths = request.update_mask.unwrap_or_default().paths;
            if paths.contains(&"versioning".to_owned()) {
                held.versioning = request.bucket.unwrap().versioning;
            }
            if paths.contains(&format!("labels.{}", unfinished::KEY)) {
                held.labels.remove(unfinished::KEY);
            }
            Ok(held.clone())
        })
    }

    async fn lock_bucket_retention_policy(
        &self,
        request: wire::LockBucketRetentionPolicyRequest,
        _: RequestOptions,
    ) -> Answered<Response<wire::Bucket>> {
        self.change("lock", |held| {
            let held = held.as_mut().ok_or(Code::NotFound)?;
            unmet(held, Some(request.if_metageneration_match))?;
            held.metageneration += 1;
            held.retention_policy.as_mut().unwrap().is_locked = true;
            Ok(held.clone())
        })
    }

    async fn delete_bucket(&self, _: wire::DeleteBucketRequest, _: RequestOptions) -> Answered<Response<()>> {
        self.change("delete", |held| held.take().map(|_| ()).ok_or(Code::NotFound))
    }
}

/// Runs one operation against a service that follows a script, and compares the calls made and how it ended.
async fn check<F: Future<Output = String>>(
    held: Option<wire::Bucket>,
    script: &[Step],
    operation: impl FnOnce(GcpBuckets) -> F,
    expected: (&str, &[&str]),
) {
    let service = Arc::new(Service::default());
    *service.held.lock().unwrap() = held;
    service.script.lock().unwrap().extend(script);
    let client = StorageControl::from_stub::<Service>(Arc::clone(&service));
    let outcome = operation(GcpBuckets::new(client, Some("p".into()))).await;
    assert_eq!(outcome, expected.0, "{script:?}");
    assert_eq!(*service.calls.lock().unwrap(), expected.1, "{script:?}");
}

fn minutes() -> Operation {
    Operation { timeout: Duration::from_secs(600), cancel: Default::default() }
}

/// The bucket that the service holds, so many seconds old.
fn held(bucket: &Bucket, age: u64) -> wire::Bucket {
    let born = Timestamp::try_from(SystemTime::now() - Duration::from_secs(age)).unwrap();
    let message = created(Described::of(bucket).unwrap(), "p").set_name(resource_name(&bucket.name));
    message.set_metageneration(1).set_create_time(born)
}

fn ended(result: Result<Observed<Bucket>, Incomplete<Bucket>>) -> String {
    match result {
        Ok(observed) => format!("revision {}", observed.revision.unwrap()),
        Err(Incomplete { error, kept }) => {
            let kept = kept.map_or("nothing kept".into(), |kept| format!("kept {}", kept.revision.unwrap()));
            let error = match error {
                Error::AlreadyExists { ours, .. } => format!("exists, ours {ours}"),
                Error::Changed { .. } => "changed".into(),
                Error::Denied { .. } => "denied".into(),
                Error::Timeout { .. } => "timeout".into(),
                other => other.to_string(),
            };
            format!("{error}, {kept}")
        }
    }
}

/// The bucket that a creation of another operation left: with the mark of what was wanted.
fn left(wanted: &Bucket) -> wire::Bucket {
    let mut left = held(wanted, 2);
    left.labels.insert(unfinished::KEY.into(), unfinished::value(wanted));
    left
}

#[tokio::test]
async fn a_bucket_is_created_once() {
    use Step::{Done, Lost, Refused, Unavailable};
    let create = async |buckets: GcpBuckets| ended(buckets.create(&bucket(), &minutes()).await);
    check(None, &[], create, ("revision 2", &["create", "update"])).await;
    check(None, &[Unavailable], create, ("revision 2", &["create", "create", "update"])).await;
    let found = ("revision 2", &["create", "create", "list", "list", "update"][..]);
    check(None, &[Lost], create, found).await;
    let denied = Refused(Code::PermissionDenied);
    check(None, &[denied], create, ("denied, nothing kept", &["create"])).await;
    check(None, &[Lost, denied], create, ("denied, kept 1", &["create", "create", "list"])).await;
    check(None, &[Done, Lost], create, ("revision 2", &["create", "update", "update", "get"])).await;
    check(None, &[Done, denied], create, ("denied, kept 1", &["create", "update", "get"])).await;
}

#[tokio::test]
async fn a_bucket_of_before_is_never_taken_over() {
    let create = async |buckets: GcpBuckets| ended(buckets.create(&bucket(), &minutes()).await);
    let before = || Some(held(&bucket(), 2));
    check(before(), &[], create, ("exists, ours true, nothing kept", &["create", "list"])).await;
    let script = [Step::Unavailable];
    let found = ("exists, ours true, nothing kept", &["create", "create", "list"][..]);
    check(before(), &script, create, found).await;
    let mut other = bucket();
    other.versioning = Some(true);
    let create = async |buckets: GcpBuckets| ended(buckets.create(&other, &minutes()).await);
    check(Some(left(&bucket())), &script, create, found).await;
}

#[tokio::test]
async fn an_unfinished_bucket_is_gone_on_with() {
    let mut wanted = bucket();
    wanted.versioning = Some(true);
    let create = async |buckets: GcpBuckets| ended(buckets.create(&wanted, &minutes()).await);
    let as_left = Some(left(&wanted));
    check(as_left, &[], create, ("revision 2", &["create", "list", "list", "update"])).await;
    // Somebody changed it in the meantime.
    let changed = Some(left(&wanted).set_versioning(wire::bucket::Versioning::new()));
    let calls = &["create", "list", "list", "update", "update"][..];
    check(changed, &[], create, ("revision 3", calls)).await;
}

#[test]
fn a_mark_is_no_label() {
    let mut wanted = bucket();
    wanted.labels.insert("team".into(), "one".into());
    let shown = super::observed::observed(&left(&wanted), Scope::Managed(&wanted)).is;
    assert_eq!(shown.labels, wanted.labels);
}

#[tokio::test]
async fn a_retention_is_locked_after_creation() {
    use Step::{Done, Lost, Refused};
    let mut wanted = bucket();
    wanted.retention = Some(Retention { days: 1, mode: RetentionMode::Compliance, locked: false });
    let create = async |buckets: GcpBuckets| ended(buckets.create(&wanted, &minutes()).await);
    check(None, &[], create, ("revision 3", &["create", "lock", "update"])).await;
    let lost = ("revision 3", &["create", "create", "list", "list", "lock", "update"][..]);
    check(None, &[Lost], create, lost).await;
    check(None, &[Done, Lost], create, ("revision 3", &["create", "lock", "lock", "get", "update"])).await;
    let script = [Done, Refused(Code::PermissionDenied)];
    check(None, &script, create, ("denied, kept 1", &["create", "lock"])).await;
    check(Some(left(&wanted)), &[], create, ("revision 3", &["create", "list", "list", "lock", "update"]))
        .await;
}

#[tokio::test]
async fn an_update_finds_the_bucket_unchanged() {
    let mut wanted = bucket();
    wanted.versioning = Some(true);
    let prior = bucket();
    let update = async |buckets: GcpBuckets, revision: &str| {
        let change = Change { prior: &prior, wanted: &wanted };
        ended(buckets.update(&key(), change, Some(revision), &minutes()).await)
    };
    let now = async |buckets| update(buckets, "1").await;
    let stale = async |buckets| update(buckets, "0").await;
    let there = || Some(held(&bucket(), 9));
    check(there(), &[], now, ("revision 2", &["update"])).await;
    check(there(), &[Step::Lost], now, ("revision 2", &["update", "update", "get"])).await;
    check(there(), &[], stale, ("changed, nothing kept", &["update", "get"])).await;
    check(there(), &[Step::Unavailable], stale, ("changed, nothing kept", &["update", "update", "get"]))
        .await;
    let same = async |buckets: GcpBuckets| {
        let change = Change { prior: &prior, wanted: &prior };
        ended(buckets.update(&key(), change, Some("1"), &minutes()).await)
    };
    check(there(), &[], same, ("revision 1", &["get"])).await;
}

#[tokio::test]
async fn what_is_gone_is_deleted() {
    let delete = async |buckets: GcpBuckets| {
        let removal = Removal { prior: &bucket(), with_contents: false };
        let deleted = buckets.delete(&key(), removal, &minutes()).await;
        deleted.map_or_else(|error| error.to_string(), |()| "gone".into())
    };
    check(Some(held(&bucket(), 9)), &[], delete, ("gone", &["delete"])).await;
    check(Some(held(&bucket(), 9)), &[Step::Lost], delete, ("gone", &["delete", "delete"])).await;
    check(None, &[], delete, ("gone", &["delete"])).await;
}
