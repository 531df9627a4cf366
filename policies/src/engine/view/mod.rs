//! Neutral views of a planned resource: what rules read, whatever resource type it came from.
//!
//! A view is an object with one entry for every attribute that it knows of, set or not, so that a rule that reads
//! one can never miss it. A value says what is known of it and where it stands:
//! - `{"known": VALUE, "at": WAY}`; for a map, VALUE holds such values by key, for a list of objects, objects of such
//!   values; a list of plain values is plain;
//! - `{"absent": true, "at": WAY}`: null, or an empty list or map;
//! - `{"unknown": true, "at": WAY}`: known only after apply.
//!
//! An object holds its attributes beside that: `bucket.encryption.absent`, `bucket.encryption.kms_key.known`. Where
//! it is absent or unknown, so are they. WAY is the way to the attribute from its
//! resource, for a finding to give back.
//!
//! A view shows every attribute of its resource under its own name but `timeouts`, which are no property of what is
//! managed, and
//! - `resource`: its number, for a finding to give back;
//! - `resource_type`, `address`, `action`: plain words, address null where it is not known;
//! - `before`: on an update or a replacement, the same attributes as they are now.

mod bucket;
mod budget;
mod gpu_pool;
mod shape;

use std::sync::LazyLock;

use regorus::Value;
use shape::{Attribute, Fields};

use crate::{Action, PlannedResource, Tree};

/// Every view, one for each resource type that rules can read.
pub(super) static VIEWS: &[&View] = &[&bucket::VIEW, &budget::VIEW, &gpu_pool::VIEW];

/// A kind of view.
pub(super) struct View {
    pub(super) resource_type: &'static str,
    /// Where rules find the views: `input.buckets`.
    pub(super) collection: &'static str,
    fields: Fields,
    /// The fields, with all that does not depend on a resource.
    attributes: LazyLock<Vec<Attribute>>,
    /// Adds what is told by more than one attribute.
    further: fn(&Tree, &mut shape::Object),
}

impl View {
    /// Makes the view of a resource, given its position in the input.
    pub(super) fn build(&self, resource: &PlannedResource, position: usize) -> Value {
        let mut view = self.show(&resource.planned);
        view.insert("resource".into(), position.into());
        view.insert("resource_type".into(), resource.resource_type.as_str().into());
        view.insert("address".into(), resource.address.as_deref().map_or(Value::Null, Value::from));
        view.insert("action".into(), action(resource.action).into());
        if let Some(prior) = &resource.prior {
            view.insert("before".into(), Value::from(self.show(prior)));
        }
        Value::from(view)
    }

    fn show(&self, values: &Tree) -> shape::Object {
        let mut view = shape::object(values, &self.attributes);
        (self.further)(values, &mut view);
        view
    }
}

/// The view of a resource type, where there is one.
pub(super) fn of(resource_type: &str) -> Option<&'static View> {
    VIEWS.iter().copied().find(|view| view.resource_type == resource_type)
}

/// The attributes that rules are shown of a resource type: `retention`, `retention.days`, `cors.methods`. None where
/// rules are shown nothing of it.
#[must_use]
pub fn view_attributes(resource_type: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    shape::names(of(resource_type)?.fields, "", &mut names);
    Some(names)
}

static DATA_CLASS: LazyLock<Attribute> = LazyLock::new(|| {
    let key = shape::Object::from([("key".into(), "data_class".into())]);
    Attribute::at("data_class", &shape::Shape::Plain, vec!["labels".into(), Value::from(key)])
});

/// What the label `data_class` says, in lower case.
fn data_class(resource: &Tree) -> Value {
    DATA_CLASS.view(&match label(resource, "data_class") {
        Tree::String(class) => Tree::String(class.to_lowercase()),
        class => class.clone(),
    })
}

/// A label. The resource's own wins over the provider's default labels, so it decides where `labels_all` is unknown.
pub(super) fn label<'a>(resource: &'a Tree, name: &str) -> &'a Tree {
    match (resource.get("labels").get(name), resource.get("labels_all").get(name)) {
        (Tree::Null, all) => all,
        (own, _) => own,
    }
}

fn action(action: Action) -> &'static str {
    match action {
        Action::Create => "create",
        Action::Update => "update",
        Action::Replace => "replace",
        Action::Delete => "delete",
        Action::Read => "read",
        Action::NoOp => "no_op",
    }
}
