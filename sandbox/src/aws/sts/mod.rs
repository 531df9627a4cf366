//! AWS STS, in the query protocol: a form in, XML out.
//!
//! There is no IAM here, so every role exists and trusts every caller, with one exception that lets a test see that
//! an external id was sent: a role under the path `/external-id/ID/` trusts only callers that give `ID`.

mod assume_role;
mod error;
mod jwt;
mod parameters;

use bytes::Bytes;
use http::Request;

use self::error::Error;
use self::parameters::Parameters;
use super::credentials::Credentials;
use super::sign::uuid;
use super::xml::{self, element};
use super::{Caller, Stranger};
use crate::answer::{Answer, Reply};
use crate::call::Call;
use crate::core::Core;

const VERSION: &str = "2011-06-15";
const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// The service.
pub(crate) struct Service {
    pub(crate) core: Core,
    pub(crate) credentials: Credentials,
}

impl Service {
    pub(crate) async fn handle(&self, request: Request<Bytes>, caller: Result<Caller, Stranger>) -> Answer {
        let parameters = Parameters::read(&request);
        let action = parameters.get("Action").unwrap_or("Unknown").to_owned();
        let call = Call {
            cloud: "aws",
            service: "sts",
            operation: action.clone(),
            resource: parameters.get("RoleArn").unwrap_or_default().to_owned(),
        };
        let work = async { self.act(&action, &parameters, caller).unwrap_or_else(Error::into_reply) };
        self.core.carry_out(call, |status| Error::injected(status).into_reply(), work).await
    }

    fn act(
        &self,
        action: &str,
        parameters: &Parameters,
        caller: Result<Caller, Stranger>,
    ) -> Result<Reply, Error> {
        let known = parameters.get("Version") == Some(VERSION);
        let result = match action {
            "AssumeRoleWithWebIdentity" if known => {
                assume_role::with_web_identity(&self.credentials, parameters)?
            }
            "AssumeRole" if known => {
                let caller = caller.map_err(Error::stranger)?;
                assume_role::by_caller(&self.credentials, parameters, &caller)?
            }
            "GetCallerIdentity" if known => identity(&caller.map_err(Error::stranger)?),
            _ => return Err(Error::unknown_action(action, parameters.get("Version").unwrap_or_default())),
        };
        let id = uuid();
        Ok(xml::reply(
            200,
            format!(
                "<{action}Response xmlns=\"{NAMESPACE}\"><{action}Result>{result}</{action}Result>\
                 <ResponseMetadata><RequestId>{id}</RequestId></ResponseMetadata></{action}Response>"
            ),
        ))
    }
}

fn identity(caller: &Caller) -> String {
    let principal = &caller.principal;
    element("Arn", &principal.arn)
        + &element("UserId", &principal.user_id)
        + &element("Account", &principal.account)
}
