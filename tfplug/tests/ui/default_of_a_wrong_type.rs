use std::time::Duration;

use tfplug::{Schema, Value};

#[derive(Schema)]
struct Bucket {
    #[schema(default = Duration::ZERO)]
    age: Value<i64>,
}

fn main() {}
