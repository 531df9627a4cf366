use std::time::Duration;

use tfplug::{Schema, Value};

use crate::duration;

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
    /// Destroying it; 1 hour when unset, for a bucket's objects may have to go first.
    #[schema(validate = duration::validator())]
    pub(crate) delete: Value<String>,
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

/// How long each operation may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
    pub(crate) create: Duration,
    pub(crate) read: Duration,
    pub(crate) update: Duration,
    pub(crate) delete: Duration,
}

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

impl Timeouts {
    pub(crate) fn times(timeouts: &Value<Self>) -> Times {
        let unset = Times { create: 20 * MINUTE, read: 5 * MINUTE, update: 20 * MINUTE, delete: HOUR };
        timeouts.known().map_or(unset, |Timeouts { create, read, update, delete }| {
            unset.unless([create, read, update, delete])
        })
    }
}

impl LongTimeouts {
    pub(crate) fn times(timeouts: &Value<Self>) -> Times {
        let unset = Times { create: HOUR, read: 5 * MINUTE, update: HOUR, delete: HOUR };
        timeouts.known().map_or(unset, |LongTimeouts { create, read, update, delete }| {
            unset.unless([create, read, update, delete])
        })
    }
}

impl Times {
    /// These, but for what is set.
    fn unless(self, [create, read, update, delete]: [&Value<String>; 4]) -> Self {
        let chosen = |text: &Value<String>, unset| {
            text.known().and_then(|text| duration::parse(text)).unwrap_or(unset)
        };
        Times {
            create: chosen(create, self.create),
            read: chosen(read, self.read),
            update: chosen(update, self.update),
            delete: chosen(delete, self.delete),
        }
    }
}
