//! What has to be asked for before interfaces can be written: the network cards of a machine type, and the cluster's
//! own security group.

use super::super::target::{Call, Target};
use super::data::Card;
use super::xml::{self, Machine};
use crate::{Cloud, Error};

/// An interface for each network card of a machine type, with an Elastic Fabric Adapter where the card takes one.
pub(super) async fn cards(at: &Target<'_>, machine_type: &str) -> Result<Vec<Card>, Error> {
    const DESCRIBE: Call = Call::of("DescribeInstanceTypes", "machine_type");
    let answer = at.ec2(DESCRIBE, &[("InstanceType.1".into(), machine_type.into())]).await?;
    let cards = interfaces(xml::machine(&answer)?);
    if cards.iter().any(Card::is_fast) {
        return Ok(cards);
    }
    Err(Error::Invalid {
        attribute: "fast_network".into(),
        message: format!(
            "{machine_type} has no Elastic Fabric Adapter; choose another machine, or leave it out"
        ),
    })
}

/// The interfaces that a machine gets. A card of which the answer does not tell what it takes takes all; the first one
/// holds the primary interface in any case.
pub(super) fn interfaces(machine: Machine) -> Vec<Card> {
    let mut left = machine.most_adapters;
    let mut cards = Vec::new();
    for card in machine.cards {
        let untold = card.interface_types.is_empty();
        let takes = |kind: &str| card.interface_types.iter().any(|known| known == kind);
        let interface_type = match card.index {
            _ if left > 0 && (untold || takes("efa")) => "efa",
            1.. if left > 0 && takes("efa-only") => "efa-only",
            0 => "interface",
            _ => continue,
        };
        left -= u32::from(interface_type != "interface");
        cards.push(Card {
            index: card.index,
            device: u32::from(card.index > 0),
            interface_type: interface_type.to_owned(),
        });
    }
    cards
}

/// The security group that EKS gives to the machines of a cluster unless their template names groups (Amazon EKS User
/// Guide, "Customize managed nodes with launch templates").
pub(in super::super) async fn cluster_group(at: &Target<'_>) -> Result<String, Error> {
    const DESCRIBE: Call = Call::of("DescribeCluster", "cluster");
    let request = at.eks.describe_cluster().name(at.cluster);
    let found = at.call(DESCRIBE, || request.clone().send()).await;
    let missing = |message: String| Error::Invalid { attribute: "cluster".into(), message };
    let cluster = match found {
        Ok(answer) => answer.cluster,
        Err(Error::NotFound { .. }) => {
            return Err(missing(format!("there is no cluster {:?} in {}", at.cluster, at.region)));
        }
        Err(error) => return Err(error),
    };
    let group = cluster.and_then(|cluster| cluster.resources_vpc_config?.cluster_security_group_id);
    group.ok_or_else(|| {
        missing(format!(
            "{} tells no security group of the cluster {:?}, which its machines need; wait until it is ACTIVE",
            Cloud::Aws,
            at.cluster
        ))
    })
}
