//! The REST port: which service a request is for.

use bytes::Bytes;
use http::Request;

use super::refusal::{Kind, Refusal};
use super::rest::{Service, Work, refused};
use super::{billing_budgets, container, iam_credentials, oauth2, storage};
use crate::answer::Answer;
use crate::call::Call;
use crate::core::Core;
use crate::error::Error;
use crate::web::Handler;

/// The services of the port.
pub(crate) struct Port {
    core: Core,
    services: Vec<Box<dyn Service>>,
}

impl Port {
    /// Opens the services.
    pub(crate) fn open(core: &Core) -> Result<Self, Error> {
        let services: Vec<Box<dyn Service>> = vec![
            Box::new(billing_budgets::Api::open(core)?),
            Box::new(container::Api::open(core)?),
            Box::new(iam_credentials::Api),
            Box::new(oauth2::Api),
            Box::new(storage::rest::Api::open(core)?),
        ];
        Ok(Self { core: core.clone(), services })
    }
}

impl Handler for Port {
    async fn handle(&self, request: Request<Bytes>) -> Answer {
        let work = self.services.iter().find_map(|service| service.prepare(&request));
        let Some(Work { service, operation, resource, refuse, run }) = work else {
            return Answer::Reply(refused(&Refusal::new(Kind::NotFound, "notFound", "Not Found")));
        };
        let call = Call { cloud: "gcp", service, operation: operation.into(), resource };
        self.core.carry_out(call, refuse, async { run() }).await
    }
}
