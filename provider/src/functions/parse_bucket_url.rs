use cloud::bucket::BucketUrl;
use tfplug::{Arguments, Data, Function, FunctionError, Schema, Signature, Value};

/// `provider::palisade::parse_bucket_url(url)`.
pub(crate) struct ParseBucketUrl;

/// What a URL says of a bucket.
#[derive(Clone, Debug, Schema)]
struct Parsed {
    /// `aws` or `gcp`.
    cloud: Value<String>,
    /// The bucket's name.
    name: Value<String>,
    /// The object's name; null where the URL names the bucket itself.
    object: Value<String>,
}

impl Function for ParseBucketUrl {
    fn signature(&self) -> Signature {
        Signature::returning::<Parsed>("The cloud, bucket and object that a URL names")
            .description(
                "Reads `s3://NAME/KEY`, `gs://NAME/KEY`, an S3 ARN, and the `https` URLs of S3 and Cloud Storage; gives \
                 `{ cloud, name, object }`, of which `object` may be null.",
            )
            .parameter::<String>("url", "The URL or ARN.")
    }

    fn call(&self, mut arguments: Arguments) -> Result<Data, FunctionError> {
        let url: String = arguments.take(0)?;
        let BucketUrl { cloud, name, object } =
            BucketUrl::parse(&url).map_err(|error| FunctionError::at(0, error.to_string()))?;
        Ok(tfplug::to_data(&Parsed {
            cloud: cloud.as_str().into(),
            name: name.into(),
            object: object.into(),
        }))
    }
}
