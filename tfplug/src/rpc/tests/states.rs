//! States: upgraded, read, imported and moved, and those of schemas made at run time.

use super::everything::Loose;
use super::*;
use crate::wire::{
    RawState, apply_resource_change, import_resource_state, move_resource_state, read_resource,
    upgrade_resource_state,
};
use crate::{Data, Number};

fn raw(json: &str) -> Option<RawState> {
    Some(RawState { json: json.to_owned().into(), ..Default::default() })
}

#[tokio::test]
async fn a_state_is_upgraded() {
    let mut client = configured().await;
    let digits = "123456789012345678901234567890.5";
    let number: Number = digits.parse().expect("a number");
    let sized = Thing { size: Value::Known(number), ..thing("one") };
    for (version, json, expected) in [
        // Of the same version: what the schema has no more is left out.
        (1, r#"{"name":"one","gone":[1]}"#.to_owned(), Ok(thing("one"))),
        (1, format!(r#"{{"name":"one","size":{digits}}}"#), Ok(sized.clone())),
        // Of an older one: no digit is lost on the way.
        (0, format!(r#"{{"title":"one","size":{digits}}}"#), Ok(sized)),
        (0, r#"{"title":["one"]}"#.to_owned(), Err("error name: name must be a string")),
        (0, "{".to_owned(), Err("error: the value must be JSON")),
        (2, "{}".to_owned(), Err("error: the state was written by a newer release of this provider")),
    ] {
        let request = upgrade_resource_state::Request {
            type_name: "every_thing".to_owned(),
            version,
            raw_state: raw(&json),
        };
        let answer = client.upgrade_resource_state(request).await.unwrap().into_inner();
        match expected {
            Ok(thing) => assert_eq!(read(answer.upgraded_state), Value::Known(thing), "{json}"),
            Err(error) => assert_eq!(told(&answer.diagnostics), [error], "{json}"),
        }
    }
    let request = upgrade_resource_state::Request {
        type_name: "every_loose".to_owned(),
        version: -1,
        raw_state: raw("{}"),
    };
    let answer = client.upgrade_resource_state(request).await.unwrap().into_inner();
    assert_eq!(told(&answer.diagnostics), ["error: state of version -1 cannot be upgraded"]);
}

#[tokio::test]
async fn a_resource_is_read() {
    let mut client = configured().await;
    let mut read_of = async |thing: &Thing, private: &str| {
        let request = read_resource::Request {
            type_name: "every_thing".to_owned(),
            current_state: value(thing),
            private: private.to_owned().into(),
            ..Default::default()
        };
        client.read_resource(request).await.unwrap().into_inner()
    };
    let answer = read_of(&thing("one"), r#"{"etag":"beside"}"#).await;
    // The secret that the service told is in no state.
    assert_eq!(read(answer.new_state), Value::Known(Thing { kind: "beside".into(), ..thing("one") }));
    assert_eq!(answer.private, r#"{"etag":"beside"}"#);
    assert_eq!(told(&answer.diagnostics), ["warning: read with care"]);

    // What another framework kept beside a state is dropped.
    let answer = read_of(&thing("one"), r#"{"schema_version":"0","x":{}}"#).await;
    assert_eq!(read(answer.new_state), Value::Known(thing("one")));
    assert_eq!(read::<Thing>(read_of(&keyed("gone"), "").await.new_state), Value::Null);
    assert_eq!(told(&read_of(&keyed("unreadable"), "").await.diagnostics), ["error: cannot be read"]);
}

#[tokio::test]
async fn a_resource_is_imported() {
    let mut client = configured().await;
    let mut import = async |type_name: &str, id: &str| {
        let (type_name, id) = (type_name.to_owned(), id.to_owned());
        let request = import_resource_state::Request { type_name, id, ..Default::default() };
        client.import_resource_state(request).await.unwrap().into_inner()
    };
    let mut answer = import("every_thing", "one").await;
    let imported = answer.imported_resources.remove(0);
    assert_eq!(read(imported.state), Value::Known(Thing { id: "one".into(), ..Thing::default() }));
    assert_eq!(imported.type_name, "every_thing");
    assert_eq!(told(&import("every_thing", "none").await.diagnostics), ["error: there is no such thing"]);

    // Attributes that the provider left out are there, for core demands every one.
    let imported = import("every_loose", "one").await.imported_resources.remove(0);
    let all = [("id", "one".into()), ("seen", Data::Null), ("weight", Data::Null)];
    assert_eq!(read(imported.state), Value::Known(Data::from(all)));
}

#[tokio::test]
async fn a_resource_of_another_type_is_taken_over() {
    let mut client = configured().await;
    let mut take_over = async |schema_version| {
        let request = move_resource_state::Request {
            source_provider_address: "registry.terraform.io/example/other".to_owned(),
            source_type_name: "other".to_owned(),
            source_schema_version: schema_version,
            source_state: raw(r#"{"weight":0.12345678901234567890}"#),
            target_type_name: "every_thing".to_owned(),
            ..Default::default()
        };
        client.move_resource_state(request).await.unwrap().into_inner()
    };
    let size = Value::Known("0.1234567890123456789".parse().expect("a number"));
    assert_eq!(read(take_over(3).await.target_state), Value::Known(Thing { size, ..thing("other") }));
    assert_eq!(told(&take_over(2).await.diagnostics), ["error: every_thing cannot take over a other"]);
}

#[tokio::test]
async fn a_schema_made_at_run_time_tells_numbers_from_strings() {
    let mut client = configured().await;
    let tenth = || Data::Number("0.1".parse().expect("a number"));
    let state = |seen: Data| Data::from([("id", "one".into()), ("weight", tenth()), ("seen", seen)]);
    let request = read_resource::Request {
        type_name: "every_loose".to_owned(),
        current_state: value(&state(Data::Null)),
        ..Default::default()
    };
    let answer = client.read_resource(request).await.unwrap().into_inner();
    let read = codec::decode_data(&answer.new_state.expect("a state").msgpack, &Loose::block());
    assert_eq!(read, Ok(state(format!("{:?}", tenth()).into())));
}

#[tokio::test]
async fn an_answer_that_does_not_fit_its_schema_is_an_error() {
    let mut client = configured().await;
    let config = Data::from([("id", "odd".into()), ("weight", Data::Null), ("seen", Data::Null)]);
    let request = apply_resource_change::Request {
        type_name: "every_loose".to_owned(),
        prior_state: value(&Data::Null),
        planned_state: value(&config),
        config: value(&config),
        ..Default::default()
    };
    let answer = client.apply_resource_change(request).await.unwrap().into_inner();
    let error = "error: the value has an attribute \"odd\" that its schema does not have";
    assert_eq!(told(&answer.diagnostics), [error]);
    let unknown = read_resource::Request { type_name: "every_other".to_owned(), ..Default::default() };
    let answer = client.read_resource(unknown).await.unwrap().into_inner();
    assert_eq!(told(&answer.diagnostics), ["error: this provider has no resource \"every_other\""]);
}
