use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

/// The type of an attribute's values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// An exact decimal number.
    Number,
    /// A string.
    String,
    /// Values of one type, in order.
    List(Box<Type>),
    /// Values of one type, without order and without doubles.
    Set(Box<Type>),
    /// Values of one type, by name.
    Map(Box<Type>),
    /// Values of several types, by name.
    Object(BTreeMap<String, Type>),
    /// Values of several types, in order.
    Tuple(Vec<Type>),
    /// Any type; each value carries its own.
    Dynamic,
}

impl Type {
    /// The type as Terraform writes it: `"string"`, `["list","number"]`, `["object",{"a":"bool"}]`.
    pub fn to_json(&self) -> Json {
        match self {
            Type::Bool => json!("bool"),
            Type::Number => json!("number"),
            Type::String => json!("string"),
            Type::Dynamic => json!("dynamic"),
            Type::List(element) => json!(["list", element.to_json()]),
            Type::Set(element) => json!(["set", element.to_json()]),
            Type::Map(element) => json!(["map", element.to_json()]),
            Type::Tuple(elements) => json!(["tuple", elements.iter().map(Type::to_json).collect::<Vec<_>>()]),
            Type::Object(attributes) => {
                let attributes: serde_json::Map<_, _> =
                    attributes.iter().map(|(name, of)| (name.clone(), of.to_json())).collect();
                json!(["object", attributes])
            }
        }
    }

    /// Reads what [`Type::to_json`] writes; `None` for anything else.
    pub fn from_json(json: &Json) -> Option<Self> {
        match json {
            Json::String(name) => match name.as_str() {
                "bool" => Some(Type::Bool),
                "number" => Some(Type::Number),
                "string" => Some(Type::String),
                "dynamic" => Some(Type::Dynamic),
                _ => None,
            },
            // An object with optional attributes carries their names as a third item, which says nothing of values.
            Json::Array(items) => match (items.first()?.as_str()?, items.get(1)?) {
                ("list", of) => Some(Type::List(Box::new(Type::from_json(of)?))),
                ("set", of) => Some(Type::Set(Box::new(Type::from_json(of)?))),
                ("map", of) => Some(Type::Map(Box::new(Type::from_json(of)?))),
                ("tuple", Json::Array(of)) => {
                    of.iter().map(Type::from_json).collect::<Option<_>>().map(Type::Tuple)
                }
                // How Go's encoder writes an empty tuple, at times.
                ("tuple", Json::Null) => Some(Type::Tuple(Vec::new())),
                ("object", Json::Object(of)) => of
                    .iter()
                    .map(|(name, of)| Some((name.clone(), Type::from_json(of)?)))
                    .collect::<Option<_>>()
                    .map(Type::Object),
                _ => None,
            },
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for text in [
            r#""string""#,
            r#""dynamic""#,
            r#"["list","number"]"#,
            r#"["set",["map","bool"]]"#,
            r#"["tuple",["string","bool"]]"#,
            r#"["object",{"a":"bool","b":["list","string"]}]"#,
        ] {
            let json: Json = serde_json::from_str(text).expect(text);
            assert_eq!(Type::from_json(&json).expect(text).to_json(), json);
        }
    }

    #[test]
    fn reads_what_go_writes_for_an_empty_tuple() {
        let json: Json = serde_json::from_str(r#"["tuple",null]"#).expect("JSON");
        assert_eq!(Type::from_json(&json), Some(Type::Tuple(vec![])));
    }

    #[test]
    fn refuses_what_is_no_type() {
        for text in ["1", r#""int""#, r#"["list"]"#, r#"["object",["a"]]"#, "[]", r#"["list","x"]"#] {
            let json: Json = serde_json::from_str(text).expect(text);
            assert_eq!(Type::from_json(&json), None, "{text}");
        }
    }
}
