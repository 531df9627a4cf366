//! Data sources.

use tonic::Request;

use super::answer::{Refusal, answer, broken, capabilities, heard, read, value};
use super::{Core, checks, objects};
use crate::{Data, Provider, wire};

impl<P: Provider> Core<P> {
    /// Reads a data source. Attributes that are left out are null. While something in the configuration is unknown,
    /// nothing is read: what is computed is unknown too, as core shows it until the apply.
    ///
    /// # Errors
    /// The provider's errors, and what Terraform's core would not take of its answer.
    pub async fn data(&self, type_name: &str, config: Data) -> Result<Data, Refusal> {
        let entry = self.catalogue.data_sources.get(type_name);
        let block =
            &entry.ok_or_else(|| Refusal::new(format!("there is no data source {type_name}")))?.schema.block;
        let config = objects::complete(block, config);
        let request = wire::validate_data_resource_config::Request {
            type_name: type_name.to_owned(),
            config: Some(value(&config)),
        };
        heard(answer(self.server.validate_data_resource_config(Request::new(request)).await)?.diagnostics)?;
        if !config.is_wholly_known() {
            return Ok(objects::deferred(block, config));
        }
        let request = wire::read_data_source::Request {
            type_name: type_name.to_owned(),
            config: Some(value(&config)),
            client_capabilities: Some(capabilities()),
            ..Default::default()
        };
        let answer = answer(self.server.read_data_source(Request::new(request)).await)?;
        heard(answer.diagnostics)?;
        let found = read(answer.state, &block.to_type())?;
        if found.is_null() {
            return Err(Refusal::new("a data source that was read must not be null"));
        }
        broken(checks::stored(block, &found))?;
        Ok(found)
    }
}
