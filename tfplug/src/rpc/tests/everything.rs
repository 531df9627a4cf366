//! A provider that uses everything there is, and misbehaves when its configuration says so.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use serde_json::{Value as Json, json};

use crate::schema::{Attribute, Block, Mode, Shape};
use crate::{
    Action, Arguments, Catalogue, Change, Configure, Context, Create, Data, DataSource, Diagnostic,
    Diagnostics, Elements, EphemeralResource, Failed, Function, FunctionError, Lease, List, Map, MovedState,
    Number, OlderState, Opened, Parameter, Plan, Private, Provider, Resource, Schema, Set, Signature, Stage,
    State, Type, Update, Validator, Value,
};

/// Where it works.
#[derive(Clone, Debug, Default, PartialEq, Schema)]
pub(super) struct Config {
    /// A region.
    #[schema(validate = Validator::length(1, 10))]
    pub(super) region: Value<String>,
}

#[derive(Debug)]
pub(super) struct Every {
    region: Value<String>,
}

impl Provider for Every {
    type Config = Config;

    fn validate(config: &Config) -> Diagnostics {
        match config.region.known().map(String::as_str) {
            Some("nowhere") => Diagnostic::error("there is no such region").at("region").into(),
            _ => Diagnostics::none(),
        }
    }

    async fn configure(config: Config, _: Configure) -> Result<Self, Diagnostics> {
        match config.region.known().map(String::as_str) {
            Some("closed") => Err(Diagnostic::error("the region is closed").at("region").into()),
            Some("panics") => panic!("no such luck"),
            _ => Ok(Every { region: config.region }),
        }
    }

    fn warnings(&self) -> Diagnostics {
        match self.region.known().map(String::as_str) {
            Some("old") => Diagnostic::warning("the region is about to close").into(),
            _ => Diagnostics::none(),
        }
    }

    /// Says what it sees of a thing that asks for it, and refuses some.
    fn review(&self, change: &Change<'_>) -> Diagnostics {
        let key =
            if change.action == Action::Delete { change.prior } else { change.config }.get("key").clone();
        match (key.as_str(), change.stage) {
            (Some("reviewed"), stage) => {
                Diagnostic::warning(format!("{stage:?} {:?} {}", change.action, change.type_name)).into()
            }
            (Some("denied"), Stage::Plan) | (Some("denied-late"), Stage::Apply) => {
                Diagnostic::error("denied by review").at("key").into()
            }
            _ => Diagnostics::none(),
        }
    }
}

/// A thing that uses every kind of attribute.
#[derive(Clone, Debug, Default, PartialEq, Schema)]
pub(super) struct Thing {
    /// Its name.
    #[schema(required, replace, validate = Validator::length(1, 10))]
    pub(super) name: Value<String>,
    #[schema(default = Class::Standard)]
    pub(super) class: Value<Class>,
    #[schema(computed, keep_prior)]
    pub(super) id: Value<String>,
    #[schema(computed)]
    pub(super) etag: Value<String>,
    /// What happens to it, for want of a service that would fail.
    #[schema(sensitive)]
    pub(super) key: Value<String>,
    #[schema(write_only)]
    pub(super) token: Value<String>,
    #[schema(deprecated = "use `class`")]
    pub(super) kind: Value<String>,
    pub(super) size: Value<Number>,
    pub(super) anything: Value<Data>,
    pub(super) login: Value<Login>,
    pub(super) parts: List<Part>,
    pub(super) part_set: Set<Part>,
    pub(super) part_map: Map<Part>,
    #[schema(block, max_items = 3)]
    pub(super) list: Vec<Part>,
    #[schema(block)]
    pub(super) set: Elements<Part>,
    #[schema(block)]
    pub(super) map: BTreeMap<String, Part>,
    #[schema(block, deprecated = "use `list`")]
    pub(super) single: Option<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Schema)]
pub(super) enum Class {
    Standard,
    Cold,
}

#[derive(Clone, Debug, Default, PartialEq, Schema)]
pub(super) struct Login {
    #[schema(required)]
    pub(super) user: Value<String>,
    #[schema(write_only)]
    pub(super) password: Value<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Schema)]
pub(super) struct Part {
    #[schema(required)]
    pub(super) of: Value<String>,
    #[schema(default = 1_i64)]
    pub(super) count: Value<i64>,
    #[schema(computed)]
    pub(super) serial: Value<String>,
}

pub(super) struct Things;

impl Resource for Things {
    type Provider = Every;
    type Model = Thing;

    fn schema(&self) -> Schema {
        Schema::of::<Thing>().version(1)
    }

    fn validate(&self, config: &Thing) -> Diagnostics {
        match (&config.key, &config.size) {
            (Value::Known(key), Value::Null) if key == "sized" => {
                Diagnostic::error("a sized thing has a size").at("size").into()
            }
            _ => Diagnostics::none(),
        }
    }

    /// A cold thing cannot be warmed, and costs: what it notes is handed to the apply.
    async fn plan(&self, _: &Context<Every>, plan: &mut Plan<Thing>) -> Diagnostics {
        plan.private.set("planned", Some("yes".to_owned()));
        let was_cold = plan.prior.as_ref().is_some_and(|prior| prior.class == Class::Cold.into());
        if was_cold && plan.planned.class != Class::Cold.into() {
            plan.replace.push("class".into());
        }
        if plan.planned.class == Class::Cold.into() {
            return Diagnostic::warning("cold things are slow").at("class").into();
        }
        Diagnostics::none()
    }

    async fn create(
        &self,
        context: &Context<Every>,
        create: Create<Thing>,
    ) -> Result<State<Thing>, Failed<Thing>> {
        let made = finished(&create.planned, create.config.token.known().map_or(0, String::len));
        let mut private = create.private;
        private.set("etag", Some("kept beside".to_owned()));
        fate(context, &create.planned, &made).await?;
        Ok(State::new(made).private(private))
    }

    async fn read(
        &self,
        _: &Context<Every>,
        mut read: State<Thing>,
    ) -> Result<Option<State<Thing>>, Diagnostics> {
        match read.value.key.known().map(String::as_str) {
            Some("gone") => return Ok(None),
            Some("unreadable") => return Err(Diagnostic::error("cannot be read").into()),
            _ => {}
        }
        read.value.kind = read.private.get("etag").map(str::to_owned).into();
        // A service that tells secrets must not bring them into state.
        read.value.token = "told".into();
        read.warnings = Diagnostic::warning("read with care").into();
        Ok(Some(read))
    }

    async fn update(
        &self,
        context: &Context<Every>,
        update: Update<Thing>,
    ) -> Result<State<Thing>, Failed<Thing>> {
        let made = finished(&update.planned, update.config.token.known().map_or(0, String::len));
        fate(context, &update.planned, &made).await?;
        Ok(State::new(made).private(update.private))
    }

    async fn delete(&self, context: &Context<Every>, delete: State<Thing>) -> Result<(), Failed<Thing>> {
        fate(context, &delete.value, &delete.value).await
    }

    async fn import(&self, _: &Context<Every>, id: &str) -> Result<State<Thing>, Diagnostics> {
        match id {
            "none" => Err(Diagnostic::error("there is no such thing").into()),
            id => Ok(State::new(Thing { id: id.into(), token: "told".into(), ..Thing::default() })),
        }
    }

    fn upgrade(&self, mut state: OlderState) -> Result<Json, Diagnostics> {
        let title = state.json.get_mut("title").map(Json::take).unwrap_or_default();
        if let Json::Object(state) = &mut state.json {
            state.insert("name".to_owned(), title);
        }
        Ok(state.json)
    }

    fn move_from(&self, source: MovedState) -> Result<Option<Json>, Diagnostics> {
        let known = source.provider_address.ends_with("/other") && source.schema_version == 3;
        Ok(known.then(|| json!({"name": source.type_name, "size": source.json["weight"]})))
    }
}

/// What is computed once the thing is there.
fn finished(planned: &Thing, token_length: usize) -> Thing {
    let serial = |part: &Part| Part { serial: part.of.clone(), ..part.clone() };
    let serials =
        |parts: &[Value<Part>]| parts.iter().map(|part| part.as_ref().map(serial)).collect::<Vec<_>>();
    let mut made = planned.clone();
    made.id = planned.name.clone();
    made.etag = format!("token of {token_length}").into();
    made.parts = planned.parts.as_ref().map(|parts| serials(parts));
    made.part_set = planned.part_set.as_ref().map(|parts| Elements(serials(&parts.0)));
    made.part_map = planned
        .part_map
        .as_ref()
        .map(|parts| parts.iter().map(|(key, part)| (key.clone(), part.as_ref().map(serial))).collect());
    made.list = planned.list.iter().map(serial).collect();
    made.set = Elements(serials(&planned.set.0));
    made.map = planned.map.iter().map(|(key, part)| (key.clone(), serial(part))).collect();
    made.single = planned.single.as_ref().map(serial);
    made
}

/// Fails as the key of the thing says.
async fn fate(context: &Context<Every>, thing: &Thing, made: &Thing) -> Result<(), Failed<Thing>> {
    match thing.key.known().map(String::as_str) {
        Some("fails") => Err(Diagnostic::error("the service said no").into()),
        Some("half") => Err(Failed {
            diagnostics: Diagnostic::error("half of it is there").into(),
            kept: Some(Box::new(State::new(Thing {
                etag: Value::Unknown,
                token: "told".into(),
                ..made.clone()
            }))),
        }),
        Some("panics") => panic!("no such luck"),
        Some("waits") => {
            context.cancel.cancelled().await;
            Err(Diagnostic::error("was cancelled").into())
        }
        _ => Ok(()),
    }
}

/// A resource whose schema is made at run time.
pub(super) struct Loose;

impl Loose {
    pub(super) fn block() -> Block {
        let of = |name: &str, of, mode| Attribute::new(name, Shape::Type(of)).mode(mode);
        let attributes = vec![
            of("id", Type::String, Mode::Required),
            of("weight", Type::Number, Mode::Optional),
            of("seen", Type::String, Mode::Computed),
        ];
        Block { attributes, ..Block::default() }
    }
}

impl Resource for Loose {
    type Provider = Every;
    type Model = Data;

    fn schema(&self) -> Schema {
        Schema { version: 0, block: Loose::block() }
    }

    async fn create(&self, _: &Context<Every>, create: Create<Data>) -> Result<State<Data>, Failed<Data>> {
        if create.planned.get("id").as_str() == Some("odd") {
            return Ok(State::new(Data::from([("odd", true.into())])));
        }
        Ok(State::new(seen(create.planned)))
    }

    async fn read(&self, _: &Context<Every>, read: State<Data>) -> Result<Option<State<Data>>, Diagnostics> {
        Ok(Some(State::new(seen(read.value))))
    }

    async fn update(&self, _: &Context<Every>, update: Update<Data>) -> Result<State<Data>, Failed<Data>> {
        Ok(State::new(seen(update.planned)))
    }

    async fn delete(&self, _: &Context<Every>, _: State<Data>) -> Result<(), Failed<Data>> {
        Ok(())
    }

    async fn import(&self, _: &Context<Every>, id: &str) -> Result<State<Data>, Diagnostics> {
        Ok(State::new(Data::from([("id", id.into())])))
    }
}

/// Notes which kind of data the weight was read as.
fn seen(mut data: Data) -> Data {
    let seen = format!("{:?}", data.get("weight"));
    if let Some(slot) = data.get_mut("seen") {
        *slot = seen.into();
    }
    data
}

#[derive(Clone, Debug, Default, PartialEq, Schema)]
pub(super) struct Greeting {
    #[schema(required, validate = Validator::length(1, 10))]
    pub(super) name: Value<String>,
    #[schema(computed)]
    pub(super) text: Value<String>,
}

pub(super) struct Greetings;

impl DataSource for Greetings {
    type Provider = Every;
    type Model = Greeting;

    fn schema(&self) -> Schema {
        Schema::of::<Greeting>()
    }

    async fn read(&self, context: &Context<Every>, config: Greeting) -> Result<Greeting, Diagnostics> {
        let name = config.name.known().map_or("", String::as_str);
        let region = context.provider.region.known().map_or("", String::as_str);
        match name {
            "nobody" => Err(Diagnostic::error("nobody is there").at("name").into()),
            name => Ok(Greeting { text: format!("hello {name} of {region}").as_str().into(), ..config }),
        }
    }
}

/// Something that is open for a while; counts how often it was prolonged.
pub(super) struct Doors;

impl EphemeralResource for Doors {
    type Provider = Every;
    type Model = Greeting;

    fn schema(&self) -> Schema {
        Schema::of::<Greeting>()
    }

    async fn open(&self, _: &Context<Every>, config: Greeting) -> Result<Opened<Greeting>, Diagnostics> {
        let value = Greeting { text: "open".into(), ..config };
        Ok(Opened { value, lease: lease(1) })
    }

    async fn renew(&self, _: &Context<Every>, private: Private) -> Result<Lease, Diagnostics> {
        let times: u64 = private.get("times").and_then(|times| times.parse().ok()).unwrap_or_default();
        Ok(lease(times + 1))
    }

    async fn close(&self, _: &Context<Every>, private: Private) -> Result<(), Diagnostics> {
        match private.get("times") {
            Some("2") => Ok(()),
            times => Err(Diagnostic::error(format!("closed after {times:?}")).into()),
        }
    }
}

fn lease(times: u64) -> Lease {
    let mut private = Private::default();
    private.set("times", Some(times.to_string()));
    Lease { renew_at: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(60 * times)), private }
}

/// Joins numbers with a text between them.
pub(super) struct Join;

impl Function for Join {
    fn signature(&self) -> Signature {
        let mut signature = Signature::returning::<String>("Joins numbers.")
            .description("Joins *numbers*.")
            .parameter::<String>("between", "What stands between them.");
        signature.variadic = Some(Parameter {
            name: "numbers".to_owned(),
            description: "The numbers.".to_owned(),
            of: Type::Number,
            allow_null: true,
        });
        signature
    }

    fn call(&self, mut arguments: Arguments) -> Result<Data, FunctionError> {
        let between: String = arguments.take(0)?;
        let mut numbers = Vec::new();
        for position in 1..arguments.len() {
            let number: Value<Number> = take(&mut arguments, position)?;
            match number.known() {
                Some(number) if *number == 13_i64.into() => panic!("no such luck"),
                Some(number) => numbers.push(number.to_string()),
                None => return Err(FunctionError::at(position, "is null")),
            }
        }
        Ok(numbers.join(&between).into())
    }
}

fn take(arguments: &mut Arguments, position: usize) -> Result<Value<Number>, FunctionError> {
    let data: Data = arguments.take(position)?;
    crate::from_data(data).map_err(|error| FunctionError::at(position, error.to_string()))
}

pub(super) fn catalogue() -> Catalogue<Every> {
    Catalogue::new("registry.terraform.io/example/every", Schema::of::<Config>())
        .resource("every_thing", Things)
        .resource("every_loose", Loose)
        .data_source("every_greeting", Greetings)
        .ephemeral_resource("every_door", Doors)
        .function("join", Join)
}
