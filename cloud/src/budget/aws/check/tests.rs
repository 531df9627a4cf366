use std::collections::BTreeMap;

use crate::budget::aws::tests::{at, deny, plain, telling, with};
use crate::budget::{
    ActionKind, Amount, AutoAdjust, AwsExtras, Basis, Budget, Credits, Filter, Level, Period, Threshold,
};
use crate::{Kind, Problem};

fn problems(budget: &Budget) -> Vec<Problem> {
    budget.check(&|_| false)
}

/// The attributes that are found wrong.
fn check(budget: &Budget, expected: &[&str]) {
    let found = problems(budget);
    let attributes: Vec<_> = found.iter().map(|problem| problem.attribute.as_str()).collect();
    assert_eq!(attributes, expected, "{found:#?}\n{budget:?}");
}

fn changed(change: impl FnOnce(&mut Budget)) -> Budget {
    let mut budget = telling(&["80"]);
    change(&mut budget);
    budget
}

fn extra(change: impl FnOnce(&mut AwsExtras)) -> Budget {
    with(telling(&["80"]), change)
}

#[test]
fn what_aws_takes_has_no_problems() {
    check(&plain(), &[]);
    check(&telling(&["80", "112.5", "0", "1000000"]), &[]);
    check(&extra(|extras| extras.actions = Some(vec![deny("one"), deny("two")])), &[]);
}

#[test]
fn names_and_scopes() {
    let longest = "n".repeat(100);
    for name in ["team a/gpu", longest.as_str()] {
        check(&changed(|budget| budget.name = name.into()), &[]);
    }
    let too_long = "n".repeat(101);
    for name in ["", "a:b", r"a\b", "a/action/b", "<script>x</script>", too_long.as_str()] {
        check(&changed(|budget| budget.name = name.into()), &["name"]);
    }
    check(&changed(|budget| budget.scope = Some("123456789012".into())), &[]);
    check(&changed(|budget| budget.scope = Some("billingAccounts/A".into())), &["scope"]);
}

#[test]
fn labels() {
    let label = |key: &str, value: &str| {
        let labels = [(key.to_owned(), value.to_owned())].into();
        changed(|budget| budget.labels = labels)
    };
    check(&label("team", ""), &[]);
    check(&label("AWS:team", "gpu"), &["labels[\"AWS:team\"]"]);
    check(&label("", "gpu"), &["labels[\"\"]"]);
    check(&label("team", &"v".repeat(257)), &["labels[\"team\"]"]);
    let many: BTreeMap<_, _> = (0..51).map(|index| (format!("key{index}"), String::new())).collect();
    check(&changed(|budget| budget.labels = many), &["labels"]);
}

#[test]
fn amounts() {
    let amount = |units: &str, currency: &str| {
        let amount = Amount::Fixed { units: units.into(), currency: currency.into() };
        changed(|budget| budget.amount = amount)
    };
    check(&amount("0", "EUR"), &[]);
    check(&amount("-1", "EUR"), &["amount.units"]);
    check(&amount("1,000", "eur"), &["amount.units", "amount.currency"]);
    let unknown = amount("", "").check(&|attribute| attribute == "amount");
    assert_eq!(unknown, []);
    let adjusted = |period: Period, adjust: Option<AutoAdjust>| {
        let mut budget = extra(|extras| extras.auto_adjust = adjust);
        budget.amount = Amount::LastPeriod;
        budget.period = period;
        budget
    };
    let custom = || Period::Custom { start: "2027-01-01".into(), end: None };
    check(&adjusted(Period::Day, Some(AutoAdjust::Historical(60))), &[]);
    check(&adjusted(Period::Month, Some(AutoAdjust::Historical(13))), &["aws.auto_adjust.periods"]);
    check(&adjusted(Period::Quarter, Some(AutoAdjust::Historical(0))), &["aws.auto_adjust.periods"]);
    check(&adjusted(Period::Year, Some(AutoAdjust::Forecast)), &[]);
    check(&adjusted(custom(), None), &["period"]);
    check(&extra(|extras| extras.auto_adjust = Some(AutoAdjust::Forecast)), &["aws.auto_adjust"]);
}

#[test]
fn periods() {
    let custom = |start: &str, end: Option<&str>| {
        let period = Period::Custom { start: start.into(), end: end.map(str::to_owned) };
        changed(|budget| budget.period = period)
    };
    check(&custom("2027-01-01", None), &[]);
    check(&custom("2027-01-01", Some("2027-01-02")), &[]);
    check(&custom("2027-01-01", Some("2027-01-01")), &["custom_period.end"]);
    check(&custom("2027-1-1", Some("2027-02-30")), &["custom_period.start", "custom_period.end"]);
}

#[test]
fn planned_amounts() {
    let planned = |period: Period, limits: &[(&str, &str)]| {
        let limits = limits.iter().map(|(day, units)| ((*day).to_owned(), (*units).to_owned()));
        let limits = limits.collect();
        let mut budget = extra(|extras| extras.planned_limits = Some(limits));
        budget.period = period;
        budget
    };
    let first = ("2027-01-01", "1250.5");
    check(&planned(Period::Month, &[first, ("2027-02-01", "9")]), &[]);
    check(&planned(Period::Quarter, &[first, ("2027-04-01", "9")]), &[]);
    let wrong = ["aws.planned_limits"];
    check(&planned(Period::Quarter, &[first, ("2027-02-01", "9")]), &wrong);
    check(&planned(Period::Month, &[first, ("2027-03-01", "9")]), &wrong);
    check(&planned(Period::Year, &[first]), &wrong);
    check(&planned(Period::Month, &[]), &wrong);
    check(&planned(Period::Month, &[("2027-01-01", "9")]), &["amount.units"]);
    check(&planned(Period::Month, &[first, ("2027-02-01", "x")]), &["aws.planned_limits[\"2027-02-01\"]"]);
    let mut adjusted = planned(Period::Month, &[first]);
    adjusted.amount = Amount::LastPeriod;
    check(&adjusted, &wrong);
}

#[test]
fn thresholds() {
    check(&telling(&["80", "80.0"]), &["thresholds[1]"]);
    check(&telling(&["80.00000000000001"]), &["thresholds[0].percent"]);
    check(&telling(&["1000001"]), &["thresholds[0].percent"]);
    check(&telling(&["80%"]), &["thresholds[0].percent"]);
    let absolute = |text: &str| {
        let threshold = Threshold { at: Level::Absolute(text.into()), basis: Basis::Forecast };
        changed(|budget| budget.thresholds = Some(vec![at("80"), threshold]))
    };
    check(&absolute("80"), &[]);
    check(&absolute("15000000000001"), &["thresholds[1].absolute"]);
    let many: Vec<_> = (0..11).map(|percent| percent.to_string()).collect();
    check(&telling(&many.iter().map(String::as_str).collect::<Vec<_>>()), &["thresholds"]);
}

#[test]
fn who_hears_of_it() {
    let emails = |emails: &[&str]| {
        let emails = emails.iter().map(|&email| email.into()).collect();
        changed(|budget| budget.notify.emails = Some(emails))
    };
    check(&emails(&["a@example"]), &["notify.emails[0]"]);
    check(&emails(&["a@example.com", "a@example.com"]), &["notify.emails[1]"]);
    let many: Vec<_> = (0..11).map(|index| format!("a{index}@example.com")).collect();
    check(&emails(&many.iter().map(String::as_str).collect::<Vec<_>>()), &["notify.emails"]);
    check(&emails(&[]), &["notify"]);
    let topic = |topic: &str| changed(|budget| budget.notify.sns_topic = Some(topic.into()));
    check(&topic("arn:aws-cn:sns:cn-north-1:123456789012:budgets"), &[]);
    check(&topic("budgets"), &["notify.sns_topic"]);
    check(&changed(|budget| budget.notify.pubsub_topic = Some("x".into())), &["notify.pubsub_topic"]);
    check(&changed(|budget| budget.notify.channels = Some(Vec::new())), &["notify.channels"]);
    check(&changed(|budget| budget.thresholds = None), &["thresholds"]);
    let unknown = changed(|budget| budget.notify.emails = None).check(&|attribute| attribute == "notify");
    assert_eq!(unknown, []);
}

#[test]
fn what_is_counted() {
    let labels = |key: &str, values: &[&str]| {
        let values = values.iter().map(|&value| value.into()).collect();
        let labels = Some([(key.to_owned(), values)].into());
        changed(|budget| budget.filter = Filter { labels, ..Filter::default() })
    };
    check(&labels("team", &["gpu"]), &[]);
    check(&labels("team", &[]), &["filter.labels[\"team\"]"]);
    check(&labels("user:team", &["gpu"]), &["filter.labels[\"user:team\"]"]);
    let lists = |services: &str, projects: &str| {
        let (services, projects) = (Some(vec![services.into()]), Some(vec![projects.into()]));
        changed(|budget| budget.filter = Filter { services, projects, labels: None })
    };
    check(&lists("Amazon Simple Storage Service", "123456789012"), &[]);
    check(&lists("services/ABC", "projects/x"), &["filter.services[0]", "filter.projects[0]"]);
    check(&changed(|budget| budget.credits = Some(Credits::Only(Vec::new()))), &["credits"]);
    check(&extra(|extras| extras.metric = Some("UsageQuantity".into())), &["aws.metric"]);
    check(&extra(|extras| extras.billing_view = Some("primary".into())), &["aws.billing_view"]);
    let json = |text: &str| extra(|extras| extras.filter_expression_json = Some(text.into()));
    let tags = r#"{"Tags": {"Key": "user:team", "Values": ["gpu"]}}"#;
    check(&json(tags), &[]);
    check(&json("{}"), &["aws.filter_expression_json"]);
    let mut twice = json(tags);
    twice.credits = Some(Credits::Include);
    check(&twice, &["aws.filter_expression_json"]);
}

#[test]
fn actions() {
    let acting = |change: &dyn Fn(&mut crate::budget::Action)| {
        let mut action = deny("one");
        change(&mut action);
        extra(|extras| extras.actions = Some(vec![action]))
    };
    check(&acting(&|action| action.role = "budgets".into()), &["aws.actions[0].role"]);
    check(&acting(&|action| action.emails.clear()), &["aws.actions[0].emails"]);
    check(&acting(&|action| action.threshold = at("x")), &["aws.actions[0].threshold.percent"]);
    check(&extra(|extras| extras.actions = Some(vec![deny("one"), deny("one")])), &["aws.actions[1]"]);
    let iam = |policy: &str, roles: Vec<String>| {
        let (users, groups) = (Vec::new(), Vec::new());
        ActionKind::Iam { policy: policy.into(), users, groups, roles }
    };
    let scp =
        |policy: &str, target: &str| ActionKind::Scp { policy: policy.into(), targets: vec![target.into()] };
    let ssm = |action: &str, region: &str, instances: Vec<String>| ActionKind::Ssm {
        action: action.into(),
        region: region.into(),
        instances,
    };
    let doing = |what: ActionKind, expected: &[&str]| {
        check(&acting(&|action| action.what = what.clone()), expected);
    };
    doing(iam("deny", Vec::new()), &["aws.actions[0].iam.policy", "aws.actions[0].iam"]);
    doing(scp("p-examplepolicy", "ou-exam-exampleunit1"), &[]);
    for policy in ["p-short", "p-with-dash-1", "p-", "deny"] {
        doing(scp(policy, "ou-exam-exampleunit1"), &["aws.actions[0].scp.policy"]);
    }
    doing(scp("deny", "root"), &["aws.actions[0].scp.policy", "aws.actions[0].scp.targets"]);
    doing(ssm("STOP_RDS_INSTANCES", "eu-west-1", vec!["db-1".into()]), &[]);
    doing(
        ssm("STOP", "europe", Vec::new()),
        &["aws.actions[0].ssm.action", "aws.actions[0].ssm.region", "aws.actions[0].ssm.instances"],
    );
}

#[test]
fn what_names_a_budget_is_replaced() {
    let replaced = |prior: &Budget, wanted: &Budget| Budget::replaced(prior, wanted);
    let scoped = |scope: &str| changed(|budget| budget.scope = Some(scope.into()));
    assert_eq!(replaced(&plain(), &telling(&["1"])), [] as [&str; 0]);
    assert_eq!(replaced(&plain(), &Budget { name: "other".into(), ..plain() }), ["name"]);
    assert_eq!(replaced(&scoped("123456789012"), &scoped("999999999999")), ["scope"]);
    assert_eq!(replaced(&plain(), &scoped("999999999999")), [] as [&str; 0]);
}
