use crate::budget::{Credits, Filter};
use crate::spend::{Granularity, GroupBy, SpendQuery};
use crate::{Cloud, Error};

fn question() -> SpendQuery {
    SpendQuery {
        start: "2026-10-01".into(),
        end: "2026-12-01".into(),
        granularity: Granularity::Month,
        filter: Filter::default(),
        credits: Some(Credits::Exclude),
        group_by: Vec::new(),
        metric: None,
    }
}

#[test]
fn the_least_question() {
    assert_eq!(
        super::sql(&question()),
        "SELECT DATE_TRUNC(DATE(usage_start_time), MONTH) AS month,\n  \
           currency,\n  \
           SUM(CAST(cost AS NUMERIC)) AS spend\n\
         FROM `PROJECT.DATASET.gcp_billing_export_v1_BILLING_ACCOUNT`\n\
         WHERE DATE(usage_start_time) >= '2026-10-01' AND DATE(usage_start_time) < '2026-12-01'\n\
         GROUP BY month, currency\n\
         ORDER BY month"
    );
}

#[test]
fn everything_that_can_be_asked() {
    let labels = [("team".to_owned(), vec!["gpu".to_owned(), "o'brien\\".to_owned()])].into();
    let query = SpendQuery {
        granularity: Granularity::Day,
        filter: Filter {
            labels: Some(labels),
            services: Some(vec!["services/6F81-5844-456A".into()]),
            projects: Some(vec!["projects/research".into(), "123".into()]),
        },
        credits: Some(Credits::Only(vec!["PROMOTION".into()])),
        group_by: vec![GroupBy::Project, GroupBy::Label("team".into())],
        ..question()
    };
    assert_eq!(
        super::sql(&query),
        r"SELECT DATE(usage_start_time) AS day,
  project.id AS project,
  (SELECT value FROM UNNEST(labels) WHERE key = 'team') AS label_2,
  currency,
  SUM(CAST(cost AS NUMERIC))
    + SUM(IFNULL((SELECT SUM(CAST(amount AS NUMERIC)) FROM UNNEST(credits) WHERE type IN ('PROMOTION')), 0)) AS spend
FROM `PROJECT.DATASET.gcp_billing_export_v1_BILLING_ACCOUNT`
WHERE DATE(usage_start_time) >= '2026-10-01' AND DATE(usage_start_time) < '2026-12-01'
  AND EXISTS (SELECT 1 FROM UNNEST(labels) WHERE key = 'team' AND value IN ('gpu', 'o\'brien\\'))
  AND service.id IN ('6F81-5844-456A')
  AND (project.id IN ('research', '123') OR project.number IN ('research', '123'))
GROUP BY day, project, label_2, currency
ORDER BY day, project, label_2"
    );
}

#[test]
fn the_error_names_the_export_and_the_query() {
    let problems = question().check(Cloud::Gcp);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].detail.contains("export of Cloud Billing to BigQuery"));
    let Error::Service { message, .. } = super::error(&question()) else { panic!("another error") };
    assert!(message.ends_with(&super::sql(&question())), "{message}");
}
