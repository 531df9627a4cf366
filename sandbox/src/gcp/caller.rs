//! Who calls: access tokens and the principals behind them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderMap;
use http::header::AUTHORIZATION;

/// The principal of every token that the sandbox did not make.
const ANYONE: &str = "sandbox-user@example.com";

/// What tokens that the sandbox makes begin with; the principal's address follows in base64. Real tokens begin with
/// `ya29.` too.
const MADE: &str = "ya29.sandbox.";

/// What a request says of its caller.
#[derive(Debug, PartialEq)]
pub(crate) enum Caller {
    /// No `Authorization` at all.
    Anonymous,
    /// Something else than a token.
    Unreadable,
    /// An access token.
    Token(String),
}

impl Caller {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let Some(value) = headers.get(AUTHORIZATION) else { return Self::Anonymous };
        let token = value.to_str().ok().and_then(|text| text.split_once(' '));
        match token {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() => {
                Self::Token(token.trim().to_owned())
            }
            _ => Self::Unreadable,
        }
    }
}

/// A token for a principal.
pub(crate) fn token_of(email: &str) -> String {
    format!("{MADE}{}", URL_SAFE_NO_PAD.encode(email))
}

/// The address of the principal that a token is for.
pub(crate) fn principal(token: &str) -> String {
    let made = token.strip_prefix(MADE).and_then(|address| URL_SAFE_NO_PAD.decode(address).ok());
    made.and_then(|address| String::from_utf8(address).ok()).unwrap_or_else(|| ANYONE.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers() {
        for (header, expected) in [
            (None, Caller::Anonymous),
            (Some("Bearer "), Caller::Unreadable),
            (Some("Basic abc"), Caller::Unreadable),
            (Some("bearer abc"), Caller::Token("abc".into())),
        ] {
            let headers = header.map(|text| (AUTHORIZATION, text.parse().unwrap())).into_iter().collect();
            assert_eq!(Caller::of(&headers), expected, "{header:?}");
        }
    }

    #[test]
    fn principals() {
        assert_eq!(principal(&token_of("a@example.com")), "a@example.com");
        assert_eq!(principal("ya29.else"), ANYONE);
    }
}
