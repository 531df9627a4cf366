//! All facets of a bucket.

use super::facet::Facet;
use super::{
    abac, acceleration, cors, encryption, intelligent_tiering, lifecycle, logging, object_lock, ownership,
    policy, public_access, replication, request_payment, tagging, versioning,
};

/// All facets, in the order in which an update writes them: tags before ABAC takes `PutBucketTagging` away, versioning
/// before what needs it, public access before the policy that it may block, ownership before the policy too.
pub(super) const FACETS: [&dyn Facet; 15] = [
    &tagging::Tagging,
    &public_access::PublicAccessBlock,
    &ownership::Ownership,
    &versioning::Versioning,
    &encryption::Encryption,
    &policy::Policy,
    &object_lock::ObjectLock,
    &lifecycle::Lifecycle,
    &logging::Logging,
    &cors::Cors,
    &request_payment::RequestPayment,
    &acceleration::Acceleration,
    &intelligent_tiering::Tiering,
    &replication::Replicas,
    &abac::Abac,
];
