//! The configured provider.

use std::collections::BTreeMap;

use cloud::gpu_pool::PriceTable;
use cloud::{Cloud, Session};
use tfplug::{Change, Configure, Diagnostic, Diagnostics, Map, Provider, Value};

use crate::config::{self, Config};
use crate::guard::Guard;
use crate::prices;

/// The configured provider: both clouds, reached when a resource needs them, and the policies.
pub(crate) struct Palisade {
    session: Session,
    undecided: Undecided,
    gcp_project: Option<String>,
    default_labels: Map<String>,
    guard: Guard,
    prices: prices::Prices,
}

/// The clouds whose configuration holds values that are known only after the apply of other resources.
#[derive(Clone, Copy, Debug, Default)]
struct Undecided {
    aws: bool,
    gcp: bool,
}

impl Provider for Palisade {
    type Config = Config;

    async fn configure(config: Config, _: Configure) -> Result<Self, Diagnostics> {
        let (aws, aws_undecided) = config::aws(&config.aws);
        let (gcp, gcp_undecided) = config::gcp(&config.gcp);
        Ok(Palisade {
            gcp_project: gcp.project.clone().filter(|_| !gcp_undecided),
            session: Session::new(aws, gcp),
            undecided: Undecided { aws: aws_undecided, gcp: gcp_undecided },
            default_labels: config.default_labels,
            guard: Guard::new(&config.policy)?,
            prices: prices::load(&config.prices)?,
        })
    }

    fn warnings(&self) -> Diagnostics {
        let mut warnings = self.guard.warnings();
        warnings.append(self.prices.warning.iter().cloned().collect());
        warnings
    }

    fn review(&self, change: &Change<'_>) -> Diagnostics {
        self.guard.review(change)
    }
}

impl Palisade {
    /// The clouds, for a call to one of them.
    pub(crate) fn session(&self, cloud: Cloud) -> Result<&Session, Diagnostic> {
        let (undecided, name) = match cloud {
            Cloud::Aws => (self.undecided.aws, "aws"),
            Cloud::Gcp => (self.undecided.gcp, "gcp"),
        };
        if undecided {
            return Err(Diagnostic::error(format!(
                "{cloud} cannot be reached yet: the provider's `{name}` is known only after apply"
            ))
            .detail(
                "A value of the provider's configuration comes from a resource that is not applied yet. Apply that \
                 resource first (`terraform apply -target=...`), or configure the provider with values that are known.",
            ));
        }
        Ok(&self.session)
    }

    /// The Google Cloud project of resources that name none, where the configuration or the environment tells it.
    pub(crate) fn gcp_project(&self) -> Option<&String> {
        self.gcp_project.as_ref()
    }

    /// The price table that counts, where there is one.
    pub(crate) fn prices(&self) -> Option<&PriceTable> {
        self.prices.table.as_ref()
    }

    /// A resource's labels with the provider's defaults under them; unknown where one of them is.
    pub(crate) fn labels_all(&self, labels: &Map<String>) -> Map<String> {
        let mut all = BTreeMap::new();
        for labels in [&self.default_labels, labels] {
            match labels {
                Value::Unknown => return Value::Unknown,
                Value::Null => {}
                Value::Known(labels) => {
                    all.extend(labels.iter().map(|(key, value)| (key.clone(), value.clone())));
                }
            }
        }
        // A label that is set to null is as one that is not there.
        all.retain(|_, value| !value.is_null());
        Value::Known(all)
    }

    /// Of the labels that a cloud shows, those that are the resource's own: what it set itself, and what is no default.
    pub(crate) fn own_labels(&self, shown: &BTreeMap<String, String>, set: &Map<String>) -> Map<String> {
        let set = set.known();
        let is_default = |key: &String, value: &String| {
            self.default_labels.known().and_then(|labels| labels.get(key)).and_then(Value::known)
                == Some(value)
        };
        let own: BTreeMap<_, _> = shown
            .iter()
            .filter(|(key, value)| set.is_some_and(|set| set.contains_key(*key)) || !is_default(key, value))
            .map(|(key, value)| (key.clone(), Value::Known(value.clone())))
            .collect();
        if own.is_empty() && set.is_none() { Value::Null } else { Value::Known(own) }
    }
}
