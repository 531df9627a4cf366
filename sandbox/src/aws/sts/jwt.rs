//! The web identity tokens that identity providers sign: read, with their form and their time checked. The signature
//! is not, for the providers' keys are beyond reach.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::error::Error;

/// What STS takes from a token.
#[derive(Debug, PartialEq)]
pub(super) struct Claims {
    /// The issuer with no `https://` before it, as STS names it.
    pub(super) issuer: String,
    pub(super) subject: String,
    pub(super) audience: String,
}

/// Reads a token at a time in seconds since 1970.
pub(super) fn read(token: &str, now: i64) -> Result<Claims, Error> {
    let [header, payload, signature] = token.split('.').collect::<Vec<_>>()[..] else {
        return Err(invalid(
            "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
        ));
    };
    let decode = |part: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok()?;
        serde_json::from_slice::<Value>(&bytes).ok().filter(Value::is_object)
    };
    let (Some(header), Some(claims)) = (decode(header), decode(payload)) else {
        return Err(invalid("The ID Token provided could not be decoded"));
    };
    if signature.is_empty() || header.get("alg").and_then(Value::as_str).is_none_or(|alg| alg == "none") {
        return Err(invalid("The ID Token provided is not signed"));
    }
    let claim = |name: &str| match claims.get(name) {
        Some(Value::String(text)) if !text.is_empty() => Ok(text.clone()),
        Some(Value::Array(all)) => {
            all.first().and_then(Value::as_str).map(str::to_owned).ok_or_else(|| lacks(name))
        }
        _ => Err(lacks(name)),
    };
    let expires = claims.get("exp").and_then(Value::as_i64).ok_or_else(|| lacks("exp"))?;
    if expires <= now {
        let message = format!(
            "Token expired: current date/time {now} must be before the expiration date/time {expires}"
        );
        return Err(Error::new(400, "ExpiredTokenException", message));
    }
    let issuer = claim("iss")?;
    let issuer = issuer.strip_prefix("https://").unwrap_or(&issuer).to_owned();
    Ok(Claims { issuer, subject: claim("sub")?, audience: claim("aud")? })
}

fn lacks(claim: &str) -> Error {
    invalid(&format!("Missing a required claim: {claim}"))
}

fn invalid(message: &str) -> Error {
    Error::new(400, "InvalidIdentityToken", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_checked() {
        let check = |claims: &str, expected: Result<&str, &str>| {
            let part = |json: &str| URL_SAFE_NO_PAD.encode(json);
            let token = format!("{}.{}.c2ln", part(r#"{"alg":"RS256"}"#), part(claims));
            let seen = read(&token, 100).map(|claims| claims.issuer);
            assert_eq!(seen.map_err(|error| error.code), expected.map(str::to_owned), "{claims}");
        };
        let good = r#"{"iss":"https://accounts.google.com","sub":"1","aud":"sts","exp":101}"#;
        check(good, Ok("accounts.google.com"));
        check(&good.replace("101", "100"), Err("ExpiredTokenException"));
        check(&good.replace("sub", "bus"), Err("InvalidIdentityToken"));
        check(&good.replace("\"sts\"", "[\"sts\"]"), Ok("accounts.google.com"));
        check("[]", Err("InvalidIdentityToken"));
        assert_eq!(read("not.a-token", 0).map_err(|error| error.code), Err("InvalidIdentityToken"));
    }
}
