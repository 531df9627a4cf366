use crate::model::AttributeType;
use crate::schema::{Shape, Type};
use crate::{Data, codec};

/// A pure function that configurations call as `provider::NAME::FUNCTION(...)`. The same arguments must always give
/// the same result.
pub trait Function: Send + Sync + 'static {
    /// What it takes and gives.
    fn signature(&self) -> Signature;

    /// Calls it with arguments that are known.
    ///
    /// # Errors
    /// What the user is told, and of which argument.
    fn call(&self, arguments: Arguments) -> Result<Data, FunctionError>;
}

/// What a function takes and gives.
#[derive(Clone, Debug)]
pub struct Signature {
    /// What it does, in one line.
    pub summary: String,
    /// What it does, in Markdown.
    pub description: String,
    /// What it takes, in order.
    pub parameters: Vec<Parameter>,
    /// What it takes after them, any number of times.
    pub variadic: Option<Parameter>,
    /// What it gives.
    pub returns: Type,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
}

/// One parameter of a function.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name, for documentation and errors.
    pub name: String,
    /// What it is, in Markdown.
    pub description: String,
    /// The type of its values.
    pub of: Type,
    /// Whether null may be given.
    pub allow_null: bool,
}

impl Signature {
    /// A function that gives a `T` and takes nothing yet.
    pub fn returning<T: AttributeType>(summary: impl Into<String>) -> Self {
        Signature {
            summary: summary.into(),
            description: String::new(),
            parameters: Vec::new(),
            variadic: None,
            returns: type_of::<T>(),
            deprecated: None,
        }
    }

    /// The same with a description in Markdown.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// The same with one more parameter.
    #[must_use]
    pub fn parameter<T: AttributeType>(
        mut self,
        name: impl Into<String>,
        description: impl Into<String>,
    ) -> Self {
        self.parameters.push(Parameter {
            name: name.into(),
            description: description.into(),
            of: type_of::<T>(),
            allow_null: false,
        });
        self
    }
}

fn type_of<T: AttributeType>() -> Type {
    match T::shape() {
        Shape::Type(of) => of,
        Shape::Nested(nesting, attributes) => Shape::Nested(nesting, attributes).to_type(),
    }
}

/// The arguments of a call.
#[derive(Clone, Debug)]
pub struct Arguments(Vec<Data>);

impl Arguments {
    /// Arguments in order, variadic ones last.
    pub fn new(arguments: Vec<Data>) -> Self {
        Arguments(arguments)
    }

    /// Takes the argument at a position, counted from 0, out of the list.
    ///
    /// # Errors
    /// When there is none, or it is no `T`.
    pub fn take<T: AttributeType>(&mut self, position: usize) -> Result<T, FunctionError> {
        let argument = self.0.get_mut(position).map(std::mem::take).unwrap_or_default();
        codec::from_data(argument).map_err(|error| FunctionError::at(position, error.to_string()))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Why a function gave no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct FunctionError {
    /// What the user is told.
    pub text: String,
    /// The argument that is wrong, counted from 0.
    pub argument: Option<usize>,
}

impl FunctionError {
    /// An error about no argument in particular.
    pub fn new(text: impl Into<String>) -> Self {
        FunctionError { text: text.into(), argument: None }
    }

    /// An error about the argument at a position, counted from 0.
    pub fn at(argument: usize, text: impl Into<String>) -> Self {
        FunctionError { text: text.into(), argument: Some(argument) }
    }
}
