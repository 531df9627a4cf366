//! Managed resources, from validation to import.

use super::Server;
use super::convert::bytes;
use super::guard::caught;
use crate::catalogue::Entry;
use crate::erased::{Encoded, ErasedResource};
use crate::plan::{self, write_only};
use crate::schema::{Block, validate};
use crate::wire::{
    self, apply_resource_change, import_resource_state, move_resource_state, plan_resource_change,
    read_resource, upgrade_resource_state, validate_resource_config,
};
use crate::{
    Action, Change, Codec, Create, Data, Diagnostic, Diagnostics, Failed, MovedState, OlderState, Path, Plan,
    Private, Provider, Stage, State, Update, codec,
};

impl<P: Provider> Server<P> {
    fn resource(&self, type_name: &str) -> Result<&Entry<dyn ErasedResource<P>>, Diagnostics> {
        self.catalogue
            .resources
            .get(type_name)
            .ok_or_else(|| Diagnostic::error(format!("this provider has no resource {type_name:?}")).into())
    }

    pub(super) async fn validate_resource_config(
        &self,
        request: validate_resource_config::Request,
    ) -> Result<validate_resource_config::Response, Diagnostics> {
        let resource = self.resource(&request.type_name)?;
        let block = &resource.schema.block;
        let config = codec::decode_data(bytes(request.config.as_ref()), block)?;
        let mut found = validate::validate(block, &config);
        if !request.client_capabilities.unwrap_or_default().write_only_attributes_allowed {
            for path in validate::write_only_set(&block.attributes, &config, &Path::root()) {
                found.push(
                    Diagnostic::error(format!("{path} is write-only and needs Terraform 1.11 or newer"))
                        .detail("This Terraform would keep the value in plan and state. Leave it unset or upgrade.")
                        .at(path),
                );
            }
        }
        if !found.has_error() {
            found.append(resource.handler.validate(config));
        }
        Ok(validate_resource_config::Response { diagnostics: found.into() })
    }

    pub(super) async fn upgrade_resource_state(
        &self,
        request: upgrade_resource_state::Request,
    ) -> Result<upgrade_resource_state::Response, Diagnostics> {
        let resource = self.resource(&request.type_name)?;
        let raw = request.raw_state.unwrap_or_default().json;
        let block = &resource.schema.block;
        let upgraded = if request.version == resource.schema.version {
            codec::state_from_json(&raw, block)?
        } else if request.version > resource.schema.version {
            return Err(Diagnostic::error("the state was written by a newer release of this provider")
                .detail(format!(
                    "It has version {}; this release knows versions up to {}. Upgrade the provider.",
                    request.version, resource.schema.version
                ))
                .into());
        } else {
            let json = codec::json_of_state(&raw)?;
            let upgraded = resource.handler.upgrade(OlderState { version: request.version, json })?;
            codec::state_from_json(upgraded.to_string().as_bytes(), block)?
        };
        Ok(upgrade_resource_state::Response { upgraded_state: sent(upgraded), ..Default::default() })
    }

    pub(super) async fn read_resource(
        &self,
        request: read_resource::Request,
    ) -> Result<read_resource::Response, Diagnostics> {
        let resource = self.resource(&request.type_name)?;
        let private = Private::from_bytes(&request.private);
        let current = bytes(request.current_state.as_ref());
        let block = &resource.schema.block;
        let read = resource.handler.read(&self.context()?, block, current, private).await?;
        Ok(match read {
            None => read_resource::Response { new_state: sent(Data::Null), ..Default::default() },
            Some(state) => read_resource::Response {
                private: state.private.to_bytes(),
                diagnostics: state.warnings.into(),
                new_state: Some(stored(block, state.value)?),
                ..Default::default()
            },
        })
    }

    pub(super) async fn plan_resource_change(
        &self,
        request: plan_resource_change::Request,
    ) -> Result<plan_resource_change::Response, Diagnostics> {
        let resource = self.resource(&request.type_name)?;
        let context = self.context()?;
        let block = &resource.schema.block;
        let prior = codec::decode_data(bytes(request.prior_state.as_ref()), block)?;
        let proposed = codec::decode_data(bytes(request.proposed_new_state.as_ref()), block)?;
        let config = codec::decode_data(bytes(request.config.as_ref()), block)?;
        let private = Private::from_bytes(&request.prior_private);
        let change = Change {
            stage: Stage::Plan,
            action: Action::Delete,
            type_name: &request.type_name,
            schema: &resource.schema,
            config: &config,
            prior: &prior,
            planned: &Data::Null,
            private: &private,
        };
        if proposed.is_null() {
            return Ok(plan_resource_change::Response {
                planned_state: sent(Data::Null),
                planned_private: request.prior_private.clone(),
                diagnostics: context.provider.review(&change).into(),
                ..Default::default()
            });
        }

        let draft = Plan {
            config: config.clone(),
            prior: (!prior.is_null()).then(|| prior.clone()),
            planned: plan::draft(block, &config, &prior, proposed),
            private: private.clone(),
            replace: Vec::new(),
        };
        let (planned, mut found) = resource.handler.plan(&context, draft).await?;
        let Plan { mut planned, private, mut replace, .. } = planned;
        write_only::clear(block, &mut planned);
        if !prior.is_null() {
            replace.extend(plan::replaced(block, &prior, &planned));
            replace.sort();
            replace.dedup();
        } else {
            replace.clear();
        }

        // Core plans a replacement again, as a create: it is reviewed there, once.
        let changes = prior.is_null() || !plan::equal::block(block, &prior, &planned);
        if changes && replace.is_empty() && !found.has_error() {
            let action = if prior.is_null() { Action::Create } else { Action::Update };
            found.append(context.provider.review(&Change {
                action,
                planned: &planned,
                private: &private,
                ..change
            }));
        }
        Ok(plan_resource_change::Response {
            planned_state: sent(planned),
            requires_replace: replace.into_iter().map(Into::into).collect(),
            planned_private: private.to_bytes(),
            diagnostics: found.into(),
            ..Default::default()
        })
    }

    pub(super) async fn apply_resource_change(
        &self,
        request: apply_resource_change::Request,
    ) -> Result<apply_resource_change::Response, Diagnostics> {
        let prior_state = request.prior_state.clone();
        let private = request.planned_private.clone();
        // Whatever goes wrong, the state that was there stays: an answer without one would forget the resource.
        Ok(caught(self.apply(request)).await.unwrap_or_else(|diagnostics| apply_resource_change::Response {
            new_state: prior_state,
            private,
            diagnostics: diagnostics.into(),
            ..Default::default()
        }))
    }

    async fn apply(
        &self,
        request: apply_resource_change::Request,
    ) -> Result<apply_resource_change::Response, Diagnostics> {
        let resource = self.resource(&request.type_name)?;
        let context = self.context()?;
        let block = &resource.schema.block;
        let private = Private::from_bytes(&request.planned_private);
        let prior_bytes = bytes(request.prior_state.as_ref());
        let prior = codec::decode_data(prior_bytes, block)?;
        let planned = codec::decode_data(bytes(request.planned_state.as_ref()), block)?;
        let config = codec::decode_data(bytes(request.config.as_ref()), block)?;

        let action = match (prior.is_null(), planned.is_null()) {
            (true, _) => Action::Create,
            (false, true) => Action::Delete,
            (false, false) => Action::Update,
        };
        let change = Change {
            stage: Stage::Apply,
            action,
            type_name: &request.type_name,
            schema: &resource.schema,
            config: &config,
            prior: &prior,
            planned: &planned,
            private: &private,
        };
        let mut found = context.provider.review(&change);
        if found.has_error() {
            return Err(found);
        }

        let done = match action {
            Action::Create => {
                resource.handler.create(&context, block, Create { config, planned, private }).await.map(Some)
            }
            Action::Update => {
                let update = Update { config, prior, planned, private };
                resource.handler.update(&context, block, update).await.map(Some)
            }
            Action::Delete => {
                resource.handler.delete(&context, block, prior_bytes, private).await.map(|()| None)
            }
        };
        let mut answer = apply_resource_change::Response::default();
        match done {
            Ok(None) => answer.new_state = sent(Data::Null),
            Ok(Some(state)) => {
                found.append(state.warnings);
                answer.private = state.private.to_bytes();
                answer.new_state = Some(stored(block, state.value)?);
            }
            Err(Failed { diagnostics, kept }) => {
                found.append(diagnostics);
                match kept {
                    Some(kept) => {
                        let State { value, private, warnings } = *kept;
                        found.append(warnings);
                        answer.private = private.to_bytes();
                        match known(value).to_wire(block).map_err(Diagnostics::from) {
                            Ok(value) => answer.new_state = Some(stored(block, value)?),
                            Err(misfit) => {
                                found.append(misfit);
                                answer.new_state = request.prior_state.clone();
                            }
                        }
                    }
                    None => {
                        answer.private = request.planned_private.clone();
                        answer.new_state = request.prior_state.clone();
                    }
                }
            }
        }
        answer.diagnostics = found.into();
        Ok(answer)
    }

    pub(super) async fn import_resource_state(
        &self,
        request: import_resource_state::Request,
    ) -> Result<import_resource_state::Response, Diagnostics> {
        let resource = self.resource(&request.type_name)?;
        let block = &resource.schema.block;
        let Encoded { value, private, warnings } =
            resource.handler.import(&self.context()?, block, &request.id).await?;
        let imported = import_resource_state::ImportedResource {
            type_name: request.type_name,
            state: Some(stored(block, value)?),
            private: private.to_bytes(),
            identity: None,
        };
        Ok(import_resource_state::Response {
            imported_resources: vec![imported],
            diagnostics: warnings.into(),
            ..Default::default()
        })
    }

    pub(super) async fn move_resource_state(
        &self,
        request: move_resource_state::Request,
    ) -> Result<move_resource_state::Response, Diagnostics> {
        let resource = self.resource(&request.target_type_name)?;
        let refused = Diagnostic::error(format!(
            "{} cannot take over a {}",
            request.target_type_name, request.source_type_name
        ));
        let source = MovedState {
            json: codec::json_of_state(&request.source_state.unwrap_or_default().json)?,
            provider_address: request.source_provider_address,
            type_name: request.source_type_name,
            schema_version: request.source_schema_version,
        };
        let Some(target) = resource.handler.move_from(source)? else {
            return Err(refused
                .detail("Remove the `moved` block and import the resource instead (`terraform import`).")
                .into());
        };
        let target = codec::state_from_json(target.to_string().as_bytes(), &resource.schema.block)?;
        Ok(move_resource_state::Response { target_state: sent(target), ..Default::default() })
    }
}

fn sent(data: Data) -> Option<wire::DynamicValue> {
    Some(codec::encode_data(&data).into())
}

/// A value as it may be kept: without write-only values. Encoded again only where there can be one.
fn stored(block: &Block, value: Vec<u8>) -> Result<wire::DynamicValue, Diagnostics> {
    if !write_only::has_any(block) {
        return Ok(value.into());
    }
    let mut data = codec::decode_data(&value, block)?;
    write_only::clear(block, &mut data);
    Ok(codec::encode_data(&data).into())
}

/// What a failed apply keeps: core takes nothing that is unknown.
fn known(mut data: Data) -> Data {
    forget_unknown(&mut data);
    data
}

fn forget_unknown(data: &mut Data) {
    match data {
        Data::Unknown => *data = Data::Null,
        Data::List(items) => items.iter_mut().for_each(forget_unknown),
        Data::Map(entries) => entries.values_mut().for_each(forget_unknown),
        Data::Dynamic(typed) => forget_unknown(&mut typed.1),
        Data::Null | Data::Bool(_) | Data::Number(_) | Data::String(_) => {}
    }
}
