//! Where an error of regorus is.

use crate::LoadError;

/// Finds file and line in an error of regorus, which draws them as `--> FILE:LINE:COLUMN` above the source's line and
/// ends with `error: MESSAGE`.
pub(super) fn located(text: &str) -> LoadError {
    let message = text.rsplit_once("error: ").map_or(text, |(_, message)| message).trim();
    let place = text.split_once("--> ").and_then(|(_, rest)| rest.lines().next());
    let parts = place.and_then(|place| {
        let (rest, _column) = place.trim().rsplit_once(':')?;
        let (file, line) = rest.rsplit_once(':')?;
        Some((file.to_owned(), line.parse().ok()?))
    });
    match parts {
        Some((file, line)) => LoadError::at(file, line, message),
        None => LoadError::new(message),
    }
}
