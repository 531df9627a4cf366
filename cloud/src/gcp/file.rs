//! Credentials in JSON: from a file, or given as they are.

use std::path::{Path, PathBuf};

use google_cloud_auth::credentials::{external_account, impersonated, service_account, user_account};
use serde_json::Value;

use super::found::Found;
use super::{SCOPES, unusable};
use crate::Error;

/// Credentials in JSON, and where they are from. Never printed: they hold secrets.
struct Source {
    json: Value,
    from: String,
}

/// Credentials given as JSON, or as the path of a file that holds it.
pub(super) fn given(text: &str) -> Result<Found, Error> {
    let text = text.trim();
    if text.starts_with('{') {
        return Source::parse(text, "the credentials given".into())?.credentials();
    }
    let path = expanded(text);
    let from = format!("the credentials file {}", path.display());
    let content = std::fs::read_to_string(&path).map_err(|error| {
        unusable(format!("{from} cannot be read: {error}; give a path or the JSON itself"))
    })?;
    Source::parse(&content, from)?.credentials()
}

/// Application default credentials (AIP-4110): the file that the environment names, or the one that `gcloud auth
/// application-default login` writes. Where there is none, the path at which it was looked for.
pub(super) fn default() -> Result<Result<Found, String>, Error> {
    if let Some(path) = std::env::var("GOOGLE_APPLICATION_CREDENTIALS").ok().filter(|path| !path.is_empty()) {
        return given(&path).map(Ok);
    }
    let name = "application_default_credentials.json";
    let folder = match std::env::var_os("CLOUDSDK_CONFIG") {
        Some(folder) => Some(PathBuf::from(folder)),
        None if cfg!(windows) => std::env::var_os("APPDATA").map(|root| Path::new(&root).join("gcloud")),
        None => std::env::home_dir().map(|home| home.join(".config/gcloud")),
    };
    let Some(path) = folder.map(|folder| folder.join(name)) else { return Ok(Err(name.into())) };
    let shown = path.display().to_string();
    match std::fs::read_to_string(&path) {
        Ok(content) => Source::parse(&content, format!("the file {shown}"))?.credentials().map(Ok),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Err(shown)),
        Err(error) => Err(unusable(format!("the file {shown} cannot be read: {error}"))),
    }
}

impl Source {
    fn parse(text: &str, from: String) -> Result<Source, Error> {
        let json = serde_json::from_str(text).map_err(|error| {
            // The parser's own words could quote the text, which is secret.
            let (line, column) = (error.line(), error.column());
            unusable(format!("{from}: no JSON, at line {line}, column {column}"))
        })?;
        Ok(Source { json, from })
    }

    /// The credentials of the kind that the JSON says it is.
    fn credentials(self) -> Result<Found, Error> {
        let Source { json, from } = self;
        let text = |name: &str| json.get(name).and_then(Value::as_str).map(str::to_owned);
        let kind = text("type").ok_or_else(|| unusable(format!("{from}: the field `type` is missing")))?;
        let mut email = text("client_email");
        let built = match kind.as_str() {
            // Its scopes were fixed when the user logged in.
            "authorized_user" => user_account::Builder::new(json.clone()).build(),
            "service_account" => {
                let access = service_account::AccessSpecifier::from_scopes(scopes());
                service_account::Builder::new(json.clone()).with_access_specifier(access).build()
            }
            "external_account" => external_account::Builder::new(json.clone()).with_scopes(scopes()).build(),
            "impersonated_service_account" => {
                email = text("service_account_impersonation_url").as_deref().and_then(impersonated_email);
                impersonated::Builder::new(json.clone()).with_scopes(scopes()).build()
            }
            other => {
                return Err(unusable(format!("{from}: credentials of type {other:?} are not supported")));
            }
        };
        // The builder's own words could quote a value, which may be secret.
        let credentials = built.map_err(|_| {
            unusable(format!("{from}: a field of the {kind} credentials is missing or has a wrong type"))
        })?;
        Ok(Found { credentials, email })
    }
}

/// The scopes, as the builders of credentials take them.
fn scopes() -> Vec<String> {
    SCOPES.iter().map(|scope| (*scope).to_owned()).collect()
}

/// The address within `.../serviceAccounts/ADDRESS:generateAccessToken`.
fn impersonated_email(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("/serviceAccounts/")?;
    rest.split(':').next().map(str::to_owned)
}

/// A path whose `~` is the user's home.
fn expanded(text: &str) -> PathBuf {
    match (text.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of credentials that cannot be used; nothing of the secret itself.
    fn check(text: &str, expected: &str) {
        let error = given(text).err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(error, format!("no usable credentials for Google Cloud: {expected}"));
        assert!(!error.contains("s3cret"), "{error}");
    }

    #[test]
    fn what_is_wrong_is_told_without_the_secret() {
        check(r#"{"private_key": "s3cret"#, "the credentials given: no JSON, at line 1, column 23");
        check(r#"{"private_key": "s3cret"}"#, "the credentials given: the field `type` is missing");
        check(
            r#"{"type": "service_account", "private_key": ["s3cret"]}"#,
            "the credentials given: a field of the service_account credentials is missing or has a wrong type",
        );
        check(
            r#"{"type": "gdch_service_account", "private_key": "s3cret"}"#,
            "the credentials given: credentials of type \"gdch_service_account\" are not supported",
        );
        check(
            "no/such/file",
            "the credentials file no/such/file cannot be read: No such file or directory (os error 2); give a path \
             or the JSON itself",
        );
    }

    #[tokio::test]
    async fn a_service_account_tells_its_address() {
        super::super::http::install_crypto();
        let json = r#"{"type": "service_account", "client_email": "a@p.iam.gserviceaccount.com",
            "private_key_id": "1", "private_key": "s3cret", "project_id": "p"}"#;
        let found = given(json).map_err(|error| error.to_string());
        assert_eq!(found.map(|found| found.email), Ok(Some("a@p.iam.gserviceaccount.com".into())));
    }
}
