//! What becomes of an operation when answers are lost, against a service that is scripted.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use google_cloud_auth::credentials::anonymous;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::GcpBudgets;
use super::to_wire::tests::budget;
use crate::budget::{Budget, BudgetKey, Filter};
use crate::gcp::Rest;
use crate::{Change, Error, Incomplete, Observed, Operation, Removal, Scope, Service as _};

/// What the service does with a call that changes something.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    /// It carries it out and answers.
    Done,
    /// It carries it out, and the answer is lost.
    Lost,
    /// It refuses.
    Refused(u16, &'static str),
}

/// Budgets of one account, over HTTP.
#[derive(Default)]
struct Service {
    held: Mutex<Vec<Value>>,
    script: Mutex<VecDeque<Step>>,
    calls: Mutex<Vec<String>>,
}

/// A request, as far as it matters.
struct Asked {
    method: String,
    /// The path without its query.
    path: String,
    body: Value,
}

impl Service {
    /// Serves until the test is over.
    async fn serve(self: Arc<Self>, listener: TcpListener) {
        while let Ok((stream, _)) = listener.accept().await {
            let service = Arc::clone(&self);
            tokio::spawn(async move { service.answer(stream).await });
        }
    }

    async fn answer(&self, stream: TcpStream) -> Option<()> {
        let mut stream = BufReader::new(stream);
        let asked = read(&mut stream).await?;
        let changes = asked.method != "GET";
        let step = if changes { self.script.lock().unwrap().pop_front() } else { None }.unwrap_or(Step::Done);
        let (status, body) = match step {
            Step::Refused(code, status) => {
                self.note(&asked);
                (code, json!({ "error": { "code": code, "status": status, "message": "no" } }))
            }
            Step::Done | Step::Lost => self.carry_out(&asked),
        };
        if step == Step::Lost {
            return None;
        }
        let body = body.to_string();
        let head =
            format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
        stream.get_mut().write_all(format!("{head}{body}").as_bytes()).await.ok()
    }

    fn note(&self, asked: &Asked) {
        let call =
            if asked.path.ends_with("/budgets") && asked.method == "GET" { "list" } else { &asked.method };
        self.calls.lock().unwrap().push(call.to_lowercase());
    }

    fn carry_out(&self, asked: &Asked) -> (u16, Value) {
        self.note(asked);
        let held = &mut *self.held.lock().unwrap();
        let name = asked.path.trim_start_matches("/v1/").to_owned();
        let at = held.iter().position(|budget| budget["name"] == name);
        match (asked.method.as_str(), at) {
            ("GET", None) if name.ends_with("/budgets") => (200, json!({ "budgets": held })),
            ("POST", _) => {
                let mut made = asked.body.clone();
                made["name"] = format!("{name}/{}", held.len() + 1).into();
                made["etag"] = "1".into();
                held.push(made.clone());
                (200, made)
            }
            (_, None) => refusal(404, "NOT_FOUND"),
            ("GET", Some(at)) => (200, held[at].clone()),
            ("DELETE", Some(at)) => {
                held.remove(at);
                (200, json!({}))
            }
            (_, Some(at)) if asked.body["etag"].is_string() && asked.body["etag"] != held[at]["etag"] => {
                refusal(409, "ABORTED")
            }
            (_, Some(at)) => {
                held[at]["displayName"] = asked.body["displayName"].clone();
                held[at]["etag"] = format!("{}1", held[at]["etag"].as_str().unwrap()).into();
                (200, held[at].clone())
            }
        }
    }
}

fn refusal(code: u16, status: &str) -> (u16, Value) {
    (code, json!({ "error": { "code": code, "status": status, "message": "no" } }))
}

async fn read(stream: &mut BufReader<TcpStream>) -> Option<Asked> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok()?;
        if line.trim().is_empty() {
            break;
        }
        lines.push(line.to_lowercase());
        if lines.len() == 1 {
            lines[0] = line;
        }
    }
    let length = lines.iter().find_map(|line| line.strip_prefix("content-length:"));
    let mut body = vec![0; length.map_or(0, |length| length.trim().parse().unwrap())];
    stream.read_exact(&mut body).await.ok()?;
    let mut words = lines.first()?.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?);
    let path = path.split('?').next()?.to_owned();
    Some(Asked { method, path, body: serde_json::from_slice(&body).unwrap_or_default() })
}

/// Runs one operation against a service that follows a script, and compares the calls made, how it ended, and how many
/// budgets there are then.
async fn check<F: Future<Output = String>>(
    held: Option<Value>,
    script: &[Step],
    operation: impl FnOnce(GcpBudgets) -> F,
    expected: (&str, &[&str], usize),
) {
    let service = Arc::new(Service::default());
    service.held.lock().unwrap().extend(held);
    service.script.lock().unwrap().extend(script);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(Arc::clone(&service).serve(listener));
    let rest = Rest::new(anonymous::Builder::new().build(), &endpoint).unwrap();
    let outcome = operation(GcpBudgets::new(rest)).await;
    server.abort();
    assert_eq!(outcome, expected.0, "{script:?}");
    assert_eq!(*service.calls.lock().unwrap(), expected.1, "{script:?}");
    assert_eq!(service.held.lock().unwrap().len(), expected.2, "{script:?}");
}

fn minutes() -> Operation {
    Operation { timeout: Duration::from_secs(600), cancel: Default::default() }
}

fn key() -> BudgetKey {
    "gcp/012345-6789AB-CDEF01/1".parse().expect("a key")
}

/// The budget that the service holds.
fn held(budget: &Budget) -> Value {
    let message = super::to_wire::created(super::to_wire::tests::described(budget));
    let mut held = serde_json::to_value(message).expect("a message is JSON");
    held["name"] = "billingAccounts/012345-6789AB-CDEF01/budgets/1".into();
    held["etag"] = "1".into();
    held
}

fn ended(result: Result<Observed<Budget>, Incomplete<Budget>>) -> String {
    match result {
        Ok(observed) => format!("revision {}", observed.revision.unwrap()),
        Err(Incomplete { error, kept }) => {
            let kept = kept.map_or("nothing kept".into(), |kept| format!("kept {}", kept.revision.unwrap()));
            let error = match error {
                Error::Changed { .. } => "changed".into(),
                Error::Denied { .. } => "denied".into(),
                Error::Service { code, .. } => code,
                other => other.to_string(),
            };
            format!("{error}, {kept}")
        }
    }
}

const DENIED: Step = Step::Refused(403, "PERMISSION_DENIED");
const UNAVAILABLE: Step = Step::Refused(503, "UNAVAILABLE");

#[tokio::test]
async fn a_budget_is_created_once() {
    let create = async |budgets: GcpBudgets| ended(budgets.create(&budget(), &minutes()).await);
    check(None, &[], create, ("revision 1", &["list", "post"], 1)).await;
    check(None, &[Step::Lost], create, ("revision 1", &["list", "post", "list"], 1)).await;
    let again = ["list", "post", "list", "post"];
    check(None, &[UNAVAILABLE], create, ("revision 1", &again, 1)).await;
    check(None, &[DENIED], create, ("denied, nothing kept", &["list", "post"], 0)).await;
    // What a creation that was killed has left.
    check(Some(held(&budget())), &[], create, ("revision 1", &["list", "get"], 1)).await;
    let other = Budget { name: "other".into(), ..budget() };
    check(Some(held(&other)), &[], create, ("revision 1", &["list", "post"], 2)).await;
}

#[tokio::test]
async fn what_is_there_from_before_is_listed_once() {
    let other = Budget { name: "other".into(), ..budget() };
    let create = async |budgets: &GcpBudgets, budget: &Budget| {
        let ended = ended(budgets.create(budget, &minutes()).await);
        ended.split(',').next().unwrap_or_default().to_owned()
    };
    let both = async |budgets: GcpBudgets| {
        [create(&budgets, &other).await, create(&budgets, &budget()).await].join("; ")
    };
    let done = "revision 1; revision 1";
    check(None, &[], both, (done, &["list", "post", "post"], 2)).await;
    check(Some(held(&budget())), &[], both, (done, &["list", "post", "get"], 2)).await;
    // A creation that failed may have left what the list does not tell.
    let again = ["list", "post", "list", "post"];
    check(None, &[DENIED], both, ("denied; revision 1", &again, 1)).await;
    // Another project's budgets are another list.
    let of_project = Budget {
        filter: Filter { projects: Some(vec!["projects/7".into()]), ..Filter::default() },
        ..budget()
    };
    let apart = async |budgets: GcpBudgets| {
        [create(&budgets, &budget()).await, create(&budgets, &of_project).await].join("; ")
    };
    check(None, &[], apart, (done, &again, 2)).await;
    // What was there is no longer there when its turn comes.
    let gone = async |budgets: GcpBudgets| {
        let first = create(&budgets, &other).await;
        let removal = Removal { prior: &budget(), with_contents: false };
        budgets.delete(&key(), removal, &minutes()).await.expect("it is there");
        [first, create(&budgets, &budget()).await].join("; ")
    };
    check(Some(held(&budget())), &[], gone, (done, &["list", "post", "delete", "get", "post"], 2)).await;
}

#[tokio::test]
async fn an_update_finds_the_budget_unchanged() {
    let wanted = Budget { name: "new".into(), ..budget() };
    let prior = budget();
    let update = async |budgets: GcpBudgets, revision: &str| {
        let change = Change { prior: &prior, wanted: &wanted };
        ended(budgets.update(&key(), change, Some(revision), &minutes()).await)
    };
    let now = async |budgets| update(budgets, "1").await;
    let stale = async |budgets| update(budgets, "0").await;
    let there = || Some(held(&budget()));
    check(there(), &[], now, ("revision 11", &["patch"], 1)).await;
    check(there(), &[Step::Lost], now, ("revision 11", &["patch", "get"], 1)).await;
    check(there(), &[], stale, ("changed, nothing kept", &["patch"], 1)).await;
    let again = ["patch", "get", "patch"];
    check(there(), &[UNAVAILABLE], now, ("revision 11", &again, 1)).await;
    let precondition = Step::Refused(400, "FAILED_PRECONDITION");
    check(there(), &[precondition], stale, ("changed, nothing kept", &["patch", "get"], 1)).await;
    let enforced = "FAILED_PRECONDITION, nothing kept";
    check(there(), &[precondition], now, (enforced, &["patch", "get"], 1)).await;
    let same = async |budgets: GcpBudgets, revision: &str| {
        let change = Change { prior: &prior, wanted: &prior };
        ended(budgets.update(&key(), change, Some(revision), &minutes()).await)
    };
    check(there(), &[], async |budgets| same(budgets, "1").await, ("revision 1", &["get"], 1)).await;
    let moved = ("changed, nothing kept", &["get"][..], 1);
    check(there(), &[], async |budgets| same(budgets, "0").await, moved).await;
}

#[tokio::test]
async fn what_is_gone_is_deleted() {
    let delete = async |budgets: GcpBudgets| {
        let removal = Removal { prior: &budget(), with_contents: false };
        let deleted = budgets.delete(&key(), removal, &minutes()).await;
        deleted.map_or_else(|error| error.to_string(), |()| "gone".into())
    };
    let there = || Some(held(&budget()));
    check(there(), &[], delete, ("gone", &["delete"], 0)).await;
    check(there(), &[Step::Lost], delete, ("gone", &["delete", "delete"], 0)).await;
    check(None, &[], delete, ("gone", &["delete"], 0)).await;
    let read = async |budgets: GcpBudgets, key: BudgetKey| {
        let found = budgets.read(&key, Scope::Everything, &minutes()).await;
        found.map_or_else(|error| error.to_string(), |found| format!("{}", found.is_some()))
    };
    check(None, &[], async |budgets| read(budgets, key()).await, ("false", &["get"], 0)).await;
    check(there(), &[], async |budgets| read(budgets, key()).await, ("true", &["get"], 1)).await;
    let bad = || BudgetKey::Gcp { billing_account: "a".into(), id: "../x".into() };
    let told = "id: \"gcp/a/../x\" names no budget: gcp/XXXXXX-XXXXXX-XXXXXX/ID is expected";
    check(None, &[], async |budgets| read(budgets, bad()).await, (told, &[], 0)).await;
}
