use tfplug::{List, Schema, Value};

#[derive(Schema)]
struct Folder {
    name: Value<String>,
    folders: List<Folder>,
}

fn main() {}
