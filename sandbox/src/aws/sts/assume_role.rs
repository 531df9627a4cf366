//! Roles assumed, by a caller of AWS or by an identity from elsewhere.

use chrono::{SecondsFormat, TimeDelta, Utc};

use super::error::Error;
use super::jwt;
use super::parameters::{EXTERNAL_ID, Parameters, ROLE_ARN, SESSION_NAME, WEB_TOKEN};
use crate::aws::Caller;
use crate::aws::credentials::{Credentials, Principal, is_account};
use crate::aws::xml::element;

/// Path of roles that trust only callers with the external id that follows.
const EXTERNAL_ID_PATH: &str = "external-id/";

/// A session's length in seconds when none is asked for.
const DEFAULT_DURATION: i64 = 3600;

/// `AssumeRole`.
pub(super) fn by_caller(
    credentials: &Credentials,
    parameters: &Parameters,
    caller: &Caller,
) -> Result<String, Error> {
    let request = SessionRequest::read(parameters)?;
    let external_id = parameters.optional("ExternalId", &EXTERNAL_ID)?;
    if request.role.external_id().is_some_and(|wanted| external_id != Some(wanted)) {
        let message = format!(
            "User: {} is not authorized to perform: sts:AssumeRole on resource: {}",
            caller.principal.arn, request.role.arn
        );
        return Err(Error::new(403, "AccessDenied", message));
    }
    Ok(request.grant(credentials))
}

/// `AssumeRoleWithWebIdentity`.
pub(super) fn with_web_identity(credentials: &Credentials, parameters: &Parameters) -> Result<String, Error> {
    let request = SessionRequest::read(parameters)?;
    let token = parameters.required("WebIdentityToken", &WEB_TOKEN)?;
    let claims = jwt::read(token, Utc::now().timestamp())?;
    Ok(request.grant(credentials)
        + &element("SubjectFromWebIdentityToken", &claims.subject)
        + &element("Provider", &claims.issuer)
        + &element("Audience", &claims.audience))
}

struct SessionRequest<'a> {
    role: Role<'a>,
    session: &'a str,
    duration: TimeDelta,
}

/// `arn:aws:iam::ACCOUNT:role/PATH/NAME`, taken apart.
struct Role<'a> {
    arn: &'a str,
    partition: &'a str,
    account: &'a str,
    path: &'a str,
    name: &'a str,
}

impl<'a> SessionRequest<'a> {
    fn read(parameters: &'a Parameters) -> Result<Self, Error> {
        let arn = parameters.required("RoleArn", &ROLE_ARN)?;
        let session = parameters.required("RoleSessionName", &SESSION_NAME)?;
        let duration = parameters.number("DurationSeconds", 900, 43_200)?.unwrap_or(DEFAULT_DURATION);
        let role =
            Role::read(arn).ok_or_else(|| Error::new(400, "ValidationError", format!("{arn} is invalid")))?;
        Ok(Self { role, session, duration: TimeDelta::seconds(duration) })
    }

    /// Issues credentials and describes them, as both operations do.
    fn grant(&self, credentials: &Credentials) -> String {
        let Role { partition, account, name, .. } = self.role;
        let principal = Principal {
            account: account.to_owned(),
            arn: format!("arn:{partition}:sts::{account}:assumed-role/{name}/{}", self.session),
            user_id: format!("AROA{:A<17.17}:{}", alphanumeric(name), self.session),
        };
        let user = element("AssumedRoleId", &principal.user_id) + &element("Arn", &principal.arn);
        let issued = credentials.issue(principal, self.duration);
        let expiration = issued.expiration().to_rfc3339_opts(SecondsFormat::Secs, true);
        let credentials = element("AccessKeyId", &issued.access_key)
            + &element("SecretAccessKey", &issued.secret_key)
            + &element("SessionToken", &issued.token)
            + &element("Expiration", &expiration);
        format!("<AssumedRoleUser>{user}</AssumedRoleUser><Credentials>{credentials}</Credentials>")
    }
}

impl<'a> Role<'a> {
    fn read(arn: &'a str) -> Option<Self> {
        let ["arn", partition, "iam", "", account, resource] = arn.splitn(6, ':').collect::<Vec<_>>()[..]
        else {
            return None;
        };
        let resource = resource.strip_prefix("role/")?;
        let (path, name) = match resource.rfind('/') {
            Some(end) => resource.split_at(end + 1),
            None => ("", resource),
        };
        let named =
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c));
        let partitioned = matches!(partition, "aws" | "aws-cn" | "aws-us-gov");
        (named && partitioned && is_account(account)).then_some(Self { arn, partition, account, path, name })
    }

    /// The external id that the role's trust asks for.
    fn external_id(&self) -> Option<&'a str> {
        self.path.strip_prefix(EXTERNAL_ID_PATH)?.strip_suffix('/')
    }
}

fn alphanumeric(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn role_arns_are_read() {
        let check = |arn: &str, expected: Option<(&str, Option<&str>)>| {
            let role = Role::read(arn);
            assert_eq!(role.map(|role| (role.name, role.external_id())), expected, "{arn}");
        };
        check("arn:aws:iam::123456789012:role/deploy", Some(("deploy", None)));
        check("arn:aws:iam::123456789012:role/team/deploy", Some(("deploy", None)));
        check("arn:aws:iam::123456789012:role/external-id/s3cret/deploy", Some(("deploy", Some("s3cret"))));
        check("arn:aws:iam::123456789012:user/deploy", None);
        check("arn:aws:iam::1234:role/deploy", None);
        check("arn:aws:iam::123456789012:role/", None);
        check("arn:oops:iam::123456789012:role/deploy", None);
        check("arn:aws:sts::123456789012:assumed-role/deploy/session", None);
    }
}
