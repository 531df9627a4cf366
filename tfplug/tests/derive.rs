//! Derived structs and enums: their bytes, their data and their schemas.

use std::collections::BTreeMap;

use tfplug::schema::{Attribute, Block, Shape};
use tfplug::{
    AttributeType, Codec, Data, Elements, List, Map, Number, Schema, Set, Type, Validator, Value, codec,
};

/// A bucket.
///
/// In *Markdown*.
#[derive(Clone, Debug, PartialEq, Schema)]
#[schema(deprecated = "use a pail")]
struct Bucket {
    /// Its name.
    #[schema(required, replace, validate = Validator::length(3, 63))]
    name: Value<String>,
    #[schema(default = Class::Standard)]
    class: Value<Class>,
    #[schema(optional, computed, keep_prior)]
    days: Value<u32>,
    #[schema(default = 0.1)]
    share: Value<f64>,
    #[schema(computed)]
    id: Value<String>,
    #[schema(sensitive, write_only, deprecated = "use a key")]
    password: Value<String>,
    /// A field that is a word of Rust's.
    r#type: Value<bool>,
    #[schema(name = "exact_size")]
    size: Value<Number>,
    labels: Map<String>,
    classes: Set<Class>,
    #[schema(default = ["a", "b"])]
    hosts: List<String>,
    anything: Value<Data>,
    rule: Value<Rule>,
    rules: List<Rule>,
    rule_set: Set<Rule>,
    rule_map: Map<Rule>,
    /// Too deep for schemas of their own: a type.
    grid: List<Vec<Value<Rule>>>,
}

/// A rule.
#[derive(Clone, Debug, Default, PartialEq, Schema)]
struct Rule {
    #[schema(required, validate = Validator::range(1, 9), validate = Validator::range(1, 8))]
    days: Value<i64>,
    actions: List<Class>,
}

#[derive(Clone, Copy, Debug, PartialEq, Schema)]
enum Class {
    Standard,
    InfrequentAccess,
    #[schema(name = "COLD")]
    Cold,
}

#[derive(Clone, Debug, Default, PartialEq, Schema)]
struct Timeouts {
    /// Blocks in order.
    #[schema(block, min_items = 1, max_items = 5)]
    list: Vec<Rule>,
    #[schema(block, deprecated = "use `list`")]
    set: Elements<Rule>,
    #[schema(block)]
    map: BTreeMap<String, Rule>,
    #[schema(block)]
    single: Option<Rule>,
    #[schema(block, name = "later")]
    open: Value<Vec<Rule>>,
}

// A struct that another macro writes.
macro_rules! pair {
    ($name:ident, $($field:ident: $of:ty),*) => {
        #[derive(Clone, Debug, PartialEq, Schema)]
        struct $name { $($field: $of),* }
    };
}

pair!(Pair, one: Value<u64>, two: Value<i64>);

fn bucket() -> Bucket {
    let rule = || Rule { days: 7.into(), actions: Value::Known(vec![Class::Cold.into(), Value::Unknown]) };
    Bucket {
        name: "logs".into(),
        class: Class::InfrequentAccess.into(),
        days: Value::Unknown,
        share: 0.1.into(),
        id: Value::Unknown,
        password: Value::Null,
        r#type: true.into(),
        size: Value::Known("9223372036854775808".parse().expect("a number")),
        labels: Value::Known([("team".to_owned(), "a".into()), ("none".to_owned(), Value::Null)].into()),
        classes: Value::Known(Elements(vec![Class::Standard.into()])),
        hosts: Value::Known(vec!["a".into(), Value::Unknown]),
        anything: Value::Known(Data::Dynamic(Box::new((Type::Number, Data::Number(5_i64.into()))))),
        rule: rule().into(),
        rules: Value::Known(vec![rule().into(), Value::Unknown, Value::Null]),
        rule_set: Value::Known(Elements(vec![rule().into()])),
        rule_map: Value::Known([("k".to_owned(), rule().into())].into()),
        grid: Value::Known(vec![vec![rule().into()].into()]),
    }
}

/// Bytes to struct, struct to data, data to bytes, and every way back, with and without the schema.
#[track_caller]
fn check_round_trip<T: Codec + Clone + PartialEq + std::fmt::Debug>(value: &T, block: &Block) {
    let bytes = codec::encode(value);
    let data = codec::to_data(value);
    assert_eq!(codec::decode::<T>(&bytes).as_ref(), Ok(value));
    assert_eq!(codec::encode_data(&data), bytes);
    assert_eq!(codec::decode_data(&bytes, block).as_ref(), Ok(&data));
    assert_eq!(codec::from_data::<T>(data).as_ref(), Ok(value));
}

#[test]
fn goes_to_bytes_and_data_and_back() {
    check_round_trip(&bucket(), &Schema::of::<Bucket>().block);
    let empty: Bucket = codec::decode(&[0x80]).expect("nothing set");
    assert!(empty.name.is_null() && empty.rules.is_null());
    check_round_trip(&empty, &Schema::of::<Bucket>().block);
    check_round_trip(&Pair { one: u64::MAX.into(), two: i64::MIN.into() }, &Schema::of::<Pair>().block);
}

#[test]
fn blocks_go_to_bytes_and_data_and_back() {
    let rule = Rule { days: 1.into(), ..Rule::default() };
    let full = Timeouts {
        list: vec![rule.clone(), rule.clone()],
        set: Elements(vec![rule.clone().into()]),
        map: [("k".to_owned(), rule.clone())].into(),
        single: Some(rule),
        open: Value::Unknown,
    };
    let block = Schema::of::<Timeouts>().block;
    check_round_trip(&full, &block);
    let none = Timeouts { open: Value::Known(vec![]), ..Timeouts::default() };
    check_round_trip(&none, &block);
    assert_eq!(codec::decode::<Timeouts>(&[0x80]), Ok(Timeouts::default()));
}

#[test]
fn attributes_lie_in_the_order_of_their_names() {
    let Data::Map(map) = codec::to_data(&bucket()) else { panic!("an object is a map") };
    let first: Vec<_> = map.keys().take(3).collect();
    assert_eq!(first, ["anything", "class", "classes"]);
    assert!(codec::encode(&bucket()).starts_with(b"\xde\x00\x11\xa8anything"));
}

#[test]
fn errors_say_what_and_where() {
    let with = |name: &str, value: Data| {
        let Data::Map(mut map) = codec::to_data(&bucket()) else { panic!("an object is a map") };
        map.insert(name.to_owned(), value);
        Data::Map(map)
    };
    let number = |text: &str| Data::Number(text.parse().expect(text));
    let rules = |days: Data| vec![Data::Null, Data::from([("days", days)])].into();
    for (data, message) in [
        (with("name", true.into()), "name must be a string, not a bool"),
        (with("days", number("1.5")), "days must be a whole number from 0 to 4294967295, not 1.5"),
        (with("days", number("-1")), "days must be a whole number from 0 to 4294967295, not -1"),
        (
            with("days", number("4294967296")),
            "days must be a whole number from 0 to 4294967295, not 4294967296",
        ),
        (with("days", "secret".into()), "days must be a number, not a string"),
        (
            with("share", number("0.12345678901234567")),
            "share must be a number that 64 bits hold, not 0.12345678901234567",
        ),
        (
            with("share", number("1e400")),
            &format!("share must be a number that 64 bits hold, not 1{}", "0".repeat(400)),
        ),
        (
            with("class", "hot".into()),
            "class must be one of \"standard\", \"infrequent_access\", \"COLD\", not \"hot\"",
        ),
        (with("labels", Data::from([("a b", true.into())])), "labels[\"a b\"] must be a string, not a bool"),
        (with("rules", rules("x".into())), "rules[1].days must be a number, not a string"),
        (with("rule_set", rules("x".into())), "rule_set.days must be a number, not a string"),
        (
            with("rule", Data::from([("day", Data::Null)])),
            "rule has an attribute \"day\" that is none of actions, days",
        ),
    ] {
        assert_eq!(codec::from_data::<Bucket>(data.clone()).expect_err(message).to_string(), message);
        let error = codec::decode::<Bucket>(&codec::encode_data(&data)).expect_err(message);
        assert_eq!(error.to_string(), message, "from bytes");
    }
    let unknown = Data::from([("list", Data::Unknown)]);
    let error = codec::from_data::<Timeouts>(unknown).expect_err("unknown blocks");
    assert_eq!(error.to_string(), "list must be a list, not unknown");
    assert_eq!(
        codec::from_data::<Rule>(Data::Null).expect_err("null").to_string(),
        "the value must be a map, not null"
    );
}

#[test]
fn a_number_may_be_written_as_a_string() {
    let rule: Rule = codec::decode(b"\x81\xa4days\xa15").expect("a rule");
    assert_eq!(rule.days, 5.into());
    assert_eq!(codec::from_data::<f64>("0.1".into()), Ok(0.1));
}

#[test]
fn a_float_comes_back_digit_by_digit() {
    for text in ["0.1", "0", "-2.5", "1e300", "5e-324", "123456789.125", "9007199254740993e3"] {
        let number: Number = text.parse().expect(text);
        let float: f64 = codec::from_data(Data::Number(number.clone())).expect(text);
        assert_eq!(codec::to_data(&float), Data::Number(number), "{text}");
    }
    let infinite = Data::Number(Number::from_f64(f64::INFINITY).expect("a number"));
    assert_eq!(codec::to_data(&f64::INFINITY), infinite);
    assert_eq!(codec::from_data::<f64>(infinite), Ok(f64::INFINITY));
}

#[test]
fn elements_are_validated_as_their_type_says() {
    let validators = <Vec<Value<Class>>>::validators();
    let check = |data: Data| validators.iter().try_for_each(|validator| validator.check(&data));
    assert_eq!(check(vec![Data::from("standard"), Data::Unknown, Data::Null].into()), Ok(()));
    assert!(check(vec!["standard", "hot"].into()).is_err());
    assert_eq!(validators[0].expects(), "each one of `standard`, `infrequent_access`, `COLD`");
}

/// One line for each attribute and block, indented by depth.
fn outline(block: &Block) -> String {
    fn attribute(out: &mut String, indent: usize, one: &Attribute) {
        let Attribute { name, mode, description, .. } = one;
        let (shape, nested) = match &one.shape {
            Shape::Type(of) => (of.to_json().to_string(), None),
            Shape::Nested(nesting, attributes) => (format!("{nesting:?}"), Some(attributes)),
        };
        let flags = [
            (one.sensitive, "sensitive"),
            (one.write_only, "write_only"),
            (one.replace, "replace"),
            (one.keep_prior, "keep_prior"),
        ];
        let flags: Vec<_> = flags.iter().filter(|(set, _)| *set).map(|(_, flag)| *flag).collect();
        let validators: Vec<_> = one.validators.iter().map(Validator::expects).collect();
        *out += &format!("{:indent$}{name} {shape} {mode:?}", "");
        for (label, text) in [
            (" = ", one.default.as_ref().map(|data| format!("{data:?}")).unwrap_or_default()),
            (" ! ", flags.join(" ")),
            (" ~ ", validators.join("; ")),
            (" deprecated: ", one.deprecated.clone().unwrap_or_default()),
            (" # ", description.clone()),
        ] {
            if !text.is_empty() {
                *out += label;
                *out += &text;
            }
        }
        out.push('\n');
        for one in nested.into_iter().flatten() {
            attribute(out, indent + 2, one);
        }
    }
    let mut out = format!("{:?} deprecated: {:?}\n", block.description, block.deprecated);
    block.attributes.iter().for_each(|one| attribute(&mut out, 0, one));
    for one in &block.blocks {
        out += &format!("{} {:?} {}..{} ", one.name, one.nesting, one.min_items, one.max_items);
        out += &format!("{:?} deprecated: {:?}\n", one.block.description, one.block.deprecated);
        one.block.attributes.iter().for_each(|one| attribute(&mut out, 2, one));
    }
    out
}

#[test]
fn schema_of_a_bucket() {
    insta::assert_snapshot!(outline(&Schema::of::<Bucket>().block), @r#"
    "A bucket.\n\nIn *Markdown*." deprecated: Some("use a pail")
    name "string" Required ! replace ~ 3 to 63 characters # Its name.
    class "string" OptionalComputed = String("standard") ~ one of `standard`, `infrequent_access`, `COLD`
    days "number" OptionalComputed ! keep_prior
    share "number" OptionalComputed = Number(0.1)
    id "string" Computed
    password "string" Optional ! sensitive write_only deprecated: use a key
    type "bool" Optional # A field that is a word of Rust's.
    exact_size "number" Optional
    labels ["map","string"] Optional
    classes ["set","string"] Optional ~ each one of `standard`, `infrequent_access`, `COLD`
    hosts ["list","string"] OptionalComputed = List([String("a"), String("b")])
    anything "dynamic" Optional
    rule Single Optional
      days "number" Required ~ 1 to 9; 1 to 8
      actions ["list","string"] Optional ~ each one of `standard`, `infrequent_access`, `COLD`
    rules List Optional
      days "number" Required ~ 1 to 9; 1 to 8
      actions ["list","string"] Optional ~ each one of `standard`, `infrequent_access`, `COLD`
    rule_set Set Optional
      days "number" Required ~ 1 to 9; 1 to 8
      actions ["list","string"] Optional ~ each one of `standard`, `infrequent_access`, `COLD`
    rule_map Map Optional
      days "number" Required ~ 1 to 9; 1 to 8
      actions ["list","string"] Optional ~ each one of `standard`, `infrequent_access`, `COLD`
    grid ["list",["list",["object",{"actions":["list","string"],"days":"number"}]]] Optional # Too deep for schemas of their own: a type.
    "#);
}

#[test]
fn schema_of_blocks() {
    insta::assert_snapshot!(outline(&Schema::of::<Timeouts>().block), @r#"
    "" deprecated: None
    list List 1..5 "Blocks in order." deprecated: None
      days "number" Required ~ 1 to 9; 1 to 8
      actions ["list","string"] Optional ~ each one of `standard`, `infrequent_access`, `COLD`
    set Set 0..0 "A rule." deprecated: Some("use `list`")
      days "number" Required ~ 1 to 9; 1 to 8
      actions ["list","string"] Optional ~ each one of `standard`, `infrequent_access`, `COLD`
    map Map 0..0 "A rule." deprecated: None
      days "number" Required ~ 1 to 9; 1 to 8
      actions ["list","string"] Optional ~ each one of `standard`, `infrequent_access`, `COLD`
    single Single 0..0 "A rule." deprecated: None
      days "number" Required ~ 1 to 9; 1 to 8
      actions ["list","string"] Optional ~ each one of `standard`, `infrequent_access`, `COLD`
    later List 0..0 "A rule." deprecated: None
      days "number" Required ~ 1 to 9; 1 to 8
      actions ["list","string"] Optional ~ each one of `standard`, `infrequent_access`, `COLD`
    "#);
}

#[test]
fn schema_of_functions_arguments() {
    let Shape::Type(of) = <BTreeMap<String, Value<Elements<u32>>>>::shape() else { panic!("a type") };
    assert_eq!(of.to_json().to_string(), r#"["map",["set","number"]]"#);
}
