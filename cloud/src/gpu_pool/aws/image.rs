//! The image of a pool: EKS's AMI types. Amazon EKS API Reference, `CreateNodegroup`, `amiType`.

use super::GpuPool;
use crate::Cloud;
use crate::gpu_pool::{Driver, catalogue};

/// The AMI type of a pool: the one that is named, else Amazon Linux 2023 with or without NVIDIA's driver.
pub(super) fn ami_type(pool: &GpuPool) -> String {
    if let Some(image) = &pool.image {
        return image.clone();
    }
    let arm = pool.machine_type.as_deref().is_some_and(is_arm);
    let (architecture, driver) = (if arm { "ARM_64" } else { "x86_64" }, pool.driver);
    let variant = if driver == Some(Driver::None) { "STANDARD" } else { "NVIDIA" };
    format!("AL2023_{architecture}_{variant}")
}

/// Whether an image has NVIDIA's driver: those that are named so, and Amazon Linux 2's images for accelerators.
pub(super) fn has_driver(ami_type: &str) -> bool {
    ami_type.contains("NVIDIA") || ami_type == "AL2_x86_64_GPU"
}

/// Whether an image is Bottlerocket, which keeps images and pods on a second disk.
pub(super) fn is_bottlerocket(ami_type: &str) -> bool {
    ami_type.starts_with("BOTTLEROCKET_")
}

/// Whether a machine type is of the Arm architecture. Where the catalogue does not know the type, its name tells: a `g`
/// after the generation's number is Graviton (Amazon EC2 User Guide, "Instance type naming conventions").
pub(super) fn is_arm(machine_type: &str) -> bool {
    if let Some(offering) = catalogue::machine(Cloud::Aws, machine_type) {
        return offering.arm;
    }
    let family = machine_type.split('.').next().unwrap_or_default();
    let options = family.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let options = options.trim_start_matches(|digit: char| digit.is_ascii_digit());
    options.split('-').next().is_some_and(|options| options.contains('g'))
}

#[cfg(test)]
mod tests {
    use super::super::check::tests::plain;
    use super::*;

    #[test]
    fn images_follow_from_driver_and_machine() {
        let check = |image: Option<&str>, driver, machine: &str, expected| {
            let mut pool = plain();
            pool.image = image.map(str::to_owned);
            pool.driver = driver;
            pool.machine_type = Some(machine.into());
            assert_eq!(ami_type(&pool), expected);
        };
        check(None, None, "p5.48xlarge", "AL2023_x86_64_NVIDIA");
        check(None, Some(Driver::Managed), "g5g.xlarge", "AL2023_ARM_64_NVIDIA");
        check(None, Some(Driver::None), "g6.xlarge", "AL2023_x86_64_STANDARD");
        check(None, Some(Driver::None), "g5g.xlarge", "AL2023_ARM_64_STANDARD");
        check(
            Some("BOTTLEROCKET_x86_64_NVIDIA"),
            Some(Driver::Managed),
            "g6.xlarge",
            "BOTTLEROCKET_x86_64_NVIDIA",
        );
    }

    #[test]
    fn arm_machines_are_told_by_their_names() {
        for machine in ["g5g.xlarge", "p6e-gb200.36xlarge", "c7gn.xlarge", "g99gd.xlarge"] {
            assert!(is_arm(machine), "{machine}");
        }
        for machine in ["g5.xlarge", "g6e.xlarge", "gr6.4xlarge", "p5en.48xlarge", "p99-gb.xlarge", ""] {
            assert!(!is_arm(machine), "{machine}");
        }
    }
}
