use cloud::Cloud;
use tfplug::{Arguments, Data, Function, FunctionError, Signature};

use crate::clouds;

/// `provider::palisade::bucket_url(cloud, name)`.
pub(crate) struct BucketUrl;

impl Function for BucketUrl {
    fn signature(&self) -> Signature {
        Signature::returning::<String>("The URL of a bucket")
            .description("`s3://NAME` or `gs://NAME`, as tools and libraries of either cloud take it.")
            .parameter::<String>("cloud", "The cloud: `aws` or `gcp`.")
            .parameter::<String>("name", "The bucket's name.")
    }

    fn call(&self, mut arguments: Arguments) -> Result<Data, FunctionError> {
        let cloud: Cloud = arguments.take::<clouds::Cloud>(0)?.into();
        let name: String = arguments.take(1)?;
        if name.is_empty() {
            return Err(FunctionError::at(1, "the name of a bucket is not empty"));
        }
        Ok(cloud::bucket::BucketUrl::format(cloud, &name).into())
    }
}
