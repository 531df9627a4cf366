//! A provider that reads its schemas at run time: from the file that `RUNTIME_SCHEMA` names, such as
//!
//! ```json
//! {"runtime_server": {"name": "required", "size": "optional", "id": "computed"}}
//! ```
//!
//! It serves a resource of each type, all attributes strings, which live in Terraform's state alone.
//! `acceptance/tests/tfplug_examples.rs` applies it.

use std::collections::BTreeMap;
use std::process::ExitCode;

use tfplug::schema::{Attribute, Block, Mode, Shape};
use tfplug::{
    Catalogue, Configure, Context, Create, Data, Diagnostics, Failed, Provider, Resource, Schema, State,
    Type, Update,
};

/// Each resource's attributes, and who sets them.
type Described = BTreeMap<String, BTreeMap<String, String>>;

struct Runtime;

impl Provider for Runtime {
    type Config = Data;

    async fn configure(_: Data, _: Configure) -> Result<Self, Diagnostics> {
        Ok(Runtime)
    }
}

/// A resource of which nothing is known but its schema.
struct Any(Schema);

impl Resource for Any {
    type Provider = Runtime;
    type Model = Data;

    fn schema(&self) -> Schema {
        self.0.clone()
    }

    async fn create(&self, _: &Context<Runtime>, create: Create<Data>) -> Result<State<Data>, Failed<Data>> {
        Ok(State::new(computed(create.planned)))
    }

    async fn read(
        &self,
        _: &Context<Runtime>,
        state: State<Data>,
    ) -> Result<Option<State<Data>>, Diagnostics> {
        Ok(Some(state))
    }

    async fn update(&self, _: &Context<Runtime>, update: Update<Data>) -> Result<State<Data>, Failed<Data>> {
        Ok(State::new(computed(update.planned)))
    }

    async fn delete(&self, _: &Context<Runtime>, _: State<Data>) -> Result<(), Failed<Data>> {
        Ok(())
    }
}

/// Gives every value that is left to the provider the length of the others.
fn computed(mut planned: Data) -> Data {
    let Data::Map(attributes) = &mut planned else { return planned };
    let length: usize = attributes.values().filter_map(Data::as_str).map(str::len).sum();
    for value in attributes.values_mut().filter(|value| value.is_unknown()) {
        *value = length.to_string().into();
    }
    planned
}

fn schema(attributes: &BTreeMap<String, String>) -> Schema {
    let attribute = |(name, mode): (&String, &String)| {
        let mode = match mode.as_str() {
            "required" => Mode::Required,
            "computed" => Mode::Computed,
            _ => Mode::Optional,
        };
        Attribute::new(name, Shape::Type(Type::String)).mode(mode)
    };
    Schema {
        version: 0,
        block: Block { attributes: attributes.iter().map(attribute).collect(), ..Block::default() },
    }
}

fn main() -> ExitCode {
    let path = std::env::var("RUNTIME_SCHEMA").unwrap_or_else(|_| "schema.json".to_owned());
    let described: Described = match std::fs::read_to_string(&path).map(|text| serde_json::from_str(&text)) {
        Ok(Ok(described)) => described,
        Ok(Err(error)) => return refuse(&format!("{path}: {error}")),
        Err(error) => return refuse(&format!("{path}: {error}")),
    };
    let mut catalogue = Catalogue::<Runtime>::new("registry.terraform.io/example/runtime", Schema::default());
    for (type_name, attributes) in &described {
        catalogue = catalogue.resource(type_name, Any(schema(attributes)));
    }
    tfplug::run(catalogue)
}

fn refuse(message: &str) -> ExitCode {
    eprintln!("terraform-provider-runtime: {message}");
    ExitCode::FAILURE
}
