//! Pages of the rules: their METADATA, and their examples in HCL.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Pages;

/// The list of rules, and a page for each.
pub(super) fn pages(rules: &Value, root: &Path) -> Result<Pages, String> {
    let rules = rules.as_array().ok_or("palisade rules gives no list")?;
    let mut pages = Pages::new();
    let mut list = "# Rules\n\nAt the level that each comes with; an operator can raise it.\n\n\
                    | rule | level | severity | what it finds |\n|---|---|---|---|\n"
        .to_owned();
    for rule in rules {
        let text = |name: &str| rule[name].as_str().unwrap_or_default();
        let name = text("name");
        list += &format!(
            "| [{}](rules/{name}.md) `{name}` | {} | {} | {} |\n",
            text("id"),
            text("default"),
            text("severity"),
            text("title")
        );
        pages.insert(format!("rules/{name}.md"), page(rule, root)?);
    }
    pages.insert("rules.md".to_owned(), list);
    Ok(pages)
}

fn page(rule: &Value, root: &Path) -> Result<String, String> {
    let text = |name: &str| rule[name].as_str().unwrap_or_default();
    let words = |name: &str| {
        let words = rule[name].as_array().cloned().unwrap_or_default();
        words.iter().filter_map(Value::as_str).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
    };
    let mut page = format!("# {}: {}\n\n{}\n\n", text("id"), text("title"), text("description").trim());
    page += &format!(
        "- Rule: [`{name}`](../../../policies/packs/{name}/), {} by default, severity {}\n",
        text("default"),
        text("severity"),
        name = text("name")
    );
    page += &format!("- Looks at: {} of {}\n", words("attributes"), words("resource_types"));
    page += &format!("- Enforced: {}\n", enforced(rule));
    let compliance = rule["compliance"].as_array().cloned().unwrap_or_default();
    if !compliance.is_empty() {
        let controls: Vec<&str> = compliance.iter().filter_map(Value::as_str).collect();
        page += &format!("- Helps to meet: {}\n", controls.join("; "));
    }
    page += &format!("- To mend it: {}\n", text("remediation"));
    for example in rule["examples"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let path = root.join(example);
        let hcl = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let stem = Path::new(example).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        page += &format!("\n## {}\n\n```terraform\n{}\n```\n", outcome(stem), hcl.trim_end());
    }
    Ok(page)
}

/// Where a rule is enforced.
fn enforced(rule: &Value) -> String {
    let stages: Vec<&str> =
        rule["enforced_at"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let moments = [("plan", "while it plans"), ("apply", "before it applies")];
    let moments: Vec<&str> =
        moments.iter().filter(|(stage, _)| stages.contains(stage)).map(|(_, words)| *words).collect();
    if moments.is_empty() {
        return "in `palisade check` alone, which sees the whole plan".to_owned();
    }
    let whole = if stages.contains(&"whole_plan") { ", which sees the whole plan too" } else { "" };
    format!(
        "in the provider, resource by resource, {}; and in `palisade check`{whole}",
        moments.join(" and ")
    )
}

/// What the name of an example's file says of it.
fn outcome(stem: &str) -> &str {
    match stem {
        "pass" => "Passes",
        "fail" => "Breaks the rule",
        "unknown" => "Not decided before the apply",
        other => other,
    }
}
