use crate::plan::equal;
use crate::schema::{Attribute, Block, Shape, Type};
use crate::{Data, Path, Step};

/// The paths that do replace a resource. Core drops those whose value does not change, and takes none that leads
/// nowhere in both state and plan.
///
/// # Errors
/// The paths that lead nowhere.
pub(in crate::testing) fn replacing(
    block: &Block,
    prior: &Data,
    planned: &Data,
    paths: Vec<Path>,
) -> Result<Vec<Path>, Vec<String>> {
    // Where there is nothing yet, nothing can be replaced.
    if prior.is_null() {
        return Ok(Vec::new());
    }
    let of = block.to_type();
    let (mut replacing, mut broken) = (Vec::new(), Vec::new());
    for path in paths {
        match (look(&of, prior, path.steps()), look(&of, planned, path.steps())) {
            (None, None) => {
                broken.push(format!("{path}: is said to replace the resource, and is no attribute of it"));
            }
            (Some((of, prior)), Some((_, planned))) => {
                let same = equal::shape(&Shape::Type(of.clone()), prior, planned);
                if !same || is_write_only(block, &path) {
                    replacing.push(path);
                }
            }
            _ => replacing.push(path),
        }
    }
    if broken.is_empty() { Ok(replacing) } else { Err(broken) }
}

/// What stands at the end of a path. An element of a set has no path.
fn look<'a>(of: &'a Type, data: &'a Data, steps: &[Step]) -> Option<(&'a Type, &'a Data)> {
    let [step, rest @ ..] = steps else { return Some((of, data)) };
    // The parts of an unknown value are unknown, of whatever type they will be.
    let part = |part: Option<&'a Data>| if data.is_unknown() { Some(data) } else { part };
    match (of, step, data) {
        (_, _, Data::Null) => None,
        (Type::Object(of), Step::Attribute(name), _) => {
            look(of.get(name)?, part(Some(data.get(name)))?, rest)
        }
        (Type::Map(of), Step::Key(key), Data::Map(entries)) => look(of, entries.get(key)?, rest),
        (Type::Map(of), Step::Key(_), Data::Unknown) => look(of, data, rest),
        (Type::List(of), Step::Index(index), Data::List(items)) => {
            look(of, items.get(usize::try_from(*index).ok()?)?, rest)
        }
        (Type::List(of), Step::Index(_), Data::Unknown) => look(of, data, rest),
        _ => None,
    }
}

/// Write-only values are null in state and plan, so that only the provider knows that one has changed.
fn is_write_only(block: &Block, path: &Path) -> bool {
    let found = |attributes: &[Attribute], name: &str| {
        attributes.iter().any(|attribute| attribute.name == name && attribute.write_only)
    };
    match path.steps() {
        [Step::Attribute(name)] => found(&block.attributes, name),
        _ => false,
    }
}
