//! The bucket policy: the user's statements, and the one that refuses plain http.
//!
//! Ours is told by its `Sid`. It is merged into what is written and left out of what is shown.

use async_trait::async_trait;
use serde_json::{Value, json};

use super::facet::{Facet, Found, unchanged};
use super::target::{Call, Target};
use super::{extras, extras_mut};
use crate::bucket::Bucket;
use crate::{Change, Error};

mod compare;

pub(super) use compare::same as same_document;

pub(super) struct Policy;

/// The `Sid` of the statement that refuses plain http.
pub(super) const TLS_SID: &str = "PalisadeRequireTls";

const GET: Call = Call { operation: "GetBucketPolicy", attribute: "aws.policy_json" };
const PUT: Call = Call { operation: "PutBucketPolicy", attribute: "aws.policy_json" };
const DELETE: Call = Call { operation: "DeleteBucketPolicy", attribute: "aws.policy_json" };

#[async_trait]
impl Facet for Policy {
    fn is_set(&self, bucket: &Bucket) -> bool {
        bucket.require_tls.is_some() || extras(bucket).policy_json.is_some()
    }

    fn same(&self, Change { prior, wanted }: Change<'_, Bucket>) -> bool {
        let (before, after) = (&extras(prior).policy_json, &extras(wanted).policy_json);
        let same_json = match (before, after) {
            (Some(before), Some(after)) => same_document(before, after),
            _ => before == after,
        };
        same_json && unchanged(&prior.require_tls, &wanted.require_tls, &Some(false))
    }

    fn copy(&self, from: &Bucket, to: &mut Bucket) {
        to.require_tls = from.require_tls;
        extras_mut(to).policy_json.clone_from(&extras(from).policy_json);
    }

    fn on_directory_buckets(&self) -> bool {
        true
    }

    async fn read(&self, at: &Target<'_>, expected: Option<&Bucket>) -> Result<Found, Error> {
        let (statements, document) = match read(at).await? {
            Some(mut document) => (take_statements(&mut document), Some(document)),
            None => (Vec::new(), None),
        };
        let (ours, theirs): (Vec<Value>, Vec<Value>) = statements.into_iter().partition(is_ours);
        let require_tls = ours.iter().any(|statement| compare::same_statement(statement, &tls_statement(at)));
        let shown = document.filter(|_| !theirs.is_empty()).map(|document| put_statements(document, theirs));
        // The text expected is kept when it means what is there.
        let expected = expected.and_then(|bucket| extras(bucket).policy_json.clone());
        let policy_json = shown
            .map(|shown| shown.to_string())
            .map(|shown| expected.filter(|expected| same_document(expected, &shown)).unwrap_or(shown));
        Ok(Box::new(move |bucket| {
            bucket.require_tls = Some(require_tls);
            extras_mut(bucket).policy_json = policy_json;
        }))
    }

    async fn write(
        &self,
        at: &Target<'_>,
        Change { prior, wanted }: Change<'_, Bucket>,
    ) -> Result<(), Error> {
        // Statements of a policy that is not managed here stay.
        let managed = extras(prior).policy_json.is_some() || extras(wanted).policy_json.is_some();
        let mut document = match (&extras(wanted).policy_json, managed || at.is_new()) {
            (Some(text), _) => parse(text)?,
            (None, true) => json!({"Version": "2012-10-17"}),
            (None, false) => read(at).await?.unwrap_or_else(|| json!({"Version": "2012-10-17"})),
        };
        let mut statements = take_statements(&mut document);
        statements.retain(|statement| !is_ours(statement));
        if wanted.require_tls == Some(true) {
            statements.push(tls_statement(at));
        }
        if statements.is_empty() {
            let request =
                at.client.delete_bucket_policy().bucket(at.name).set_expected_bucket_owner(at.owner());
            return at.call(DELETE, || request.clone().send()).await.map(drop);
        }
        let request = at
            .client
            .put_bucket_policy()
            .bucket(at.name)
            .set_expected_bucket_owner(at.owner())
            .policy(put_statements(document, statements).to_string());
        at.call(PUT, || request.clone().send()).await.map(drop)
    }
}

async fn read(at: &Target<'_>) -> Result<Option<Value>, Error> {
    let request = at.client.get_bucket_policy().bucket(at.name).set_expected_bucket_owner(at.owner());
    let found = at.find(GET, "NoSuchBucketPolicy", || request.clone().send()).await?;
    found.and_then(|found| found.policy).map(|text| parse(&text)).transpose()
}

fn parse(text: &str) -> Result<Value, Error> {
    let invalid = |message| Error::Invalid { attribute: "aws.policy_json".into(), message };
    match serde_json::from_str(text) {
        Ok(document @ Value::Object(_)) => Ok(document),
        Ok(_) => Err(invalid("a policy is a JSON object".to_owned())),
        Err(error) => Err(invalid(format!("it is no JSON: {error}"))),
    }
}

/// The statement that refuses plain http. Amazon S3 User Guide, "Security best practices": `aws:SecureTransport`.
/// The principal `{"AWS": "*"}` means the same as `"*"` (IAM User Guide, "AWS JSON policy elements: Principal").
fn tls_statement(at: &Target<'_>) -> Value {
    let arn = at.arn();
    let action = if at.is_directory() { "s3express:*" } else { "s3:*" };
    json!({
        "Sid": TLS_SID,
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": action,
        "Resource": [arn, format!("{arn}/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    })
}

/// Whether a statement is the one that this crate adds.
pub(super) fn is_ours(statement: &Value) -> bool {
    statement.get("Sid").and_then(Value::as_str) == Some(TLS_SID)
}

/// Takes the statements out of a document; one statement may stand without a list.
pub(super) fn take_statements(document: &mut Value) -> Vec<Value> {
    match document.as_object_mut().and_then(|object| object.remove("Statement")) {
        Some(Value::Array(statements)) => statements,
        Some(statement) => vec![statement],
        None => Vec::new(),
    }
}

fn put_statements(mut document: Value, statements: Vec<Value>) -> Value {
    if let Some(object) = document.as_object_mut() {
        object.insert("Statement".to_owned(), Value::Array(statements));
    }
    document
}
