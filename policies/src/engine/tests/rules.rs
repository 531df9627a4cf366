//! Each rule's own tests, which OPA runs too.

use std::path::Path;

use regorus::Value;

use super::{all_rego, engine};

#[test]
fn every_test_of_every_rule_holds() {
    let engine = engine(&[]);
    let mut failed = Vec::new();
    let mut passed = 0;
    for (file, text) in all_rego() {
        let package = text.lines().find_map(|line| line.strip_prefix("package ")).unwrap();
        for test in text.lines().filter(|line| line.starts_with("test_")) {
            let name = test.split(' ').next().unwrap();
            match engine.clone().eval_rule(format!("data.{package}.{name}")) {
                Ok(Value::Bool(true)) => passed += 1,
                answer => failed.push(format!("{file}: {name}: {answer:?}")),
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(passed >= 40, "only {passed} tests were found");
}

#[test]
fn every_rule_has_tests_and_examples() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = all_rego().into_iter().filter(|(file, _)| file.ends_with("/rule.rego"));
    for (file, _) in rules {
        let folder = root.join(&file).with_file_name("");
        for needed in ["rule_test.rego", "examples/pass.tf", "examples/fail.tf", "examples/unknown.tf"] {
            assert!(folder.join(needed).is_file(), "{file} has no {needed}");
        }
    }
}
