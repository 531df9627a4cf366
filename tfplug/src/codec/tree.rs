use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::codec::{Codec, DecodeError, ReadEntry, ReadItem, Sink, Source};
use crate::{Data, Number, Type, Value};

/// Data as a source: what is taken is moved out of it.
pub(super) struct Tree(Data);

/// Data as a sink.
#[derive(Default)]
pub(super) struct Builder {
    /// The values written so far that belong to no list or map yet.
    values: Vec<Data>,
    /// The entries of the innermost map that is being written.
    entries: BTreeMap<String, Data>,
}

impl From<Data> for Tree {
    fn from(data: Data) -> Self {
        Tree(data)
    }
}

impl Tree {
    fn take(&mut self) -> Data {
        std::mem::take(&mut self.0)
    }
}

impl Source for Tree {
    fn value<T: Codec>(&mut self) -> Result<Value<T>, DecodeError> {
        match self.0 {
            Data::Null => Ok(Value::Null),
            Data::Unknown => Ok(Value::Unknown),
            _ => T::read(self).map(Value::Known),
        }
    }

    fn bool(&mut self) -> Result<bool, DecodeError> {
        match self.take() {
            Data::Bool(value) => Ok(value),
            other => Err(DecodeError::expected("a bool", kind(&other))),
        }
    }

    fn number(&mut self) -> Result<Number, DecodeError> {
        match self.take() {
            Data::Number(value) => Ok(value),
            Data::String(text) => text.parse().map_err(|_| DecodeError::expected("a number", "a string")),
            other => Err(DecodeError::expected("a number", kind(&other))),
        }
    }

    fn string(&mut self) -> Result<String, DecodeError> {
        match self.take() {
            Data::String(value) => Ok(value),
            other => Err(DecodeError::expected("a string", kind(&other))),
        }
    }

    fn list(&mut self, item: ReadItem<'_, Self>) -> Result<(), DecodeError> {
        match self.take() {
            Data::List(items) => {
                items.into_iter().enumerate().try_for_each(|(index, data)| item(&mut Tree(data), index))
            }
            other => Err(DecodeError::expected("a list", kind(&other))),
        }
    }

    fn map(&mut self, entry: ReadEntry<'_, Self>) -> Result<(), DecodeError> {
        match self.take() {
            Data::Map(map) => {
                map.into_iter().try_for_each(|(key, data)| entry(&mut Tree(data), Cow::Owned(key)))
            }
            other => Err(DecodeError::expected("a map", kind(&other))),
        }
    }

    fn data(&mut self) -> Result<Data, DecodeError> {
        Ok(self.take())
    }
}

fn kind(data: &Data) -> &'static str {
    match data {
        Data::Null => "null",
        Data::Unknown => "unknown",
        Data::Bool(_) => "a bool",
        Data::Number(_) => "a number",
        Data::String(_) => "a string",
        Data::List(_) => "a list",
        Data::Map(_) => "a map",
        Data::Dynamic(_) => "a value of a dynamic type",
    }
}

impl Builder {
    pub(super) fn finish(mut self) -> Data {
        self.values.pop().unwrap_or_default()
    }
}

impl Sink for Builder {
    fn null(&mut self) {
        self.values.push(Data::Null);
    }

    fn unknown(&mut self) {
        self.values.push(Data::Unknown);
    }

    fn bool(&mut self, value: bool) {
        self.values.push(Data::Bool(value));
    }

    fn number(&mut self, value: &Number) {
        self.values.push(Data::Number(value.clone()));
    }

    fn string(&mut self, value: &str) {
        self.values.push(Data::String(value.to_owned()));
    }

    fn list(&mut self, _length: usize, items: &mut dyn FnMut(&mut Self)) {
        let start = self.values.len();
        items(self);
        let items = self.values.split_off(start);
        self.values.push(Data::List(items));
    }

    fn map(&mut self, _length: usize, entries: &mut dyn FnMut(&mut Self)) {
        let outer = std::mem::take(&mut self.entries);
        entries(self);
        let map = std::mem::replace(&mut self.entries, outer);
        self.values.push(Data::Map(map));
    }

    fn entry<T: Codec>(&mut self, key: &str, value: &T) {
        value.write(self);
        let value = self.values.pop().unwrap_or_default();
        self.entries.insert(key.to_owned(), value);
    }

    fn dynamic(&mut self, of: &Type, value: &Data) {
        self.values.push(Data::Dynamic(Box::new((of.clone(), value.clone()))));
    }
}
