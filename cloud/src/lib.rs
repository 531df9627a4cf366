//! What a bucket, a GPU pool and a budget are on AWS and on Google Cloud, in neutral terms.
//!
//! This crate knows the clouds' SDKs and nothing of Terraform or of policies. A caller describes what it
//! wants ([`bucket::Bucket`]), makes the service of one cloud with a [`Session`] ([`Kind::service`]) and gets
//! back what is there ([`Observed`]) or an [`Error`] whose variants it can branch on.
//!
//! SDK types stop at files and folders named `aws` and `gcp`.

mod aws;
pub mod bucket;
pub mod budget;
mod check;
mod error;
mod gcp;
pub mod gpu_pool;
mod identity;
mod resource;
mod session;
mod settings;
pub mod spend;
mod wait;

pub use error::{Error, Problem};
pub use identity::Identity;
pub use resource::{Change, Incomplete, Kind, Observed, Removal, Scope, Service};
pub use session::Session;
pub use settings::{AssumeRole, AwsEndpoints, AwsSettings, GcpEndpoints, GcpSettings, Secret};
pub use wait::Operation;

use std::fmt;

/// One of the clouds that a neutral resource can live on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cloud {
    /// Amazon Web Services.
    Aws,
    /// Google Cloud.
    Gcp,
}

impl Cloud {
    /// The name used in configuration and identifiers: `aws` or `gcp`.
    pub fn as_str(self) -> &'static str {
        match self {
            Cloud::Aws => "aws",
            Cloud::Gcp => "gcp",
        }
    }
}

impl fmt::Display for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Cloud::Aws => "AWS",
            Cloud::Gcp => "Google Cloud",
        })
    }
}
