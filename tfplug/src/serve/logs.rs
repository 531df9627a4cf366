//! Logs as Terraform reads them: one JSON object a line on stderr, in the manner of hclog.
//!
//! Where no variable asks for logs, no subscriber is installed and `tracing` costs nothing.

use std::fmt;
use std::io::Write;

use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;

use super::Options;

/// Terraform cuts a line at 64 KiB, and what is cut is no JSON any more.
const LINE_LIMIT: usize = 60 << 10;
/// The longest text in one field, in bytes.
const TEXT_LIMIT: usize = 8 << 10;
/// Go's `2006-01-02T15:04:05.000000Z07:00`; hclog reads exactly six decimals.
const TIMESTAMP: &str = "%Y-%m-%dT%H:%M:%S%.6f%:z";

/// Starts to log if the environment asks for it.
pub(super) fn init(options: &Options) {
    let level = level(options.type_name(), |name| std::env::var(name).ok());
    if level == LevelFilter::OFF {
        return;
    }
    let targets = targets(level, options.log_modules);
    // A second call, as in tests, keeps the first subscriber.
    let _ = tracing_subscriber::registry().with(Hclog::new(std::io::stderr).with_filter(targets)).try_init();
}

/// The level asked for: for this provider, else for all providers, else for Terraform as a whole.
fn level(type_name: &str, variable: impl Fn(&str) -> Option<String>) -> LevelFilter {
    let ours = format!("TF_LOG_PROVIDER_{}", type_name.to_uppercase().replace('-', "_"));
    [ours.as_str(), "TF_LOG_PROVIDER", "TF_LOG"]
        .into_iter()
        .filter_map(variable)
        .find(|asked| !asked.is_empty())
        .map_or(LevelFilter::OFF, |asked| match asked.to_uppercase().as_str() {
            "OFF" => LevelFilter::OFF,
            "ERROR" => LevelFilter::ERROR,
            "WARN" => LevelFilter::WARN,
            "INFO" => LevelFilter::INFO,
            "DEBUG" => LevelFilter::DEBUG,
            // TRACE and JSON, and whatever else is written there: Terraform takes it for TRACE as well.
            _ => LevelFilter::TRACE,
        })
}

fn targets(level: LevelFilter, modules: &[&'static str]) -> Targets {
    Targets::new()
        .with_default(level.min(LevelFilter::WARN))
        .with_target("tfplug", level)
        .with_targets(modules.iter().map(|module| (*module, level)))
}

/// Writes each event as one line to what `open` opens.
struct Hclog<O> {
    open: O,
}

/// The fields of a span, kept beside it until its events are written.
struct SpanFields(Fields);

impl<O> Hclog<O> {
    fn new(open: O) -> Self {
        Self { open }
    }
}

impl<S, O, W> Layer<S> for Hclog<O>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    O: Fn() -> W + 'static,
    W: Write,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(SpanFields(fields));
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(SpanFields(fields)) = span.extensions_mut().get_mut()
        {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        for span in context.event_scope(event).into_iter().flat_map(|scope| scope.from_root()) {
            if let Some(SpanFields(outer)) = span.extensions().get() {
                fields.values.extend(outer.values.clone());
            }
        }
        event.record(&mut fields);
        let line = fields.line(event.metadata().level(), event.metadata().target());
        // One write, so that lines of two threads do not mix. If stderr is closed there is nobody left to tell.
        let _ = (self.open)().write_all(line.as_bytes());
    }
}

#[derive(Default)]
struct Fields {
    message: String,
    values: Map<String, Value>,
}

impl Fields {
    fn line(mut self, level: &Level, target: &str) -> String {
        let frame = [
            ("@level", level.as_str().to_lowercase()),
            ("@message", self.message),
            ("@module", target.replace("::", ".")),
            ("@timestamp", chrono::Local::now().format(TIMESTAMP).to_string()),
        ];
        let mut frame: Map<_, _> =
            frame.into_iter().map(|(key, value)| (key.to_owned(), Value::String(value))).collect();
        // The frame goes last: no field of an event may take its place.
        self.values.append(&mut frame.clone());
        let mut line = Value::Object(self.values).to_string();
        if line.len() > LINE_LIMIT {
            frame.insert("fields_left_out".to_owned(), Value::Bool(true));
            line = Value::Object(frame).to_string();
        }
        line.push('\n');
        line
    }

    fn insert(&mut self, field: &Field, value: Value) {
        self.values.insert(field.name().to_owned(), value);
    }

    fn text(&mut self, field: &Field, text: String) {
        let text = cut(text);
        match field.name() {
            "message" => self.message = text,
            _ => self.insert(field, Value::String(text)),
        }
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.text(field, format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.text(field, value.to_owned());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.insert(field, value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.insert(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.insert(field, value.into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.insert(field, value.into());
    }
}

/// Shortens a long text, and says by how much.
fn cut(mut text: String) -> String {
    if text.len() > TEXT_LIMIT {
        let end = text.floor_char_boundary(TEXT_LIMIT);
        let rest = text.len() - end;
        text.truncate(end);
        text.push_str(&format!("... ({rest} bytes more)"));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What `log` writes at `level`, line by line.
    fn logged(level: LevelFilter, log: impl FnOnce()) -> Vec<String> {
        let lines = Lines::default();
        let open = lines.clone();
        let layer = Hclog::new(move || open.clone()).with_filter(targets(level, &["ours"]));
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), log);
        let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    fn parsed(line: &str) -> Map<String, Value> {
        serde_json::from_str(line).unwrap()
    }

    #[test]
    fn an_event_is_one_line_in_hclogs_manner() {
        let lines = logged(LevelFilter::TRACE, || {
            let span =
                tracing::info_span!(target: "ours", "call", rpc = "ReadResource", kind = "outer", id = 0);
            span.record("id", 7);
            let _entered = span.enter();
            tracing::warn!(target: "ours::bucket", kind = "inner", ok = true, text = "a\nb", "slow {}", "cloud");
        });
        let [line] = &lines[..] else { panic!("{lines:?}") };
        let mut event = parsed(line);
        let Some(Value::String(at)) = event.remove("@timestamp") else { panic!("{line}") };
        // 2006-01-02T15:04:05.000000, and an offset.
        assert_eq!((&at[10..11], &at[19..20], at.len()), ("T", ".", 32), "{at}");
        chrono::DateTime::parse_from_rfc3339(&at).unwrap();
        let expected = serde_json::json!({
            "@level": "warn",
            "@message": "slow cloud",
            "@module": "ours.bucket",
            "id": 7,
            "kind": "inner",
            "ok": true,
            "rpc": "ReadResource",
            "text": "a\nb",
        });
        assert_eq!(Value::Object(event), expected);
    }

    #[test]
    fn others_are_heard_from_warn_upwards() {
        let all = || {
            tracing::trace!(target: "ours", "a");
            tracing::info!(target: "tfplug::serve", "b");
            tracing::warn!(target: "h2::codec", "c");
            tracing::info!(target: "h2::codec", authorization = "secret", "d");
            tracing::error!(target: "ours", "e");
        };
        let heard = |level| {
            logged(level, all).iter().map(|line| parsed(line)["@message"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(heard(LevelFilter::TRACE), ["a", "b", "c", "e"]);
        assert_eq!(heard(LevelFilter::INFO), ["b", "c", "e"]);
        assert_eq!(heard(LevelFilter::ERROR), ["e"]);
    }

    #[test]
    fn no_line_is_longer_than_terraform_reads() {
        let long = "ä\"\n".repeat(100_000);
        let lines = logged(LevelFilter::TRACE, || {
            tracing::error!(target: "ours", long, "{long}");
            tracing::error!(target: "ours", a = long, b = long, c = long, d = long, e = long, f = long, "{long}");
        });
        assert_eq!(lines.len(), 2);
        for line in lines {
            assert!(line.len() < 64 << 10, "{}", line.len());
            assert!(parsed(&line)["@message"].as_str().unwrap().starts_with("ä\"\nä"));
        }
    }

    #[test]
    fn the_nearest_variable_says_the_level() {
        let table: [(&[(&str, &str)], _); 7] = [
            (&[], LevelFilter::OFF),
            (&[("TF_LOG", "debug")], LevelFilter::DEBUG),
            (&[("TF_LOG", "JSON")], LevelFilter::TRACE),
            (&[("TF_LOG", "error"), ("TF_LOG_PROVIDER", "INFO")], LevelFilter::INFO),
            (&[("TF_LOG", "trace"), ("TF_LOG_PROVIDER", "off")], LevelFilter::OFF),
            (&[("TF_LOG", "trace"), ("TF_LOG_PROVIDER", "")], LevelFilter::TRACE),
            (&[("TF_LOG_PROVIDER", "trace"), ("TF_LOG_PROVIDER_MY_CLOUD", "warn")], LevelFilter::WARN),
        ];
        for (environment, expected) in table {
            let variable = |name: &str| {
                environment.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(level("my-cloud", variable), expected, "{environment:?}");
        }
    }
}
