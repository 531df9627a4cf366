use tfplug::{Schema, Value};

#[derive(Schema)]
struct Bucket {
    _hidden: Value<String>,
    #[schema(name = "Name")]
    name: Value<String>,
    #[schema(name = "max-age")]
    age: Value<String>,
    #[schema(name = 5)]
    size: Value<String>,
}

#[derive(Schema)]
struct Twice {
    one: Value<String>,
    #[schema(name = "one")]
    two: Value<String>,
}

fn main() {}
