//! A provider that breaks the rules of Terraform's core, each as a script says. It is no example to follow:
//! `acceptance/tests/tfplug_core.rs` has it refused by the real core and by `tfplug::testing`, for the same reasons.
//!
//! `ROGUE_SCRIPT` names a file such as
//!
//! ```json
//! {"scenario": "apply", "config": {"name": "one"}, "tampers": [{"call": "plan", "set": ["name", "two"]}]}
//! ```
//!
//! Started by Terraform it serves, with the answers changed as `tampers` say. Started with `verdict` it plays the
//! scenario under `tfplug::testing` instead, and prints the errors as a list of JSON.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;

use serde_json::{Value as Json, json};
use tfplug::testing::tamper::{self, Call, Edit, Tamper, When};
use tfplug::testing::{Core, Refusal};
use tfplug::{
    Arguments, Catalogue, Configure, Context, Create, Data, DataSource, Diagnostics, Elements,
    EphemeralResource, Failed, Function, FunctionError, Lease, List, Map, MovedState, OlderState, Opened,
    Path, Provider, Resource, Schema, Set, Signature, State, Update, Value,
};

/// A thing with an attribute of every kind that core has rules about.
#[derive(Clone, Debug, Default, Schema)]
struct Thing {
    #[schema(required)]
    name: Value<String>,
    note: Value<String>,
    size: Value<i64>,
    #[schema(computed)]
    id: Value<String>,
    #[schema(computed, optional)]
    region: Value<String>,
    #[schema(sensitive)]
    secret: Value<String>,
    #[schema(write_only)]
    token: Value<String>,
    tags: Set<String>,
    labels: Map<String>,
    steps: List<String>,
    login: Value<Login>,
    parts: List<Part>,
    part_set: Set<Part>,
    part_map: Map<Part>,
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

/// What is looked up, and what is opened.
#[derive(Clone, Debug, Default, Schema)]
struct Look {
    #[schema(required)]
    name: Value<String>,
    #[schema(computed)]
    found: Value<String>,
    #[schema(computed)]
    parts: List<Part>,
}

struct Rogue;

impl Provider for Rogue {
    type Config = Data;

    async fn configure(_: Data, _: Configure) -> Result<Self, Diagnostics> {
        Ok(Rogue)
    }
}

/// The thing, which lives in Terraform's state alone; its schema's version is what `ROGUE_VERSION` says.
struct Things;

impl Resource for Things {
    type Provider = Rogue;
    type Model = Data;

    fn schema(&self) -> Schema {
        let version = std::env::var("ROGUE_VERSION").ok().and_then(|version| version.parse().ok());
        Schema::of::<Thing>().version(version.unwrap_or(1))
    }

    async fn create(&self, _: &Context<Rogue>, create: Create<Data>) -> Result<State<Data>, Failed<Data>> {
        Ok(State::new(made(create.planned)))
    }

    async fn read(&self, _: &Context<Rogue>, state: State<Data>) -> Result<Option<State<Data>>, Diagnostics> {
        Ok(Some(state))
    }

    async fn update(&self, _: &Context<Rogue>, update: Update<Data>) -> Result<State<Data>, Failed<Data>> {
        Ok(State::new(made(update.planned)))
    }

    async fn delete(&self, _: &Context<Rogue>, _: State<Data>) -> Result<(), Failed<Data>> {
        Ok(())
    }

    async fn import(&self, _: &Context<Rogue>, id: &str) -> Result<State<Data>, Diagnostics> {
        let computed = ["id", "region"].map(|name| (name, "made".into()));
        let named = [("name", id.into())];
        let all = named.into_iter().chain(computed).map(|(name, data): (&str, Data)| (name.to_owned(), data));
        Ok(State::new(Data::Map(all.collect())))
    }

    fn upgrade(&self, state: OlderState) -> Result<Json, Diagnostics> {
        Ok(state.json)
    }

    fn move_from(&self, _: MovedState) -> Result<Option<Json>, Diagnostics> {
        Ok(Some(json!({"name": "one", "id": "made", "region": "made"})))
    }
}

struct Looks;

impl DataSource for Looks {
    type Provider = Rogue;
    type Model = Look;

    fn schema(&self) -> Schema {
        Schema::of::<Look>()
    }

    async fn read(&self, _: &Context<Rogue>, look: Look) -> Result<Look, Diagnostics> {
        let part = Part { of: look.name.clone(), serial: "1".into() };
        Ok(Look { found: "made".into(), parts: Value::Known(vec![Value::Known(part)]), ..look })
    }
}

struct Doors;

impl EphemeralResource for Doors {
    type Provider = Rogue;
    type Model = Look;

    fn schema(&self) -> Schema {
        Schema::of::<Look>()
    }

    async fn open(&self, _: &Context<Rogue>, look: Look) -> Result<Opened<Look>, Diagnostics> {
        let value = Look { found: "made".into(), ..look };
        Ok(Opened { value, lease: Lease::default() })
    }
}

/// Gives back what it is given, and refuses "no".
struct Echo;

impl Function for Echo {
    fn signature(&self) -> Signature {
        Signature::returning::<String>("Echoes.").parameter::<String>("text", "What to echo.")
    }

    fn call(&self, mut arguments: Arguments) -> Result<Data, FunctionError> {
        match arguments.take::<String>(0)? {
            text if text == "no" => Err(FunctionError::at(0, "cannot be echoed")),
            text => Ok(text.into()),
        }
    }
}

/// Makes known what was left to the provider.
fn made(data: Data) -> Data {
    match data {
        Data::Unknown => "made".into(),
        Data::List(items) => Data::List(items.into_iter().map(made).collect()),
        Data::Map(map) => Data::Map(map.into_iter().map(|(key, data)| (key, made(data))).collect()),
        known => known,
    }
}

fn catalogue() -> Catalogue<Rogue> {
    Catalogue::new("registry.terraform.io/example/rogue", Schema::default())
        .resource("rogue_thing", Things)
        .data_source("rogue_look", Looks)
        .ephemeral_resource("rogue_door", Doors)
        .function("echo", Echo)
}

/// JSON as data. `{"unknown": true}` is unknown, and so is a reference to another resource.
fn data(json: &Json) -> Data {
    match json {
        Json::Null => Data::Null,
        Json::Bool(value) => (*value).into(),
        Json::Number(number) => number.to_string().parse().map_or(Data::Null, Data::Number),
        Json::String(text) if text.starts_with("${") => Data::Unknown,
        Json::String(text) => text.as_str().into(),
        Json::Array(items) => Data::List(items.iter().map(data).collect()),
        Json::Object(entries) if entries.contains_key("unknown") => Data::Unknown,
        Json::Object(entries) => {
            Data::Map(entries.iter().map(|(key, json)| (key.clone(), data(json))).collect())
        }
    }
}

/// What a reference to another resource turns out to be.
fn resolved(json: &Json) -> Data {
    let text = json.to_string().replace("${terraform_data.seed.id}", "grown");
    serde_json::from_str(&text).as_ref().map_or(Data::Null, data)
}

fn tampers(script: &Json) -> Option<Vec<Tamper>> {
    script["tampers"].as_array()?.iter().map(tamper).collect()
}

fn tamper(json: &Json) -> Option<Tamper> {
    let call = match json["call"].as_str()? {
        "plan" => Call::Plan,
        "apply" => Call::Apply,
        "read" => Call::Read,
        "import" => Call::Import,
        "upgrade" => Call::Upgrade,
        "move" => Call::Move,
        "data" => Call::Data,
        "open" => Call::Open,
        "function" => Call::Function,
        _ => return None,
    };
    let when = match json["when"].as_str() {
        None => When::Always,
        Some("update") => When::Update,
        Some("destroy") => When::Destroy,
        Some("known") => When::Known,
        Some(_) => return None,
    };
    let path = |json: &Json| json.as_str().map(Path::parse);
    let change = match json.as_object()? {
        edit if edit.contains_key("set") => Edit::Set(path(&edit["set"][0])?, data(&edit["set"][1])),
        edit if edit.contains_key("remove") => Edit::Remove(path(&edit["remove"])?),
        edit if edit.contains_key("nothing") => Edit::Nothing,
        edit => Edit::Replace(edit.get("replace")?.as_array()?.iter().map(path).collect::<Option<_>>()?),
    };
    Some(Tamper { call, when, change })
}

/// Plays the scenario of a script under the core in miniature.
async fn play(script: &Json, tampers: Vec<Tamper>) -> Result<(), Refusal> {
    let core = Core::tampered(catalogue(), Data::from([]), tampers).await?;
    let thing = "rogue_thing";
    let config = || data(&script["config"]);
    let apply = async || core.apply(thing, None, config()).await.map(|stored| stored.expect("a create"));
    match script["scenario"].as_str().unwrap_or_default() {
        "apply" => apply().await.map(drop),
        "change" => {
            let stored = apply().await?;
            core.apply(thing, Some(&stored), data(&script["changed"])).await.map(drop)
        }
        "resolve" => core.apply_resolved(thing, None, config(), resolved(&script["config"])).await.map(drop),
        "refresh" => core.refresh(thing, &apply().await?).await.map(drop),
        "settle" => core.settled(thing, &apply().await?, config()).await,
        "destroy" => core.destroy(thing, &apply().await?).await,
        "import" => core.import(thing, "one").await.map(drop),
        "upgrade" => core.upgrade(thing, 0, &script["config"].to_string()).await.map(drop),
        "move" => {
            let source = MovedState {
                provider_address: "terraform.io/builtin/terraform".to_owned(),
                type_name: "terraform_data".to_owned(),
                schema_version: 0,
                json: json!({"id": "1"}),
            };
            core.take_over(thing, source).await.map(drop)
        }
        "data" => core.data("rogue_look", config()).await.map(drop),
        "open" => core.close(core.open("rogue_door", config()).await?).await,
        "function" => core.call("echo", &[data(&script["config"]["text"])]).await.map(drop),
        other => panic!("there is no scenario {other:?}"),
    }
}

fn main() -> ExitCode {
    let path = std::env::var("ROGUE_SCRIPT").unwrap_or_else(|_| "script.json".to_owned());
    let script: Json = std::fs::read_to_string(&path)
        .map_err(|error| error.to_string())
        .and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string()))
        .unwrap_or_else(|error| panic!("{path}: {error}"));
    let tampers = tampers(&script).unwrap_or_else(|| panic!("{path}: a tamper that makes no sense"));
    if std::env::args().nth(1).as_deref() != Some("verdict") {
        return tamper::run(catalogue(), tampers);
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let errors =
        runtime.block_on(play(&script, tampers)).map_or_else(|refusal| refusal.errors, |()| Vec::new());
    writeln!(std::io::stdout(), "{}", json!(errors)).expect("somebody reads the verdict");
    ExitCode::SUCCESS
}
