//! What a fake answers otherwise than AWS, so that a case cannot be played on it as it is. Each row asks the fake again:
//! when it answers something else, the row fails, and its cases belong to the story of that fake.

use acceptance::Oracle;
use acceptance::http::Http;
use acceptance::moto::{Fake, Kind};
use serde_json::Value;

/// One answer of a fake.
pub(crate) struct Gap {
    /// Who.
    pub(crate) fake: Kind,
    /// The call of AWS's API that it answers otherwise.
    pub(crate) call: &'static str,
    /// Asks it.
    pub(crate) ask: fn(&Asked) -> String,
    /// What it says then.
    pub(crate) says: &'static str,
    /// What AWS does, and who tells so.
    pub(crate) aws: &'static str,
    /// Which cases cannot be played on it, by their labels; `*` at the end stands for any.
    pub(crate) not: &'static [&'static str],
    /// Which cases cannot be changed on it: they are made, planned again, imported and destroyed.
    pub(crate) unchanged: &'static [&'static str],
}

/// How much of a case is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Played {
    Whole,
    Unchanged,
    Not,
}

/// How much of a case is played on a fake that has these gaps.
pub(crate) fn played(gaps: &[Gap], fake: Kind, case: &str) -> Played {
    let any = |cases: fn(&Gap) -> &'static [&'static str]| {
        gaps.iter().any(|gap| gap.fake == fake && cases(gap).iter().any(|pattern| is(pattern, case)))
    };
    match (any(|gap| gap.not), any(|gap| gap.unchanged)) {
        (true, _) => Played::Not,
        (false, true) => Played::Unchanged,
        (false, false) => Played::Whole,
    }
}

/// Asks each fake for its gaps again, after `prepare` has made what they are about; panics with all that are not as
/// their rows say, and with labels that no case has.
pub(crate) fn check(gaps: &[Gap], start: fn(Kind) -> Fake, prepare: fn(&Asked), labels: &[String]) {
    let named = gaps.iter().flat_map(|gap| gap.not.iter().chain(gap.unchanged));
    let unknown = named.filter(|pattern| !labels.iter().any(|label| is(pattern, label)));
    let mut wrong: Vec<String> = unknown.map(|case| format!("there is no case {case}")).collect();
    for kind in [Kind::Moto, Kind::Ministack] {
        let fake = start(kind);
        let asked = Asked { oracle: Oracle::start(&fake.aws, "", ""), aws: fake.aws.clone() };
        prepare(&asked);
        let gaps = gaps.iter().filter(|gap| gap.fake == kind);
        wrong.extend(gaps.filter_map(|gap| gap.differs(&asked)));
    }
    assert!(wrong.is_empty(), "gaps that are none any more, or others:\n{}", wrong.join("\n"));
}

/// Whether a label is one of those that a pattern stands for.
fn is(pattern: &str, label: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == label, |start| label.starts_with(start))
}

impl Gap {
    /// What is not as the row says.
    fn differs(&self, asked: &Asked) -> Option<String> {
        let Self { fake, call, says, aws, not, unchanged, .. } = self;
        let said = (self.ask)(asked);
        (said != *says).then(|| {
            format!("{fake:?} {call}: it says {said}, not {says}; AWS: {aws}; cases: {not:?}, changes of {unchanged:?}")
        })
    }
}

/// A fake that boto3 asks.
pub(crate) struct Asked {
    oracle: Oracle,
    aws: String,
}

impl Asked {
    /// What the answer to a call of a service has at a JSON pointer, or the code of the refusal: that of boto3 where the
    /// answer is none of the service's.
    pub(crate) fn says(&self, service: &str, call: &str, args: Value, pointer: &str) -> String {
        match self.oracle.try_ask(&format!("boto3.{service}"), call, args) {
            Ok(answer) => answer.pointer(pointer).unwrap_or(&Value::Null).to_string(),
            Err(refusal) => refusal.code,
        }
    }

    /// The answer to a call that must succeed.
    pub(crate) fn does(&self, service: &str, call: &str, args: Value) -> Value {
        self.oracle.ask(&format!("boto3.{service}"), call, args)
    }

    /// The status of the answer to a bare request, which a client of the region would have signed for the service; 0 where
    /// there is none.
    pub(crate) fn status(&self, region: &str, service: &str, method: &str, path: &str) -> u16 {
        let http = http(&self.aws, region, service);
        http.try_send(method, path, None).map_or(0, |(status, _)| status)
    }
}

/// A client that says for what its requests are signed, as far as the fakes look.
pub(crate) fn http(aws: &str, region: &str, service: &str) -> Http {
    let scope = format!("AKIASANDBOX/20260101/{region}/{service}/aws4_request");
    let signed = format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0");
    Http::new(aws).header("authorization", &signed)
}
