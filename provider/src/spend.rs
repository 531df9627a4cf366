//! `data "palisade_spend"`: what was spent, told apart by label, service or account.

use cloud::spend as neutral;
use cloud::{Cloud, Operation};
use tfplug::{Context, Diagnostic, Diagnostics, List, Number, Schema, Value};

use crate::budget::{filter, schema as budget};
use crate::clouds::Cloud as SchemaCloud;
use crate::convert::{items, list, number, text};
use crate::errors;
use crate::palisade::Palisade;
use crate::timeouts::Timeouts;

/// What was spent, from AWS Cost Explorer: whole days, in pieces of a day or a month, told apart by label, service or
/// account. Each read is one paid request of Cost Explorer.
///
/// Google Cloud tells spending through no API: there the error gives the query to run on BigQuery's billing export.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Spend {
    /// The cloud: `aws`. `gcp` is an error that names BigQuery's billing export and the query to run.
    #[schema(required)]
    cloud: Value<SchemaCloud>,
    /// The first day that counts, `YYYY-MM-DD`.
    #[schema(required)]
    start: Value<String>,
    /// The first day that no longer counts, `YYYY-MM-DD`.
    #[schema(required)]
    end: Value<String>,
    /// The pieces: `day`, or `month` (the default).
    granularity: Value<Granularity>,
    /// What is counted, as in `palisade_budget`; everything when unset.
    filter: Value<budget::Filter>,
    /// Whether credits lower what is counted: `include` (the default) or `exclude`.
    credits: Value<budget::Credits>,
    /// What figures are told apart by, at most two.
    group_by: List<GroupBy>,
    /// What is summed up: `UnblendedCost` when unset, `NetAmortizedCost`, ... .
    metric: Value<String>,
    /// ISO 4217; null where there are no figures.
    #[schema(computed)]
    currency: Value<String>,
    /// The sum of all.
    #[schema(computed)]
    total: Value<Number>,
    /// The pieces of time, the first first.
    #[schema(computed)]
    periods: List<Period>,
}

/// Into what pieces time is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
enum Granularity {
    Day,
    Month,
}

/// What figures are told apart by.
#[derive(Clone, Debug, Default, Schema)]
struct GroupBy {
    /// `service`, `project` (the linked account) or `label`.
    #[schema(required)]
    dimension: Value<Dimension>,
    /// The label's key, where `dimension` is `label`.
    label: Value<String>,
}

/// A way of telling figures apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
enum Dimension {
    Service,
    Project,
    Label,
}

/// What was spent in a piece of time.
#[derive(Clone, Debug, Default, Schema)]
struct Period {
    /// The first day that counts.
    #[schema(computed)]
    start: Value<String>,
    /// The first day that no longer counts.
    #[schema(computed)]
    end: Value<String>,
    /// Whether the figures may change yet.
    #[schema(computed)]
    estimated: Value<bool>,
    /// The sum.
    #[schema(computed)]
    total: Value<Number>,
    /// The figures told apart.
    #[schema(computed)]
    groups: List<Group>,
}

/// A figure told apart.
#[derive(Clone, Debug, Default, Schema)]
struct Group {
    /// A value for each of `group_by`, in its order; empty where the cost has no such label.
    #[schema(computed)]
    keys: List<String>,
    /// How much.
    #[schema(computed)]
    amount: Value<Number>,
}

/// `data "palisade_spend"`.
pub(crate) struct DataSource;

impl tfplug::DataSource for DataSource {
    type Provider = Palisade;
    type Model = Spend;

    fn schema(&self) -> Schema {
        Schema::of::<Spend>()
    }

    async fn read(&self, context: &Context<Palisade>, mut config: Spend) -> Result<Spend, Diagnostics> {
        let Some(cloud) = config.cloud.known().map(|&cloud| Cloud::from(cloud)) else {
            return Err(Diagnostic::error("`cloud` must be known").at("cloud").into());
        };
        let query = query(&config)?;
        let problems = query.check(cloud);
        if !problems.is_empty() {
            return Err(errors::problems(problems));
        }
        let operation =
            Operation { timeout: Timeouts::times(&Value::Null).read, cancel: context.cancel.clone() };
        let spend = query.spend(context.provider.session(cloud)?, cloud, &operation).await;
        let spend = spend.map_err(|error| errors::error("read what was spent", &error))?;
        config.currency = spend.currency.into();
        config.total = number(&spend.total);
        config.periods = Value::Known(list(spend.periods, period));
        Ok(config)
    }
}

fn query(config: &Spend) -> Result<neutral::SpendQuery, Diagnostic> {
    let group_by = items(&config.group_by, GroupBy::clone).unwrap_or_default();
    Ok(neutral::SpendQuery {
        start: text(&config.start).unwrap_or_default(),
        end: text(&config.end).unwrap_or_default(),
        granularity: match config.granularity.known() {
            Some(Granularity::Day) => neutral::Granularity::Day,
            Some(Granularity::Month) | None => neutral::Granularity::Month,
        },
        filter: config.filter.known().map(filter).unwrap_or_default(),
        credits: match config.credits.known() {
            None => None,
            Some(budget::Credits::Include) => Some(cloud::budget::Credits::Include),
            Some(budget::Credits::Exclude) => Some(cloud::budget::Credits::Exclude),
            Some(budget::Credits::Only) => {
                return Err(Diagnostic::error("credits of some types alone cannot be told apart here")
                    .detail("Set `credits` to \"include\" or \"exclude\".")
                    .at("credits"));
            }
        },
        group_by: group_by.into_iter().map(told_apart_by).collect::<Result<_, _>>()?,
        metric: text(&config.metric),
    })
}

fn told_apart_by(by: GroupBy) -> Result<neutral::GroupBy, Diagnostic> {
    match (by.dimension.known(), by.label.into_known()) {
        (Some(Dimension::Label), Some(label)) => Ok(neutral::GroupBy::Label(label)),
        (Some(Dimension::Service), None) => Ok(neutral::GroupBy::Service),
        (Some(Dimension::Project), None) => Ok(neutral::GroupBy::Project),
        _ => Err(Diagnostic::error("`label` goes with `dimension = \"label\"`, which needs it")
            .detail("Write { dimension = \"label\", label = \"team\" }, or a dimension without a label.")
            .at("group_by")),
    }
}

fn period(period: neutral::SpendPeriod) -> Period {
    let group = |group: neutral::SpendGroup| Group {
        keys: Value::Known(list(group.keys, |key| key)),
        amount: number(&group.amount),
    };
    Period {
        start: period.start.into(),
        end: period.end.into(),
        estimated: period.estimated.into(),
        total: number(&period.total),
        groups: Value::Known(list(period.groups, group)),
    }
}
