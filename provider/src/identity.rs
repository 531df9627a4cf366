//! `data "palisade_identity"`: who the caller is on both clouds.

use cloud::{Cloud, Identity};
use tfplug::{Context, Diagnostics, List, Schema, Value};

use crate::clouds::Cloud as SchemaCloud;
use crate::errors;
use crate::palisade::Palisade;

/// Who the caller is: on AWS what STS says, on Google Cloud the principal of the credentials and the project.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Who {
    /// The clouds to ask: `aws`, `gcp`; both when unset. A cloud that is not asked needs no credentials.
    clouds: List<SchemaCloud>,
    /// Who the caller is on AWS.
    #[schema(computed)]
    aws: Value<Caller>,
    /// Who the caller is on Google Cloud.
    #[schema(computed)]
    gcp: Value<Caller>,
}

/// A caller.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Caller {
    /// The account's number, or the project.
    #[schema(computed)]
    account: Value<String>,
    /// The ARN, or the e-mail address.
    #[schema(computed)]
    principal: Value<String>,
    /// The unique id of the principal, where the cloud tells one.
    #[schema(computed)]
    unique_id: Value<String>,
}

/// `data "palisade_identity"`.
pub(crate) struct DataSource;

impl tfplug::DataSource for DataSource {
    type Provider = Palisade;
    type Model = Who;

    fn schema(&self) -> Schema {
        Schema::of::<Who>()
    }

    async fn read(&self, context: &Context<Palisade>, mut config: Who) -> Result<Who, Diagnostics> {
        let asked = |cloud: SchemaCloud| match &config.clouds {
            Value::Known(clouds) => clouds.contains(&Value::Known(cloud)),
            Value::Null | Value::Unknown => true,
        };
        let (aws, gcp) = (asked(SchemaCloud::Aws), asked(SchemaCloud::Gcp));
        config.aws = if aws { caller(context, Cloud::Aws).await?.into() } else { Value::Null };
        config.gcp = if gcp { caller(context, Cloud::Gcp).await?.into() } else { Value::Null };
        Ok(config)
    }
}

async fn caller(context: &Context<Palisade>, cloud: Cloud) -> Result<Caller, Diagnostics> {
    let Identity { account, principal, unique_id } =
        context
            .provider
            .session(cloud)?
            .identity(cloud)
            .await
            .map_err(|error| errors::error(&format!("find out who the caller is on {cloud}"), &error))?;
    Ok(Caller { account: account.into(), principal: principal.into(), unique_id: unique_id.into() })
}
