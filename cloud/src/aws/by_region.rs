use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The clients of one service, one a region, each made at its first use.
pub(super) struct ByRegion<C>(Mutex<BTreeMap<String, C>>);

impl<C> Default for ByRegion<C> {
    fn default() -> Self {
        ByRegion(Mutex::default())
    }
}

impl<C: Clone> ByRegion<C> {
    /// The client of a region.
    pub(super) fn get(&self, region: String, make: impl FnOnce(&String) -> C) -> C {
        let mut clients = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        clients.entry(region).or_insert_with_key(make).clone()
    }
}
