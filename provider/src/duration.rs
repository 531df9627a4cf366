use std::time::Duration;

use tfplug::{Data, Validator};

/// Checks that an attribute holds a duration, such as `90s`, `20m` or `1h30m`.
pub(crate) fn validator() -> Validator {
    Validator::new("a duration such as `90s`, `20m` or `1h30m`", |data: &Data| match data.as_str() {
        Some(text) if parse(text).is_none() => {
            Err(format!("is {text:?}, must be a duration such as \"90s\", \"20m\" or \"1h30m\""))
        }
        _ => Ok(()),
    })
}

/// Reads a duration made of whole hours, minutes and seconds, each at most once and in that order. `None` for anything
/// else, and for none at all.
pub(crate) fn parse(text: &str) -> Option<Duration> {
    let mut rest = text;
    let mut seconds = 0_u64;
    for (unit, worth) in [('h', 3_600), ('m', 60), ('s', 1)] {
        if let Some((number, after)) = rest.split_once(unit) {
            let number: u64 =
                number.bytes().all(|digit| digit.is_ascii_digit()).then(|| number.parse().ok())??;
            seconds = seconds.checked_add(number.checked_mul(worth)?)?;
            rest = after;
        }
    }
    (rest.is_empty() && seconds > 0).then(|| Duration::from_secs(seconds))
}

/// Writes whole seconds as [`parse`] reads them: `9h`, `1h30m`.
pub(crate) fn format(seconds: u64) -> String {
    let parts = [(seconds / 3_600, 'h'), (seconds / 60 % 60, 'm'), (seconds % 60, 's')];
    parts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, unit)| format!("{number}{unit}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_durations_and_nothing_else() {
        for (text, seconds) in [
            ("90s", Some(90)),
            ("20m", Some(1_200)),
            ("1h30m", Some(5_400)),
            ("1h1m1s", Some(3_661)),
            ("0s", None),
            ("", None),
            ("20", None),
            ("m", None),
            ("-5m", None),
            ("5m1h", None),
            ("1.5h", None),
            ("99999999999999999999h", None),
        ] {
            assert_eq!(parse(text), seconds.map(Duration::from_secs), "{text:?}");
        }
    }

    #[test]
    fn writes_what_it_reads() {
        for (seconds, text) in [(90, "1m30s"), (1_200, "20m"), (32_400, "9h"), (3_661, "1h1m1s")] {
            assert_eq!(format(seconds), text);
            assert_eq!(parse(text), Some(Duration::from_secs(seconds)));
        }
    }
}
