//! Ephemeral resources.

use std::time::SystemTime;

use bytes::Bytes;
use tonic::Request;

use super::answer::{Refusal, answer, broken, capabilities, heard, read, value};
use super::{Core, checks, objects};
use crate::{Data, Provider, wire};

/// An ephemeral resource that is open. It stays so until [`Core::close`] takes it.
#[derive(Clone, Debug)]
#[must_use = "what is opened is closed"]
pub struct Open {
    /// Its attributes.
    pub value: Data,
    /// When core would renew it; `None` for never.
    pub renew_at: Option<SystemTime>,
    type_name: String,
    private: Option<Bytes>,
}

impl<P: Provider> Core<P> {
    /// Opens an ephemeral resource. Attributes that are left out are null. Its configuration is known: while it is not,
    /// core does not ask.
    ///
    /// # Errors
    /// The provider's errors, and what Terraform's core would not take of its answer; it is closed then.
    pub async fn open(&self, type_name: &str, config: Data) -> Result<Open, Refusal> {
        let entry = self.catalogue.ephemeral_resources.get(type_name);
        let missing = || Refusal::new(format!("there is no ephemeral resource {type_name}"));
        let block = &entry.ok_or_else(missing)?.schema.block;
        let config = objects::complete(block, config);
        let request = wire::validate_ephemeral_resource_config::Request {
            type_name: type_name.to_owned(),
            config: Some(value(&config)),
        };
        let validated = self.server.validate_ephemeral_resource_config(Request::new(request)).await;
        heard(answer(validated)?.diagnostics)?;
        if !config.is_wholly_known() {
            return Err(Refusal::new("an ephemeral resource is opened once its configuration is known"));
        }
        let request = wire::open_ephemeral_resource::Request {
            type_name: type_name.to_owned(),
            config: Some(value(&config)),
            client_capabilities: Some(capabilities()),
        };
        let answer = answer(self.server.open_ephemeral_resource(Request::new(request)).await)?;
        heard(answer.diagnostics)?;
        let mut open = Open {
            value: Data::Null,
            renew_at: answer.renew_at.map(time).transpose()?,
            type_name: type_name.to_owned(),
            private: answer.private,
        };
        let checked = read(answer.result, &block.to_type()).and_then(|value| {
            if value.is_null() {
                return Err(Refusal::new("an ephemeral resource that was opened must not be null"));
            }
            // Terraform checks the one, OpenTofu the other.
            broken(checks::plan(block, &Data::Null, &config, &value))?;
            broken(checks::known(&block.to_type(), &value))?;
            Ok(value)
        });
        match checked {
            Ok(value) => {
                open.value = value;
                Ok(open)
            }
            Err(refusal) => {
                self.close(open).await?;
                Err(refusal)
            }
        }
    }

    /// Renews an ephemeral resource, as core does when its time has come.
    ///
    /// # Errors
    /// The provider's errors.
    pub async fn renew(&self, open: &mut Open) -> Result<(), Refusal> {
        let request = wire::renew_ephemeral_resource::Request {
            type_name: open.type_name.clone(),
            private: open.private.clone(),
        };
        let answer = answer(self.server.renew_ephemeral_resource(Request::new(request)).await)?;
        heard(answer.diagnostics)?;
        open.renew_at = answer.renew_at.map(time).transpose()?;
        open.private = answer.private;
        Ok(())
    }

    /// Closes an ephemeral resource.
    ///
    /// # Errors
    /// The provider's errors.
    pub async fn close(&self, open: Open) -> Result<(), Refusal> {
        let Open { type_name, private, .. } = open;
        let request = wire::close_ephemeral_resource::Request { type_name, private };
        let answer = answer(self.server.close_ephemeral_resource(Request::new(request)).await)?;
        heard(answer.diagnostics).map(drop)
    }
}

fn time(stamp: prost_types::Timestamp) -> Result<SystemTime, Refusal> {
    SystemTime::try_from(stamp).map_err(|error| Refusal::new(format!("the time to renew is none: {error}")))
}
