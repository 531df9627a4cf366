//! AMI types: which machines they run on, and their releases.

use super::error::Subject;
use crate::aws::ec2::InstanceType;
use crate::aws::json::Error;

/// The types of botocore's model of EKS 2017-11-01.
pub(super) const TYPES: &[&str] = &[
    "AL2_x86_64",
    "AL2_x86_64_GPU",
    "AL2_ARM_64",
    CUSTOM,
    "BOTTLEROCKET_ARM_64",
    "BOTTLEROCKET_x86_64",
    "BOTTLEROCKET_ARM_64_FIPS",
    "BOTTLEROCKET_x86_64_FIPS",
    "BOTTLEROCKET_ARM_64_NVIDIA",
    "BOTTLEROCKET_x86_64_NVIDIA",
    "BOTTLEROCKET_ARM_64_NVIDIA_FIPS",
    "BOTTLEROCKET_x86_64_NVIDIA_FIPS",
    "WINDOWS_CORE_2019_x86_64",
    "WINDOWS_FULL_2019_x86_64",
    "WINDOWS_CORE_2022_x86_64",
    "WINDOWS_FULL_2022_x86_64",
    "WINDOWS_CORE_2025_x86_64",
    "WINDOWS_FULL_2025_x86_64",
    "AL2023_x86_64_STANDARD",
    "AL2023_ARM_64_STANDARD",
    "AL2023_x86_64_NEURON",
    "AL2023_x86_64_NVIDIA",
    "AL2023_ARM_64_NVIDIA",
];

/// The type of a node group whose launch template has an image of its own.
pub(super) const CUSTOM: &str = "CUSTOM";

/// The type of a node group made with no word about it (HHS/simpler-grants-gov#12404 shows that it is so whatever the
/// machines are).
pub(super) const USUAL: &str = "AL2023_x86_64_STANDARD";

/// The last Kubernetes version, as the minor number, with images of Amazon Linux 2
/// (docs.aws.amazon.com/eks/latest/userguide/eks-ami-deprecation-faqs.html).
const LAST_AL2: u32 = 32;

/// The day of the newest release of the images.
const NEWEST: &str = "20261112";

/// The newest release for a Kubernetes version.
pub(super) fn newest(ami_type: &str, version: &str) -> String {
    match ami_type {
        // Bottlerocket's releases are not numbered after Kubernetes.
        bottlerocket if bottlerocket.starts_with("BOTTLEROCKET") => "1.52.0-8a1d2f3b".to_owned(),
        _ => format!("{version}.1-{NEWEST}"),
    }
}

/// Checks that there is an AMI of a type for a Kubernetes version.
pub(super) fn check_version(ami_type: &str, version: &str, subject: Subject<'_>) -> Result<(), Error> {
    let minor = version.strip_prefix("1.").and_then(|minor| minor.parse::<u32>().ok()).unwrap_or_default();
    if ami_type.starts_with("AL2_") && minor > LAST_AL2 {
        let message =
            format!("AMI Type {ami_type} is only supported for kubernetes versions 1.{LAST_AL2} or earlier");
        return Err(subject.invalid(message));
    }
    Ok(())
}

/// Checks a release that a call names for a Kubernetes version. Older releases of the version stay to be had; the words
/// are in hashicorp/terraform-provider-aws#14492.
pub(super) fn check_release(
    release: &str,
    ami_type: &str,
    version: &str,
    subject: Subject<'_>,
) -> Result<(), Error> {
    let newest = newest(ami_type, version);
    let exists = match release.split_once('-') {
        Some((kubernetes, day)) => {
            let of_version = kubernetes.strip_prefix(version).is_some_and(|rest| rest.starts_with('.'));
            of_version
                && day.len() == NEWEST.len()
                && day.bytes().all(|c| c.is_ascii_digit())
                && day <= NEWEST
        }
        None => false,
    };
    if exists || release == newest {
        return Ok(());
    }
    let message = format!(
        "Requested Nodegroup release version {release} is invalid. Allowed release version is {newest}"
    );
    Err(subject.invalid(message))
}

/// Checks that machines can run an AMI type: their architecture, and their accelerators where it is made for some. The
/// words are in HHS/simpler-grants-gov#12404.
pub(super) fn check_machines(ami_type: &str, machines: &[String], subject: Subject<'_>) -> Result<(), Error> {
    let unfit: Vec<&str> =
        machines.iter().map(String::as_str).filter(|machine| !runs(ami_type, machine)).collect();
    if unfit.is_empty() {
        return Ok(());
    }
    let unfit = unfit.join(", ");
    Err(subject.invalid(format!("[{unfit}] is not a valid instance type for requested amiType {ami_type}")))
}

fn runs(ami_type: &str, machine: &str) -> bool {
    let Some(machine) = InstanceType::named(machine) else { return true };
    let arm = ami_type.contains("ARM_64");
    match ami_type {
        CUSTOM => true,
        _ if arm != machine.is_arm() => false,
        gpu if gpu.contains("NVIDIA") || gpu.ends_with("_GPU") => machine.has_nvidia(),
        neuron if neuron.ends_with("NEURON") => machine.has_neuron(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUBJECT: Subject<'_> = Subject { cluster: "c", nodegroup: "n" };

    fn told(result: Result<(), Error>) -> String {
        result.err().map(|error| error.message).unwrap_or_default()
    }

    #[test]
    fn machines_run_what_is_made_for_them() {
        let check = |ami_type: &str, machines: &[&str], unfit: &str| {
            let machines: Vec<String> = machines.iter().map(|machine| (*machine).to_owned()).collect();
            let expected = match unfit {
                "" => String::new(),
                _ => format!("[{unfit}] is not a valid instance type for requested amiType {ami_type}"),
            };
            assert_eq!(told(check_machines(ami_type, &machines, SUBJECT)), expected, "{machines:?}");
        };
        check("AL2023_x86_64_NVIDIA", &["p5.48xlarge", "g5.xlarge"], "");
        check("AL2023_x86_64_NVIDIA", &["p5.48xlarge", "g5g.xlarge", "m5.large"], "g5g.xlarge, m5.large");
        check("AL2023_ARM_64_NVIDIA", &["g5g.xlarge"], "");
        check("BOTTLEROCKET_x86_64_NVIDIA", &["trn1.32xlarge"], "trn1.32xlarge");
        check("AL2023_x86_64_NEURON", &["trn1.32xlarge"], "");
        check("AL2023_x86_64_STANDARD", &["p5.48xlarge"], "");
        check("AL2023_x86_64_STANDARD", &["t4g.medium"], "t4g.medium");
        check(CUSTOM, &["t4g.medium", "p5.48xlarge"], "");
    }

    #[test]
    fn releases_are_those_of_the_version() {
        let check = |release: &str, fits: bool| {
            let seen = told(check_release(release, "AL2023_x86_64_NVIDIA", "1.34", SUBJECT));
            let expected = match fits {
                true => String::new(),
                false => format!(
                    "Requested Nodegroup release version {release} is invalid. Allowed release version is 1.34.1-{NEWEST}"
                ),
            };
            assert_eq!(seen, expected);
        };
        check(&newest("AL2023_x86_64_NVIDIA", "1.34"), true);
        check("1.34.0-20260101", true);
        check("1.34.1-20991231", false);
        check("1.3.4-20260101", false);
        check("1.33.1-20260101", false);
        check("newest", false);
    }

    #[test]
    fn amazon_linux_2_came_to_an_end() {
        let check = |ami_type: &str, version: &str, fits: bool| {
            assert_eq!(check_version(ami_type, version, SUBJECT).is_ok(), fits, "{ami_type} {version}");
        };
        check("AL2_x86_64_GPU", "1.32", true);
        check("AL2_x86_64_GPU", "1.33", false);
        check("AL2023_x86_64_NVIDIA", "1.33", true);
    }
}
