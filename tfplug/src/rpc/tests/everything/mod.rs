//! A provider that uses everything there is, and misbehaves when its configuration says so.

mod loose;
mod others;
mod thing;

pub(super) use loose::Loose;
pub(super) use others::Greeting;
pub(super) use thing::{Class, Login, Part, Thing};

use crate::{
    Action, Catalogue, Change, Configure, Diagnostic, Diagnostics, Provider, Schema, Stage, Validator, Value,
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

pub(super) fn catalogue() -> Catalogue<Every> {
    Catalogue::new("registry.terraform.io/example/every", Schema::of::<Config>())
        .resource("every_thing", thing::Things)
        .resource("every_loose", Loose)
        .data_source("every_greeting", others::Greetings)
        .ephemeral_resource("every_door", others::Doors)
        .function("join", others::Join)
}
