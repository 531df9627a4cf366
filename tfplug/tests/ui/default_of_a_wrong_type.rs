use std::time::Duration;

use tfplug::{Schema, Value};

#[derive(Schema)]
struct Bucket {
    #[schema(default = Duration::ZERO)]
    age: Value<i64>,
}

#[derive(Schema)]
struct Literals {
    #[schema(default = 5)]
    name: Value<String>,
    #[schema(default = "true")]
    on: Value<bool>,
    #[schema(default = 0.5)]
    count: Value<u32>,
    #[schema(default = -1.5e3)]
    share: Value<tfplug::Number>,
}

fn main() {}
