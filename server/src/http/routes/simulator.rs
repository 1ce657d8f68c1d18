//! The routes of the simulator: not part of the product, and outside its permissions.

use attache_wire::{
    error::ErrorCode::*,
    simulator::{DnsRecord, Fault, NewDnsRecord, NewFault},
};
use axum::routing;
use utoipa::openapi::HttpMethod;

use crate::http::{route::Route, simulator};

pub(super) fn table() -> Vec<Route> {
    vec![
        get!(
            simulator::list,
            "/api/v1/simulator/faults",
            "The files that are broken on purpose"
        )
        .gives_page::<Fault>(),
        post!(
            simulator::add,
            "/api/v1/simulator/faults",
            "Break an attachment's stored file"
        )
        .takes::<NewFault>()
        .gives::<Fault>(201)
        .refuses(&[NotFound]),
        delete!(
            simulator::clear,
            "/api/v1/simulator/faults",
            "Mend every stored file"
        )
        .status(204),
        get!(
            simulator::dns,
            "/api/v1/simulator/dns",
            "TXT records of the simulated DNS"
        )
        .gives_page::<DnsRecord>(),
        post!(
            simulator::add_record,
            "/api/v1/simulator/dns",
            "Add a TXT record to the simulated DNS"
        )
        .takes::<NewDnsRecord>()
        .gives::<DnsRecord>(201)
        .refuses(&[Invalid, Conflict]),
        delete!(
            simulator::delete_record,
            "/api/v1/simulator/dns/{record}",
            "Delete a record of the simulated DNS"
        )
        .status(204)
        .refuses(&[NotFound]),
    ]
}
