//! Credentials in JSON: from a file, or given as they are.

use std::path::{Path, PathBuf};

use google_cloud_auth::credentials::{external_account, impersonated, service_account, user_account};
use serde_json::Value;

use super::credentials::{Found, scopes};
use super::unusable;
use crate::Error;

/// Credentials in JSON, and where they are from. Never printed: they hold secrets.
pub(super) struct Source {
    json: Value,
    from: String,
}

/// Credentials given as JSON, or as the path of a file that holds it.
pub(super) fn given(text: &str, quota: Option<&str>) -> Result<Found, Error> {
    let text = text.trim();
    if text.starts_with('{') {
        return Source::parse(text, "the credentials given".into())?.credentials(quota);
    }
    let path = expanded(text);
    let from = format!("the credentials file {}", path.display());
    let content = std::fs::read_to_string(&path).map_err(|error| {
        unusable(format!("{from} cannot be read: {error}; give a path or the JSON itself"))
    })?;
    Source::parse(&content, from)?.credentials(quota)
}

/// The file that `gcloud auth application-default login` writes (AIP-4113), if there is one, and its path.
pub(super) fn well_known() -> Result<(Option<Source>, String), Error> {
    let name = "application_default_credentials.json";
    let folder = match std::env::var_os("CLOUDSDK_CONFIG") {
        Some(folder) => Some(PathBuf::from(folder)),
        None if cfg!(windows) => std::env::var_os("APPDATA").map(|root| Path::new(&root).join("gcloud")),
        None => std::env::home_dir().map(|home| home.join(".config/gcloud")),
    };
    let Some(path) = folder.map(|folder| folder.join(name)) else { return Ok((None, name.into())) };
    let from = format!("the file {}", path.display());
    match std::fs::read_to_string(&path) {
        Ok(content) => Ok((Some(Source::parse(&content, from)?), path.display().to_string())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok((None, path.display().to_string())),
        Err(error) => Err(unusable(format!("{from} cannot be read: {error}"))),
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
    pub(super) fn credentials(self, quota: Option<&str>) -> Result<Found, Error> {
        let Source { json, from } = self;
        let text = |name: &str| json.get(name).and_then(Value::as_str).map(str::to_owned);
        let kind = text("type").ok_or_else(|| unusable(format!("{from}: the field `type` is missing")))?;
        let mut email = text("client_email");
        let built = match kind.as_str() {
            // Its scopes were fixed when the user logged in.
            "authorized_user" => {
                let builder = user_account::Builder::new(json.clone());
                quota.into_iter().fold(builder, |builder, quota| builder.with_quota_project_id(quota)).build()
            }
            "service_account" => {
                let access = service_account::AccessSpecifier::from_scopes(scopes());
                let builder = service_account::Builder::new(json.clone()).with_access_specifier(access);
                quota.into_iter().fold(builder, |builder, quota| builder.with_quota_project_id(quota)).build()
            }
            "external_account" => {
                let builder = external_account::Builder::new(json.clone()).with_scopes(scopes());
                quota.into_iter().fold(builder, |builder, quota| builder.with_quota_project_id(quota)).build()
            }
            "impersonated_service_account" => {
                email = text("service_account_impersonation_url").as_deref().and_then(impersonated_email);
                let builder = impersonated::Builder::new(json.clone()).with_scopes(scopes());
                quota.into_iter().fold(builder, |builder, quota| builder.with_quota_project_id(quota)).build()
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
