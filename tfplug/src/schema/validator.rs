use std::fmt;
use std::sync::Arc;

use crate::Data;

/// What a known value of an attribute must fulfil.
#[derive(Clone)]
pub struct Validator {
    expects: String,
    check: Arc<Check>,
}

type Check = dyn Fn(&Data) -> Result<(), String> + Send + Sync;

impl Validator {
    /// A validator that says what it expects (`between 3 and 63 characters`, for documentation) and checks a known
    /// value; an `Err` holds what is wrong with it, as a sentence without a full stop.
    pub fn new(
        expects: impl Into<String>,
        check: impl Fn(&Data) -> Result<(), String> + Send + Sync + 'static,
    ) -> Self {
        Validator { expects: expects.into(), check: Arc::new(check) }
    }

    /// One of these strings.
    pub fn one_of(allowed: &'static [&'static str]) -> Self {
        let expects = format!(
            "one of {}",
            allowed.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        );
        let wrong = expects.replace('`', "\"");
        Validator::new(expects, move |data| match data.as_str() {
            Some(text) if !allowed.contains(&text) => Err(format!("{text:?} is not {wrong}")),
            _ => Ok(()),
        })
    }

    /// A string of so many characters.
    pub fn length(min: usize, max: usize) -> Self {
        Validator::new(format!("{min} to {max} characters"), move |data| {
            let length = data.as_str().map_or(min, |text| text.chars().count());
            if (min..=max).contains(&length) {
                Ok(())
            } else {
                Err(format!("has {length} characters, must have {min} to {max}"))
            }
        })
    }

    /// A number in a range, both ends included.
    pub fn range(min: i64, max: i64) -> Self {
        Validator::new(format!("{min} to {max}"), move |data| match data {
            Data::Number(number) if *number < min.into() || *number > max.into() => {
                Err(format!("is {number}, must be {min} to {max}"))
            }
            _ => Ok(()),
        })
    }

    /// What it expects, for documentation.
    pub fn expects(&self) -> &str {
        &self.expects
    }

    /// Checks a known value.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, data: &Data) -> Result<(), String> {
        (self.check)(data)
    }
}

impl fmt::Debug for Validator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Validator").field(&self.expects).finish()
    }
}
