//! The provider itself: what it has, and its configuration.

use std::sync::{Arc, PoisonError};

use super::Server;
use super::convert::bytes;
use crate::schema::validate;
use crate::wire::{
    self, configure_provider, get_metadata, get_provider_schema, get_resource_identity_schemas,
    validate_provider_config,
};
use crate::{Codec, Configure, Diagnostics, Provider, codec};

impl<P: Provider> Server<P> {
    pub(super) async fn get_metadata(
        &self,
        _: get_metadata::Request,
    ) -> Result<get_metadata::Response, Diagnostics> {
        let names = &self.catalogue;
        Ok(get_metadata::Response {
            server_capabilities: Some(capabilities()),
            resources: names
                .resources
                .keys()
                .cloned()
                .map(|type_name| get_metadata::ResourceMetadata { type_name })
                .collect(),
            data_sources: names
                .data_sources
                .keys()
                .cloned()
                .map(|type_name| get_metadata::DataSourceMetadata { type_name })
                .collect(),
            ephemeral_resources: names
                .ephemeral_resources
                .keys()
                .cloned()
                .map(|type_name| get_metadata::EphemeralMetadata { type_name })
                .collect(),
            functions: names
                .functions
                .keys()
                .cloned()
                .map(|name| get_metadata::FunctionMetadata { name })
                .collect(),
            ..Default::default()
        })
    }

    pub(super) async fn get_provider_schema(
        &self,
        _: get_provider_schema::Request,
    ) -> Result<get_provider_schema::Response, Diagnostics> {
        let all = &self.catalogue;
        Ok(get_provider_schema::Response {
            provider: Some((&all.config).into()),
            server_capabilities: Some(capabilities()),
            resource_schemas: all
                .resources
                .iter()
                .map(|(name, entry)| (name.clone(), (&entry.schema).into()))
                .collect(),
            data_source_schemas: all
                .data_sources
                .iter()
                .map(|(name, entry)| (name.clone(), (&entry.schema).into()))
                .collect(),
            ephemeral_resource_schemas: all
                .ephemeral_resources
                .iter()
                .map(|(name, entry)| (name.clone(), (&entry.schema).into()))
                .collect(),
            functions: self.signatures(),
            ..Default::default()
        })
    }

    /// Identities come with a later version of this framework; core tolerates that there are none.
    pub(super) async fn get_resource_identity_schemas(
        &self,
        _: get_resource_identity_schemas::Request,
    ) -> Result<get_resource_identity_schemas::Response, Diagnostics> {
        Ok(get_resource_identity_schemas::Response::default())
    }

    pub(super) async fn validate_provider_config(
        &self,
        request: validate_provider_config::Request,
    ) -> Result<validate_provider_config::Response, Diagnostics> {
        let block = &self.catalogue.config.block;
        let config = codec::decode_data(bytes(request.config.as_ref()), block)?;
        let mut found = validate::validate(block, &config);
        if !found.has_error() {
            found.append(P::validate(&codec::from_data(config)?));
        }
        Ok(validate_provider_config::Response { diagnostics: found.into() })
    }

    pub(super) async fn configure_provider(
        &self,
        request: configure_provider::Request,
    ) -> Result<configure_provider::Response, Diagnostics> {
        let config = P::Config::from_wire(bytes(request.config.as_ref()), &self.catalogue.config.block)?;
        let by = Configure { terraform_version: request.terraform_version, cancel: self.cancel.clone() };
        let provider = P::configure(config, by).await?;
        let warnings = provider.warnings();
        *self.configured.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(provider));
        Ok(configure_provider::Response { diagnostics: warnings.into() })
    }
}

fn capabilities() -> wire::ServerCapabilities {
    wire::ServerCapabilities {
        plan_destroy: true,
        get_provider_schema_optional: true,
        move_resource_state: true,
        generate_resource_config: false,
    }
}
