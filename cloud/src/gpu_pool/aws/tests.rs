//! Which calls are made, and in what order.

use std::time::Duration;

use serde_json::{Value, json};

use super::check::tests::{plain, with};
use super::{create, delete, mark, read, update};
use crate::aws::fake::{Fake, Reply};
use crate::gpu_pool::{Disk, GpuPool, Metadata, Placement, PoolKey, Scaling};
use crate::wait::Running;
use crate::{Change, Cloud, Error, Incomplete, Kind as _, Observed, Operation, Scope};

use Reply::{Done, Lost, Refused};

type Script = Vec<(&'static str, Vec<Reply>)>;
type Outcome = Result<Observed<GpuPool>, Incomplete<GpuPool>>;

/// What EC2 answers of a template that was made.
const MADE: &str = "<R><launchTemplate><launchTemplateId>lt-1</launchTemplateId><latestVersionNumber>1</latestVersionNumber>\
    </launchTemplate></R>";

fn running() -> Running {
    Operation { timeout: Duration::from_secs(30), cancel: Default::default() }.start(Cloud::Aws)
}

/// A node group of a pool, with these members in place of the usual ones.
fn group(members: &Value) -> Reply {
    let mut group = json!({
        "nodegroupName": "a100",
        "clusterName": "research",
        "nodegroupArn": "arn:aws:eks:eu-west-1:123456789012:nodegroup/research/a100/1",
        "status": "ACTIVE",
        "version": "1.34",
        "releaseVersion": "1.34.1-20261112",
        "scalingConfig": { "minSize": 0, "maxSize": 4, "desiredSize": 0 },
    });
    for (name, value) in members.as_object().into_iter().flatten() {
        group[name] = value.clone();
    }
    Done(json!({ "nodegroup": group }).to_string())
}

fn template(pool: &str) -> Reply {
    Done(format!(
        "<R><launchTemplates><item><launchTemplateId>lt-1</launchTemplateId><tagSet><item><key>palisade-gpu-pool</key>\
         <value>{pool}</value></item></tagSet></item></launchTemplates></R>"
    ))
}

fn ours() -> Reply {
    template("aws/eu-west-1/research/a100")
}

/// A pool that needs a template.
fn templated() -> GpuPool {
    with(|pool, _| pool.metadata = Some(Metadata::WorkloadIdentity))
}

async fn created(pool: &GpuPool, script: Script) -> (Vec<String>, Outcome) {
    let fake = Fake::new(script);
    let outcome = create::create(&fake.clients(), pool, &running()).await;
    (fake.operations(), outcome)
}

#[tokio::test]
async fn a_pool_is_made_and_waited_for() {
    let states = ["CREATING", "CREATING", "ACTIVE"].map(|status| group(&json!({ "status": status })));
    let script =
        || vec![("CreateNodegroup", vec![group(&json!({}))]), ("DescribeNodegroup", states.to_vec())];
    let (calls, outcome) = created(&plain(), script()).await;
    let looks = ["DescribeNodegroup"; 3];
    assert_eq!(calls, [["CreateNodegroup"].as_slice(), &looks, &["UntagResource"]].concat());
    assert_eq!(outcome.unwrap().is, plain());

    let pool = with(|pool, _| pool.placement = Some(Placement::Compact));
    let script = [script(), vec![("CreateLaunchTemplate", vec![Done(MADE.into())])]].concat();
    let (calls, outcome) = created(&pool, script).await;
    assert_eq!(calls[..3], ["CreateLaunchTemplate", "CreatePlacementGroup", "CreateNodegroup"]);
    assert_eq!(outcome.unwrap().details.status, "ACTIVE");
}

#[tokio::test]
async fn a_pool_that_failed_is_kept_with_the_reason() {
    let issue = json!({ "code": "AsgInstanceLaunchFailures", "message": "InsufficientInstanceCapacity" });
    let failed = group(&json!({ "status": "CREATE_FAILED", "health": { "issues": [issue] } }));
    let script = vec![("CreateNodegroup", vec![group(&json!({}))]), ("DescribeNodegroup", vec![failed])];
    let (calls, outcome) = created(&plain(), script).await;
    assert_eq!(calls, ["CreateNodegroup", "DescribeNodegroup"]);
    let incomplete = outcome.unwrap_err();
    assert_eq!(incomplete.kept.map(|kept| kept.details.status).as_deref(), Some("CREATE_FAILED"));
    assert!(incomplete.error.to_string().contains("InsufficientInstanceCapacity"), "{}", incomplete.error);
}

#[tokio::test]
async fn a_creation_goes_on_from_its_own_mark_alone() {
    let marked = |pool: &GpuPool| group(&json!({ "tags": { mark::UNFINISHED: mark::of(pool) } }));
    let script = |there| {
        let create = vec![Lost, Refused("ResourceInUseException")];
        vec![("CreateNodegroup", create), ("DescribeNodegroup", vec![there])]
    };
    let (_, outcome) = created(&plain(), script(marked(&plain()))).await;
    assert_eq!(outcome.unwrap().is, plain());
    let other = with(|pool, _| pool.scaling = Scaling { min: 0, max: 5, desired: None });
    for there in [marked(&other), group(&json!({}))] {
        let (_, outcome) = created(&plain(), script(there)).await;
        let incomplete = outcome.unwrap_err();
        assert!(incomplete.kept.is_none());
        assert!(matches!(incomplete.error, Error::AlreadyExists { ours: true, .. }), "{incomplete:?}");
    }
}

#[tokio::test]
async fn a_template_that_was_left_is_taken_up() {
    let taken =
        || ("CreateLaunchTemplate", vec![Refused("InvalidLaunchTemplateName.AlreadyExistsException")]);
    let version = "<R><launchTemplateVersion><launchTemplateId>lt-1</launchTemplateId><versionNumber>2</versionNumber>\
        </launchTemplateVersion></R>";
    let script = vec![
        taken(),
        ("DescribeLaunchTemplates", vec![ours()]),
        ("CreateLaunchTemplateVersion", vec![Done(version.into())]),
        ("CreateNodegroup", vec![group(&json!({}))]),
        ("DescribeNodegroup", vec![Refused("ResourceNotFoundException"), group(&json!({}))]),
    ];
    let fake = Fake::new(script);
    create::create(&fake.clients(), &templated(), &running()).await.unwrap();
    let sent: Value = serde_json::from_str(&fake.bodies("CreateNodegroup")[0]).unwrap();
    assert_eq!(sent["launchTemplate"], json!({ "id": "lt-1", "version": "2" }));

    let foreign = vec![taken(), ("DescribeLaunchTemplates", vec![template("aws/eu-west-1/research/other")])];
    let (calls, outcome) = created(&templated(), foreign).await;
    assert_eq!(calls, ["CreateLaunchTemplate", "DescribeLaunchTemplates"]);
    assert!(matches!(outcome.unwrap_err().error, Error::Invalid { .. }));
}

#[tokio::test]
async fn a_template_goes_with_the_node_group_that_was_refused() {
    let script = vec![
        ("CreateLaunchTemplate", vec![Done(MADE.into())]),
        ("CreateNodegroup", vec![Refused("InvalidParameterException")]),
        ("DescribeLaunchTemplates", vec![ours()]),
    ];
    let (calls, outcome) = created(&templated(), script).await;
    let cleaned = ["DescribeLaunchTemplates", "DeleteLaunchTemplate"];
    assert_eq!(calls, [["CreateLaunchTemplate", "CreateNodegroup"].as_slice(), &cleaned].concat());
    assert!(outcome.unwrap_err().kept.is_none());
}

#[tokio::test]
async fn a_template_goes_with_the_node_group_that_was_not_heard_of_in_time() {
    let outcome = async |described: Vec<Reply>| {
        let fake = Fake::new(vec![
            ("CreateLaunchTemplate", vec![Done(MADE.into())]),
            ("CreateNodegroup", vec![Reply::Lost]),
            ("DescribeNodegroup", described),
            ("DescribeLaunchTemplates", vec![ours()]),
        ]);
        let running =
            Operation { timeout: Duration::from_millis(50), cancel: Default::default() }.start(Cloud::Aws);
        let incomplete = create::create(&fake.clients(), &templated(), &running).await.unwrap_err();
        assert!(matches!(incomplete.error, Error::Timeout { .. }), "{incomplete:?}");
        let deleted = fake.operations().contains(&"DeleteLaunchTemplate".to_owned());
        (incomplete.kept.is_some(), deleted)
    };
    let mark = json!({ "tags": { mark::UNFINISHED: mark::of(&templated()) }, "status": "CREATING" });
    let missing = Refused("ResourceNotFoundException");
    assert_eq!(outcome(vec![missing.clone()]).await, (false, true), "never made");
    assert_eq!(outcome(vec![missing.clone(), missing, group(&mark)]).await, (true, false), "made late");
    assert_eq!(outcome(vec![group(&json!({}))]).await, (false, true), "another one of that name");
    assert_eq!(outcome(vec![Refused("AccessDeniedException")]).await, (false, false), "nothing is known");
}

/// The calls that an update makes, without the first look, and what EKS is sent by one of them.
async fn check_update(prior: &GpuPool, wanted: &GpuPool, calls: &[&str], sent: (&str, Value)) {
    let update = |status: &str| Done(json!({ "update": { "id": "u-1", "status": status } }).to_string());
    let version = "<R><launchTemplateVersion><launchTemplateId>lt-1</launchTemplateId><versionNumber>2</versionNumber>\
        </launchTemplateVersion></R>";
    let there = group(&json!({ "launchTemplate": { "id": "lt-1", "version": "1", "name": "n" } }));
    let fake = Fake::new([
        ("DescribeNodegroup", vec![there]),
        ("DescribeLaunchTemplates", vec![ours()]),
        ("CreateLaunchTemplateVersion", vec![Done(version.into())]),
        ("UpdateNodegroupConfig", vec![update("InProgress")]),
        ("UpdateNodegroupVersion", vec![update("InProgress")]),
        ("DescribeUpdate", vec![update("Successful")]),
    ]);
    let key: PoolKey = "aws/eu-west-1/research/a100".parse().unwrap();
    let outcome = update::update(&fake.clients(), &key, Change { prior, wanted }, &running()).await;
    assert_eq!(outcome.unwrap().is, *wanted);
    assert_eq!(fake.operations()[1..], *calls);
    for body in fake.bodies(sent.0) {
        let mut body: Value = serde_json::from_str(&body).unwrap();
        body.as_object_mut().unwrap().remove("clientRequestToken");
        assert_eq!(body, sent.1);
    }
}

#[tokio::test]
async fn an_update_makes_the_calls_that_the_difference_needs() {
    let prior = templated();
    check_update(&prior, &prior, &[], ("", json!({}))).await;
    let scaled = with(|pool, _| {
        pool.metadata = prior.metadata;
        pool.scaling = Scaling { min: 1, max: 8, desired: None };
    });
    let config = ["UpdateNodegroupConfig", "DescribeUpdate"];
    let sent = json!({ "scalingConfig": { "minSize": 1, "maxSize": 8, "desiredSize": 1 } });
    check_update(&prior, &scaled, &config, ("UpdateNodegroupConfig", sent)).await;

    let machines = [
        "DescribeLaunchTemplates",
        "CreateLaunchTemplateVersion",
        "UpdateNodegroupVersion",
        "DescribeUpdate",
    ];
    let resized = with(|pool, _| {
        pool.metadata = prior.metadata;
        pool.disk = Some(Disk { size_gb: Some(500), ..Disk::default() });
    });
    let sent = json!({
        "version": "1.34",
        "releaseVersion": "1.34.1-20261112",
        "launchTemplate": { "id": "lt-1", "version": "2" },
    });
    check_update(&prior, &resized, &machines, ("UpdateNodegroupVersion", sent)).await;

    let newer = with(|pool, _| (pool.metadata, pool.version) = (prior.metadata, Some("1.35".into())));
    let sent = ("UpdateNodegroupVersion", json!({ "version": "1.35" }));
    check_update(&prior, &newer, &["UpdateNodegroupVersion", "DescribeUpdate"], sent).await;

    let labelled = with(|pool, _| {
        pool.metadata = prior.metadata;
        pool.labels = [("team".to_owned(), "ml".to_owned())].into();
    });
    let sent = ("TagResource", json!({ "tags": { "team": "ml" } }));
    check_update(&prior, &labelled, &[machines.as_slice(), &["TagResource"]].concat(), sent).await;
}

#[tokio::test]
async fn an_update_that_has_ended_is_not_asked_for() {
    let scaled = with(|pool, _| pool.scaling = Scaling { min: 0, max: 8, desired: None });
    for (status, is_made) in [("Successful", true), ("Failed", false)] {
        let update = json!({ "update": { "id": "u-1", "status": status } }).to_string();
        let fake = Fake::new([
            ("DescribeNodegroup", vec![group(&json!({}))]),
            ("UpdateNodegroupConfig", vec![Done(update)]),
        ]);
        let key: PoolKey = "aws/eu-west-1/research/a100".parse().unwrap();
        let change = Change { prior: &plain(), wanted: &scaled };
        let outcome = update::update(&fake.clients(), &key, change, &running()).await;
        assert_eq!(outcome.is_ok(), is_made, "{status}");
        assert_eq!(fake.operations(), ["DescribeNodegroup", "UpdateNodegroupConfig"], "{status}");
    }
}

#[tokio::test]
async fn an_update_that_was_cut_short_is_gone_on_with() {
    let (prior, wanted) = (plain(), with(|pool, _| pool.scaling.max = 8));
    let of = |status: &str, max: u32| {
        let scaling = json!({ "minSize": 0, "maxSize": max, "desiredSize": 0 });
        group(&json!({ "status": status, "scalingConfig": scaling }))
    };
    let fake =
        Fake::new([("DescribeNodegroup", vec![of("UPDATING", 4), of("UPDATING", 4), of("ACTIVE", 8)])]);
    let key: PoolKey = "aws/eu-west-1/research/a100".parse().unwrap();
    let change = Change { prior: &prior, wanted: &wanted };
    let outcome = update::update(&fake.clients(), &key, change, &running()).await;
    assert_eq!(outcome.unwrap().is, wanted);
    assert_eq!(fake.operations(), ["DescribeNodegroup"; 3], "it has come to what is wanted by itself");
}

#[tokio::test]
async fn a_mark_that_was_left_goes_with_the_next_change() {
    let fake = Fake::new([("DescribeNodegroup", vec![group(&json!({ "tags": { mark::UNFINISHED: "1" } }))])]);
    let (pool, key) = (plain(), "aws/eu-west-1/research/a100".parse().unwrap());
    let change = Change { prior: &pool, wanted: &pool };
    update::update(&fake.clients(), &key, change, &running()).await.unwrap();
    assert_eq!(fake.operations(), ["DescribeNodegroup", "UntagResource"]);
}

#[tokio::test]
async fn a_pool_is_there_until_what_was_made_for_it_is_gone() {
    let check = async |pool: &GpuPool, template: Reply, expected: Option<&str>, calls: &[&str]| {
        let fake = Fake::new([
            ("DescribeNodegroup", vec![Refused("ResourceNotFoundException")]),
            ("DescribeLaunchTemplates", vec![template]),
        ]);
        let key: PoolKey = "aws/eu-west-1/research/a100".parse().unwrap();
        let found = read::read(&fake.clients(), &key, Scope::Managed(pool), &running()).await.unwrap();
        let told = found.as_ref().map(|found| found.details.status.as_str());
        assert_eq!((told, fake.operations()), (expected, calls.iter().map(ToString::to_string).collect()));
        if let Some(found) = found {
            assert_eq!(GpuPool::replaced(&found.is, pool), ["identity"], "an apply replaces it");
        }
    };
    let looked = ["DescribeNodegroup", "DescribeLaunchTemplates"];
    check(&templated(), ours(), Some("DELETED"), &looked).await;
    check(&templated(), template("aws/eu-west-1/research/other"), None, &looked).await;
    check(&templated(), Done("<R><launchTemplates/></R>".into()), None, &looked).await;
    check(&plain(), ours(), None, &looked[..1]).await;
}

#[tokio::test]
async fn a_deletion_takes_what_was_made_for_the_pool() {
    let check = async |script: Script, calls: &[&str]| {
        let fake = Fake::new(script);
        let key: PoolKey = "aws/eu-west-1/research/a100".parse().unwrap();
        delete::delete(&fake.clients(), &key, &running()).await.unwrap();
        assert_eq!(fake.operations(), calls);
    };
    let gone = || Refused("ResourceNotFoundException");
    let deleting = || group(&json!({ "status": "DELETING", "launchTemplate": { "id": "lt-1" } }));
    let script = |template| {
        vec![
            ("DeleteNodegroup", vec![deleting()]),
            ("DescribeNodegroup", vec![deleting(), gone()]),
            ("DescribeLaunchTemplates", vec![template]),
        ]
    };
    let waited = ["DeleteNodegroup", "DescribeNodegroup", "DescribeNodegroup", "DescribeLaunchTemplates"];
    check(script(ours()), &[waited.as_slice(), &["DeleteLaunchTemplate"]].concat()).await;
    check(script(template("aws/eu-west-1/research/other")), &waited).await;
    let left = vec![("DeleteNodegroup", vec![gone()]), ("DescribeLaunchTemplates", vec![ours()])];
    check(left, &["DeleteNodegroup", "DescribeLaunchTemplates", "DeleteLaunchTemplate"]).await;
}
