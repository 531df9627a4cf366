use std::collections::BTreeMap;

use tfplug::Schema;

#[derive(Schema)]
struct Bucket {
    #[schema(block, required)]
    rules: Vec<Rule>,
    #[schema(block, min_items = 2, max_items = 1)]
    grants: Vec<Rule>,
    #[schema(block, min_items = 1)]
    owner: Option<Rule>,
    #[schema(block, max_items = 1)]
    named: BTreeMap<String, Rule>,
    #[schema(block, min_items = "1")]
    words: Vec<Rule>,
}

#[derive(Schema)]
struct Rule {}

fn main() {}
