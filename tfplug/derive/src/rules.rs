use syn::{Error, Type};

use crate::keys::{Key, Keys, Known, Takes};
use crate::{default, types};

/// What may be written on a field.
pub(crate) const FIELD: &[Known] = &[
    Known { name: "required", takes: Takes::Nothing },
    Known { name: "optional", takes: Takes::Nothing },
    Known { name: "computed", takes: Takes::Nothing },
    Known { name: "sensitive", takes: Takes::Nothing },
    Known { name: "write_only", takes: Takes::Nothing },
    Known { name: "deprecated", takes: Takes::Value },
    Known { name: "default", takes: Takes::Value },
    Known { name: "replace", takes: Takes::Nothing },
    Known { name: "keep_prior", takes: Takes::Nothing },
    Known { name: "validate", takes: Takes::Values },
    Known { name: "name", takes: Takes::Value },
    Known { name: "block", takes: Takes::Nothing },
    Known { name: "min_items", takes: Takes::Value },
    Known { name: "max_items", takes: Takes::Value },
];

/// Keys that cannot stand together, and why.
const CONFLICTS: &[(&str, &str, &str)] = &[
    ("required", "optional", "the configuration either must set an attribute or may"),
    (
        "required",
        "computed",
        "a required attribute is always set by the configuration, never by the provider",
    ),
    ("required", "default", "a required attribute is always set, so that its default would never be planned"),
    ("required", "keep_prior", "a required attribute is always set, so that no prior value is kept"),
    ("write_only", "computed", "a write-only attribute is never kept, so that the provider cannot set it"),
    ("write_only", "default", "a write-only attribute is never planned, so that it has no default"),
    ("write_only", "replace", "a write-only attribute is never kept, so that a change of it is not seen"),
];

/// Keys that ask for another, and why.
const NEEDS: &[(&str, &[&str], &str)] = &[
    ("keep_prior", &["computed", "default"], "only a value that the provider sets is unknown while planning"),
    ("min_items", &["block"], "only nested blocks are counted"),
    ("max_items", &["block"], "only nested blocks are counted"),
];

/// What may stand beside `block`: the rest says something about an attribute.
const ON_BLOCKS: &[&str] = &["block", "min_items", "max_items", "name", "deprecated"];

/// Checks that the keys of one field go together.
pub(crate) fn check(keys: &Keys, of: &Type) -> syn::Result<()> {
    for (one, other, why) in CONFLICTS {
        if let (Some(_), Some(key)) = (keys.find(one), keys.find(other)) {
            return Err(wrong(key, format!("`{one}` and `{other}` exclude each other: {why}")));
        }
    }
    for (one, needs, why) in NEEDS {
        if let Some(key) = keys.find(one)
            && !needs.iter().any(|other| keys.has(other))
        {
            let needs: Vec<_> = needs.iter().map(|other| format!("`{other}`")).collect();
            return Err(wrong(key, format!("`{one}` needs {}: {why}", needs.join(" or "))));
        }
    }
    if let Some(key) = keys.find("computed")
        && keys.has("default")
        && !keys.has("optional")
    {
        return Err(wrong(
            key,
            "a default is for what the configuration may set: write `optional` too, or neither",
        ));
    }
    for value in keys.values("default") {
        default::check(value, of)?;
    }
    if keys.has("block") { check_block(keys, of) } else { check_type(of) }
}

fn check_block(keys: &Keys, of: &Type) -> syn::Result<()> {
    for known in FIELD.iter().filter(|known| !ON_BLOCKS.contains(&known.name)) {
        if let Some(key) = keys.find(known.name) {
            return Err(wrong(
                key,
                format!("`{}` is for attributes, and this is a nested block", known.name),
            ));
        }
    }
    let (min, max) = (keys.count("min_items")?, keys.count("max_items")?);
    if let (Some(min), Some(max), Some(key)) = (min, max, keys.find("max_items"))
        && max < min
    {
        return Err(wrong(key, format!("`max_items` is less than `min_items`, which is {min}")));
    }
    let counted = !matches!(types::arrangement(of).as_deref(), Some("Option" | "BTreeMap"));
    match keys.find("min_items").or_else(|| keys.find("max_items")) {
        Some(key) if !counted => {
            Err(wrong(key, format!("`{}` counts the blocks of a Vec or Elements alone", key.name)))
        }
        _ => Ok(()),
    }
}

/// Says early, and at the type, what many will write first.
fn check_type(of: &Type) -> syn::Result<()> {
    let Some(name) = types::last_name(of) else { return Ok(()) };
    let instead = match name.as_str() {
        "String" | "bool" | "i64" | "u32" | "u64" | "f64" | "Number" | "Data" => format!("Value<{name}>"),
        "str" => "Value<String>".to_owned(),
        "i8" | "i16" | "i32" | "u8" | "u16" | "usize" | "isize" | "i128" | "u128" => "Value<i64>".to_owned(),
        "f32" => "Value<f64>".to_owned(),
        "Option" => "Value<..>".to_owned(),
        "Vec" => "List<..>".to_owned(),
        "Elements" | "HashSet" | "BTreeSet" => "Set<..>".to_owned(),
        "HashMap" | "BTreeMap" => "Map<..>".to_owned(),
        _ => return Ok(()),
    };
    let block = if matches!(name.as_str(), "Option" | "Vec" | "Elements" | "BTreeMap") {
        ", or mark a nested block with #[schema(block)]"
    } else {
        ""
    };
    Err(Error::new_spanned(
        of,
        format!("an attribute may be null or unknown, which `{name}` cannot say: write `{instead}`{block}"),
    ))
}

fn wrong(key: &Key, message: impl std::fmt::Display) -> Error {
    Error::new(key.span, message)
}
