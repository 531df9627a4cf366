use tfplug::{Schema, Value};

#[derive(Schema)]
struct Bucket {
    cors: Value<Cors>,
}

#[derive(Schema)]
struct Cors {
    #[schema(block)]
    rules: Vec<Rule>,
}

#[derive(Schema)]
struct Rule {
    origin: Value<String>,
}

fn main() {}
