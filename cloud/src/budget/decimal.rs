//! Exact decimals: amounts and percents as texts that are compared by value and never go through a rounding.

use bigdecimal::BigDecimal;

/// Digits that every decimal of so many keeps on its way through a double and back (IEEE 754, `DBL_DIG`).
const DIGITS_OF_A_DOUBLE: u64 = 15;

/// The value of a text such as `1250.50`: digits and at most one point, no sign and no exponent, as both clouds write
/// amounts. `None` for any other text.
pub(crate) fn parse(text: &str) -> Option<BigDecimal> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if digits(whole) && digits(fraction) { text.parse().ok() } else { None }
}

/// Whether two texts are one number: `80` and `80.0`. Texts that are no numbers are compared as texts.
pub(crate) fn same(one: &str, other: &str) -> bool {
    match (parse(one), parse(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}

/// A number that was read, in the spelling that is known already where it is the same number.
pub(crate) fn spelt_as(known: &str, read: String) -> String {
    if same(known, &read) { known.to_owned() } else { plain(&read) }
}

/// A number without zeros that say nothing: `100.0` is `100`. Texts that are no numbers stay.
pub(crate) fn plain(text: &str) -> String {
    parse(text).map_or_else(|| text.to_owned(), |value| value.normalized().to_plain_string())
}

/// The double that stands for a decimal in an API that takes no other numbers. `None` where the decimal has more digits
/// than a double is sure to keep, so that it would come back as another one.
pub(crate) fn to_double(text: &str) -> Option<f64> {
    let value = parse(text)?.normalized();
    if value.digits() > DIGITS_OF_A_DOUBLE {
        return None;
    }
    text.parse().ok()
}

/// The decimal that a double stands for: the shortest that is read as this double, so that 0.1 is `0.1`.
pub(crate) fn of_double(value: f64) -> String {
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_decimals_are_numbers() {
        for text in ["0", "80", "0.10", "1250.50", "007", "123456789012345678901234567890.5"] {
            assert!(parse(text).is_some(), "{text}");
        }
        for text in ["", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", "1_000", "NaN", " 1", "1.2.3"] {
            assert!(parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn numbers_are_compared_by_value() {
        let check = |one, other, expected| assert_eq!(same(one, other), expected, "{one} {other}");
        check("80", "80.0", true);
        check("1250.5", "1250.50", true);
        check("80", "80.0000000001", false);
        check("123456789012345678901", "123456789012345678902", false);
        check("all", "all", true);
        check("all", "0", false);
        assert_eq!(spelt_as("80.0", "80".into()), "80.0");
        assert_eq!(spelt_as("80.0", "81.0".into()), "81");
        assert_eq!(
            [plain("100.0"), plain("1250.50"), plain("0.0"), plain("all")],
            ["100", "1250.5", "0", "all"]
        );
    }

    #[test]
    fn doubles_come_back_as_the_decimals_that_went_in() {
        for text in
            ["80", "0.1", "112.5", "33.3", "0", "1000000", "15000000000000", "0.000001", "99.9999999999999"]
        {
            assert_eq!(to_double(text).map(of_double).as_deref(), Some(text));
        }
        for text in ["80.00000000000001", "1234567890.1234567", "x"] {
            assert_eq!(to_double(text), None, "{text}");
        }
    }
}
