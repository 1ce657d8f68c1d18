use attache_wire::state::{ExportState, Step};

use crate::collection::Samples;

pub fn samples() -> Samples {
    Samples::new().variants::<ExportState>().variants::<Step>()
}
