//! What a cloud cannot do is an error while planning, at the attribute.

use std::collections::BTreeMap;

use acceptance::Terraform;
use serde_json::{Value, json};

use super::world::{resource, text};

/// An attribute that a cloud does not have, or does not take so.
pub(crate) struct Refused {
    pub(crate) cloud: &'static str,
    /// The attribute's path, with indices.
    pub(crate) attribute: &'static str,
    hcl: &'static str,
    /// The error's first line.
    summary: &'static str,
    /// Whether the cloud does not have the attribute at all, or this one value.
    pub(crate) all: bool,
}

const fn no(
    cloud: &'static str,
    attribute: &'static str,
    hcl: &'static str,
    summary: &'static str,
) -> Refused {
    Refused { cloud, attribute, hcl, summary, all: true }
}

const fn some(
    cloud: &'static str,
    attribute: &'static str,
    hcl: &'static str,
    summary: &'static str,
) -> Refused {
    Refused { all: false, ..no(cloud, attribute, hcl, summary) }
}

/// What is refused where.
pub(crate) const REFUSED: [Refused; 18] = [
    no(
        "aws",
        "gpu_sharing",
        "gpu_sharing = { strategy = \"mps\", max_clients = 2 }",
        "EKS does not share accelerators by itself",
    ),
    no("aws", "mig_profile", "mig_profile = \"1g.5gb\"", "EKS does not partition accelerators by itself"),
    no("aws", "secure_boot", "secure_boot = true", "EKS's images with NVIDIA's driver do not boot securely"),
    no("aws", "max_run_duration", "max_run_duration = \"8h\"", "EC2 does not end machines after a time"),
    no(
        "aws",
        "upgrade.max_surge",
        "upgrade = { max_surge = 1 }",
        "EKS chooses by itself how many machines it adds on an upgrade",
    ),
    no("aws", "upgrade.strategy", "upgrade = { strategy = \"surge\" }", "EKS has one way of upgrading"),
    some("gcp", "mig_profile", "mig_profile = \"1g.5gb\"", "1g.5gb is no partition of l4"),
    no("aws", "gcp", "gcp = { auto_repair = true }", "`gcp` cannot be set: this GPU pool is on AWS"),
    no(
        "gcp",
        "aws",
        "aws = { subnets = [\"subnet-0a\"] }",
        "`aws` cannot be set: this GPU pool is on Google Cloud",
    ),
    some("aws", "capacity", "capacity = \"flex_start\"", "EC2 has neither flex-start nor queued capacity"),
    some(
        "aws",
        "driver",
        "driver = \"latest\"",
        "EKS has one version of NVIDIA's driver with each release of its image",
    ),
    some(
        "aws",
        "scaling.max",
        "scaling = { min = 0, max = 0 }",
        "EKS takes no pool that can have no machine at all",
    ),
    some(
        "aws",
        "disk.type",
        "disk = { type = \"pd-ssd\" }",
        "\"pd-ssd\" is no type of a boot disk that can be chosen on AWS",
    ),
    some(
        "aws",
        "aws.subnets[0]",
        "aws = { subnets = [\"net\"] }",
        "\"net\" is no subnet, or is there already",
    ),
    some("gcp", "capacity", "capacity = \"capacity_block\"", "Capacity Blocks are EC2's"),
    some("gcp", "reservations", "capacity = \"reserved\"\nreservations = []", "no reservation is named"),
    some(
        "gcp",
        "scaling.desired",
        "scaling = { min = 0, max = 2, desired = 3 }",
        "the number of machines is out of its bounds",
    ),
    some(
        "gcp",
        "gcp.gpu_direct",
        "gcp = { gpu_direct = \"tcpx\" }",
        "not a way that a node pool can be told",
    ),
];

/// Plans one configuration with a pool for each; panics with all that was not as the table says.
pub(crate) fn check() {
    let sandbox = acceptance::Sandbox::start();
    let terraform = Terraform::new().on(&sandbox);
    let pool = |(at, refused): (usize, &Refused)| {
        let name = format!("p{at}");
        resource(refused.cloud, &name, &name, refused.hcl)
    };
    terraform.main(&REFUSED.iter().enumerate().map(pool).collect::<String>());
    let told = terraform.run(&["plan", "-json"]).failed().stdout;
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for mut line in told.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        if line["@level"] == "error" {
            let error = line["diagnostic"].take();
            found.entry(text(&error, "address")).or_default().push(error);
        }
    }
    let mut wrong = Vec::new();
    for (at, refused) in REFUSED.iter().enumerate() {
        let errors = found.remove(&format!("palisade_gpu_pool.p{at}")).unwrap_or_default();
        if !errors.iter().any(|error| refused.is(error)) {
            wrong.push(format!("{} {}: {errors:#?}", refused.cloud, refused.attribute));
        }
    }
    assert!(wrong.is_empty() && found.is_empty(), "{}\n{found:#?}", wrong.join("\n"));
}

impl Refused {
    /// Whether an error says this, and where: at the line of the attribute, and, of a nested one, in its text.
    fn is(&self, error: &Value) -> bool {
        let code = text(&error["snippet"], "code");
        let top = self.attribute.split(['.', '[']).next().unwrap_or_default();
        let nested = top != self.attribute;
        let named = code.trim_start().starts_with(&format!("{top} ="))
            || text(error, "detail").ends_with(&format!("Attribute: {}", self.attribute));
        let exact = !nested || text(error, "detail").ends_with(&format!("Attribute: {}", self.attribute));
        named && exact && text(error, "summary") == self.summary
    }

    /// The attribute's path without indices.
    pub(crate) fn path(&self) -> String {
        self.attribute.replace("[0]", "")
    }

    /// What the coverage says of it.
    pub(crate) fn cell(&self) -> Value {
        json!({"error": self.summary})
    }
}
