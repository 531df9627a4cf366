//! What a launch template says: how it is sent, kept and shown.

use serde_json::{Map, Value};

use super::error::Error;
use super::form::Form;
use super::instance_type::InstanceType;
use super::template_model::{DATA, Field, Kind, List};
use crate::aws::xml::escape;

/// The parameter that holds it.
const NAME: &str = "LaunchTemplateData";

/// Reads what a launch template says, by the model's names.
pub(super) fn read(form: &Form) -> Result<Value, Error> {
    let data = structure(form, NAME, DATA)?;
    let target = &data["CapacityReservationSpecification"];
    let preference = target["CapacityReservationPreference"].as_str();
    if target["CapacityReservationTarget"].is_object() && matches!(preference, Some("open" | "none")) {
        return Err(Error::combination(
            "You cannot specify CapacityReservationPreference and CapacityReservationTarget at the same time",
        ));
    }
    let hops = data["MetadataOptions"]["HttpPutResponseHopLimit"].as_i64();
    if let Some(hops) = hops.filter(|hops| !(1..=64).contains(hops)) {
        return Err(Error::value(&hops.to_string(), "HttpPutResponseHopLimit"));
    }
    match data.as_object().is_none_or(Map::is_empty) {
        true => Err(Error::missing(NAME)),
        false => Ok(data),
    }
}

/// Shows what a launch template says, as the element of a name.
pub(super) fn show(name: &str, data: &Value) -> String {
    format!("<{name}>{}</{name}>", show_structure(data, DATA))
}

/// Puts what a new version says over what its source says: each top-level member as a whole
/// (EC2 API Reference, `CreateLaunchTemplateVersion`, `SourceVersion`).
pub(super) fn merge(source: &Value, new: &Value) -> Value {
    let mut merged = source.as_object().cloned().unwrap_or_default();
    merged.extend(new.as_object().cloned().unwrap_or_default());
    Value::Object(merged)
}

fn structure(form: &Form, prefix: &str, fields: &[Field]) -> Result<Value, Error> {
    let mut members = Map::new();
    for Field(name, kind) in fields {
        let sent = match kind {
            Kind::List(list) => list.sent,
            _ => name,
        };
        if let Some(value) = value(form, &format!("{prefix}.{sent}"), kind)? {
            members.insert((*name).to_owned(), value);
        }
    }
    Ok(Value::Object(members))
}

fn value(form: &Form, name: &str, kind: &Kind) -> Result<Option<Value>, Error> {
    Ok(match kind {
        Kind::Text => form.get(name).map(Value::from),
        Kind::Flag => form.flag(name)?.map(Value::from),
        Kind::Whole => form.whole(name)?.map(Value::from),
        Kind::Choice(words) => match form.get(name) {
            Some(word) if !words.contains(&word) => return Err(Error::value(word, name)),
            word => word.map(Value::from),
        },
        Kind::InstanceType => match form.get(name) {
            Some(word) if InstanceType::named(word).is_none() => return Err(Error::value(word, name)),
            word => word.map(Value::from),
        },
        Kind::Structure(fields) => match form.goes_on(name) {
            true => Some(structure(form, name, fields)?),
            false => None,
        },
        Kind::List(list) => {
            let mut items = Vec::new();
            for item in form.items(name) {
                items.extend(value(form, &item, list.of)?);
            }
            (!items.is_empty()).then_some(Value::Array(items))
        }
    })
}

fn show_structure(value: &Value, fields: &[Field]) -> String {
    fields.iter().map(|Field(name, kind)| show_member(&value[*name], name, kind)).collect()
}

fn show_member(value: &Value, name: &str, kind: &Kind) -> String {
    if value.is_null() {
        return String::new();
    }
    match kind {
        Kind::List(List { shown, item, of, .. }) => {
            let items = value.as_array().into_iter().flatten();
            let items: String =
                items.map(|one| format!("<{item}>{}</{item}>", show_value(one, of))).collect();
            format!("<{shown}>{items}</{shown}>")
        }
        _ => {
            let shown = small(name);
            format!("<{shown}>{}</{shown}>", show_value(value, kind))
        }
    }
}

fn show_value(value: &Value, kind: &Kind) -> String {
    match (kind, value) {
        (Kind::Structure(fields), _) => show_structure(value, fields),
        (_, Value::String(text)) => escape(text),
        _ => value.to_string(),
    }
}

fn small(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase().to_string() + letters.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_sent_is_shown() {
        let check = |sent: &str, kept: Value, shown: &str| {
            let form = Form::spelt(sent);
            let data = read(&form).unwrap();
            assert_eq!(form.check_read(), Ok(()), "{sent}");
            assert_eq!(data, kept, "{sent}");
            assert_eq!(show("data", &data), format!("<data>{shown}</data>"), "{sent}");
        };
        check(
            "LaunchTemplateData.InstanceType=p5.48xlarge&LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit=1",
            json!({ "InstanceType": "p5.48xlarge", "MetadataOptions": { "HttpPutResponseHopLimit": 1 } }),
            "<instanceType>p5.48xlarge</instanceType><metadataOptions><httpPutResponseHopLimit>1\
             </httpPutResponseHopLimit></metadataOptions>",
        );
        let interface = "LaunchTemplateData.NetworkInterface.1";
        check(
            &format!(
                "{interface}.InterfaceType=efa&{interface}.SecurityGroupId.1=sg-1&{interface}.DeleteOnTermination=true"
            ),
            json!({ "NetworkInterfaces": [{ "InterfaceType": "efa", "Groups": ["sg-1"], "DeleteOnTermination": true }] }),
            "<networkInterfaceSet><item><deleteOnTermination>true</deleteOnTermination><groupSet><groupId>sg-1</groupId>\
             </groupSet><interfaceType>efa</interfaceType></item></networkInterfaceSet>",
        );
        check(
            "LaunchTemplateData.TagSpecification.1.ResourceType=instance&LaunchTemplateData.TagSpecification.1.Tag.1.Key=a%26b",
            json!({ "TagSpecifications": [{ "ResourceType": "instance", "Tags": [{ "Key": "a&b" }] }] }),
            "<tagSpecificationSet><item><resourceType>instance</resourceType><tagSet><item><key>a&amp;b</key></item></tagSet>\
             </item></tagSpecificationSet>",
        );
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let check = |sent: &str, expected: &str| {
            let form = Form::spelt(sent);
            let error = read(&form).map(drop).and_then(|()| form.check_read()).unwrap_err();
            assert_eq!(error.message, expected, "{sent}");
        };
        check("", "The request must contain the parameter LaunchTemplateData");
        check(
            "LaunchTemplateData.InstanceType=p5.49xlarge",
            "Value (p5.49xlarge) for parameter LaunchTemplateData.InstanceType is invalid.",
        );
        check(
            "LaunchTemplateData.MetadataOptions.HttpTokens=never",
            "Value (never) for parameter LaunchTemplateData.MetadataOptions.HttpTokens is invalid.",
        );
        check(
            "LaunchTemplateData.ImageId=ami-1&LaunchTemplateData.ImageIdd=ami-1",
            "The parameter LaunchTemplateData.ImageIdd is not recognized",
        );
    }

    #[test]
    fn a_version_stands_on_its_source() {
        let source = json!({ "ImageId": "ami-1", "MetadataOptions": { "HttpTokens": "required" } });
        let new = json!({ "MetadataOptions": { "HttpEndpoint": "enabled" } });
        assert_eq!(
            merge(&source, &new),
            json!({ "ImageId": "ami-1", "MetadataOptions": { "HttpEndpoint": "enabled" } })
        );
    }
}
