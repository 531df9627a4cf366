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

#[cfg(test)]
mod tests {
    use super::*;

    const SUBJECT: Subject<'_> = Subject { cluster: "c", nodegroup: "n" };

    type Sizes = (Option<i64>, Option<i64>, Option<i64>);

    fn resize((min_size, max_size, desired_size): Sizes) -> Resize {
        Resize { min_size, max_size, desired_size }
    }

    fn told(result: Result<Scaling, Error>) -> Result<(i64, i64, i64), String> {
        result.map(|one| (one.min_size, one.max_size, one.desired_size)).map_err(|error| error.message)
    }

    #[test]
    fn a_new_size_is_whole() {
        let check = |wanted: Sizes, expected: Result<(i64, i64, i64), &str>| {
            let seen = told(Scaling::new(Some(resize(wanted)), SUBJECT));
            assert_eq!(seen, expected.map_err(str::to_owned), "{wanted:?}");
        };
        check((Some(0), Some(4), Some(0)), Ok((0, 4, 0)));
        check((Some(0), Some(450), Some(450)), Ok((0, 450, 450)));
        check((Some(3), Some(2), Some(2)), Err("minSize can't be greater than maxSize"));
        check((Some(2), Some(3), Some(1)), Err("minSize can't be greater than desiredSize"));
        check((Some(0), Some(3), Some(4)), Err("desiredSize can't be greater than maxSize"));
        check((Some(0), Some(451), Some(0)), Err("Nodes per managed node group limit of 450 exceeded"));
        check(
            (None, Some(3), None),
            Err("scalingConfig must have all of minSize, maxSize and desiredSize, or none of them"),
        );
        assert_eq!(told(Scaling::new(None, SUBJECT)), Ok((2, 2, 2)));
    }

    #[test]
    fn a_change_leaves_what_it_does_not_say() {
        let check = |wanted: Sizes, expected: Result<(i64, i64, i64), &str>| {
            let there = Scaling { min_size: 1, max_size: 5, desired_size: 3 };
            let seen = told(there.resized(resize(wanted), SUBJECT));
            assert_eq!(seen, expected.map_err(str::to_owned), "{wanted:?}");
        };
        check((None, Some(9), None), Ok((1, 9, 3)));
        check((Some(0), None, Some(0)), Ok((0, 5, 0)));
        check((Some(4), None, None), Err("Minimum capacity 4 can't be greater than desired size 3"));
        check((None, Some(2), None), Err("Maximum capacity 2 can't be less than desired size 3"));
        check((Some(6), None, None), Err("Minimum capacity 6 can't be greater than maximum size 5"));
    }
}
