//! The operations that s3s lacks, or of which it lacks a field: told by method, path and parameter, answered in XML.

use bytes::Bytes;
use http::{Method, Request};
use s3s::{HttpResponse, S3Result};

use super::document::Done;
use super::state::State;
use super::{Ask, abac, address, encryption, tag_resource};
use crate::store::Section;

/// An operation on a bucket.
pub(super) struct Operation {
    pub(super) name: &'static str,
    method: Method,
    path: Path,
    work: Work,
}

/// What a request's path is like.
enum Path {
    /// A bucket, with a parameter that says what of it.
    Bucket(&'static str),
    /// The S3 control API's tags of an ARN.
    Tags,
}

enum Work {
    Read(fn(&Ask, &State, &str) -> S3Result<Done>),
    Write(fn(&Ask, &mut State, &str, &Request<Bytes>) -> S3Result<Done>),
}

#[rustfmt::skip]
static OPERATIONS: &[Operation] = &[
    Operation { name: "GetBucketAbac", method: Method::GET, path: Path::Bucket("abac"), work: Work::Read(abac::get) },
    Operation { name: "PutBucketAbac", method: Method::PUT, path: Path::Bucket("abac"), work: Work::Write(abac::put) },
    Operation { name: "GetBucketEncryption", method: Method::GET, path: Path::Bucket("encryption"), work: Work::Read(encryption::get) },
    Operation { name: "PutBucketEncryption", method: Method::PUT, path: Path::Bucket("encryption"), work: Work::Write(encryption::put) },
    Operation { name: "DeleteBucketEncryption", method: Method::DELETE, path: Path::Bucket("encryption"), work: Work::Write(encryption::delete) },
    Operation { name: "ListTagsForResource", method: Method::GET, path: Path::Tags, work: Work::Read(tag_resource::list) },
    Operation { name: "TagResource", method: Method::POST, path: Path::Tags, work: Work::Write(tag_resource::tag) },
    Operation { name: "UntagResource", method: Method::DELETE, path: Path::Tags, work: Work::Write(tag_resource::untag) },
];

/// The handmade operation that a request asks for, if it is one.
pub(super) fn find(request: &Request<Bytes>) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| *request.method() == operation.method && operation.path.fits(request))
}

impl Path {
    fn fits(&self, request: &Request<Bytes>) -> bool {
        match self {
            Self::Tags => tag_resource::bucket(request.uri().path()).is_some(),
            Self::Bucket(parameter) => {
                let (bucket, key) = address::split(request.uri().path());
                let query = request.uri().query().unwrap_or_default();
                let asked = query.split('&').any(|pair| pair.split('=').next() == Some(*parameter));
                !bucket.is_empty() && key.is_empty() && asked
            }
        }
    }
}

impl Operation {
    /// The bucket that a request is about.
    pub(super) fn bucket(&self, request: &Request<Bytes>) -> String {
        match self.path {
            Path::Bucket(_) => address::split(request.uri().path()).0,
            Path::Tags => tag_resource::bucket(request.uri().path()).unwrap_or_default(),
        }
    }

    pub(super) fn act(
        &self,
        ask: &Ask,
        state: &Section<State>,
        bucket: &str,
        request: &Request<Bytes>,
    ) -> S3Result<HttpResponse> {
        let done = match self.work {
            Work::Read(read) => state.read(|state| read(ask, state, bucket)),
            Work::Write(write) => state.write(|state| write(ask, state, bucket, request)),
        };
        Ok(done?.into_response())
    }
}
