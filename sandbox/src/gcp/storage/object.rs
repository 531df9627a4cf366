//! An object, once for both protocols: the shape of the JSON API's resource.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::gcp::int64::Int64;
use crate::gcp::time::Time;

/// An object's metadata.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Object {
    pub(crate) name: String,
    pub(crate) bucket: String,
    pub(crate) generation: Int64,
    pub(crate) metageneration: Int64,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) etag: String,
    pub(crate) size: Int64,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) md5_hash: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) crc32c: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) storage_class: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) content_type: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) kms_key_name: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) metadata: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) temporary_hold: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) event_based_hold: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) retention_expiration_time: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) time_created: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) updated: Option<Time>,
    /// When the version stopped being the live one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) time_deleted: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) soft_delete_time: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hard_delete_time: Option<Time>,
}

/// A version of an object with its content.
#[derive(Deserialize, Serialize)]
pub(crate) struct Version {
    pub(crate) object: Object,
    #[serde(serialize_with = "to_base64", deserialize_with = "from_base64")]
    pub(crate) content: bytes::Bytes,
}

impl Version {
    /// Whether this is what a reader of the name gets.
    pub(crate) fn live(&self) -> bool {
        self.object.time_deleted.is_none() && self.object.soft_delete_time.is_none()
    }
}

fn to_base64<S: Serializer>(content: &bytes::Bytes, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(content))
}

fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bytes::Bytes, D::Error> {
    let text = String::deserialize(deserializer)?;
    STANDARD.decode(text).map(Into::into).map_err(serde::de::Error::custom)
}
