//! Rules are shown what a resource's schema has, and nothing that it has not.

use std::collections::BTreeSet;

use tfplug::Model;
use tfplug::schema::{Attribute, Shape};

use crate::bucket::schema::Bucket;
use crate::budget::schema::Budget;
use crate::gpu_pool::schema::GpuPool;

/// Holds what rules are shown of a resource type to the attributes of its schema.
fn check<M: Model>(resource_type: &str) {
    let mut schema = BTreeSet::new();
    // How long operations may take is no property of what is managed.
    let attributes = M::block().attributes;
    names(attributes.iter().filter(|attribute| attribute.name != "timeouts"), "", &mut schema);
    let shown: BTreeSet<String> =
        policies::view_attributes(resource_type).expect("a view").into_iter().collect();
    let unshown: Vec<_> = schema.difference(&shown).collect();
    assert!(unshown.is_empty(), "rules cannot read of {resource_type}: {unshown:?}");
    let gone: Vec<_> = shown.difference(&schema).collect();
    assert!(gone.is_empty(), "rules are promised what {resource_type} has not: {gone:?}");
}

fn names<'a>(attributes: impl Iterator<Item = &'a Attribute>, within: &str, names: &mut BTreeSet<String>) {
    for attribute in attributes {
        let name = format!("{within}{}", attribute.name);
        if let Shape::Nested(_, inner) = &attribute.shape {
            self::names(inner.iter(), &format!("{name}."), names);
        }
        names.insert(name);
    }
}

#[test]
fn rules_are_shown_every_attribute() {
    check::<Bucket>("palisade_bucket");
    check::<Budget>("palisade_budget");
    check::<GpuPool>("palisade_gpu_pool");
}
