//! Access control lists, which are off unless the ownership setting turns them on.

use s3s::dto::{
    BucketCannedACL, GetBucketAclInput, GetBucketAclOutput, Grant, Grantee, Permission, PutBucketAclInput,
    PutBucketAclOutput, Type,
};
use s3s::{S3Error, S3Result};

use super::Ask;
use super::error::{access_denied, error, invalid_argument, malformed_xml};
use super::state::{Permit, State, Whom, owner};

const EVERYBODY: &str = "http://acs.amazonaws.com/groups/global/AllUsers";
const SIGNED_IN: &str = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
const LOG_DELIVERY: &str = "http://acs.amazonaws.com/groups/s3/LogDelivery";

pub(super) fn get(_: &Ask, state: &State, input: GetBucketAclInput) -> S3Result<GetBucketAclOutput> {
    let bucket = state.bucket(&input.bucket)?;
    let owner = owner(&bucket.owner);
    let own = Permit {
        whom: Whom::Account(owner.id.clone().unwrap_or_default()),
        permission: Permission::FULL_CONTROL.to_owned(),
    };
    let grants = std::iter::once(&own).chain(&bucket.grants).map(Permit::to_grant).collect();
    Ok(GetBucketAclOutput { grants: Some(grants), owner: Some(owner) })
}

pub(super) fn put(_: &Ask, state: &mut State, input: PutBucketAclInput) -> S3Result<PutBucketAclOutput> {
    let bucket = state.bucket_mut(&input.bucket)?;
    if bucket.is_owner_enforced() {
        return Err(error(400, "AccessControlListNotSupported", "The bucket does not allow ACLs"));
    }
    let own = Whom::Account(owner(&bucket.owner).id.unwrap_or_default());
    let mut permits = match (&input.acl, input.access_control_policy) {
        (Some(acl), _) if is_known(acl) => canned(acl),
        (Some(acl), _) => return Err(unknown(acl)),
        (None, Some(policy)) => policy.grants.iter().flatten().map(Permit::read).collect::<S3Result<_>>()?,
        (None, None) => return Err(malformed_xml()),
    };
    permits.retain(|permit| permit.whom != own);
    if permits.iter().any(Permit::is_to_public) && bucket.blocks(|block| block.block_public_acls) {
        return Err(access_denied());
    }
    bucket.grants = permits;
    Ok(PutBucketAclOutput::default())
}

/// Tells whether S3 knows a canned ACL for buckets.
pub(super) fn is_known(acl: &BucketCannedACL) -> bool {
    matches!(
        acl.as_str(),
        BucketCannedACL::PRIVATE
            | BucketCannedACL::PUBLIC_READ
            | BucketCannedACL::PUBLIC_READ_WRITE
            | BucketCannedACL::AUTHENTICATED_READ
            | "log-delivery-write"
    )
}

/// The error for a canned ACL that S3 does not know.
pub(super) fn unknown(acl: &BucketCannedACL) -> S3Error {
    invalid_argument(format!("The canned ACL '{}' in x-amz-acl is not valid", acl.as_str()))
}

/// Tells whether a canned ACL opens a bucket to everybody.
pub(super) fn is_public(acl: &BucketCannedACL) -> bool {
    canned(acl).iter().any(Permit::is_to_public)
}

/// Tells whether grants let the service that delivers logs write and see that it may.
pub(super) fn takes_logs(grants: &[Permit]) -> bool {
    let granted = |permission: &str| {
        let fits =
            |permit: &&Permit| [permission, Permission::FULL_CONTROL].contains(&permit.permission.as_str());
        grants
            .iter()
            .filter(fits)
            .any(|permit| matches!(&permit.whom, Whom::Group(group) if group == LOG_DELIVERY))
    };
    granted(Permission::WRITE) && granted(Permission::READ_ACP)
}

/// The grants beyond the owner's that a canned ACL stands for.
pub(super) fn canned(acl: &BucketCannedACL) -> Vec<Permit> {
    let permit = |group: &str, permission: &str| Permit {
        whom: Whom::Group(group.to_owned()),
        permission: permission.to_owned(),
    };
    match acl.as_str() {
        BucketCannedACL::PUBLIC_READ => vec![permit(EVERYBODY, Permission::READ)],
        BucketCannedACL::PUBLIC_READ_WRITE => {
            vec![permit(EVERYBODY, Permission::READ), permit(EVERYBODY, Permission::WRITE)]
        }
        BucketCannedACL::AUTHENTICATED_READ => vec![permit(SIGNED_IN, Permission::READ)],
        "log-delivery-write" => {
            vec![permit(LOG_DELIVERY, Permission::WRITE), permit(LOG_DELIVERY, Permission::READ_ACP)]
        }
        _ => Vec::new(),
    }
}

impl Permit {
    fn read(grant: &Grant) -> S3Result<Self> {
        let grantee = grant.grantee.as_ref().ok_or_else(malformed_xml)?;
        let whom = match (&grantee.id, &grantee.uri) {
            (Some(id), None) => Whom::Account(id.clone()),
            (None, Some(uri)) if [EVERYBODY, SIGNED_IN, LOG_DELIVERY].contains(&uri.as_str()) => {
                Whom::Group(uri.clone())
            }
            (None, Some(_)) => return Err(invalid_argument("Invalid group uri")),
            _ => return Err(malformed_xml()),
        };
        let permission = grant.permission.as_ref().map(|permission| permission.as_str().to_owned());
        Ok(Self { whom, permission: permission.ok_or_else(malformed_xml)? })
    }

    fn to_grant(&self) -> Grant {
        let (id, uri, kind) = match &self.whom {
            Whom::Account(id) => (Some(id.clone()), None, Type::CANONICAL_USER),
            Whom::Group(uri) => (None, Some(uri.clone()), Type::GROUP),
        };
        let grantee =
            Grantee { display_name: None, email_address: None, id, type_: Type::from_static(kind), uri };
        Grant { grantee: Some(grantee), permission: Some(Permission::from(self.permission.clone())) }
    }

    fn is_to_public(&self) -> bool {
        matches!(&self.whom, Whom::Group(group) if group == EVERYBODY || group == SIGNED_IN)
    }
}
