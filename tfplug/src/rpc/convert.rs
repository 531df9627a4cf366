//! The framework's types as wire types, and back.

use bytes::Bytes;

use crate::schema::{Attribute, Block, NestedBlock, Nesting, Schema, Shape, Type};
use crate::wire::{self, attribute_path, diagnostic, schema};
use crate::{Diagnostic, Diagnostics, Path, Severity, Step};

/// The bytes of a value; a value that is absent is null.
pub(super) fn bytes(value: Option<&wire::DynamicValue>) -> &[u8] {
    const NIL: &[u8] = &[0xc0];
    match value {
        Some(value) if !value.msgpack.is_empty() => &value.msgpack,
        _ => NIL,
    }
}

impl From<Vec<u8>> for wire::DynamicValue {
    fn from(msgpack: Vec<u8>) -> Self {
        wire::DynamicValue { msgpack: msgpack.into(), json: Bytes::new() }
    }
}

impl From<Diagnostics> for Vec<wire::Diagnostic> {
    fn from(diagnostics: Diagnostics) -> Self {
        diagnostics.into_iter().map(Into::into).collect()
    }
}

impl From<Diagnostic> for wire::Diagnostic {
    fn from(found: Diagnostic) -> Self {
        let severity = match found.severity {
            Severity::Error => diagnostic::Severity::Error,
            Severity::Warning => diagnostic::Severity::Warning,
        };
        wire::Diagnostic {
            severity: severity.into(),
            summary: found.summary,
            detail: found.detail,
            attribute: found.attribute.map(Into::into),
        }
    }
}

impl From<Path> for wire::AttributePath {
    fn from(path: Path) -> Self {
        use attribute_path::step::Selector;
        let steps = path.steps().iter().map(|step| {
            let selector = match step {
                Step::Attribute(name) => Selector::AttributeName(name.clone()),
                Step::Index(index) => Selector::ElementKeyInt(*index),
                Step::Key(key) => Selector::ElementKeyString(key.clone()),
            };
            attribute_path::Step { selector: Some(selector) }
        });
        wire::AttributePath { steps: steps.collect() }
    }
}

impl From<&Schema> for wire::Schema {
    fn from(from: &Schema) -> Self {
        wire::Schema { version: from.version, block: Some((&from.block).into()) }
    }
}

impl From<&Block> for schema::Block {
    fn from(block: &Block) -> Self {
        schema::Block {
            version: 0,
            attributes: block.attributes.iter().map(Into::into).collect(),
            block_types: block.blocks.iter().map(Into::into).collect(),
            description: block.description.clone(),
            description_kind: wire::StringKind::Markdown.into(),
            deprecated: block.deprecated.is_some(),
            deprecation_message: block.deprecated.clone().unwrap_or_default(),
            computed: false,
        }
    }
}

impl From<&Attribute> for schema::Attribute {
    fn from(from: &Attribute) -> Self {
        use crate::schema::Mode;
        let (of, nested) = match &from.shape {
            Shape::Type(of) => (type_json(of), None),
            Shape::Nested(nesting, attributes) => (Bytes::new(), Some(object(*nesting, attributes))),
        };
        schema::Attribute {
            name: from.name.clone(),
            r#type: of,
            nested_type: nested,
            description: from.description.clone(),
            description_kind: wire::StringKind::Markdown.into(),
            required: from.mode == Mode::Required,
            optional: matches!(from.mode, Mode::Optional | Mode::OptionalComputed),
            computed: from.mode.is_computed(),
            sensitive: from.sensitive,
            write_only: from.write_only,
            deprecated: from.deprecated.is_some(),
            deprecation_message: from.deprecated.clone().unwrap_or_default(),
        }
    }
}

impl From<&NestedBlock> for schema::NestedBlock {
    fn from(nested: &NestedBlock) -> Self {
        use schema::nested_block::NestingMode;
        let nesting = match nested.nesting {
            Nesting::Single => NestingMode::Single,
            Nesting::List => NestingMode::List,
            Nesting::Set => NestingMode::Set,
            Nesting::Map => NestingMode::Map,
        };
        schema::NestedBlock {
            type_name: nested.name.clone(),
            block: Some((&nested.block).into()),
            nesting: nesting.into(),
            min_items: nested.min_items.into(),
            max_items: nested.max_items.into(),
        }
    }
}

fn object(nesting: Nesting, attributes: &[Attribute]) -> schema::Object {
    use schema::object::NestingMode;
    let nesting = match nesting {
        Nesting::Single => NestingMode::Single,
        Nesting::List => NestingMode::List,
        Nesting::Set => NestingMode::Set,
        Nesting::Map => NestingMode::Map,
    };
    schema::Object {
        attributes: attributes.iter().map(Into::into).collect(),
        nesting: nesting.into(),
        ..Default::default()
    }
}

/// A type as core reads it from a schema.
pub(super) fn type_json(of: &Type) -> Bytes {
    of.to_json().to_string().into()
}
