//! The machine, its image, its disk and its network.

use aws_sdk_eks::types::AmiTypes;

use super::Subject;
use crate::Cloud;
use crate::aws::names::Arn;
use crate::gpu_pool::aws::image;
use crate::gpu_pool::{Driver, catalogue};

/// The largest disk in GiB (Amazon EBS User Guide, "General Purpose SSD volumes": gp3).
const LARGEST_DISK: u32 = 65_536;

/// Types of disks that a machine boots from and that need no number of operations told (Amazon EBS User Guide, "Amazon
/// EBS volume types").
const DISK_TYPES: [&str; 3] = ["gp3", "gp2", "standard"];

pub(super) fn check(subject: &mut Subject<'_>) {
    if subject.known(&["machine_type", "accelerator"]) {
        machine_type(subject);
    }
    if subject.known(&["image"]) {
        known_image(subject);
    }
    if subject.known(&["image", "machine_type", "accelerator", "driver"]) {
        fitting_image(subject);
    }
    if subject.known(&["disk"]) {
        disk(subject);
    }
    if subject.known(&["machine_type", "accelerator", "fast_network"]) {
        fast_network(subject);
    }
    if subject.known(&["version"]) {
        version(subject);
    }
}

fn machine_type(subject: &mut Subject<'_>) {
    let Some(machine) = &subject.wanted.machine_type else {
        return subject.problem(
            "machine_type",
            "the machine type is missing",
            "Set `accelerator`, from which it follows, or `machine_type` itself, such as `p5.48xlarge`.",
        );
    };
    if let Some(problem) = catalogue::unsupported_machine(machine) {
        return subject.add([problem]);
    }
    if !machine.split_once('.').is_some_and(|(family, size)| !family.is_empty() && !size.is_empty()) {
        subject.problem(
            "machine_type",
            format!("{machine:?} is no instance type of EC2"),
            "It has a family and a size, such as `p5.48xlarge`.",
        );
    }
}

fn known_image(subject: &mut Subject<'_>) {
    let Some(image) = &subject.wanted.image else { return };
    let detail = "Use one of EKS's AMI types, such as `AL2023_x86_64_NVIDIA` or `BOTTLEROCKET_x86_64_NVIDIA`, or leave it \
                  out: it follows from the machine and the driver.";
    if image == "CUSTOM" || !AmiTypes::values().contains(&image.as_str()) {
        subject.problem("image", format!("{image:?} is no AMI type that EKS offers"), detail);
    } else if image.contains("NEURON") || image.starts_with("WINDOWS_") {
        subject.problem("image", format!("{image} has no driver for NVIDIA's accelerators"), detail);
    }
}

fn fitting_image(subject: &mut Subject<'_>) {
    let (Some(image), Some(machine)) = (&subject.wanted.image, &subject.wanted.machine_type) else { return };
    if image.contains("ARM_64") != image::is_arm(machine) {
        let architecture = if image::is_arm(machine) { "ARM_64" } else { "x86_64" };
        subject.problem(
            "image",
            format!("{image} does not run on {machine}"),
            format!("That machine needs an image with {architecture} in its name."),
        );
    }
    match subject.wanted.driver {
        Some(Driver::Managed) if !image::has_driver(image) => subject.problem(
            "driver",
            format!("{image} has no driver"),
            "Choose an image with NVIDIA in its name, or leave `image` out; or set `driver` to `none`.",
        ),
        Some(Driver::None) if image::has_driver(image) => subject.problem(
            "driver",
            format!("{image} has NVIDIA's driver"),
            "Choose an image without NVIDIA in its name, or leave `image` out; or set `driver` to `managed`.",
        ),
        _ => {}
    }
}

fn disk(subject: &mut Subject<'_>) {
    let Some(disk) = &subject.wanted.disk else { return };
    if let Some(size) = disk.size_gb.filter(|size| !(1..=LARGEST_DISK).contains(size)) {
        subject.problem(
            "disk.size_gb",
            format!("{size} GiB is no size of a disk"),
            format!("A disk has 1 to {LARGEST_DISK} GiB; the images for accelerators need 20 and more."),
        );
    }
    if let Some(kind) = disk.disk_type.as_ref().filter(|kind| !DISK_TYPES.contains(&kind.as_str())) {
        subject.problem(
            "disk.type",
            format!("{kind:?} is no type of a boot disk that can be chosen on AWS"),
            "Use `gp3`, `gp2` or `standard`. `io1` and `io2` need a number of operations, which this resource does not \
             have; `st1` and `sc1` cannot be booted from.",
        );
    }
    if let Some(key) = &disk.kms_key
        && (key.starts_with("projects/") || key.starts_with("arn:") && Arn::of(key, "kms").is_none())
    {
        subject.problem(
            "disk.kms_key",
            format!("{key:?} is no key of AWS KMS"),
            "On AWS this is the ARN, the id or the alias (`alias/NAME`) of a key of KMS. The service-linked role \
             AWSServiceRoleForAutoScaling needs a grant on it.",
        );
    }
}

fn fast_network(subject: &mut Subject<'_>) {
    let Some(machine) = subject.wanted.machine_type.as_deref() else { return };
    let adapters = catalogue::machine(Cloud::Aws, machine).and_then(|machine| machine.efa_interfaces);
    if subject.wanted.fast_network == Some(true) && adapters == Some(0) {
        subject.problem(
            "fast_network",
            format!("{machine} has no Elastic Fabric Adapter"),
            "Leave it out, or choose a larger machine: the data source `palisade_gpu_offerings` tells which have one.",
        );
    }
}

fn version(subject: &mut Subject<'_>) {
    let Some(version) = &subject.wanted.version else { return };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !version.split_once('.').is_some_and(|(major, minor)| digits(major) && digits(minor)) {
        subject.problem(
            "version",
            format!("{version:?} is no version of Kubernetes as EKS names them"),
            "It has two numbers, such as `1.34`. The release of the image is `aws.release_version`.",
        );
    }
}
