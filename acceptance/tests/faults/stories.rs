//! The buckets whose calls are broken: together they make every call that the provider makes for a bucket.

/// A bucket before and after a change.
pub(crate) struct Story {
    pub(crate) name: &'static str,
    pub(crate) before: String,
    pub(crate) after: String,
    /// Whether it holds an object when it is destroyed.
    pub(crate) object: bool,
}

/// What buckets write logs and copies to.
pub(crate) const TARGET: &str = "palisade-fault-target";

pub(crate) fn of(cloud: &str) -> Vec<Story> {
    match cloud {
        "aws" => aws(),
        _ => gcp(),
    }
}

fn story(name: &'static str, before: impl Into<String>, after: impl Into<String>, object: bool) -> Story {
    Story { name, before: before.into(), after: after.into(), object }
}

fn aws() -> Vec<Story> {
    let key = "arn:aws:kms:us-east-1:123456789012:key/11111111-1111-1111-1111-111111111111";
    let rich = format!(
        r#"labels          = {{ team = "one" }}
  versioning      = true
  encryption      = {{ kms_key = "{key}" }}
  access_log      = {{ target_bucket = "{TARGET}", prefix = "a" }}
  requester_pays  = true
  cors            = [{{ origins = ["https://one.example"], methods = ["GET"] }}]
  lifecycle_rules = [{{ id = "old", action = "delete", age_days = 7 }}]
  aws = {{
    acceleration        = true
    abac                = true
    intelligent_tiering = [{{ name = "one", archive_days = 90 }}]
    replication = {{
      role  = "arn:aws:iam::123456789012:role/one"
      rules = [{{ id = "one", priority = 1, prefix = "one/", destination_bucket = "arn:aws:s3:::{TARGET}", delete_markers = false }}]
    }}
  }}"#
    );
    // What S3 answers to be absent by default is written all the same where it is set.
    let plain = "public_access  = \"allowed\"\n  uniform_access = false\n  require_tls    = false";
    let locked = |days: u32| {
        format!(
            "labels = {{ team = \"one\" }}\n  versioning = true\n  retention = {{ days = {days}, mode = \"governance\" }}\n  \
             aws = {{ object_lock = true }}"
        )
    };
    vec![
        story("rich", rich.clone(), plain, true),
        story("plain", plain, rich, false),
        story("lock", locked(1), locked(2), false),
    ]
}

fn gcp() -> Vec<Story> {
    let kept = |locked: bool| format!("retention = {{ days = 1, mode = \"compliance\", locked = {locked} }}");
    let rich = r#"labels          = { team = "one" }
  versioning      = true
  soft_delete_days = 0
  cors            = [{ origins = ["https://one.example"], methods = ["GET"] }]
  lifecycle_rules = [{ id = "old", action = "delete", age_days = 7 }]"#;
    vec![
        story("rich", rich, "labels = { team = \"two\" }", true),
        story("kept", kept(false), kept(true), false),
        story("locked", kept(true), format!("labels = {{ team = \"two\" }}\n  {}", kept(true)), false),
    ]
}
