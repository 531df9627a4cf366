use crate::codec::msgpack::{Reader, typed};
use crate::codec::{Codec, DecodeError, ReadEntry, ReadItem, Source};
use crate::{Data, Number, Value};

impl Source for Reader<'_> {
    fn value<T: Codec>(&mut self) -> Result<Value<T>, DecodeError> {
        match self.absent()? {
            Some(Data::Unknown) => Ok(Value::Unknown),
            Some(_) => Ok(Value::Null),
            None => T::read(self).map(Value::Known),
        }
    }

    fn bool(&mut self) -> Result<bool, DecodeError> {
        Reader::bool(self)
    }

    fn number(&mut self) -> Result<Number, DecodeError> {
        Reader::number(self)
    }

    fn string(&mut self) -> Result<String, DecodeError> {
        Reader::string(self)
    }

    fn list(&mut self, item: ReadItem<'_, Self>) -> Result<(), DecodeError> {
        Reader::list(self, item)
    }

    fn map(&mut self, entry: ReadEntry<'_, Self>) -> Result<(), DecodeError> {
        Reader::map(self, entry)
    }

    fn data(&mut self) -> Result<Data, DecodeError> {
        typed::read_any(self)
    }
}
