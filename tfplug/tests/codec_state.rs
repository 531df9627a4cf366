//! State as it lies in a state file, read as a schema says.

use tfplug::schema::{Attribute, Block, NestedBlock, Nesting, Shape};
use tfplug::{Data, Type, codec};

fn attribute(name: &str, of: Type) -> Attribute {
    Attribute::new(name, Shape::Type(of))
}

fn block_of(attributes: Vec<Attribute>) -> Block {
    Block { attributes, ..Block::default() }
}

fn nested(name: &str, nesting: Nesting) -> NestedBlock {
    let block = block_of(vec![attribute("a", Type::Number)]);
    NestedBlock { name: name.to_owned(), block, nesting, min_items: 0, max_items: 0 }
}

fn number(text: &str) -> Data {
    Data::Number(text.parse().expect(text))
}

#[track_caller]
fn check(of: Type, json: &str, value: Data) {
    let state =
        codec::state_from_json(format!("{{\"x\":{json}}}").as_bytes(), &block_of(vec![attribute("x", of)]));
    assert_eq!(state, Ok(Data::from([("x", value)])), "{json}");
}

#[track_caller]
fn check_error(of: Type, json: &str, message: &str) {
    let state =
        codec::state_from_json(format!("{{\"x\":{json}}}").as_bytes(), &block_of(vec![attribute("x", of)]));
    assert_eq!(state.expect_err(json).to_string(), message, "{json}");
}

fn list_of(of: Type) -> Type {
    Type::List(Box::new(of))
}

#[test]
fn scalars() {
    for (of, json, value) in [
        (Type::String, "null", Data::Null),
        (Type::Bool, "true", true.into()),
        (Type::String, r#""a\"b\u0065\u0301""#, "a\"b\u{e9}".into()),
        (Type::Number, "5", number("5")),
        (Type::Number, "0.1", number("0.1")),
        (Type::Number, "-1e2", number("-100")),
        (Type::Number, "9223372036854775808", number("9223372036854775808")),
        (Type::Number, "123456789012345678901234567890.5", number("123456789012345678901234567890.5")),
        // As core reads them: another type's spelling of the same value.
        (Type::Number, r#""0.1""#, number("0.1")),
        (Type::Bool, r#""true""#, true.into()),
        (Type::String, "12.50", "12.50".into()),
        (Type::String, "false", "false".into()),
    ] {
        check(of, json, value);
    }
}

#[test]
fn collections() {
    let object = Type::Object([("a".to_owned(), Type::Number), ("b".to_owned(), Type::String)].into());
    let set = Type::Set(Box::new(Type::String));
    let map = Type::Map(Box::new(Type::Bool));
    for (of, json, value) in [
        (list_of(Type::Number), "[1, null, 0.1]", Data::List(vec![number("1"), Data::Null, number("0.1")])),
        (set, r#"["a"]"#, vec!["a"].into()),
        (map, r#"{"k": true}"#, Data::from([("k", true.into())])),
        (
            Type::Tuple(vec![Type::String, Type::Number]),
            r#"["1", 1]"#,
            Data::List(vec!["1".into(), number("1")]),
        ),
        (object, r#"{"a": 1, "gone": [1]}"#, Data::from([("a", number("1")), ("b", Data::Null)])),
    ] {
        check(of, json, value);
    }
}

#[test]
fn dynamic_values_carry_their_type() {
    let typed = |of, value| Data::Dynamic(Box::new((of, value)));
    for (json, value) in [
        ("null", Data::Null),
        (r#"{"value":0.1,"type":"number"}"#, typed(Type::Number, number("0.1"))),
        (r#"{"type":"string","value":"0.1"}"#, typed(Type::String, "0.1".into())),
        (r#"{"value":null,"type":"string"}"#, typed(Type::String, Data::Null)),
        (
            r#"{"value":[1],"type":["list","number"]}"#,
            typed(list_of(Type::Number), Data::List(vec![number("1")])),
        ),
    ] {
        check(Type::Dynamic, json, value);
    }
}

#[test]
fn attributes_and_blocks_come_and_go() {
    let block = Block {
        attributes: vec![
            attribute("name", Type::String),
            Attribute::new("rules", Shape::Nested(Nesting::List, vec![attribute("days", Type::Number)])),
            Attribute::new("one", Shape::Nested(Nesting::Single, vec![attribute("days", Type::Number)])),
        ],
        blocks: vec![
            nested("list", Nesting::List),
            nested("set", Nesting::Set),
            nested("map", Nesting::Map),
            nested("single", Nesting::Single),
        ],
        ..Block::default()
    };
    let empty = Data::from([
        ("name", Data::Null),
        ("rules", Data::Null),
        ("one", Data::Null),
        ("list", Data::List(vec![])),
        ("set", Data::List(vec![])),
        ("map", Data::Map([].into())),
        ("single", Data::Null),
    ]);
    assert_eq!(codec::state_from_json(br#"{"gone": {"deep": [1]}}"#, &block), Ok(empty.clone()));
    assert_eq!(codec::state_from_json(br#"{"list": null, "single": null}"#, &block), Ok(empty.clone()));
    let full = codec::state_from_json(
        br#"{"name": "n", "rules": [{"days": 1, "old": 2}, {}], "one": {}, "list": [{"a": 1}], "map": {"k": {}}, "single": {}}"#,
        &block,
    )
    .expect("a state");
    let days = |value| Data::from([("days", value)]);
    assert_eq!(full.get("rules"), &Data::List(vec![days(number("1")), days(Data::Null)]));
    assert_eq!(full.get("one"), &days(Data::Null));
    assert_eq!(full.get("list"), &Data::List(vec![Data::from([("a", number("1"))])]));
    assert_eq!(full.get("map").get("k"), &Data::from([("a", Data::Null)]));
    assert_eq!(full.get("single"), &Data::from([("a", Data::Null)]));

    // The same object in msgpack, where an attribute may be left out too.
    assert_eq!(codec::decode_data(&[0x80], &block), Ok(empty));
    assert_eq!(codec::decode_data(&codec::encode_data(&full), &block), Ok(full));
}

#[test]
fn errors_say_what_and_where() {
    for (of, json, message) in [
        (Type::String, "[]", "x must be a string"),
        (Type::String, r#"{"a":1}"#, "x must be a string"),
        (Type::Bool, "1", "x must be a bool"),
        (Type::Number, r#""ten""#, "x must be a number"),
        (Type::Number, "1e999999999", "x must be a number"),
        (Type::Number, "true", "x must be a number"),
        (list_of(Type::Number), r#"[1, "x"]"#, "x[1] must be a number"),
        (list_of(Type::Number), "{}", "x must be a list"),
        (Type::Set(Box::new(Type::Number)), r#"["x"]"#, "x must be a number"),
        (Type::Map(Box::new(Type::Number)), r#"{"k":"x"}"#, "x[\"k\"] must be a number"),
        (Type::Tuple(vec![Type::Bool]), "[]", "x must have 1 elements"),
        (Type::Tuple(vec![Type::Bool]), "[true, true]", "x must have 1 elements"),
        (Type::Dynamic, "1", "x must be a type and a value of it"),
        (Type::Dynamic, r#"{"type":"int","value":1}"#, "x has a type that is none of Terraform's"),
    ] {
        check_error(of, json, message);
    }
    for json in ["", "{", "[]", "{\"x\":}", "{\"x\":1} 2", "\u{fffd}"] {
        assert!(
            codec::state_from_json(json.as_bytes(), &block_of(vec![attribute("x", Type::Number)])).is_err()
        );
    }
    assert!(codec::state_from_json(b"{\"x\":\"\xff\"}", &Block::default()).is_err());
}

#[test]
fn deep_nesting_is_refused() {
    let levels = 10_000;
    let json = format!("{}null{}", r#"{"type":"dynamic","value":"#.repeat(levels), "}".repeat(levels));
    let state = codec::state_from_json(
        format!("{{\"x\":{json}}}").as_bytes(),
        &block_of(vec![attribute("x", Type::Dynamic)]),
    );
    assert_eq!(state.expect_err("too deep").message, "is nested more than 128 levels deep");
    // What the schema does not have is skipped, however deep it is.
    let skipped = format!("{{\"y\":{}{}}}", "[".repeat(levels), "]".repeat(levels));
    assert!(codec::state_from_json(skipped.as_bytes(), &Block::default()).is_ok());
}
