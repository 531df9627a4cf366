//! A resource of a derived schema.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::Every;
use crate::{
    Context, Create, Data, Diagnostic, Diagnostics, Elements, Failed, List, Map, MovedState, Number,
    OlderState, Plan, Resource, Schema, Set, State, Update, Validator, Value,
};

/// A thing that uses every kind of attribute.
#[derive(Clone, Debug, Default, PartialEq, Schema)]
pub(in crate::rpc::tests) struct Thing {
    /// Its name.
    #[schema(required, replace, validate = Validator::length(1, 10))]
    pub(in crate::rpc::tests) name: Value<String>,
    #[schema(default = Class::Standard)]
    pub(in crate::rpc::tests) class: Value<Class>,
    #[schema(computed, keep_prior)]
    pub(in crate::rpc::tests) id: Value<String>,
    #[schema(computed)]
    pub(in crate::rpc::tests) etag: Value<String>,
    /// What happens to it, for want of a service that would fail.
    #[schema(sensitive)]
    pub(in crate::rpc::tests) key: Value<String>,
    #[schema(write_only)]
    pub(in crate::rpc::tests) token: Value<String>,
    #[schema(deprecated = "use `class`")]
    pub(in crate::rpc::tests) kind: Value<String>,
    pub(in crate::rpc::tests) size: Value<Number>,
    pub(in crate::rpc::tests) anything: Value<Data>,
    pub(in crate::rpc::tests) login: Value<Login>,
    pub(in crate::rpc::tests) parts: List<Part>,
    pub(in crate::rpc::tests) part_set: Set<Part>,
    pub(in crate::rpc::tests) part_map: Map<Part>,
    #[schema(block, max_items = 3)]
    pub(in crate::rpc::tests) list: Vec<Part>,
    #[schema(block)]
    pub(in crate::rpc::tests) set: Elements<Part>,
    #[schema(block)]
    pub(in crate::rpc::tests) map: BTreeMap<String, Part>,
    #[schema(block, deprecated = "use `list`")]
    pub(in crate::rpc::tests) single: Option<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Schema)]
pub(in crate::rpc::tests) enum Class {
    Standard,
    Cold,
}

#[derive(Clone, Debug, Default, PartialEq, Schema)]
pub(in crate::rpc::tests) struct Login {
    #[schema(required)]
    pub(in crate::rpc::tests) user: Value<String>,
    #[schema(write_only)]
    pub(in crate::rpc::tests) password: Value<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Schema)]
pub(in crate::rpc::tests) struct Part {
    #[schema(required)]
    pub(in crate::rpc::tests) of: Value<String>,
    #[schema(default = 1_i64)]
    pub(in crate::rpc::tests) count: Value<i64>,
    #[schema(computed)]
    pub(in crate::rpc::tests) serial: Value<String>,
}

pub(in crate::rpc::tests) struct Things;

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
