use cloud::bucket::{Bucket, BucketKey};
use cloud::{Cloud, Kind, Operation, Scope};
use tfplug::{Context, Diagnostic, Diagnostics, Map, Schema, Value};

use super::observe::observe;
use super::schema;
use crate::palisade::Palisade;
use crate::timeouts::Timeouts;
use crate::{convert, errors};

/// A bucket that is there already, on either cloud, with everything that the cloud tells.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Found {
    /// The cloud: `aws` or `gcp`.
    #[schema(required)]
    cloud: Value<schema::Cloud>,
    /// The bucket's name.
    #[schema(required)]
    name: Value<String>,
    /// The region, dual-region or multi-region.
    #[schema(computed)]
    location: Value<String>,
    /// All labels on the bucket.
    #[schema(computed)]
    labels_all: Map<String>,
    /// The class of objects that are written without one, where the cloud has such a setting.
    #[schema(computed)]
    default_storage_class: Value<schema::StorageClass>,
    /// Whether old versions of objects are kept.
    #[schema(computed)]
    versioning: Value<bool>,
    /// Encryption with a key of yours.
    #[schema(computed)]
    encryption: Value<schema::Encryption>,
    /// `blocked` or `allowed`.
    #[schema(computed)]
    public_access: Value<schema::PublicAccess>,
    /// Whether policies alone govern access.
    #[schema(computed)]
    uniform_access: Value<bool>,
    /// Whether plain http is refused.
    #[schema(computed)]
    require_tls: Value<bool>,
    /// How long each object can be neither deleted nor overwritten.
    #[schema(computed)]
    retention: Value<schema::Retention>,
    /// `aws/NAME` or `gcp/NAME`.
    #[schema(computed)]
    id: Value<String>,
    /// The ARN, or `projects/_/buckets/NAME`.
    #[schema(computed)]
    native_id: Value<String>,
    /// `s3://NAME` or `gs://NAME`.
    #[schema(computed)]
    url: Value<String>,
    /// The AWS account's number or the Google Cloud project that holds the bucket.
    #[schema(computed)]
    account: Value<String>,
}

/// `data "palisade_bucket"`.
pub(crate) struct DataSource;

impl tfplug::DataSource for DataSource {
    type Provider = Palisade;
    type Model = Found;

    fn schema(&self) -> Schema {
        Schema::of::<Found>()
    }

    async fn read(&self, context: &Context<Palisade>, config: Found) -> Result<Found, Diagnostics> {
        let (Some(cloud), Some(name)) = (config.cloud.known(), config.name.known()) else {
            return Err(Diagnostic::error("`cloud` and `name` must be known").into());
        };
        let cloud = Cloud::from(*cloud);
        let operation =
            Operation { timeout: Timeouts::times(&Value::Null).read, cancel: context.cancel.clone() };
        let doing = format!("read bucket {name:?}");
        let told = |error: cloud::Error| errors::error(&doing, &error);
        let buckets = Bucket::service(context.provider.session(cloud)?, cloud).await.map_err(told)?;
        let key = BucketKey { cloud, name: name.clone() };
        let observed = buckets.read(&key, Scope::Everything, &operation).await.map_err(told)?;
        let Some(observed) = observed else {
            return Err(Diagnostic::error(format!("there is no bucket {name:?} on {cloud}"))
                .detail("Check the name and the account: the data source `palisade_identity` tells who you are there.")
                .at("name")
                .into());
        };
        let mut found = schema::Bucket::default();
        observe(&mut found, &observed);
        Ok(Found {
            cloud: found.cloud,
            name: found.name,
            location: found.location,
            labels_all: convert::text_map(&observed.is.labels),
            default_storage_class: found.default_storage_class,
            versioning: found.versioning,
            encryption: found.encryption,
            public_access: found.public_access,
            uniform_access: found.uniform_access,
            require_tls: found.require_tls,
            retention: found.retention,
            id: observed.key.to_string().into(),
            native_id: observed.native_id.into(),
            url: found.url,
            account: found.account,
        })
    }
}
