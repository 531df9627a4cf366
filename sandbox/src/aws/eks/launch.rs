//! Whether the machines of a node group can be launched: what EC2 refuses shows as the node group's failure.

use serde_json::Value;

use crate::aws::ec2::{self, InstanceType};
use crate::outcomes::Outcome;

/// Why machines of a type cannot be launched by a template's data; `None` where they can. `place` is the account and the
/// region.
pub(super) fn failure(ec2: &ec2::State, place: (&str, &str), machine: &str, data: &Value) -> Option<Outcome> {
    let group = data["Placement"]["GroupName"].as_str();
    let reason = match group.filter(|group| !ec2.has_placement_group(place, group)) {
        Some(group) => {
            Some(format!("InvalidPlacementGroup.Unknown - The Placement Group '{group}' is unknown."))
        }
        None => network(machine, data).map(|reason| format!("InvalidParameterCombination - {reason}")),
    };
    reason.map(|reason| Outcome {
        status: "CREATE_FAILED".to_owned(),
        code: "AsgInstanceLaunchFailures".to_owned(),
        message: format!("Could not launch On-Demand Instances. {reason} Launching EC2 instance failed."),
    })
}

/// What is wrong with the network interfaces (docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html).
fn network(machine: &str, data: &Value) -> Option<String> {
    let interfaces = data["NetworkInterfaces"].as_array()?;
    let network = InstanceType::named(machine)?.network;
    let kind = |interface: &Value| interface["InterfaceType"].as_str().unwrap_or("interface").to_owned();
    let card = |interface: &Value| interface["NetworkCardIndex"].as_u64().unwrap_or(0);
    let fabric = interfaces.iter().filter(|interface| kind(interface).starts_with("efa")).count();
    let is_primary =
        |interface: &&Value| card(interface) == 0 && interface["DeviceIndex"].as_u64() == Some(0);
    let primary = interfaces.iter().find(is_primary);
    let beyond = interfaces.iter().map(card).find(|card| *card >= u64::from(network.cards));
    match () {
        () if data["SecurityGroupIds"].is_array() => Some(
            "Network interfaces and an instance-level security groups may not be specified on the same request".into(),
        ),
        () if primary.is_none() => Some("There is no interface with device index 0 on network card 0.".into()),
        () if primary.is_some_and(|primary| kind(primary) == "efa-only") => {
            Some("An EFA-only network interface cannot be the primary network interface.".into())
        }
        () => beyond
            .map(|card| format!("Network card {card} does not exist on instance type {machine}."))
            .or_else(|| {
                let most = network.efa_interfaces;
                let too_many = u32::try_from(fabric).is_ok_and(|fabric| fabric > most);
                too_many.then(|| format!("Instance type {machine} supports at most {most} EFA interfaces."))
            }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_ec2_refuses_is_told() {
        let check = |machine: &str, data: Value, expected: Option<&str>| {
            let outcome = failure(&ec2::State::default(), ("1", "us-east-1"), machine, &data);
            let told = outcome.map(|outcome| outcome.message);
            let fits = told.as_deref().map(|told| expected.is_some_and(|expected| told.contains(expected)));
            assert_eq!(fits, expected.map(|_| true), "{machine} {data}: {told:?}");
        };
        let interface = |kind: &str, card: u32, device: u32| json!({ "InterfaceType": kind, "NetworkCardIndex": card, "DeviceIndex": device });
        let all = |cards: u32| -> Value {
            let interfaces = (0..cards).map(|card| interface("efa", card, card.min(1)));
            json!({ "NetworkInterfaces": interfaces.collect::<Vec<_>>() })
        };
        check("p5.48xlarge", json!({}), None);
        check("p5.48xlarge", all(32), None);
        check("p4d.24xlarge", all(4), None);
        check("p4d.24xlarge", all(5), Some("Network card 4 does not exist on instance type p4d.24xlarge."));
        check("g5.xlarge", all(1), Some("supports at most 0 EFA interfaces"));
        let plain = json!({ "NetworkInterfaces": [interface("interface", 0, 0)] });
        check("g5.xlarge", plain.clone(), None);
        let only = json!({ "NetworkInterfaces": [interface("efa-only", 0, 0)] });
        check("p5.48xlarge", only, Some("EFA-only"));
        let no_primary = json!({ "NetworkInterfaces": [interface("efa", 1, 1)] });
        check("p5.48xlarge", no_primary, Some("no interface with device index 0"));
        let mut both = plain;
        both["SecurityGroupIds"] = json!(["sg-1"]);
        check("g5.xlarge", both, Some("instance-level security groups"));
        let group = json!({ "Placement": { "GroupName": "close" } });
        check("p5.48xlarge", group, Some("The Placement Group 'close' is unknown."));
    }
}
