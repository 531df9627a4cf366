use std::fmt;
use std::str::FromStr;

use bigdecimal::BigDecimal;
use bigdecimal::num_bigint::BigInt;
use bigdecimal::{FromPrimitive, ToPrimitive};

/// An exact decimal number, as Terraform has them: `0.1` is one tenth, and 2^63 keeps every digit.
///
/// Equality, order and hash follow the value, not its spelling: `1.50` equals `1.5`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Number(Repr);

// `Infinity` is what Terraform sends for `1/0`; an exact number is kept normalised, so that the derived
// equality and hash follow its value.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    NegativeInfinity,
    Exact { digits: BigInt, scale: i64 },
    Infinity,
}

/// Why a text is not a [`Number`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a decimal number of at most {MAX_DIGITS} digits")]
pub struct ParseNumberError(String);

/// More digits, written out in full, than Terraform's 512 bits of precision or the smallest float ever print.
const MAX_DIGITS: usize = 1_280;

impl Number {
    /// The number as `i64`, when it is whole and fits.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Exact { digits, scale: 0 } => digits.to_i64(),
            Repr::Exact { digits, scale } if *scale < 0 && *scale > -19 => {
                digits.to_i64()?.checked_mul(10_i64.checked_pow(scale.unsigned_abs() as u32)?)
            }
            _ => None,
        }
    }

    /// The nearest `f64`.
    pub fn to_f64(&self) -> f64 {
        match &self.0 {
            Repr::NegativeInfinity => f64::NEG_INFINITY,
            Repr::Infinity => f64::INFINITY,
            // The standard library rounds correctly, which `BigDecimal::to_f64` does not for 1e300.
            Repr::Exact { digits, scale } => format!("{digits}e{}", -scale).parse().unwrap_or(f64::NAN),
        }
    }

    /// The number as `f64`, when that is exactly the same number.
    pub fn as_exact_f64(&self) -> Option<f64> {
        let float = self.to_f64();
        (Number::from_f64(float).as_ref() == Some(self)).then_some(float)
    }

    /// The exact value of a float; `None` for NaN.
    pub fn from_f64(float: f64) -> Option<Self> {
        if float == f64::INFINITY {
            Some(Number(Repr::Infinity))
        } else if float == f64::NEG_INFINITY {
            Some(Number(Repr::NegativeInfinity))
        } else {
            BigDecimal::from_f64(float).map(Number::exact)
        }
    }

    /// At least as many digits as the number has when it is written out in full.
    fn width(&self) -> usize {
        match &self.0 {
            Repr::Exact { digits, scale } => {
                digits.bits() as usize / 3
                    + 1
                    + usize::try_from(scale.unsigned_abs()).unwrap_or(usize::MAX / 2)
            }
            Repr::NegativeInfinity | Repr::Infinity => 0,
        }
    }

    fn exact(decimal: BigDecimal) -> Self {
        let (digits, scale) = decimal.normalized().into_bigint_and_exponent();
        Number(Repr::Exact { digits, scale })
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Number::exact(BigDecimal::from(value))
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Number::exact(BigDecimal::from(value))
    }
}

impl FromStr for Number {
    type Err = ParseNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseNumberError(text.chars().take(80).collect());
        // The exponent is bounded too: `1e999999999` must not be written out in full by whoever prints it.
        let exponent =
            text.split_once(['e', 'E']).map_or(Ok(0), |(_, e)| e.parse::<i64>()).map_err(|_| error())?;
        if text.len() > MAX_DIGITS || exponent.unsigned_abs() as usize > MAX_DIGITS {
            return Err(error());
        }
        let number = Number::exact(BigDecimal::from_str(text).map_err(|_| error())?);
        if number.width() > MAX_DIGITS { Err(error()) } else { Ok(number) }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::NegativeInfinity => f.write_str("-Infinity"),
            Repr::Infinity => f.write_str("Infinity"),
            Repr::Exact { digits, scale } => {
                f.write_str(&BigDecimal::new(digits.clone(), *scale).to_plain_string())
            }
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialOrd for Repr {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Repr {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let rank = |repr: &Repr| match repr {
            Repr::NegativeInfinity => 0,
            Repr::Exact { .. } => 1,
            Repr::Infinity => 2,
        };
        match (self, other) {
            (Repr::Exact { digits: a, scale: i }, Repr::Exact { digits: b, scale: j }) => {
                BigDecimal::new(a.clone(), *i).cmp(&BigDecimal::new(b.clone(), *j))
            }
            _ => rank(self).cmp(&rank(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_matter() {
        for (a, b) in [
            ("1.50", "1.5"),
            ("100", "1e2"),
            ("0.0", "0"),
            ("-0", "0"),
            ("9223372036854775808", "9223372036854775808.0"),
        ] {
            let (a, b) = (a.parse::<Number>(), b.parse::<Number>());
            assert!(a.is_ok());
            assert_eq!(a, b);
        }
    }

    #[test]
    fn whole_numbers_and_floats() {
        for (text, whole, float) in [
            ("0", Some(0), Some(0.0)),
            ("1e2", Some(100), Some(100.0)),
            ("9223372036854775807", Some(i64::MAX), None),
            ("-9223372036854775808", Some(i64::MIN), Some(-9_223_372_036_854_775_808.0)),
            ("9223372036854775808", None, Some(9_223_372_036_854_775_808.0)),
            ("9000000000000000000", Some(9_000_000_000_000_000_000), Some(9e18)),
            ("1e300", None, None),
            ("0.5", None, Some(0.5)),
            ("0.1", None, None),
        ] {
            let number: Number = text.parse().expect(text);
            assert_eq!(number.as_i64(), whole, "{text}");
            assert_eq!(number.as_exact_f64(), float, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_bounded_decimal() {
        for text in [
            "",
            "x",
            "0x10",
            "1e999999999",
            "1e9999999999999999999",
            &"9".repeat(2_000),
            &format!("{}e999", "9".repeat(400)),
        ] {
            assert!(text.parse::<Number>().is_err(), "{text}");
        }
    }
}
