//! Bringing a bucket from one description to another, facet after facet.

use super::Bucket;
use super::facet::Facet;
use super::facets::FACETS;
use super::target::Target;
use crate::aws::AwsClients;
use crate::bucket::{BucketKey, Details, unfinished};
use crate::wait::Running;
use crate::{Change, Cloud, Error, Incomplete, Observed};

pub(super) async fn update(
    clients: &AwsClients,
    change: Change<'_, Bucket>,
    running: &Running,
) -> Result<Observed<Bucket>, Incomplete<Bucket>> {
    let at = Target::new(clients, &change.wanted.name, &change.wanted.location, running).await?;
    bring(&at, change.prior.clone(), change.wanted).await
}

/// Writes the facets that differ. What is kept of a failure is `there` with the facets that were written by then.
pub(super) async fn bring(
    at: &Target<'_>,
    mut there: Bucket,
    wanted: &Bucket,
) -> Result<Observed<Bucket>, Incomplete<Bucket>> {
    let mut written = at.is_new();
    for facet in order(&there, wanted) {
        let change = Change { prior: &there, wanted };
        if facet.is_on(at) && !facet.same(change) {
            if let Err(error) = facet.write(at, change).await {
                return Err(kept(at, error, there, written));
            }
            written = true;
        }
        facet.copy(wanted, &mut there);
    }
    // What no call carries (fixed at creation, or how a thing is written) is as wanted by now.
    Ok(observed(at, wanted.clone()))
}

/// What is no longer set goes first, and backwards: replication ends before the versioning that it needs. The mark of an
/// unfinished bucket goes last.
fn order(there: &Bucket, wanted: &Bucket) -> Vec<&'static dyn Facet> {
    let gone = |facet: &&dyn Facet| facet.is_set(there) && !facet.is_set(wanted);
    let (gone, kept): (Vec<&'static dyn Facet>, Vec<_>) = FACETS.into_iter().partition(gone);
    let mut order: Vec<_> = gone.into_iter().rev().chain(kept).collect();
    if there.labels.contains_key(unfinished::KEY) {
        order.sort_by_key(|facet| facet.holds_mark());
    }
    order
}

fn kept(at: &Target<'_>, error: Error, there: Bucket, written: bool) -> Incomplete<Bucket> {
    Incomplete { error, kept: written.then(|| Box::new(observed(at, there))) }
}

pub(super) fn observed(at: &Target<'_>, mut bucket: Bucket) -> Observed<Bucket> {
    bucket.labels.remove(unfinished::KEY);
    Observed {
        key: BucketKey { cloud: Cloud::Aws, name: bucket.name.clone() },
        is: bucket,
        native_id: at.arn(),
        revision: None,
        details: Details { account: at.account.to_owned() },
    }
}
