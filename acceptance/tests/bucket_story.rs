//! What a user does with buckets from day to day, on both clouds: each test is one story.

use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use acceptance::process::Guard;
use acceptance::terraform::Planned;
use acceptance::{Sandbox, Terraform};
use serde_json::json;

/// Each cloud, with a place for buckets.
const CLOUDS: [(&str, &str); 2] = [("aws", "us-east-1"), ("gcp", "US")];

/// A bucket in HCL.
fn bucket(cloud: &str, location: &str, body: &str) -> String {
    format!(
        "resource \"palisade_bucket\" \"{cloud}\" {{\n  cloud = \"{cloud}\"\n  name = \"palisade-story\"\n  \
         location = \"{location}\"\n  {body}\n}}\n"
    )
}

/// A bucket on each cloud.
fn buckets(body: &str) -> String {
    CLOUDS.map(|(cloud, location)| bucket(cloud, location, body)).concat()
}

fn start() -> (Sandbox, Terraform) {
    let sandbox = Sandbox::start();
    let terraform = Terraform::new().on(&sandbox);
    (sandbox, terraform)
}

#[test]
fn a_bucket_lives_and_can_be_looked_up() {
    let (sandbox, terraform) = start();
    let provider = "provider \"palisade\" {\n  default_labels = { owner = \"platform\" }\n}\n";
    let labels = |team: &str| provider.to_owned() + &buckets(&format!("labels = {{ team = \"{team}\" }}"));
    terraform.main(&labels("one"));
    terraform.apply();
    terraform.is_settled();

    let look_up = r#"
data "palisade_identity" "me" {}
data "palisade_bucket" "it" {
  for_each = toset(["aws", "gcp"])
  cloud    = each.key
  name     = "palisade-story"
}
output "labels" { value = { for cloud, bucket in data.palisade_bucket.it : cloud => bucket.labels_all } }
output "who" { value = [data.palisade_identity.me.aws.account, data.palisade_identity.me.gcp.account] }
output "url" { value = provider::palisade::bucket_url("gcp", "palisade-story") }
output "parsed" { value = provider::palisade::parse_bucket_url("s3://palisade-story/a/b") }
"#;
    terraform.main(&(labels("two") + look_up));
    terraform.apply();
    terraform.apply();
    let outputs = terraform.run(&["output", "-json"]).json();
    let all = json!({"owner": "platform", "team": "two"});
    assert_eq!(outputs["labels"]["value"], json!({"aws": all, "gcp": all}));
    assert_eq!(outputs["who"]["value"], json!(["123456789012", "palisade-sandbox"]));
    assert_eq!(outputs["url"]["value"], "gs://palisade-story");
    assert_eq!(
        outputs["parsed"]["value"],
        json!({"cloud": "aws", "name": "palisade-story", "object": "a/b"})
    );
    assert_eq!(sandbox.oracle().gcs_bucket("palisade-story")["labels"], all);

    for (cloud, _) in CLOUDS {
        terraform.forget(&format!("palisade_bucket.{cloud}"));
        terraform.import(&format!("palisade_bucket.{cloud}"), &format!("{cloud}/palisade-story"));
    }
    terraform.is_settled();
    terraform.destroy();
    for (cloud, _) in CLOUDS {
        assert!(!sandbox.oracle().bucket_exists(cloud, "palisade-story"), "{cloud}");
    }
}

#[test]
fn what_was_undecided_is_checked_before_anything_is_sent() {
    let (sandbox, terraform) = start();
    let unknown = "resource \"terraform_data\" \"class\" {\n  input = \"phi\"\n}\n";
    terraform.main(&(unknown.to_owned() + &buckets("labels = { data_class = terraform_data.class.output }")));
    let run = terraform.plans(Planned::Changes);
    assert!(run.words().contains("undecided"), "{run}");
    sandbox.clear_calls();
    let run = terraform.try_apply().failed();
    assert!(run.words().contains("EN-1"), "{run}");
    let sent = sandbox.calls();
    assert!(sent.iter().all(|call| call.resource != "palisade-story"), "{sent:?}");
    assert!(terraform.buckets().is_empty());
}

#[test]
fn the_operator_decides_where_there_is_one() {
    let (_sandbox, terraform) = start();
    let weak = "provider \"palisade\" {\n  policy = { mode = \"warn\" }\n}\n";
    terraform.main(&(weak.to_owned() + &buckets("public_access = \"allowed\"")));
    terraform.plans(Planned::Changes);

    let operator = terraform.folder().join("operator");
    fs::create_dir(&operator).expect("making a folder");
    fs::write(operator.join("settings.json"), "{}").expect("writing settings");
    let terraform = terraform.with([("PALISADE_POLICY", operator.to_string_lossy())]);
    let run = terraform.plans(Planned::Refused);
    assert!(run.words().contains("PE-12"), "{run}");
}

#[test]
fn a_cloud_that_is_not_used_needs_no_credentials() {
    let sandbox = Sandbox::start();
    for ((cloud, location), own) in CLOUDS.into_iter().zip(["AWS_", "GOOGLE_"]) {
        let environment = sandbox.environment().into_iter().filter(|(name, _)| name.starts_with(own));
        let terraform = Terraform::new().with(environment);
        terraform.main(&bucket(cloud, location, ""));
        terraform.apply();
        terraform.is_settled();
        terraform.destroy();
    }
}

#[test]
fn a_bucket_with_objects_goes_only_by_force() {
    let (sandbox, terraform) = start();
    let oracle = sandbox.oracle();
    terraform.main(&buckets("versioning = true"));
    terraform.apply();
    // 2,500 versions of a few objects, and markers: more than two batches.
    for at in 0..1250 {
        let key = format!("object-{}", at % 400);
        oracle.s3("put_object", json!({"Bucket": "palisade-story", "Key": key, "Body": "text"}));
        oracle.ask("gcs", "objects.insert", json!({"bucket": "palisade-story", "name": key, "text": "text"}));
    }
    for at in 0..1250 {
        let key = format!("object-{}", at % 400);
        oracle.s3("delete_object", json!({"Bucket": "palisade-story", "Key": key}));
        oracle.ask("gcs", "objects.insert", json!({"bucket": "palisade-story", "name": key, "text": "text"}));
    }
    let run = terraform.try_destroy().failed();
    assert_eq!(run.words().matches("force_destroy = true").count(), 2, "{run}");
    assert_eq!(terraform.buckets().len(), 2);

    terraform.main(&buckets("versioning = true\n  force_destroy = true"));
    terraform.apply();
    terraform.destroy();
    for (cloud, _) in CLOUDS {
        assert!(!oracle.bucket_exists(cloud, "palisade-story"), "{cloud}");
    }
}

#[test]
fn a_slow_create_can_be_stopped() {
    let (sandbox, terraform) = start();
    terraform.main(&buckets("timeouts = { create = \"10m\" }"));
    // The bucket is made on AWS when its configuration hangs; on Google Cloud the one call hangs.
    for operation in ["PutPublicAccessBlock", "CreateBucket"] {
        let cloud = if operation == "CreateBucket" { "gcp" } else { "aws" };
        let fault = json!({"delay_ms": 60_000});
        sandbox.fault(&json!({"cloud": cloud, "operation": operation, "times": null, "fault": fault}));
    }
    let mut command = terraform.command(&["apply", "-no-color", "-auto-approve"]);
    let out = terraform.folder().join("apply.out");
    let file = File::create(&out).expect("writing in a temporary folder");
    let mut apply = Guard::start(command.stdout(file).stderr(Stdio::null()));
    let control = sandbox.control();
    apply.wait_until("both creations hang", || {
        let rules = control.get("/_sandbox/faults");
        rules.as_array().is_some_and(|rules| rules.iter().all(|rule| rule["broken"] != 0))
    });
    let id = apply.child().id().to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status();
    assert!(sent.expect("running kill").success());
    let deadline = Instant::now() + Duration::from_secs(30);
    while apply.child().try_wait().expect("waiting for terraform").is_none() {
        let told = fs::read_to_string(&out).unwrap_or_default();
        assert!(Instant::now() < deadline, "terraform has not stopped: {told}");
        thread::sleep(Duration::from_millis(50));
    }

    sandbox.clear_faults();
    let kept = terraform.buckets();
    assert!(kept.iter().any(|(_, id)| id == "aws/palisade-story"), "{kept:?}");
    terraform.apply();
    terraform.is_settled();
    terraform.destroy();
}
