//! A managed resource is validated, planned and applied.

use std::time::Duration;

use super::everything::{Class, Login};
use super::*;
use crate::wire::{apply_resource_change, plan_resource_change, stop_provider, validate_resource_config};
use crate::{Data, Elements, Type};

type Client = ProviderClient<Channel>;

async fn validate(
    client: &mut Client,
    config: &Thing,
    capabilities: Option<ClientCapabilities>,
) -> Vec<String> {
    let request = validate_resource_config::Request {
        type_name: "every_thing".to_owned(),
        config: value(config),
        client_capabilities: capabilities,
    };
    let answer = client.validate_resource_config(request).await.unwrap().into_inner();
    told(&answer.diagnostics)
}

/// Plans what is configured; computed values of the state are carried over, as core does.
async fn plan(
    client: &mut Client,
    prior: Option<&Thing>,
    config: Option<&Thing>,
) -> plan_resource_change::Response {
    let proposed = config.map(|config| match prior {
        Some(prior) => Thing { id: prior.id.clone(), etag: prior.etag.clone(), ..config.clone() },
        None => config.clone(),
    });
    let encoded = |thing: Option<&Thing>| Some(thing.map_or_else(|| vec![0xc0], codec::encode).into());
    let request = plan_resource_change::Request {
        type_name: "every_thing".to_owned(),
        prior_state: encoded(prior),
        proposed_new_state: encoded(proposed.as_ref()),
        config: encoded(config),
        ..Default::default()
    };
    client.plan_resource_change(request).await.unwrap().into_inner()
}

async fn apply(
    client: &mut Client,
    prior: Option<&Thing>,
    config: Option<&Thing>,
    planned: Option<&Thing>,
) -> apply_resource_change::Response {
    let encoded = |thing: Option<&Thing>| Some(thing.map_or_else(|| vec![0xc0], codec::encode).into());
    let request = apply_resource_change::Request {
        type_name: "every_thing".to_owned(),
        prior_state: encoded(prior),
        planned_state: encoded(planned),
        config: encoded(config),
        planned_private: r#"{"planned":"yes"}"#.into(),
        ..Default::default()
    };
    client.apply_resource_change(request).await.unwrap().into_inner()
}

/// What is planned for a thing that is not there.
fn drafted(config: &Thing) -> Thing {
    let class = if config.class.is_null() { Class::Standard.into() } else { config.class };
    Thing { class, id: Value::Unknown, etag: Value::Unknown, token: Value::Null, ..config.clone() }
}

/// A thing as it lies in state.
fn stored(config: &Thing) -> Thing {
    Thing { id: config.name.clone(), etag: "token of 0".into(), ..drafted(config) }
}

#[tokio::test]
async fn a_resource_is_validated() {
    let mut client = configured().await;
    let secret = Thing { token: "x".into(), ..thing("one") };
    for (config, capabilities, errors) in [
        (thing("one"), capabilities(), &[][..]),
        (secret.clone(), capabilities(), &[]),
        (secret, None, &["error token: token is write-only and needs Terraform 1.11 or newer"]),
        (thing(""), capabilities(), &["error name: name has 0 characters, must have 1 to 10"]),
        (keyed("sized"), capabilities(), &["error size: a sized thing has a size"]),
        (Thing { name: Value::Unknown, key: Value::Unknown, ..Thing::default() }, capabilities(), &[]),
    ] {
        assert_eq!(validate(&mut client, &config, capabilities).await, errors, "{config:?}");
    }
    // A value of an enum that Rust cannot even spell.
    let config = Data::from([("name", "one".into()), ("class", "hot".into())]);
    let request = validate_resource_config::Request {
        type_name: "every_thing".to_owned(),
        config: value(&config),
        client_capabilities: capabilities(),
    };
    let answer = client.validate_resource_config(request).await.unwrap().into_inner();
    assert_eq!(
        told(&answer.diagnostics),
        ["error class: class \"hot\" is not one of \"standard\", \"cold\""]
    );
}

#[tokio::test]
async fn a_create_is_planned_and_applied_at_every_depth() {
    let mut client = configured().await;
    let (one, two) = (|| part("a"), || Part { count: 2.into(), ..part("b") });
    let login = |password: Value<String>| Login { user: "ada".into(), password };
    let number: crate::Number = "123456789012345678901234567890.5".parse().expect("a number");
    let config = Thing {
        token: "secret".into(),
        size: Value::Known(number.clone()),
        anything: Value::Known(Data::Dynamic(Box::new((Type::Number, number.into())))),
        login: login("secret".into()).into(),
        parts: vec![one().into(), two().into()].into(),
        part_set: Elements(vec![one().into(), two().into()]).into(),
        part_map: Value::Known([("k".to_owned(), one().into())].into()),
        list: vec![one(), two()],
        set: Elements(vec![one().into(), two().into()]),
        map: [("k".to_owned(), two())].into(),
        single: Some(one()),
        ..thing("one")
    };
    let of = |serial: fn(&'static str) -> Value<String>| {
        let one = Part { count: 1.into(), serial: serial("a"), ..part("a") };
        let two = Part { serial: serial("b"), ..two() };
        Thing {
            login: login(Value::Null).into(),
            parts: vec![one.clone().into(), two.clone().into()].into(),
            part_set: Elements(vec![one.clone().into(), two.clone().into()]).into(),
            part_map: Value::Known([("k".to_owned(), one.clone().into())].into()),
            list: vec![one.clone(), two.clone()],
            set: Elements(vec![one.clone().into(), two.clone().into()]),
            map: [("k".to_owned(), two)].into(),
            single: Some(one),
            ..drafted(&config)
        }
    };
    let draft = of(|_| Value::Unknown);
    let answer = plan(&mut client, None, Some(&config)).await;
    assert_eq!(told(&answer.diagnostics), [""; 0]);
    assert_eq!(read(answer.planned_state), Value::Known(draft.clone()));
    assert_eq!(answer.planned_private, r#"{"planned":"yes"}"#);

    let answer = apply(&mut client, None, Some(&config), Some(&draft)).await;
    assert_eq!(told(&answer.diagnostics), [""; 0]);
    // What is write-only reaches the create, and no state.
    let made = Thing { id: "one".into(), etag: "token of 6".into(), ..of(Value::from) };
    assert_eq!(read(answer.new_state), Value::Known(made));
    assert_eq!(answer.private, r#"{"etag":"kept beside","planned":"yes"}"#);
}

#[tokio::test]
async fn a_change_is_planned() {
    let mut client = configured().await;
    let prior = stored(&thing("one"));
    let cold = Thing { class: Class::Cold.into(), ..thing("one") };
    let changed = Thing { key: "new".into(), ..thing("one") };
    let renamed = thing("two");
    let warned = "warning class: cold things are slow".to_owned();
    // Of what an update may change, what is computed is unknown, but for what stays.
    let updated = |config: &Thing| Thing { id: "one".into(), ..drafted(config) };
    for (prior, config, planned, replace, said) in [
        (&prior, &thing("one"), prior.clone(), &[][..], vec![]),
        (&prior, &changed, updated(&changed), &[], vec![]),
        (&prior, &renamed, updated(&renamed), &["name"], vec![]),
        (&prior, &cold, updated(&cold), &[], vec![warned]),
        // The resource's own step asks for it.
        (&stored(&cold), &thing("one"), updated(&thing("one")), &["class"], vec![]),
    ] {
        let answer = plan(&mut client, Some(prior), Some(config)).await;
        assert_eq!(told(&answer.diagnostics), said, "{config:?}");
        assert_eq!(read(answer.planned_state), Value::Known(planned), "{config:?}");
        let paths = answer.requires_replace.into_iter().map(|path| format!("{:?}", path.steps[0].selector));
        let expected = replace.iter().map(|name| format!("Some(AttributeName({name:?}))"));
        assert_eq!(paths.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{config:?}");
    }
    let answer = plan(&mut client, Some(&prior), None).await;
    assert_eq!(read::<Thing>(answer.planned_state), Value::Null);
}

#[tokio::test]
async fn a_change_is_reviewed_when_it_is_planned_and_before_it_is_made() {
    let mut client = configured().await;
    let seen = keyed("reviewed");
    let prior = stored(&seen);
    let answer = plan(&mut client, None, Some(&seen)).await;
    assert_eq!(told(&answer.diagnostics), ["warning: Plan Create every_thing"]);
    let answer = plan(&mut client, Some(&prior), Some(&seen)).await;
    assert_eq!(told(&answer.diagnostics), [""; 0], "nothing changes");
    let cold = Thing { class: Class::Cold.into(), ..seen.clone() };
    let answer = apply(&mut client, Some(&prior), Some(&cold), Some(&drafted(&cold))).await;
    assert_eq!(told(&answer.diagnostics), ["warning: Apply Update every_thing"]);
    let answer = apply(&mut client, Some(&prior), None, None).await;
    assert_eq!(told(&answer.diagnostics), ["warning: Apply Delete every_thing"]);
    assert_eq!(read::<Thing>(answer.new_state), Value::Null);

    let answer = plan(&mut client, None, Some(&keyed("denied"))).await;
    assert_eq!(told(&answer.diagnostics), ["error key: denied by review"]);
    let late = keyed("denied-late");
    assert_eq!(told(&plan(&mut client, None, Some(&late)).await.diagnostics), [""; 0]);
    let answer = apply(&mut client, None, Some(&late), Some(&drafted(&late))).await;
    assert_eq!(told(&answer.diagnostics), ["error key: denied by review"]);
    assert_eq!(read::<Thing>(answer.new_state), Value::Null, "nothing was made");
}

#[tokio::test]
async fn what_is_there_after_a_failure_stays_in_state() {
    let mut client = configured().await;
    for (key, error) in [
        ("fails", "error: the service said no"),
        ("half", "error: half of it is there"),
        ("panics", "error: the provider has a defect and could not finish this call"),
    ] {
        let config = keyed(key);
        let (prior, planned) = (stored(&thing("one")), drafted(&config));
        // Of a thing that is half there, what is unknown is not kept, nor what is write-only.
        let half = Thing { id: "one".into(), etag: Value::Null, ..planned.clone() };
        let kept = |otherwise| if key == "half" { Value::Known(half.clone()) } else { otherwise };

        let created = apply(&mut client, None, Some(&config), Some(&planned)).await;
        assert_eq!(told(&created.diagnostics), [error]);
        assert_eq!(read(created.new_state), kept(Value::Null), "create {key}");

        let updated = apply(&mut client, Some(&prior), Some(&config), Some(&planned)).await;
        assert_eq!(told(&updated.diagnostics), [error]);
        assert_eq!(read(updated.new_state), kept(Value::Known(prior)), "update {key}");

        let prior = stored(&config);
        let deleted = apply(&mut client, Some(&prior), None, None).await;
        assert_eq!(told(&deleted.diagnostics), [error]);
        let kept = if key == "half" { half } else { prior };
        assert_eq!(read(deleted.new_state), Value::Known(kept), "delete {key}");
    }
}

#[tokio::test]
async fn a_stop_cancels_what_runs() {
    let mut client = configured().await;
    let mut beside = client.clone();
    let config = keyed("waits");
    let running =
        tokio::spawn(async move { apply(&mut beside, None, Some(&config), Some(&drafted(&config))).await });
    let stopped = client.stop_provider(stop_provider::Request {}).await.unwrap().into_inner();
    assert_eq!(stopped.error, "");
    let answer = tokio::time::timeout(Duration::from_secs(20), running).await.expect("it ends");
    assert_eq!(told(&answer.expect("an answer").diagnostics), ["error: was cancelled"]);
}
