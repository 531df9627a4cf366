use std::collections::BTreeMap;

use crate::schema::{Attribute, Block, NestedBlock, Nesting, Shape};
use crate::{Data, Type};

/// What a schema says of one value, however it is written there: a type, a nested attribute, a block.
#[derive(Clone, Copy)]
pub(super) enum Form<'a> {
    Bool,
    Number,
    String,
    List(Element<'a>),
    Set(Element<'a>),
    Map(Element<'a>),
    Object(Members<'a>),
    Tuple(&'a [Type]),
    Dynamic,
}

/// What a schema says of the elements of a collection.
#[derive(Clone, Copy)]
pub(super) enum Element<'a> {
    Type(&'a Type),
    Object(Members<'a>),
}

/// What a schema says of the values in an object.
#[derive(Clone, Copy)]
pub(super) enum Members<'a> {
    Block(&'a Block),
    Attributes(&'a [Attribute]),
    Types(&'a BTreeMap<String, Type>),
}

/// One value in an object.
#[derive(Clone, Copy)]
pub(super) enum Member<'a> {
    Attribute(&'a Attribute),
    Block(&'a NestedBlock),
    Type(&'a Type),
}

impl<'a> From<&'a Type> for Form<'a> {
    fn from(of: &'a Type) -> Self {
        match of {
            Type::Bool => Form::Bool,
            Type::Number => Form::Number,
            Type::String => Form::String,
            Type::List(of) => Form::List(Element::Type(of)),
            Type::Set(of) => Form::Set(Element::Type(of)),
            Type::Map(of) => Form::Map(Element::Type(of)),
            Type::Object(types) => Form::Object(Members::Types(types)),
            Type::Tuple(types) => Form::Tuple(types),
            Type::Dynamic => Form::Dynamic,
        }
    }
}

impl<'a> Form<'a> {
    fn nested(nesting: Nesting, members: Members<'a>) -> Self {
        match nesting {
            Nesting::Single => Form::Object(members),
            Nesting::List => Form::List(Element::Object(members)),
            Nesting::Set => Form::Set(Element::Object(members)),
            Nesting::Map => Form::Map(Element::Object(members)),
        }
    }
}

impl<'a> From<Element<'a>> for Form<'a> {
    fn from(element: Element<'a>) -> Self {
        match element {
            Element::Type(of) => of.into(),
            Element::Object(members) => Form::Object(members),
        }
    }
}

impl<'a> Members<'a> {
    /// The member of that name.
    pub(super) fn find(self, name: &str) -> Option<Member<'a>> {
        let attribute = |all: &'a [Attribute]| all.iter().find(|one| one.name == name).map(Member::Attribute);
        match self {
            Members::Attributes(attributes) => attribute(attributes),
            Members::Types(types) => types.get(name).map(Member::Type),
            Members::Block(block) => attribute(&block.attributes)
                .or_else(|| block.blocks.iter().find(|one| one.name == name).map(Member::Block)),
        }
    }

    /// An object of these members with nothing set.
    pub(super) fn unset(self) -> BTreeMap<String, Data> {
        let null = |all: &[Attribute]| all.iter().map(|one| (one.name.clone(), Data::Null)).collect();
        match self {
            Members::Attributes(attributes) => null(attributes),
            Members::Types(types) => types.keys().map(|name| (name.clone(), Data::Null)).collect(),
            Members::Block(block) => {
                let mut members: BTreeMap<_, _> = null(&block.attributes);
                members.extend(block.blocks.iter().map(|one| (one.name.clone(), Member::Block(one).unset())));
                members
            }
        }
    }
}

impl<'a> Member<'a> {
    pub(super) fn form(self) -> Form<'a> {
        match self {
            Member::Type(of) => of.into(),
            Member::Block(block) => Form::nested(block.nesting, Members::Block(&block.block)),
            Member::Attribute(attribute) => match &attribute.shape {
                Shape::Type(of) => of.into(),
                Shape::Nested(nesting, attributes) => Form::nested(*nesting, Members::Attributes(attributes)),
            },
        }
    }

    /// What it is when nothing is set: blocks are empty rather than null, as core demands.
    pub(super) fn unset(self) -> Data {
        match self {
            Member::Block(NestedBlock { nesting: Nesting::List | Nesting::Set, .. }) => {
                Data::List(Vec::new())
            }
            Member::Block(NestedBlock { nesting: Nesting::Map, .. }) => Data::Map(BTreeMap::new()),
            _ => Data::Null,
        }
    }
}
