//! Where services are.

use std::net::IpAddr;

use aws_config::SdkConfig;
use aws_types::service_config::ServiceConfigKey;

/// The endpoint that the environment or the shared files name in place of AWS's own, as the SDK's clients find it:
/// `AWS_ENDPOINT_URL_<SERVICE>` and its like in the profile, then `AWS_ENDPOINT_URL`.
pub(super) fn of_environment(config: &SdkConfig, service: &str) -> Option<String> {
    let key = ServiceConfigKey::builder()
        .service_id(service)
        .env("AWS_ENDPOINT_URL")
        .profile("endpoint_url")
        .build()
        .ok()?;
    let own = config.service_config().and_then(|config| config.load_config(key));
    own.or_else(|| config.endpoint_url().map(str::to_owned)).filter(|url| !url.is_empty())
}

/// AWS's own endpoint. AWS General Reference, "AWS service endpoints"; the domains of the partitions are those of
/// botocore's `partitions.json`.
pub(super) fn of_region(host: &str, region: &str) -> String {
    const DOMAINS: [(&str, &str); 6] = [
        ("cn-", "amazonaws.com.cn"),
        ("us-isob-", "sc2s.sgov.gov"),
        ("us-isof-", "csp.hci.ic.gov"),
        ("eu-isoe-", "cloud.adc-e.uk"),
        ("us-iso-", "c2s.ic.gov"),
        ("eusc-", "amazonaws.eu"),
    ];
    let region = region.to_ascii_lowercase();
    let domain = DOMAINS.iter().find(|(prefix, _)| region.starts_with(prefix));
    format!("https://{host}.{region}.{}", domain.map_or("amazonaws.com", |(_, domain)| domain))
}

/// Whether a URL's host is this machine or a bare address.
pub(super) fn has_no_subdomains(url: &str) -> bool {
    let Ok(uri) = url.parse::<http::Uri>() else { return false };
    let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.ends_with(".localhost") || host.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_style_where_a_host_has_no_subdomains() {
        for url in
            ["http://127.0.0.1:9000", "http://localhost", "http://[::1]:1/", "http://s3.localhost:4566"]
        {
            assert!(has_no_subdomains(url), "{url}");
        }
        for url in ["https://s3.example.com", "https://localhost.example.com", "not a url"] {
            assert!(!has_no_subdomains(url), "{url}");
        }
    }

    #[test]
    fn endpoints_name_the_partition() {
        let check = |region, expected| assert_eq!(of_region("ec2", region), expected);
        check("EU-west-1", "https://ec2.eu-west-1.amazonaws.com");
        check("us-gov-west-1", "https://ec2.us-gov-west-1.amazonaws.com");
        check("cn-north-1", "https://ec2.cn-north-1.amazonaws.com.cn");
        check("us-isob-east-1", "https://ec2.us-isob-east-1.sc2s.sgov.gov");
        check("us-iso-east-1", "https://ec2.us-iso-east-1.c2s.ic.gov");
    }
}
