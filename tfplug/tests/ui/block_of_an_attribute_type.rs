use tfplug::{List, Schema};

#[derive(Schema)]
struct Bucket {
    #[schema(block)]
    rules: List<String>,
}

fn main() {}
