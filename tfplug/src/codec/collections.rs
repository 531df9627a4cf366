use std::collections::BTreeMap;

use crate::codec::{Codec, DecodeError, Sink, Source};
use crate::path::Step;
use crate::{Elements, Value};

impl<T: Codec> Codec for Vec<T> {
    fn read<S: Source>(source: &mut S) -> Result<Self, DecodeError> {
        let mut items = Vec::new();
        source.list(&mut |source, index| {
            items.push(T::read(source).map_err(|error| error.at_index(index))?);
            Ok(())
        })?;
        Ok(items)
    }

    fn write<K: Sink>(&self, sink: &mut K) {
        sink.list(self.len(), &mut |sink| self.iter().for_each(|item| item.write(sink)));
    }
}

impl<T: Codec> Codec for Elements<T> {
    fn read<S: Source>(source: &mut S) -> Result<Self, DecodeError> {
        let mut items = Vec::new();
        source.list(&mut |source, _| {
            items.push(Value::read(source)?);
            Ok(())
        })?;
        Ok(Elements(items))
    }

    fn write<K: Sink>(&self, sink: &mut K) {
        self.0.write(sink);
    }
}

impl<T: Codec> Codec for BTreeMap<String, T> {
    fn read<S: Source>(source: &mut S) -> Result<Self, DecodeError> {
        let mut map = BTreeMap::new();
        source.map(&mut |source, key| {
            let value = T::read(source).map_err(|error| error.within(Step::Key(key.to_string())))?;
            map.insert(key.into_owned(), value);
            Ok(())
        })?;
        Ok(map)
    }

    fn write<K: Sink>(&self, sink: &mut K) {
        sink.map(self.len(), &mut |sink| self.iter().for_each(|(key, value)| sink.entry(key, value)));
    }
}

impl<T: Codec> Codec for Option<T> {
    fn read<S: Source>(source: &mut S) -> Result<Self, DecodeError> {
        match source.value()? {
            Value::Known(value) => Ok(Some(value)),
            Value::Null => Ok(None),
            Value::Unknown => Err(DecodeError::expected("known", "unknown")),
        }
    }

    fn write<K: Sink>(&self, sink: &mut K) {
        match self {
            Some(value) => value.write(sink),
            None => sink.null(),
        }
    }
}
