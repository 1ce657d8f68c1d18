use attache_wire::permission::Action;

use crate::collection::Samples;

pub fn samples() -> Samples {
    Samples::new().variants::<Action>()
}
