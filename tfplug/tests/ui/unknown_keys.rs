use tfplug::{Schema, Value};

#[derive(Schema)]
#[schema(version = 2)]
struct Versioned {
    name: Value<String>,
}

#[derive(Schema)]
struct Bucket {
    #[schema(force_new)]
    name: Value<String>,
    #[schema(required = true)]
    location: Value<String>,
    #[schema(default)]
    class: Value<String>,
    #[schema(replace, replace)]
    id: Value<String>,
    #[schema(deprecated = 1)]
    old: Value<String>,
}

#[derive(Schema)]
struct Validated {
    #[schema(validate = "short")]
    short: Value<String>,
}

fn main() {}
