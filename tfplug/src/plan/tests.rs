use std::collections::BTreeMap;

use super::{draft, replaced};
use crate::Data;
use crate::schema::{Attribute, Block, Mode, Nesting, Shape, Type};

fn attribute(name: &str, mode: Mode) -> Attribute {
    Attribute::new(name, Shape::Type(Type::String)).mode(mode)
}

fn block() -> Block {
    let mut name = attribute("name", Mode::Required);
    name.replace = true;
    let mut id = attribute("id", Mode::Computed);
    id.keep_prior = true;
    let mut access = attribute("access", Mode::OptionalComputed);
    access.default = Some("blocked".into());
    let mut token = attribute("token", Mode::Optional);
    token.write_only = true;
    let mut class = attribute("class", Mode::OptionalComputed);
    class.default = Some("standard".into());
    let rules = Shape::Nested(
        Nesting::Set,
        vec![attribute("prefix", Mode::Required), class, attribute("status", Mode::Computed)],
    );
    Block {
        attributes: vec![
            name,
            id,
            attribute("etag", Mode::Computed),
            access,
            token,
            Attribute::new("rules", rules),
        ],
        ..Block::default()
    }
}

fn object(fields: &[(&str, Data)]) -> Data {
    let all = ["name", "id", "etag", "access", "token", "rules"];
    let mut map: BTreeMap<String, Data> = all.iter().map(|name| ((*name).to_owned(), Data::Null)).collect();
    map.extend(fields.iter().map(|(name, data)| ((*name).to_owned(), data.clone())));
    Data::Map(map)
}

fn rule(prefix: &str, class: Data, status: Data) -> Data {
    Data::from([("prefix", prefix.into()), ("class", class), ("status", status)])
}

#[test]
fn a_create_fills_defaults_and_leaves_computed_values_unknown() {
    let config = object(&[("name", "a".into()), ("token", "secret".into())]);
    let planned = draft(&block(), &config, &Data::Null, config.clone());
    assert_eq!(
        planned,
        object(&[
            ("name", "a".into()),
            ("id", Data::Unknown),
            ("etag", Data::Unknown),
            ("access", "blocked".into())
        ])
    );
}

#[test]
fn no_change_plans_the_state_as_it_is() {
    let prior = object(&[
        ("name", "a".into()),
        ("id", "1".into()),
        ("etag", "x".into()),
        ("access", "blocked".into()),
    ]);
    let config = object(&[("name", "a".into()), ("token", "secret".into())]);
    // Core carries computed values over into its proposal.
    let mut proposed = prior.clone();
    *proposed.get_mut("token").expect("an attribute") = "secret".into();
    assert_eq!(draft(&block(), &config, &prior, proposed), prior);
}

#[test]
fn a_change_keeps_what_is_stable_and_names_what_replaces() {
    let prior = object(&[
        ("name", "a".into()),
        ("id", "1".into()),
        ("etag", "x".into()),
        ("access", "blocked".into()),
    ]);
    let config = object(&[("name", "b".into()), ("access", "allowed".into())]);
    let proposed = object(&[
        ("name", "b".into()),
        ("id", "1".into()),
        ("etag", "x".into()),
        ("access", "allowed".into()),
    ]);
    let planned = draft(&block(), &config, &prior, proposed);
    assert_eq!(
        planned,
        object(&[
            ("name", "b".into()),
            ("id", "1".into()),
            ("etag", Data::Unknown),
            ("access", "allowed".into())
        ])
    );
    assert_eq!(replaced(&block(), &prior, &planned), vec!["name".into()]);
    assert_eq!(replaced(&block(), &Data::Null, &planned), vec![]);
}

#[test]
fn elements_of_a_set_are_told_apart_by_what_is_configured() {
    let config = object(&[
        ("name", "a".into()),
        (
            "rules",
            Data::List(vec![
                rule("x", Data::Null, Data::Null),
                rule("y", "cold".into(), Data::Null),
                rule("z", Data::Unknown, Data::Null),
            ]),
        ),
    ]);
    // The order of a set is core's own.
    let proposed = object(&[
        ("name", "a".into()),
        (
            "rules",
            Data::List(vec![
                rule("z", Data::Unknown, Data::Null),
                rule("y", "cold".into(), Data::Null),
                rule("x", Data::Null, Data::Null),
            ]),
        ),
    ]);
    let planned = draft(&block(), &config, &Data::Null, proposed);
    assert_eq!(
        planned.get("rules"),
        &Data::List(vec![
            rule("z", Data::Unknown, Data::Unknown),
            rule("y", "cold".into(), Data::Unknown),
            rule("x", "standard".into(), Data::Unknown),
        ])
    );
}

#[test]
fn a_set_in_another_order_is_no_change() {
    let rules = |order: [&str; 2]| {
        Data::List(order.iter().map(|prefix| rule(prefix, "standard".into(), "ready".into())).collect())
    };
    let prior = object(&[
        ("name", "a".into()),
        ("id", "1".into()),
        ("etag", "x".into()),
        ("access", "blocked".into()),
        ("rules", rules(["x", "y"])),
    ]);
    let mut config = object(&[("name", "a".into())]);
    let configured = ["y", "x"].iter().map(|prefix| rule(prefix, Data::Null, Data::Null)).collect();
    *config.get_mut("rules").expect("an attribute") = Data::List(configured);
    let mut proposed = prior.clone();
    *proposed.get_mut("rules").expect("an attribute") = rules(["y", "x"]);
    let planned = draft(&block(), &config, &prior, proposed.clone());
    assert_eq!(planned, proposed);
    assert_eq!(planned.get("etag"), &Data::from("x"));
}
