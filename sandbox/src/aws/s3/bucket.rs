//! Buckets made, found, listed and removed.

use s3s::S3Result;
use s3s::dto::{
    Bucket as Listed, BucketCannedACL, CreateBucketInput, CreateBucketOutput, DeleteBucketInput,
    DeleteBucketOutput, HeadBucketInput, HeadBucketOutput, ListBucketsInput, ListBucketsOutput,
    ListDirectoryBucketsInput, ListDirectoryBucketsOutput, LocationType, ObjectLockConfiguration,
    ObjectLockEnabled, Tag,
};

use super::document::parse;
use super::error::{error, invalid_argument, invalid_request, malformed_xml};
use super::location::{self, FIRST_REGION};
use super::state::{Bucket, State, owner};
use super::{Ask, acl, ownership, tag_resource, tagging, versioning};

/// Lets every name through s3s, so that the errors about names are ours.
pub(super) struct AnyName;

/// Names that somebody else has had for years.
const TAKEN: &[&str] = &["example", "my-bucket", "mybucket", "test", "test-bucket"];

/// Most buckets that one page of a list has.
const PAGE: usize = 10_000;

pub(super) fn create(ask: &Ask, state: &mut State, input: CreateBucketInput) -> S3Result<CreateBucketOutput> {
    let caller = ask.caller()?;
    let account = caller.principal.account.as_str();
    let name = input.bucket.as_str();
    let place = Place::of(&input, &caller.region)?;
    check_name(name, place.zone.as_deref())?;
    check_namespace(ask, name, account, place.region)?;
    let tags = tags_of(&ask.body)?;
    tagging::check(&tags)?;

    if let Some(existing) = state.buckets.get(name) {
        return recreate(existing, account, place.region, name);
    }
    if TAKEN.contains(&name) {
        return Err(already_exists());
    }
    let mut bucket = Bucket::new(account, place.region, place.zone);
    bucket.tags = tags;
    if let Some(owned) = input.object_ownership {
        if !ownership::is_known(&owned) {
            return Err(invalid_argument(format!(
                "Invalid x-amz-object-ownership header: {}",
                owned.as_str()
            )));
        }
        bucket.ownership = Some(owned.as_str().to_owned());
    }
    if let Some(acl) = &input.acl {
        check_acl(&bucket, acl)?;
        bucket.grants = acl::canned(acl);
    }
    if input.object_lock_enabled_for_bucket == Some(true) {
        bucket.versioning = Some(versioning::enabled());
        let enabled = Some(ObjectLockEnabled::from_static(ObjectLockEnabled::ENABLED));
        bucket.object_lock = Some(ObjectLockConfiguration { object_lock_enabled: enabled, rule: None });
    }
    state.buckets.insert(name.to_owned(), bucket);
    Ok(CreateBucketOutput { location: Some(url(name, place.region)) })
}

pub(super) fn head(_: &Ask, state: &State, input: HeadBucketInput) -> S3Result<HeadBucketOutput> {
    let bucket = state.bucket(&input.bucket)?;
    Ok(HeadBucketOutput {
        access_point_alias: Some(false),
        bucket_location_name: bucket.zone.clone(),
        bucket_location_type: bucket
            .zone
            .as_ref()
            .map(|_| LocationType::from_static(LocationType::AVAILABILITY_ZONE)),
        bucket_region: Some(bucket.region.clone()),
    })
}

pub(super) fn delete(_: &Ask, state: &mut State, input: DeleteBucketInput) -> S3Result<DeleteBucketOutput> {
    let bucket = state.bucket(&input.bucket)?;
    if !bucket.objects.is_empty() {
        let message = match bucket.versioning {
            None => "The bucket you tried to delete is not empty",
            Some(_) => {
                "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
            }
        };
        return Err(error(409, "BucketNotEmpty", message));
    }
    state.buckets.remove(&input.bucket);
    Ok(DeleteBucketOutput::default())
}

pub(super) fn list(ask: &Ask, state: &State, input: ListBucketsInput) -> S3Result<ListBucketsOutput> {
    let caller = ask.caller()?;
    let account = &caller.principal.account;
    if input.bucket_region.as_ref().is_some_and(|region| *region != caller.region) {
        let message =
            "Requests with bucket-region specified must be made to the corresponding regional endpoint";
        return Err(invalid_argument(message));
    }
    let page = match input.max_buckets {
        None => PAGE,
        Some(most) => usize::try_from(most)
            .ok()
            .filter(|most| (1..=PAGE).contains(most))
            .ok_or_else(|| invalid_argument("Argument max-buckets must be an integer between 1 and 10000"))?,
    };
    let prefix = input.prefix.clone().unwrap_or_default();
    let mut buckets: Vec<Listed> = own(state, account, false)
        .filter(|(name, _)| name.starts_with(&prefix))
        .filter(|(_, bucket)| input.bucket_region.as_ref().is_none_or(|region| *region == bucket.region))
        .filter(|(name, _)| input.continuation_token.as_ref().is_none_or(|token| *name > token))
        .take(page + 1)
        .map(|(name, bucket)| listed(name, bucket))
        .collect();
    let more = buckets.len() > page;
    buckets.truncate(page);
    let last = buckets.last().and_then(|bucket| bucket.name.clone());
    Ok(ListBucketsOutput {
        buckets: Some(buckets),
        continuation_token: last.filter(|_| more),
        owner: Some(owner(account)),
        prefix: input.prefix,
    })
}

pub(super) fn list_directory(
    ask: &Ask,
    state: &State,
    _: ListDirectoryBucketsInput,
) -> S3Result<ListDirectoryBucketsOutput> {
    let caller = ask.caller()?;
    let buckets =
        own(state, &caller.principal.account, true).filter(|(_, bucket)| bucket.region == caller.region);
    let buckets = buckets.map(|(name, bucket)| listed(name, bucket)).collect();
    Ok(ListDirectoryBucketsOutput { buckets: Some(buckets), continuation_token: None })
}

fn own<'a>(
    state: &'a State,
    account: &'a str,
    directory: bool,
) -> impl Iterator<Item = (&'a String, &'a Bucket)> {
    state
        .buckets
        .iter()
        .filter(move |(_, bucket)| bucket.owner == account && bucket.zone.is_some() == directory)
}

fn listed(name: &str, bucket: &Bucket) -> Listed {
    Listed {
        bucket_region: Some(bucket.region.clone()),
        creation_date: Some(bucket.created.clone()),
        name: Some(name.to_owned()),
    }
}

/// Where a bucket is to be.
struct Place<'a> {
    region: &'a str,
    zone: Option<String>,
}

impl<'a> Place<'a> {
    fn of(input: &CreateBucketInput, endpoint: &'a str) -> S3Result<Self> {
        let configuration = input.create_bucket_configuration.as_ref();
        let zone = configuration.and_then(|configuration| configuration.location.as_ref());
        if let Some(zone) = zone {
            let kind = zone.type_.as_ref().map(LocationType::as_str);
            let directory = configuration.and_then(|configuration| configuration.bucket.as_ref());
            let known = matches!(kind, Some(LocationType::AVAILABILITY_ZONE | LocationType::LOCAL_ZONE));
            let directory =
                directory.and_then(|bucket| bucket.type_.as_ref()).is_some_and(|t| t.as_str() == "Directory");
            return match &zone.name {
                Some(name) if known && directory => Ok(Self { region: endpoint, zone: Some(name.clone()) }),
                _ => Err(malformed_xml()),
            };
        }
        let constraint = configuration.and_then(|configuration| configuration.location_constraint.as_ref());
        let region = match constraint.map(|constraint| constraint.as_str()) {
            // The unspecified constraint stands for the first region, and only its endpoint takes it.
            None | Some("") if endpoint == FIRST_REGION => FIRST_REGION,
            None | Some("") => return Err(incompatible("unspecified")),
            Some(constraint) => match location::region(constraint) {
                None => {
                    let message = "The specified location-constraint is not valid";
                    return Err(error(400, "InvalidLocationConstraint", message));
                }
                // The endpoint of the first region is the global one: it makes buckets everywhere.
                Some(region) if region == endpoint || endpoint == FIRST_REGION => region,
                Some(_) => return Err(incompatible(constraint)),
            },
        };
        Ok(Self { region, zone: None })
    }
}

fn incompatible(constraint: &str) -> s3s::S3Error {
    let message = format!(
        "The {constraint} location constraint is incompatible for the region specific endpoint this request was \
         sent to."
    );
    error(400, "IllegalLocationConstraintException", message)
}

fn already_exists() -> s3s::S3Error {
    let message = "The requested bucket name is not available. The bucket namespace is shared by all users of the \
                   system. Please select a different name and try again.";
    error(409, "BucketAlreadyExists", message)
}

/// A bucket made again: an error, but for the first region, which for the sake of old programs says that all is well.
fn recreate(existing: &Bucket, account: &str, region: &str, name: &str) -> S3Result<CreateBucketOutput> {
    if existing.owner != account {
        return Err(already_exists());
    }
    if existing.region == FIRST_REGION && region == FIRST_REGION && existing.zone.is_none() {
        return Ok(CreateBucketOutput { location: Some(url(name, region)) });
    }
    let message = "Your previous request to create the named bucket succeeded and you already own it.";
    Err(error(409, "BucketAlreadyOwnedByYou", message))
}

fn url(name: &str, region: &str) -> String {
    if region == FIRST_REGION { format!("/{name}") } else { format!("http://{name}.s3.amazonaws.com/") }
}

/// The rules for names: docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html and, for directory
/// buckets, directory-bucket-naming-rules.html.
fn check_name(name: &str, zone: Option<&str>) -> S3Result<()> {
    let simple = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let spelled = (3..=63).contains(&name.len())
        && name.chars().all(|c| simple(c) || c == '-' || (c == '.' && zone.is_none()))
        && name.starts_with(simple)
        && name.ends_with(simple);
    let reserved_prefix = ["xn--", "sthree-", "amzn-s3-demo-"].iter().any(|prefix| name.starts_with(prefix));
    let reserved_suffix =
        ["-s3alias", "--ol-s3", ".mrap", "--table-s3"].iter().any(|suffix| name.ends_with(suffix));
    let directory = match zone {
        Some(zone) => name.strip_suffix(&format!("--{zone}--x-s3")).is_some_and(|base| !base.is_empty()),
        None => !name.ends_with("--x-s3"),
    };
    let address = name.split('.').count() == 4 && name.split('.').all(|part| part.parse::<u8>().is_ok());
    if spelled && directory && !name.contains("..") && !address && !reserved_prefix && !reserved_suffix {
        Ok(())
    } else {
        Err(error(400, "InvalidBucketName", "The specified bucket is not valid."))
    }
}

/// Names that end like those of an account's own namespace are only for that namespace, and the other way round.
fn check_namespace(ask: &Ask, name: &str, account: &str, region: &str) -> S3Result<()> {
    let own = name.strip_suffix(&format!("-{account}-{region}-an")).is_some_and(|prefix| !prefix.is_empty());
    match ask.namespace.as_deref() {
        None | Some("global") if name.ends_with("-an") && looks_regional(name) => Err(invalid_namespace(
            "The requested bucket name is reserved for an account regional namespace, but the \
                                   x-amz-bucket-namespace header value is not account-regional.",
        )),
        None | Some("global") => Ok(()),
        Some("account-regional") if own => Ok(()),
        Some("account-regional") => Err(invalid_namespace(
            "The requested bucket name did not include the account-regional namespace suffix, but the provided \
             x-amz-bucket-namespace header value is account-regional.",
        )),
        Some(other) => Err(invalid_request(format!("Invalid x-amz-bucket-namespace header: {other}"))),
    }
}

/// Tells `PREFIX-123456789012-eu-west-1-an`.
fn looks_regional(name: &str) -> bool {
    let parts: Vec<&str> = name.split('-').collect();
    parts.len() >= 6 && crate::aws::credentials::is_account(parts[parts.len() - 5])
}

fn invalid_namespace(message: &'static str) -> s3s::S3Error {
    error(400, "InvalidNamespaceHeader", message)
}

fn check_acl(bucket: &Bucket, acl: &BucketCannedACL) -> S3Result<()> {
    if !acl::is_known(acl) {
        return Err(acl::unknown(acl));
    }
    if bucket.is_owner_enforced() && acl.as_str() != BucketCannedACL::PRIVATE {
        let message = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting";
        return Err(error(400, "InvalidBucketAclWithObjectOwnership", message));
    }
    if acl::is_public(acl) && bucket.blocks(|block| block.block_public_acls) {
        let message = "Bucket cannot have public ACLs set with BlockPublicAccess enabled";
        return Err(error(400, "InvalidBucketAclWithBlockPublicAccessError", message));
    }
    Ok(())
}

/// The tags of a create request, which s3s does not read.
fn tags_of(body: &[u8]) -> S3Result<Vec<Tag>> {
    if body.is_empty() {
        return Ok(Vec::new());
    }
    Ok(tag_resource::read(&parse(body, "CreateBucketConfiguration")?.root_element()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_rules() {
        for (name, zone, good) in [
            ("abc", None, true),
            ("a.b-c", None, true),
            ("ab", None, false),
            (&*"a".repeat(63), None, true),
            (&*"a".repeat(64), None, false),
            ("Abc", None, false),
            ("a_b", None, false),
            ("-ab", None, false),
            ("ab-", None, false),
            ("a..b", None, false),
            ("192.168.5.4", None, false),
            ("192.168.5.400", None, true),
            ("xn--abc", None, false),
            ("abc-s3alias", None, false),
            ("abc--use1-az4--x-s3", None, false),
            ("abc--use1-az4--x-s3", Some("use1-az4"), true),
            ("abc--use1-az5--x-s3", Some("use1-az4"), false),
            ("--use1-az4--x-s3", Some("use1-az4"), false),
        ] {
            assert_eq!(check_name(name, zone).is_ok(), good, "{name} {zone:?}");
        }
    }

    #[test]
    fn tags_are_read() {
        let body = "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Tags><Tag>\
                    <Key>a</Key><Value/></Tag></Tags></CreateBucketConfiguration>";
        let tags = tags_of(body.as_bytes()).unwrap();
        assert_eq!(tags, [Tag { key: Some("a".into()), value: Some(String::new()) }]);
        assert!(tags_of(b"").unwrap().is_empty());
        assert!(tags_of(b"<a>").is_err());
    }

    #[test]
    fn regional_names_are_told() {
        assert!(looks_regional("logs-123456789012-eu-west-1-an"));
        assert!(!looks_regional("a-caravan-an"));
    }
}
