use std::collections::BTreeMap;

use super::state::stored;
use crate::schema::{Block, Type};
use crate::{Data, Path};

/// The rules of an apply (`AssertObjectCompatible`): nothing that comes back is unknown, and every planned value that
/// is known comes back as it is.
pub(in crate::testing) fn apply(block: &Block, planned: &Data, after: &Data) -> Vec<String> {
    match (planned.is_null(), after.is_null()) {
        (true, true) => return Vec::new(),
        (true, false) => return vec!["a resource that was destroyed must be gone".to_owned()],
        (false, true) => return vec!["a resource that was applied must not vanish".to_owned()],
        (false, false) => {}
    }
    // As core does: what is unknown is told first, and alone.
    let mut broken = stored(block, after);
    if broken.is_empty() {
        compatible(&block.to_type(), planned, after, &Path::root(), &mut broken);
    }
    broken
}

/// The rules of the plan that core asks for once more while applying, when what was unknown is known: what the first
/// plan left unknown may have become anything, all else must be planned as it was.
pub(in crate::testing) fn replanned(block: &Block, planned: &Data, again: &Data) -> Vec<String> {
    let mut broken = Vec::new();
    compatible(&block.to_type(), planned, again, &Path::root(), &mut broken);
    broken.into_iter().map(|line| format!("{line} when it was planned again while applying")).collect()
}

fn compatible(of: &Type, planned: &Data, after: &Data, at: &Path, broken: &mut Vec<String>) {
    match (of, planned, after) {
        // Refinements of an unknown value are not kept here, so that any value is one of its.
        _ if planned.is_unknown() => {}
        (Type::Set(of), Data::List(planned), Data::List(after)) => {
            in_set(of, planned, after, at, broken);
        }
        (Type::List(_) | Type::Tuple(_), Data::List(planned), Data::List(after))
            if planned.len() != after.len() =>
        {
            lengths(planned.len(), after.len(), at, broken);
        }
        (Type::List(of), Data::List(planned), Data::List(after)) => {
            for (position, (planned, after)) in planned.iter().zip(after).enumerate() {
                compatible(of, planned, after, &at.index(position), broken);
            }
        }
        (Type::Tuple(of), Data::List(planned), Data::List(after)) => {
            for (position, (of, (planned, after))) in of.iter().zip(planned.iter().zip(after)).enumerate() {
                compatible(of, planned, after, &at.index(position), broken);
            }
        }
        (Type::Map(of), Data::Map(planned), Data::Map(after)) => {
            in_map(of, planned, after, at, broken);
        }
        (Type::Object(of), Data::Map(_), Data::Map(_)) => {
            for (name, of) in of {
                compatible(of, planned.get(name), after.get(name), &at.attribute(name), broken);
            }
        }
        (Type::Dynamic, Data::Dynamic(planned), Data::Dynamic(after)) if planned.0 == after.0 => {
            compatible(&planned.0, &planned.1, &after.1, at, broken);
        }
        _ if planned == after => {}
        _ => broken.push(format!("{at}: {planned:?} was planned, {after:?} came back")),
    }
}

fn in_set(of: &Type, planned: &[Data], after: &[Data], at: &Path, broken: &mut Vec<String>) {
    // Elements that were unknown may turn out to be equal, so there may be fewer.
    if after.len() > planned.len() {
        lengths(planned.len(), after.len(), at, broken);
    }
    let same = |planned: &Data, after: &Data| {
        let mut broken = Vec::new();
        compatible(of, planned, after, at, &mut broken);
        broken.is_empty()
    };
    for planned in unmatched(planned, after, &same) {
        broken.push(format!("{at}: the element {planned:?} was planned, and did not come back"));
    }
    for after in unmatched(after, planned, &|after, planned| same(planned, after)) {
        broken.push(format!("{at}: the element {after:?} came back, and was not planned"));
    }
}

fn in_map(
    of: &Type,
    planned: &BTreeMap<String, Data>,
    after: &BTreeMap<String, Data>,
    at: &Path,
    broken: &mut Vec<String>,
) {
    for (key, planned) in planned {
        match after.get(key) {
            Some(after) => compatible(of, planned, after, &at.key(key), broken),
            None => broken.push(format!("{}: was planned, and did not come back", at.key(key))),
        }
    }
    for key in after.keys().filter(|key| !planned.contains_key(*key)) {
        broken.push(format!("{}: came back, and was not planned", at.key(key)));
    }
}

fn lengths(planned: usize, after: usize, at: &Path, broken: &mut Vec<String>) {
    broken.push(format!("{at}: {planned} elements were planned, {after} came back"));
}

/// The elements that match none of the others. Most sets keep their order, so the one at the same place is tried first.
fn unmatched<'a>(
    elements: &'a [Data],
    others: &[Data],
    same: &dyn Fn(&Data, &Data) -> bool,
) -> Vec<&'a Data> {
    let lone = |&(position, element): &(usize, &Data)| {
        let beside = others.get(position).is_some_and(|other| same(element, other));
        !beside && !others.iter().any(|other| same(element, other))
    };
    elements.iter().enumerate().filter(lone).map(|(_, element)| element).collect()
}
