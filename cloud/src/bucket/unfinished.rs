//! The mark of a bucket whose creation has not come to its end.
//!
//! A creation that is killed after its first call leaves a bucket that no state knows of. The first call therefore
//! carries a mark, and the last one takes it away: a creation that finds the mark of its own description goes on from
//! what is there, and one that finds none is refused, so that a finished bucket is never taken over. The mark is a tag
//! on S3 and a label on Cloud Storage; it is never shown among the labels of a bucket.

use std::fmt::Write;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::Bucket;

/// The key of the mark. Both clouds take it.
pub(super) const KEY: &str = "palisade-unfinished";

/// A creation that is under way takes its mark away within seconds, one that was killed never does: a mark that is
/// seen is looked at again after this long, so that two creations of one description do not share a bucket.
pub(super) const LEFT_ALONE: Duration =
    if cfg!(test) { Duration::from_millis(1) } else { Duration::from_secs(5) };

/// Bytes of the digest that are told: Cloud Storage takes 63 characters, of which hexadecimal digits need two a byte.
const TOLD: usize = 16;

/// The mark's value: a digest of all that is wanted. Whoever wants another bucket of this name, be it by one label,
/// finds a mark that is not its own; the name alone would let any configuration take what another one left.
///
/// `Debug` names every attribute, so that none is forgotten here. A release that describes buckets in another way does
/// not know the marks of this one: then the user is told to import, which is the safe way to be wrong.
pub(super) fn value(wanted: &Bucket) -> String {
    let digest = Sha256::digest(format!("{wanted:?}"));
    digest.iter().take(TOLD).fold(String::new(), |mut text, byte| {
        // Writing to a text never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Whether this is the mark of the bucket that is wanted.
pub(super) fn is_of(wanted: &Bucket, mark: Option<&String>) -> bool {
    mark == Some(&value(wanted))
}

#[cfg(test)]
mod tests {
    use super::super::gcp::tests::bucket;
    use super::*;

    #[test]
    fn a_mark_is_that_of_one_description() {
        let wanted = bucket();
        let mark = value(&wanted);
        assert!(is_of(&wanted, Some(&mark)) && !is_of(&wanted, None));
        assert_eq!(mark.len(), 2 * TOLD);
        let changes: [fn(&mut Bucket); 4] = [
            |bucket| bucket.location = "US".into(),
            |bucket| bucket.versioning = Some(false),
            |bucket| drop(bucket.labels.insert("team".into(), "one".into())),
            |bucket| bucket.lifecycle_rules = Some(Vec::new()),
        ];
        for change in changes {
            let mut other = bucket();
            change(&mut other);
            assert!(!is_of(&other, Some(&mark)), "{other:?}");
        }
    }
}
