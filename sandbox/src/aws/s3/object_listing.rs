//! Objects and versions listed, page by page.

use s3s::S3Result;
use s3s::dto::{
    CommonPrefix, DeleteMarkerEntry, ETag, EncodingType, ListObjectVersionsInput, ListObjectVersionsOutput,
    ListObjectsInput, ListObjectsOutput, ListObjectsV2Input, ListObjectsV2Output, Object as Listed,
    ObjectStorageClass, ObjectVersion, ObjectVersionStorageClass,
};

use super::Ask;
use super::error::invalid_argument;
use super::state::{Bucket, Object, State, Version, owner};

/// Most keys of a page.
const PAGE: i32 = 1000;

pub(super) fn objects(_: &Ask, state: &State, input: ListObjectsInput) -> S3Result<ListObjectsOutput> {
    let bucket = state.bucket(&input.bucket)?;
    let text = Text::of(input.encoding_type.as_ref())?;
    let most = limit(input.max_keys, "max-keys")?;
    let scope = Scope { prefix: input.prefix.as_deref(), delimiter: input.delimiter.as_deref(), most };
    let found = scope.page(current(bucket), input.marker.as_deref());
    let last = found.last_name();
    Ok(ListObjectsOutput {
        contents: Some(
            found
                .entries
                .iter()
                .map(|(key, (version, object))| listed(&text, key, version, object))
                .collect(),
        ),
        common_prefixes: text.prefixes(&found.prefixes),
        // Without a delimiter the next page starts after the last key, which the caller has.
        next_marker: last.filter(|_| found.more && input.delimiter.is_some()).map(|last| text.write(&last)),
        is_truncated: Some(found.more),
        max_keys: Some(most),
        name: Some(input.bucket),
        prefix: Some(text.write(input.prefix.as_deref().unwrap_or_default())),
        marker: Some(text.write(input.marker.as_deref().unwrap_or_default())),
        delimiter: input.delimiter,
        encoding_type: input.encoding_type,
        request_charged: None,
    })
}

pub(super) fn objects_v2(_: &Ask, state: &State, input: ListObjectsV2Input) -> S3Result<ListObjectsV2Output> {
    let bucket = state.bucket(&input.bucket)?;
    let text = Text::of(input.encoding_type.as_ref())?;
    let most = limit(input.max_keys, "max-keys")?;
    let scope = Scope { prefix: input.prefix.as_deref(), delimiter: input.delimiter.as_deref(), most };
    let after = match input.continuation_token.as_deref() {
        None => input.start_after.clone(),
        Some(token) => Some(
            urlencoding::decode(token)
                .map_err(|_| invalid_argument("The continuation token provided is incorrect"))?
                .into_owned(),
        ),
    };
    let found = scope.page(current(bucket), after.as_deref());
    let last = found.last_name();
    let with_owner = input.fetch_owner == Some(true);
    let contents = found.entries.iter().map(|(key, (version, object))| {
        let owner = with_owner.then(|| owner(&bucket.owner));
        Listed { owner, ..listed(&text, key, version, object) }
    });
    Ok(ListObjectsV2Output {
        key_count: i32::try_from(found.entries.len() + found.prefixes.len()).ok(),
        contents: Some(contents.collect()),
        common_prefixes: text.prefixes(&found.prefixes),
        next_continuation_token: last
            .filter(|_| found.more)
            .map(|last| urlencoding::encode(&last).into_owned()),
        is_truncated: Some(found.more),
        max_keys: Some(most),
        name: Some(input.bucket),
        prefix: Some(text.write(input.prefix.as_deref().unwrap_or_default())),
        continuation_token: input.continuation_token,
        start_after: input.start_after,
        delimiter: input.delimiter,
        encoding_type: input.encoding_type,
        request_charged: None,
    })
}

pub(super) fn versions(
    _: &Ask,
    state: &State,
    input: ListObjectVersionsInput,
) -> S3Result<ListObjectVersionsOutput> {
    let bucket = state.bucket(&input.bucket)?;
    let text = Text::of(input.encoding_type.as_ref())?;
    let most = limit(input.max_keys, "max-keys")?;
    let marker = input.version_id_marker.as_deref();
    if marker.is_some() && input.key_marker.is_none() {
        return Err(invalid_argument("A version-id marker cannot be specified without a key marker."));
    }
    let scope = Scope { prefix: input.prefix.as_deref(), delimiter: input.delimiter.as_deref(), most };
    let resume = Resume { key: input.key_marker.as_deref(), version: marker };
    let all = bucket.objects.iter().flat_map(|(key, versions)| {
        versions.iter().rev().enumerate().map(move |(age, version)| (key, (age == 0, version)))
    });
    let found = scope.page(all.filter(resume.rest(bucket)), None);
    let mut output = ListObjectVersionsOutput {
        common_prefixes: text.prefixes(&found.prefixes),
        is_truncated: Some(found.more),
        max_keys: Some(most),
        next_key_marker: found.last_name().filter(|_| found.more).map(|key| text.write(&key)),
        next_version_id_marker: found
            .last_entry()
            .filter(|_| found.more)
            .map(|(_, (_, version))| version.id.clone()),
        name: Some(input.bucket),
        prefix: Some(text.write(input.prefix.as_deref().unwrap_or_default())),
        key_marker: Some(text.write(input.key_marker.as_deref().unwrap_or_default())),
        version_id_marker: Some(input.version_id_marker.unwrap_or_default()),
        delimiter: input.delimiter,
        encoding_type: input.encoding_type,
        ..ListObjectVersionsOutput::default()
    };
    let owner = owner(&bucket.owner);
    for (key, (is_latest, version)) in found.entries {
        let (key, last_modified) = (Some(text.write(key)), Some(version.modified.clone()));
        let (is_latest, version_id) = (Some(is_latest), Some(version.id.clone()));
        let owner = Some(owner.clone());
        match &version.object {
            None => output.delete_markers.get_or_insert_default().push(DeleteMarkerEntry {
                is_latest,
                key,
                last_modified,
                owner,
                version_id,
            }),
            Some(object) => output.versions.get_or_insert_default().push(ObjectVersion {
                e_tag: Some(ETag::Strong(object.etag.clone())),
                is_latest,
                key,
                last_modified,
                owner,
                size: i64::try_from(object.content.len()).ok(),
                storage_class: Some(ObjectVersionStorageClass::from(
                    object.storage_class.as_str().to_owned(),
                )),
                version_id,
                ..ObjectVersion::default()
            }),
        }
    }
    Ok(output)
}

/// The limit of a page that a caller asks for.
pub(super) fn limit(asked: Option<i32>, argument: &str) -> S3Result<i32> {
    match asked {
        Some(asked) if asked < 0 => {
            Err(invalid_argument(format!("Argument {argument} must be an integer between 0 and 2147483647")))
        }
        asked => Ok(asked.unwrap_or(PAGE).min(PAGE)),
    }
}

/// How names are written in a reply: as they are or percent-encoded.
pub(super) struct Text {
    encoded: bool,
}

impl Text {
    pub(super) fn of(encoding: Option<&EncodingType>) -> S3Result<Self> {
        match encoding.map(EncodingType::as_str) {
            None => Ok(Self { encoded: false }),
            Some(EncodingType::URL) => Ok(Self { encoded: true }),
            Some(_) => Err(invalid_argument("Invalid Encoding Method specified in Request")),
        }
    }

    pub(super) fn write(&self, name: &str) -> String {
        if self.encoded { urlencoding::encode(name).replace("%2F", "/") } else { name.to_owned() }
    }

    fn prefixes(&self, prefixes: &[String]) -> Option<Vec<CommonPrefix>> {
        let all: Vec<_> =
            prefixes.iter().map(|prefix| CommonPrefix { prefix: Some(self.write(prefix)) }).collect();
        Some(all).filter(|all| !all.is_empty())
    }
}

/// What a list is about.
struct Scope<'a> {
    prefix: Option<&'a str>,
    delimiter: Option<&'a str>,
    most: i32,
}

/// A page of a list: entries in order, and what names with a delimiter after the prefix were rolled into.
struct Page<'a, T> {
    entries: Vec<(&'a String, T)>,
    prefixes: Vec<String>,
    more: bool,
}

impl Scope<'_> {
    fn page<'a, T>(&self, all: impl Iterator<Item = (&'a String, T)>, after: Option<&str>) -> Page<'a, T> {
        let most = usize::try_from(self.most).unwrap_or_default();
        let prefix = self.prefix.unwrap_or_default();
        let mut page = Page { entries: Vec::new(), prefixes: Vec::new(), more: false };
        for (key, value) in all.filter(|(key, _)| key.starts_with(prefix)) {
            let group = self.group(key);
            let name = group.as_deref().unwrap_or(key);
            if after.is_some_and(|after| name <= after)
                || page.prefixes.iter().any(|known| Some(known) == group.as_ref())
            {
                continue;
            }
            if page.entries.len() + page.prefixes.len() == most {
                // A page of nothing is whole.
                page.more = most > 0;
                break;
            }
            match group {
                Some(group) => page.prefixes.push(group),
                None => page.entries.push((key, value)),
            }
        }
        page
    }

    /// The common prefix that a key is rolled into.
    fn group(&self, key: &str) -> Option<String> {
        let delimiter = self.delimiter.filter(|delimiter| !delimiter.is_empty())?;
        let start = self.prefix.unwrap_or_default().len();
        let end = start + key.get(start..)?.find(delimiter)? + delimiter.len();
        key.get(..end).map(str::to_owned)
    }
}

impl<'a, T> Page<'a, T> {
    fn last_entry(&self) -> Option<&(&'a String, T)> {
        self.entries.last().filter(|(key, _)| self.prefixes.last().is_none_or(|prefix| *key > prefix))
    }

    fn last_name(&self) -> Option<String> {
        let entry = self.last_entry().map(|(key, _)| (*key).clone());
        entry.or_else(|| self.prefixes.last().cloned())
    }
}

/// Where a list of versions goes on.
struct Resume<'a> {
    key: Option<&'a str>,
    version: Option<&'a str>,
}

impl Resume<'_> {
    /// Tells the versions that are still to be listed.
    fn rest<'v>(&self, bucket: &Bucket) -> impl FnMut(&(&'v String, (bool, &'v Version))) -> bool {
        let key = self.key.map(str::to_owned);
        // Versions of the marker's key, newest first, up to and with the marker, have been listed.
        let listed: Vec<String> = match (self.key.and_then(|key| bucket.objects.get(key)), self.version) {
            (Some(versions), Some(marker)) => {
                let newest_first = versions.iter().rev().map(|version| version.id.clone());
                let position = versions.iter().rev().position(|version| version.id == marker);
                newest_first.take(position.map_or(versions.len(), |position| position + 1)).collect()
            }
            (Some(versions), None) => versions.iter().map(|version| version.id.clone()).collect(),
            (None, _) => Vec::new(),
        };
        move |(name, (_, version))| match &key {
            None => true,
            Some(key) if *name == key => !listed.contains(&version.id),
            Some(key) => *name > key,
        }
    }
}

fn current(bucket: &Bucket) -> impl Iterator<Item = (&String, (&Version, &Object))> {
    bucket.objects.iter().filter_map(|(key, versions)| {
        let version = versions.last()?;
        Some((key, (version, version.object.as_ref()?)))
    })
}

fn listed(text: &Text, key: &str, version: &Version, object: &Object) -> Listed {
    Listed {
        e_tag: Some(ETag::Strong(object.etag.clone())),
        key: Some(text.write(key)),
        last_modified: Some(version.modified.clone()),
        size: i64::try_from(object.content.len()).ok(),
        storage_class: Some(ObjectStorageClass::from(object.storage_class.as_str().to_owned())),
        ..Listed::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_cut_and_rolled_up() {
        let keys: Vec<String> = ["a", "b/1", "b/2", "c", "d/1"].map(String::from).into();
        let check = |scope: Scope<'_>, after: Option<&str>, expected: (&[&str], &[&str], bool)| {
            let page = scope.page(keys.iter().map(|key| (key, ())), after);
            let names: Vec<&str> = page.entries.iter().map(|(key, ())| key.as_str()).collect();
            let prefixes: Vec<&str> = page.prefixes.iter().map(String::as_str).collect();
            assert_eq!((&names[..], &prefixes[..], page.more), expected);
        };
        let scope = |prefix, delimiter, most| Scope { prefix, delimiter, most };
        check(scope(None, None, 1000), None, (&["a", "b/1", "b/2", "c", "d/1"], &[], false));
        check(scope(None, None, 2), None, (&["a", "b/1"], &[], true));
        check(scope(None, None, 2), Some("c"), (&["d/1"], &[], false));
        check(scope(Some("b/"), None, 1000), None, (&["b/1", "b/2"], &[], false));
        check(scope(None, Some("/"), 1000), None, (&["a", "c"], &["b/", "d/"], false));
        check(scope(None, Some("/"), 2), None, (&["a"], &["b/"], true));
        check(scope(None, Some("/"), 2), Some("b/"), (&["c"], &["d/"], false));
        check(scope(None, None, 0), None, (&[], &[], false));
    }
}
