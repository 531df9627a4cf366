//! `DescribeInstanceTypes`: what a client chooses a machine by. What it does not need is left out (disks, hypervisors).

use super::error::Error;
use super::instance_type::{Accelerator, Accelerators, InstanceType};
use super::state::State;
use super::{Ask, filter, page};
use crate::aws::xml::element;

pub(super) fn describe(ask: &Ask<'_>, _: &mut State) -> Result<String, Error> {
    let names = ask.form.texts("InstanceType");
    let filters = filter::read(ask.form)?;
    ask.form.flag("IncludeUnsupportedInRegion")?;
    // A name may have wildcards in a filter only.
    let unknown: Vec<&str> =
        names.iter().map(String::as_str).filter(|name| InstanceType::named(name).is_none()).collect();
    if !unknown.is_empty() {
        let message = format!("The following supplied instance types do not exist: [{}]", unknown.join(", "));
        return Err(Error::new("InvalidInstanceType", message));
    }
    if names.len() > 100 {
        return Err(Error::value(&names.len().to_string(), "InstanceType"));
    }
    if !names.is_empty() && ask.form.get("MaxResults").is_some() {
        let message = "The parameters instanceTypes and maxResults cannot be used in the same request.";
        return Err(Error::combination(message));
    }
    let mut items = Vec::new();
    for machine in InstanceType::all() {
        let asked = names.is_empty() || names.iter().any(|name| name == machine.name);
        if asked && filter::pass(&filters, |name| look(&machine, name))? {
            items.push(content(&machine));
        }
    }
    let answer = page(ask.form, "instanceTypeSet", 100, items)?;
    ask.check_read()?;
    Ok(answer)
}

/// What the filters of the service look at, as far as it is known here.
fn look(machine: &InstanceType, filter: &str) -> Option<Vec<String>> {
    let one = |text: String| Some(vec![text]);
    match filter {
        "instance-type" => one(machine.name.to_owned()),
        "current-generation" => one("true".to_owned()),
        "memory-info.size-in-mib" => one(machine.memory_mib.to_string()),
        "network-info.efa-supported" => one((machine.network.efa_interfaces > 0).to_string()),
        "processor-info.supported-architecture" => one(architecture(machine).to_owned()),
        "supported-usage-class" => {
            Some(machine.usage_classes().iter().map(|class| (*class).to_owned()).collect())
        }
        "vcpu-info.default-vcpus" => one(machine.vcpus.to_string()),
        _ => None,
    }
}

fn content(machine: &InstanceType) -> String {
    let network = machine.network;
    let card = |n: u32| {
        let interfaces = element("maximumNetworkInterfaces", &network.interfaces_per_card.to_string());
        format!("<item>{}{interfaces}</item>", element("networkCardIndex", &n.to_string()))
    };
    let cards: String = (0..network.cards).map(card).collect();
    let efa = match network.efa_interfaces {
        0 => String::new(),
        most => format!("<efaInfo>{}</efaInfo>", element("maximumEfaInterfaces", &most.to_string())),
    };
    let all_interfaces = network.cards * network.interfaces_per_card;
    [
        element("instanceType", machine.name),
        element("currentGeneration", "true"),
        set("supportedUsageClasses", machine.usage_classes()),
        format!("<processorInfo>{}</processorInfo>", set("supportedArchitectures", &[architecture(machine)])),
        format!("<vCpuInfo>{}</vCpuInfo>", element("defaultVCpus", &machine.vcpus.to_string())),
        format!("<memoryInfo>{}</memoryInfo>", element("sizeInMiB", &machine.memory_mib.to_string())),
        format!(
            "<networkInfo>{}{}{}<networkCards>{cards}</networkCards>{}{efa}</networkInfo>",
            element("networkPerformance", network.performance),
            element("maximumNetworkInterfaces", &all_interfaces.to_string()),
            element("maximumNetworkCards", &network.cards.to_string()),
            element("efaSupported", &(network.efa_interfaces > 0).to_string()),
        ),
        accelerators(machine),
        format!(
            "<placementGroupInfo>{}</placementGroupInfo>",
            set("supportedStrategies", &["cluster", "partition", "spread"])
        ),
    ]
    .concat()
}

fn accelerators(machine: &InstanceType) -> String {
    let memory = |mib: u64| format!("<memoryInfo>{}</memoryInfo>", element("sizeInMiB", &mib.to_string()));
    let described = |Accelerator { name, count, memory_mib }: Accelerator| {
        element("name", name) + &element("count", &count.to_string()) + &memory(memory_mib)
    };
    match machine.accelerators {
        Accelerators::None => String::new(),
        Accelerators::Gpus(gpu) => {
            let item = element("manufacturer", "NVIDIA") + &described(gpu);
            // A part of one is still all the memory that the machine has.
            let total =
                element("totalGpuMemoryInMiB", &(u64::from(gpu.count.max(1)) * gpu.memory_mib).to_string());
            format!("<gpuInfo><gpus><item>{item}</item></gpus>{total}</gpuInfo>")
        }
        Accelerators::Neuron(device) => {
            let total = u64::from(device.count) * device.memory_mib;
            let total = element("totalNeuronDeviceMemoryInMiB", &total.to_string());
            let item = described(device);
            format!("<neuronInfo><neuronDevices><item>{item}</item></neuronDevices>{total}</neuronInfo>")
        }
    }
}

fn architecture(machine: &InstanceType) -> &'static str {
    if machine.is_arm() { "arm64" } else { "x86_64" }
}

fn set(name: &str, items: &[&str]) -> String {
    let items: String = items.iter().map(|item| element("item", item)).collect();
    format!("<{name}>{items}</{name}>")
}
