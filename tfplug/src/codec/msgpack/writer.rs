use std::convert::Infallible;

use rmp::encode::{ByteBuf, RmpWrite, ValueWriteError};

use crate::codec::{Codec, Sink};
use crate::{Data, Number, Type};

/// Writes msgpack as Terraform's own encoder does.
#[derive(Default)]
pub(in crate::codec) struct Writer(ByteBuf);

impl Writer {
    pub(in crate::codec) fn finish(self) -> Vec<u8> {
        self.0.into_vec()
    }
}

impl Sink for Writer {
    fn null(&mut self) {
        always(rmp::encode::write_nil(&mut self.0).map_err(ValueWriteError::InvalidMarkerWrite));
    }

    fn unknown(&mut self) {
        always(rmp::encode::write_ext_meta(&mut self.0, 1, 0));
        always(self.0.write_bytes(&[0]).map_err(ValueWriteError::InvalidDataWrite));
    }

    fn bool(&mut self, value: bool) {
        always(rmp::encode::write_bool(&mut self.0, value).map_err(ValueWriteError::InvalidMarkerWrite));
    }

    /// A machine number where one is exact, else decimal digits: core reads them back to the same number.
    fn number(&mut self, value: &Number) {
        if let Some(whole) = value.as_i64() {
            always(rmp::encode::write_sint(&mut self.0, whole));
        } else if let Some(float) =
            value.as_exact_f64().filter(|float| float.fract() != 0.0 || !float.is_finite())
        {
            always(rmp::encode::write_f64(&mut self.0, float));
        } else {
            self.string(&value.to_string());
        }
    }

    fn string(&mut self, value: &str) {
        always(rmp::encode::write_str(&mut self.0, value));
    }

    fn list(&mut self, length: usize, items: &mut dyn FnMut(&mut Self)) {
        always(rmp::encode::write_array_len(&mut self.0, length as u32));
        items(self);
    }

    fn map(&mut self, length: usize, entries: &mut dyn FnMut(&mut Self)) {
        always(rmp::encode::write_map_len(&mut self.0, length as u32));
        entries(self);
    }

    fn entry<T: Codec>(&mut self, key: &str, value: &T) {
        self.string(key);
        value.write(self);
    }

    fn dynamic(&mut self, of: &Type, value: &Data) {
        always(rmp::encode::write_array_len(&mut self.0, 2));
        always(rmp::encode::write_bin(&mut self.0, of.to_json().to_string().as_bytes()));
        value.write(self);
    }
}

/// Writing to memory cannot fail.
fn always<T>(written: Result<T, ValueWriteError<Infallible>>) {
    match written {
        Ok(_) => (),
        Err(ValueWriteError::InvalidMarkerWrite(never) | ValueWriteError::InvalidDataWrite(never)) => {
            match never {}
        }
    }
}
