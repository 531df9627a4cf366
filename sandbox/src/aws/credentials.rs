//! Who may call, and as whom.
//!
//! | access key id | who that is | signature |
//! |---|---|---|
//! | `AKIAIOSFODNN7EXAMPLE` | user `example` of the sandbox's account | checked, with the secret key of AWS's documentation |
//! | `ASIA` and 16 more, issued here | the assumed role or the session | checked, with its token and its end |
//! | other ids of a real key's shape | nobody: as on AWS, where the id is not known | |
//! | 12 digits | the root user of the account of that number | not checked |
//! | anything else | user `sandbox` of the sandbox's account | not checked |

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use super::sign::{Signature, unguessable};
use crate::core::Core;
use crate::error::Error;
use crate::store::Section;

/// The account that calls come from when their access key does not say otherwise.
pub(crate) const ACCOUNT: &str = "123456789012";

/// The key pair that AWS's own documentation uses.
const EXAMPLE: (&str, &str) = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

/// How long the keys of a session that ended are told from unknown ones.
const REMEMBERED: Duration = Duration::days(1);

/// Length of a real access key id.
const KEY_LENGTH: usize = 20;

/// Who makes a call.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Principal {
    pub(crate) account: String,
    pub(crate) arn: String,
    /// As `GetCallerIdentity` gives it.
    pub(crate) user_id: String,
}

/// Temporary credentials, as they are handed out.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Session {
    pub(crate) access_key: String,
    pub(crate) secret_key: String,
    pub(crate) token: String,
    /// Seconds since 1970.
    pub(crate) expires: i64,
    pub(crate) principal: Principal,
}

/// Why a signature was not accepted. Each service has its own words for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Denied {
    UnknownKey,
    WrongSignature,
    WrongToken,
    ExpiredToken,
}

/// The temporary credentials issued so far.
#[derive(Clone)]
pub(crate) struct Credentials(Section<BTreeMap<String, Session>>);

impl Credentials {
    pub(crate) fn open(core: &Core) -> Result<Self, Error> {
        core.store.section("aws.credentials").map(Self)
    }

    /// Hands out temporary credentials for a principal.
    pub(crate) fn issue(&self, principal: Principal, lifetime: Duration) -> Session {
        let session = Session {
            access_key: format!("ASIA{}", &unguessable()[..16].to_uppercase()),
            secret_key: unguessable()[..40].to_owned(),
            token: unguessable(),
            expires: (Utc::now() + lifetime).timestamp(),
            principal,
        };
        self.0.write(|sessions| {
            // Those that ended long ago are forgotten: their keys are unknown from then on.
            sessions.retain(|_, old| old.expiration() + REMEMBERED > Utc::now());
            sessions.insert(session.access_key.clone(), session.clone());
        });
        session
    }

    /// Those that are remembered, with their secrets: a test looks whether one shows where it must not.
    pub(crate) fn issued(&self) -> Vec<Session> {
        self.0.read(|sessions| sessions.values().cloned().collect())
    }

    /// The principal that a signature stands for. `token` is the session token sent with it, if any.
    pub(crate) fn principal(&self, signature: &Signature, token: Option<&str>) -> Result<Principal, Denied> {
        let id = signature.access_key.as_str();
        if let Some(session) = self.0.read(|sessions| sessions.get(id).cloned()) {
            return session.check(signature, token);
        }
        match id {
            _ if id == EXAMPLE.0 && signature.is_made_with(EXAMPLE.1) => Ok(user(ACCOUNT, "example")),
            _ if id == EXAMPLE.0 => Err(Denied::WrongSignature),
            _ if is_real_shape(id) => Err(Denied::UnknownKey),
            _ if is_account(id) => Ok(root(id)),
            _ => Ok(user(ACCOUNT, "sandbox")),
        }
    }
}

impl Session {
    pub(crate) fn expiration(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.expires, 0).unwrap_or_default()
    }

    fn check(self, signature: &Signature, token: Option<&str>) -> Result<Principal, Denied> {
        match token {
            _ if !signature.is_made_with(&self.secret_key) => Err(Denied::WrongSignature),
            Some(token) if token == self.token && Utc::now().timestamp() < self.expires => Ok(self.principal),
            Some(token) if token == self.token => Err(Denied::ExpiredToken),
            _ => Err(Denied::WrongToken),
        }
    }
}

/// Tells whether text is an account number: 12 digits.
pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_real_shape(id: &str) -> bool {
    id.len() == KEY_LENGTH && (id.starts_with("AKIA") || id.starts_with("ASIA"))
}

fn root(account: &str) -> Principal {
    Principal {
        account: account.into(),
        arn: format!("arn:aws:iam::{account}:root"),
        user_id: account.into(),
    }
}

fn user(account: &str, name: &str) -> Principal {
    Principal {
        account: account.into(),
        arn: format!("arn:aws:iam::{account}:user/{name}"),
        user_id: format!("AIDA{:A<17}", name.to_uppercase()),
    }
}
