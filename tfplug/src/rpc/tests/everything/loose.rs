use super::Every;
use crate::schema::{Attribute, Block, Mode, Shape};
use crate::{Context, Create, Data, Diagnostics, Failed, Resource, Schema, State, Type, Update};

/// A resource whose schema is made at run time.
pub(in crate::rpc::tests) struct Loose;

impl Loose {
    pub(in crate::rpc::tests) fn block() -> Block {
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
