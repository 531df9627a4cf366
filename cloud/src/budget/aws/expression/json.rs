//! Expressions in JSON, as the API reference writes them.

use serde_json::{Map, Value, json};

use super::{Expression, Kind, Match};

impl Kind {
    const ALL: [Kind; 4] = [Kind::Dimension, Kind::Tag, Kind::CostCategory, Kind::ProductAttribute];

    /// The API's name of the member.
    fn member(self) -> &'static str {
        match self {
            Kind::Dimension => "Dimensions",
            Kind::Tag => "Tags",
            Kind::CostCategory => "CostCategories",
            Kind::ProductAttribute => "ProductAttributes",
        }
    }
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub(crate) fn from_json(text: &str) -> Result<Expression, String> {
        let value: Value = serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}"))?;
        of_value(&value, "the expression")
    }

    /// The expression as the API takes it.
    pub(crate) fn to_json(&self) -> Value {
        let list = |parts: &[Expression]| Value::Array(parts.iter().map(Expression::to_json).collect());
        match self {
            Expression::And(parts) => json!({ "And": list(parts) }),
            Expression::Or(parts) => json!({ "Or": list(parts) }),
            Expression::Not(part) => json!({ "Not": part.to_json() }),
            Expression::Match(found) => {
                let mut body = Map::new();
                body.insert("Key".into(), found.key.as_str().into());
                if !found.values.is_empty() {
                    body.insert("Values".into(), found.values.as_slice().into());
                }
                if !found.options.is_empty() {
                    body.insert("MatchOptions".into(), found.options.as_slice().into());
                }
                json!({ found.kind.member(): body })
            }
        }
    }
}

fn of_value(value: &Value, place: &str) -> Result<Expression, String> {
    let object = value.as_object().ok_or_else(|| format!("{place} is no JSON object"))?;
    let mut members = object.iter();
    let (Some((name, body)), None) = (members.next(), members.next()) else {
        return Err(format!(
            "{place} has {} members; it has exactly one of And, Or, Not, Dimensions, Tags, CostCategories and \
             ProductAttributes",
            object.len()
        ));
    };
    match name.as_str() {
        "And" => of_list(body, name).map(Expression::And),
        "Or" => of_list(body, name).map(Expression::Or),
        "Not" => of_value(body, "Not").map(|part| Expression::Not(Box::new(part))),
        _ => match Kind::ALL.into_iter().find(|kind| kind.member() == name) {
            Some(kind) => of_match(kind, body).map(Expression::Match),
            None => Err(format!(
                "{place} has the member {name:?}; And, Or, Not, Dimensions, Tags, CostCategories and ProductAttributes \
                 are known"
            )),
        },
    }
}

fn of_list(value: &Value, name: &str) -> Result<Vec<Expression>, String> {
    let parts = value.as_array().ok_or_else(|| format!("{name} is no list of expressions"))?;
    if parts.len() < 2 {
        return Err(format!("{name} has {} parts; it joins two or more", parts.len()));
    }
    parts.iter().map(|part| of_value(part, name)).collect()
}

fn of_match(kind: Kind, value: &Value) -> Result<Match, String> {
    let name = kind.member();
    let object = value.as_object().ok_or_else(|| format!("{name} is no JSON object"))?;
    if let Some(member) = object.keys().find(|key| !["Key", "Values", "MatchOptions"].contains(&key.as_str()))
    {
        return Err(format!("{name} has the member {member:?}; Key, Values and MatchOptions are known"));
    }
    let key = object.get("Key").and_then(Value::as_str).ok_or_else(|| format!("{name} has no Key"))?;
    let list = |member: &str| match object.get(member) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(list) => texts(list).ok_or_else(|| format!("{member} of {name} is no list of texts")),
    };
    let (values, options) = (list("Values")?, list("MatchOptions")?);
    if values.is_empty() && !options.iter().any(|option| option == "ABSENT") {
        return Err(format!(
            "{name} of {key:?} has no Values; without them nothing but ABSENT can be matched"
        ));
    }
    Ok(Match { kind, key: key.to_owned(), values, options })
}

fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
}
