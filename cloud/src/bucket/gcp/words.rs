//! Words and numbers of Cloud Storage, and ours.

use crate::bucket::StorageClass;

/// Seconds in a day; the API's durations are seconds, ours are days.
pub(super) const DAY: i64 = 86_400;

/// A neutral storage class in Cloud Storage's word ("Storage classes", Cloud Storage docs).
pub(super) fn class_name(class: StorageClass) -> &'static str {
    match class {
        StorageClass::Standard => "STANDARD",
        StorageClass::Infrequent => "NEARLINE",
        StorageClass::Cold => "COLDLINE",
        StorageClass::Archive => "ARCHIVE",
    }
}

/// Cloud Storage's word for a class as a neutral one; `RAPID` has none. The legacy classes are as `STANDARD`
/// ("Storage classes", Cloud Storage docs).
pub(super) fn class(name: &str) -> Option<StorageClass> {
    match name {
        "NEARLINE" => Some(StorageClass::Infrequent),
        "COLDLINE" => Some(StorageClass::Cold),
        "ARCHIVE" => Some(StorageClass::Archive),
        "RAPID" => None,
        _ => Some(StorageClass::Standard),
    }
}

/// The API's numbers are signed; `check` refuses what does not fit before it comes here.
pub(super) fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
