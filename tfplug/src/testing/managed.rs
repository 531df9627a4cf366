//! A managed resource from its first plan to its end.

use bytes::Bytes;
use tonic::Request;

use super::answer::{Refusal, answer, broken, capabilities, heard, read, value};
use super::{Core, Stored, checks, objects};
use crate::plan::equal;
use crate::schema::Block;
use crate::{Data, Path, Provider, wire};

/// A planned change that passed the checks.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What was there.
    pub prior: Data,
    /// What is to be there; [`Data::Null`] for a destroy.
    pub planned: Data,
    /// The attributes that replace the resource; empty where it is changed in place.
    pub replace: Vec<Path>,
    /// The summaries of the warnings.
    pub warnings: Vec<String>,
    block: Block,
    config: Data,
    private: Bytes,
}

impl Planned {
    /// Whether nothing would be done.
    pub fn is_no_change(&self) -> bool {
        self.replace.is_empty() && equal::block(&self.block, &self.prior, &self.planned)
    }
}

impl<P: Provider> Core<P> {
    /// Validates a configuration and plans to bring a resource to it. Attributes that are left out are null.
    ///
    /// # Errors
    /// The provider's errors, and what Terraform's core would not take of its plan.
    pub async fn plan(
        &self,
        type_name: &str,
        state: Option<&Stored>,
        config: Data,
    ) -> Result<Planned, Refusal> {
        let config = objects::complete(self.block(type_name)?, config);
        let request = wire::validate_resource_config::Request {
            type_name: type_name.to_owned(),
            config: Some(value(&config)),
            client_capabilities: Some(capabilities()),
        };
        heard(answer(self.server.validate_resource_config(Request::new(request)).await)?.diagnostics)?;

        let private = state.map(|state| state.private.clone()).unwrap_or_default();
        let prior = state.map(|state| state.value.clone()).unwrap_or_default();
        let planned = self.plan_once(type_name, prior.clone(), private, &config).await?;
        if planned.replace.is_empty() {
            return Ok(planned);
        }
        // A replacement is planned anew, as the create that it ends in.
        let created = self.plan_once(type_name, Data::Null, planned.private, &config).await?;
        Ok(Planned { prior, replace: planned.replace, ..created })
    }

    async fn plan_once(
        &self,
        type_name: &str,
        prior: Data,
        private: Bytes,
        config: &Data,
    ) -> Result<Planned, Refusal> {
        let block = self.block(type_name)?;
        let request = wire::plan_resource_change::Request {
            type_name: type_name.to_owned(),
            prior_state: Some(value(&prior)),
            proposed_new_state: Some(value(&objects::proposed(block, &prior, config))),
            config: Some(value(config)),
            prior_private: private,
            client_capabilities: Some(capabilities()),
            ..Default::default()
        };
        let answer = answer(self.server.plan_resource_change(Request::new(request)).await)?;
        let warnings = heard(answer.diagnostics)?;
        let planned = read(answer.planned_state, &block.to_type())?;
        broken(checks::plan(block, &prior, config, &planned))?;
        let paths = answer.requires_replace.into_iter().map(objects::path).collect();
        let replace = checks::replacing(block, &prior, &planned, paths)
            .map_err(|errors| Refusal { errors, kept: None })?;
        Ok(Planned {
            prior,
            planned,
            replace,
            warnings,
            block: block.clone(),
            config: config.clone(),
            private: answer.planned_private,
        })
    }

    /// Plans and applies a configuration; `None` in, for a create; never `None` out.
    ///
    /// # Errors
    /// The provider's errors, with what it keeps in state, and what Terraform's core would not take of its answers.
    pub async fn apply(
        &self,
        type_name: &str,
        state: Option<&Stored>,
        config: Data,
    ) -> Result<Option<Stored>, Refusal> {
        self.apply_resolved(type_name, state, config.clone(), config).await
    }

    /// Plans a configuration in which values are unknown, because they come from resources still to be applied; then
    /// applies what it turned out to be. As core does, it plans once more before it applies: what the first plan left
    /// unknown may have become anything, what it knew must have stayed.
    ///
    /// # Errors
    /// As [`Core::apply`].
    pub async fn apply_resolved(
        &self,
        type_name: &str,
        state: Option<&Stored>,
        config: Data,
        resolved: Data,
    ) -> Result<Option<Stored>, Refusal> {
        let first = self.plan(type_name, state, config).await?;
        if first.is_no_change() {
            return Ok(state.cloned());
        }
        // What is replaced is destroyed first, and then there is nothing any more.
        let mut prior = state;
        if let (Some(state), false) = (state, first.replace.is_empty()) {
            self.destroy(type_name, state).await?;
            prior = None;
        }
        let (prior, private) =
            prior.map(|prior| (prior.value.clone(), prior.private.clone())).unwrap_or_default();
        let resolved = objects::complete(self.block(type_name)?, resolved);
        let again = self.plan_once(type_name, prior, private, &resolved).await?;
        let mut rules: Vec<String> = again
            .replace
            .iter()
            .map(|at| {
                format!("{at}: replaces the resource when planned again while applying, and did not before")
            })
            .collect();
        rules.extend(checks::replanned(&again.block, &first.planned, &again.planned));
        broken(rules)?;
        if again.is_no_change() {
            return Ok(state.cloned());
        }
        self.carry_out(type_name, again).await
    }

    /// Destroys a resource.
    ///
    /// # Errors
    /// The provider's errors, with what it keeps in state.
    pub async fn destroy(&self, type_name: &str, state: &Stored) -> Result<(), Refusal> {
        let block = self.block(type_name)?;
        let request = wire::plan_resource_change::Request {
            type_name: type_name.to_owned(),
            prior_state: Some(value(&state.value)),
            proposed_new_state: Some(value(&Data::Null)),
            config: Some(value(&Data::Null)),
            prior_private: state.private.clone(),
            ..Default::default()
        };
        let answer = answer(self.server.plan_resource_change(Request::new(request)).await)?;
        heard(answer.diagnostics)?;
        if !read(answer.planned_state, &block.to_type())?.is_null() {
            return Err(Refusal::new("a resource that is to be destroyed must be planned null"));
        }
        let planned = Planned {
            prior: state.value.clone(),
            planned: Data::Null,
            replace: Vec::new(),
            warnings: Vec::new(),
            block: block.clone(),
            config: Data::Null,
            private: answer.planned_private,
        };
        self.carry_out(type_name, planned).await.map(drop)
    }

    async fn carry_out(&self, type_name: &str, planned: Planned) -> Result<Option<Stored>, Refusal> {
        let Planned { prior, planned, config, private, block, .. } = planned;
        let request = wire::apply_resource_change::Request {
            type_name: type_name.to_owned(),
            prior_state: Some(value(&prior)),
            planned_state: Some(value(&planned)),
            config: Some(value(&config)),
            planned_private: private,
            ..Default::default()
        };
        let answer = answer(self.server.apply_resource_change(Request::new(request)).await)?;
        let after = read(answer.new_state, &block.to_type())?;
        if let Err(refusal) = heard(answer.diagnostics) {
            broken(checks::stored(&block, &after))?;
            return Err(Refusal { kept: Stored::answered(after, answer.private), ..refusal });
        }
        broken(checks::apply(&block, &planned, &after))?;
        Ok(Stored::answered(after, answer.private))
    }

    /// Reads a resource as it is; `None` when it is gone.
    ///
    /// # Errors
    /// The provider's errors, and what Terraform's core would not take of its answer.
    pub async fn refresh(&self, type_name: &str, state: &Stored) -> Result<Option<Stored>, Refusal> {
        let block = self.block(type_name)?;
        let request = wire::read_resource::Request {
            type_name: type_name.to_owned(),
            current_state: Some(value(&state.value)),
            private: state.private.clone(),
            client_capabilities: Some(capabilities()),
            ..Default::default()
        };
        let answer = answer(self.server.read_resource(Request::new(request)).await)?;
        heard(answer.diagnostics)?;
        let found = read(answer.new_state, &block.to_type())?;
        broken(checks::stored(block, &found))?;
        Ok(Stored::answered(found, answer.private))
    }

    /// Checks that what was applied is what is there: the resource is read, and the plan that follows is empty.
    ///
    /// # Errors
    /// The provider's errors, and each attribute that the plan would change.
    pub async fn settled(&self, type_name: &str, state: &Stored, config: Data) -> Result<(), Refusal> {
        let found = self.refresh(type_name, state).await?;
        let found =
            found.ok_or_else(|| Refusal::new("the resource is gone, although it was just applied"))?;
        let again = self.plan(type_name, Some(&found), config).await?;
        if again.is_no_change() {
            return Ok(());
        }
        broken(checks::unsettled(&again.block, &again.prior, &again.planned))
    }
}
