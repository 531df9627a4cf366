//! Functions. They are pure and need no configured provider.

use std::collections::HashMap;

use super::Server;
use super::convert::{bytes, type_json};
use crate::function::{Arguments, Function, FunctionError, Parameter, Signature};
use crate::wire::{self, call_function, function, get_functions};
use crate::{Diagnostics, Provider, codec};

impl<P: Provider> Server<P> {
    pub(super) async fn get_functions(
        &self,
        _: get_functions::Request,
    ) -> Result<get_functions::Response, Diagnostics> {
        Ok(get_functions::Response { functions: self.signatures(), ..Default::default() })
    }

    pub(super) fn signatures(&self) -> HashMap<String, wire::Function> {
        self.catalogue
            .functions
            .iter()
            .map(|(name, function)| (name.clone(), function.signature().into()))
            .collect()
    }

    pub(super) async fn call_function(
        &self,
        request: call_function::Request,
    ) -> Result<call_function::Response, Diagnostics> {
        let result = match self.catalogue.functions.get(request.name.as_str()) {
            Some(function) => call(function.as_ref(), &request),
            None => Err(FunctionError::new(format!("this provider has no function {:?}", request.name))),
        };
        Ok(match result {
            Ok(result) => call_function::Response { result: Some(result.into()), error: None },
            Err(error) => call_function::Response { result: None, error: Some(error.into()) },
        })
    }
}

fn call(function: &dyn Function, request: &call_function::Request) -> Result<Vec<u8>, FunctionError> {
    let signature = function.signature();
    let mut arguments = Vec::with_capacity(request.arguments.len());
    for (position, argument) in request.arguments.iter().enumerate() {
        let parameter = signature.parameters.get(position).or(signature.variadic.as_ref());
        let Some(parameter) = parameter else {
            return Err(FunctionError::at(position, "the function takes no such argument"));
        };
        let argument = codec::decode_typed(bytes(Some(argument)), &parameter.of)
            .map_err(|error| FunctionError::at(position, error.to_string()))?;
        arguments.push(argument);
    }
    if arguments.len() < signature.parameters.len() {
        return Err(FunctionError::new(format!(
            "the function takes {} arguments, not {}",
            signature.parameters.len(),
            arguments.len()
        )));
    }
    Ok(codec::encode_data(&function.call(Arguments::new(arguments))?))
}

impl From<FunctionError> for wire::FunctionError {
    fn from(error: FunctionError) -> Self {
        wire::FunctionError {
            text: error.text,
            function_argument: error.argument.and_then(|argument| i64::try_from(argument).ok()),
        }
    }
}

impl From<Signature> for wire::Function {
    fn from(signature: Signature) -> Self {
        wire::Function {
            parameters: signature.parameters.into_iter().map(Into::into).collect(),
            variadic_parameter: signature.variadic.map(Into::into),
            r#return: Some(function::Return { r#type: type_json(&signature.returns) }),
            summary: signature.summary,
            description: signature.description,
            description_kind: wire::StringKind::Markdown.into(),
            deprecation_message: signature.deprecated.unwrap_or_default(),
        }
    }
}

impl From<Parameter> for function::Parameter {
    fn from(parameter: Parameter) -> Self {
        function::Parameter {
            name: parameter.name,
            r#type: type_json(&parameter.of),
            allow_null_value: parameter.allow_null,
            // Core calls a function again once its arguments are known.
            allow_unknown_values: false,
            description: parameter.description,
            description_kind: wire::StringKind::Markdown.into(),
        }
    }
}
