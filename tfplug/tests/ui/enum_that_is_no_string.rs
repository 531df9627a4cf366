use tfplug::Schema;

#[derive(Schema)]
enum Action {
    Delete,
    Transition { class: String },
}

#[derive(Schema)]
enum Class {
    Standard(u8),
}

#[derive(Schema)]
enum Never {}

#[derive(Schema)]
enum Twice {
    One,
    #[schema(name = "one")]
    Two,
}

#[derive(Schema)]
enum Keyed {
    #[schema(rename = "one")]
    One,
}

fn main() {}
