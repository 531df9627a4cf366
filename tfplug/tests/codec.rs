//! Terraform's msgpack, in hex. What stands here was written by go-cty 1.19, but for the ways to write a number that
//! it only reads.

use std::collections::BTreeMap;

use tfplug::{Data, Number, Type, codec};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    hex.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).expect("ascii"), 16).expect("hex"))
        .collect()
}

fn number(text: &str) -> Data {
    Data::Number(text.parse().expect(text))
}

fn list_of(of: Type) -> Type {
    Type::List(Box::new(of))
}

fn set_of(of: Type) -> Type {
    Type::Set(Box::new(of))
}

fn map_of(of: Type) -> Type {
    Type::Map(Box::new(of))
}

fn object_of<const N: usize>(types: [(&str, Type); N]) -> Type {
    Type::Object(types.into_iter().map(|(name, of)| (name.to_owned(), of)).collect())
}

fn dynamic(of: Type, value: impl Into<Data>) -> Data {
    Data::Dynamic(Box::new((of, value.into())))
}

fn list<const N: usize>(items: [Data; N]) -> Data {
    Data::List(items.into())
}

/// Reads the bytes as the data, and writes the data as the bytes.
#[track_caller]
fn check(of: &Type, written: &str, data: &Data) {
    check_read(of, written, data);
    assert_eq!(hex(&codec::encode_data(data)), written, "{data:?} is written so");
}

#[track_caller]
fn check_read(of: &Type, written: &str, data: &Data) {
    assert_eq!(codec::decode_typed(&bytes(written), of).as_ref(), Ok(data), "{written} is read so");
}

#[track_caller]
fn check_error(of: &Type, written: &str, message: &str) {
    let error = codec::decode_typed(&bytes(written), of).expect_err(written);
    assert_eq!(error.to_string(), message, "{written}");
}

#[test]
fn null_and_unknown() {
    for of in [Type::Bool, Type::Number, Type::String, list_of(Type::String), Type::Dynamic] {
        check(&of, "c0", &Data::Null);
        check(&of, "d40000", &Data::Unknown);
    }
}

#[test]
fn refinements_are_read_as_unknown_and_not_kept() {
    for (of, refined) in [
        (Type::String, "c7030c8101c2"),
        (Type::String, "c7090c8201c202a4616d692d"),
        (Type::Number, "c7050c81039201c3"),
        (list_of(Type::String), "c7050c8205010603"),
        // Codes that mean nothing today, of every width.
        (Type::String, "d42a00"),
        (Type::String, "d52a0000"),
        (Type::String, "d62a00000000"),
        (Type::String, "d7ff0000000000000000"),
        (Type::String, "d80c00000000000000000000000000000000"),
        (Type::String, "c7000c"),
        (Type::String, "c800010c00"),
        (Type::String, "c9000000010c00"),
    ] {
        check_read(&of, refined, &Data::Unknown);
    }
    assert_eq!(hex(&codec::encode_data(&Data::Unknown)), "d40000");
}

#[test]
fn bools_and_strings() {
    check(&Type::Bool, "c2", &false.into());
    check(&Type::Bool, "c3", &true.into());
    check(&Type::String, "a568656c6c6f", &"hello".into());
    check(&Type::String, "a0", &"".into());
    let long = "a".repeat(40);
    check(&Type::String, &format!("d928{}", hex(long.as_bytes())), &long.as_str().into());
}

#[test]
fn strings_are_read_in_normal_form_c() {
    check(&Type::String, "a2c3a9", &"\u{e9}".into());
    check_read(&Type::String, "a365cc81", &"\u{e9}".into());
    let map = Data::from([("\u{e9}", true.into())]);
    check(&map_of(Type::Bool), "81a2c3a9c3", &map);
    check_read(&map_of(Type::Bool), "81a365cc81c3", &map);
    assert_eq!(codec::decode::<String>(&bytes("a365cc81")), Ok("\u{e9}".to_owned()));
}

#[test]
fn numbers() {
    for (written, text) in [
        ("00", "0"),
        ("7f", "127"),
        ("cc80", "128"),
        ("ff", "-1"),
        ("e0", "-32"),
        ("d0df", "-33"),
        ("d1ff7f", "-129"),
        ("ccff", "255"),
        ("cd0100", "256"),
        ("ce00010000", "65536"),
        ("cf0000000100000000", "4294967296"),
        ("cf7fffffffffffffff", "9223372036854775807"),
        ("d38000000000000000", "-9223372036854775808"),
        ("b339323233333732303336383534373735383038", "9223372036854775808"),
        ("b42d39323233333732303336383534373735383039", "-9223372036854775809"),
        ("a3302e31", "0.1"),
        ("cb3fe0000000000000", "0.5"),
        ("cbbfe0000000000000", "-0.5"),
        ("cb4170000008000000", "16777216.5"),
        ("a9302e30303030303031", "1e-7"),
        (
            "d9203132333435363738393031323334353637383930313233343536373839302e35",
            "123456789012345678901234567890.5",
        ),
    ] {
        check(&Type::Number, written, &number(text));
    }
}

#[test]
fn floats_at_the_edges() {
    for (written, float) in [
        ("cb7ff0000000000000", f64::INFINITY),
        ("cbfff0000000000000", f64::NEG_INFINITY),
        ("cb0000000000000001", 5e-324),
        ("cb3fb999999999999a", 0.1),
    ] {
        check(&Type::Number, written, &Data::Number(Number::from_f64(float).expect("a number")));
    }
    check_error(&Type::Number, "cb7ff8000000000000", "the value must be a number, not NaN");
}

#[test]
fn every_way_to_write_a_number_is_read() {
    for (written, text) in [
        ("cc05", "5"),
        ("cd0005", "5"),
        ("ce00000005", "5"),
        ("cf0000000000000005", "5"),
        ("d005", "5"),
        ("d10005", "5"),
        ("d200000005", "5"),
        ("d30000000000000005", "5"),
        ("d2fffffffb", "-5"),
        ("ca3fc00000", "1.5"),
        ("cb4014000000000000", "5"),
        ("a3352e30", "5"),
        ("cf8000000000000000", "9223372036854775808"),
        ("cfffffffffffffffff", "18446744073709551615"),
    ] {
        check_read(&Type::Number, written, &number(text));
    }
}

#[test]
fn collections() {
    check(&list_of(Type::String), "93a161c0d40000", &list(["a".into(), Data::Null, Data::Unknown]));
    check(&list_of(Type::String), "90", &list([]));
    let (one, two) = (number("1"), number("2"));
    check(&set_of(set_of(Type::Number)), "9292010290", &list([list([one.clone(), two]), list([])]));
    check(&map_of(Type::Bool), "82a161c0a162c3", &Data::from([("a", Data::Null), ("b", true.into())]));
    check(&Type::Tuple(vec![Type::String, Type::Bool]), "92a178c3", &list(["x".into(), true.into()]));
    let object = object_of([("a", Type::Number), ("b", Type::String)]);
    check(&object, "82a16101a162c0", &Data::from([("a", one.clone()), ("b", Data::Null)]));
    check_read(&object, "81a16101", &Data::from([("a", one), ("b", Data::Null)]));
    let many = Data::List(vec![Data::Null; 16]);
    check(&list_of(Type::Bool), &format!("dc0010{}", "c0".repeat(16)), &many);
    let wide: BTreeMap<String, Data> = (10..26).map(|n| (n.to_string(), Data::Null)).collect();
    let entries: String = wide.keys().map(|key| format!("a2{}c0", hex(key.as_bytes()))).collect();
    check(&map_of(Type::Bool), &format!("de0010{entries}"), &Data::Map(wide));
}

#[test]
fn the_type_tells_a_number_from_a_string() {
    check_read(&Type::String, "a3302e31", &"0.1".into());
    check_read(&Type::Number, "a3302e31", &number("0.1"));
    check_read(&list_of(Type::Number), "91a3302e31", &list([number("0.1")]));
    assert_eq!(codec::decode::<Data>(&bytes("91a3302e31")), Ok(list(["0.1".into()])));
}

#[test]
fn dynamic_values() {
    let object = object_of([("a", Type::Number)]);
    for (written, data) in [
        ("92c40822737472696e6722a178", dynamic(Type::String, "x")),
        ("92c408226e756d62657222a3302e31", dynamic(Type::Number, number("0.1"))),
        (
            "92c4195b226f626a656374222c7b2261223a226e756d626572227d5d81a16101",
            dynamic(object, Data::from([("a", number("1"))])),
        ),
        ("92c4115b226c697374222c226e756d626572225d9101", dynamic(list_of(Type::Number), list([number("1")]))),
        (
            "92c4145b227475706c65222c5b22737472696e67225d5d91a178",
            dynamic(Type::Tuple(vec![Type::String]), list(["x".into()])),
        ),
        ("92c40822737472696e6722c0", dynamic(Type::String, Data::Null)),
        ("92c40822737472696e6722d40000", dynamic(Type::String, Data::Unknown)),
    ] {
        check(&Type::Dynamic, written, &data);
        assert_eq!(codec::decode::<Data>(&bytes(written)), Ok(data), "without a schema");
    }
    check(
        &object_of([("a", Type::Dynamic)]),
        "81a16192c40822737472696e6722a178",
        &Data::from([("a", dynamic(Type::String, "x"))]),
    );
}

#[test]
fn an_empty_tuple_is_read_as_go_writes_its_type() {
    check_read(
        &Type::Dynamic,
        "92c40e5b227475706c65222c6e756c6c5d90",
        &dynamic(Type::Tuple(vec![]), list([])),
    );
}

#[test]
fn a_dynamic_null_or_unknown_with_a_type_is_one_all_the_same() {
    assert!(dynamic(Type::String, Data::Null).is_null());
    assert!(dynamic(Type::String, Data::Unknown).is_unknown());
    assert!(!dynamic(Type::String, "x").is_null());
}

#[test]
fn errors_say_what_and_where() {
    let object = object_of([("rules", list_of(object_of([("days", Type::Number)])))]);
    for (of, written, message) in [
        (Type::String, "c403616263", "the value must be a string, not binary data"),
        (Type::String, "01", "the value must be a string, not a number"),
        (Type::Bool, "a474727565", "the value must be a bool, not a string"),
        (Type::Number, "c3", "the value must be a number, not a bool"),
        (Type::Number, "a178", "the value must be a number, not a string"),
        (list_of(Type::String), "80", "the value must be a list, not a map"),
        (map_of(Type::String), "90", "the value must be a map, not a list"),
        (map_of(Type::String), "8101a178", "the value has a key that is a number instead of a string"),
        (map_of(Type::String), "81a46b65792e01", "[\"key.\"] must be a string, not a number"),
        (Type::Dynamic, "a178", "the value must be a type and a value of it, not a string"),
        (Type::Dynamic, "9201a178", "the value must be a type and a value of it"),
        (Type::Dynamic, "92c4056e756d6265a178", "the value has a type that is none of Terraform's"),
        (Type::Tuple(vec![Type::String]), "90", "the value must have 1 elements"),
        (Type::Tuple(vec![Type::String]), "92a178a179", "the value must have 1 elements"),
        (object.clone(), "81a572756c65739181a464617973a178", "rules[0].days must be a number, not a string"),
        (set_of(Type::Number), "9201a178", "the value must be a number, not a string"),
        (object, "81a4726f6c6590", "the value has an attribute \"role\" that its schema does not have"),
        (Type::String, "a2c328", "the value is a string that is no valid UTF-8"),
        (Type::String, "c1", "the value is no msgpack: the byte c1 means nothing"),
        (Type::String, "a178a179", "the value is followed by 2 bytes that belong to nothing"),
    ] {
        check_error(&of, written, message);
    }
}

#[test]
fn no_prefix_of_a_value_is_one() {
    let of = object_of([
        ("a", Type::Dynamic),
        ("b", list_of(Type::String)),
        ("c", map_of(Type::Number)),
        ("d", Type::Number),
        ("e", Type::String),
    ]);
    let data = Data::from([
        ("a", dynamic(Type::String, "x")),
        ("b", list(["a".into(), Data::Unknown])),
        ("c", Data::from([("k", number("0.5"))])),
        ("d", number("70000")),
        ("e", "e".repeat(300).as_str().into()),
    ]);
    let whole = codec::encode_data(&data);
    assert_eq!(codec::decode_typed(&whole, &of), Ok(data));
    for length in 0..whole.len() {
        let error = codec::decode_typed(&whole[..length], &of).expect_err("a prefix");
        assert_eq!(error.message, "is cut short", "{length} bytes");
        assert!(codec::decode::<Data>(&whole[..length]).is_err(), "{length} bytes without a schema");
    }
}

/// Bytes that nearly are a value: whatever they are read as, they are read or refused.
#[test]
fn changed_bytes_are_read_or_refused() {
    let of = object_of([("a", Type::Dynamic), ("b", list_of(Type::String)), ("c", map_of(Type::Number))]);
    let whole =
        bytes("83a16192c40822737472696e6722a178a16293a161c0d40000a16382a16ba3302e31a16ccb3fe0000000000000");
    assert!(codec::decode_typed(&whole, &of).is_ok());
    let mut read = 0;
    for position in 0..whole.len() {
        for byte in 0..=u8::MAX {
            let mut changed = whole.clone();
            changed[position] = byte;
            if let Ok(data) = codec::decode_typed(&changed, &of) {
                let again = codec::decode_typed(&codec::encode_data(&data), &of);
                assert_eq!(again, Ok(data), "byte {position} is {byte:02x}");
                read += 1;
            }
            drop(codec::decode::<Data>(&changed));
        }
    }
    assert!(read > whole.len(), "some changes leave a value");
}

#[test]
fn huge_lengths_take_no_memory() {
    for written in
        ["ddffffffff", "dfffffffff", "dbffffffff", "c6ffffffff", "c9ffffffff00", "dcffff00", "deffff00"]
    {
        for of in [list_of(Type::String), map_of(Type::String), Type::String, Type::Dynamic] {
            assert!(codec::decode_typed(&bytes(written), &of).is_err(), "{written}");
        }
        assert_eq!(codec::decode::<Data>(&bytes(written)).expect_err(written).message, "is cut short");
    }
}

#[test]
fn deep_nesting_is_refused() {
    let deep = |levels: usize| [vec![0x91; levels], vec![0xc0]].concat();
    assert!(codec::decode::<Data>(&deep(128)).is_ok());
    for levels in [129, 1_000_000] {
        let error = codec::decode::<Data>(&deep(levels)).expect_err("too deep");
        assert_eq!(error.message, "is nested more than 128 levels deep");
    }
    let maps = [b"\x81\xa1k".repeat(1_000_000), vec![0xc0]].concat();
    assert!(codec::decode::<Data>(&maps).is_err());
    let dynamics = [b"\x92\xc4\x09\"dynamic\"".repeat(1_000_000), vec![0xc0]].concat();
    assert!(codec::decode::<Data>(&dynamics).is_err());
    assert!(codec::decode_typed(&dynamics, &Type::Dynamic).is_err());
    let types = format!("{}\"string\"{}", "[\"list\",".repeat(50_000), "]".repeat(50_000));
    let mut typed = vec![0x92, 0xc6];
    typed.extend((types.len() as u32).to_be_bytes());
    typed.extend(types.as_bytes());
    typed.push(0xc0);
    assert!(codec::decode_typed(&typed, &Type::Dynamic).is_err());
}
