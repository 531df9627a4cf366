//! The state of all services: one document with a section for each, in memory and, where a path is given, in a file.

use std::any::Any;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::error::Error;

/// The document. A clone shares it.
#[derive(Clone)]
pub(crate) struct Store(Arc<Shared>);

struct Shared {
    path: Option<PathBuf>,
    changed: Notify,
    document: Mutex<Document>,
}

#[derive(Default)]
struct Document {
    open: BTreeMap<&'static str, Arc<dyn Stored>>,
    /// Sections of the file that no service has opened: they are written back as they were.
    closed: BTreeMap<String, Value>,
}

/// One service's part of the document. A clone shares it.
pub(crate) struct Section<T> {
    state: Arc<RwLock<T>>,
    store: Store,
}

impl Store {
    /// Reads the file, where a path is given and the file exists.
    pub(crate) fn open(path: Option<PathBuf>) -> Result<Self, Error> {
        let closed = match path.as_deref().map(read) {
            Some(document) => document?,
            None => BTreeMap::new(),
        };
        let document = Mutex::new(Document { closed, ..Document::default() });
        Ok(Self(Arc::new(Shared { path, changed: Notify::new(), document })))
    }

    /// Opens the section of a name, such as `aws.s3`. All who open it under one name share it.
    ///
    /// # Errors
    /// [`Error::State`] when the file holds a section of this name that is not a `T`, or when it is open as another
    /// type.
    pub(crate) fn section<T>(&self, name: &'static str) -> Result<Section<T>, Error>
    where
        T: Serialize + DeserializeOwned + Default + Send + Sync + 'static,
    {
        let mut document = self.lock();
        let state = match document.open.get(name) {
            Some(open) => Arc::clone(open)
                .any()
                .downcast::<RwLock<T>>()
                .map_err(|_| self.unfit(format!("section {name} is open as another type")))?,
            None => {
                let state = match document.closed.get(name) {
                    Some(value) => T::deserialize(value)
                        .map_err(|error| self.unfit(format!("section {name} does not fit: {error}")))?,
                    None => T::default(),
                };
                document.closed.remove(name);
                let state = Arc::new(RwLock::new(state));
                document.open.insert(name, Arc::<RwLock<T>>::clone(&state));
                state
            }
        };
        drop(document);
        Ok(Section { state, store: self.clone() })
    }

    /// Empties every section.
    pub(crate) fn reset(&self) {
        let mut document = self.lock();
        document.closed.clear();
        document.open.values().for_each(|section| section.reset());
        drop(document);
        self.0.changed.notify_one();
    }

    /// Writes the file, where there is one: a reader sees the old document or the new one and nothing between.
    pub(crate) fn save(&self) -> Result<(), Error> {
        let Some(path) = &self.0.path else { return Ok(()) };
        let document = self.lock();
        let mut whole = document.closed.clone();
        for (name, section) in &document.open {
            let value = section.value().map_err(|error| self.unfit(format!("section {name}: {error}")))?;
            whole.insert((*name).to_owned(), value);
        }
        write(path, &whole).map_err(|error| self.unfit(error.to_string()))
    }

    /// Writes the file after each change, and changes that follow within `pause` with it, until `stop`.
    pub(crate) async fn save_on_change(self, pause: Duration, stop: CancellationToken) {
        while stop.run_until_cancelled(self.0.changed.notified()).await.is_some() {
            if stop.run_until_cancelled(tokio::time::sleep(pause)).await.is_none() {
                return;
            }
            let store = self.clone();
            match tokio::task::spawn_blocking(move || store.save()).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!("{error}"),
                Err(error) => tracing::error!("the state was not written: {error}"),
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Document> {
        self.0.document.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unfit(&self, reason: String) -> Error {
        Error::State { path: self.0.path.clone().unwrap_or_default(), reason }
    }
}

impl<T> Section<T> {
    pub(crate) fn read<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn write<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = change(&mut self.state.write().unwrap_or_else(PoisonError::into_inner));
        self.store.0.changed.notify_one();
        result
    }
}

impl<T> Clone for Section<T> {
    fn clone(&self) -> Self {
        Self { state: Arc::clone(&self.state), store: self.store.clone() }
    }
}

/// A section whose type is not known here.
trait Stored: Send + Sync {
    fn value(&self) -> serde_json::Result<Value>;
    fn reset(&self);
    fn any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync>;
}

impl<T: Serialize + Default + Send + Sync + 'static> Stored for RwLock<T> {
    fn value(&self) -> serde_json::Result<Value> {
        serde_json::to_value(&*self.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn reset(&self) {
        *self.write().unwrap_or_else(PoisonError::into_inner) = T::default();
    }

    fn any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }
}

fn read(path: &Path) -> Result<BTreeMap<String, Value>, Error> {
    let unfit = |reason: String| Error::State { path: path.to_owned(), reason };
    match std::fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map_err(|error| unfit(format!("it does not hold a sandbox's state: {error}"))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(unfit(error.to_string())),
    }
}

fn write(path: &Path, document: &BTreeMap<String, Value>) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let temporary = path.with_file_name(name);
    std::fs::write(&temporary, serde_json::to_vec(document)?)?;
    std::fs::rename(temporary, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Numbers = BTreeMap<String, i32>;

    fn reopen(path: &Path) -> Store {
        Store::open(Some(path.to_owned())).unwrap()
    }

    #[test]
    fn state_outlives_the_process() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        let store = reopen(&path);
        store.section::<Numbers>("a").unwrap().write(|a| a.insert("one".into(), 1));
        store.section::<Numbers>("b").unwrap().write(|b| b.insert("two".into(), 2));
        store.save().unwrap();

        // A store that opens only one section keeps the other one as it is.
        let store = reopen(&path);
        store.section::<Numbers>("a").unwrap().write(|a| a.insert("three".into(), 3));
        store.save().unwrap();

        let store = reopen(&path);
        assert_eq!(store.section::<Numbers>("a").unwrap().read(|a| (a["one"], a["three"])), (1, 3));
        assert_eq!(store.section::<Numbers>("b").unwrap().read(|b| b["two"]), 2);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file stays");
    }

    #[test]
    fn sections_are_shared_and_reset() {
        let store = Store::open(None).unwrap();
        let first = store.section::<Numbers>("a").unwrap();
        let second = store.section::<Numbers>("a").unwrap();
        first.write(|a| a.insert("one".into(), 1));
        assert_eq!(second.read(BTreeMap::len), 1);
        store.reset();
        assert_eq!(second.read(BTreeMap::len), 0);
        assert!(store.section::<Vec<String>>("a").is_err(), "another type under the same name");
    }

    #[test]
    fn unfit_files_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        std::fs::write(&path, "no json").unwrap();
        assert!(Store::open(Some(path.clone())).is_err());
        std::fs::write(&path, r#"{"a": "no map"}"#).unwrap();
        assert!(reopen(&path).section::<Numbers>("a").is_err());
    }

    #[tokio::test]
    async fn changes_reach_the_file_by_themselves() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        let store = reopen(&path);
        let stop = CancellationToken::new();
        let saving = tokio::spawn(store.clone().save_on_change(Duration::from_millis(1), stop.clone()));
        store.section::<Numbers>("a").unwrap().write(|a| a.insert("one".into(), 1));
        tokio::time::timeout(Duration::from_secs(5), async {
            while !path.exists() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        })
        .await
        .unwrap();
        stop.cancel();
        saving.await.unwrap();
        assert_eq!(reopen(&path).section::<Numbers>("a").unwrap().read(|a| a["one"]), 1);
    }
}
