//! Ephemeral resources.

use super::Server;
use super::convert::bytes;
use crate::catalogue::Entry;
use crate::erased::ErasedEphemeralResource;
use crate::schema::validate;
use crate::wire::{
    close_ephemeral_resource, open_ephemeral_resource, renew_ephemeral_resource,
    validate_ephemeral_resource_config,
};
use crate::{Diagnostic, Diagnostics, Private, Provider, codec};

impl<P: Provider> Server<P> {
    fn ephemeral(&self, type_name: &str) -> Result<&Entry<dyn ErasedEphemeralResource<P>>, Diagnostics> {
        self.catalogue.ephemeral_resources.get(type_name).ok_or_else(|| {
            Diagnostic::error(format!("this provider has no ephemeral resource {type_name:?}")).into()
        })
    }

    pub(super) async fn validate_ephemeral_resource_config(
        &self,
        request: validate_ephemeral_resource_config::Request,
    ) -> Result<validate_ephemeral_resource_config::Response, Diagnostics> {
        let resource = self.ephemeral(&request.type_name)?;
        let block = &resource.schema.block;
        let config = codec::decode_data(bytes(request.config.as_ref()), block)?;
        let mut found = validate::validate(block, &config);
        if !found.has_error() {
            found.append(resource.handler.validate(config));
        }
        Ok(validate_ephemeral_resource_config::Response { diagnostics: found.into() })
    }

    pub(super) async fn open_ephemeral_resource(
        &self,
        request: open_ephemeral_resource::Request,
    ) -> Result<open_ephemeral_resource::Response, Diagnostics> {
        let resource = self.ephemeral(&request.type_name)?;
        let config = bytes(request.config.as_ref());
        let (result, lease) = resource.handler.open(&self.context()?, &resource.schema.block, config).await?;
        Ok(open_ephemeral_resource::Response {
            renew_at: lease.renew_at.map(Into::into),
            result: Some(result.into()),
            private: Some(lease.private.to_bytes()),
            ..Default::default()
        })
    }

    pub(super) async fn renew_ephemeral_resource(
        &self,
        request: renew_ephemeral_resource::Request,
    ) -> Result<renew_ephemeral_resource::Response, Diagnostics> {
        let resource = self.ephemeral(&request.type_name)?;
        let private = Private::from_bytes(&request.private.unwrap_or_default());
        let lease = resource.handler.renew(&self.context()?, private).await?;
        Ok(renew_ephemeral_resource::Response {
            renew_at: lease.renew_at.map(Into::into),
            private: Some(lease.private.to_bytes()),
            ..Default::default()
        })
    }

    pub(super) async fn close_ephemeral_resource(
        &self,
        request: close_ephemeral_resource::Request,
    ) -> Result<close_ephemeral_resource::Response, Diagnostics> {
        let resource = self.ephemeral(&request.type_name)?;
        let private = Private::from_bytes(&request.private.unwrap_or_default());
        resource.handler.close(&self.context()?, private).await?;
        Ok(close_ephemeral_resource::Response::default())
    }
}
