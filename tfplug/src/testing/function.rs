//! Functions.

use tonic::Request;

use super::Core;
use super::answer::{Refusal, answer, read, value};
use crate::function::{Parameter, Signature};
use crate::{Data, Provider, codec, wire};

impl<P: Provider> Core<P> {
    /// Calls a function. What core sees to before it calls is seen to here: how many arguments there are, their types,
    /// null where it is not allowed; and an unknown argument makes the result unknown without a call. A function is
    /// called twice, because it must give the same both times.
    ///
    /// Arguments are of their parameters' types already: core's conversions (a number where a string is wanted) are not
    /// made.
    ///
    /// # Errors
    /// What the function says, and what Terraform's core would not take; an error of one argument starts with its
    /// position, counted from 1, and its name: `argument 2 "numbers": is null`.
    pub async fn call(&self, name: &str, arguments: &[Data]) -> Result<Data, Refusal> {
        let function = self.catalogue.functions.get(name);
        let signature =
            function.ok_or_else(|| Refusal::new(format!("there is no function {name}")))?.signature();
        allowed(&signature, arguments)?;
        if !arguments.iter().all(Data::is_wholly_known) {
            return Ok(Data::Unknown);
        }
        let result = self.call_once(name, &signature, arguments).await?;
        if self.call_once(name, &signature, arguments).await? != result {
            return Err(Refusal::new("the result differs from call to call, and a function must be pure"));
        }
        Ok(result)
    }

    async fn call_once(
        &self,
        name: &str,
        signature: &Signature,
        arguments: &[Data],
    ) -> Result<Data, Refusal> {
        let request = wire::call_function::Request {
            name: name.to_owned(),
            arguments: arguments.iter().map(value).collect(),
        };
        let answer = answer(self.server.call_function(Request::new(request)).await)?;
        if let Some(error) = answer.error {
            let position = error.function_argument.and_then(|position| usize::try_from(position).ok());
            return Err(match position {
                Some(position) => of_argument(signature, position, &error.text),
                None => Refusal::new(error.text),
            });
        }
        read(answer.result, &signature.returns)
    }
}

/// What core sees to before a call.
fn allowed(signature: &Signature, arguments: &[Data]) -> Result<(), Refusal> {
    let (takes, given) = (signature.parameters.len(), arguments.len());
    if given < takes || (given > takes && signature.variadic.is_none()) {
        let more = if signature.variadic.is_some() { " or more" } else { "" };
        return Err(Refusal::new(format!("the function takes {takes}{more} arguments, not {given}")));
    }
    for (position, argument) in arguments.iter().enumerate() {
        let Some(parameter) = parameter(signature, position) else { continue };
        if argument.is_null() && !parameter.allow_null {
            return Err(of_argument(signature, position, "must not be null"));
        }
        if let Err(error) = codec::decode_typed(&codec::encode_data(argument), &parameter.of) {
            return Err(of_argument(signature, position, &error.to_string()));
        }
    }
    Ok(())
}

fn parameter(signature: &Signature, position: usize) -> Option<&Parameter> {
    signature.parameters.get(position).or(signature.variadic.as_ref())
}

fn of_argument(signature: &Signature, position: usize, text: &str) -> Refusal {
    let name = parameter(signature, position).map_or("", |parameter| parameter.name.as_str());
    Refusal::new(format!("argument {} {name:?}: {text}", position + 1))
}
