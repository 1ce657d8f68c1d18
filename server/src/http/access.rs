//! The API of the Access pages: principals, policies, what they allow, and who can download a file.

use attache_wire::{
    access::{
        Acknowledgement, CheckPolicy, EffectivePermissions, ExportAccess, LinkUse, PolicyCheck, PolicyEntry,
        SavePolicy, Simulate, Simulation,
    },
    error::ErrorCode,
    id::{ExportId, PolicyId, PrincipalId},
    page::Page,
    paths,
    permission::Action,
    session::Principal,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, StatusCode, header},
};

use super::{
    ApiError, App,
    authorise::Allowed,
    body::JsonBody,
    query::{Id, Ids, Parameters},
    route::{PAGE, Records, Route},
};
use crate::{access::authorise::may, administration};

/// Returns the routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            principals,
            "/api/v1/access/principals",
            "Principals and their policies",
        )
        .needs(Action::ListPrincipals)
        .gives_page::<Principal>(),
        Route::get(
            permissions,
            "/api/v1/access/principals/{principal}/permissions",
            "Every known action, and whether a principal's policies allow it now",
        )
        .called("iam:GetPermissions")
        .needs(Action::SimulatePolicy)
        .gives::<EffectivePermissions>(200)
        .refuses(&[ErrorCode::NotFound]),
        Route::put(
            attach,
            "/api/v1/access/principals/{principal}/policies/{policy}",
            "Attach a policy to a principal",
        )
        .needs(Action::AttachPolicy)
        .status(204)
        .refuses(&[ErrorCode::NotFound, ErrorCode::Conflict, ErrorCode::Lockout]),
        Route::delete(
            detach,
            "/api/v1/access/principals/{principal}/policies/{policy}",
            "Detach a policy from a principal",
        )
        .needs(Action::DetachPolicy)
        .status(204)
        .refuses(&[ErrorCode::NotFound, ErrorCode::Lockout]),
        Route::get(
            policies,
            "/api/v1/access/policies",
            "Every policy by name, and the principals it is attached to",
        )
        .needs(Action::ListPolicies)
        .gives_page::<PolicyEntry>(),
        Route::get(policy, "/api/v1/access/policies/{policy}", "One policy")
            .needs(Action::GetPolicy)
            .gives::<PolicyEntry>(200)
            .refuses(&[ErrorCode::NotFound]),
        Route::post(create, "/api/v1/access/policies", "Create a custom policy")
            .called("iam:CreatePolicy")
            .needs(Action::PutPolicy)
            .takes::<SavePolicy>()
            .gives::<PolicyEntry>(201)
            .refuses(&[ErrorCode::Invalid, ErrorCode::Conflict]),
        Route::put(
            replace,
            "/api/v1/access/policies/{policy}",
            "Replace a custom policy",
        )
        .called("iam:UpdatePolicy")
        .needs(Action::PutPolicy)
        .takes::<SavePolicy>()
        .gives::<PolicyEntry>(200)
        .refuses(&[
            ErrorCode::NotFound,
            ErrorCode::Invalid,
            ErrorCode::ManagedPolicy,
            ErrorCode::Conflict,
            ErrorCode::Lockout,
        ]),
        Route::delete(
            delete,
            "/api/v1/access/policies/{policy}",
            "Delete a custom policy that is not attached to any principal",
        )
        .needs(Action::DeletePolicy)
        .status(204)
        .refuses(&[ErrorCode::NotFound, ErrorCode::ManagedPolicy, ErrorCode::Conflict]),
        Route::post(
            check,
            "/api/v1/access/check",
            "Whether a document is a valid policy",
        )
        .called("iam:CheckPolicy")
        .needs(Action::PutPolicy)
        .records(Records::Read)
        .takes::<CheckPolicy>()
        .gives::<PolicyCheck>(200)
        .refuses(&[ErrorCode::Invalid]),
        Route::post(
            simulate,
            "/api/v1/access/simulate",
            "Simulate a principal's policies",
        )
        .called("iam:SimulatePolicy")
        .needs(Action::SimulatePolicy)
        .records(Records::Read)
        .takes::<Simulate>()
        .gives::<Simulation>(200)
        .refuses(&[ErrorCode::Invalid]),
        Route::get(
            export,
            "/api/v1/exports/{export}/access",
            "Who can download the file now, who has, and who acknowledged the warning",
        )
        .called("chime:GetFileAccess")
        .needs(Action::SimulatePolicy)
        .gives::<ExportAccess>(200)
        .refuses(&[ErrorCode::NotFound]),
        Route::get(
            link_uses,
            "/api/v1/exports/{export}/uses",
            "The uses of the export's links, newest first",
        )
        .called("chime:ListLinkUses")
        .needs(Action::SimulatePolicy)
        .query(PAGE)
        .gives_page::<LinkUse>()
        .refuses(&[ErrorCode::NotFound]),
        Route::post(
            acknowledge,
            "/api/v1/exports/{export}/acknowledgements",
            "Acknowledge that the file must be protected",
        )
        .called("chime:AcknowledgeFile")
        .needs(Action::RetrieveDataExport)
        .gives::<Acknowledgement>(201)
        .refuses(&[
            ErrorCode::NotFound,
            ErrorCode::ExportNotReady,
            ErrorCode::ExportExpired,
            ErrorCode::ExportRevoked,
        ]),
    ]
}

type Answer<T> = Result<Json<T>, ApiError>;

/// `GET /api/v1/access/principals`
pub(super) async fn principals(
    State(app): State<App>,
    allowed: Allowed<may::ListPrincipals>,
) -> Answer<Page<Principal>> {
    let principals = administration::list_principals(app.workspace(), &allowed.proof).await?;
    Ok(Json(Page::whole(principals)))
}

/// `GET /api/v1/access/policies`
pub(super) async fn policies(
    State(app): State<App>,
    allowed: Allowed<may::ListPolicies>,
) -> Answer<Page<PolicyEntry>> {
    Ok(Json(administration::list(app.workspace(), &allowed.proof).await?))
}

/// `GET /api/v1/access/policies/{policy}`
pub(super) async fn policy(
    State(app): State<App>,
    allowed: Allowed<may::GetPolicy>,
    Id(policy): Id<PolicyId>,
) -> Answer<PolicyEntry> {
    Ok(Json(
        administration::get(app.workspace(), &allowed.proof, &policy).await?,
    ))
}

/// `POST /api/v1/access/policies`
pub(super) async fn create(
    State(app): State<App>,
    allowed: Allowed<may::PutPolicy>,
    JsonBody(body): JsonBody<SavePolicy>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<PolicyEntry>), ApiError> {
    let made = administration::create(app.workspace(), &allowed.caller, &allowed.proof, &body).await?;
    Ok((
        StatusCode::CREATED,
        [(header::LOCATION, paths::policy(&made.policy.id))],
        Json(made),
    ))
}

/// `PUT /api/v1/access/policies/{policy}`
pub(super) async fn replace(
    State(app): State<App>,
    allowed: Allowed<may::PutPolicy>,
    Id(policy): Id<PolicyId>,
    JsonBody(body): JsonBody<SavePolicy>,
) -> Answer<PolicyEntry> {
    let made = administration::replace(app.workspace(), &allowed.caller, &allowed.proof, &policy, &body);
    Ok(Json(made.await?))
}

/// `DELETE /api/v1/access/policies/{policy}`
pub(super) async fn delete(
    State(app): State<App>,
    allowed: Allowed<may::DeletePolicy>,
    Id(policy): Id<PolicyId>,
) -> Result<StatusCode, ApiError> {
    administration::delete(app.workspace(), &allowed.caller, &allowed.proof, &policy).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/v1/access/check`
pub(super) async fn check(
    allowed: Allowed<may::PutPolicy>,
    JsonBody(body): JsonBody<CheckPolicy>,
) -> Answer<PolicyCheck> {
    Ok(Json(administration::check(&allowed.proof, &body)))
}

/// `PUT /api/v1/access/principals/{principal}/policies/{policy}`
pub(super) async fn attach(
    State(app): State<App>,
    allowed: Allowed<may::AttachPolicy>,
    Ids(principal, policy): Ids<PrincipalId, PolicyId>,
) -> Result<StatusCode, ApiError> {
    let Allowed { caller, proof } = &allowed;
    administration::attach(app.workspace(), caller, proof, &principal, &policy).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /api/v1/access/principals/{principal}/policies/{policy}`
pub(super) async fn detach(
    State(app): State<App>,
    allowed: Allowed<may::DetachPolicy>,
    Ids(principal, policy): Ids<PrincipalId, PolicyId>,
) -> Result<StatusCode, ApiError> {
    let Allowed { caller, proof } = &allowed;
    administration::detach(app.workspace(), caller, proof, &principal, &policy).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /api/v1/access/principals/{principal}/permissions`
pub(super) async fn permissions(
    State(app): State<App>,
    allowed: Allowed<may::SimulatePolicy>,
    Id(principal): Id<PrincipalId>,
) -> Answer<EffectivePermissions> {
    let Allowed { caller, proof } = &allowed;
    let found = administration::permissions(app.workspace(), proof, caller.origin.address, &principal);
    Ok(Json(found.await?))
}

/// `POST /api/v1/access/simulate`
pub(super) async fn simulate(
    State(app): State<App>,
    allowed: Allowed<may::SimulatePolicy>,
    JsonBody(body): JsonBody<Simulate>,
) -> Answer<Simulation> {
    let Allowed { caller, proof } = &allowed;
    let answer = administration::simulate(app.workspace(), proof, caller.origin.address, &body);
    Ok(Json(answer.await?))
}

/// `GET /api/v1/exports/{export}/access`
pub(super) async fn export(
    State(app): State<App>,
    allowed: Allowed<may::SimulatePolicy>,
    Id(export): Id<ExportId>,
) -> Answer<ExportAccess> {
    let Allowed { caller, proof } = &allowed;
    let found = administration::file_access::access(app.workspace(), proof, caller.origin.address, &export);
    Ok(Json(found.await?))
}

/// `GET /api/v1/exports/{export}/uses`
pub(super) async fn link_uses(
    State(app): State<App>,
    allowed: Allowed<may::SimulatePolicy>,
    Id(export): Id<ExportId>,
    mut query: Parameters,
) -> Answer<Page<LinkUse>> {
    let (after, limit) = (query.text("cursor"), query.limit()?);
    let found = administration::link_uses(app.workspace(), &allowed.proof, &export, after.as_deref(), limit);
    Ok(Json(found.await?))
}

/// `POST /api/v1/exports/{export}/acknowledgements`
pub(super) async fn acknowledge(
    State(app): State<App>,
    allowed: Allowed<may::RetrieveDataExport>,
    Id(export): Id<ExportId>,
) -> Result<(StatusCode, Json<Acknowledgement>), ApiError> {
    let made =
        administration::file_access::acknowledge(app.workspace(), &allowed.caller, &allowed.proof, &export)
            .await?;
    Ok((StatusCode::CREATED, Json(made)))
}
