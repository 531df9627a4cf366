//! What a configuration may add to an operator's policy.

use super::{Level, Mode, Settings};

impl Settings {
    /// Adds what a configuration says to what the operator says, where that makes the policy tighter, and tells what
    /// was left out because it would not.
    ///
    /// The operator is whoever runs Terraform; the configuration is written by the author of the change that is
    /// judged. So a configuration may turn warnings into denials, switch packs on, raise levels and bring rules of
    /// its own; it may not do the opposite. Its data is left out altogether: a project that a configuration calls
    /// inside a perimeter would be believed, and no key can be told from one that is believed so.
    #[must_use]
    pub fn tighten(mut self, configured: Self) -> (Self, Vec<String>) {
        let mut left_out = Vec::new();
        if configured.mode == Some(Mode::Warn) && self.mode.unwrap_or_default() == Mode::Enforce {
            left_out.push("mode \"warn\" is ignored: the operator's policy is enforced".to_owned());
        }
        self.mode = Some(self.mode.unwrap_or_default().max(configured.mode.unwrap_or(Mode::Warn)));

        match (&mut self.packs, configured.packs) {
            (Some(on), Some(more)) => on.extend(more),
            (None, Some(_)) => {
                left_out.push("packs is ignored: the operator's policy has every pack on".to_owned());
            }
            (_, None) => {}
        }

        for (rule, level) in configured.levels.into_iter().chain(configured.floors) {
            let floor = self.floors.entry(rule).or_insert(Level::Off);
            *floor = level.max(*floor);
        }
        self.paths.extend(configured.paths);
        if !configured.data.is_empty() {
            left_out.push("data is ignored: the operator's policy brings its own".to_owned());
        }
        (self, left_out)
    }
}
