use tfplug::{Schema, Value};

#[derive(Schema)]
struct Generic<T> {
    value: Value<T>,
}

#[derive(Schema)]
struct Borrowed<'a> {
    value: Value<&'a str>,
}

#[derive(Schema)]
struct Tuple(Value<String>);

#[derive(Schema)]
struct Unit;

#[derive(Schema)]
union Either {
    one: u8,
}

fn main() {}
