//! gRPC's messages made from the model, and the model from gRPC's messages. The messages come from the crate
//! googleapis-tonic-google-storage-v2, which is generated from Google's own .proto files.

pub(super) mod bucket;
mod lifecycle;
pub(super) mod object;
pub(super) mod policy;

use chrono::{DateTime, Utc};

use crate::gcp::refusal::Refusal;
use crate::gcp::time::Time;

const BUCKETS: &str = "projects/_/buckets/";

/// The resource name that gRPC has for a bucket.
pub(super) fn bucket_path(name: &str) -> String {
    format!("{BUCKETS}{name}")
}

/// The bucket that a resource name means. Only `_` stands for the project: names of buckets are of all.
pub(super) fn bucket_name(path: &str) -> Result<&str, Refusal> {
    path.strip_prefix(BUCKETS).filter(|name| !name.is_empty() && !name.contains('/')).ok_or_else(|| {
        Refusal::invalid(format!("Invalid bucket name: '{path}'. It must be {BUCKETS}BUCKET."))
    })
}

fn timestamp(time: Time) -> prost_types::Timestamp {
    // Seconds since 1970 and what is left of the second, which is below 10^9.
    let nanos = i32::try_from(time.0.timestamp_subsec_millis() * 1_000_000).unwrap_or_default();
    prost_types::Timestamp { seconds: time.0.timestamp(), nanos }
}

fn time(timestamp: prost_types::Timestamp) -> Option<Time> {
    let nanos = u32::try_from(timestamp.nanos).ok()?;
    DateTime::<Utc>::from_timestamp(timestamp.seconds, nanos).map(Time)
}

fn duration(seconds: i64) -> prost_types::Duration {
    prost_types::Duration { seconds, nanos: 0 }
}

/// An empty string of proto3 is a field that is not set.
fn given(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
