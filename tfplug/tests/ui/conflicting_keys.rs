use tfplug::{Schema, Value};

#[derive(Schema)]
struct Bucket {
    #[schema(required, computed)]
    name: Value<String>,
    #[schema(required, optional)]
    location: Value<String>,
    #[schema(required, default = "x")]
    class: Value<String>,
    #[schema(write_only, computed)]
    token: Value<String>,
    #[schema(write_only, default = "x")]
    secret: Value<String>,
    #[schema(write_only, replace)]
    key: Value<String>,
    #[schema(computed, default = "x")]
    id: Value<String>,
    #[schema(keep_prior)]
    url: Value<String>,
    #[schema(min_items = 1)]
    tags: Value<String>,
}

fn main() {}
