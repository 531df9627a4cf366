//! What replaces a bucket beside what the schema and the clouds tell: what is fixed at creation and not known yet, since
//! it may come to another value, and another project.

use tfplug::{Path, Value};

use super::schema;
use crate::palisade::Palisade;

pub(super) fn replaced(prior: &schema::Bucket, planned: &schema::Bucket, provider: &Palisade) -> Vec<Path> {
    let aws = planned.aws.known().cloned().unwrap_or_default();
    let gcp = planned.gcp.known().cloned().unwrap_or_default();
    let rows = [
        ("location", planned.location.is_unknown()),
        ("aws.namespace", aws.namespace.is_unknown()),
        ("gcp.hierarchical_namespace", gcp.hierarchical_namespace.is_unknown()),
        ("gcp.placement", !tfplug::to_data(&gcp.placement).is_wholly_known()),
        ("gcp.project", moves_project(prior, planned, provider)),
        ("gcp.rapid", gcp.rapid.is_unknown()),
    ];
    rows.into_iter().filter(|(_, changes)| *changes).map(|(attribute, _)| Path::from(attribute)).collect()
}

/// Whether another project is named than the bucket's. The cloud tells a project by its number alone, so that after an
/// import an id cannot be compared with it, and is believed. A number can be, and is when the bucket is read.
fn moves_project(prior: &schema::Bucket, planned: &schema::Bucket, provider: &Palisade) -> bool {
    let own = |bucket: &schema::Bucket| match &bucket.gcp {
        Value::Known(gcp) => gcp.project.clone(),
        Value::Unknown => Value::Unknown,
        Value::Null => Value::Null,
    };
    let (before, after) = match (own(prior).into_known(), own(planned)) {
        (None, Value::Null | Value::Unknown) => return false,
        (Some(_), Value::Unknown) => return true,
        (before, after) => (
            before.or_else(|| prior.account.known().cloned()),
            after.into_known().or_else(|| provider.gcp_project().cloned()),
        ),
    };
    let is_number = |project: &str| project.bytes().all(|byte| byte.is_ascii_digit());
    matches!((before, after), (Some(before), Some(after))
        if before != after && is_number(&before) == is_number(&after))
}
