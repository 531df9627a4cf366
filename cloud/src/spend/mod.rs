//! What was spent, by time, label, service and account: AWS Cost Explorer. Google Cloud tells it through no API, only
//! through an export to BigQuery, whose query stands in the error.

mod aws;
mod check;
mod gcp;

use crate::budget::{Credits, Filter};
use crate::{Cloud, Error, Operation, Problem, Session};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpendQuery {
    /// The first day that counts, `YYYY-MM-DD`.
    pub start: String,
    /// The first day that no longer counts, `YYYY-MM-DD`.
    pub end: String,
    /// Into what pieces the time is cut.
    pub granularity: Granularity,
    /// What is counted; everything when empty.
    pub filter: Filter,
    /// Whether credits lower what is counted; they do when `None`.
    pub credits: Option<Credits>,
    /// What figures are told apart by, at most two.
    pub group_by: Vec<GroupBy>,
    /// What is summed up: `UnblendedCost` when `None`, `NetAmortizedCost`, ... . AWS only.
    pub metric: Option<String>,
}

/// Into what pieces the time of a question is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Granularity {
    /// Days.
    Day,
    /// Calendar months; the first and the last may be cut short by the question.
    Month,
}

/// What figures are told apart by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// The service.
    Service,
    /// The linked account.
    Project,
    /// The value of a label.
    Label(String),
}

/// What was spent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spend {
    /// ISO 4217; `None` where there are no figures.
    pub currency: Option<String>,
    /// The sum of all, an exact decimal.
    pub total: String,
    /// The pieces of time, the first first.
    pub periods: Vec<SpendPeriod>,
}

/// What was spent in a piece of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpendPeriod {
    /// The first day that counts.
    pub start: String,
    /// The first day that no longer counts.
    pub end: String,
    /// Whether the figures may change yet.
    pub estimated: bool,
    /// The sum, an exact decimal.
    pub total: String,
    /// The figures told apart, as the question asks; empty where it does not.
    pub groups: Vec<SpendGroup>,
}

/// A figure told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpendGroup {
    /// A value for each [`GroupBy`] of the question, in its order; empty where the cost has no such label.
    pub keys: Vec<String>,
    /// An exact decimal.
    pub amount: String,
}

impl SpendQuery {
    /// Everything that the chosen cloud cannot tell, found without asking it.
    pub fn check(&self, cloud: Cloud) -> Vec<Problem> {
        match cloud {
            Cloud::Aws => check::check(self),
            Cloud::Gcp => vec![gcp::problem(self)],
        }
    }

    /// What was spent on one cloud. AWS charges for each page of the answer.
    ///
    /// # Errors
    /// [`Error::Credentials`] when none can be found, else what the service answered. Google Cloud tells it through no API:
    /// its error has the query to run in BigQuery.
    pub async fn spend(
        &self,
        session: &Session,
        cloud: Cloud,
        operation: &Operation,
    ) -> Result<Spend, Error> {
        match cloud {
            Cloud::Aws => aws::spend(session.aws(), self, &operation.start(cloud)).await,
            Cloud::Gcp => Err(gcp::error(self)),
        }
    }
}
