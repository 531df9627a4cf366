//! Everything that the provider has: one line a resource.

use tfplug::{Catalogue, Schema};

use crate::config::Config;
use crate::managed::Managed;
use crate::palisade::Palisade;
use crate::{bucket, budget, functions, gpu_pool, identity, spend};

/// Everything that the provider has.
pub(crate) fn catalogue() -> Catalogue<Palisade> {
    Catalogue::new("registry.terraform.io/palisade/palisade", Schema::of::<Config>())
        .logs_of(&["terraform_provider_palisade", "cloud", "policies", "tfplug"])
        .resource("palisade_bucket", Managed::<bucket::schema::Bucket>::new())
        .resource("palisade_budget", Managed::<budget::schema::Budget>::new())
        .resource("palisade_gpu_pool", Managed::<gpu_pool::schema::GpuPool>::new())
        .data_source("palisade_bucket", bucket::DataSource)
        .data_source("palisade_gpu_offerings", gpu_pool::offerings::DataSource)
        .data_source("palisade_identity", identity::DataSource)
        .data_source("palisade_spend", spend::DataSource)
        .function("bucket_url", functions::BucketUrl)
        .function("parse_bucket_url", functions::ParseBucketUrl)
}
