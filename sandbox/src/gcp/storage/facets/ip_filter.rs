//! From which networks the bucket can be reached, <https://cloud.google.com/storage/docs/ip-filtering-overview>.

use std::net::IpAddr;

use crate::gcp::refusal::Refusal;
use crate::gcp::storage::model::{Bucket, IpFilter};

/// Limits of the guide.
const MOST_RANGES: usize = 200;
const MOST_NETWORKS: usize = 25;

pub(super) fn settle(bucket: &mut Bucket) -> Result<(), Refusal> {
    let Some(filter) = &bucket.ip_filter else { return Ok(()) };
    if *filter == IpFilter::default() {
        bucket.ip_filter = None;
        return Ok(());
    }
    match filter.mode.as_deref() {
        Some("Enabled" | "Disabled") => {}
        mode => {
            return Err(Refusal::invalid(format!("Invalid IP filter mode: '{}'", mode.unwrap_or_default())));
        }
    }
    if filter.vpc_network_sources.len() > MOST_NETWORKS {
        return Err(Refusal::invalid(format!("An IP filter can have at most {MOST_NETWORKS} VPC networks.")));
    }
    for source in &filter.vpc_network_sources {
        let network = source.network.as_deref().unwrap_or_default();
        if !is_network(network) {
            return Err(Refusal::invalid(format!(
                "Invalid VPC network: '{network}'. It must be projects/PROJECT_ID/global/networks/NETWORK_NAME."
            )));
        }
    }
    let public = filter.public_network_source.iter().flat_map(|source| &source.allowed_ip_cidr_ranges);
    let private = filter.vpc_network_sources.iter().flat_map(|source| &source.allowed_ip_cidr_ranges);
    let ranges: Vec<&String> = public.chain(private).collect();
    if ranges.len() > MOST_RANGES {
        return Err(Refusal::invalid(format!("An IP filter can have at most {MOST_RANGES} CIDR ranges.")));
    }
    match ranges.iter().find(|range| !is_range(range)) {
        Some(range) => Err(Refusal::invalid(format!("Invalid CIDR range: '{range}'"))),
        None => Ok(()),
    }
}

fn is_network(network: &str) -> bool {
    let parts: Vec<&str> = network.split('/').collect();
    matches!(parts[..], ["projects", project, "global", "networks", name] if !project.is_empty() && !name.is_empty())
}

/// storage.proto: `192.0.2.0/24` is accepted but `192.0.2.1/24` is not.
fn is_range(range: &str) -> bool {
    let Some((address, length)) = range.split_once('/') else { return false };
    let (Ok(address), Ok(length)) = (address.parse::<IpAddr>(), length.parse::<u32>()) else { return false };
    match address {
        IpAddr::V4(address) => {
            length <= 32 && address.to_bits() & u32::MAX.checked_shr(length).unwrap_or(0) == 0
        }
        IpAddr::V6(address) => {
            length <= 128 && address.to_bits() & u128::MAX.checked_shr(length).unwrap_or(0) == 0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::is_range;
    use serde_json::json;

    #[test]
    fn ranges() {
        for (range, expected) in [
            ("192.0.2.0/24", true),
            ("0.0.0.0/0", true),
            ("192.0.2.1/32", true),
            ("192.0.2.1/24", false),
            ("192.0.2.0", false),
            ("192.0.2.0/33", false),
            ("2001:db8::/32", true),
            ("2001:db8::1/32", false),
            ("::/0", true),
            ("nonsense/8", false),
        ] {
            assert_eq!(is_range(range), expected, "{range}");
        }
    }

    #[test]
    fn filters() {
        let source = |range: &str| json!({ "allowedIpCidrRanges": [range] });
        let filter = |mode: &str, range: &str| json!({ "ipFilter": { "mode": mode, "publicNetworkSource": source(range) } });
        check(filter("Enabled", "10.0.0.0/8"), Ok(()));
        check(filter("enabled", "10.0.0.0/8"), Err("Invalid IP filter mode: 'enabled'"));
        check(filter("Enabled", "10.0.0.1/8"), Err("Invalid CIDR range: '10.0.0.1/8'"));
        let vpc = |network: &str| json!({ "ipFilter": { "mode": "Disabled", "vpcNetworkSources": [{ "network": network }] } });
        check(vpc("projects/p/global/networks/n"), Ok(()));
        check(vpc("n"), Err("Invalid VPC network: 'n'"));
    }
}
