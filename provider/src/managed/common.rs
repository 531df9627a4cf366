use cloud::Cloud;
use tfplug::{Map, Value};

/// The attributes that every form has under the same name.
pub(crate) trait Common {
    /// `name`.
    fn name(&self) -> &Value<String>;
    /// `id`, the key as text.
    fn id(&self) -> &Value<String>;
    /// `labels`: the resource's own.
    fn labels(&self) -> &Map<String>;
    /// `labels_all`: with the provider's defaults.
    fn labels_all(&self) -> &Map<String>;
    /// Whether nothing but the key is known: an import.
    fn is_imported(&self) -> bool;
    /// Whether the other cloud's attribute, `aws` or `gcp`, is set.
    fn is_set(&self, extras: Cloud) -> bool;
    /// Sets `labels`.
    fn set_labels(&mut self, labels: Map<String>);
    /// Sets `labels_all`.
    fn set_labels_all(&mut self, labels: Map<String>);
    /// Sets `id` and `native_id`.
    fn set_ids(&mut self, id: String, native_id: String);
}

/// Implements [`Common`] for a form, by the names of its fields.
macro_rules! common {
    ($form:ty) => {
        impl $crate::managed::Common for $form {
            fn name(&self) -> &tfplug::Value<String> {
                &self.name
            }

            fn id(&self) -> &tfplug::Value<String> {
                &self.id
            }

            fn labels(&self) -> &tfplug::Map<String> {
                &self.labels
            }

            fn labels_all(&self) -> &tfplug::Map<String> {
                &self.labels_all
            }

            fn is_imported(&self) -> bool {
                self.native_id.is_null()
            }

            fn is_set(&self, extras: cloud::Cloud) -> bool {
                match extras {
                    cloud::Cloud::Aws => !self.aws.is_null(),
                    cloud::Cloud::Gcp => !self.gcp.is_null(),
                }
            }

            fn set_labels(&mut self, labels: tfplug::Map<String>) {
                self.labels = labels;
            }

            fn set_labels_all(&mut self, labels: tfplug::Map<String>) {
                self.labels_all = labels;
            }

            fn set_ids(&mut self, id: String, native_id: String) {
                (self.id, self.native_id) = (id.into(), native_id.into());
            }
        }
    };
}

pub(crate) use common;
