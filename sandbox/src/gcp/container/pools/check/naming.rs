//! Names that users choose: taints, labels, tags, and the network's profile.

use serde_json::Value;

use super::{Check, list, refuse, text, texts};

pub(super) fn taints(pool: &Value) -> Check {
    let taints = list(pool, "/config/taints");
    for (index, taint) in taints.iter().enumerate() {
        let (key, value, effect) = (text(taint, "/key"), text(taint, "/value"), text(taint, "/effect"));
        if !is_label_key(key) || !is_label_value(value) {
            return refuse(format!("Invalid taint \"{key}={value}\": it must be as Kubernetes takes it."));
        }
        if effect.is_empty() {
            return refuse(format!("Taint \"{key}\" must have an effect."));
        }
        let same = |other: &Value| text(other, "/key") == key && text(other, "/effect") == effect;
        if taints.iter().take(index).any(same) {
            return refuse(format!("Taint \"{key}\" with effect {effect} must not be there twice."));
        }
    }
    Ok(())
}

pub(super) fn labels(pool: &Value) -> Check {
    let entries = |path: &str| {
        let labels = pool.pointer(path).and_then(Value::as_object).into_iter().flatten();
        labels.map(|(key, value)| (key.as_str(), value.as_str().unwrap_or_default()))
    };
    for (key, value) in entries("/config/labels") {
        if !is_label_key(key) || !is_label_value(value) {
            return refuse(format!(
                "Invalid node label \"{key}={value}\": it must be as Kubernetes takes it."
            ));
        }
        // <https://kubernetes.io/docs/reference/labels-annotations-taints/> keeps these for itself.
        let domain = key.split_once('/').map_or("", |(domain, _)| domain);
        if ["kubernetes.io", "k8s.io"]
            .iter()
            .any(|own| domain == *own || domain.ends_with(&format!(".{own}")))
        {
            return refuse(format!("Node label \"{key}\" is reserved."));
        }
    }
    for (key, value) in entries("/config/resourceLabels") {
        if !key.starts_with(|c: char| c.is_alphabetic())
            || !is_resource_label(key)
            || !is_resource_label(value)
        {
            return refuse(format!(
                "Invalid resource label \"{key}={value}\": keys and values have up to 63 lowercase letters, digits, \
                 hyphens and underscores, and keys begin with a letter."
            ));
        }
    }
    Ok(())
}

pub(super) fn network(pool: &Value) -> Check {
    for tag in texts(pool, "/config/tags") {
        let inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let good = tag.len() <= 63
            && tag.chars().all(inside)
            && tag.starts_with(|c: char| c.is_ascii_lowercase())
            && !tag.ends_with('-');
        if !good {
            return refuse(format!("Invalid network tag \"{tag}\"."));
        }
    }
    let profile = text(pool, "/networkConfig/acceleratorNetworkProfile");
    if !matches!(profile, "" | "auto") {
        return refuse(format!("Accelerator_network_profile \"{profile}\" is not supported; use \"auto\"."));
    }
    let machine = text(pool, "/config/machineType");
    let many_cards = ["a3-highgpu-8g", "a3-megagpu-", "a3-ultragpu-", "a4-", "a4x-"];
    if profile == "auto" && !many_cards.iter().any(|prefix| machine.starts_with(prefix)) {
        return refuse(format!(
            "Accelerator_network_profile is not supported by machine type \"{machine}\"."
        ));
    }
    Ok(())
}

/// `DOMAIN/NAME` or `NAME`,
/// <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set>.
fn is_label_key(key: &str) -> bool {
    let (domain, name) = key.split_once('/').unwrap_or(("", key));
    let host = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
    !name.is_empty()
        && is_label_value(name)
        && domain.len() <= 253
        && domain.chars().all(host)
        && (key.contains('/') != domain.is_empty())
}

/// <https://cloud.google.com/compute/docs/labeling-resources#requirements>: letters of every language, none in upper
/// case.
fn is_resource_label(text: &str) -> bool {
    let good = |c: char| (c.is_alphanumeric() && !c.is_uppercase()) || "_-".contains(c);
    text.chars().count() <= 63 && text.chars().all(good)
}

fn is_label_value(value: &str) -> bool {
    let ends = |c: char| c.is_ascii_alphanumeric();
    let inside = |c: char| ends(c) || "-_.".contains(c);
    value.is_empty()
        || (value.len() <= 63
            && value.chars().all(inside)
            && value.starts_with(ends)
            && value.ends_with(ends))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{check, gpu, merged};
    use super::*;

    #[test]
    fn names() {
        let config = |config: Value| json!({ "config": config });
        check(config(json!({ "taints": [{ "key": "a/b", "effect": "NO_EXECUTE" }] })), None);
        check(config(json!({ "taints": [{ "key": "a" }] })), Some("effect"));
        check(config(json!({ "taints": [{ "key": "a b", "effect": "NO_EXECUTE" }] })), Some("Invalid taint"));
        check(config(json!({ "labels": { "team": "a.B_c" } })), None);
        check(config(json!({ "labels": { "kubernetes.io/os": "linux" } })), Some("reserved"));
        check(config(json!({ "labels": { "/a": "b" } })), Some("Invalid node label"));
        check(config(json!({ "resourceLabels": { "Team": "a" } })), Some("Invalid resource label"));
        check(config(json!({ "resourceLabels": { "1a": "a" } })), Some("Invalid resource label"));
        check(config(json!({ "resourceLabels": { "team": "été-1" } })), None);
        check(config(json!({ "tags": ["A"] })), Some("Invalid network tag"));
        let profile = json!({ "networkConfig": { "acceleratorNetworkProfile": "auto" } });
        check(merged(gpu("a3-megagpu-8g", "nvidia-h100-mega-80gb", 8, json!({})), profile.clone()), None);
        check(
            merged(gpu("g2-standard-4", "nvidia-l4", 1, json!({})), profile),
            Some("not supported by machine"),
        );
    }
}
