//! The parameters of a request, checked against the constraints of the API's model.

use bytes::Bytes;
use http::Request;

use super::error::Error;
use crate::aws::sign;

/// The parameters of a query and a form.
pub(super) struct Parameters(Vec<(String, String)>);

/// What a parameter may be: its least and greatest length, and the characters beyond letters and digits. Lengths and
/// characters are those of botocore's model of STS 2011-06-15.
pub(super) struct Constraint {
    length: (usize, usize),
    also: &'static str,
    pattern: &'static str,
}

pub(super) const ROLE_ARN: Constraint = Constraint { length: (20, 2048), also: ANY, pattern: "" };
pub(super) const SESSION_NAME: Constraint =
    Constraint { length: (2, 64), also: "_+=,.@-", pattern: r"[\w+=,.@-]*" };
pub(super) const EXTERNAL_ID: Constraint =
    Constraint { length: (2, 1224), also: "_+=,.@:/-", pattern: r"[\w+=,.@:\/-]*" };
pub(super) const WEB_TOKEN: Constraint = Constraint { length: (4, 20_000), also: ANY, pattern: "" };

/// Stands for: every character.
const ANY: &str = "";

impl Parameters {
    pub(super) fn read(request: &Request<Bytes>) -> Self {
        Self(sign::form(request))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn required(&self, name: &str, constraint: &Constraint) -> Result<&str, Error> {
        match self.optional(name, constraint)? {
            Some(value) => Ok(value),
            None => Err(Error::constraint(name, None, "Member must not be null")),
        }
    }

    pub(super) fn optional(&self, name: &str, constraint: &Constraint) -> Result<Option<&str>, Error> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let (least, most) = constraint.length;
        let broken = match value.chars().count() {
            length if length < least => format!("Member must have length greater than or equal to {least}"),
            length if length > most => format!("Member must have length less than or equal to {most}"),
            _ if !constraint.allows(value) => {
                format!("Member must satisfy regular expression pattern: {}", constraint.pattern)
            }
            _ => return Ok(Some(value)),
        };
        Err(Error::constraint(name, Some(value), &broken))
    }

    /// A whole number within bounds.
    pub(super) fn number(&self, name: &str, least: i64, most: i64) -> Result<Option<i64>, Error> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let broken = match value.parse::<i64>() {
            Err(_) => return Err(Error::new(400, "MalformedInput", format!("{name} is not a number"))),
            Ok(number) if number < least => {
                format!("Member must have value greater than or equal to {least}")
            }
            Ok(number) if number > most => format!("Member must have value less than or equal to {most}"),
            Ok(number) => return Ok(Some(number)),
        };
        Err(Error::constraint(name, Some(value), &broken))
    }
}

impl Constraint {
    fn allows(&self, value: &str) -> bool {
        self.also == ANY || value.chars().all(|c| c.is_ascii_alphanumeric() || self.also.contains(c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_have_the_words_of_the_service() {
        let check = |value: &str, expected: Result<&str, &str>| {
            let parameters = Parameters(vec![("RoleSessionName".into(), value.into())]);
            let seen = parameters.required("RoleSessionName", &SESSION_NAME);
            assert_eq!(seen.map_err(|error| error.message), expected.map_err(str::to_owned));
        };
        check("a-b@c", Ok("a-b@c"));
        check(
            "a b",
            Err(
                "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: \
                 Member must satisfy regular expression pattern: [\\w+=,.@-]*",
            ),
        );
        check(
            "a",
            Err("1 validation error detected: Value 'a' at 'roleSessionName' failed to satisfy constraint: \
                 Member must have length greater than or equal to 2"),
        );
        let none = Parameters(Vec::new());
        let seen = none.required("RoleArn", &ROLE_ARN).map_err(|error| error.message);
        let expected = "1 validation error detected: Value null at 'roleArn' failed to satisfy constraint: \
                        Member must not be null";
        assert_eq!(seen, Err(expected.to_owned()));
    }
}
