//! GPU pools: the story of `gpu_pool` on AWS, on moto as far as it goes.

use acceptance::Sandbox;
use acceptance::moto::{Fake, Kind};
use serde_json::json;

use super::gap::{self, Played};
use super::gpu_pool::row::Drift;
use super::gpu_pool::{aws, stages};
use super::pool_gaps::{self, GAPS};

/// Plays what moto can do, of what arrives at AWS.
pub(crate) fn play() {
    let how = |label: &str| gap::played(GAPS, Kind::Moto, label);
    let mut rows = aws::rows();
    rows.retain(|row| row.arrives.is_some() && how(&row.label()) != Played::Not);
    for row in &mut rows {
        // What somebody else does is played on the sandbox.
        row.drift = Drift::Never;
        if how(&row.label()) == Played::Unchanged {
            row.hcl[1] = row.hcl[0].clone();
            if let Some((_, values)) = &mut row.arrives {
                values[1] = values[0].clone();
            }
        }
    }
    let fake = Fake::start(Kind::Moto);
    let mut clusters: Vec<String> = rows.iter().map(|row| row.label().replace('_', "-")).collect();
    clusters.extend(["research", "palisade-other"].map(str::to_owned));
    make(&fake, &clusters);
    Sandbox::with_aws(&fake.aws, || stages::play("aws", &rows));
}

/// The gaps are as their rows say.
pub(crate) fn check_gaps() {
    let labels: Vec<String> = aws::rows().iter().map(|row| row.label()).collect();
    gap::check(GAPS, Fake::start, pool_gaps::prepare, &labels);
}

/// Makes clusters in the regions of the story, each with the security group that EKS makes for it, which is not for
/// callers to say: boto3 would not send it.
fn make(fake: &Fake, clusters: &[String]) {
    for region in ["us-east-1", "eu-west-1"] {
        let eks = gap::http(&fake.aws, region, "eks");
        for name in clusters {
            let network =
                json!({"subnetIds": ["subnet-0a1b2c3d"], "clusterSecurityGroupId": format!("sg-{name}")});
            let role = "arn:aws:iam::123456789012:role/cluster";
            let cluster = json!({"name": name, "roleArn": role, "resourcesVpcConfig": network});
            eks.post("/clusters", &cluster);
        }
    }
}
