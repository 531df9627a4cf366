//! Refuses rules that call themselves, or each other too deep, or what does not exist.
//!
//! OPA refuses all of it when it compiles. regorus evaluates rules that call themselves until the stack overflows and
//! the process is gone, which neither a timer nor `catch_unwind` can hold up; and it finds that a function does not
//! exist only when a resource makes it look. So the names that rules mention are followed before any of them runs. A
//! variable that has a rule's name counts as that rule: a rule may be refused for it, never let through.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{BUILTINS, Expr, Lexer, Module, Ref, Rule, RuleHead, TokenKind};

use crate::LoadError;

/// Words that may stand before a parenthesis and call nothing.
const KEYWORDS: &[&str] = &["as", "contains", "else", "every", "if", "in", "not", "some"];

/// How many rules deep a call may go; ours go three.
const DEEPEST: usize = 64;

/// A rule by its whole path, `data.palisade.lib.could.be`.
type Path = Vec<String>;

/// What is known of a rule's path, and where it stands.
struct Node {
    file: String,
    line: usize,
    mentions: BTreeSet<Path>,
    /// The functions among the mentions that are no builtins: the line, the name as it is written.
    calls: BTreeMap<Path, (usize, String)>,
}

/// Refuses modules whose rules call in a circle, or call what is neither among them nor a builtin.
pub(super) fn refuse(modules: &[Ref<Module>]) -> Result<(), LoadError> {
    let mut nodes = BTreeMap::new();
    for module in modules {
        read(module, &mut nodes)?;
    }
    let exists = |path: &Path| {
        (0..=path.len()).any(|len| path.get(..len).is_some_and(|path| nodes.contains_key(path)))
    };
    for node in nodes.values() {
        if let Some((_, (line, name))) = node.calls.iter().find(|(path, _)| !exists(path)) {
            return Err(LoadError::at(&node.file, *line, format!("there is no function `{name}`")));
        }
    }
    let mut open = edges(&nodes);
    for _ in 0..DEEPEST {
        let done: BTreeSet<Path> =
            open.iter().filter(|(_, calls)| calls.is_empty()).map(|(rule, _)| rule.clone()).collect();
        if done.is_empty() {
            break;
        }
        open.retain(|rule, _| !done.contains(rule));
        for calls in open.values_mut() {
            calls.retain(|call| !done.contains(call));
        }
    }
    // Whatever is left calls something that is left: as many steps as there are rules end within the circle.
    let Some(mut rule) = open.keys().next() else { return Ok(()) };
    for _ in 0..open.len() {
        let Some(next) = open.get(rule).and_then(|calls| calls.first()) else { break };
        rule = next;
    }
    let (file, line) = nodes.get(rule).map_or((String::new(), 0), |node| (node.file.clone(), node.line));
    let name = rule.last().map_or("", String::as_str);
    Err(LoadError::at(file, line, format!("`{name}` calls itself, or calls more than {DEEPEST} rules deep")))
}

/// The rules that each rule mentions. A path that is shorter or longer than a rule's mentions it too.
fn edges(nodes: &BTreeMap<Path, Node>) -> BTreeMap<Path, BTreeSet<Path>> {
    let mentioned = |path: &Path| {
        let under =
            nodes.range(path.clone()..).map(|(rule, _)| rule).take_while(|rule| rule.starts_with(path));
        let over =
            (0..path.len()).filter_map(|len| nodes.get_key_value(path.get(..len)?)).map(|(rule, _)| rule);
        under.chain(over).cloned().collect::<Vec<Path>>()
    };
    nodes
        .iter()
        .map(|(rule, node)| (rule.clone(), node.mentions.iter().flat_map(mentioned).collect()))
        .collect()
}

/// Adds a module's rules.
fn read(module: &Module, nodes: &mut BTreeMap<Path, Node>) -> Result<(), LoadError> {
    let source = &module.package.span.source;
    let words = words(module)?;
    let scope = Scope::of(module, &words);
    for (number, rule) in module.policy.iter().enumerate() {
        let start = rule.span().start;
        let end = module.policy.get(number + 1).map_or(u32::MAX, |next| next.span().start);
        let name = root(rule);
        let node = nodes.entry(scope.own(&name)).or_insert_with(|| Node {
            file: source.file().clone(),
            line: rule.span().line as usize,
            mentions: BTreeSet::new(),
            calls: BTreeMap::new(),
        });
        // The first mention of the name is the head itself.
        let mut head = true;
        for word in words.iter().filter(|word| (start..end).contains(&word.start)) {
            if head && word.first() == name {
                head = false;
                continue;
            }
            if word.first() == "with" {
                // It can put one function in the place of another, and so close a circle that nobody sees.
                return Err(LoadError::at(source.file(), word.line, "`with` is for tests"));
            }
            let path = scope.resolve(word);
            let written = word.path.join(".");
            if word.called && !BUILTINS.contains_key(&*written) && !KEYWORDS.contains(&&*written) {
                node.calls.insert(path.clone(), (word.line, written));
            }
            node.mentions.insert(path);
        }
    }
    Ok(())
}

/// What names mean within a module.
struct Scope {
    package: Path,
    imports: BTreeMap<String, Path>,
}

impl Scope {
    fn of(module: &Module, words: &[Word]) -> Self {
        let path = |start: u32| words.iter().find(|word| word.start == start).map(|word| word.path.clone());
        let package = path(module.package.refr.span().start).unwrap_or_default();
        let imports = module.imports.iter().filter_map(|import| {
            let path = path(import.refr.span().start)?;
            let alias = import.r#as.as_ref().map(|alias| alias.text().to_owned());
            Some((alias.or_else(|| path.last().cloned())?, path))
        });
        Self { package: [vec!["data".to_owned()], package].concat(), imports: imports.collect() }
    }

    /// The path of what the module calls `name`.
    fn own(&self, name: &str) -> Path {
        self.package.iter().cloned().chain([name.to_owned()]).collect()
    }

    /// The path of what a reference leads to.
    fn resolve(&self, word: &Word) -> Path {
        match self.imports.get(word.first()) {
            _ if word.first() == "data" => word.path.clone(),
            Some(import) => import.iter().chain(word.path.iter().skip(1)).cloned().collect(),
            None => self.own(word.first()),
        }
    }
}

/// The name of a rule: the first word of its head.
fn root(rule: &Rule) -> String {
    let mut expr = match rule {
        Rule::Spec {
            head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. },
            ..
        }
        | Rule::Default { refr, .. } => refr,
    };
    while let Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } = expr.as_ref() {
        expr = refr;
    }
    expr.span().text().to_owned()
}

/// A reference in a module: `a.b["c"]` is three steps, and a step that is computed ends it.
struct Word {
    start: u32,
    line: usize,
    path: Path,
    /// Whether a parenthesis follows.
    called: bool,
}

impl Word {
    fn first(&self) -> &str {
        self.path.first().map_or("", String::as_str)
    }
}

fn words(module: &Module) -> Result<Vec<Word>, LoadError> {
    let source = &module.package.span.source;
    let mut lexer = Lexer::new(source);
    let mut words: Vec<Word> = Vec::new();
    let mut joint = Joint::None;
    loop {
        let token = lexer.next_token().map_err(|error| LoadError::at(source.file(), 0, error.to_string()))?;
        let text = token.1.text();
        joint = match (token.0, joint) {
            (TokenKind::Eof, _) => return Ok(words),
            (TokenKind::Ident, Joint::Dot) => extend(&mut words, text),
            (TokenKind::String | TokenKind::RawString, Joint::Bracket) => {
                extend(&mut words, text.trim_matches(['"', '`']))
            }
            (TokenKind::Ident, _) => {
                let (start, line) = (token.1.start, token.1.line as usize);
                words.push(Word { start, line, path: vec![text.to_owned()], called: false });
                Joint::Word
            }
            (TokenKind::Symbol, Joint::Word) if text == "." => Joint::Dot,
            (TokenKind::Symbol, Joint::Word) if text == "[" => Joint::Bracket,
            (TokenKind::Symbol, Joint::Word) if text == "]" => Joint::Word,
            (TokenKind::Symbol, Joint::Word) if text == "(" => {
                if let Some(word) = words.last_mut() {
                    word.called = true;
                }
                Joint::None
            }
            _ => Joint::None,
        };
    }
}

/// What stands before a token, as far as it makes a reference go on.
#[derive(Clone, Copy)]
enum Joint {
    None,
    Word,
    Dot,
    Bracket,
}

/// Adds a step to the reference that is being read.
fn extend(words: &mut [Word], step: &str) -> Joint {
    if let Some(word) = words.last_mut() {
        word.path.push(step.to_owned());
    }
    Joint::Word
}
