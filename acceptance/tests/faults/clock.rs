//! The sandbox's clock. What takes minutes on a cloud is over in a blink while somebody waits for it, and is still under
//! way when the next apply comes after a provider's death.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use acceptance::http::Http;
use serde_json::json;

/// How long a change takes, in seconds of the clock.
const CHANGE: u32 = 60;

/// The time between two turns of the clock.
pub(crate) const BETWEEN: Duration = Duration::from_millis(200);

/// Lets each change from now on take its time; with 0 it is over when somebody looks.
pub(crate) fn changes_take(control: &Http, seconds: u32) {
    control.post("/_sandbox/clock", &json!({"transition_seconds": seconds}));
}

/// Lets each change from now on take until the clock is turned.
pub(crate) fn changes_wait(control: &Http) {
    changes_take(control, CHANGE);
}

/// Turns the clock, so that every change under way is over.
pub(crate) fn turn(control: &Http) {
    control.post("/_sandbox/clock", &json!({"advance_seconds": CHANGE}));
}

/// Turns the clock again and again while `work` goes on, for the first time after `rest`.
pub(crate) fn turning<T>(control: &Http, rest: Duration, work: impl FnOnce() -> T) -> T {
    let (done, ended) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut wait = rest;
            while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                turn(control);
                wait = BETWEEN;
            }
        });
        let end = work();
        drop(done);
        end
    })
}
