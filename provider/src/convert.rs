//! Values of configuration to plain ones, and back. What is unknown is left out, as if it were not set; whoever checks a
//! plan asks beside that what is unknown.

use std::collections::BTreeMap;

use tfplug::{List, Map, Number, Value};

/// The text, where it is known.
pub(crate) fn text(value: &Value<String>) -> Option<String> {
    value.known().cloned()
}

/// A nested object.
pub(crate) fn nested<T, U>(value: &Value<T>, convert: impl FnOnce(&T) -> U) -> Option<U> {
    value.known().map(convert)
}

/// The known items of a list.
pub(crate) fn items<T, U>(list: &List<T>, convert: impl Fn(&T) -> U) -> Option<Vec<U>> {
    Some(list.known()?.iter().filter_map(Value::known).map(convert).collect())
}

/// The known texts of a list.
pub(crate) fn texts(list: &List<String>) -> Option<Vec<String>> {
    items(list, Clone::clone)
}

/// The known entries of a map; empty where there is none.
pub(crate) fn texts_by_key(map: &Map<String>) -> BTreeMap<String, String> {
    let known = |(key, value): (&String, &Value<String>)| Some((key.clone(), value.known()?.clone()));
    map.known().into_iter().flatten().filter_map(known).collect()
}

/// Whether a map is known, with all its values.
pub(crate) fn is_wholly_known(map: &Map<String>) -> bool {
    !map.is_unknown() && !map.known().into_iter().flat_map(BTreeMap::values).any(Value::is_unknown)
}

/// A list attribute.
pub(crate) fn list<N, T>(items: Vec<N>, convert: impl Fn(N) -> T) -> Vec<Value<T>> {
    items.into_iter().map(|item| Value::Known(convert(item))).collect()
}

/// A list attribute of texts.
pub(crate) fn text_list(items: Vec<String>) -> Vec<Value<String>> {
    list(items, |item| item)
}

/// An exact number; null where the text is none.
pub(crate) fn number(text: &str) -> Value<Number> {
    text.parse::<Number>().ok().into()
}

/// A map attribute of texts.
pub(crate) fn text_map(entries: &BTreeMap<String, String>) -> Map<String> {
    Value::Known(entries.iter().map(|(key, value)| (key.clone(), value.clone().into())).collect())
}

/// Takes over what is shown where it differs from what was there, so that what means the same keeps its spelling.
pub(crate) fn differ<T, N: PartialEq>(
    state: &mut Value<T>,
    was: Option<N>,
    shown: Option<N>,
    convert: impl FnOnce(N) -> T,
) {
    if was != shown {
        *state = shown.map(convert).into();
    }
}

/// Takes over what differs within a nested object.
pub(crate) fn differ_within<T: Clone + Default, N: PartialEq>(
    state: &mut Value<T>,
    was: N,
    shown: N,
    observe: impl FnOnce(&mut T, N, N),
) {
    if was != shown {
        let mut now = state.known().cloned().unwrap_or_default();
        observe(&mut now, was, shown);
        *state = now.into();
    }
}

/// Two enums with the same variants, one of a schema and one of the clouds' neutral terms, each made of the other.
macro_rules! same {
    ($schema:path, $neutral:path { $($variant:ident),* $(,)? }) => {
        impl From<$schema> for $neutral {
            fn from(value: $schema) -> Self {
                use $schema as Theirs;
                match value {
                    $(Theirs::$variant => Self::$variant,)*
                }
            }
        }

        impl From<$neutral> for $schema {
            fn from(value: $neutral) -> Self {
                use $neutral as Theirs;
                match value {
                    $(Theirs::$variant => Self::$variant,)*
                }
            }
        }
    };
}

pub(crate) use same;
