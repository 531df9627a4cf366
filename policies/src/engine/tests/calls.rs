//! Modules that would take the process down are refused before they run.

use crate::engine::calls::refuse;

/// The refusal of a module, or `ok`.
fn check(modules: &[&str]) -> String {
    let mut engine = regorus::Engine::new();
    for (number, text) in modules.iter().enumerate() {
        engine.add_policy(format!("{number}.rego"), (*text).to_owned()).unwrap();
    }
    refuse(engine.get_modules()).map_or_else(|error| error.to_string(), |()| "ok".to_owned())
}

#[test]
fn rules_that_call_themselves_are_refused() {
    let refused = |modules: &[&str], at: &str| {
        let answer = check(modules);
        assert!(answer.starts_with(&format!("policy {at}")), "{modules:?}: {answer}");
    };
    refused(&["package a\nf(x) := f(x + 1)"], "0.rego:2: `f` calls itself");
    refused(&["package a\nf(x) := g(x)\ng(x) := y if {\n\ty := f(x)\n}"], "0.rego:");
    refused(&["package a\nf(x) := data.b.g(x)", "package b\nimport data.a\ng(x) := a.f(x)"], "0.rego:2: `f`");
    refused(
        &["package a\nimport data.b as h\nf(x) := h.g(x)", "package b\ng(x) := data[\"a\"].f(x)"],
        "0.rego:3",
    );
    refused(&["package a\nf(x) if f(x)\nf(1) := 2 if true"], "0.rego:2: `f`");
    refused(&["package a\nf(x) := [y | y := f(x)]"], "0.rego:2: `f`");
    refused(&["package a\np := data.a"], "0.rego:2: `p`");
    refused(&["package a\nf(x) := 1 if x == 0 else := f(x - 1)"], "0.rego:2: `f`");
}

#[test]
fn what_hides_a_circle_is_refused() {
    let hidden = "package a\nimport data[\"a\"] as b\nf(x) := b.f(x)";
    assert!(check(&[hidden]).contains("`f` calls itself"), "{}", check(&[hidden]));
    let mocked = "package a\nf(x) := g(x)\ng(x) := x\np if f(1) with data.a.g as data.a.f";
    assert_eq!(check(&[mocked]), "policy 0.rego:4: `with` is for tests");
}

#[test]
fn long_chains_are_refused() {
    let chain = |length: usize| {
        let calls = (0..length).map(|at| format!("f{at}(x) := f{}(x)\n", at + 1));
        format!("package a\n{}f{length}(x) := x\n", calls.collect::<String>())
    };
    assert_eq!(check(&[&chain(60)]), "ok");
    assert!(check(&[&chain(80)]).contains("more than 64 rules deep"));
}

#[test]
fn functions_that_do_not_exist_are_refused() {
    assert_eq!(check(&["package a\np if {\n\tnot f(1)\n}"]), "policy 0.rego:3: there is no function `f`");
    assert_eq!(check(&["package a\np if data.b.f(1)"]), "policy 0.rego:2: there is no function `data.b.f`");
    assert_eq!(
        check(&["package a\nimport data.b\np if b.g(1)", "package b\nf(1) if true"]),
        "policy 0.rego:3: there is no function `b.g`"
    );
    assert_eq!(
        check(&["package a\np := http.send({})"]),
        "policy 0.rego:2: there is no function `http.send`"
    );
    assert_eq!(
        check(&[
            "package a\np if not (1 in ([1] | [2]))\nq := sprintf(\"%d\", [count(input)])\nr if walk(input, x)"
        ]),
        "ok"
    );
}

#[test]
fn rules_that_call_others_are_not() {
    for module in [
        "package a\nf(x) := x.f\ng(x) := f(x) + f(x)",
        "package a\np contains \"p\" if input.p\nq if \"q\" in p",
        "package a\n# p calls p\np := `p` if true",
        "package a\np[x] := y if some x, y in input",
    ] {
        assert_eq!(check(&[module]), "ok", "{module}");
    }
}

#[test]
fn ours_are_not() {
    let mut engine = super::engine(&[]);
    // Tests name what they replace with `with`, and nothing calls a test.
    let modules: Vec<_> = engine
        .get_modules()
        .iter()
        .filter(|module| !module.package.span.source.file().ends_with("_test.rego"))
        .cloned()
        .collect();
    refuse(&modules).unwrap();
}
