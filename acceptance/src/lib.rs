//! Support.
pub mod tools;
