//! Each folder of `modules/`: its own tests (`terraform test`) on both clouds, the example of its name applied, planned
//! again for nothing, checked as a whole plan and destroyed, and what is refused when its safe defaults are switched off.
//! `cargo test -p acceptance --test modules` runs them alone.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use acceptance::sandbox::Call;
use acceptance::terraform::Run;
use acceptance::{Sandbox, Terraform, binaries};
use serde_json::{Value, json};

/// The operator's prices, made up: without them no pool can be compared with its budget, and CO-2 says so.
const PRICES: &str = "\
cloud,region,machine_type,capacity,price_per_hour,currency,date
aws,eu-central-1,g6.xlarge,on_demand,1.00,USD,2026-01-31
aws,eu-central-1,g6.xlarge,spot,0.40,USD,2026-01-31
gcp,europe-west4,g2-standard-4,on_demand,0.80,USD,2026-01-31
gcp,europe-west4,g2-standard-4,spot,0.30,USD,2026-01-31
gcp,europe-west4,g2-standard-4,flex_start,0.50,USD,2026-01-31
";

/// A folder with all modules and this example in it, as they stand in the repository, and terraform in one folder of it.
struct Checkout {
    terraform: Terraform,
    chdir: String,
}

impl Checkout {
    fn of(folder: &str, sandbox: &Sandbox) -> Self {
        let terraform = Terraform::new().on(sandbox);
        let prices = terraform.folder().join("prices.csv");
        fs::write(&prices, PRICES).expect("writing in a temporary folder");
        let terraform = terraform.with([("PALISADE_PRICES", prices.to_string_lossy())]);
        copy(&binaries::root().join("modules"), &terraform.folder().join("modules"));
        copy(&binaries::root().join(folder), &terraform.folder().join(folder));
        let checkout = Self { terraform, chdir: format!("-chdir={folder}") };
        // Modules alone: the provider is there already.
        let _ = checkout.run(&["get", "-no-color"]).succeeded();
        checkout
    }

    /// Under an operator's folder with these levels.
    fn under(mut self, levels: &Value) -> Self {
        let folder = self.terraform.folder().join("policy");
        fs::create_dir(&folder).expect("writing in a temporary folder");
        fs::write(folder.join("settings.json"), json!({"levels": levels}).to_string())
            .expect("writing there");
        self.terraform = self.terraform.with([("PALISADE_POLICY", folder.to_string_lossy())]);
        self
    }

    fn run(&self, args: &[&str]) -> Run {
        self.terraform.run(&[&[self.chdir.as_str()], args].concat())
    }

    /// The types and ids of what the state holds, modules included.
    fn resources(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        gather(&self.run(&["show", "-json"]).json()["values"]["root_module"], &mut found);
        found
    }
}

fn gather(module: &Value, found: &mut Vec<(String, String)>) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for resource in module["resources"].as_array().into_iter().flatten() {
        found.push((text(&resource["type"]), text(&resource["values"]["id"])));
    }
    for child in module["child_modules"].as_array().into_iter().flatten() {
        gather(child, found);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("writing in a temporary folder");
    for entry in fs::read_dir(from).unwrap_or_else(|e| panic!("{}: {e}", from.display())).flatten() {
        let (path, place) = (entry.path(), to.join(entry.file_name()));
        // What terraform leaves behind in a checkout is not the module's.
        if entry.file_name().to_string_lossy().starts_with(".terraform") {
            continue;
        }
        if path.is_dir() {
            copy(&path, &place);
        } else {
            fs::copy(&path, &place).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        }
    }
}

/// Panics when a rule warns: the modules keep them all.
fn without_warning(run: &Run) {
    let words = run.words().replace("Warning: Provider development overrides are in effect", "");
    assert!(!words.contains("Warning:"), "{run}");
}

/// Plays the module's own tests.
fn tests(module: &str) {
    let sandbox = Sandbox::start();
    let run = Checkout::of(&format!("modules/{module}"), &sandbox).run(&["test", "-no-color"]).succeeded();
    assert!(run.words().contains("Success!"), "{run}");
    assert!(!run.words().contains("Success! 0 passed"), "{run}");
    without_warning(&run);
    made_once_and_gone(&sandbox);
}

/// Panics unless each thing was created once, so that what the tests change was changed in place, and all of it is gone.
/// The module's own tests cannot say so: OpenTofu's assertions know no other run.
fn made_once_and_gone(sandbox: &Sandbox) {
    let calls: Vec<Call> = sandbox.calls().into_iter().filter(|call| call.status < 300).collect();
    let kinds = ["Bucket", "Budget", "NodePool", "Nodegroup"];
    let named = |verb: &str| {
        let of_kind = |call: &&Call| kinds.iter().any(|kind| call.operation == format!("{verb}{kind}"));
        let found = calls.iter().filter(of_kind);
        found.map(|call| format!("{} {} {}", call.cloud, call.operation, call.resource)).collect::<Vec<_>>()
    };
    let (made, gone) = (named("Create"), named("Delete"));
    let once: BTreeSet<&String> = made.iter().collect();
    assert_eq!(once.len(), made.len(), "made more than once: {made:?}");
    assert_eq!(made.len(), gone.len(), "not all that was made is gone: {made:?}, {gone:?}");
    assert!(!made.is_empty(), "the tests make nothing");
}

/// Plays the example that uses the module.
fn example(module: &str) {
    let sandbox = Sandbox::start();
    let checkout = Checkout::of(&format!("examples/{module}"), &sandbox);
    let planned = checkout.run(&["plan", "-no-color", "-out=plan.tfplan"]).succeeded();
    without_warning(&planned);
    passes(&checkout);
    without_warning(&checkout.run(&["apply", "-no-color", "-auto-approve", "plan.tfplan"]).succeeded());

    let made = checkout.resources();
    assert!(!made.is_empty(), "{module} makes nothing");
    let again = checkout.run(&["plan", "-no-color", "-detailed-exitcode"]);
    assert_eq!(again.code, 0, "{again}");

    let _ = checkout.run(&["destroy", "-no-color", "-auto-approve"]).succeeded();
    assert_eq!(checkout.resources(), [], "{module} leaves something behind");
    let oracle = sandbox.oracle();
    for (_, id) in made.iter().filter(|(kind, _)| kind == "palisade_bucket") {
        let (cloud, name) = id.split_once('/').unwrap_or_else(|| panic!("{id} is not CLOUD/NAME"));
        assert!(!oracle.bucket_exists(cloud, name), "{id} is still there");
    }
}

/// Holds the plan to the rules as a review before a merge does.
fn passes(checkout: &Checkout) {
    let plan = checkout.run(&["show", "-json", "plan.tfplan"]).succeeded();
    let file = checkout.terraform.folder().join("plan.json");
    fs::write(&file, plan.stdout).expect("writing in a temporary folder");
    let _ = Run::of(Command::new(binaries::palisade()).arg("check").arg(&file)).succeeded();
}

/// Plans a module with these variables, which must be refused with these words, under an operator who has these levels.
fn refused(module: &str, more: &Value, levels: &Value, expected: &str) {
    let sandbox = Sandbox::start();
    let checkout = Checkout::of(&format!("modules/{module}"), &sandbox).under(levels);
    let cloud = more["cloud"].as_str().unwrap_or("aws");
    let mut variables = variables(module, cloud);
    let all = variables.as_object_mut().expect("an object");
    all.extend(more.as_object().expect("an object").clone());
    let file = checkout.terraform.folder().join("modules").join(module).join("terraform.tfvars.json");
    fs::write(file, variables.to_string()).expect("writing in a temporary folder");

    let run = checkout.run(&["plan", "-no-color"]).failed();
    assert!(run.words().contains(expected), "{more}: not {expected:?}:\n{run}");
    // Nothing else is wrong with it.
    assert_eq!(run.words().matches("Error:").count(), 1, "{more}: {run}");
}

/// What each module needs, as a team would set it.
fn variables(module: &str, cloud: &str) -> Value {
    let (location, key) = match cloud {
        "aws" => {
            ("eu-central-1", "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab")
        }
        _ => ("europe-west4", "projects/acme-keys/locations/europe-west4/keyRings/research/cryptoKeys/data"),
    };
    match module {
        "regulated-bucket" => json!({
            "cloud": cloud, "name": "palisade-module-refused", "location": location, "kms_key": key,
            "log_bucket": "palisade-module-logs",
        }),
        "research-dataset" => json!({
            "name": "palisade-module-refused", "clouds": {cloud: {"location": location, "kms_key": key}},
        }),
        "gpu-training-pool" => json!({
            "cloud": cloud, "name": "training", "cluster": "research", "location": location, "disk_kms_key": key,
            "accelerator": {"type": "l4", "count": 1}, "labels": {"team": "vision"}, "burst": null,
            "identity": match cloud {
                "aws" => "arn:aws:iam::123456789012:role/eks-nodes",
                _ => "training@palisade-sandbox.iam.gserviceaccount.com",
            },
            "subnets": if cloud == "aws" { json!(["subnet-0a1b2c3d"]) } else { json!([]) },
        }),
        _ => panic!("{module} has no safe defaults here"),
    }
}

#[test]
fn a_module_without_its_safe_defaults_is_refused() {
    let off = |name: &str| json!({"safe_defaults": {name: false}});
    let on_gcp = |name: &str| json!({"cloud": "gcp", "safe_defaults": {name: false}});
    let phi = |name: &str| json!({"data_class": "phi", "safe_defaults": {name: false}});
    for (module, more, expected) in [
        ("regulated-bucket", off("customer_key"), "EN-8"),
        ("regulated-bucket", off("private"), "PE-12"),
        ("regulated-bucket", off("tls"), "EN-3"),
        ("regulated-bucket", on_gcp("customer_key"), "EN-8"),
        ("regulated-bucket", on_gcp("private"), "PE-12"),
        ("regulated-bucket", on_gcp("tls"), "require_tls"),
        ("research-dataset", phi("customer_key"), "EN-8"),
        ("research-dataset", off("private"), "PE-12"),
        ("research-dataset", off("tls"), "EN-3"),
    ] {
        refused(module, &more, &json!({}), expected);
    }
}

#[test]
fn a_pool_without_its_safe_defaults_is_refused() {
    let phi = json!({"team": "vision", "data_class": "phi"});
    let poor = json!({"name": "vision", "amount": 100, "currency": "USD"});
    let rules = json!({"EN-6": "deny", "LP-13c": "deny"});
    for cloud in ["aws", "gcp"] {
        for (more, levels, expected) in [
            (json!({"labels": phi, "safe_defaults": {"customer_key": false}}), &json!({}), "EN-8"),
            (json!({"safe_defaults": {"customer_key": false}}), &rules, "EN-6"),
            (json!({"safe_defaults": {"workload_identity": false}}), &rules, "LP-13c"),
            (json!({"budget": poor}), &json!({}), "CO-2"),
        ] {
            let mut more = more;
            more["cloud"] = cloud.into();
            refused("gpu-training-pool", &more, levels, expected);
        }
    }
}

/// Two tests a module, so that each can be run alone; the last test finds a module that has none.
macro_rules! modules {
    ($($name:ident: $folder:literal,)*) => {
        /// The folders of `modules/`.
        const MODULES: &[&str] = &[$($folder),*];

        $(mod $name {
            #[test]
            fn tests() {
                super::tests($folder);
            }

            #[test]
            fn example() {
                super::example($folder);
            }
        })*
    };
}

modules! {
    gpu_training_pool: "gpu-training-pool",
    ml_project: "ml-project",
    regulated_bucket: "regulated-bucket",
    research_dataset: "research-dataset",
    team_budget: "team-budget",
}

#[test]
fn every_module_is_tested() {
    let entries = fs::read_dir(binaries::root().join("modules")).expect("modules/").flatten();
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = folders.map(|entry| entry.file_name().to_string_lossy().into()).collect();
    names.sort();
    assert_eq!(names, MODULES);
}
