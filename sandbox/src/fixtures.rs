//! What stands on the clouds before a test begins, and what no call of the sandbox's APIs makes.

use std::collections::BTreeMap;

use bigdecimal::BigDecimal;
use serde::{Deserialize, Serialize};

/// The fixtures so far. A test's are added to them; a reset forgets them.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Fixtures {
    /// Clusters of EKS, in every account.
    pub(crate) eks_clusters: Vec<EksCluster>,
    /// Clusters of GKE.
    pub(crate) gke_clusters: Vec<GkeCluster>,
    /// What was spent on AWS.
    pub(crate) spend: Vec<Spend>,
    /// Whether Cloud Billing refuses users, who are not service accounts, that name no quota project. It does not,
    /// unless it is told to; what is told last counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) quota_project_needed: Option<bool>,
}

/// A cluster of EKS.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EksCluster {
    pub(crate) name: String,
    pub(crate) region: String,
    /// Its Kubernetes version, such as `1.34`; the sandbox's usual one when it is not given.
    pub(crate) version: Option<String>,
}

/// A cluster of GKE.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GkeCluster {
    pub(crate) project: String,
    pub(crate) location: String,
    pub(crate) name: String,
}

/// What one service cost in an account on one day.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Spend {
    /// `YYYY-MM-DD`.
    pub(crate) date: chrono::NaiveDate,
    /// As Cost Explorer spells it: `Amazon Elastic Compute Cloud - Compute`.
    pub(crate) service: String,
    /// Cost allocation tags of what was paid for, without the prefix that says who made them.
    #[serde(default)]
    pub(crate) tags: BTreeMap<String, String>,
    /// The linked account; the sandbox's own when it is not given.
    pub(crate) account: Option<String>,
    /// US dollars, an exact decimal as text: `"12.34"`.
    pub(crate) amount: BigDecimal,
}

impl Fixtures {
    pub(crate) fn add(&mut self, more: Self) {
        let Self { eks_clusters, gke_clusters, spend, quota_project_needed } = more;
        self.eks_clusters.extend(eks_clusters);
        self.gke_clusters.extend(gke_clusters);
        self.spend.extend(spend);
        self.quota_project_needed = quota_project_needed.or(self.quota_project_needed);
    }
}
