//! What is planned for attributes that the configuration leaves out, or says in other words than the state, so that an
//! import shows no difference, neither to a configuration that says a default nor to one that is silent.
//!
//! An attribute that is left out is not managed, and null in plan and state; one that was set before goes back to the
//! cloud's default. An import however enters all that the cloud has, defaults said: a state without `credits` could not be
//! planned as equal to `credits = "include"`, since Terraform takes the state's value over the configured one only where
//! there are both. These attributes are therefore optional and computed, and where one is left out the plan keeps what is
//! in state if that is what leaving it out comes to. Any other value is a difference, so that drift is seen.

use std::collections::BTreeMap;

use tfplug::Data;
use tfplug::schema::{Attribute, Mode, Nesting, Shape};

use crate::managed::{Form, Given};
use crate::palisade::Palisade;

/// A form whose import shows no difference.
pub(crate) trait Settle: Form {
    /// Lists, by the paths of their attributes, whose order means nothing to the cloud.
    const IN_ANY_ORDER: &'static [&'static str];

    /// What attributes that are left out come to on the cloud, in so far as a configuration may say it as well; null where
    /// that is not known. Where several values are the cloud's own, the one of `prior` is told. In a plan, what is left out
    /// is null in `self`; in a list, the n-th item is told for the n-th item of `self`.
    fn defaults(&self, prior: &Self, provider: &Palisade) -> Self;

    /// What an import says where it has found nothing: all defaults, unless a form may not say each of them.
    fn untold(&self, provider: &Palisade) -> Self {
        self.defaults(self, provider)
    }
}

/// Plans what is left out, and what is said in another order.
pub(crate) fn plan<F: Settle>(planned: &mut F, given: &Given<'_, F>) {
    let (config, mut tree) = (tfplug::to_data(given.config), tfplug::to_data(planned));
    let prior = given.prior.map(tfplug::to_data).unwrap_or_default();
    // What is on another cloud is another thing.
    let prior = if prior.get("cloud") == tree.get("cloud") { prior } else { Data::Null };
    let block = F::block();
    let attributes = || block.attributes.iter().filter(|attribute| !F::is_found(attribute));
    // A default follows from what is said alone: what is left out and in state is not planned yet.
    let nothing = Sides { config: &config, prior: &Data::Null, default: &Data::Null };
    left_out(attributes(), &mut tree, nothing);
    bring(planned, tree.clone());
    let none = F::default();
    let default = tfplug::to_data(&planned.defaults(given.prior.unwrap_or(&none), given.provider));
    left_out(attributes(), &mut tree, Sides { config: &config, prior: &prior, default: &default });
    F::IN_ANY_ORDER.iter().for_each(|path| in_any_order(path, &mut tree, &prior));
    bring(planned, tree);
}

/// Says in the state of an import what is to be said where it has found nothing.
pub(crate) fn import<F: Settle>(state: &mut F, provider: &Palisade) {
    let mut tree = tfplug::to_data(state);
    said(&mut tree, tfplug::to_data(&state.untold(provider)));
    bring(state, tree);
}

/// Brings a form to a tree. The tree was made of a form, so that one can be made of it.
fn bring<F: Form>(form: &mut F, tree: Data) {
    if let Ok(settled) = tfplug::from_data(tree) {
        *form = settled;
    }
}

/// One value as it is configured, as it is in state, and as the cloud has it where nobody says anything; the last is null
/// where there is no such thing.
#[derive(Clone, Copy)]
struct Sides<'a> {
    config: &'a Data,
    prior: &'a Data,
    default: &'a Data,
}

impl<'a> Sides<'a> {
    fn part(self, name: &str) -> Sides<'a> {
        let Sides { config, prior, default } = self;
        Sides { config: config.get(name), prior: prior.get(name), default: default.get(name) }
    }

    fn item(self, at: usize) -> Sides<'a> {
        let Sides { config, prior, default } = self;
        Sides { config: item(config, at), prior: item(prior, at), default: item(default, at) }
    }
}

/// The item at a place of a list; null where there is none.
fn item(list: &Data, at: usize) -> &Data {
    match list {
        Data::List(items) => items.get(at).unwrap_or(&Data::Null),
        _ => &Data::Null,
    }
}

/// Plans what is left out of an object.
fn left_out<'s>(attributes: impl IntoIterator<Item = &'s Attribute>, planned: &mut Data, sides: Sides<'_>) {
    for attribute in attributes {
        if let Some(planned) = planned.get_mut(&attribute.name) {
            one(attribute, planned, sides.part(&attribute.name));
        }
    }
}

fn one(attribute: &Attribute, planned: &mut Data, sides: Sides<'_>) {
    match (&attribute.shape, sides.config, planned) {
        (Shape::Nested(Nesting::Single, inner), Data::Map(_), planned) => left_out(inner, planned, sides),
        (Shape::Nested(Nesting::List, inner), Data::List(_), Data::List(items)) => {
            for (at, planned) in items.iter_mut().enumerate() {
                left_out(inner, planned, sides.item(at));
            }
        }
        (shape, Data::Null, planned) if is_for_imports(attribute) => {
            *planned = match shape {
                Shape::Nested(Nesting::Single, inner) if !is_whole(inner) => object(inner, sides),
                _ if sides.prior == sides.default => sides.prior.clone(),
                _ => Data::Null,
            };
        }
        _ => {}
    }
}

/// Leaving out an object is as leaving out all that is in it.
fn object(inner: &[Attribute], sides: Sides<'_>) -> Data {
    let mut object: BTreeMap<_, _> =
        inner.iter().map(|attribute| (attribute.name.clone(), Data::Null)).collect();
    for attribute in inner {
        let planned = object.entry(attribute.name.clone()).or_default();
        one(attribute, planned, sides.part(&attribute.name));
    }
    if object.values().all(Data::is_null) { Data::Null } else { Data::Map(object) }
}

/// Whether an object is left out as a whole: it says nothing without some of its parts.
fn is_whole(inner: &[Attribute]) -> bool {
    inner.iter().any(|attribute| attribute.mode == Mode::Required)
}

/// Whether an attribute is computed for this alone. One whose prior value is kept is found by the provider or the cloud.
fn is_for_imports(attribute: &Attribute) -> bool {
    attribute.mode == Mode::OptionalComputed && !attribute.keep_prior && attribute.default.is_none()
}

/// Says the defaults where an import has found nothing.
fn said(state: &mut Data, default: Data) {
    match (state, default) {
        (Data::List(state), Data::List(default)) => {
            state.iter_mut().zip(default).for_each(|(state, default)| said(state, default));
        }
        (Data::Map(state), Data::Map(default)) => {
            for (name, default) in default {
                if let Some(state) = state.get_mut(&name) {
                    said(state, default);
                }
            }
        }
        (state @ Data::Null, default) if !says_nothing(&default) => *state = default,
        _ => {}
    }
}

/// Whether an object says nothing. A map that is empty is a value.
fn says_nothing(data: &Data) -> bool {
    matches!(data, Data::Map(fields) if !fields.is_empty() && fields.values().all(Data::is_null))
}

/// Keeps what is in state at a path where the configuration holds the same, its lists in another order: for lists that
/// are sets to the cloud.
fn in_any_order(path: &str, planned: &mut Data, prior: &Data) {
    let (mut planned, mut prior) = (planned, prior);
    for name in path.split('.') {
        let Some(inner) = planned.get_mut(name) else { return };
        (planned, prior) = (inner, prior.get(name));
    }
    if !planned.is_null() && !prior.is_null() && planned.is_wholly_known() && is_same(planned, prior) {
        *planned = prior.clone();
    }
}

/// Whether two values say the same, lists in any order; in an object, what is left out is as what is empty or off.
fn is_same(one: &Data, other: &Data) -> bool {
    match (one, other) {
        (Data::List(one), Data::List(other)) => {
            let mut left: Vec<&Data> = other.iter().collect();
            let found = |item: &Data| {
                let at = left.iter().position(|other| is_same(item, other));
                at.map(|at| left.swap_remove(at)).is_some()
            };
            one.len() == other.len() && one.iter().all(found)
        }
        (Data::Map(one_fields), Data::Map(other_fields)) => {
            let names = one_fields.keys().chain(other_fields.keys());
            names.into_iter().all(|name| is_same(one.get(name), other.get(name)))
        }
        _ => one == other || is_nothing(one) && is_nothing(other),
    }
}

fn is_nothing(data: &Data) -> bool {
    match data {
        Data::Null | Data::Bool(false) => true,
        Data::List(items) => items.is_empty(),
        Data::Map(entries) => entries.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
