//! Data sources, ephemeral resources, functions, and states that come from elsewhere.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use serde_json::{Value as Json, json};

use crate::testing::{Core, Refusal};
use crate::{
    Arguments, Catalogue, Configure, Context, Create, Data, DataSource, Diagnostic, Diagnostics,
    EphemeralResource, Failed, Function, FunctionError, Lease, List, MovedState, OlderState, Opened,
    Parameter, Private, Provider, Resource, Schema, Signature, State, Type, Update, Value,
};

struct Shop;

impl Provider for Shop {
    type Config = Data;

    async fn configure(_: Data, _: Configure) -> Result<Self, Diagnostics> {
        Ok(Shop)
    }
}

/// What the shop has: a data source whose answer nests lists in lists.
#[derive(Clone, Debug, Default, Schema)]
struct Offers {
    #[schema(required)]
    kind: Value<String>,
    #[schema(computed)]
    offers: List<Offer>,
}

#[derive(Clone, Debug, Default, Schema)]
struct Offer {
    #[schema(computed)]
    name: Value<String>,
    #[schema(computed)]
    zones: List<String>,
    #[schema(computed)]
    prices: List<Price>,
}

#[derive(Clone, Debug, Default, Schema)]
struct Price {
    #[schema(computed)]
    per_hour: Value<crate::Number>,
}

struct Finder;

impl DataSource for Finder {
    type Provider = Shop;
    type Model = Offers;

    fn schema(&self) -> Schema {
        Schema::of::<Offers>()
    }

    async fn read(&self, _: &Context<Shop>, config: Offers) -> Result<Offers, Diagnostics> {
        let price = |text: &str| Value::Known(Price { per_hour: text.parse().ok().into() });
        let zones = match config.kind.known().map(String::as_str) {
            Some("odd") => vec![Value::Unknown],
            Some("none") => return Err(Diagnostic::error("there is no such kind").at("kind").into()),
            _ => vec!["a".into(), "b".into()],
        };
        let offer = Offer {
            name: config.kind.clone(),
            zones: Value::Known(zones),
            prices: Value::Known(vec![price("0.1"), price("0.25")]),
        };
        Ok(Offers { offers: Value::Known(vec![Value::Known(offer)]), ..config })
    }
}

#[derive(Clone, Debug, Default, Schema)]
struct Door {
    #[schema(required)]
    name: Value<String>,
    #[schema(computed)]
    key: Value<String>,
}

/// Counts in what it keeps how often it was renewed.
struct Doors;

impl EphemeralResource for Doors {
    type Provider = Shop;
    type Model = Door;

    fn schema(&self) -> Schema {
        Schema::of::<Door>()
    }

    async fn open(&self, _: &Context<Shop>, door: Door) -> Result<Opened<Door>, Diagnostics> {
        let value = match door.name.known().map(String::as_str) {
            Some("jammed") => Door { key: Value::Unknown, ..door },
            Some("other") => Door { name: "another".into(), ..door },
            _ => Door { key: "k".into(), ..door },
        };
        Ok(Opened { value, lease: lease(1) })
    }

    async fn renew(&self, _: &Context<Shop>, private: Private) -> Result<Lease, Diagnostics> {
        let times = private.get("times").and_then(|times| times.parse::<u64>().ok()).unwrap_or_default();
        Ok(lease(times + 1))
    }

    async fn close(&self, _: &Context<Shop>, private: Private) -> Result<(), Diagnostics> {
        match private.get("times") {
            Some("3") => Err(Diagnostic::error("the door is stuck").into()),
            _ => Ok(()),
        }
    }
}

fn lease(times: u64) -> Lease {
    let mut private = Private::default();
    private.set("times", Some(times.to_string()));
    Lease { renew_at: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(times)), private }
}

/// Adds up, refuses 13, and is not pure where it starts at 7.
struct Sum(AtomicU64);

impl Function for Sum {
    fn signature(&self) -> Signature {
        let mut signature =
            Signature::returning::<i64>("Adds up.").parameter::<i64>("start", "Where to start.");
        signature.variadic = Some(Parameter {
            name: "more".to_owned(),
            description: "What to add.".to_owned(),
            of: Type::Number,
            allow_null: false,
        });
        signature
    }

    fn call(&self, mut arguments: Arguments) -> Result<Data, FunctionError> {
        let mut sum = 0;
        for position in 0..arguments.len() {
            match arguments.take::<i64>(position)? {
                13 => return Err(FunctionError::at(position, "brings bad luck")),
                7 if position == 0 => sum += self.0.fetch_add(1, Ordering::Relaxed) as i64,
                number => sum += number,
            }
        }
        Ok(sum.into())
    }
}

/// A door that lies in state.
struct Kept;

impl Resource for Kept {
    type Provider = Shop;
    type Model = Door;

    fn schema(&self) -> Schema {
        Schema::of::<Door>().version(2)
    }

    async fn create(&self, _: &Context<Shop>, create: Create<Door>) -> Result<State<Door>, Failed<Door>> {
        Ok(State::new(create.planned))
    }

    async fn read(&self, _: &Context<Shop>, read: State<Door>) -> Result<Option<State<Door>>, Diagnostics> {
        Ok(Some(read))
    }

    async fn update(&self, _: &Context<Shop>, update: Update<Door>) -> Result<State<Door>, Failed<Door>> {
        Ok(State::new(update.planned))
    }

    async fn delete(&self, _: &Context<Shop>, _: State<Door>) -> Result<(), Failed<Door>> {
        Ok(())
    }

    fn upgrade(&self, state: OlderState) -> Result<Json, Diagnostics> {
        Ok(json!({"name": state.json["title"], "key": format!("of version {}", state.version)}))
    }

    fn move_from(&self, source: MovedState) -> Result<Option<Json>, Diagnostics> {
        Ok((source.type_name == "shop_gate").then(|| json!({"name": source.json["label"]})))
    }
}

async fn shop() -> Core<Shop> {
    let catalogue = Catalogue::new("registry.terraform.io/example/shop", Schema::default())
        .resource("shop_door", Kept)
        .data_source("shop_offers", Finder)
        .ephemeral_resource("shop_door", Doors)
        .function("sum", Sum(AtomicU64::new(0)));
    Core::configured(catalogue, Data::from([])).await.expect("it takes every configuration")
}

/// What was refused, as text.
fn told<T>(result: Result<T, Refusal>) -> Result<T, String> {
    result.map_err(|refusal| refusal.to_string())
}

#[tokio::test]
async fn a_data_source_is_read_once_its_configuration_is_known() {
    let read = async |kind: Data| told(shop().await.data("shop_offers", Data::from([("kind", kind)])).await);
    let found = read("big".into()).await.expect("offers");
    let Data::List(offers) = found.get("offers") else { panic!("a list") };
    assert_eq!(offers[0].get("zones"), &vec!["a", "b"].into());
    let Data::List(prices) = offers[0].get("prices") else { panic!("a list in a list") };
    assert_eq!(prices[0].get("per_hour"), &Data::Number("0.1".parse().expect("a number")));

    let waits = Data::from([("kind", Data::Unknown), ("offers", Data::Unknown)]);
    assert_eq!(read(Data::Unknown).await, Ok(waits));
    assert_eq!(read("odd".into()).await, Err("offers[0].zones[0]: unknown in a state".to_owned()));
    assert_eq!(read("none".into()).await, Err("kind: there is no such kind".to_owned()));
}

#[tokio::test]
async fn an_ephemeral_resource_is_opened_renewed_and_closed() {
    let core = shop().await;
    let open = async |name: Data| told(core.open("shop_door", Data::from([("name", name)])).await);
    let mut door = open("front".into()).await.expect("an open door");
    assert_eq!(door.value, Data::from([("name", "front".into()), ("key", "k".into())]));
    assert_eq!(door.renew_at, Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1)));
    core.renew(&mut door).await.expect("a renewal");
    assert_eq!(door.renew_at, Some(SystemTime::UNIX_EPOCH + Duration::from_secs(2)));
    core.close(door.clone()).await.expect("a closed door");
    core.renew(&mut door).await.expect("a renewal");
    assert_eq!(told(core.close(door).await), Err("the door is stuck".to_owned()));

    for (name, error) in [
        ("jammed".into(), "key: unknown in a state"),
        ("other".into(), r#"name: planned String("another"), but String("other") is configured"#),
        (Data::Unknown, "an ephemeral resource is opened once its configuration is known"),
    ] {
        assert_eq!(open(name).await.expect_err(error), error);
    }
}

#[tokio::test]
async fn a_function_is_called_as_core_calls_it() {
    let core = shop().await;
    let cases: &[(&[Data], Result<Data, &str>)] = &[
        (&[1.into()], Ok(1.into())),
        (&[1.into(), 2.into(), 3.into()], Ok(6.into())),
        (&[1.into(), Data::Unknown], Ok(Data::Unknown)),
        (&[], Err("the function takes 1 or more arguments, not 0")),
        (&[1.into(), Data::Null], Err("argument 2 \"more\": must not be null")),
        (&["x".into()], Err("argument 1 \"start\": the value must be a number, not a string")),
        (&[1.into(), 2.into(), 13.into()], Err("argument 3 \"more\": brings bad luck")),
        (&[7.into()], Err("the result differs from call to call, and a function must be pure")),
    ];
    for (arguments, expected) in cases {
        let result = told(core.call("sum", arguments).await);
        assert_eq!(result, expected.clone().map_err(str::to_owned), "{arguments:?}");
    }
    assert_eq!(told(core.call("product", &[]).await), Err("there is no function product".to_owned()));
}

#[tokio::test]
async fn states_come_from_elsewhere() {
    let core = shop().await;
    let upgrade = async |version, json: &str| told(core.upgrade("shop_door", version, json).await);
    let door = |name: &str, key: Data| Data::from([("name", name.into()), ("key", key)]);
    let of_one = upgrade(1, r#"{"title": "front"}"#).await.expect("an upgrade");
    assert_eq!(of_one.value, door("front", "of version 1".into()));
    let of_two = upgrade(2, r#"{"name": "front", "gone": 1}"#).await.expect("the same version");
    assert_eq!(of_two.value, door("front", Data::Null));
    assert_eq!(upgrade(1, r#"{"title": ["x"]}"#).await.expect_err("a list"), "name: name must be a string");
    assert_eq!(
        upgrade(3, "{}").await.expect_err("of tomorrow"),
        "the state was written by a newer release of this provider"
    );

    let take_over = async |type_name: &str| {
        let source = MovedState {
            provider_address: "registry.terraform.io/example/other".to_owned(),
            type_name: type_name.to_owned(),
            schema_version: 0,
            json: json!({"label": "front"}),
        };
        told(core.take_over("shop_door", source).await)
    };
    assert_eq!(take_over("shop_gate").await.expect("a gate").value, door("front", Data::Null));
    assert_eq!(take_over("shop_wall").await.expect_err("a wall"), "shop_door cannot take over a shop_wall");
}
