//! A framework for Terraform providers in Rust.
//!
//! Describe what a resource looks like with a plain struct and [`derive(Schema)`](derive@Schema), say what
//! happens to it in an implementation of [`Resource`], list your resources in a [`Catalogue`], and [`run`] it: the
//! framework speaks plugin protocol 6 with Terraform and OpenTofu, plans changes by the rules that they check, and
//! hands your code typed values.
//!
//! The derive is sugar: [`schema::Schema`] and [`Data`] are data, so a provider may build its schemas at run time
//! and serve resources of them.
//!
//! Wire types and gRPC are seen in the modules `rpc`, `serve` and `wire` alone.

// The derive names this crate, and so do the tests in it.
#[cfg(test)]
extern crate self as tfplug;

#[doc(hidden)]
pub mod __private;
mod catalogue;
pub mod codec;
mod data;
mod data_source;
mod diagnostic;
mod ephemeral;
mod erased;
mod function;
mod model;
mod number;
mod path;
mod plan;
mod private;
mod provider;
mod resource;
mod rpc;
pub mod schema;
mod serve;
pub mod testing;
mod types;
mod value;
mod wire;

pub use catalogue::Catalogue;
pub use codec::{DecodeError, Sink, Source, from_data, to_data};
pub use data::Data;
pub use data_source::DataSource;
pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use ephemeral::{EphemeralResource, Lease, Opened};
pub use function::{Arguments, Function, FunctionError, Parameter, Signature};
pub use model::{AttributeType, Codec, Model};
pub use number::{Number, ParseNumberError};
pub use path::{Path, Step};
pub use private::Private;
pub use provider::{Action, Change, Configure, Context, Provider, Stage};
pub use resource::{Create, Failed, MovedState, OlderState, Plan, Resource, State, Update};
pub use schema::{Schema, Type, Validator};
#[doc = include_str!("derive.md")]
pub use tfplug_derive::Schema;
pub use tokio_util::sync::CancellationToken;
pub use value::{Elements, List, Map, Set, Value};

use std::process::ExitCode;
use std::sync::Arc;

/// Serves a provider to the Terraform that started this process, until Terraform is done with it; the whole of a
/// provider's `main`. Started by hand it says so and fails; with `-debug` it waits for a Terraform that is told to
/// use it.
pub fn run<P: Provider>(catalogue: Catalogue<P>) -> ExitCode {
    let options = serve::Options { address: catalogue.address, log_modules: catalogue.log_modules };
    let catalogue = Arc::new(catalogue);
    serve::run(&options, |cancel| rpc::Server::new(Arc::clone(&catalogue), cancel))
}
