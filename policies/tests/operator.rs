//! The operator's folder, rules of one's own, and what a configuration may add.

mod common;

use std::fs;
use std::path::Path;

use common::{bucket, findings};
use insta::assert_snapshot;
use policies::{Engine, Level, LoadError, Mode, Settings};
use serde_json::json;

/// A rule with METADATA and a body, in a folder of rules.
const RULE: &str = r#"# METADATA
# title: Bucket without a team
# description: Nobody knows whom to ask.
# custom:
#   id: AC-1
#   severity: low
#   default: deny
#   compliance: []
#   remediation: set the label team
#   resource_types: [palisade_bucket]
#   attributes: [labels]
#   enforced_at: [plan, apply]
package palisade.packs.acme.no_team

violation contains {"resource": bucket.resource, "at": bucket.labels.at, "message": "it has no team"} if {
	some bucket in input.buckets
	not bucket.labels.known.team
}

undecided contains {"resource": bucket.resource, "at": bucket.labels.at} if {
	some bucket in input.buckets
	bucket.labels.unknown
}
"#;

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// What is wrong with an operator's folder.
fn refused(files: &[(&str, &str)]) -> String {
    let folder = folder(files);
    match load(folder.path()) {
        Ok(_) => "loaded".to_owned(),
        Err(error) => error.to_string(),
    }
}

fn load(folder: &Path) -> Result<Engine, LoadError> {
    Engine::load(Settings::operator(folder)?)
}

#[test]
fn the_folder_sets_levels_data_and_rules() {
    let folder = folder(&[
        ("settings.json", r#"{"packs": ["acme", "vpc_sc"], "levels": {"PE-12": "warn"}}"#),
        ("data.json", r#"{"perimeters": {}}"#),
        ("rules/acme/no_team/rule.rego", RULE),
        ("rules/acme/no_team/rule_test.rego", "package palisade.packs.acme.no_team_test"),
        ("rules/acme/no_team/examples/fail.tf", ""),
        ("rules/lib/acme.rego", "package palisade.lib.acme"),
        ("README.md", ""),
    ]);
    let bucket = bucket(
        "b",
        json!({"cloud": "gcp", "public_access": "allowed", "labels": {"data_class": "phi"},
        "gcp": {"project": "acme"}}),
    );
    assert_snapshot!(findings(Settings::operator(folder.path()).unwrap(), &[bucket]), @r"
    denied PE-1 b gcp.project: its label data_class says that it holds sensitive data, and its project is in no enforced perimeter
    denied AC-1 b labels: it has no team
    warned PE-12 b public_access: public access is not blocked
    ");
    let engine = load(folder.path()).unwrap();
    let rule = engine.rules().iter().find(|rule| rule.id == "AC-1").unwrap();
    assert_eq!(rule.documentation, "rules/acme/no_team");
    assert_eq!(rule.examples, ["rules/acme/no_team/examples/fail.tf"]);
}

#[test]
fn yaml_says_the_same() {
    let folder = folder(&[("settings.yaml", "mode: warn\nlevels:\n  EN-1: deny\n")]);
    let settings = Settings::operator(folder.path()).unwrap();
    assert_eq!((settings.mode, settings.levels["EN-1"]), (Some(Mode::Warn), Level::Deny));
}

#[test]
fn a_folder_that_is_wrong_is_refused() {
    assert!(Settings::operator(Path::new("nowhere")).is_err());
    assert_snapshot!(refused(&[("settings.json", "{\"mode\":\n\"loose\"}")]), @"policy settings.json:2: unknown variant `loose`, expected `warn` or `enforce` at line 2 column 7");
    assert_snapshot!(refused(&[("settings.json", "{\"level\": {}}")]), @"policy settings.json:1: unknown field `level`, expected one of `mode`, `packs`, `levels` at line 1 column 8");
    assert_snapshot!(refused(&[("settings.yaml", "mode: warn\nlevel: {}\n")]), @"policy settings.yaml:2: unknown field `level`, expected one of `mode`, `packs`, `levels` at line 2 column 1");
    assert_snapshot!(refused(&[("settings.json", "{}"), ("settings.yaml", "")]), @"policy: settings.json and settings.yaml both exist: keep one, so that it is plain which holds");
    assert_snapshot!(refused(&[("settings.yml", "")]), @"policy settings.yml: is not read: name it settings.yaml, settings.json or data.json");
    assert_snapshot!(refused(&[("settings.json", r#"{"levels": {"EN-99": "off"}}"#)]), @r#"policy: levels names "EN-99", and there is no such rule: see `palisade rules`"#);
    assert_snapshot!(refused(&[("settings.json", r#"{"packs": ["encyption"]}"#)]), @r#"policy: packs names "encyption", and there is no such pack"#);
    assert_snapshot!(refused(&[("data.json", "[]")]), @"policy data.json:1: not a JSON object: invalid type: sequence, expected a map at line 1 column 0");
    assert_snapshot!(refused(&[("no_team.rego", RULE)]), @"policy no_team.rego: rules are read from rules/<pack>/<rule>/rule.rego: move it there");
    assert_snapshot!(refused(&[("rules/no_team.rego", RULE)]), @"policy rules/no_team.rego: is neither <pack>/<rule>/rule.rego nor lib/<name>.rego, so it would not be evaluated");
    assert_snapshot!(refused(&[("rules/a/b/c/d/e/f/rule.rego", RULE)]), @"policy rules/a/b/c/d/e/f: folders of rules are not nested this deep");
}

#[test]
fn a_rule_that_is_wrong_is_refused() {
    let refused = |from: &str, to: &str| {
        assert!(RULE.contains(from), "{from}");
        refused(&[("rules/acme/no_team/rule.rego", &RULE.replacen(from, to, 1))])
    };
    // METADATA.
    assert_snapshot!(refused("# METADATA", "# Metadata"), @"policy rules/acme/no_team/rule.rego: no METADATA: a comment block that starts with `# METADATA` stands right above `package`");
    assert_snapshot!(refused("# title: Bucket without a team\n", ""), @"policy rules/acme/no_team/rule.rego:2: METADATA: missing field `title`");
    assert_snapshot!(refused("severity: low", "severity: lowest"), @"policy rules/acme/no_team/rule.rego:6: METADATA: custom.severity: unknown variant `lowest`, expected one of `low`, `medium`, `high`, `critical` at line 5 column 13");
    assert_snapshot!(refused("default: deny", "default: [deny"), @"policy rules/acme/no_team/rule.rego:7: METADATA: custom.default: invalid type: sequence, expected a YAML tag starting with '!' at line 6 column 12");
    assert_snapshot!(refused("default: deny", "default: off"), @"policy rules/acme/no_team/rule.rego:1: METADATA: custom.default is deny or warn: only a policy's settings switch a rule off");
    assert_snapshot!(refused("remediation: set the label team", "remediation: ''"), @"policy rules/acme/no_team/rule.rego:1: METADATA: custom.remediation is empty");
    assert_snapshot!(refused("custom:\n", "custom:\n#   tags: []\n"), @"policy rules/acme/no_team/rule.rego:5: METADATA: custom: unknown field `tags`, expected one of `id`, `severity`, `default`, `compliance`, `remediation`, `resource_types`, `attributes`, `enforced_at` at line 4 column 3");
    assert_snapshot!(refused("package", "\npackage"), @"policy rules/acme/no_team/rule.rego:13: METADATA is broken off by a line that is no comment");
    assert_snapshot!(refused("[palisade_bucket]", "[aws_instance]"), @"policy rules/acme/no_team/rule.rego: no view shows aws_instance to rules");
    // Names that are taken or wrong.
    assert_snapshot!(refused("AC-1", "EN-1"), @"policy rules/acme/no_team/rule.rego: there is a rule EN-1 already");
    assert_snapshot!(refused("acme.no_team", "encryption.plain_http"), @"policy rules/acme/no_team/rule.rego: is package palisade.packs.encryption.plain_http: its path makes it package palisade.packs.acme.no_team");
    // Rego.
    assert_snapshot!(refused("undecided contains", "uncertain contains"), @"policy rules/acme/no_team/rule.rego: has no `undecided contains ...`, which says which values it must know, and that are known only after apply");
    assert_snapshot!(refused("some bucket in", "some bucket on"), @"policy rules/acme/no_team/rule.rego:16: expecting `}` while parsing query");
    assert_snapshot!(refused("not bucket.labels.known.team", "not misspelt(bucket)"), @"policy rules/acme/no_team/rule.rego:17: there is no function `misspelt`");
    assert_snapshot!(refused("not bucket.labels.known.team", "f(bucket)\n}\n\nf(x) if {\n\tf(x)"), @"policy rules/acme/no_team/rule.rego:20: `f` calls itself, or calls more than 64 rules deep");
    let body = "not bucket.labels.known.team";
    let deep = format!("x := {}1{}", "[".repeat(4000), "]".repeat(4000));
    assert_snapshot!(refused(body, &deep), @"policy rules/acme/no_team/rule.rego:17: brackets are nested more than 12 deep");
    assert_snapshot!(refused(body, &format!("x := 1{}", "+ 1\n".repeat(5000))), @"policy rules/acme/no_team/rule.rego:117: more than 100 operators stand in a row");
    assert_snapshot!(refused(body, &format!("x := {}1", "- ".repeat(400))), @"policy rules/acme/no_team/rule.rego:17: more than 100 operators stand in a row");
    assert_snapshot!(refused(body, &format!("x := \"{}\"", "x".repeat(2000))), @"policy rules/acme/no_team/rule.rego:17: line exceeds maximum column width of 1024");
    assert_eq!(refused(body, &format!("x := [{}]", "[[[[[1 + 1, {\"a\": 1}]]]]],\n".repeat(2000))), "loaded");
    let large = format!("# {}\n", "x".repeat(1 << 20));
    assert_snapshot!(refused("package", &format!("{large}package")), @"policy rules/acme/no_team/rule.rego: is larger than 1 MiB");
}

#[test]
fn a_rule_that_answers_wrong_or_never_is_no_pass() {
    let check = |from: &str, to: &str| {
        let folder = folder(&[("rules/acme/no_team/rule.rego", &RULE.replacen(from, to, 1))]);
        load(folder.path()).unwrap().review(&[bucket("b", json!({}))]).unwrap_err().to_string()
    };
    assert_snapshot!(check(r#""message": "it has no team""#, r#""message": """#), @"the change could not be reviewed: acme/no_team: a finding has no message");
    assert_snapshot!(check(r#""message": "it has no team""#, r#""reason": "it has no team""#), @"the change could not be reviewed: acme/no_team: it answers what is no finding: unknown field `reason`, expected one of `resource`, `at`, `message`");
    assert_snapshot!(check(r#"{"resource": bucket.resource, "at": bucket.labels.at, "message": "it has no team"}"#, r#""it has no team""#), @r#"the change could not be reviewed: acme/no_team: it answers what is no finding: invalid type: string "it has no team", expected struct Found"#);
    assert_snapshot!(check(r#""resource": bucket.resource, "at": bucket.labels.at"#, r#""resource": 7, "at": []"#), @"the change could not be reviewed: acme/no_team: a finding names a resource that was not given");
    assert_snapshot!(check(r#""at": bucket.labels.at"#, r#""at": "labels""#), @r#"the change could not be reviewed: acme/no_team: it answers what is no finding: invalid type: string "labels", expected a sequence"#);
    assert_snapshot!(check("not bucket.labels.known.team", "some x in \"team\""), @r#"the change could not be reviewed: policy rules/acme/no_team/rule.rego:17: `some .. in collection` expects array/set/object. Got `"team"`"#);
    let endless = "numbers := numbers.range(1, 3000)\n\tsome a in numbers\n\tsome b in numbers\n\tsome c in numbers\n\ta + b + c < 0";
    assert_snapshot!(check("not bucket.labels.known.team", endless), @"the change could not be reviewed: policy: the rules took longer than 2s and 2ms for each resource");
}

#[test]
fn a_configuration_can_only_tighten() {
    let open = json!({"cloud": "aws", "public_access": "allowed"});
    let check = |operator: Settings, configured: Settings| {
        let (settings, left_out) = operator.tighten(configured);
        findings(settings, &[bucket("b", open.clone())]) + &left_out.join("\n")
    };
    let off = || Settings {
        packs: Some(["vpc_sc".to_owned()].into()),
        levels: [("PE-12".to_owned(), Level::Off)].into(),
        ..Settings::default()
    };
    let said = |mode, packs: &[&str], levels: &[(&str, Level)]| Settings {
        mode,
        packs: (!packs.is_empty()).then(|| packs.iter().map(|&pack| pack.to_owned()).collect()),
        levels: levels.iter().map(|&(rule, level)| (rule.to_owned(), level)).collect(),
        ..Settings::default()
    };
    // It cannot loosen.
    assert_snapshot!(check(
        said(None, &[], &[("EN-1", Level::Deny)]),
        said(Some(Mode::Warn), &["cost"], &[("EN-1", Level::Off), ("PE-12", Level::Warn)]),
    ), @r#"
    denied PE-12 b public_access: public access is not blocked
    denied EN-1 b encryption.kms_key: objects are encrypted with a key that AWS holds
    warned CO-4 b lifecycle_rules: its objects are kept, and paid for, for ever
    mode "warn" is ignored: the operator's policy is enforced
    packs is ignored: the operator's policy has every pack on
    "#);
    // It can tighten.
    assert_snapshot!(check(off(), said(None, &[], &[("vpc_sc/public_access", Level::Deny)])), @"denied PE-12 b public_access: public access is not blocked");
    assert_snapshot!(check(off(), said(None, &["cost"], &[("CO-4", Level::Deny)])), @"denied CO-4 b lifecycle_rules: its objects are kept, and paid for, for ever");
    assert_snapshot!(check(said(Some(Mode::Warn), &["vpc_sc"], &[]), said(Some(Mode::Enforce), &[], &[])), @"denied PE-12 b public_access: public access is not blocked");
}

#[test]
fn a_configurations_data_and_rules_cannot_speak_for_the_operator() {
    let patients = json!({"cloud": "gcp", "labels": {"data_class": "phi"}, "encryption": {"kms_key": "k"},
        "gcp": {"project": "acme"}, "lifecycle_rules": [{}]});
    let data = |json: serde_json::Value| json.as_object().cloned().unwrap();
    let operator = Settings { data: data(json!({"perimeters": {}})), ..Settings::default() };
    let inside = json!({"perimeters": {"p": {"mode": "enforced", "projects": ["acme"]}}});
    let (settings, left_out) =
        operator.clone().tighten(Settings { data: data(inside), ..Settings::default() });
    assert_snapshot!(findings(settings, &[bucket("b", patients)]) + &left_out.join("\n"), @r"
    denied PE-1 b gcp.project: its label data_class says that it holds sensitive data, and its project is in no enforced perimeter
    data is ignored: the operator's policy brings its own
    ");

    // A folder of rules may bring rules, and may not stand in for a module of ours.
    let rules = folder(&[("rules/lib/sensitive.rego", "package palisade.lib.sensitive\n\nis(_) := false")]);
    let (settings, _) =
        operator.tighten(Settings { paths: vec![rules.path().join("rules")], ..Settings::default() });
    assert_snapshot!(Engine::load(settings).err().unwrap().to_string(), @"policy rules/lib/sensitive.rego: there is a package palisade.lib.sensitive already");
}
