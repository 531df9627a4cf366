use aws_smithy_types::error::operation::BuildError;

use crate::Error;

/// A call of an API, as errors name it.
#[derive(Clone, Copy)]
pub(crate) struct Call {
    /// The API operation.
    pub(crate) operation: &'static str,
    /// The attribute that the call carries, as written in configuration; empty where it carries several, or none.
    pub(crate) attribute: &'static str,
}

impl Call {
    /// A call that carries many attributes, or none.
    pub(crate) const fn plain(operation: &'static str) -> Self {
        Call::of(operation, "")
    }

    /// A call that carries one attribute.
    pub(crate) const fn of(operation: &'static str, attribute: &'static str) -> Self {
        Call { operation, attribute }
    }

    /// A request that the SDK does not build, since a part that it needs is missing.
    pub(crate) fn incomplete(self, error: &BuildError) -> Error {
        Error::Invalid {
            attribute: self.attribute.to_owned(),
            message: format!("{}: {error}", self.operation),
        }
    }
}
