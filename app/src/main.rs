//! The console's entry point in the browser.

fn main() {
    attache_app::start();
}
