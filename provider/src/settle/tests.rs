use tfplug::Data;
use tfplug::schema::{Attribute, Mode, Nesting, Shape, Type};

use super::{Sides, in_any_order, left_out, said};

fn attribute(name: &str, shape: Shape) -> Attribute {
    Attribute::new(name, shape).mode(Mode::OptionalComputed)
}

/// `credits`, `found` and `notify.{emails,topic}`; what is found keeps its prior value.
fn attributes() -> Vec<Attribute> {
    let text = || Shape::Type(Type::String);
    let mut found = attribute("found", text());
    found.keep_prior = true;
    let topic = Attribute::new("topic", text()).mode(Mode::Optional);
    let emails = attribute("emails", Shape::Type(Type::List(Box::new(Type::String))));
    let notify = Shape::Nested(Nesting::Single, vec![emails, topic]);
    vec![attribute("credits", text()), found, attribute("notify", notify)]
}

fn value(credits: Data, found: Data, notify: Data) -> Data {
    Data::from([("credits", credits), ("found", found), ("notify", notify)])
}

fn notify(emails: Data, topic: Data) -> Data {
    Data::from([("emails", emails), ("topic", topic)])
}

fn texts(texts: &[&str]) -> Data {
    Data::from(texts.to_vec())
}

fn default() -> Data {
    value("include".into(), Data::Null, notify(texts(&[]), Data::Null))
}

/// What is planned of a configuration over a state, every computed value of which is unknown at first.
#[track_caller]
fn check(config: Data, prior: Data, expected: Data) {
    let unknown = |config: &Data| if config.is_null() { Data::Unknown } else { config.clone() };
    let mut planned = value(
        unknown(config.get("credits")),
        "x".into(),
        match config.get("notify") {
            notify @ Data::Map(_) => self::notify(unknown(notify.get("emails")), notify.get("topic").clone()),
            notify => unknown(notify),
        },
    );
    let (attributes, default) = (attributes(), default());
    let sides = Sides { config: &config, prior: &prior, default: &default };
    left_out(&attributes, &mut planned, sides);
    assert_eq!(planned, expected);
}

#[test]
fn what_is_left_out_stays_where_it_is_the_default() {
    let nothing = || value(Data::Null, Data::Null, Data::Null);
    let left = |credits, notify| value(credits, "x".into(), notify);
    // Never managed, imported, and drifted.
    check(nothing(), Data::Null, left(Data::Null, Data::Null));
    check(nothing(), default(), left("include".into(), notify(texts(&[]), Data::Null)));
    check(
        nothing(),
        value("exclude".into(), Data::Null, notify(texts(&["a"]), "t".into())),
        left(Data::Null, Data::Null),
    );
    // Said, and in an object of which a part is said.
    let topic = || notify(Data::Null, "t".into());
    check(
        value("exclude".into(), Data::Null, topic()),
        default(),
        left("exclude".into(), notify(texts(&[]), "t".into())),
    );
    check(
        value("exclude".into(), Data::Null, topic()),
        value("exclude".into(), Data::Null, notify(texts(&["a"]), "t".into())),
        left("exclude".into(), notify(Data::Null, "t".into())),
    );
}

#[test]
fn what_is_left_out_of_an_item_stays_where_it_is_the_default_of_that_item() {
    let inner = || {
        let name = Attribute::new("name", Shape::Type(Type::String)).mode(Mode::Required);
        vec![name, attribute("on", Shape::Type(Type::Bool))]
    };
    let attributes = [attribute("rules", Shape::Nested(Nesting::List, inner()))];
    let rule = |name: &str, on: Data| Data::from([("name", name.into()), ("on", on)]);
    let rules = |rules: &[Data]| Data::from([("rules", Data::List(rules.to_vec()))]);
    let silent = || rule("a", Data::Null);
    let default = rules(&[rule("", false.into()), rule("", true.into())]);
    for (config, prior, expected) in [
        (
            rules(&[silent(), silent()]),
            rules(&[rule("b", false.into()), rule("a", true.into())]),
            rules(&[rule("a", false.into()), rule("a", true.into())]),
        ),
        (
            rules(&[silent(), silent()]),
            rules(&[rule("a", true.into()), rule("a", false.into())]),
            rules(&[silent(), silent()]),
        ),
        // Said, unknown, and one more than in state.
        (
            rules(&[rule("a", true.into()), silent()]),
            rules(&[rule("a", false.into())]),
            rules(&[rule("a", true.into()), silent()]),
        ),
        (
            rules(&[rule("a", Data::Unknown), Data::Unknown]),
            default.clone(),
            rules(&[rule("a", Data::Unknown), Data::Unknown]),
        ),
        (Data::from([("rules", Data::Unknown)]), default.clone(), Data::from([("rules", Data::Unknown)])),
    ] {
        let mut planned = config.clone();
        left_out(&attributes, &mut planned, Sides { config: &config, prior: &prior, default: &default });
        assert_eq!(planned, expected, "{config:?} over {prior:?}");
    }
}

#[test]
fn an_import_says_the_defaults_that_it_has_not_found() {
    for (found, expected) in [
        (value(Data::Null, Data::Null, Data::Null), default()),
        (
            value("exclude".into(), Data::Null, notify(Data::Null, "t".into())),
            value("exclude".into(), Data::Null, notify(texts(&[]), "t".into())),
        ),
    ] {
        let mut state = found;
        said(&mut state, default());
        assert_eq!(state, expected);
    }
    // In a list, of each item that was found.
    let mut state = Data::List(vec![default(), value("exclude".into(), Data::Null, Data::Null)]);
    said(&mut state, Data::List(vec![default(); 3]));
    let second = value("exclude".into(), Data::Null, notify(texts(&[]), Data::Null));
    assert_eq!(state, Data::List(vec![default(), second]));
    // An object that says nothing is none.
    let mut state = value("only".into(), Data::Null, Data::Null);
    said(&mut state, value(Data::Null, Data::Null, notify(Data::Null, Data::Null)));
    assert_eq!(state, value("only".into(), Data::Null, Data::Null));
}

#[test]
fn lists_whose_order_means_nothing_keep_the_order_of_the_state() {
    let object = |name: &str, on: Data| Data::from([("name", name.into()), ("on", on)]);
    for (wanted, is, same) in [
        (texts(&["a", "b"]), texts(&["b", "a"]), true),
        (texts(&["a", "a", "b"]), texts(&["a", "b", "b"]), false),
        (texts(&["a"]), texts(&["a", "b"]), false),
        (texts(&[]), Data::Null, false),
        (Data::List(vec!["a".into(), Data::Unknown]), Data::List(vec![Data::Unknown, "a".into()]), false),
        (
            Data::List(vec![object("a", false.into()), object("b", true.into())]),
            Data::List(vec![object("b", true.into()), object("a", Data::Null)]),
            true,
        ),
        (Data::List(vec![object("a", true.into())]), Data::List(vec![object("a", Data::Null)]), false),
    ] {
        let of = |list: &Data| Data::from([("notify", Data::from([("list", list.clone())]))]);
        let mut planned = of(&wanted);
        in_any_order("notify.list", &mut planned, &of(&is));
        assert_eq!(planned, of(if same { &is } else { &wanted }), "{wanted:?} over {is:?}");
    }
}
