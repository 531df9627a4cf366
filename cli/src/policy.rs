//! The policy that a command judges by.

use std::path::PathBuf;

use policies::{Engine, LoadError, Settings};

/// Where the policy comes from.
#[derive(clap::Args)]
pub(crate) struct Policy {
    /// Folder of the operator's settings, data and rules [default: what PALISADE_POLICY names, else the packaged rules]
    #[arg(long = "policy", value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl Policy {
    /// Loads the rules. Nothing is read from the working directory: in a pull request it is the author's.
    pub(crate) fn load(&self) -> Result<Engine, LoadError> {
        let settings = match &self.folder {
            Some(folder) => Settings::operator(folder)?,
            None => Settings::from_environment()?.unwrap_or_default(),
        };
        Engine::load(settings)
    }
}
