use std::collections::BTreeMap;

pub use crate::codec::Codec;
use crate::schema::{Block, Nesting, Shape};
use crate::{Data, Elements, Number, Schema, Type, Validator, Value};

/// A type that a [`Value`] of an attribute may hold.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of an attribute",
    label = "not the value of an attribute",
    note = "an attribute holds a String, bool, i64, u32, u64, f64, Number or Data, a struct or enum that derives Schema \
            and has no blocks, or a List, Set or Map of these"
)]
pub trait AttributeType: Codec {
    /// What its values look like.
    fn shape() -> Shape;

    /// What a known value must fulfil, because of its type.
    fn validators() -> Vec<Validator> {
        Vec::new()
    }
}

/// A struct that derives [`Schema`](derive@crate::Schema): its attributes and blocks.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no schema",
    label = "not a struct that derives Schema",
    note = "write `#[derive(tfplug::Schema)]` above the struct"
)]
pub trait Model: Codec {
    /// What the struct looks like in configuration.
    fn block() -> Block;
}

/// A type that the field of a nested block may have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a nested block",
    label = "not a nested block",
    note = "a nested block is a Vec<T> (list), Elements<T> (set), BTreeMap<String, T> (map) or Option<T> (single) of a \
            struct that derives Schema, or a Value<..> of one of these where the blocks may be unknown while planning"
)]
pub trait Blocks: Codec {
    /// How the blocks are arranged.
    const NESTING: Nesting;

    /// What one of them looks like.
    fn block() -> Block;
}

macro_rules! plain {
    ($($of:ty => $shape:ident),*) => {$(
        impl AttributeType for $of {
            fn shape() -> Shape {
                Shape::Type(Type::$shape)
            }
        }
    )*};
}

// A known value of a dynamic attribute is `Data::Dynamic`, which carries its type.
plain!(
    String => String, bool => Bool, i64 => Number, u32 => Number, u64 => Number, f64 => Number, Number => Number,
    Data => Dynamic
);

impl<T: AttributeType> AttributeType for Vec<Value<T>> {
    fn shape() -> Shape {
        collection(Nesting::List, T::shape())
    }

    fn validators() -> Vec<Validator> {
        each(T::validators())
    }
}

impl<T: AttributeType> AttributeType for Elements<T> {
    fn shape() -> Shape {
        collection(Nesting::Set, T::shape())
    }

    fn validators() -> Vec<Validator> {
        each(T::validators())
    }
}

impl<T: AttributeType> AttributeType for BTreeMap<String, Value<T>> {
    fn shape() -> Shape {
        collection(Nesting::Map, T::shape())
    }

    fn validators() -> Vec<Validator> {
        each(T::validators())
    }
}

/// Objects nest once with schemas of their own; a collection of collections of them is a type.
fn collection(nesting: Nesting, element: Shape) -> Shape {
    match element {
        Shape::Nested(Nesting::Single, attributes) => Shape::Nested(nesting, attributes),
        element => Shape::Type(nesting.around(element.to_type())),
    }
}

/// Validators of the known elements of a collection.
fn each(validators: Vec<Validator>) -> Vec<Validator> {
    let of_each = |validator: Validator| {
        let expects = format!("each {}", validator.expects());
        Validator::new(expects, move |data| {
            let known = |data: &&Data| !data.is_null() && !data.is_unknown();
            match data {
                Data::List(items) => items.iter().filter(known).try_for_each(|item| validator.check(item)),
                Data::Map(map) => map.values().filter(known).try_for_each(|item| validator.check(item)),
                _ => Ok(()),
            }
        })
    };
    validators.into_iter().map(of_each).collect()
}

impl<T: Model> Blocks for Vec<T> {
    const NESTING: Nesting = Nesting::List;

    fn block() -> Block {
        T::block()
    }
}

impl<T: Model> Blocks for Elements<T> {
    const NESTING: Nesting = Nesting::Set;

    fn block() -> Block {
        T::block()
    }
}

impl<T: Model> Blocks for BTreeMap<String, T> {
    const NESTING: Nesting = Nesting::Map;

    fn block() -> Block {
        T::block()
    }
}

impl<T: Model> Blocks for Option<T> {
    const NESTING: Nesting = Nesting::Single;

    fn block() -> Block {
        T::block()
    }
}

impl<B: Blocks> Blocks for Value<B> {
    const NESTING: Nesting = B::NESTING;

    fn block() -> Block {
        B::block()
    }
}

impl Schema {
    /// The schema that a struct derives.
    pub fn of<T: Model>() -> Self {
        Schema { version: 0, block: T::block() }
    }
}
