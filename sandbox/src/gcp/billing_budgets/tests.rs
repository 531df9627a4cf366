//! The calls, as a client makes them.

use super::*;

const BUDGETS: &str = "/v1/billingAccounts/012345-6789AB-CDEF01/budgets";

/// Calls as this principal: the status and the answer.
fn call(api: &Api, caller: &str, call: (&str, &str), body: &Value) -> (u16, Value) {
    let token = caller::token_of(caller);
    let request = Request::builder()
        .method(call.0)
        .uri(call.1)
        .header("authorization", format!("Bearer {token}"))
        .body(Bytes::from(body.to_string()))
        .unwrap();
    let reply = (api.prepare(&request).unwrap().run)();
    (reply.status().as_u16(), serde_json::from_slice(reply.body()).unwrap())
}

fn api() -> Api {
    Api::open(&Core::open(None).unwrap()).unwrap()
}

fn budget(name: &str) -> Value {
    json!({ "displayName": name, "amount": { "specifiedAmount": { "units": 10 } } })
}

#[test]
fn a_budget_lives() {
    let (api, me, none) = (api(), "a@example.com", json!({}));
    let (status, made) = call(&api, me, ("POST", BUDGETS), &budget("b"));
    let money = json!({ "specifiedAmount": { "units": "10", "currencyCode": "USD" } });
    assert_eq!((status, &made["amount"]), (200, &money));
    let one = format!("/v1/{}", made["name"].as_str().unwrap());
    assert_eq!(call(&api, me, ("GET", &one), &none), (200, made.clone()));
    let (_, changed) = call(&api, me, ("PATCH", &format!("{one}?updateMask=displayName")), &budget("c"));
    assert_eq!((&changed["displayName"], changed["etag"] == made["etag"]), (&json!("c"), false));
    let (_, same) = call(&api, me, ("PATCH", &format!("{one}?update_mask=amount")), &budget("d"));
    assert_eq!(same["displayName"], "c");
    assert_eq!(call(&api, me, ("PATCH", &format!("{one}?mask=amount")), &budget("d")).0, 400);
    let stale = json!({ "etag": made["etag"], "displayName": "d" });
    let (status, error) = call(&api, me, ("PATCH", &one), &stale);
    assert_eq!((status, &error["error"]["status"]), (409, &json!("ABORTED")));
    for expected in [200, 200] {
        assert_eq!(call(&api, me, ("DELETE", &one), &none), (expected, json!({})));
    }
    assert_eq!(call(&api, me, ("GET", &one), &none).0, 404);
    assert_eq!(call(&api, me, ("DELETE", &format!("{BUDGETS}/else")), &none).0, 404);
    let elsewhere = "/v1/billingAccounts/mine/budgets";
    assert_eq!(call(&api, me, ("POST", elsewhere), &budget("b")).0, 400);
}

#[test]
fn an_account_has_one_currency() {
    let (api, me) = (api(), "a@example.com");
    let mut euros = budget("b");
    euros["amount"]["specifiedAmount"]["currencyCode"] = "EUR".into();
    assert_eq!(call(&api, me, ("POST", BUDGETS), &euros).0, 200);
    let (_, made) = call(&api, me, ("POST", BUDGETS), &budget("c"));
    assert_eq!(made["amount"]["specifiedAmount"]["currencyCode"], "EUR");
    euros["amount"]["specifiedAmount"]["currencyCode"] = "USD".into();
    assert_eq!(call(&api, me, ("POST", BUDGETS), &euros).0, 400);
}

#[test]
fn lists_have_pages_and_a_scope() {
    let (api, me, none) = (api(), "a@example.com", json!({}));
    let mut scoped = budget("scoped");
    scoped["budgetFilter"] = json!({ "projects": ["projects/my-project"] });
    for budget in [budget("a"), scoped, budget("b")] {
        assert_eq!(call(&api, me, ("POST", BUDGETS), &budget).0, 200);
    }
    let count = |query: &str| {
        let (_, list) = call(&api, me, ("GET", &format!("{BUDGETS}{query}")), &none);
        let count = list["budgets"].as_array().map_or(0, Vec::len);
        (count, list["nextPageToken"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(count(""), (3, String::new()));
    assert_eq!(count("?scope=projects/my-project"), (1, String::new()));
    assert_eq!(count("?scope=projects/your-project"), (0, String::new()));
    let (first, token) = count("?pageSize=2");
    assert_eq!((first, count(&format!("?pageSize=2&pageToken={token}"))), (2, (1, String::new())));
    let bad = format!("{BUDGETS}?pageSize=-1");
    assert_eq!(call(&api, me, ("GET", &bad), &none).0, 400);
}

#[test]
fn users_need_a_quota_project_where_a_fixture_says_so() {
    let api = api();
    api.core.fixtures.write(|fixtures| fixtures.quota_project_needed = Some(true));
    let (status, error) = call(&api, "a@example.com", ("GET", BUDGETS), &json!({}));
    assert_eq!((status, &error["error"]["details"][0]["reason"]), (403, &json!("SERVICE_DISABLED")));
    let robot = "robot@my-project.iam.gserviceaccount.com";
    assert_eq!(call(&api, robot, ("GET", BUDGETS), &json!({})).0, 200);
}

#[test]
fn the_table_is_whole() {
    assert!(MESSAGES.missing().is_empty());
}
