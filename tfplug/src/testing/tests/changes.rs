//! What takes more than one plan: values that are unknown at first, replacements, and the plan that follows an apply.

use super::*;
use crate::testing::tamper::{Call, Edit, Tamper, When};
use crate::{Path, Step};

fn with(name: &str, value: Data) -> Data {
    let mut config = config();
    if let Data::Map(attributes) = &mut config {
        attributes.insert(name.to_owned(), value);
    }
    config
}

async fn tampered(tampers: Vec<Tamper>) -> Core<Misbehaves> {
    let catalogue = Catalogue::new("registry.terraform.io/example/bad", Schema::default());
    let catalogue = catalogue.resource("bad_thing", Misbehaves::default());
    Core::tampered(catalogue, Data::from([]), tampers).await.expect("it takes every configuration")
}

fn planned(when: When, change: Edit) -> Tamper {
    Tamper { call: Call::Plan, when, change }
}

#[tokio::test]
async fn what_was_unknown_may_become_anything_and_nothing_else() {
    let resolve = async |misbehaves: Misbehaves| {
        let (unknown, known) = (with("note", Data::Unknown), with("note", "grown".into()));
        core(misbehaves).await.apply_resolved("bad_thing", None, unknown, known).await
    };
    let stored = resolve(Misbehaves::default()).await.expect("an apply").expect("a state");
    assert_eq!(stored.value.get("note"), &"grown".into());
    // It is planned with the note unknown, and by another name of the computed id once that is known.
    let changes = Misbehaves {
        in_plan: Some(|thing| {
            thing.id = if thing.note.is_unknown() { "early".into() } else { "late".into() };
        }),
        ..Misbehaves::default()
    };
    let refusal = resolve(changes).await.expect_err("another plan");
    let said = r#"id: String("early") was planned, String("late") came back when it was planned again while applying"#;
    assert_eq!(refusal.errors, [said]);
    let forgets = Misbehaves {
        in_plan: Some(|thing| {
            if thing.note.is_unknown() {
                thing.id = "early".into();
            }
        }),
        ..Misbehaves::default()
    };
    let refusal = resolve(forgets).await.expect_err("a plan that knows less");
    assert!(
        refusal.errors[0].starts_with(r#"id: String("early") was planned, Unknown came back"#),
        "{refusal}"
    );
}

#[tokio::test]
async fn the_second_plan_is_empty() {
    let stored = applied(Misbehaves::default()).await.expect("a create");
    core(Misbehaves::default()).await.settled("bad_thing", &stored, config()).await.expect("nothing to do");
    let drifts = Misbehaves {
        in_read: Some(|thing| {
            thing.note = "drifted".into();
            known(known(&mut thing.parts).last_mut().expect("two")).of = "c".into();
            known(&mut thing.labels).insert("team".to_owned(), "b".into());
        }),
        ..Misbehaves::default()
    };
    let refusal = core(drifts).await.settled("bad_thing", &stored, config()).await.expect_err("it drifts");
    let changed = |at, from, to| format!("{at}: the second plan must be empty, but changes {from} to {to}");
    let expected = [
        changed("labels[\"team\"]", r#"String("b")"#, r#"String("a")"#),
        changed("note", r#"String("drifted")"#, "Null"),
        changed("parts[1].of", r#"String("c")"#, r#"String("b")"#),
    ];
    for line in expected {
        assert!(refusal.errors.contains(&line), "{line} is not among\n{refusal}");
    }
}

#[tokio::test]
async fn what_is_said_to_replace_is_an_attribute_that_changes() {
    let replace = |paths: &[&str]| {
        let paths = paths.iter().map(|path| Path::parse(path)).collect();
        planned(When::Update, Edit::Replace(paths))
    };
    for (paths, expected) in [
        (&["note", "name", "token"][..], Ok(&["note", "token"][..])),
        (&["labels[\"new\"]"], Ok(&["labels[\"new\"]"])),
        (&["nope"], Err("nope: is said to replace the resource, and is no attribute of it")),
        (&["name.x"], Err("name.x: is said to replace the resource, and is no attribute of it")),
        (&["parts[7].of"], Err("parts[7].of: is said to replace the resource, and is no attribute of it")),
        (&["tags[0]"], Err("tags[0]: is said to replace the resource, and is no attribute of it")),
    ] {
        let core = tampered(vec![replace(paths)]).await;
        let stored = core.apply("bad_thing", None, config()).await.expect("a create").expect("a state");
        let mut changed = with("note", "x".into());
        *changed.get_mut("labels").expect("labels") = Data::from([("team", "a".into()), ("new", "b".into())]);
        let plan = core.plan("bad_thing", Some(&stored), changed).await;
        match expected {
            Ok(paths) => {
                let expected: Vec<_> = paths.iter().map(|path| Path::parse(path)).collect();
                assert_eq!(plan.expect("a plan").replace, expected);
            }
            Err(error) => assert_eq!(plan.expect_err(error).errors, [error]),
        }
    }
}

#[tokio::test]
async fn an_update_that_turns_into_a_replacement_is_refused() {
    // The first plan of the update does not know the note, the second does.
    let core = tampered(vec![Tamper {
        call: Call::Plan,
        when: When::Known,
        change: Edit::Replace(vec!["note".into()]),
    }])
    .await;
    let stored = core.apply("bad_thing", None, config()).await.expect("a create").expect("a state");
    let (unknown, known) = (with("note", Data::Unknown), with("note", "grown".into()));
    let refusal =
        core.apply_resolved("bad_thing", Some(&stored), unknown, known).await.expect_err("a change");
    assert_eq!(
        refusal.errors,
        ["note: replaces the resource when planned again while applying, and did not before"]
    );
}

#[tokio::test]
async fn an_answer_holds_every_attribute_and_no_null_blocks() {
    let nested = Path::root().attribute("parts").index(1);
    let cases = [
        (Edit::Remove("note".into()), "note: missing in the answer, which must hold every attribute"),
        (
            Edit::Remove(nested.attribute("serial")),
            "parts[1].serial: missing in the answer, which must hold every attribute",
        ),
        (Edit::Set("name".into(), 5.into()), "name: must be a string, not a number"),
        (
            Edit::Set("list".into(), Data::Null),
            "list: a block is absent in the plan, but present in the configuration",
        ),
        (Edit::Set("list".into(), Data::Unknown), "list: a block is never unknown"),
        (Edit::Nothing, "a resource that is configured must be planned, and no other"),
    ];
    assert_eq!(nested.steps().last(), Some(&Step::Index(1)));
    for (change, error) in cases {
        let core = tampered(vec![planned(When::Always, change)]).await;
        let refusal = core.plan("bad_thing", None, config()).await.expect_err(error);
        assert_eq!(refusal.errors, [error]);
    }
}

#[tokio::test]
async fn a_destroy_is_planned_and_answered_with_null() {
    let cases = [
        (Call::Plan, "a resource that is to be destroyed must be planned null"),
        (Call::Apply, "a resource that was destroyed must be gone"),
    ];
    for (call, error) in cases {
        let stored = applied(Misbehaves::default()).await.expect("a create");
        let change = Edit::Set(Path::root(), stored.value.clone());
        let core = tampered(vec![Tamper { call, when: When::Destroy, change }]).await;
        assert_eq!(core.destroy("bad_thing", &stored).await.expect_err(error).errors, [error]);
    }
}
