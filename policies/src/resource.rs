//! A resource with the change that is planned for it.

use crate::Tree;
use crate::plan::Secrets;

/// What is planned for a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is made.
    Create,
    /// It is changed in place.
    Update,
    /// It is destroyed and made again, in either order.
    Replace,
    /// It is destroyed, or forgotten.
    Delete,
    /// It is read while applying.
    Read,
    /// Nothing is done to it.
    NoOp,
}

impl Action {
    /// Whether rules look at the resource: only what a change makes or alters is the change's to answer for.
    #[must_use]
    pub fn is_reviewed(self) -> bool {
        matches!(self, Self::Create | Self::Update | Self::Replace)
    }
}

/// A resource as a plan leaves it.
#[derive(Clone)]
pub struct PlannedResource {
    /// `module.data.palisade_bucket.records["eu"]`; the provider, while planning, is not told it.
    pub address: Option<String>,
    /// `palisade_bucket`.
    pub resource_type: String,
    /// What is planned.
    pub action: Action,
    /// The state before the change, where there is one.
    pub prior: Option<Tree>,
    /// The state after the change: a map of all attributes. The provider's default labels are in `labels_all`.
    pub planned: Tree,
    /// What a finding may not show; the provider is not told what is sensitive, and gives none.
    pub secrets: Secrets,
}
