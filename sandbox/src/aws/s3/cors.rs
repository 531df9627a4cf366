//! Which pages of other origins a browser may let read.

use s3s::dto::{
    CORSRule, DeleteBucketCorsInput, DeleteBucketCorsOutput, GetBucketCorsInput, GetBucketCorsOutput,
    PutBucketCorsInput, PutBucketCorsOutput,
};
use s3s::{S3Error, S3Result};

use super::Ask;
use super::error::{error, invalid_request, malformed_xml};
use super::state::{State, found};

const METHODS: &[&str] = &["GET", "PUT", "HEAD", "POST", "DELETE"];

/// Most rules of a configuration.
const MOST: usize = 100;

pub(super) fn get(_: &Ask, state: &State, input: GetBucketCorsInput) -> S3Result<GetBucketCorsOutput> {
    let rules = found(state.bucket(&input.bucket)?.cors.as_ref(), missing)?;
    Ok(GetBucketCorsOutput { cors_rules: Some(rules) })
}

pub(super) fn put(_: &Ask, state: &mut State, input: PutBucketCorsInput) -> S3Result<PutBucketCorsOutput> {
    let rules = input.cors_configuration.cors_rules;
    if !(1..=MOST).contains(&rules.len()) {
        return Err(malformed_xml());
    }
    rules.iter().try_for_each(check)?;
    state.bucket_mut(&input.bucket)?.cors = Some(rules);
    Ok(PutBucketCorsOutput::default())
}

pub(super) fn delete(
    _: &Ask,
    state: &mut State,
    input: DeleteBucketCorsInput,
) -> S3Result<DeleteBucketCorsOutput> {
    state.bucket_mut(&input.bucket)?.cors = None;
    Ok(DeleteBucketCorsOutput::default())
}

fn check(rule: &CORSRule) -> S3Result<()> {
    if rule.allowed_methods.is_empty() || rule.allowed_origins.is_empty() {
        return Err(malformed_xml());
    }
    if let Some(method) = rule.allowed_methods.iter().find(|method| !METHODS.contains(&method.as_str())) {
        let message = format!("Found unsupported HTTP method in CORS config. Unsupported method is {method}");
        return Err(invalid_request(message));
    }
    let wild = |text: &&String| text.matches('*').count() > 1;
    if let Some(origin) = rule.allowed_origins.iter().find(wild) {
        return Err(invalid_request(format!(
            "AllowedOrigin \"{origin}\" can not have more than one wildcard."
        )));
    }
    if let Some(header) = rule.allowed_headers.iter().flatten().find(wild) {
        return Err(invalid_request(format!(
            "AllowedHeader \"{header}\" can not have more than one wildcard."
        )));
    }
    if let Some(header) = rule.expose_headers.iter().flatten().find(|header| header.contains('*')) {
        return Err(invalid_request(format!(
            "ExposeHeader \"{header}\" contains wildcard. We currently do not support wildcard for ExposeHeader."
        )));
    }
    Ok(())
}

fn missing() -> S3Error {
    error(404, "NoSuchCORSConfiguration", "The CORS configuration does not exist")
}
