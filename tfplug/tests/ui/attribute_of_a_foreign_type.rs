use tfplug::{Schema, Value};

#[derive(Schema)]
struct Bucket {
    age: Value<std::time::Duration>,
}

fn main() {}
