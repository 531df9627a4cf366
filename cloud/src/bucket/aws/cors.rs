//! Cross-origin rules.

use async_trait::async_trait;
use aws_sdk_s3::types::{CorsConfiguration, CorsRule as Rule};

use super::facet::{Facet, Found, unchanged};
use super::target::{Call, Target};
use crate::bucket::{Bucket, CorsRule};
use crate::{Change, Error};

pub(super) struct Cors;

#[async_trait]
impl Facet for Cors {
    fn is_set(&self, bucket: &Bucket) -> bool {
        bucket.cors.is_some()
    }

    fn same(&self, Change { prior, wanted }: Change<'_, Bucket>) -> bool {
        unchanged(&prior.cors, &wanted.cors, &Some(Vec::new()))
    }

    fn copy(&self, from: &Bucket, to: &mut Bucket) {
        to.cors.clone_from(&from.cors);
    }

    async fn read(&self, at: &Target<'_>, _: Option<&Bucket>) -> Result<Found, Error> {
        let call = Call { operation: "GetBucketCors", attribute: "cors" };
        let request = at.client.get_bucket_cors().bucket(at.name).set_expected_bucket_owner(at.owner());
        let found = at.find(call, "NoSuchCORSConfiguration", || request.clone().send()).await?;
        let rules = found.and_then(|found| found.cors_rules).unwrap_or_default();
        let cors = rules.into_iter().map(neutral).collect();
        Ok(Box::new(move |bucket| bucket.cors = Some(cors)))
    }

    async fn write(&self, at: &Target<'_>, change: Change<'_, Bucket>) -> Result<(), Error> {
        let rules = change.wanted.cors.as_deref().unwrap_or_default();
        if rules.is_empty() {
            let request =
                at.client.delete_bucket_cors().bucket(at.name).set_expected_bucket_owner(at.owner());
            let call = Call { operation: "DeleteBucketCors", attribute: "cors" };
            return at.call(call, || request.clone().send()).await.map(drop);
        }
        let call = Call { operation: "PutBucketCors", attribute: "cors" };
        let rules =
            rules.iter().map(wire).collect::<Result<_, _>>().map_err(|error| call.incomplete(&error))?;
        let configuration = CorsConfiguration::builder()
            .set_cors_rules(Some(rules))
            .build()
            .map_err(|error| call.incomplete(&error))?;
        let request = at
            .client
            .put_bucket_cors()
            .bucket(at.name)
            .set_expected_bucket_owner(at.owner())
            .cors_configuration(configuration);
        at.call(call, || request.clone().send()).await.map(drop)
    }
}

fn wire(rule: &CorsRule) -> Result<Rule, aws_sdk_s3::error::BuildError> {
    let some = |list: &Vec<String>| Some(list.clone()).filter(|list| !list.is_empty());
    Rule::builder()
        .set_allowed_origins(Some(rule.origins.clone()))
        .set_allowed_methods(Some(rule.methods.clone()))
        .set_allowed_headers(some(&rule.allowed_headers))
        .set_expose_headers(some(&rule.exposed_headers))
        .set_max_age_seconds(rule.max_age_seconds.map(|seconds| i32::try_from(seconds).unwrap_or(i32::MAX)))
        .build()
}

fn neutral(rule: Rule) -> CorsRule {
    CorsRule {
        origins: rule.allowed_origins,
        methods: rule.allowed_methods,
        allowed_headers: rule.allowed_headers.unwrap_or_default(),
        exposed_headers: rule.expose_headers.unwrap_or_default(),
        max_age_seconds: rule.max_age_seconds.and_then(|seconds| u32::try_from(seconds).ok()),
    }
}
