//! The operations that s3s serves, one line each: which facet does the work.

use s3s::{S3, S3Request, S3Response, S3Result, dto};

use super::state::State;
use super::{
    Ask, accelerate, acl, ask_of, bucket, cors, intelligent_tiering, lifecycle, location, logging, multipart,
    object, object_listing, object_lock, ownership, policy, public_access, replication, request_payment,
    session, tagging, versioning,
};
use crate::aws::credentials::Credentials;
use crate::store::Section;

/// The service as s3s wants it.
pub(super) struct Operations {
    pub(super) state: Section<State>,
    pub(super) credentials: Credentials,
}

impl Operations {
    fn read<I, O>(
        &self,
        request: S3Request<I>,
        work: fn(&Ask, &State, I) -> S3Result<O>,
    ) -> S3Result<S3Response<O>> {
        let ask = ask_of(&request.extensions)?;
        self.state.read(|state| work(ask, state, request.input)).map(S3Response::new)
    }

    fn write<I, O>(
        &self,
        request: S3Request<I>,
        work: fn(&Ask, &mut State, I) -> S3Result<O>,
    ) -> S3Result<S3Response<O>> {
        let ask = ask_of(&request.extensions)?;
        self.state.write(|state| work(ask, state, request.input)).map(S3Response::new)
    }

    fn issue(
        &self,
        request: S3Request<dto::CreateSessionInput>,
    ) -> S3Result<S3Response<dto::CreateSessionOutput>> {
        let ask = ask_of(&request.extensions)?;
        self.state
            .read(|state| session::create(ask, state, &self.credentials, &request.input))
            .map(S3Response::new)
    }
}

/// Writes s3s's trait: `read` or `write`, the operation, its input and output, and the function that does the work.
macro_rules! operations {
    ($($way:ident $operation:ident($input:ident) -> $output:ident = $work:path;)*) => {
        #[async_trait::async_trait]
        impl S3 for Operations {
            $(
                async fn $operation(
                    &self,
                    request: S3Request<dto::$input>,
                ) -> S3Result<S3Response<dto::$output>> {
                    self.$way(request, $work)
                }
            )*

            async fn create_session(
                &self,
                request: S3Request<dto::CreateSessionInput>,
            ) -> S3Result<S3Response<dto::CreateSessionOutput>> {
                self.issue(request)
            }
        }
    };
}

operations! {
    read get_bucket_accelerate_configuration(GetBucketAccelerateConfigurationInput) -> GetBucketAccelerateConfigurationOutput = accelerate::get;
    write put_bucket_accelerate_configuration(PutBucketAccelerateConfigurationInput) -> PutBucketAccelerateConfigurationOutput = accelerate::put;
    read get_bucket_acl(GetBucketAclInput) -> GetBucketAclOutput = acl::get;
    write put_bucket_acl(PutBucketAclInput) -> PutBucketAclOutput = acl::put;
    write create_bucket(CreateBucketInput) -> CreateBucketOutput = bucket::create;
    read head_bucket(HeadBucketInput) -> HeadBucketOutput = bucket::head;
    write delete_bucket(DeleteBucketInput) -> DeleteBucketOutput = bucket::delete;
    read list_buckets(ListBucketsInput) -> ListBucketsOutput = bucket::list;
    read list_directory_buckets(ListDirectoryBucketsInput) -> ListDirectoryBucketsOutput = bucket::list_directory;
    read get_bucket_cors(GetBucketCorsInput) -> GetBucketCorsOutput = cors::get;
    write put_bucket_cors(PutBucketCorsInput) -> PutBucketCorsOutput = cors::put;
    write delete_bucket_cors(DeleteBucketCorsInput) -> DeleteBucketCorsOutput = cors::delete;
    read get_bucket_intelligent_tiering_configuration(GetBucketIntelligentTieringConfigurationInput) -> GetBucketIntelligentTieringConfigurationOutput = intelligent_tiering::get;
    read list_bucket_intelligent_tiering_configurations(ListBucketIntelligentTieringConfigurationsInput) -> ListBucketIntelligentTieringConfigurationsOutput = intelligent_tiering::list;
    write put_bucket_intelligent_tiering_configuration(PutBucketIntelligentTieringConfigurationInput) -> PutBucketIntelligentTieringConfigurationOutput = intelligent_tiering::put;
    write delete_bucket_intelligent_tiering_configuration(DeleteBucketIntelligentTieringConfigurationInput) -> DeleteBucketIntelligentTieringConfigurationOutput = intelligent_tiering::delete;
    read get_bucket_lifecycle_configuration(GetBucketLifecycleConfigurationInput) -> GetBucketLifecycleConfigurationOutput = lifecycle::get;
    write put_bucket_lifecycle_configuration(PutBucketLifecycleConfigurationInput) -> PutBucketLifecycleConfigurationOutput = lifecycle::put;
    write delete_bucket_lifecycle(DeleteBucketLifecycleInput) -> DeleteBucketLifecycleOutput = lifecycle::delete;
    read get_bucket_location(GetBucketLocationInput) -> GetBucketLocationOutput = location::get;
    read get_bucket_logging(GetBucketLoggingInput) -> GetBucketLoggingOutput = logging::get;
    write put_bucket_logging(PutBucketLoggingInput) -> PutBucketLoggingOutput = logging::put;
    write create_multipart_upload(CreateMultipartUploadInput) -> CreateMultipartUploadOutput = multipart::create;
    write upload_part(UploadPartInput) -> UploadPartOutput = multipart::upload_part;
    write complete_multipart_upload(CompleteMultipartUploadInput) -> CompleteMultipartUploadOutput = multipart::complete;
    write abort_multipart_upload(AbortMultipartUploadInput) -> AbortMultipartUploadOutput = multipart::abort;
    read list_multipart_uploads(ListMultipartUploadsInput) -> ListMultipartUploadsOutput = multipart::list;
    read list_parts(ListPartsInput) -> ListPartsOutput = multipart::list_parts;
    write put_object(PutObjectInput) -> PutObjectOutput = object::put;
    read get_object(GetObjectInput) -> GetObjectOutput = object::get;
    read head_object(HeadObjectInput) -> HeadObjectOutput = object::head;
    write delete_object(DeleteObjectInput) -> DeleteObjectOutput = object::delete;
    write delete_objects(DeleteObjectsInput) -> DeleteObjectsOutput = object::delete_many;
    write put_object_retention(PutObjectRetentionInput) -> PutObjectRetentionOutput = object::put_retention;
    read list_objects(ListObjectsInput) -> ListObjectsOutput = object_listing::objects;
    read list_objects_v2(ListObjectsV2Input) -> ListObjectsV2Output = object_listing::objects_v2;
    read list_object_versions(ListObjectVersionsInput) -> ListObjectVersionsOutput = object_listing::versions;
    read get_object_lock_configuration(GetObjectLockConfigurationInput) -> GetObjectLockConfigurationOutput = object_lock::get;
    write put_object_lock_configuration(PutObjectLockConfigurationInput) -> PutObjectLockConfigurationOutput = object_lock::put;
    read get_bucket_ownership_controls(GetBucketOwnershipControlsInput) -> GetBucketOwnershipControlsOutput = ownership::get;
    write put_bucket_ownership_controls(PutBucketOwnershipControlsInput) -> PutBucketOwnershipControlsOutput = ownership::put;
    write delete_bucket_ownership_controls(DeleteBucketOwnershipControlsInput) -> DeleteBucketOwnershipControlsOutput = ownership::delete;
    read get_bucket_policy(GetBucketPolicyInput) -> GetBucketPolicyOutput = policy::get;
    read get_bucket_policy_status(GetBucketPolicyStatusInput) -> GetBucketPolicyStatusOutput = policy::status;
    write put_bucket_policy(PutBucketPolicyInput) -> PutBucketPolicyOutput = policy::put;
    write delete_bucket_policy(DeleteBucketPolicyInput) -> DeleteBucketPolicyOutput = policy::delete;
    read get_public_access_block(GetPublicAccessBlockInput) -> GetPublicAccessBlockOutput = public_access::get;
    write put_public_access_block(PutPublicAccessBlockInput) -> PutPublicAccessBlockOutput = public_access::put;
    write delete_public_access_block(DeletePublicAccessBlockInput) -> DeletePublicAccessBlockOutput = public_access::delete;
    read get_bucket_replication(GetBucketReplicationInput) -> GetBucketReplicationOutput = replication::get;
    write put_bucket_replication(PutBucketReplicationInput) -> PutBucketReplicationOutput = replication::put;
    write delete_bucket_replication(DeleteBucketReplicationInput) -> DeleteBucketReplicationOutput = replication::delete;
    read get_bucket_request_payment(GetBucketRequestPaymentInput) -> GetBucketRequestPaymentOutput = request_payment::get;
    write put_bucket_request_payment(PutBucketRequestPaymentInput) -> PutBucketRequestPaymentOutput = request_payment::put;
    read get_bucket_tagging(GetBucketTaggingInput) -> GetBucketTaggingOutput = tagging::get;
    write put_bucket_tagging(PutBucketTaggingInput) -> PutBucketTaggingOutput = tagging::put;
    write delete_bucket_tagging(DeleteBucketTaggingInput) -> DeleteBucketTaggingOutput = tagging::delete;
    read get_bucket_versioning(GetBucketVersioningInput) -> GetBucketVersioningOutput = versioning::get;
    write put_bucket_versioning(PutBucketVersioningInput) -> PutBucketVersioningOutput = versioning::put;
}
