//! Data sources.

use super::Server;
use super::convert::bytes;
use crate::catalogue::Entry;
use crate::erased::ErasedDataSource;
use crate::schema::validate;
use crate::wire::{read_data_source, validate_data_resource_config};
use crate::{Diagnostic, Diagnostics, Provider, codec};

impl<P: Provider> Server<P> {
    fn data_source(&self, type_name: &str) -> Result<&Entry<dyn ErasedDataSource<P>>, Diagnostics> {
        self.catalogue.data_sources.get(type_name).ok_or_else(|| {
            Diagnostic::error(format!("this provider has no data source {type_name:?}")).into()
        })
    }

    pub(super) async fn validate_data_resource_config(
        &self,
        request: validate_data_resource_config::Request,
    ) -> Result<validate_data_resource_config::Response, Diagnostics> {
        let source = self.data_source(&request.type_name)?;
        let block = &source.schema.block;
        let config = codec::decode_data(bytes(request.config.as_ref()), block)?;
        let mut found = validate::validate(block, &config);
        if !found.has_error() {
            found.append(source.handler.validate(config));
        }
        Ok(validate_data_resource_config::Response { diagnostics: found.into() })
    }

    pub(super) async fn read_data_source(
        &self,
        request: read_data_source::Request,
    ) -> Result<read_data_source::Response, Diagnostics> {
        let source = self.data_source(&request.type_name)?;
        let config = bytes(request.config.as_ref());
        let state = source.handler.read(&self.context()?, &source.schema.block, config).await?;
        Ok(read_data_source::Response { state: Some(state.into()), ..Default::default() })
    }
}
