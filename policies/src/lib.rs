//! Palisade's policies: rules in Rego, embedded in the binary, and the engine that reviews planned changes with them.
//!
//! ```
//! use policies::{Action, Engine, Outcome, PlannedResource, Settings, Tree};
//!
//! let engine = Engine::load(Settings::default())?;
//! let bucket = PlannedResource {
//!     address: Some("palisade_bucket.open".to_owned()),
//!     resource_type: "palisade_bucket".to_owned(),
//!     action: Action::Create,
//!     prior: None,
//!     planned: Tree::from(serde_json::json!({"cloud": "aws", "public_access": "allowed"})),
//!     secrets: Default::default(),
//! };
//! let review = engine.review(&[bucket])?;
//! let denial = review.of(Outcome::Denied).next().expect("a denial");
//! assert_eq!((denial.rule_id.as_str(), denial.attribute_text().as_str()), ("PE-12", "public_access"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Rules lie in `packs/<pack>/<rule>/`, what they share in `lib/`. It knows no cloud and no protocol of Terraform.

mod engine;
mod error;
mod finding;
pub mod plan;
pub mod report;
mod resource;
mod settings;
mod tree;

pub use engine::{Engine, Rule, Stage, view_attributes};
pub use error::{LoadError, ReviewError};
pub use finding::{Finding, Outcome, Review, Severity, Step};
pub use resource::{Action, PlannedResource};
pub use settings::{Level, Mode, OPERATOR_VARIABLE, Settings};
pub use tree::Tree;
