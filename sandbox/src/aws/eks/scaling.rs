//! How many nodes a node group has.

use serde::{Deserialize, Serialize};

use super::error::Subject;
use crate::aws::json::Error;

/// The nodes of a node group made with no word about them
/// (docs.aws.amazon.com/eks/latest/userguide/create-managed-node-group.html has the console's; moto 5.2.1 has them too).
const USUAL: Scaling = Scaling { min_size: 2, max_size: 2, desired_size: 2 };

/// The most nodes of a node group (docs.aws.amazon.com/eks/latest/userguide/service-quotas.html).
const MOST: i64 = 450;

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Scaling {
    pub(super) min_size: i64,
    pub(super) max_size: i64,
    pub(super) desired_size: i64,
}

/// What a call says about it.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Resize {
    pub(super) min_size: Option<i64>,
    pub(super) max_size: Option<i64>,
    pub(super) desired_size: Option<i64>,
}

impl Scaling {
    /// Of a new node group: all is said, or nothing (botocore's model, `NodegroupScalingConfig`).
    pub(super) fn new(wanted: Option<Resize>, subject: Subject<'_>) -> Result<Self, Error> {
        let scaling = match wanted {
            None => USUAL,
            Some(Resize {
                min_size: Some(min_size),
                max_size: Some(max_size),
                desired_size: Some(desired_size),
            }) => Self { min_size, max_size, desired_size },
            Some(_) => {
                return Err(subject.invalid(
                    "scalingConfig must have all of minSize, maxSize and desiredSize, or none of them",
                ));
            }
        };
        // The words are in terraform-aws-modules/terraform-aws-eks#298 and its like.
        let Self { min_size, max_size, desired_size } = scaling;
        match () {
            () if min_size > max_size => Err(subject.invalid("minSize can't be greater than maxSize")),
            () if min_size > desired_size => {
                Err(subject.invalid("minSize can't be greater than desiredSize"))
            }
            () if desired_size > max_size => {
                Err(subject.invalid("desiredSize can't be greater than maxSize"))
            }
            () => scaling.within_limits(subject),
        }
    }

    /// Of a node group that is there: what is not said stays.
    pub(super) fn resized(self, wanted: Resize, subject: Subject<'_>) -> Result<Self, Error> {
        let scaling = Self {
            min_size: wanted.min_size.unwrap_or(self.min_size),
            max_size: wanted.max_size.unwrap_or(self.max_size),
            desired_size: wanted.desired_size.unwrap_or(self.desired_size),
        };
        // The words are in terraform-aws-modules/terraform-aws-eks#3306.
        let Self { min_size: min, max_size: max, desired_size: desired } = scaling;
        match () {
            () if min > max => {
                Err(subject
                    .invalid(format!("Minimum capacity {min} can't be greater than maximum size {max}")))
            }
            () if min > desired => Err(subject
                .invalid(format!("Minimum capacity {min} can't be greater than desired size {desired}"))),
            () if desired > max => {
                Err(subject
                    .invalid(format!("Maximum capacity {max} can't be less than desired size {desired}")))
            }
            () => scaling.within_limits(subject),
        }
    }

    fn within_limits(self, subject: Subject<'_>) -> Result<Self, Error> {
        if self.max_size > MOST {
            return Err(subject.invalid(format!("Nodes per managed node group limit of {MOST} exceeded")));
        }
        Ok(self)
    }
}
