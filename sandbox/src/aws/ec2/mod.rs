//! Amazon EC2: what node groups need of it, launch templates, instance types and placement groups.

mod instance_type;
mod state;

pub(super) use self::instance_type::InstanceType;
pub(super) use self::state::{SECTION, State};
