//! 200 GPU pools and the 200 budgets that pay for them, half on each cloud, as a platform team would have them: each team
//! has a budget, and a pool that names it.

use super::calls::{Kind, each, once};
use super::{Name, Set};

/// How many pools, and how many budgets, each cloud gets.
const EACH: usize = 100;

/// What the calls below are needed for is told in bench/README.md.
const KINDS: &[Kind] = &[
    Kind {
        name: "pool on EKS",
        count: EACH,
        services: &["eks", "ec2"],
        create: &[
            each("CreateLaunchTemplate", 1),
            each("CreateNodegroup", 1),
            each("DescribeNodegroup", 1),
            each("UntagResource", 1),
        ],
        read: &[each("DescribeNodegroup", 1), each("DescribeLaunchTemplateVersions", 1)],
        delete: &[
            each("DeleteNodegroup", 1),
            each("DescribeNodegroup", 1),
            each("DescribeLaunchTemplates", 1),
            each("DeleteLaunchTemplate", 1),
        ],
    },
    Kind {
        name: "pool on GKE",
        count: EACH,
        services: &["container"],
        create: &[each("CreateNodePool", 1), each("GetOperation", 1), each("GetNodePool", 1)],
        read: &[each("GetNodePool", 1)],
        delete: &[each("DeleteNodePool", 1), each("GetOperation", 1)],
    },
    Kind {
        name: "budget on AWS",
        count: EACH,
        services: &["budgets", "sts"],
        create: &[each("CreateBudget", 1), each("DescribeBudget", 1), once("GetCallerIdentity")],
        read: &[
            each("DescribeBudget", 1),
            each("DescribeNotificationsForBudget", 1),
            each("DescribeSubscribersForNotification", 2),
            each("ListTagsForResource", 1),
            once("GetCallerIdentity"),
        ],
        delete: &[
            each("DescribeBudgetActionsForBudget", 1),
            each("DeleteBudget", 1),
            once("GetCallerIdentity"),
        ],
    },
    Kind {
        name: "budget on Google Cloud",
        count: EACH,
        services: &["billingbudgets"],
        create: &[once("ListBudgets"), each("CreateBudget", 1)],
        read: &[each("GetBudget", 1)],
        delete: &[each("DeleteBudget", 1)],
    },
];

const MODULE: &str = r#"
locals {
  clouds = {
    aws = {
      location = "eu-central-1"
      identity = "arn:aws:iam::123456789012:role/gpu-nodes"
      scope    = "123456789012"
      key      = "arn:aws:kms:eu-central-1:123456789012:key/1a2b3c4d-0000-4000-8000-000000000000"
    }
    gcp = {
      location = "europe-west4"
      identity = "gpu-nodes@palisade-sandbox.iam.gserviceaccount.com"
      scope    = "000000-AAAAAA-BBBBBB"
      key      = "projects/palisade-sandbox/locations/europe-west4/keyRings/ml/cryptoKeys/disks"
    }
  }
  teams = merge([for cloud, place in local.clouds : {
    for n in range(EACH) : "${cloud}-${n}" => merge(place, { cloud = cloud, name = "team-${n}" })
  }]...)
}

resource "palisade_budget" "this" {
  for_each = local.teams

  cloud  = each.value.cloud
  name   = "palisade-bench-${each.value.name}"
  scope  = each.value.scope
  period = "month"
  amount = { units = 8000, currency = "USD" }
  filter = { labels = { team = [each.value.name] } }
  labels = each.value.cloud == "aws" ? { team = each.value.name } : null
  notify = each.value.cloud == "aws" ? { emails = ["finance@example.com"] } : null
  thresholds = [
    { percent = 80, basis = "actual" },
    { percent = 100, basis = "forecast" },
  ]
}

resource "palisade_gpu_pool" "this" {
  for_each = local.teams

  cloud       = each.value.cloud
  name        = each.value.name
  cluster     = "research"
  location    = each.value.location
  accelerator = { type = "l4", count = 1 }
  scaling     = { min = 0, max = 4 }
  disk        = { size_gb = 200, kms_key = each.value.key }
  identity    = each.value.identity
  labels      = { team = each.value.name }
  aws         = each.value.cloud == "aws" ? { subnets = ["subnet-0123456789abcdef0"] } : null
  gcp         = each.value.cloud == "gcp" ? { oauth_scopes = ["https://www.googleapis.com/auth/logging.write"] } : null
  budget = {
    name     = palisade_budget.this[each.key].name
    amount   = palisade_budget.this[each.key].amount.units
    currency = palisade_budget.this[each.key].amount.currency
  }
}
"#;

pub(super) fn set() -> Set {
    Set {
        name: Name::Estate,
        title: "200 GPU pools and 200 budgets",
        module: MODULE.replace("EACH", &EACH.to_string()),
        kinds: KINDS,
    }
}
