//! What the code that the derive emits calls; no part of the public API.
//!
//! The work is done here, once, so that a derived struct adds little to compile.

pub use crate::codec::{Codec, DecodeError, Sink, Source, to_data};
pub use crate::model::{AttributeType, Blocks, Model};
pub use crate::schema::{Attribute, Block, Mode, NestedBlock, Nesting, Shape};
pub use crate::{Data, Validator};

use crate::Value;
use crate::path::Step;

/// A type that the field of an attribute may have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the field of an attribute",
    label = "write Value<..>, List<..>, Set<..> or Map<..>",
    note = "an attribute may be null or unknown, so its field is a Value<..>, List<..>, Set<..> or Map<..>; the field of \
            a nested block is marked #[schema(block)]"
)]
pub trait Field: Codec {
    /// What the field holds when it is known.
    type Of: AttributeType;
}

impl<T: AttributeType> Field for Value<T> {
    type Of = T;
}

/// The attribute of a field.
pub fn attribute<F: Field>(name: &str, description: &str, mode: Mode) -> Attribute {
    let mut attribute = Attribute::new(name, F::Of::shape()).mode(mode);
    attribute.description = description.to_owned();
    attribute.validators = F::Of::validators();
    attribute
}

/// The nested block of a field. The field's description goes before the struct's.
pub fn nested_block<B: Blocks>(name: &str, description: &str, min_items: u32, max_items: u32) -> NestedBlock {
    let mut block = B::block();
    if !description.is_empty() {
        block.description = description.to_owned();
    }
    NestedBlock { name: name.to_owned(), block, nesting: B::NESTING, min_items, max_items }
}

/// The shape of a struct that is an attribute.
pub fn object<T: Model>() -> Shape {
    Shape::Nested(Nesting::Single, T::block().attributes)
}

/// Reads an object; `field` is called with the position of each attribute's name in `names` and must read it.
///
/// # Errors
/// An attribute that is not in `names`, or what `field` says, with its path.
pub fn read_object<S: Source>(
    source: &mut S,
    names: &[&str],
    field: &mut dyn FnMut(&mut S, usize) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    source.map(&mut |source, key| {
        let position = names.iter().position(|name| *name == key);
        let position = position.ok_or_else(|| {
            DecodeError::new(format!("has an attribute {key:?} that is none of {}", names.join(", ")))
        })?;
        field(source, position).map_err(|error| error.within(Step::Attribute(key.into_owned())))
    })
}

/// Reads the value of a field into its place.
///
/// # Errors
/// As [`Codec::read`].
pub fn fill<T: Codec, S: Source>(field: &mut T, source: &mut S) -> Result<(), DecodeError> {
    *field = T::read(source)?;
    Ok(())
}

/// Reads the position of a string among the names of an enum's variants.
///
/// # Errors
/// When it is none of them.
pub fn read_variant<S: Source>(source: &mut S, names: &[&str]) -> Result<usize, DecodeError> {
    let text = source.string()?;
    names.iter().position(|name| *name == text).ok_or_else(|| {
        let allowed: Vec<_> = names.iter().map(|name| format!("{name:?}")).collect();
        DecodeError::new(format!("must be one of {}, not {text:?}", allowed.join(", ")))
    })
}

/// The default that a literal such as `0.1` stands for: one tenth, and not the nearest float.
pub fn decimal(digits: &str) -> Data {
    digits.parse().map_or(Data::Null, Data::Number)
}
