use crate::codec::{self, Codec, DecodeError, Sink, Source};
use crate::schema::Block;
use crate::{Data, Number, Value};

impl<T: Codec> Codec for Value<T> {
    fn read<S: Source>(source: &mut S) -> Result<Self, DecodeError> {
        source.value()
    }

    fn write<K: Sink>(&self, sink: &mut K) {
        match self {
            Value::Known(value) => value.write(sink),
            Value::Null => sink.null(),
            Value::Unknown => sink.unknown(),
        }
    }
}

impl Codec for bool {
    fn read<S: Source>(source: &mut S) -> Result<Self, DecodeError> {
        source.bool()
    }

    fn write<K: Sink>(&self, sink: &mut K) {
        sink.bool(*self);
    }
}

impl Codec for String {
    fn read<S: Source>(source: &mut S) -> Result<Self, DecodeError> {
        source.string()
    }

    fn write<K: Sink>(&self, sink: &mut K) {
        sink.string(self);
    }
}

impl Codec for Number {
    fn read<S: Source>(source: &mut S) -> Result<Self, DecodeError> {
        source.number()
    }

    fn write<K: Sink>(&self, sink: &mut K) {
        sink.number(self);
    }
}

macro_rules! whole_number {
    ($($int:ty => $number:ty),*) => {$(
        impl Codec for $int {
            fn read<S: Source>(source: &mut S) -> Result<Self, DecodeError> {
                let number = source.number()?;
                // The digits are the way for what is above `i64::MAX`; only whole numbers print without a point.
                let whole = number.as_i64().map_or_else(
                    || number.to_string().parse().ok(),
                    |whole| <$int>::try_from(whole).ok(),
                );
                whole.ok_or_else(|| {
                    let (min, max) = (<$int>::MIN, <$int>::MAX);
                    DecodeError::new(format!("must be a whole number from {min} to {max}, not {number}"))
                })
            }

            fn write<K: Sink>(&self, sink: &mut K) {
                sink.number(&<$number>::from(*self).into());
            }
        }
    )*};
}

whole_number!(i64 => i64, u32 => i64, u64 => u64);

impl Codec for f64 {
    /// The number must be the shortest decimal of a float, as `0.1` is: what is planned must come back digit by digit.
    fn read<S: Source>(source: &mut S) -> Result<Self, DecodeError> {
        let number = source.number()?;
        let float = number.to_f64();
        if decimal(float).as_ref() == Some(&number) || Number::from_f64(float).as_ref() == Some(&number) {
            Ok(float)
        } else {
            Err(DecodeError::new(format!("must be a number that 64 bits hold, not {number}")))
        }
    }

    fn write<K: Sink>(&self, sink: &mut K) {
        match decimal(*self) {
            Some(number) => sink.number(&number),
            // Terraform has no NaN, and what is no number is not set.
            None => sink.null(),
        }
    }
}

/// The shortest decimal that is read as the same float: `0.1`, and not the 55 digits of the float's exact value.
fn decimal(float: f64) -> Option<Number> {
    format!("{float:e}").parse().ok().or_else(|| Number::from_f64(float))
}

impl Codec for Data {
    fn read<S: Source>(source: &mut S) -> Result<Self, DecodeError> {
        source.data()
    }

    fn write<K: Sink>(&self, sink: &mut K) {
        match self {
            Data::Null => sink.null(),
            Data::Unknown => sink.unknown(),
            Data::Bool(value) => sink.bool(*value),
            Data::Number(value) => sink.number(value),
            Data::String(value) => sink.string(value),
            Data::List(items) => {
                sink.list(items.len(), &mut |sink| items.iter().for_each(|item| item.write(sink)))
            }
            Data::Map(map) => {
                sink.map(map.len(), &mut |sink| map.iter().for_each(|(key, value)| sink.entry(key, value)));
            }
            Data::Dynamic(typed) => sink.dynamic(&typed.0, &typed.1),
        }
    }

    fn from_wire(bytes: &[u8], block: &Block) -> Result<Self, DecodeError> {
        codec::decode_data(bytes, block)
    }

    /// What is left out is null, or empty for blocks. Reading the bytes again finds what does not fit the schema.
    fn to_wire(&self, block: &Block) -> Result<Vec<u8>, DecodeError> {
        Ok(codec::encode(&codec::decode_data(&codec::encode(self), block)?))
    }
}
