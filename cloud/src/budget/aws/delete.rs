//! Deleting a budget: its actions first, so that none is left over; notifications and subscribers go with it (API
//! reference, `DeleteBudget`).

use super::actions;
use super::target::{Call, Target};
use crate::Error;

const DELETE: Call = Call { operation: "DeleteBudget", attribute: "" };

pub(super) async fn delete(at: &Target<'_>) -> Result<(), Error> {
    match delete_all(at).await {
        Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn delete_all(at: &Target<'_>) -> Result<(), Error> {
    for action in actions::list(at).await? {
        actions::delete(at, action.action_id).await?;
    }
    let request = at.client.delete_budget().account_id(at.account).budget_name(at.name);
    at.call(DELETE, || request.clone().send()).await.map(drop)
}
