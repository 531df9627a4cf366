//! Pages of the provider, its resources, data sources and functions, from `terraform providers schema -json`.

use serde_json::{Map, Value};

use super::Pages;
use crate::run;

/// What has attributes: the folder of its pages, its key in Terraform's JSON, and what it is called.
const KINDS: [(&str, &str, &str); 2] =
    [("resources", "resource_schemas", "Resource"), ("data-sources", "data_source_schemas", "Data source")];

/// All pages of a provider's schema.
pub(super) fn pages(schema: &Value) -> Result<Pages, String> {
    let mut pages = Pages::new();
    let provider = "The provider `palisade`";
    pages.insert("index.md".to_owned(), page(provider, &schema["provider"]["block"], &contents(schema)));
    for (folder, key, word) in KINDS {
        for (name, entry) in members(&schema[key]) {
            let opening = if folder == "resources" { example(name)? } else { String::new() };
            let text = page(&format!("{word} `{name}`"), &entry["block"], &opening);
            pages.insert(format!("{folder}/{}.md", short(name)), text);
        }
    }
    for (name, function) in members(&schema["functions"]) {
        pages.insert(format!("functions/{name}.md"), function_page(name, function));
    }
    Ok(pages)
}

/// What the provider has, a line each.
fn contents(schema: &Value) -> String {
    let mut text = "## What it has\n\n".to_owned();
    for (folder, key, word) in KINDS {
        for (name, entry) in members(&schema[key]) {
            let about = first_sentence(&entry["block"]["description"]);
            text.push_str(&format!("- {word} [`{name}`]({folder}/{}.md): {about}\n", short(name)));
        }
    }
    for (name, function) in members(&schema["functions"]) {
        let about = first_sentence(&function["description"]);
        text.push_str(&format!("- Function [`{name}`](functions/{name}.md): {about}\n"));
    }
    text + "\n"
}

/// What opens a resource's page: where its tests are told, and its example, `examples/NAME/main.tf`.
fn example(name: &str) -> Result<String, String> {
    let folder = short(name).replace('_', "-");
    let path = run::root().join("examples").join(folder).join("main.tf");
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let tests = format!("[How each attribute is tested]({}-coverage.md), on either cloud.", short(name));
    Ok(format!("{tests}\n\n## Example\n\n```terraform\n{}\n```\n\n", text.trim_end()))
}

/// A page of a block's attributes; the opening stands between its description and them.
fn page(title: &str, block: &Value, opening: &str) -> String {
    let mut text = format!("# {title}\n\n{}{opening}", paragraph(&block["description"]));
    let mut nested = Vec::new();
    text.push_str("## Attributes\n\n");
    rows(&mut text, &block["attributes"], "", &mut nested);
    let mut at = 0;
    while let Some((path, attributes)) = nested.get(at).cloned() {
        text.push_str(&format!("\n### `{path}`\n\n"));
        rows(&mut text, attributes, &format!("{path}."), &mut nested);
        at += 1;
    }
    text
}

/// One line an attribute: required ones first, computed ones last.
fn rows<'a>(text: &mut String, attributes: &'a Value, prefix: &str, nested: &mut Vec<(String, &'a Value)>) {
    let mut all: Vec<(&String, &Value)> = members(attributes).collect();
    all.sort_by_key(|(name, attribute)| (rank(attribute), *name));
    for (name, attribute) in all {
        let (kind, inner) = kind(attribute);
        let flags = flags(attribute);
        let about = one_line(&attribute["description"]);
        text.push_str(&format!("- `{name}` ({kind}, {flags}) {about}").trim_end().replace("  ", " "));
        text.push('\n');
        nested.extend(inner.map(|inner| (format!("{prefix}{name}"), inner)));
    }
}

fn rank(attribute: &Value) -> u8 {
    match (attribute["required"] == true, attribute["optional"] == true) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    }
}

fn flags(attribute: &Value) -> String {
    let first = ["required", "optional", "computed"][usize::from(rank(attribute))];
    let others = [("sensitive", "sensitive"), ("write_only", "write-only"), ("deprecated", "deprecated")];
    let others = others.iter().filter(|(key, _)| attribute[*key] == true).map(|(_, word)| *word);
    std::iter::once(first).chain(others).collect::<Vec<_>>().join(", ")
}

/// The type in words, and the attributes inside.
fn kind(attribute: &Value) -> (String, Option<&Value>) {
    if let Some(nested) = attribute.get("nested_type") {
        let word = match nested["nesting_mode"].as_str() {
            Some("single") => "object",
            Some("list") => "list of objects",
            Some("set") => "set of objects",
            _ => "map of objects",
        };
        return (word.to_owned(), Some(&nested["attributes"]));
    }
    (type_name(&attribute["type"]), None)
}

/// A type as Terraform's JSON writes it: `"string"`, `["map", "string"]`, `["object", {...}]`.
fn type_name(kind: &Value) -> String {
    match kind {
        Value::String(name) => name.replace("dynamic", "any"),
        Value::Array(parts) => match (parts.first().and_then(Value::as_str), parts.get(1)) {
            (Some("object"), Some(Value::Object(fields))) => object_type(fields),
            (Some(outer), Some(inner)) => format!("{outer} of {}", type_name(inner)),
            _ => "any".to_owned(),
        },
        _ => "any".to_owned(),
    }
}

fn object_type(fields: &Map<String, Value>) -> String {
    let fields: Vec<String> =
        fields.iter().map(|(name, kind)| format!("{name}: {}", type_name(kind))).collect();
    format!("object {{{}}}", fields.join(", "))
}

fn function_page(name: &str, function: &Value) -> String {
    let parameters = function["parameters"].as_array().cloned().unwrap_or_default();
    let names: Vec<&str> = parameters.iter().filter_map(|parameter| parameter["name"].as_str()).collect();
    let mut text = format!(
        "# Function `{name}`\n\n{}```terraform\nprovider::palisade::{name}({})\n```\n\n## Arguments\n\n",
        paragraph(&function["description"]),
        names.join(", ")
    );
    for parameter in &parameters {
        let about = one_line(&parameter["description"]);
        let (name, kind) = (parameter["name"].as_str().unwrap_or_default(), type_name(&parameter["type"]));
        text.push_str(format!("- `{name}` ({kind}) {about}").trim_end());
        text.push('\n');
    }
    text + &format!("\n## Result\n\n{}\n", type_name(&function["return_type"]))
}

/// The members of an object, sorted by name; none where there is no object.
fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn paragraph(text: &Value) -> String {
    text.as_str().map(|text| format!("{}\n\n", text.trim())).unwrap_or_default()
}

/// A name without the provider's.
fn short(name: &str) -> &str {
    name.strip_prefix("palisade_").unwrap_or(name)
}

fn first_sentence(text: &Value) -> String {
    let text = one_line(text);
    text.split_once(". ").map_or(text.clone(), |(first, _)| format!("{first}."))
}

fn one_line(text: &Value) -> String {
    text.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}
