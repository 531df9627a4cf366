//! The tags that are ours: the mark of a pool whose creation has not come to its end, and the name of the pool on what
//! was made for it.
//!
//! A creation that is killed leaves a node group that no state knows of. `CreateNodegroup` therefore carries a mark,
//! which is taken away when the pool is ready: a creation that finds the mark of its own description goes on from what
//! is there, and one that finds none is refused, so that a finished pool is never taken over.

use std::collections::HashMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::GpuPool;

/// The key of the mark of a node group that is not finished.
pub(super) const UNFINISHED: &str = "palisade-unfinished";

/// The key, on a launch template, of the pool that it belongs to.
pub(super) const POOL: &str = "palisade-gpu-pool";

/// The key, on a launch template, of the placement group that was made with it.
pub(super) const PLACEMENT_GROUP: &str = "palisade-placement-group";

/// Bytes of a digest that are told.
const TOLD: usize = 16;

/// The mark's value: a digest of all that is wanted, so that only the same description goes on.
pub(super) fn of(wanted: &GpuPool) -> String {
    digest(&format!("{wanted:?}"))
}

/// Whether tags hold the mark of the pool that is wanted.
pub(super) fn is_of(wanted: &GpuPool, tags: Option<&HashMap<String, String>>) -> bool {
    tags.and_then(|tags| tags.get(UNFINISHED)) == Some(&of(wanted))
}

/// Whether a tag is no label of the user's.
pub(super) fn is_hidden(key: &str) -> bool {
    key == UNFINISHED || key.to_ascii_lowercase().starts_with("aws:")
}

/// The first half of SHA-256, in hexadecimal digits.
pub(super) fn digest(text: &str) -> String {
    Sha256::digest(text).iter().take(TOLD).fold(String::new(), |mut digits, byte| {
        // Writing to a text never fails.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
