//! A provider in one file: `note_file` keeps a text in a file. `acceptance/tests/tfplug_examples.rs` applies it.
use std::fs;
use tfplug::{Catalogue, Configure, Context, Create, Data, Diagnostic, Diagnostics, Failed, Provider};
use tfplug::{Resource, Schema, State, Update, Value};

/// A text, kept in a file.
#[derive(Clone, Schema)]
struct Note {
    /// Where the text is kept. A change moves the note.
    #[schema(required, replace)]
    path: Value<String>,
    /// The text.
    #[schema(default = "")]
    text: Value<String>,
}

struct Notes;

impl Provider for Notes {
    type Config = Data;
    async fn configure(_: Data, _: Configure) -> Result<Self, Diagnostics> {
        Ok(Notes)
    }
}

impl Resource for Notes {
    type Provider = Notes;
    type Model = Note;
    fn schema(&self) -> Schema {
        Schema::of::<Note>()
    }
    async fn create(&self, _: &Context<Notes>, create: Create<Note>) -> Result<State<Note>, Failed<Note>> {
        keep(create.planned)
    }
    async fn read(&self, _: &Context<Notes>, was: State<Note>) -> Result<Option<State<Note>>, Diagnostics> {
        let text = fs::read_to_string(known(&was.value.path)).ok();
        Ok(text.map(|text| State::new(Note { text: text.into(), ..was.value })))
    }
    async fn update(&self, _: &Context<Notes>, update: Update<Note>) -> Result<State<Note>, Failed<Note>> {
        keep(update.planned)
    }
    async fn delete(&self, _: &Context<Notes>, was: State<Note>) -> Result<(), Failed<Note>> {
        fs::remove_file(known(&was.value.path)).map_err(|error| Diagnostic::error(error.to_string()).into())
    }
}

fn keep(note: Note) -> Result<State<Note>, Failed<Note>> {
    let written = fs::write(known(&note.path), known(&note.text));
    written.map(|()| State::new(note)).map_err(|error| Diagnostic::error(error.to_string()).at("path").into())
}

fn known(value: &Value<String>) -> &str {
    value.known().map_or("", String::as_str)
}

fn main() -> std::process::ExitCode {
    let notes = Catalogue::<Notes>::new("registry.terraform.io/example/note", Schema::default());
    tfplug::run(notes.resource("note_file", Notes))
}
