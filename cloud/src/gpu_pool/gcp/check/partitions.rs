//! The partitions that an accelerator is cut into. They follow from the accelerator alone, so that they are looked at before
//! the machine type is known.

use super::Subject;

/// The partitions of each accelerator by its neutral name ("Supported MIG Profiles", NVIDIA's MIG user guide, to which
/// `container.v1`, field `gpuPartitionSize`, refers). One that is not here may have others.
const PARTITIONS: [(&str, &[&str]); 8] = [
    ("t4", &[]),
    ("l4", &[]),
    ("a100-40gb", &["1g.5gb", "1g.10gb", "2g.10gb", "3g.20gb", "4g.20gb", "7g.40gb"]),
    ("a100-80gb", &["1g.10gb", "1g.20gb", "2g.20gb", "3g.40gb", "4g.40gb", "7g.80gb"]),
    ("h100", &["1g.10gb", "1g.20gb", "2g.20gb", "3g.40gb", "4g.40gb", "7g.80gb"]),
    ("h200", &["1g.18gb", "1g.35gb", "2g.35gb", "3g.71gb", "4g.71gb", "7g.141gb"]),
    ("b200", &["1g.23gb", "1g.45gb", "2g.45gb", "3g.90gb", "4g.90gb", "7g.180gb"]),
    ("gb200", &["1g.23gb", "1g.47gb", "2g.47gb", "3g.93gb", "4g.93gb", "7g.186gb"]),
];

pub(super) fn check(subject: &mut Subject<'_>) {
    let pool = subject.wanted;
    let Some(profile) = pool.mig_profile.as_deref() else { return };
    if !is_partition(profile) {
        let detail =
            format!("{profile:?} must be slices and memory as NVIDIA writes them, such as \"1g.5gb\"");
        return subject.problem("mig_profile", "not a partition of a GPU", detail);
    }
    let Some(accelerator) = pool.accelerator.as_ref().filter(|_| subject.known(&["accelerator"])) else {
        return;
    };
    let known = PARTITIONS.iter().find(|(kind, _)| *kind == accelerator.kind);
    let Some((kind, partitions)) = known.filter(|(_, partitions)| !partitions.contains(&profile)) else {
        return;
    };
    let detail = match partitions {
        [] => format!("{kind} is not cut into partitions; leave it out, or share the GPU by gpu_sharing"),
        partitions => format!("{kind} is cut into {}", partitions.join(", ")),
    };
    subject.problem("mig_profile", format!("{profile} is no partition of {kind}"), detail);
}

/// `1g.5gb`, `1g.10gb.me` aside: GKE takes slices and memory only.
fn is_partition(profile: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts = profile.strip_suffix("gb").and_then(|rest| rest.split_once("g."));
    parts.is_some_and(|(slices, memory)| number(slices) && number(memory))
}
