//! Providers that break the rules of Terraform's core, each in one way: what is said must name the attribute.

mod calls;
mod changes;

use std::collections::BTreeMap;

use super::{Core, Refusal, Stored};
use crate::{
    Catalogue, Configure, Context, Create, Data, Diagnostics, Elements, Failed, List, Map, Plan, Provider,
    Resource, Schema, Set, State, Update, Value,
};

#[derive(Clone, Debug, Default, Schema)]
struct Thing {
    #[schema(required)]
    name: Value<String>,
    note: Value<String>,
    #[schema(computed)]
    id: Value<String>,
    #[schema(write_only)]
    token: Value<String>,
    tags: Set<String>,
    labels: Map<String>,
    login: Value<Login>,
    parts: List<Part>,
    part_set: Set<Part>,
    #[schema(block)]
    list: Vec<Part>,
    #[schema(block)]
    set: Elements<Part>,
    #[schema(block)]
    map: BTreeMap<String, Part>,
    #[schema(block)]
    single: Option<Part>,
}

#[derive(Clone, Debug, Default, Schema)]
struct Login {
    user: Value<String>,
    #[schema(write_only)]
    password: Value<String>,
}

#[derive(Clone, Debug, Default, Schema)]
struct Part {
    #[schema(required)]
    of: Value<String>,
    #[schema(computed)]
    serial: Value<String>,
}

type Break = fn(&mut Thing);

/// Where a provider goes wrong; it is right everywhere else.
#[derive(Clone, Copy, Default)]
struct Misbehaves {
    in_plan: Option<Break>,
    in_apply: Option<Break>,
    in_read: Option<Break>,
}

impl Provider for Misbehaves {
    type Config = Data;

    async fn configure(_: Data, _: Configure) -> Result<Self, Diagnostics> {
        Ok(Misbehaves::default())
    }
}

impl Resource for Misbehaves {
    type Provider = Misbehaves;
    type Model = Thing;

    fn schema(&self) -> Schema {
        Schema::of::<Thing>()
    }

    async fn plan(&self, _: &Context<Misbehaves>, plan: &mut Plan<Thing>) -> Diagnostics {
        if let Some(break_rule) = self.in_plan {
            break_rule(&mut plan.planned);
        }
        Diagnostics::none()
    }

    async fn create(
        &self,
        _: &Context<Misbehaves>,
        create: Create<Thing>,
    ) -> Result<State<Thing>, Failed<Thing>> {
        Ok(State::new(self.made(create.planned)))
    }

    async fn read(
        &self,
        _: &Context<Misbehaves>,
        mut read: State<Thing>,
    ) -> Result<Option<State<Thing>>, Diagnostics> {
        if let Some(break_rule) = self.in_read {
            break_rule(&mut read.value);
        }
        Ok(Some(read))
    }

    async fn update(
        &self,
        _: &Context<Misbehaves>,
        update: Update<Thing>,
    ) -> Result<State<Thing>, Failed<Thing>> {
        Ok(State::new(self.made(update.planned)))
    }

    async fn delete(&self, _: &Context<Misbehaves>, _: State<Thing>) -> Result<(), Failed<Thing>> {
        Ok(())
    }
}

impl Misbehaves {
    fn made(&self, mut made: Thing) -> Thing {
        let finish = |part: &mut Part| part.serial = part.of.clone();
        let each = |parts: &mut Vec<Value<Part>>| {
            for part in parts {
                *part = std::mem::take(part).map(|mut part| {
                    finish(&mut part);
                    part
                });
            }
        };
        made.id = made.name.clone();
        if let Value::Known(parts) = &mut made.parts {
            each(parts);
        }
        if let Value::Known(parts) = &mut made.part_set {
            each(&mut parts.0);
        }
        made.list.iter_mut().for_each(finish);
        each(&mut made.set.0);
        made.map.values_mut().for_each(finish);
        made.single.iter_mut().for_each(finish);
        if let Some(break_rule) = self.in_apply {
            break_rule(&mut made);
        }
        made
    }
}

fn config() -> Data {
    let part = |of: &str| Data::from([("of", of.into())]);
    let parts = || Data::List(vec![part("a"), part("b")]);
    Data::from([
        ("name", "one".into()),
        ("token", "secret".into()),
        ("tags", vec!["x", "y"].into()),
        ("labels", Data::from([("team", "a".into())])),
        ("login", Data::from([("user", "ada".into()), ("password", "secret".into())])),
        ("parts", parts()),
        ("part_set", parts()),
        ("list", parts()),
        ("set", parts()),
        ("map", Data::from([("k", part("a"))])),
        ("single", part("a")),
    ])
}

async fn core(misbehaves: Misbehaves) -> Core<Misbehaves> {
    let catalogue = Catalogue::new("registry.terraform.io/example/bad", Schema::default());
    let catalogue = catalogue.resource("bad_thing", misbehaves);
    Core::configured(catalogue, Data::from([])).await.expect("it takes every configuration")
}

async fn applied(misbehaves: Misbehaves) -> Result<Stored, Refusal> {
    let stored = core(misbehaves).await.apply("bad_thing", None, config()).await?;
    Ok(stored.expect("a create leaves a state"))
}

fn known<T>(value: &mut Value<T>) -> &mut T {
    match value {
        Value::Known(known) => known,
        _ => panic!("is configured"),
    }
}

#[tokio::test]
async fn a_provider_that_keeps_the_rules_passes() {
    let core = core(Misbehaves::default()).await;
    let stored = core.apply("bad_thing", None, config()).await.expect("a create").expect("a state");
    let again = core.plan("bad_thing", Some(&stored), config()).await.expect("a plan");
    assert!(again.is_no_change(), "{again:?}");
    let stored = core.refresh("bad_thing", &stored).await.expect("a read").expect("is there");
    // Elements in another order are the same set; one more is a change, and the others continue what they were.
    let (mut turned, mut more) = (config(), config());
    for name in ["part_set", "set"] {
        let Some(Data::List(items)) = turned.get_mut(name) else { panic!("a set") };
        items.reverse();
        let Some(Data::List(items)) = more.get_mut(name) else { panic!("a set") };
        items.insert(0, Data::from([("of", "c".into())]));
    }
    assert!(core.plan("bad_thing", Some(&stored), turned).await.expect("a plan").is_no_change());
    let stored = core.apply("bad_thing", Some(&stored), more).await.expect("an update").expect("a state");
    let none_left = Data::from([("name", "one".into())]);
    core.apply("bad_thing", Some(&stored), none_left).await.expect("an update");
    core.destroy("bad_thing", &stored).await.expect("a destroy");
}

#[tokio::test]
async fn a_plan_that_breaks_a_rule_is_refused() {
    let cases: &[(Break, &str)] = &[
        (
            |thing| thing.name = "two".into(),
            r#"name: planned String("two"), but String("one") is configured"#,
        ),
        (|thing| thing.name = Value::Unknown, r#"name: planned Unknown, but String("one") is configured"#),
        (
            |thing| thing.note = "x".into(),
            r#"note: planned String("x") for an attribute that is not configured and not computed"#,
        ),
        (
            |thing| known(&mut thing.login).user = Value::Null,
            r#"login.user: planned Null, but String("ada") is configured"#,
        ),
        (|thing| drop(known(&mut thing.parts).pop()), "parts: has 1 elements planned, but 2 configured"),
        (
            |thing| known(known(&mut thing.parts).last_mut().expect("two")).of = "c".into(),
            r#"parts[1].of: planned String("c"), but String("b") is configured"#,
        ),
        (|thing| drop(thing.list.pop()), "list: has 1 blocks planned, but 2 configured"),
        (
            |thing| drop(known(&mut thing.part_set).0.pop()),
            "part_set: has 1 elements planned, but 2 configured",
        ),
        (
            |thing| thing.map = [("other".to_owned(), Part::default())].into(),
            "map[\"other\"]: is planned, but not configured",
        ),
        (
            |thing| thing.single = None,
            "single: a block is absent in the plan, but present in the configuration",
        ),
    ];
    for (break_rule, error) in cases {
        let misbehaves = Misbehaves { in_plan: Some(*break_rule), ..Misbehaves::default() };
        let refusal = applied(misbehaves).await.expect_err(error);
        assert_eq!(refusal.errors, [*error]);
    }
}

#[tokio::test]
async fn an_apply_that_breaks_a_rule_is_refused() {
    let cases: &[(Break, &str)] = &[
        (|thing| thing.id = Value::Unknown, "id: unknown in a state"),
        (|thing| thing.list[1].serial = Value::Unknown, "list[1].serial: unknown in a state"),
        (|thing| thing.name = "two".into(), r#"name: String("one") was planned, String("two") came back"#),
        (|thing| thing.note = "x".into(), r#"note: Null was planned, String("x") came back"#),
        (|thing| known(&mut thing.labels).clear(), "labels[\"team\"]: was planned, and did not come back"),
        (|thing| known(&mut thing.tags).0.push("z".into()), "tags: 2 elements were planned, 3 came back"),
        (|thing| drop(known(&mut thing.parts).pop()), "parts: 2 elements were planned, 1 came back"),
        (
            |thing| thing.list[0].of = "c".into(),
            r#"list[0].of: String("a") was planned, String("c") came back"#,
        ),
        (|thing| drop(thing.set.0.pop()), "set: the element"),
        (|thing| thing.single = None, "single: "),
    ];
    for (break_rule, error) in cases {
        let misbehaves = Misbehaves { in_apply: Some(*break_rule), ..Misbehaves::default() };
        let refusal = applied(misbehaves).await.expect_err(error);
        assert!(refusal.errors[0].starts_with(error), "{refusal}");
    }
}

#[tokio::test]
async fn a_read_that_breaks_a_rule_is_refused() {
    let misbehaves = Misbehaves {
        in_read: Some(|thing| {
            known(&mut thing.labels).insert("team".to_owned(), Value::Unknown).map_or((), drop)
        }),
        ..Misbehaves::default()
    };
    let stored = applied(misbehaves).await.expect("a create");
    let refusal = core(misbehaves).await.refresh("bad_thing", &stored).await.expect_err("unknown");
    assert_eq!(refusal.errors, ["labels[\"team\"]: unknown in a state"]);
}

/// What the framework itself never lets through is checked all the same.
#[test]
fn write_only_values_and_what_vanishes_are_found() {
    let block = Schema::of::<Thing>().block;
    let all = |data: Data| super::objects::complete(&block, data);
    let config = all(config());
    let found = super::checks::plan(&block, &Data::Null, &config, &config);
    let kept = |at: &str| format!("{at}: a write-only value must be null in a plan");
    assert_eq!(found, [kept("token"), kept("login.password")]);
    assert_eq!(super::checks::stored(&block, &all(Data::from([("token", "x".into())]))).len(), 1);
    let vanished = super::checks::apply(&block, &config, &Data::Null);
    assert_eq!(vanished, ["a resource that was applied must not vanish"]);
    let stayed = super::checks::apply(&block, &Data::Null, &config);
    assert_eq!(stayed, ["a resource that was destroyed must be gone"]);
    let unasked = super::checks::plan(&block, &Data::Null, &config, &Data::Null);
    assert_eq!(unasked, ["a resource that is configured must be planned, and no other"]);
}
