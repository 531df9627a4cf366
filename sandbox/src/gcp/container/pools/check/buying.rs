//! How the machines are bought: on demand, spot, from a reservation, by flex-start, queued.

use serde_json::Value;

use super::{Check, flag, list, refuse, text, texts};

/// The longest that a machine with flex-start runs: seven days,
/// <https://cloud.google.com/kubernetes-engine/docs/concepts/dws>.
const LONGEST_RUN: f64 = 604_800.0;

/// One way excludes most others.
pub(super) fn model(pool: &Value) -> Check {
    let config = |field: &str| flag(pool, &format!("/config/{field}"));
    let (spot, flex) = (config("spot"), config("flexStart"));
    let queued = flag(pool, "/queuedProvisioning/enabled");
    if spot && config("preemptible") {
        return refuse("Only one of spot and preemptible can be set.");
    }
    if spot && (flex || queued) {
        return refuse("Flex-start and queued provisioning cannot be used with spot.");
    }
    let affinity = text(pool, "/config/reservationAffinity/consumeReservationType");
    reservation(pool, affinity)?;
    // In these words in hashicorp/terraform-provider-google#18341.
    if queued && affinity != "NO_RESERVATION" {
        return refuse("Queued_provisioning requires reservation affinity to be set to none");
    }
    if queued && !flag(pool, "/autoscaling/enabled") {
        return refuse("Queued_provisioning requires autoscaling to be enabled.");
    }
    if queued && list(pool, "/config/accelerators").is_empty() {
        return refuse("Queued_provisioning requires accelerators.");
    }
    if flex && !matches!(affinity, "" | "NO_RESERVATION") {
        return refuse("Flex_start requires reservation affinity to be set to none.");
    }
    // Both from GoogleCloudPlatform/cluster-toolkit#4027; left unset, management means repair.
    if flex && pool.get("management").is_none_or(|management| flag(management, "/autoRepair")) {
        return refuse("Flex_start requires auto_repair to be disabled.");
    }
    run_time(text(pool, "/config/maxRunDuration"), flex)
}

fn reservation(pool: &Value, affinity: &str) -> Check {
    let at = |field: &str| format!("/config/reservationAffinity/{field}");
    let (key, values) = (text(pool, &at("key")), texts(pool, &at("values")));
    match affinity {
        "SPECIFIC_RESERVATION" if key != "compute.googleapis.com/reservation-name" => refuse(
            "Reservation_affinity.key must be \"compute.googleapis.com/reservation-name\" for SPECIFIC_RESERVATION.",
        ),
        "SPECIFIC_RESERVATION" if values.is_empty() => {
            refuse("Reservation_affinity.values must name a reservation for SPECIFIC_RESERVATION.")
        }
        "SPECIFIC_RESERVATION" => Ok(()),
        _ if !key.is_empty() || !values.is_empty() => {
            refuse("Reservation_affinity.key and values can only be set for SPECIFIC_RESERVATION.")
        }
        _ => Ok(()),
    }
}

fn run_time(duration: &str, flex: bool) -> Check {
    if duration.is_empty() {
        return Ok(());
    }
    let seconds: f64 = duration.trim_end_matches('s').parse().unwrap_or_default();
    if seconds <= 0.0 {
        return refuse("Max_run_duration must be greater than 0.");
    }
    if flex && seconds > LONGEST_RUN {
        return refuse("Max_run_duration must not be longer than 7 days (604800s) with flex-start.");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{check, gpu, merged};
    use super::*;

    #[test]
    fn machines_are_bought_in_one_way() {
        let l4 = |more| merged(gpu("g2-standard-4", "nvidia-l4", 1, json!({})), more);
        let none = json!({ "consumeReservationType": "NO_RESERVATION" });
        let scaling = json!({ "enabled": true, "totalMaxNodeCount": 4 });
        let queued = json!({ "enabled": true });
        let all = json!({ "queuedProvisioning": queued, "autoscaling": scaling, "config": { "reservationAffinity": none } });
        check(l4(all), None);
        check(
            l4(json!({ "queuedProvisioning": queued, "autoscaling": scaling })),
            Some("reservation affinity to be set to none"),
        );
        check(
            l4(json!({ "queuedProvisioning": queued, "config": { "reservationAffinity": none } })),
            Some("autoscaling"),
        );
        check(l4(json!({ "config": { "flexStart": true } })), Some("auto_repair"));
        let manual = json!({ "autoUpgrade": true });
        check(l4(json!({ "management": manual, "config": { "flexStart": true } })), None);
        check(
            l4(json!({ "management": manual, "config": { "flexStart": true, "spot": true } })),
            Some("spot"),
        );
        check(
            l4(json!({ "management": manual, "config": { "flexStart": true, "maxRunDuration": "604801s" } })),
            Some("7 days"),
        );
        check(l4(json!({ "config": { "spot": true, "preemptible": true } })), Some("Only one"));
        let named = |values: Value| {
            json!({ "config": { "reservationAffinity": {
                "consumeReservationType": "SPECIFIC_RESERVATION",
                "key": "compute.googleapis.com/reservation-name", "values": values,
            } } })
        };
        check(l4(named(json!(["r"]))), None);
        check(l4(named(json!([]))), Some("name a reservation"));
        check(l4(json!({ "config": { "reservationAffinity": { "key": "k" } } })), Some("only be set"));
    }
}
