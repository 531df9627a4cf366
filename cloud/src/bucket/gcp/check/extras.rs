//! What only Google Cloud has, and what goes with it.

use std::net::IpAddr;

use super::Subject;
use crate::bucket::{IpFilter, StorageClass};

/// Ranges and networks of one filter ("Bucket IP filtering", Cloud Storage docs).
const RANGES: usize = 200;
const NETWORKS: usize = 25;

pub(super) fn check(subject: &mut Subject<'_>) {
    if subject.extras.project.as_deref() == Some("") {
        subject.problem(
            "gcp.project",
            "the project is empty",
            "name a project by its id or number, or leave it out",
        );
    }
    folders(subject);
    rapid(subject);
    autoclass(subject);
    enforcement(subject);
    if let Some(filter) = subject.extras.ip_filter.as_ref().filter(|_| subject.known(&["gcp"])) {
        ip_filter(subject, filter);
    }
}

/// "Hierarchical namespace", Cloud Storage docs: needs uniform access, and keeps no versions.
fn folders(subject: &mut Subject<'_>) {
    if !subject.folders() {
        return;
    }
    let because = if subject.rapid() { "gcp.rapid" } else { "gcp.hierarchical_namespace" };
    if subject.wanted.uniform_access == Some(false) {
        subject.problem(
            "uniform_access",
            "real folders need uniform access",
            format!("{because} works with uniform_access = true only"),
        );
    }
    if subject.wanted.versioning == Some(true) {
        subject.problem(
            "versioning",
            "a bucket with real folders keeps no versions",
            format!("{because} and versioning do not go together; soft_delete_days protects deleted objects"),
        );
    }
}

/// "Create zonal buckets", Cloud Storage docs.
fn rapid(subject: &mut Subject<'_>) {
    if !subject.rapid() {
        return;
    }
    if subject.extras.hierarchical_namespace == Some(false) {
        subject.problem(
            "gcp.hierarchical_namespace",
            "a zonal bucket has real folders",
            "gcp.rapid works with gcp.hierarchical_namespace = true only",
        );
    }
    if subject.wanted.default_storage_class.is_some() {
        subject.problem(
            "default_storage_class",
            "a zonal bucket has one class",
            "objects of a bucket with gcp.rapid are of class RAPID; leave default_storage_class out",
        );
    }
    if subject.extras.autoclass.is_some() {
        subject.problem(
            "gcp.autoclass",
            "a zonal bucket has one class",
            "gcp.rapid and gcp.autoclass do not go together",
        );
    }
}

/// "Autoclass", Cloud Storage docs.
fn autoclass(subject: &mut Subject<'_>) {
    let Some(autoclass) = subject.extras.autoclass else { return };
    if matches!(autoclass.terminal_storage_class, Some(StorageClass::Standard | StorageClass::Cold)) {
        subject.problem(
            "gcp.autoclass.terminal_storage_class",
            "not a class that Autoclass ends at",
            "choose infrequent or archive",
        );
    }
    if subject.wanted.default_storage_class.is_some_and(|class| class != StorageClass::Standard) {
        subject.problem(
            "default_storage_class",
            "Autoclass begins at the standard class",
            "with gcp.autoclass, default_storage_class is standard or left out",
        );
    }
}

fn enforcement(subject: &mut Subject<'_>) {
    let at = "gcp.encryption_enforcement";
    let Some(enforcement) = subject.extras.encryption_enforcement else { return };
    let kinds = [
        enforcement.google_managed_restricted,
        enforcement.customer_managed_restricted,
        enforcement.customer_supplied_restricted,
    ];
    if kinds == [Some(true); 3] {
        subject.problem(
            at,
            "nothing could be written",
            "all three kinds of encryption are restricted; allow one",
        );
    }
    if enforcement.customer_managed_restricted == Some(true) && subject.wanted.encryption.is_some() {
        subject.problem(
            format!("{at}.customer_managed"),
            "the bucket's own key is restricted",
            "encryption.kms_key encrypts with a customer-managed key, which this restricts",
        );
    }
}

fn ip_filter(subject: &mut Subject<'_>, filter: &IpFilter) {
    let at = "gcp.ip_filter";
    let networks = filter.vpc.iter().enumerate();
    let ranges =
        filter.public_cidrs.len() + filter.vpc.iter().map(|source| source.cidrs.len()).sum::<usize>();
    if ranges > RANGES {
        subject.problem(
            at,
            "too many ranges",
            format!("a filter has at most {RANGES} ranges; there are {ranges}"),
        );
    }
    if filter.vpc.len() > NETWORKS {
        subject.problem(format!("{at}.vpc"), "too many networks", format!("a filter has at most {NETWORKS}"));
    }
    for (index, cidr) in filter.public_cidrs.iter().enumerate() {
        range(subject, &format!("{at}.public_cidrs[{index}]"), cidr);
    }
    for (index, source) in networks {
        let at = format!("{at}.vpc[{index}]");
        for (index, cidr) in source.cidrs.iter().enumerate() {
            range(subject, &format!("{at}.cidrs[{index}]"), cidr);
        }
        let parts: Vec<_> = source.network.split('/').collect();
        let named = matches!(parts.as_slice(), ["projects", project, "global", "networks", network]
            if !project.is_empty() && !network.is_empty());
        if !named {
            subject.problem(
                format!("{at}.network"),
                "not the name of a network",
                format!("{:?} must be projects/PROJECT/global/networks/NETWORK", source.network),
            );
        }
    }
}

fn range(subject: &mut Subject<'_>, at: &str, cidr: &str) {
    let valid = cidr.split_once('/').is_some_and(|(address, length)| {
        let longest = match address.parse::<IpAddr>() {
            Ok(IpAddr::V4(_)) => 32,
            Ok(IpAddr::V6(_)) => 128,
            Err(_) => return false,
        };
        length.parse::<u8>().is_ok_and(|length| length <= longest)
    });
    if !valid {
        subject.problem(
            at,
            "not a range of addresses",
            format!("{cidr:?} is not in CIDR notation, such as \"203.0.113.0/24\""),
        );
    }
}
