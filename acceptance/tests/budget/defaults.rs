//! Defaults and orders: a budget is imported without a difference, both by a configuration that says a default and by one
//! that is silent, and whatever order a list is written in; and what one imported, the other has nothing to change at.

use acceptance::{Sandbox, Story, both_ways};

use super::case::Case;

const AMOUNT: &str = "  amount = { units = 100, currency = \"USD\" }";
const MONTH: &str = "  period = \"month\"";

/// The attributes of a cloud whose defaults are said or not.
pub(crate) fn said(cloud: &str) -> impl Iterator<Item = &'static str> {
    let cases = cases().into_iter().filter(move |case| case.clouds[0] == cloud);
    cases.flat_map(|case| case.rows.into_iter().map(|row| row.attribute))
}

fn cases() -> Vec<Case> {
    [on_aws(), on_gcp()].concat()
}

fn case(
    cloud: &'static str,
    label: &'static str,
    silent: &str,
    said: &str,
    attributes: &[&'static str],
) -> Case {
    let scope = if cloud == "gcp" { "  scope = \"000000-AAAAAA-BBBBBB\"\n" } else { "" };
    let case = Case::new(cloud, label, &format!("{scope}{silent}"), &format!("{scope}{said}"));
    attributes.iter().fold(case, |case, attribute| case.local(attribute, ""))
}

fn on_aws() -> Vec<Case> {
    let plain = format!("{AMOUNT}\n{MONTH}");
    let with = |more: &str| format!("{plain}\n{more}");
    let said = with(
        "  amount_from_last_period = false\n  thresholds = []\n  filter = { labels = {}, services = [], projects = [] }\n  \
         credits = \"include\"\n  notify = { emails = [] }\n  labels = {}\n  \
         aws = { metric = \"UnblendedCost\", actions = [] }",
    );
    let all = [
        "amount_from_last_period",
        "thresholds",
        "filter",
        "filter.labels",
        "filter.services",
        "filter.projects",
        "credits",
        "notify",
        "notify.emails",
        "labels",
        "aws",
        "aws.metric",
        "aws.actions",
    ];
    let follows = |more: &str| format!("{MONTH}\n  amount_from_last_period = true\n{more}");
    let adjust = "aws = { auto_adjust = { kind = \"historical\" } }";
    let adjust_said = "aws = { auto_adjust = { kind = \"historical\", periods = 1 } }";
    let custom = |more: &str| {
        format!("{AMOUNT}\n  period = \"custom\"\n  custom_period = {{ start = \"2035-01-01\"{more} }}")
    };
    let expression = |parts: &str| {
        with(&format!("  aws = {{ filter_expression_json = jsonencode({{ Or = [{parts}] }}) }}"))
    };
    let (one, two) = (
        "{ Tags = { Key = \"user:team\", Values = [\"a\", \"b\"] } }",
        "{ Dimensions = { Key = \"REGION\", Values = [\"eu-west-1\"] } }",
    );
    vec![
        case("aws", "plain", &plain, &said, &all),
        case("aws", "follows", &follows(""), &follows(adjust_said), &["aws.auto_adjust"]),
        case("aws", "periods", &follows(adjust), &follows(adjust_said), &["aws.auto_adjust.periods"]),
        case("aws", "forever", &custom(""), &custom(", end = \"2087-06-15\""), &["custom_period.end"]),
        case("aws", "acts", &with(&actions(false)), &with(&actions(true)), &["aws.actions.automatic"]),
        case("aws", "ordered", &with(&ordered(false)), &with(&ordered(true)), &[]),
        case(
            "aws",
            "expressed",
            &expression(&format!("{one}, {two}")),
            &expression(&format!("{two}, {one}")),
            &[],
        ),
    ]
}

/// Two actions, the second of which says what it is anyway and comes first where that is asked for.
fn actions(said: bool) -> String {
    let rest = "threshold = { percent = 90, basis = \"actual\" }, role = \"arn:aws:iam::123456789012:role/b\", emails = \
                [\"a@example.com\"]";
    let scp = |more: &str| {
        format!("{{ scp = {{ policy = \"p-example1\", targets = [\"ou-exam-exampleu1\"] }}, {rest}{more} }}")
    };
    let iam = "iam = { policy = \"arn:aws:iam::123456789012:policy/p\", users = [\"u\"], groups = [] }";
    let silent = iam.replace(", groups = []", "");
    match said {
        false => format!("  aws = {{ actions = [{}, {{ {silent}, {rest} }}] }}", scp("")),
        true => format!("  aws = {{ actions = [{{ {iam}, {rest} }}, {}] }}", scp(", automatic = false")),
    }
}

/// Lists whose order means nothing to AWS, forward or backward.
fn ordered(backward: bool) -> String {
    let list = |items: &[&str]| list(items, backward);
    let (emails, thresholds) = (
        list(&["\"a@example.com\"", "\"b@example.com\""]),
        list(&["{ percent = 80, basis = \"actual\" }", "{ percent = 80, basis = \"forecast\" }"]),
    );
    let services = list(&["\"AWS Lambda\"", "\"Amazon Simple Storage Service\""]);
    let (accounts, teams) = (list(&["\"123456789012\"", "\"210987654321\""]), list(&["\"a\"", "\"b\""]));
    format!(
        "  thresholds = {thresholds}\n  notify = {{ emails = {emails} }}\n  \
         filter = {{ services = {services}, projects = {accounts}, labels = {{ team = {teams} }} }}"
    )
}

fn on_gcp() -> Vec<Case> {
    let plain = format!("{AMOUNT}\n{MONTH}");
    let said = format!(
        "{plain}\n  amount_from_last_period = false\n  thresholds = []\n  \
         filter = {{ labels = {{}}, services = [], projects = [] }}\n  credits = \"include\"\n  \
         notify = {{ channels = [] }}\n  gcp = {{\n    ownership_scope = \"ALL_USERS\"\n    resource_ancestors = []\n    \
         subaccounts = []\n    disable_default_iam_recipients = false\n    project_level_recipients = false\n    \
         spend_cap = false\n  }}"
    );
    let all = [
        "amount_from_last_period",
        "thresholds",
        "filter",
        "filter.labels",
        "filter.services",
        "filter.projects",
        "credits",
        "notify",
        "notify.channels",
        "gcp",
        "gcp.ownership_scope",
        "gcp.resource_ancestors",
        "gcp.subaccounts",
        "gcp.disable_default_iam_recipients",
        "gcp.project_level_recipients",
        "gcp.spend_cap",
    ];
    let ordered = |backward: bool| {
        let list = |items: &[&str]| list(items, backward);
        let channel = |id: u8| format!("\"projects/my-project/notificationChannels/{id}\"");
        format!(
            "{plain}\n  thresholds = {}\n  notify = {{ channels = {} }}\n  credits = \"only\"\n  credit_types = {}\n  \
             filter = {{ services = {}, projects = {} }}\n  gcp = {{ subaccounts = {} }}",
            list(&["{ percent = 50, basis = \"actual\" }", "{ percent = 90, basis = \"forecast\" }"]),
            list(&[&channel(1), &channel(2)]),
            list(&["\"PROMOTION\"", "\"FREE_TIER\""]),
            list(&["\"services/24E6-581D-38E5\"", "\"services/95FF-2EF5-5EA1\""]),
            list(&["\"projects/111111111111\"", "\"projects/222222222222\""]),
            list(&["\"billingAccounts/222222-EEEEEE-FFFFFF\"", "\"billingAccounts/333333-EEEEEE-FFFFFF\""]),
        )
    };
    vec![
        case("gcp", "plain_gcp", &plain, &said, &all),
        case("gcp", "ordered_gcp", &ordered(false), &ordered(true), &[]),
    ]
}

fn list(items: &[&str], backward: bool) -> String {
    let mut items = items.to_vec();
    if backward {
        items.reverse();
    }
    format!("[{}]", items.join(", "))
}

/// Plays the cases through; panics with all that was not as it says. Each case's first body leaves out what the second
/// says.
pub(crate) fn play() {
    let sandbox = Sandbox::start();
    let (story, cases) = (Story::on(&sandbox), cases());
    both_ways::play(&story.terraform, |stage| cases.iter().map(|case| case.resource(stage)).collect());
}
