//! Equality as a schema means it: the order of a set's elements says nothing. Elements are found by hash, so that a
//! set of thousands is compared about as fast as a list.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use crate::Data;
use crate::schema::{Block, Shape, Type};

/// Whether two values of a whole block are equal.
pub(crate) fn block(block: &Block, a: &Data, b: &Data) -> bool {
    // Most values that are equal are so to the letter; only others need the schema.
    a == b || values(&block.to_type(), a, b, &RandomState::new())
}

/// Whether two values of an attribute are equal.
pub(crate) fn shape(shape: &Shape, a: &Data, b: &Data) -> bool {
    a == b || values(&shape.to_type(), a, b, &RandomState::new())
}

fn values(of: &Type, a: &Data, b: &Data, state: &RandomState) -> bool {
    match (of, a, b) {
        (Type::Set(of), Data::List(a), Data::List(b)) => sets(of, a, b, state),
        (Type::List(of), Data::List(a), Data::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| values(of, a, b, state))
        }
        (Type::Tuple(of), Data::List(a), Data::List(b)) => {
            a.len() == b.len() && of.iter().zip(a.iter().zip(b)).all(|(of, (a, b))| values(of, a, b, state))
        }
        (Type::Map(of), Data::Map(a), Data::Map(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| values(of, a, b, state)))
        }
        (Type::Object(of), a @ Data::Map(_), b @ Data::Map(_)) => {
            of.iter().all(|(name, of)| values(of, a.get(name), b.get(name), state))
        }
        (Type::Dynamic, Data::Dynamic(a), Data::Dynamic(b)) => a.0 == b.0 && values(&a.0, &a.1, &b.1, state),
        _ => a == b,
    }
}

fn sets(of: &Type, a: &[Data], b: &[Data], state: &RandomState) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut unmatched: HashMap<u64, Vec<&Data>> = HashMap::with_capacity(a.len());
    for element in a {
        unmatched.entry(digest(of, element, state)).or_default().push(element);
    }
    b.iter().all(|element| {
        let Some(candidates) = unmatched.get_mut(&digest(of, element, state)) else { return false };
        let found = candidates.iter().position(|candidate| values(of, candidate, element, state));
        found.map(|position| candidates.swap_remove(position)).is_some()
    })
}

/// A hash that is the same for equal values: that of a set does not depend on the order of its elements.
fn digest(of: &Type, data: &Data, state: &RandomState) -> u64 {
    match (of, data) {
        (Type::Set(of), Data::List(items)) => {
            let sum = items.iter().fold(0_u64, |sum, item| sum.wrapping_add(digest(of, item, state)));
            state.hash_one(("set", sum))
        }
        (Type::List(of), Data::List(items)) => {
            state.hash_one(items.iter().map(|item| digest(of, item, state)).collect::<Vec<_>>())
        }
        (Type::Map(of), Data::Map(entries)) => state
            .hash_one(entries.iter().map(|(key, item)| (key, digest(of, item, state))).collect::<Vec<_>>()),
        (Type::Object(of), object @ Data::Map(_)) => state
            .hash_one(of.iter().map(|(name, of)| digest(of, object.get(name), state)).collect::<Vec<_>>()),
        (Type::Tuple(of), Data::List(items)) => {
            state.hash_one(of.iter().zip(items).map(|(of, item)| digest(of, item, state)).collect::<Vec<_>>())
        }
        (Type::Dynamic, Data::Dynamic(typed)) => digest(&typed.0, &typed.1, state),
        _ => state.hash_one(data),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set_of(of: Type) -> Type {
        Type::Set(Box::new(of))
    }

    #[test]
    fn sets_compare_without_order_at_any_depth() {
        let of = set_of(set_of(Type::String));
        let a = Data::from(vec![Data::from(vec!["a", "b"]), Data::from(vec!["c"])]);
        let b = Data::from(vec![Data::from(vec!["c"]), Data::from(vec!["b", "a"])]);
        let c = Data::from(vec![Data::from(vec!["c"]), Data::from(vec!["b", "b"])]);
        assert!(shape(&Shape::Type(of.clone()), &a, &b));
        assert!(!shape(&Shape::Type(of), &a, &c));
    }

    #[test]
    fn lists_keep_their_order_and_doubles_count() {
        let list = Shape::Type(Type::List(Box::new(Type::String)));
        let set = Shape::Type(set_of(Type::String));
        assert!(!shape(&list, &vec!["a", "b"].into(), &vec!["b", "a"].into()));
        assert!(!shape(&set, &vec!["a", "a", "b"].into(), &vec!["a", "b", "b"].into()));
        assert!(!shape(&set, &vec!["a"].into(), &Data::Unknown));
        assert!(!shape(&set, &Data::Null, &Data::List(Vec::new())));
    }
}
