use std::collections::BTreeMap;

use tfplug::Schema;

#[derive(Schema)]
struct Bucket {
    name: String,
    size: Option<i64>,
    rules: Vec<Rule>,
    labels: BTreeMap<String, String>,
}

#[derive(Schema)]
struct Rule {
    days: i32,
}

fn main() {}
