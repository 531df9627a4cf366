//! States that come from elsewhere: imported, of an older version, of another type.

use bytes::Bytes;
use tonic::Request;

use super::answer::{Refusal, answer, broken, capabilities, heard, read};
use super::{Core, Stored, checks};
use crate::{Provider, wire};

impl<P: Provider> Core<P> {
    /// Imports a resource by what a user writes after `terraform import`, and reads it.
    ///
    /// # Errors
    /// The provider's errors, and an import of something that is not there.
    pub async fn import(&self, type_name: &str, id: &str) -> Result<Stored, Refusal> {
        let request = wire::import_resource_state::Request {
            type_name: type_name.to_owned(),
            id: id.to_owned(),
            client_capabilities: Some(capabilities()),
            ..Default::default()
        };
        let answer = answer(self.server.import_resource_state(Request::new(request)).await)?;
        heard(answer.diagnostics)?;
        let Some(imported) = answer.imported_resources.into_iter().next() else {
            return Err(Refusal::new("the provider imported nothing"));
        };
        let block = self.block(type_name)?;
        let found = read(imported.state, &block.to_type())?;
        broken(checks::stored(block, &found))?;
        let Some(found) = Stored::answered(found, imported.private) else {
            return Err(Refusal::new("the provider imported null"));
        };
        self.refresh(type_name, &found)
            .await?
            .ok_or_else(|| Refusal::new(format!("there is no {type_name} {id:?} to import")))
    }

    /// Upgrades a state, as it lies in a state file, from a version of the schema; core does so before every refresh,
    /// also where the version is the present one.
    ///
    /// # Errors
    /// The provider's errors, and what Terraform's core would not take of its answer.
    pub async fn upgrade(&self, type_name: &str, version: i64, json: &str) -> Result<Stored, Refusal> {
        let request = wire::upgrade_resource_state::Request {
            type_name: type_name.to_owned(),
            version,
            raw_state: Some(raw(json)),
        };
        let answer = answer(self.server.upgrade_resource_state(Request::new(request)).await)?;
        heard(answer.diagnostics)?;
        self.taken(type_name, answer.upgraded_state, Bytes::new())
    }

    /// Takes over a resource of another type, as a `moved` block asks for; `source` is as [`crate::Resource::move_from`]
    /// is handed it.
    ///
    /// # Errors
    /// The provider's errors, and what Terraform's core would not take of its answer.
    pub async fn take_over(&self, type_name: &str, source: crate::MovedState) -> Result<Stored, Refusal> {
        let request = wire::move_resource_state::Request {
            source_provider_address: source.provider_address,
            source_type_name: source.type_name,
            source_schema_version: source.schema_version,
            source_state: Some(raw(&source.json.to_string())),
            target_type_name: type_name.to_owned(),
            ..Default::default()
        };
        let answer = answer(self.server.move_resource_state(Request::new(request)).await)?;
        heard(answer.diagnostics)?;
        self.taken(type_name, answer.target_state, answer.target_private)
    }

    fn taken(
        &self,
        type_name: &str,
        state: Option<wire::DynamicValue>,
        private: Bytes,
    ) -> Result<Stored, Refusal> {
        let block = self.block(type_name)?;
        let state = read(state, &block.to_type())?;
        broken(checks::stored(block, &state))?;
        Stored::answered(state, private).ok_or_else(|| Refusal::new("the provider made nothing of the state"))
    }
}

fn raw(json: &str) -> wire::RawState {
    wire::RawState { json: Bytes::copy_from_slice(json.as_bytes()), ..Default::default() }
}
