//! Creating a budget. `CreateBudget` carries it with its notifications and tags; the actions follow.

use std::time::Duration;

use super::target::{Call, Target};
use super::{
    Budget, Extras, actions, actions_of, extras, from_wire, notifications, read, tags, to_wire, update,
};
use crate::{Cloud, Error, Incomplete, Observed, Operation};

/// Time to ask, after the operation has ended, whether the budget was made.
const GRACE: Duration = Duration::from_secs(5);

const CREATE: Call = Call { operation: "CreateBudget", attribute: "" };

pub(super) async fn create(at: &Target<'_>, wanted: &Budget) -> Result<Observed<Budget>, Incomplete<Budget>> {
    let kept = |error, is| Incomplete { error, kept: Some(Box::new(read::unread(at, is))) };
    let made = match make(at, wanted).await {
        Ok(made) => made,
        // The call under way was given up, and may have been carried out.
        Err(error @ (Error::Timeout { .. } | Error::Cancelled { .. })) => {
            let grace = Operation { timeout: GRACE, cancel: Default::default() }.start(Cloud::Aws);
            let exists = is_ours(&at.within(&grace), wanted).await.unwrap_or(false);
            return Err(if exists { kept(error, bare(wanted)) } else { error.into() });
        }
        Err(error) => return Err(error.into()),
    };
    if !actions_of(wanted).is_empty() {
        tracing::debug!(budget = wanted.name, "created; adding its actions");
        add_actions(at, wanted, made).await.map_err(|error| kept(error, bare(wanted)))?;
    }
    read::told(at, wanted.clone()).await.map_err(|error| kept(error, wanted.clone()))
}

/// Whether a budget was made now, or before by a call whose answer was lost.
#[derive(Clone, Copy, PartialEq)]
enum Made {
    Now,
    Before,
}

/// A budget that was made before may have some of its actions.
async fn add_actions(at: &Target<'_>, wanted: &Budget, made: Made) -> Result<(), Error> {
    let there = match made {
        Made::Now => Vec::new(),
        Made::Before => actions::list(at).await?,
    };
    actions::bring(at, there, actions_of(wanted)).await
}

/// Creates the budget without its actions. One of that name that equals what is wanted in everything is what a call whose
/// answer was lost, of this run or of one that was killed, has created.
async fn make(at: &Target<'_>, wanted: &Budget) -> Result<Made, Error> {
    let request = at
        .client
        .create_budget()
        .account_id(at.account)
        .budget(to_wire::budget(wanted)?)
        .set_notifications_with_subscribers(some(notifications::for_create(wanted)?))
        .set_resource_tags(some(tags::to_wire(&wanted.labels)?));
    match at.call(CREATE, || request.clone().send()).await {
        Ok(_) => Ok(Made::Now),
        Err(already @ Error::AlreadyExists { .. }) => match is_ours(at, wanted).await {
            Ok(true) => {
                tracing::info!(budget = at.name, "the budget was created by a call whose answer was lost");
                Ok(Made::Before)
            }
            Ok(false) => Err(already),
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    }
}

fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    Some(list).filter(|list| !list.is_empty())
}

/// What `CreateBudget` makes of what is wanted.
fn bare(wanted: &Budget) -> Budget {
    let mut bare = wanted.clone();
    if let Extras::Aws(bare) = &mut bare.extras {
        bare.actions = extras(wanted).actions.as_ref().map(|_| Vec::new());
    }
    bare
}

/// Whether a budget is there that equals what is wanted in everything, but for actions that may be missing.
async fn is_ours(at: &Target<'_>, wanted: &Budget) -> Result<bool, Error> {
    let found = match read::find(at, None).await {
        Ok(found) => found,
        Err(Error::NotFound { .. }) => return Ok(false),
        Err(error) => return Err(error),
    };
    let mut is = read::observed(at, &found, Some(wanted)).is;
    let is_wanted = |there| actions_of(wanted).iter().any(|wanted| actions::same(there, wanted));
    let planned = actions_of(&is).iter().all(is_wanted);
    if let Extras::Aws(is) = &mut is.extras {
        is.actions = extras(wanted).actions.clone();
    }
    // What is counted beside, though it is not managed.
    let merged = to_wire::budget(&from_wire::merged(&found.budget, wanted, wanted))?;
    Ok(planned && is == *wanted && update::same(&merged, &to_wire::budget(wanted)?))
}
