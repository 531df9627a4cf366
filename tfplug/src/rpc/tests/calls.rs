//! All calls but those of managed resources.

use tonic::Code;

use super::everything::Greeting;
use super::*;
use crate::wire::{
    call_function, close_ephemeral_resource, get_functions, get_metadata, get_provider_schema,
    get_resource_identity_schemas, open_ephemeral_resource, read_data_source, renew_ephemeral_resource,
    validate_data_resource_config, validate_ephemeral_resource_config, validate_provider_config,
};
use crate::{Data, Type};

fn greeting(name: &str) -> Greeting {
    Greeting { name: name.into(), text: Value::Null }
}

#[tokio::test]
async fn the_provider_says_what_it_has() {
    let mut client = client().await;
    let has = client.get_metadata(get_metadata::Request {}).await.unwrap().into_inner();
    let resources: Vec<_> = has.resources.iter().map(|one| one.type_name.as_str()).collect();
    assert_eq!(resources, ["every_loose", "every_thing"]);
    assert_eq!(has.data_sources[0].type_name, "every_greeting");
    assert_eq!(has.ephemeral_resources[0].type_name, "every_door");
    assert_eq!(has.functions[0].name, "join");
    let can = has.server_capabilities.unwrap();
    assert!(can.plan_destroy && can.get_provider_schema_optional && can.move_resource_state);

    let schemas = client.get_provider_schema(get_provider_schema::Request {}).await.unwrap().into_inner();
    assert_eq!(told(&schemas.diagnostics), [""; 0]);
    let thing = &schemas.resource_schemas["every_thing"];
    assert_eq!(thing.version, 1);
    let block = thing.block.as_ref().unwrap();
    let said = |name: &str| block.attributes.iter().find(|one| one.name == name).expect(name);
    let flags = |name: &str| {
        let one = said(name);
        (one.required, one.optional, one.computed, one.sensitive, one.write_only, one.deprecated)
    };
    assert_eq!(flags("name"), (true, false, false, false, false, false));
    assert_eq!(flags("class"), (false, true, true, false, false, false));
    assert_eq!(flags("id"), (false, false, true, false, false, false));
    assert_eq!(flags("key"), (false, true, false, true, false, false));
    assert_eq!(flags("token"), (false, true, false, false, true, false));
    assert_eq!(flags("kind"), (false, true, false, false, false, true));
    assert_eq!(said("anything").r#type, "\"dynamic\"".as_bytes());
    let nesting = |name: &str| said(name).nested_type.as_ref().expect(name).nesting().as_str_name();
    let nestings = ["login", "parts", "part_set", "part_map"].map(nesting);
    assert_eq!(nestings, ["SINGLE", "LIST", "SET", "MAP"]);
    let blocks = block.block_types.iter().map(|one| (one.type_name.as_str(), one.nesting().as_str_name()));
    let expected = [("list", "LIST"), ("set", "SET"), ("map", "MAP"), ("single", "SINGLE")];
    assert_eq!(blocks.collect::<Vec<_>>(), expected);
    assert_eq!(block.block_types[0].max_items, 3);
    assert_eq!(schemas.data_source_schemas.len(), 1);
    assert_eq!(schemas.ephemeral_resource_schemas.len(), 1);

    let functions = client.get_functions(get_functions::Request {}).await.unwrap().into_inner().functions;
    assert_eq!(functions, schemas.functions);
    let variadic = functions["join"].variadic_parameter.as_ref().unwrap();
    assert_eq!((variadic.r#type.as_ref(), variadic.allow_null_value), ("\"number\"".as_bytes(), true));
}

#[tokio::test]
async fn a_configuration_is_checked_and_taken() {
    let mut client = client().await;
    for (region, errors) in [
        ("here", &[][..]),
        ("nowhere", &["error region: there is no such region"]),
        ("much too long", &["error region: region has 13 characters, must have 1 to 10"]),
    ] {
        let request = validate_provider_config::Request { config: value(&Config { region: region.into() }) };
        let answer = client.validate_provider_config(request).await.unwrap().into_inner();
        assert_eq!(told(&answer.diagnostics), errors, "{region}");
    }

    // Work before there is a configured provider is an error, not a crash.
    let request = read_data_source::Request {
        type_name: "every_greeting".to_owned(),
        config: value(&greeting("Ada")),
        ..Default::default()
    };
    let early = client.read_data_source(request).await.unwrap().into_inner();
    assert_eq!(told(&early.diagnostics), ["error: the provider is not configured"]);

    for (region, said) in [
        ("closed", &["error region: the region is closed"][..]),
        ("panics", &["error: the provider has a defect and could not finish this call"]),
        ("old", &["warning: the region is about to close"]),
    ] {
        let config = value(&Config { region: region.into() });
        let request = configure_provider::Request { config, ..Default::default() };
        let answer = client.configure_provider(request).await.unwrap().into_inner();
        assert_eq!(told(&answer.diagnostics), said, "{region}");
    }
}

#[tokio::test]
async fn a_data_source_is_checked_and_read() {
    let mut client = configured().await;
    for (type_name, name, errors) in [
        ("every_greeting", "Ada", &[][..]),
        ("every_greeting", "", &["error name: name has 0 characters, must have 1 to 10"]),
        ("every_other", "Ada", &["error: this provider has no data source \"every_other\""]),
    ] {
        let (type_name, config) = (type_name.to_owned(), value(&greeting(name)));
        let request = validate_data_resource_config::Request { type_name, config };
        let answer = client.validate_data_resource_config(request).await.unwrap().into_inner();
        assert_eq!(told(&answer.diagnostics), errors, "{name}");
    }

    let request = |name| read_data_source::Request {
        type_name: "every_greeting".to_owned(),
        config: value(&greeting(name)),
        ..Default::default()
    };
    let answer = client.read_data_source(request("Ada")).await.unwrap().into_inner();
    assert_eq!(told(&answer.diagnostics), [""; 0]);
    let greeted = Greeting { text: "hello Ada of here".into(), ..greeting("Ada") };
    assert_eq!(read(answer.state), Value::Known(greeted));
    let answer = client.read_data_source(request("nobody")).await.unwrap().into_inner();
    assert_eq!(told(&answer.diagnostics), ["error name: nobody is there"]);
}

#[tokio::test]
async fn an_ephemeral_resource_is_opened_renewed_and_closed() {
    let mut client = configured().await;
    let (type_name, config) = ("every_door".to_owned(), value(&greeting("")));
    let request = validate_ephemeral_resource_config::Request { type_name: type_name.clone(), config };
    let answer = client.validate_ephemeral_resource_config(request).await.unwrap().into_inner();
    assert_eq!(told(&answer.diagnostics), ["error name: name has 0 characters, must have 1 to 10"]);

    let request = open_ephemeral_resource::Request {
        type_name: type_name.clone(),
        config: value(&greeting("front")),
        ..Default::default()
    };
    let opened = client.open_ephemeral_resource(request).await.unwrap().into_inner();
    assert_eq!(read(opened.result), Value::Known(Greeting { text: "open".into(), ..greeting("front") }));
    assert_eq!(opened.renew_at.unwrap().seconds, 60);

    let request = renew_ephemeral_resource::Request { type_name: type_name.clone(), private: opened.private };
    let renewed = client.renew_ephemeral_resource(request).await.unwrap().into_inner();
    assert_eq!(renewed.renew_at.unwrap().seconds, 120);

    let close = |private| close_ephemeral_resource::Request { type_name: type_name.clone(), private };
    let closed = client.close_ephemeral_resource(close(renewed.private)).await.unwrap().into_inner();
    assert_eq!(told(&closed.diagnostics), [""; 0]);
    let closed = client.close_ephemeral_resource(close(None)).await.unwrap().into_inner();
    assert_eq!(told(&closed.diagnostics), ["error: closed after None"]);
}

#[tokio::test]
async fn a_function_is_called() {
    type Answered = Result<&'static str, (&'static str, Option<i64>)>;
    let number = |text: &str| Data::Number(text.parse().expect(text));
    let cases: &[(&[Data], Answered)] = &[
        (&["-".into()], Ok("")),
        // Terraform sends a number that no machine type holds as a string.
        (
            &["-".into(), 1_i64.into(), "0.1".into(), number("9223372036854775808")],
            Ok("1-0.1-9223372036854775808"),
        ),
        (&[], Err(("the function takes 1 arguments, not 0", None))),
        (&["-".into(), true.into()], Err(("the value must be a number, not a bool", Some(1)))),
        (&["-".into(), 1_i64.into(), Data::Null], Err(("is null", Some(2)))),
    ];
    let mut client = client().await;
    let mut call = async |name: &str, arguments: &[Data]| {
        let arguments = arguments.iter().map(|one| codec::encode_data(one).into()).collect();
        let request = call_function::Request { name: name.to_owned(), arguments };
        client.call_function(request).await.unwrap().into_inner()
    };
    for (arguments, expected) in cases {
        let answer = call("join", arguments).await;
        match expected {
            Ok(text) => {
                let result = answer.result.expect("a result");
                assert_eq!(codec::decode_typed(&result.msgpack, &Type::String), Ok((*text).into()));
            }
            Err((text, argument)) => {
                let error = answer.error.expect("an error");
                assert_eq!((error.text.as_str(), error.function_argument), (*text, *argument));
            }
        }
    }
    let error = call("other", &[]).await.error.unwrap().text;
    assert_eq!(error, "this provider has no function \"other\"");
    let error = call("join", &["-".into(), 13_i64.into()]).await.error.unwrap().text;
    assert!(error.contains("It panicked: no such luck."), "{error}");
}

#[tokio::test]
async fn calls_of_later_versions_are_unimplemented() {
    let mut client = configured().await;
    let identities = client.get_resource_identity_schemas(get_resource_identity_schemas::Request {}).await;
    assert!(identities.unwrap().into_inner().identity_schemas.is_empty());

    macro_rules! unimplemented {
        ($($call:ident),* $(,)?) => {$(
            let status = client.$call(wire::$call::Request::default()).await.expect_err(stringify!($call));
            assert_eq!(status.code(), Code::Unimplemented, stringify!($call));
        )*};
    }
    unimplemented!(
        upgrade_resource_identity,
        validate_list_resource_config,
        list_resource,
        validate_action_config,
        plan_action,
        invoke_action,
        generate_resource_config,
        configure_state_store,
        read_state_bytes,
        get_states,
        delete_state,
        lock_state,
        unlock_state,
    );
    let status = client.validate_state_store_config(wire::validate_state_store::Request::default()).await;
    assert_eq!(status.expect_err("validate_state_store_config").code(), Code::Unimplemented);
    let status = client.write_state_bytes(tokio_stream::empty()).await.expect_err("write_state_bytes");
    assert_eq!(status.code(), Code::Unimplemented);
}
