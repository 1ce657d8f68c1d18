use attache_wire::page::Page;

use crate::collection::Samples;

pub fn samples() -> Samples {
    Samples::new().object(&Page {
        items: vec!["a row".to_owned()],
        next_cursor: Some("WzEyXQ".into()),
    })
}
