//! A data source, an ephemeral resource and a function.

use std::time::{Duration, SystemTime};

use super::Every;
use crate::{
    Arguments, Context, Data, DataSource, Diagnostic, Diagnostics, EphemeralResource, Function,
    FunctionError, Lease, Number, Opened, Parameter, Private, Schema, Signature, Type, Validator, Value,
};

#[derive(Clone, Debug, Default, PartialEq, Schema)]
pub(in crate::rpc::tests) struct Greeting {
    #[schema(required, validate = Validator::length(1, 10))]
    pub(in crate::rpc::tests) name: Value<String>,
    #[schema(computed)]
    pub(in crate::rpc::tests) text: Value<String>,
}

pub(in crate::rpc::tests) struct Greetings;

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
pub(in crate::rpc::tests) struct Doors;

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
pub(in crate::rpc::tests) struct Join;

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
