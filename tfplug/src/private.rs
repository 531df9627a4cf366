use std::collections::BTreeMap;

use bytes::Bytes;

/// What a resource keeps beside its state, which users never see: an etag, a generation. No secrets: it lies in the
/// state file as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Private(BTreeMap<String, String>);

impl Private {
    /// The value kept under a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Keeps a value under a name, or none.
    pub fn set(&mut self, name: impl Into<String>, value: Option<String>) {
        let name = name.into();
        match value {
            Some(value) => self.0.insert(name, value),
            None => self.0.remove(&name),
        };
    }

    /// Reads what [`Private::to_bytes`] wrote. Anything else, such as what an older release kept, is dropped: it must
    /// never be needed to find the resource again.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        Private(serde_json::from_slice(bytes).unwrap_or_default())
    }

    pub(crate) fn to_bytes(&self) -> Bytes {
        if self.0.is_empty() {
            return Bytes::new();
        }
        serde_json::to_vec(&self.0).unwrap_or_default().into()
    }
}
