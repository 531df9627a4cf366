//! Configuration as text.

/// A resource with a body, before which stand those of the defaults, each an attribute and its expression, that the body
/// does not set on a line of its own.
pub fn resource(kind: &str, label: &str, defaults: &[(&str, &str)], body: &str) -> String {
    let own = |name: &str| body.lines().any(|line| line.trim_start().starts_with(&format!("{name} =")));
    let defaults = defaults.iter().filter(|(name, _)| !own(name));
    let defaults: String = defaults.map(|(name, value)| format!("  {name} = {value}\n")).collect();
    format!("resource \"{kind}\" \"{label}\" {{\n{defaults}{body}\n}}\n")
}
