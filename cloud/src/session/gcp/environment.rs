//! What is not configured comes from the environment, by the names that users of Google's tools know.

use crate::{GcpSettings, Secret};

const PROJECT: [&str; 4] =
    ["GOOGLE_PROJECT", "GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT", "CLOUDSDK_CORE_PROJECT"];
const CREDENTIALS: [&str; 2] = ["GOOGLE_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS"];

/// The settings with the environment's values where none are set. A way to authenticate that is configured goes
/// before every one in the environment.
pub(super) fn complete(mut settings: GcpSettings, lookup: &dyn Fn(&str) -> Option<String>) -> GcpSettings {
    let variable =
        |names: &[&str]| names.iter().find_map(|name| lookup(name).filter(|text| !text.is_empty()));
    if settings.access_token.is_none() && settings.credentials.is_none() {
        settings.access_token = variable(&["GOOGLE_OAUTH_ACCESS_TOKEN"]).map(Secret::new);
        settings.credentials = variable(&CREDENTIALS).map(Secret::new);
    }
    let set = |value: Option<String>, names: &[&str]| {
        value.filter(|text| !text.is_empty()).or_else(|| variable(names))
    };
    settings.project = set(settings.project, &PROJECT);
    settings.impersonate_service_account =
        set(settings.impersonate_service_account, &["GOOGLE_IMPERSONATE_SERVICE_ACCOUNT"]);
    settings.quota_project = set(settings.quota_project, &["GOOGLE_BILLING_PROJECT"]);
    let endpoints = &mut settings.endpoints;
    endpoints.storage = set(endpoints.storage.take(), &["GOOGLE_STORAGE_CUSTOM_ENDPOINT"]);
    endpoints.oauth2 = set(endpoints.oauth2.take(), &["GOOGLE_OAUTH2_CUSTOM_ENDPOINT"]);
    endpoints.iam_credentials =
        set(endpoints.iam_credentials.take(), &["GOOGLE_IAM_CREDENTIALS_CUSTOM_ENDPOINT"]);
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(settings: GcpSettings, variables: &[(&str, &str)], expected: [Option<&str>; 3]) {
        let lookup = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        let settings = complete(settings, &lookup);
        let secret = |secret: &Option<Secret>| secret.as_ref().map(|secret| secret.expose().to_owned());
        let found = [settings.project.clone(), secret(&settings.access_token), secret(&settings.credentials)];
        assert_eq!(found, expected.map(|text| text.map(str::to_owned)), "{variables:?}");
    }

    #[test]
    fn configuration_goes_before_the_environment() {
        let configured = || GcpSettings {
            project: Some("configured".into()),
            credentials: Some(Secret::new("{}")),
            ..GcpSettings::default()
        };
        check(GcpSettings::default(), &[], [None, None, None]);
        check(GcpSettings::default(), &[("GCLOUD_PROJECT", "p")], [Some("p"), None, None]);
        check(
            GcpSettings::default(),
            &[("CLOUDSDK_CORE_PROJECT", "last"), ("GOOGLE_PROJECT", "first")],
            [Some("first"), None, None],
        );
        check(
            GcpSettings::default(),
            &[("GOOGLE_PROJECT", ""), ("GOOGLE_APPLICATION_CREDENTIALS", "adc.json")],
            [None, None, Some("adc.json")],
        );
        check(
            configured(),
            &[("GOOGLE_PROJECT", "other"), ("GOOGLE_OAUTH_ACCESS_TOKEN", "token")],
            [Some("configured"), None, Some("{}")],
        );
    }
}
