use std::time::Duration;

use tfplug::{Schema, Value};

use crate::duration;
use crate::managed::Times;

/// How long operations may take, retries included: `90s`, `20m`, `1h30m`.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Timeouts {
    /// Creating it; 20 minutes when unset.
    #[schema(validate = duration::validator())]
    pub(crate) create: Value<String>,
    /// Reading it; 5 minutes when unset.
    #[schema(validate = duration::validator())]
    pub(crate) read: Value<String>,
    /// Changing it; 20 minutes when unset.
    #[schema(validate = duration::validator())]
    pub(crate) update: Value<String>,
    /// Destroying it; 1 hour when unset, for objects may have to go first.
    #[schema(validate = duration::validator())]
    pub(crate) delete: Value<String>,
}

const MINUTE: Duration = Duration::from_secs(60);

impl Timeouts {
    pub(crate) fn times(timeouts: &Value<Self>) -> Times {
        Times {
            create: Self::create(timeouts),
            read: Self::read(timeouts),
            update: Self::update(timeouts),
            delete: Self::delete(timeouts),
        }
    }

    pub(crate) fn create(timeouts: &Value<Self>) -> Duration {
        chosen(timeouts.known().map(|timeouts| &timeouts.create), 20 * MINUTE)
    }

    pub(crate) fn read(timeouts: &Value<Self>) -> Duration {
        chosen(timeouts.known().map(|timeouts| &timeouts.read), 5 * MINUTE)
    }

    pub(crate) fn update(timeouts: &Value<Self>) -> Duration {
        chosen(timeouts.known().map(|timeouts| &timeouts.update), 20 * MINUTE)
    }

    pub(crate) fn delete(timeouts: &Value<Self>) -> Duration {
        chosen(timeouts.known().map(|timeouts| &timeouts.delete), 60 * MINUTE)
    }
}

fn chosen(text: Option<&Value<String>>, otherwise: Duration) -> Duration {
    text.and_then(Value::known).and_then(|text| duration::parse(text)).unwrap_or(otherwise)
}

/// How long operations may take, retries and the machines' own start included: `90s`, `20m`, `1h30m`.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct LongTimeouts {
    /// Creating it; 1 hour when unset.
    #[schema(validate = duration::validator())]
    pub(crate) create: Value<String>,
    /// Reading it; 5 minutes when unset.
    #[schema(validate = duration::validator())]
    pub(crate) read: Value<String>,
    /// Changing it; 1 hour when unset.
    #[schema(validate = duration::validator())]
    pub(crate) update: Value<String>,
    /// Destroying it; 1 hour when unset.
    #[schema(validate = duration::validator())]
    pub(crate) delete: Value<String>,
}

impl LongTimeouts {
    pub(crate) fn times(timeouts: &Value<Self>) -> Times {
        let timeouts = timeouts.known();
        Times {
            create: chosen(timeouts.map(|timeouts| &timeouts.create), 60 * MINUTE),
            read: chosen(timeouts.map(|timeouts| &timeouts.read), 5 * MINUTE),
            update: chosen(timeouts.map(|timeouts| &timeouts.update), 60 * MINUTE),
            delete: chosen(timeouts.map(|timeouts| &timeouts.delete), 60 * MINUTE),
        }
    }
}
