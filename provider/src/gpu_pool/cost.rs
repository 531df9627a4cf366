//! What a planned pool costs.

use cloud::gpu_pool::{Estimate, PriceTable};
use tfplug::{Number, Value};

use super::{schema, wanted};

/// The estimate of a plan: null without a price, unknown while what it follows from is.
pub(super) fn estimate(
    planned: &schema::GpuPool,
    prices: Option<&PriceTable>,
) -> Value<schema::EstimatedCost> {
    let Some(prices) = prices else { return Value::Null };
    let decides = [
        planned.cloud.is_unknown(),
        planned.location.is_unknown(),
        planned.machine_type.is_unknown(),
        planned.capacity.is_unknown(),
        planned.scaling.is_unknown(),
    ];
    let scaling = planned.scaling.known();
    let sizes = scaling.is_some_and(|scaling| {
        scaling.min.is_unknown() || scaling.max.is_unknown() || scaling.desired.is_unknown()
    });
    if decides.contains(&true) || sizes {
        return Value::Unknown;
    }
    let Some(pool) = wanted::pool(planned, &Value::Null) else { return Value::Unknown };
    let Some(estimate) = prices.estimate(&pool) else { return Value::Null };
    let hourly = |machines: u32| number(&estimate.hourly(machines).to_plain_string());
    let monthly = |machines: u32| number(&estimate.monthly(machines).to_plain_string());
    let Estimate { currency, .. } = &estimate;
    Value::Known(schema::EstimatedCost {
        currency: currency.clone().into(),
        hourly_min: hourly(pool.scaling.min),
        hourly_desired: pool.scaling.desired.map_or(Value::Null, hourly),
        hourly_max: hourly(pool.scaling.max),
        monthly_min: monthly(pool.scaling.min),
        monthly_desired: pool.scaling.desired.map_or(Value::Null, monthly),
        monthly_max: monthly(pool.scaling.max),
    })
}

fn number(text: &str) -> Value<Number> {
    text.parse::<Number>().ok().into()
}
