//! Points in time as Google's APIs write them.

use chrono::{DateTime, Duration, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A point in time; in JSON, RFC 3339 in UTC with milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(crate) struct Time(pub(crate) DateTime<Utc>);

impl Time {
    pub(crate) fn now() -> Self {
        Self(Utc::now())
    }

    pub(crate) fn plus_seconds(self, seconds: i64) -> Self {
        let end = Duration::try_seconds(seconds).and_then(|pause| self.0.checked_add_signed(pause));
        Self(end.unwrap_or(DateTime::<Utc>::MAX_UTC))
    }

    /// Microseconds since 1970: what generations of objects and buckets are made of.
    pub(crate) fn micros(self) -> i64 {
        self.0.timestamp_micros()
    }

    pub(crate) fn text(self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::Millis, true)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let time = DateTime::parse_from_rfc3339(&text).map_err(serde::de::Error::custom)?;
        Ok(Self(time.to_utc()))
    }
}
