//! The framework's examples, applied by the real terraform.

use std::fs;

use acceptance::{Terraform, binaries};

/// A module that requires one provider, and goes on with this text.
fn module(name: &str, text: &str) -> String {
    format!(
        "terraform {{\n  required_providers {{\n    {name} = {{ source = \"example/{name}\" }}\n  }}\n}}\n{text}"
    )
}

#[test]
fn a_provider_in_one_file_applies() {
    let provider = binaries::example("note");
    let terraform = Terraform::with_override("registry.terraform.io/example/note", provider.path());
    let note = |name: &str, text: &str| {
        module("note", &format!("resource \"note_file\" \"a\" {{\n  path = \"{name}\"\n  {text}\n}}\n"))
    };
    let read = |name: &str| fs::read_to_string(terraform.folder().join(name)).ok();

    terraform.write("main.tf", &note("one.txt", "text = \"hello\""));
    terraform.apply();
    assert_eq!(read("one.txt").as_deref(), Some("hello"));
    terraform.is_settled();

    // Drift is found and mended.
    fs::write(terraform.folder().join("one.txt"), "changed").expect("writing the note");
    terraform.apply();
    assert_eq!(read("one.txt").as_deref(), Some("hello"));

    // A text that is taken away falls back to its default, in place.
    terraform.write("main.tf", &note("one.txt", ""));
    terraform.apply();
    assert_eq!(read("one.txt").as_deref(), Some(""));

    // Another path is another note.
    terraform.write("main.tf", &note("two.txt", "text = \"moved\""));
    terraform.apply();
    assert_eq!((read("one.txt"), read("two.txt").as_deref()), (None, Some("moved")));
    terraform.is_settled();

    terraform.destroy();
    assert_eq!(read("two.txt"), None);
}

#[test]
fn a_provider_applies_whose_schemas_are_read_at_run_time() {
    let provider = binaries::example("runtime");
    let terraform = Terraform::with_override("registry.terraform.io/example/runtime", provider.path());
    let schemas = r#"{"runtime_server": {"name": "required", "size": "optional", "id": "computed"}}"#;
    terraform.write("schema.json", schemas);
    let schema = terraform.folder().join("schema.json").to_string_lossy().into_owned();
    let terraform = terraform.with([("RUNTIME_SCHEMA", schema)]);

    let server = |text: &str| {
        let outputs = "output \"id\" {\n  value = runtime_server.a.id\n}\n";
        module("runtime", &format!("resource \"runtime_server\" \"a\" {{\n  {text}\n}}\n{outputs}"))
    };
    let id = || terraform.run(&["output", "-raw", "id"]).stdout;

    terraform.write("main.tf", &server("name = \"four\""));
    terraform.apply();
    assert_eq!(id(), "4");
    terraform.is_settled();

    terraform.write("main.tf", &server("name = \"four\"\n  size = \"large\""));
    terraform.apply();
    assert_eq!(id(), "9");
    terraform.is_settled();
    terraform.destroy();
}
