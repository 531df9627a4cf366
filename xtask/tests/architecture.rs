//! Keeps the invariants of ARCHITECTURE.md that a reader of the sources can check.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace").to_owned()
}

/// Rust sources below a folder, by their path from the root, without tests and generated code.
fn sources(folder: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the workspace") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(root()).expect("below the root").to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".rs") {
                let text = fs::read_to_string(&path).expect("UTF-8");
                let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
                found.insert(name, code.to_owned());
            }
        }
    }
    assert!(!found.is_empty(), "no sources below {folder}");
    found
}

/// The names of ours in `[dependencies]` of a crate.
fn dependencies(crate_folder: &str) -> BTreeSet<String> {
    let manifest = fs::read_to_string(root().join(crate_folder).join("Cargo.toml")).expect("a manifest");
    let ours =
        ["acceptance", "cli", "cloud", "policies", "provider", "sandbox", "tfplug", "tfplug-derive", "xtask"];
    let section = manifest.split("[dependencies]").nth(1).unwrap_or_default();
    let section = section.split("\n[").next().unwrap_or_default();
    section
        .lines()
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|name| ours.contains(name))
        .map(str::to_owned)
        .collect()
}

#[test]
fn crates_depend_one_way() {
    for (crate_folder, may) in [
        ("tfplug", vec!["tfplug-derive"]),
        ("tfplug/derive", vec![]),
        ("cloud", vec![]),
        ("policies", vec![]),
        ("sandbox", vec![]),
        ("provider", vec!["cloud", "policies", "tfplug"]),
        ("cli", vec!["policies", "sandbox"]),
        ("acceptance", vec![]),
        ("xtask", vec!["acceptance"]),
    ] {
        let may: BTreeSet<String> = may.into_iter().map(str::to_owned).collect();
        assert_eq!(dependencies(crate_folder), may, "[dependencies] of {crate_folder}");
    }
}

/// Names whose use stops at some wall: where they may be seen, and the names.
#[test]
fn foreign_types_stop_at_their_wall() {
    let aws_or_gcp =
        |path: &str| path.split('/').any(|part| matches!(part.trim_end_matches(".rs"), "aws" | "gcp"));
    type Wall = (&'static str, &'static [&'static str], fn(&str) -> bool);
    let walls: [Wall; 4] = [
        ("tfplug/src", &["tonic::", "prost::"], |path| {
            ["rpc/", "serve/", "wire/", "testing/"]
                .iter()
                .any(|folder| path.contains(&format!("src/{folder}")))
        }),
        ("policies/src", &["regorus"], |path| path.contains("src/engine/")),
        (
            "provider/src",
            &["aws_sdk", "aws_config", "aws_smithy", "google_cloud", "tonic", "prost", "regorus"],
            |_| false,
        ),
        ("cli/src", &["regorus", "aws_sdk", "google_cloud"], |_| false),
    ];
    let check = |folder: &str, names: &[&str], allowed: &dyn Fn(&str) -> bool| {
        for (path, text) in sources(folder) {
            if allowed(&path) {
                continue;
            }
            for (number, line) in text.lines().enumerate() {
                let code = line.split("//").next().unwrap_or_default();
                for name in names {
                    assert!(!code.contains(name), "{path}:{}: {name} is not to be seen here", number + 1);
                }
            }
        }
    };
    for (folder, names, allowed) in walls {
        check(folder, names, &allowed);
    }
    check("cloud/src", &["aws_sdk", "aws_config", "aws_smithy", "google_cloud"], &aws_or_gcp);
}

#[test]
fn clouds_and_sandbox_share_nothing() {
    for (path, text) in sources("sandbox/src") {
        for name in ["cloud::", "aws_sdk", "google_cloud_"] {
            assert!(!text.contains(name), "{path}: {name} is the other side's");
        }
    }
}

#[test]
fn frameworks_know_no_cloud_and_clouds_no_terraform() {
    for (folder, words) in [
        ("tfplug/src", ["s3", "gcs", "bucket"].as_slice()),
        ("cloud/src", ["tfplug", "regorus", "rego"].as_slice()),
        ("policies/src", ["tfplug", "aws_sdk"].as_slice()),
    ] {
        for (path, text) in sources(folder) {
            for (number, line) in
                text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"))
            {
                let line = line.to_lowercase();
                let has = |word: &&&str| {
                    line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|part| part == **word)
                };
                if folder != "tfplug/src" || !path.contains("/testing/") {
                    assert!(words.iter().find(has).is_none(), "{path}:{}: {line}", number + 1);
                }
            }
        }
    }
}

/// A rule is one folder with its rule, its tests and its three examples, and no line anywhere names it.
#[test]
fn a_rule_is_one_folder() {
    let packs = root().join("policies/packs");
    let folders = |path: &Path| {
        let mut found: Vec<PathBuf> =
            fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
        found.sort();
        found
    };
    let mut rules = Vec::new();
    for pack in folders(&packs) {
        rules.extend(folders(&pack));
    }
    assert!(rules.len() >= 7, "only {} rules", rules.len());
    for rule in &rules {
        for file in
            ["rule.rego", "rule_test.rego", "examples/pass.tf", "examples/fail.tf", "examples/unknown.tf"]
        {
            assert!(rule.join(file).is_file(), "{} lacks {file}", rule.display());
        }
        let name = rule.strip_prefix(&packs).expect("below the packs").to_string_lossy().into_owned();
        for (path, text) in sources("policies/src") {
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .any(|line| line.contains(&name));
            assert!(path.contains("test") || !code, "{path} names the rule {name}");
        }
    }
}

/// A resource has a folder in either crate, and one line in the catalogue is all that names it outside of them.
#[test]
fn a_resource_is_a_folder_each_and_one_line() {
    let catalogue = fs::read_to_string(root().join("provider/src/provider.rs")).expect("the catalogue");
    let resources: Vec<&str> =
        catalogue.split(".resource(\"palisade_").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(resources.len() >= 3, "only {resources:?}");
    for resource in resources {
        for crate_folder in ["cloud/src", "provider/src"] {
            assert!(root().join(crate_folder).join(resource).is_dir(), "{crate_folder}/{resource}");
        }
        for (path, text) in sources("provider/src") {
            // What was spent is counted as a budget counts it.
            let may = path.starts_with(&format!("provider/src/{resource}/"))
                || path.ends_with("/tests.rs")
                || (path == "provider/src/spend.rs" && resource == "budget");
            let knows = text.contains(&format!("crate::{resource}::"));
            assert!(may || !knows, "{path} knows of the resource {resource}");
        }
    }
}

/// The clouds' clients, and the session that holds them, know nothing of what is made with them.
#[test]
fn clients_know_no_resource() {
    let is_theirs = |path: &str| {
        ["cloud/src/aws/", "cloud/src/gcp/", "cloud/src/session.rs"].iter().any(|at| path.starts_with(at))
    };
    let clients = sources("cloud/src").into_iter().filter(|(path, _)| is_theirs(path));
    let clients: Vec<_> = clients.collect();
    assert!(clients.iter().any(|(path, _)| path == "cloud/src/session.rs"), "the session has moved");
    for (path, text) in clients {
        for name in ["bucket", "budget", "gpu_pool", "spend"] {
            assert!(!text.contains(&format!("crate::{name}")), "{path} knows of crate::{name}");
        }
    }
}

#[test]
fn unsafe_is_forbidden_everywhere() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the workspace's manifest");
    assert!(manifest.contains("unsafe_code = \"forbid\""));
    for crate_folder in
        ["acceptance", "cli", "cloud", "policies", "provider", "sandbox", "tfplug", "tfplug/derive", "xtask"]
    {
        let manifest = fs::read_to_string(root().join(crate_folder).join("Cargo.toml")).expect("a manifest");
        assert!(manifest.contains("[lints]\nworkspace = true"), "{crate_folder} takes the workspace's lints");
    }
}
