use attache_wire::{
    error::{ErrorCode, FieldError, Problem},
    permission::Action,
    state::ExportState,
};

use super::{EXPORT, NEXT_ALLOWED};
use crate::collection::Samples;

pub fn samples() -> Samples {
    Samples::new()
        .variants::<ErrorCode>()
        .object(&Problem {
            status: 429,
            code: ErrorCode::ExportWindow,
            title: ErrorCode::ExportWindow.title().into(),
            detail: "The next request is possible in 6 days.".into(),
            request_id: "r1".into(),
            missing_action: Some(Action::StartDataExport),
            retry_after: Some(360),
            next_allowed_at: Some(NEXT_ALLOWED.into()),
            export_id: Some(EXPORT.into()),
            state: Some(ExportState::Processing),
            errors: vec![field()],
        })
        .object(&field())
}

fn field() -> FieldError {
    FieldError {
        field: "document".into(),
        detail: "`Effect` is `Allow` or `Deny`.".into(),
        line: Some(3),
        column: Some(15),
    }
}
