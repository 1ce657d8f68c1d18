//! x
/// y
#[derive(Default)]
pub struct PathAllocator;
impl PathAllocator {
    /// a
    pub fn allocate(&mut self, _k: attache_wire::item::ContainerKind, _c: &str, _f: &str) -> String {
        String::new()
    }
}
