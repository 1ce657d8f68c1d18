//! The routes of the Access pages.

use attache_wire::{
    access::{
        Acknowledgement, CheckPolicy, EffectivePermissions, ExportAccess, PolicyCheck, PolicyEntry,
        SavePolicy, Simulate, Simulation,
    },
    error::ErrorCode::*,
    permission::Action::*,
    session::Principal,
};
use axum::routing;
use utoipa::openapi::HttpMethod;

use crate::http::{
    access,
    route::{Records, Route},
};

pub(super) fn table() -> Vec<Route> {
    vec![
        get!(
            access::principals,
            "/api/v1/access/principals",
            "Principals and their policies"
        )
        .needs(ListPrincipals)
        .gives_page::<Principal>(),
        get!(
            access::permissions,
            "/api/v1/access/principals/{principal}/permissions",
            "Every known action, and what a principal's policies say of it now"
        )
        .needs(SimulatePolicy)
        .gives::<EffectivePermissions>(200)
        .refuses(&[NotFound]),
        put!(
            access::attach,
            "/api/v1/access/principals/{principal}/policies/{policy}",
            "Attach a policy to a principal"
        )
        .needs(AttachPolicy)
        .status(204)
        .refuses(&[NotFound, Conflict, Lockout]),
        delete!(
            access::detach,
            "/api/v1/access/principals/{principal}/policies/{policy}",
            "Detach a policy from a principal"
        )
        .needs(DetachPolicy)
        .status(204)
        .refuses(&[NotFound, Lockout]),
        get!(
            access::policies,
            "/api/v1/access/policies",
            "Every policy and whom it is attached to, by name"
        )
        .needs(ListPolicies)
        .gives_page::<PolicyEntry>(),
        get!(access::policy, "/api/v1/access/policies/{policy}", "One policy")
            .needs(GetPolicy)
            .gives::<PolicyEntry>(200)
            .refuses(&[NotFound]),
        post!(access::create, "/api/v1/access/policies", "Make a custom policy")
            .needs(PutPolicy)
            .takes::<SavePolicy>()
            .gives::<PolicyEntry>(201)
            .refuses(&[Invalid, Conflict]),
        put!(
            access::replace,
            "/api/v1/access/policies/{policy}",
            "Replace a custom policy"
        )
        .needs(PutPolicy)
        .takes::<SavePolicy>()
        .gives::<PolicyEntry>(200)
        .refuses(&[NotFound, Invalid, ManagedPolicy, Conflict, Lockout]),
        delete!(
            access::delete,
            "/api/v1/access/policies/{policy}",
            "Delete a custom policy that is attached to nobody"
        )
        .needs(DeletePolicy)
        .status(204)
        .refuses(&[NotFound, ManagedPolicy, Conflict]),
        post!(
            access::check,
            "/api/v1/access/check",
            "Whether a document is a valid policy"
        )
        .needs(PutPolicy)
        .records(Records::Call)
        .takes::<CheckPolicy>()
        .gives::<PolicyCheck>(200)
        .refuses(&[Invalid]),
        post!(
            access::simulate,
            "/api/v1/access/simulate",
            "What a principal's policies would say"
        )
        .needs(SimulatePolicy)
        .records(Records::Call)
        .takes::<Simulate>()
        .gives::<Simulation>(200)
        .refuses(&[Invalid]),
        get!(
            access::export,
            "/api/v1/exports/{export}/access",
            "Who can download the file now, who has, and who confirmed to guard it"
        )
        .needs(SimulatePolicy)
        .gives::<ExportAccess>(200)
        .refuses(&[NotFound]),
        post!(
            access::acknowledge,
            "/api/v1/exports/{export}/acknowledgements",
            "Confirm to know that the file is to be guarded"
        )
        .needs(RetrieveDataExport)
        .gives::<Acknowledgement>(201)
        .refuses(&[NotFound, ExportNotReady, ExportExpired, ExportRevoked]),
    ]
}
