//! Schemas as data: what `#[derive(Schema)]` emits, and what a provider may build at run time instead.

pub(crate) mod validate;
mod validator;

pub use validator::Validator;

use crate::Data;
pub use crate::types::Type;

/// The schema of a provider's configuration, a resource, a data source or an ephemeral resource.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// The version of the state's shape; a state of an older version is upgraded.
    pub version: i64,
    /// The attributes and blocks.
    pub block: Block,
}

/// Attributes and nested blocks.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// What it is, in Markdown.
    pub description: String,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// The attributes, in the order of their definition.
    pub attributes: Vec<Attribute>,
    /// The nested blocks, in the order of their definition.
    pub blocks: Vec<NestedBlock>,
}

/// One attribute.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// Its name in configuration.
    pub name: String,
    /// What it is, in Markdown.
    pub description: String,
    /// What its values look like.
    pub shape: Shape,
    /// Who sets it.
    pub mode: Mode,
    /// Whether Terraform hides it in its output.
    pub sensitive: bool,
    /// Whether it is never kept in plan or state. Needs Terraform 1.11.
    pub write_only: bool,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// What is planned when it is not set.
    pub default: Option<Data>,
    /// Whether a change of it replaces the resource.
    pub replace: bool,
    /// Whether a computed value that an update does not name keeps its prior value, instead of being unknown.
    pub keep_prior: bool,
    /// What a known value must fulfil.
    pub validators: Vec<Validator>,
}

/// Who sets an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The configuration must.
    Required,
    /// The configuration may.
    Optional,
    /// The provider does.
    Computed,
    /// The configuration may; else the provider does.
    OptionalComputed,
}

/// What an attribute's values look like.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A plain type.
    Type(Type),
    /// Objects whose attributes have schemas of their own.
    Nested(Nesting, Vec<Attribute>),
}

/// How nested objects are arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nesting {
    /// One object.
    Single,
    /// Objects in order.
    List,
    /// Objects without order.
    Set,
    /// Objects by name.
    Map,
}

/// A nested block: the older way to nest, with a syntax of its own in configuration.
#[derive(Clone, Debug)]
pub struct NestedBlock {
    /// Its name in configuration.
    pub name: String,
    /// Its attributes and blocks.
    pub block: Block,
    /// How blocks of this name are arranged.
    pub nesting: Nesting,
    /// So many at least; 0 for no bound.
    pub min_items: u32,
    /// So many at most; 0 for no bound.
    pub max_items: u32,
}

impl Schema {
    /// The same with a version of the state's shape.
    #[must_use]
    pub fn version(mut self, version: i64) -> Self {
        self.version = version;
        self
    }
}

impl Mode {
    /// Whether the provider may set it.
    pub fn is_computed(self) -> bool {
        matches!(self, Mode::Computed | Mode::OptionalComputed)
    }

    /// Whether the configuration may set it.
    pub fn is_configurable(self) -> bool {
        !matches!(self, Mode::Computed)
    }
}

impl Attribute {
    /// An optional attribute of a shape, with nothing else said.
    pub fn new(name: impl Into<String>, shape: Shape) -> Self {
        Attribute {
            name: name.into(),
            description: String::new(),
            shape,
            mode: Mode::Optional,
            sensitive: false,
            write_only: false,
            deprecated: None,
            default: None,
            replace: false,
            keep_prior: false,
            validators: Vec::new(),
        }
    }

    /// The same, set as `mode` says.
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }
}

impl Block {
    /// The type of the whole block's values: an object of its attributes and blocks.
    pub fn to_type(&self) -> Type {
        let attributes =
            self.attributes.iter().map(|attribute| (attribute.name.clone(), attribute.shape.to_type()));
        let blocks =
            self.blocks.iter().map(|block| (block.name.clone(), block.nesting.around(block.block.to_type())));
        Type::Object(attributes.chain(blocks).collect())
    }
}

impl Shape {
    /// The type of the values.
    pub fn to_type(&self) -> Type {
        match self {
            Shape::Type(of) => of.clone(),
            Shape::Nested(nesting, attributes) => nesting.around(Type::Object(
                attributes
                    .iter()
                    .map(|attribute| (attribute.name.clone(), attribute.shape.to_type()))
                    .collect(),
            )),
        }
    }
}

impl Nesting {
    /// The type of values arranged so.
    pub fn around(self, object: Type) -> Type {
        match self {
            Nesting::Single => object,
            Nesting::List => Type::List(Box::new(object)),
            Nesting::Set => Type::Set(Box::new(object)),
            Nesting::Map => Type::Map(Box::new(object)),
        }
    }
}
