//! The time that the services go by: the machine's, which a test turns forward rather than wait.
//!
//! What takes time on a cloud (a pool being made, a pool being taken away) takes as long here as the clock says, and is
//! over by itself once its time has come: whoever looks after that finds it done. Signatures and tokens go by the
//! machine's own time.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::store::{Section, Store};

/// The clock. A clone shares it.
#[derive(Clone)]
pub(crate) struct Clock(Section<Settings>);

/// How the clock stands.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Settings {
    /// Seconds that it is ahead of the machine's.
    ahead_seconds: u32,
    /// How long what takes time takes. 0: whoever looks next finds it done.
    transition_seconds: u32,
}

/// What a test wants of the clock.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Turn {
    /// Seconds to go forward, now.
    #[serde(default)]
    advance_seconds: u32,
    /// How long what begins from now on takes.
    transition_seconds: Option<u32>,
}

impl Clock {
    pub(crate) fn open(store: &Store) -> Result<Self, Error> {
        store.section("sandbox.clock").map(Self)
    }

    /// The time.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        Utc::now() + seconds(self.settings().ahead_seconds)
    }

    /// When what begins now is over.
    pub(crate) fn due(&self) -> DateTime<Utc> {
        self.now() + seconds(self.settings().transition_seconds)
    }

    pub(crate) fn turn(&self, turn: Turn) {
        self.0.write(|settings| {
            settings.ahead_seconds = settings.ahead_seconds.saturating_add(turn.advance_seconds);
            settings.transition_seconds = turn.transition_seconds.unwrap_or(settings.transition_seconds);
        });
    }

    pub(crate) fn settings(&self) -> Settings {
        self.0.read(|settings| *settings)
    }
}

fn seconds(seconds: u32) -> TimeDelta {
    TimeDelta::seconds(i64::from(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_turned_forward() {
        let clock = Clock::open(&Store::open(None).unwrap()).unwrap();
        let turn = |json: &str| clock.turn(serde_json::from_str(json).unwrap());
        let due = clock.due();
        assert!(due <= clock.now(), "without being told, nothing takes time");

        turn(r#"{"transition_seconds":60}"#);
        let due = clock.due();
        assert!(due > clock.now());
        turn(r#"{"advance_seconds":59}"#);
        assert!(due > clock.now());
        turn(r#"{"advance_seconds":1}"#);
        assert!(due <= clock.now());
        assert!(clock.due() > clock.now(), "turning it does not change how long things take");
    }
}
