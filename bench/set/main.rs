//! A provider with one resource that has a set of objects and nothing else: `cargo xtask bench set` plans it.

use std::process::ExitCode;

use tfplug::{
    Catalogue, Configure, Context, Create, Data, Diagnostics, Failed, Provider, Resource, Schema, Set, State,
    Update, Value,
};

fn main() -> ExitCode {
    let catalogue =
        Catalogue::<Bench>::new("registry.terraform.io/palisade/palisade", tfplug::schema::Schema::default());
    tfplug::run(catalogue.resource("palisade_set", Sets))
}

struct Bench;

impl Provider for Bench {
    type Config = Data;

    async fn configure(_: Data, _: Configure) -> Result<Self, Diagnostics> {
        Ok(Bench)
    }
}

/// A set of objects, as a firewall's rules or a perimeter's members are.
#[derive(Clone, Debug, Default, Schema)]
struct Model {
    /// The members.
    #[schema(required)]
    members: Set<Member>,
    /// Known once it is applied.
    #[schema(computed, keep_prior)]
    id: Value<String>,
}

/// One member.
#[derive(Clone, Debug, Default, Schema)]
struct Member {
    /// Its name.
    #[schema(required)]
    name: Value<String>,
    /// Where it listens.
    port: Value<u32>,
    /// What it is called besides.
    #[schema(default = "none")]
    alias: Value<String>,
}

struct Sets;

impl Resource for Sets {
    type Provider = Bench;
    type Model = Model;

    fn schema(&self) -> tfplug::schema::Schema {
        tfplug::schema::Schema::of::<Model>()
    }

    async fn create(&self, _: &Context<Bench>, create: Create<Model>) -> Result<State<Model>, Failed<Model>> {
        Ok(State::new(Model { id: Value::Known("set".to_owned()), ..create.planned }))
    }

    async fn read(
        &self,
        _: &Context<Bench>,
        read: State<Model>,
    ) -> Result<Option<State<Model>>, Diagnostics> {
        Ok(Some(read))
    }

    async fn update(&self, _: &Context<Bench>, update: Update<Model>) -> Result<State<Model>, Failed<Model>> {
        Ok(State::new(update.planned))
    }

    async fn delete(&self, _: &Context<Bench>, _: State<Model>) -> Result<(), Failed<Model>> {
        Ok(())
    }
}
