//! What every kind of resource has in common: what is wanted, what is there, and the service that brings one to the
//! other.
//!
//! A description has an attribute that is `None` where the attribute is not managed: it is neither written nor read. One
//! that was set before and is `None` now is put back to the cloud's default. `Some(0)`, `Some(false)` and an empty list
//! are values, never "unset".

use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;

use crate::{Cloud, Error, Operation, Problem, Session};

/// A kind of resource: its description in neutral terms, how one is named on a cloud, and what a cloud adds.
pub trait Kind: Clone + Debug + PartialEq + Send + Sync + 'static {
    /// What names one on its cloud; what an import takes.
    type Key: Clone + Debug + PartialEq + Send + Sync;
    /// What the cloud tells beside the description.
    type Details: Clone + Debug + PartialEq + Send + Sync;

    /// The cloud that this one is on.
    fn cloud(&self) -> Cloud;

    /// Everything that the chosen cloud cannot do or does not take, found without asking it.
    ///
    /// `unknown` tells whether a top-level attribute has a value that is not known yet; it is `None` here, and a check
    /// that depends on it is left to the apply.
    fn check(&self, unknown: &dyn Fn(&str) -> bool) -> Vec<Problem>;

    /// The attributes, as written in configuration, whose difference between `prior` and `wanted` needs a new one in place
    /// of the old: what this cloud cannot change in place.
    fn replaced(prior: &Self, wanted: &Self) -> Vec<&'static str>;

    /// What a change in place would take back that the cloud never gives back, found without asking it. A change that needs
    /// a new one in place of the old takes nothing back.
    ///
    /// `unknown` is that of [`Kind::check`], about what is wanted.
    fn check_change(_change: Change<'_, Self>, _unknown: &dyn Fn(&str) -> bool) -> Vec<Problem> {
        Vec::new()
    }

    /// What serves this kind on a cloud.
    ///
    /// # Errors
    /// [`Error::Credentials`] when none can be found.
    fn service(
        session: &Session,
        cloud: Cloud,
    ) -> impl Future<Output = Result<Arc<dyn Service<Self>>, Error>> + Send;
}

/// A resource as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed<T: Kind> {
    /// What names it.
    pub key: T::Key,
    /// Its attributes: those that were asked for, or all that differ from the cloud's default.
    pub is: T,
    /// The cloud's own identifier: an ARN, or a resource name of Google Cloud.
    pub native_id: String,
    /// What an update must find unchanged (an etag), where the cloud has such a thing.
    pub revision: Option<String>,
    /// What the cloud tells beside.
    pub details: T::Details,
}

/// A create, an update or a delete that failed half-way.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct Incomplete<T: Kind> {
    /// Why it stopped.
    #[source]
    pub error: Error,
    /// What exists now, so that it can be kept in state and finished later. `None`: nothing was created or changed.
    pub kept: Option<Box<Observed<T>>>,
}

impl<T: Kind> From<Error> for Incomplete<T> {
    fn from(error: Error) -> Self {
        Incomplete { error, kept: None }
    }
}

/// What to read.
#[derive(Debug)]
pub enum Scope<'a, T> {
    /// The attributes that are set in this description, and no call more than they need.
    Managed(&'a T),
    /// Everything that differs from the cloud's default, for an import or a data source.
    Everything,
}

/// From what to what.
#[derive(Debug)]
pub struct Change<'a, T> {
    /// What was last known to be there.
    pub prior: &'a T,
    /// What is wanted.
    pub wanted: &'a T,
}

/// What is to go.
#[derive(Debug)]
pub struct Removal<'a, T> {
    /// What was last known to be there.
    pub prior: &'a T,
    /// Whether all that it holds goes first. What holds nothing does not look at it.
    pub with_contents: bool,
}

// Derived, these would ask for descriptions that can be copied; only references are.
impl<T> Clone for Scope<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Scope<'_, T> {}

impl<T> Clone for Change<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Change<'_, T> {}

/// One kind of resource on one cloud.
#[async_trait]
pub trait Service<T: Kind>: Send + Sync {
    /// Creates one and waits until it is ready.
    ///
    /// # Errors
    /// [`Incomplete`] tells why, and what exists by then.
    async fn create(&self, wanted: &T, operation: &Operation) -> Result<Observed<T>, Incomplete<T>>;

    /// Reads one; `None` when it is gone.
    ///
    /// # Errors
    /// Any [`Error`] but `NotFound`.
    async fn read(
        &self,
        key: &T::Key,
        scope: Scope<'_, T>,
        operation: &Operation,
    ) -> Result<Option<Observed<T>>, Error>;

    /// Brings one from `prior` to `wanted` with the calls that the difference needs and no more. `revision` is the one
    /// that [`Observed`] told; an update finds it unchanged or fails with [`Error::Changed`].
    ///
    /// # Errors
    /// [`Incomplete`] tells why, and what has been changed by then.
    async fn update(
        &self,
        key: &T::Key,
        change: Change<'_, T>,
        revision: Option<&str>,
        operation: &Operation,
    ) -> Result<Observed<T>, Incomplete<T>>;

    /// Deletes one, with all that was made for it, and waits until it is gone; one that is gone already is no error.
    ///
    /// # Errors
    /// [`Error::NotEmpty`] when it holds something that is not to go with it; else what the service answered.
    async fn delete(&self, key: &T::Key, removal: Removal<'_, T>, operation: &Operation)
    -> Result<(), Error>;
}
