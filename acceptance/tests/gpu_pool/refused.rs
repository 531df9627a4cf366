//! What a cloud cannot do is an error while planning, at the attribute.

use acceptance::refused::{self, Refused};
use acceptance::{Sandbox, Terraform};

use super::world::resource;

/// What is refused where.
pub(crate) const REFUSED: [Refused; 18] = [
    Refused::no(
        "aws",
        "gpu_sharing",
        "gpu_sharing = { strategy = \"mps\", max_clients = 2 }",
        "EKS does not share accelerators by itself",
    ),
    Refused::no(
        "aws",
        "mig_profile",
        "mig_profile = \"1g.5gb\"",
        "EKS does not partition accelerators by itself",
    ),
    Refused::no(
        "aws",
        "secure_boot",
        "secure_boot = true",
        "EKS's images with NVIDIA's driver do not boot securely",
    ),
    Refused::no(
        "aws",
        "max_run_duration",
        "max_run_duration = \"8h\"",
        "EC2 does not end machines after a time",
    ),
    Refused::no(
        "aws",
        "upgrade.max_surge",
        "upgrade = { max_surge = 1 }",
        "EKS chooses by itself how many machines it adds on an upgrade",
    ),
    Refused::no(
        "aws",
        "upgrade.strategy",
        "upgrade = { strategy = \"surge\" }",
        "EKS has one way of upgrading",
    ),
    Refused::some("gcp", "mig_profile", "mig_profile = \"1g.5gb\"", "1g.5gb is no partition of l4"),
    Refused::no("aws", "gcp", "gcp = { auto_repair = true }", "`gcp` cannot be set: this GPU pool is on AWS"),
    Refused::no(
        "gcp",
        "aws",
        "aws = { subnets = [\"subnet-0a\"] }",
        "`aws` cannot be set: this GPU pool is on Google Cloud",
    ),
    Refused::some(
        "aws",
        "capacity",
        "capacity = \"flex_start\"",
        "EC2 has neither flex-start nor queued capacity",
    ),
    Refused::some(
        "aws",
        "driver",
        "driver = \"latest\"",
        "EKS has one version of NVIDIA's driver with each release of its image",
    ),
    Refused::some(
        "aws",
        "scaling.max",
        "scaling = { min = 0, max = 0 }",
        "EKS takes no pool that can have no machine at all",
    ),
    Refused::some(
        "aws",
        "disk.type",
        "disk = { type = \"pd-ssd\" }",
        "\"pd-ssd\" is no type of a boot disk that can be chosen on AWS",
    ),
    Refused::some(
        "aws",
        "aws.subnets[0]",
        "aws = { subnets = [\"net\"] }",
        "\"net\" is no subnet, or is there already",
    ),
    Refused::some("gcp", "capacity", "capacity = \"capacity_block\"", "Capacity Blocks are EC2's"),
    Refused::some(
        "gcp",
        "reservations",
        "capacity = \"reserved\"\nreservations = []",
        "no reservation is named",
    ),
    Refused::some(
        "gcp",
        "scaling.desired",
        "scaling = { min = 0, max = 2, desired = 3 }",
        "the number of machines is out of its bounds",
    ),
    Refused::some(
        "gcp",
        "gcp.gpu_direct",
        "gcp = { gpu_direct = \"tcpx\" }",
        "not a way that a node pool can be told",
    ),
];

/// Plans one configuration with a pool for each; panics with all that was not as the table says.
pub(crate) fn check() {
    let sandbox = Sandbox::start();
    let terraform = Terraform::new().on(&sandbox);
    let pool = |(place, refused): (usize, &Refused)| {
        let label = refused::label(place);
        resource(refused.cloud, &label, &label, refused.hcl)
    };
    terraform.main(&REFUSED.iter().enumerate().map(pool).collect::<String>());
    let told = terraform.run(&["plan", "-json"]).failed();
    refused::check(&REFUSED, "palisade_gpu_pool", refused::of_plan(&told));
}
