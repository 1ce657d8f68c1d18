//! The routes of the simulator: not part of the product, and outside its permissions.

use attache_wire::{
    error::ErrorCode::*,
    simulator::{
        Activity, DnsRecord, Fault, LaunchScenario, Launched, Machinery, MadeContainer, NewDnsRecord,
        NewFault, NewGroup, NewRoom, ResetWorld, Uploaded,
    },
    user::UserContainer,
};
use axum::routing;
use utoipa::openapi::HttpMethod;

use super::PAGE;
use crate::http::{chat, route::Route, simulator};

const UPLOAD: &[(&str, &str)] = &[
    ("sender", "E-mail address of who sends the file."),
    ("container", "The conversation or room."),
    ("fileName", "The file's name, 1 to 255 characters."),
];

pub(super) fn table() -> Vec<Route> {
    vec![
        get!(
            simulator::list,
            "/api/v1/simulator/faults",
            "The files that are broken on purpose"
        )
        .gives_page::<Fault>()
        .in_demo(),
        post!(
            simulator::add,
            "/api/v1/simulator/faults",
            "Break an attachment's stored file"
        )
        .takes::<NewFault>()
        .gives::<Fault>(201)
        .refuses(&[NotFound, Invalid, Conflict])
        .in_demo(),
        delete!(
            simulator::clear,
            "/api/v1/simulator/faults",
            "Mend every stored file"
        )
        .status(204)
        .in_demo(),
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
        get!(
            chat::activity,
            "/api/v1/simulator/activity",
            "Whether people chat as simulated time passes"
        )
        .in_demo()
        .gives::<Activity>(200)
        .refuses(&[NotFound]),
        put!(
            chat::set_activity,
            "/api/v1/simulator/activity",
            "Let people chat as simulated time passes, or stop them"
        )
        .in_demo()
        .takes::<Activity>()
        .gives::<Activity>(200)
        .refuses(&[NotFound, Invalid]),
        get!(
            chat::conversations,
            "/api/v1/simulator/people/{user}/conversations",
            "The rooms and conversations that somebody can write in"
        )
        .in_demo()
        .query(PAGE)
        .gives_page::<UserContainer>()
        .refuses(&[NotFound]),
        post!(
            chat::begin_group,
            "/api/v1/simulator/groups",
            "Begin a group conversation in the simulated chat"
        )
        .in_demo()
        .takes::<NewGroup>()
        .gives::<MadeContainer>(201)
        .refuses(&[NotFound, Invalid]),
        post!(
            chat::make_room,
            "/api/v1/simulator/rooms",
            "Make a chat room in the simulated chat"
        )
        .in_demo()
        .takes::<NewRoom>()
        .gives::<MadeContainer>(201)
        .refuses(&[NotFound, Invalid]),
        delete!(
            chat::delete_room,
            "/api/v1/simulator/rooms/{room}",
            "Delete a chat room of the simulated chat, and its messages"
        )
        .in_demo()
        .status(204)
        .refuses(&[NotFound]),
        post!(
            chat::upload,
            "/api/v1/simulator/uploads",
            "Send a file of at most 50,000,000 bytes, the body, in the simulated chat"
        )
        .in_demo()
        .takes_bytes()
        .query(UPLOAD)
        .gives::<Uploaded>(201)
        .refuses(&[NotFound, Invalid, PayloadTooLarge]),
        post!(
            simulator::launch,
            "/api/v1/simulator/scenarios",
            "Bring an account into a state that the console was designed for"
        )
        .in_demo()
        .without_a_world()
        .takes::<LaunchScenario>()
        .gives::<Launched>(200)
        .refuses(&[NotFound, Conflict, Unavailable]),
        get!(
            simulator::machinery,
            "/api/v1/simulator/machinery",
            "What is out of order on purpose"
        )
        .in_demo()
        .gives::<Machinery>(200)
        .refuses(&[NotFound]),
        put!(
            simulator::set_machinery,
            "/api/v1/simulator/machinery",
            "Slow the file store down, or stop that"
        )
        .in_demo()
        .takes::<Machinery>()
        .gives::<Machinery>(200)
        .refuses(&[NotFound, Invalid]),
        post!(
            simulator::crash,
            "/api/v1/simulator/worker-crash",
            "Let the pipeline's worker crash"
        )
        .in_demo()
        .status(204)
        .refuses(&[NotFound]),
        post!(
            simulator::reset,
            "/api/v1/simulator/reset",
            "Make the world anew, as it was at first; all that is in it is lost"
        )
        .in_demo()
        .without_a_world()
        .takes::<ResetWorld>()
        .status(204)
        .refuses(&[NotFound, Invalid, Conflict, Unavailable]),
    ]
}
