use std::collections::BTreeMap;

use cloud::budget as neutral;
use cloud::{Kind, Observed};
use tfplug::testing::Core;
use tfplug::{Data, Number, Value};

use super::{observe::observe, schema, wanted};
use crate::palisade::Palisade;
use crate::provider::catalogue;

async fn core() -> Core<Palisade> {
    let config = Data::from([("default_labels", Data::from([("team", "vision".into())]))]);
    Core::configured(catalogue(), config).await.expect("a configuration")
}

fn budget(cloud: &str, more: &[(&str, Data)]) -> Data {
    let scope = if cloud == "aws" { "123456789012" } else { "000000-AAAAAA-BBBBBB" };
    let mut attributes: BTreeMap<String, Data> =
        [("cloud", cloud), ("name", "vision"), ("scope", scope), ("period", "month")]
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.into()))
            .collect();
    attributes.insert("amount".into(), Data::from([("units", 5000.into()), ("currency", "USD".into())]));
    attributes.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    Data::Map(attributes)
}

fn threshold(more: &[(&'static str, Data)]) -> Data {
    let mut attributes = BTreeMap::from([("basis".to_owned(), Data::from("actual"))]);
    attributes.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    Data::List(vec![Data::Map(attributes)])
}

#[tokio::test]
async fn a_plan_knows_what_can_be_known() {
    let core = core().await;
    for (cloud, attribute, expected) in [
        ("aws", "id", Data::from("aws/123456789012/vision")),
        ("aws", "labels_all", Data::from([("team", "vision".into())])),
        ("aws", "actual_spend", Data::Unknown),
        ("gcp", "id", Data::Unknown),
        ("gcp", "labels_all", Data::Map(BTreeMap::new())),
        ("gcp", "actual_spend", Data::Null),
    ] {
        let planned = core.plan("palisade_budget", None, budget(cloud, &[])).await.expect("a plan");
        assert_eq!(planned.planned.get(attribute), &expected, "{cloud} {attribute}");
    }
}

#[tokio::test]
async fn what_is_set_too_much_or_too_little_is_refused_at_its_attribute() {
    let core = core().await;
    for (cloud, attribute, value, expected) in [
        ("aws", "amount", Data::Null, "amount"),
        ("aws", "amount_from_last_period", true.into(), "amount_from_last_period"),
        ("aws", "period", "custom".into(), "custom_period"),
        ("gcp", "credits", "only".into(), "credit_types"),
        ("gcp", "credit_types", Data::List(vec!["PROMOTION".into()]), "credit_types"),
        ("aws", "thresholds", threshold(&[]), "thresholds[0]"),
        ("aws", "thresholds", threshold(&[("percent", 80.into()), ("absolute", 80.into())]), "thresholds[0]"),
        ("gcp", "thresholds", threshold(&[("absolute", 80.into())]), "thresholds[0]"),
        ("gcp", "period", "day".into(), "period"),
        ("gcp", "labels", Data::from([("team", "ml".into())]), "labels"),
        ("gcp", "aws", Data::from([("metric", "UnblendedCost".into())]), "aws"),
        ("aws", "gcp", Data::from([("spend_cap", true.into())]), "gcp"),
    ] {
        let refused = core.plan("palisade_budget", None, budget(cloud, &[(attribute, value)])).await;
        let errors = refused.expect_err("it is wrong").errors;
        assert!(errors.iter().any(|error| error.starts_with(expected)), "{cloud} {attribute}: {errors:?}");
    }
}

#[tokio::test]
async fn an_import_is_told_how_to_name_a_budget() {
    let refused = core().await.import("palisade_budget", "vision").await.expect_err("no cloud is named");
    assert!(refused.errors[0].contains("aws/ACCOUNT/NAME"), "{:?}", refused.errors);
}

fn texts(items: &[&str]) -> tfplug::List<String> {
    Value::Known(items.iter().map(|item| (*item).into()).collect())
}

fn number(text: &str) -> Value<Number> {
    text.parse::<Number>().ok().into()
}

fn at(percent: &str) -> schema::Threshold {
    schema::Threshold {
        percent: number(percent),
        absolute: Value::Null,
        basis: schema::Basis::Forecast.into(),
    }
}

fn full() -> schema::Budget {
    schema::Budget {
        name: "vision".into(),
        scope: "scope".into(),
        amount: schema::Amount { units: number("1250.50"), currency: "USD".into() }.into(),
        period: schema::Period::Custom.into(),
        custom_period: schema::CustomPeriod { start: "2026-01-01".into(), end: "2026-06-30".into() }.into(),
        thresholds: Value::Known(vec![at("112.5").into(), at("80").into()]),
        filter: schema::Filter {
            labels: Value::Known([("team".to_owned(), texts(&["vision"]))].into()),
            services: texts(&["services/1"]),
            projects: texts(&["projects/1"]),
        }
        .into(),
        credits: schema::Credits::Only.into(),
        credit_types: texts(&["PROMOTION"]),
        notify: schema::Notify {
            emails: texts(&["ml@example.com"]),
            sns_topic: "arn".into(),
            pubsub_topic: "topic".into(),
            channels: texts(&["channel"]),
        }
        .into(),
        ..schema::Budget::default()
    }
}

fn action(
    iam: Value<schema::IamAction>,
    scp: Value<schema::ScpAction>,
    ssm: Value<schema::SsmAction>,
) -> schema::Action {
    schema::Action {
        threshold: at("100").into(),
        iam,
        scp,
        ssm,
        role: "role".into(),
        automatic: true.into(),
        emails: texts(&["ml@example.com"]),
        sns_topic: "arn".into(),
    }
}

fn aws() -> schema::Budget {
    let iam = schema::IamAction {
        policy: "policy".into(),
        users: texts(&["u"]),
        groups: texts(&["g"]),
        roles: texts(&["r"]),
    };
    let scp = schema::ScpAction { policy: "p-1".into(), targets: texts(&["123456789012"]) };
    let ssm = schema::SsmAction {
        action: "STOP_EC2_INSTANCES".into(),
        region: "here".into(),
        instances: texts(&["i-1"]),
    };
    schema::Budget {
        cloud: crate::clouds::Cloud::Aws.into(),
        aws: schema::Aws {
            metric: "UnblendedCost".into(),
            filter_expression_json: "{}".into(),
            planned_limits: Value::Known([("2026-01-01".to_owned(), number("1250.50"))].into()),
            auto_adjust: schema::AutoAdjust {
                kind: schema::AutoAdjustKind::Historical.into(),
                periods: 3.into(),
            }
            .into(),
            billing_view: "view".into(),
            actions: Value::Known(vec![
                action(iam.into(), Value::Null, Value::Null).into(),
                action(Value::Null, scp.into(), Value::Null).into(),
                action(Value::Null, Value::Null, ssm.into()).into(),
            ]),
        }
        .into(),
        ..full()
    }
}

fn gcp() -> schema::Budget {
    schema::Budget {
        cloud: crate::clouds::Cloud::Gcp.into(),
        gcp: schema::Gcp {
            ownership_scope: "BILLING_ACCOUNT".into(),
            resource_ancestors: texts(&["folders/1"]),
            subaccounts: texts(&["billingAccounts/1"]),
            disable_default_iam_recipients: true.into(),
            project_level_recipients: true.into(),
            spend_cap: true.into(),
        }
        .into(),
        ..full()
    }
}

/// Every attribute goes to the neutral budget and back: what a cloud shows of it, an import finds again.
#[test]
fn what_is_wanted_is_what_is_observed() {
    for config in [aws(), gcp()] {
        let wanted = wanted::budget(&config, &Value::Null).expect("the cloud is known");
        let key = format!("{}/scope/vision", wanted.cloud().as_str());
        let mut shown = wanted.clone();
        let observed = |is| Observed {
            key: key.parse().expect("a key"),
            is,
            native_id: "native".into(),
            revision: None,
            details: neutral::Details { scope: "scope".into(), ..Default::default() },
        };
        let mut imported = schema::Budget::default();
        observe(&mut imported, &observed(wanted.clone()));
        assert_eq!(wanted::budget(&imported, &Value::Null), Some(wanted));

        // Thresholds in another order are no drift.
        shown.thresholds.as_mut().unwrap().reverse();
        let mut again = config.clone();
        observe(&mut again, &observed(shown));
        assert_eq!(again.thresholds.known().map(Vec::len), Some(2));
        assert_eq!(tfplug::to_data(&again.thresholds), tfplug::to_data(&config.thresholds));
    }
}
