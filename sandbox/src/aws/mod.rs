//! AWS: every service behind one port.
//!
//! A request belongs to the service of its credential scope; where it is not signed, to the one that its protocol names
//! in a header or a parameter, else to S3.

mod budgets;
mod ce;
mod chunked;
mod credentials;
mod ec2;
mod eks;
mod json;
mod s3;
mod sign;
mod sts;
mod xml;

use bytes::Bytes;
use chrono::Utc;
use http::{Method, Request};

pub(crate) use self::credentials::Credentials;
use crate::answer::Answer;
use crate::aws::credentials::{Denied, Principal};
use crate::aws::sign::{Signature, Unreadable};
use crate::core::Core;
use crate::error::Error;
use crate::web::Handler;

/// The services of the port.
pub(crate) struct Port {
    budgets: budgets::Service,
    ce: ce::Service,
    credentials: Credentials,
    ec2: ec2::Service,
    eks: eks::Service,
    s3: s3::Service,
    sts: sts::Service,
}

/// Who calls, for the services.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) principal: Principal,
    /// The region of the credential scope: that of the endpoint, had the call gone to AWS.
    pub(crate) region: String,
    /// The service of the credential scope: `s3express` for calls about directory buckets, else the service called.
    pub(crate) service: String,
}

/// Why a call has no caller.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stranger {
    /// Not signed.
    Anonymous,
    Unreadable(Unreadable),
    Denied(Denied),
}

impl Handler for Port {
    async fn handle(&self, request: Request<Bytes>) -> Answer {
        let (service, caller) = self.identify(&request);
        match service.as_deref() {
            Some("budgets") => self.budgets.handle(request, caller).await,
            None if has_target(&request, budgets::TARGET) => self.budgets.handle(request, caller).await,
            Some("ce") => self.ce.handle(request, caller).await,
            None if has_target(&request, ce::TARGET) => self.ce.handle(request, caller).await,
            Some("ec2") => self.ec2.handle(request, caller).await,
            None if has_version(&request, ec2::VERSION) => self.ec2.handle(request, caller).await,
            Some("eks") => self.eks.handle(request, caller).await,
            Some("sts") => self.sts.handle(request, caller).await,
            None if is_query_protocol(&request) => self.sts.handle(request, caller).await,
            _ => self.s3.handle(request, caller).await,
        }
    }
}

impl Port {
    /// Opens the services' sections.
    pub(crate) fn open(core: &Core) -> Result<Self, Error> {
        let credentials = Credentials::open(core)?;
        Ok(Self {
            budgets: budgets::Service::open(core.clone())?,
            ce: ce::Service { core: core.clone() },
            ec2: ec2::Service::open(core.clone())?,
            eks: eks::Service::open(core.clone())?,
            s3: s3::Service::open(core.clone(), credentials.clone())?,
            sts: sts::Service { core: core.clone(), credentials: credentials.clone() },
            credentials,
        })
    }

    fn identify(&self, request: &Request<Bytes>) -> (Option<String>, Result<Caller, Stranger>) {
        let signature = match Signature::read(request, Utc::now()) {
            Ok(Some(signature)) => signature,
            Ok(None) => return (None, Err(Stranger::Anonymous)),
            Err(unreadable) => return (None, Err(Stranger::Unreadable(unreadable))),
        };
        let caller = self.credentials.principal(&signature, session_token(request).as_deref());
        let (region, service) = (signature.region, signature.service);
        let caller = caller.map(|principal| Caller { principal, region, service: service.clone() });
        (Some(service), caller.map_err(Stranger::Denied))
    }
}

fn session_token(request: &Request<Bytes>) -> Option<String> {
    ["x-amz-security-token", "x-amz-s3session-token"]
        .iter()
        .find_map(|name| sign::text(request, name).map(str::to_owned))
        .or_else(|| {
            let query = sign::parameters(request.uri().query().unwrap_or_default());
            query.into_iter().find(|(name, _)| name == "X-Amz-Security-Token").map(|(_, token)| token)
        })
}

/// Tells a service that is named in the header of its protocol.
fn has_target(request: &Request<Bytes>, prefix: &str) -> bool {
    json::target(request, prefix).is_some()
}

/// Tells a service of a query protocol by the version of its API.
fn has_version(request: &Request<Bytes>, version: &str) -> bool {
    is_query_protocol(request)
        && sign::form(request).iter().any(|(name, value)| name == "Version" && value == version)
}

/// Tells the protocol of STS: a form posted to the root, or its parameters in the query.
fn is_query_protocol(request: &Request<Bytes>) -> bool {
    let form = request.method() == Method::POST
        && sign::text(request, "content-type")
            .is_some_and(|t| t.starts_with("application/x-www-form-urlencoded"));
    request.uri().path() == "/"
        && (form
            || request.uri().query().is_some_and(|query| query.split('&').any(|p| p.starts_with("Action="))))
}
