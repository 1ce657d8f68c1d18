//! Compares the JSON of every type in the contract with snapshots.
//!
//! A change to the contract shows up as a diff of `snapshots/`. Each entry has a sample with every field (`full`), one
//! without optional fields (`least`), and a note if unknown fields are refused. An enum lists its variants.
#![expect(unreachable_pub, reason = "a test crate has no public surface")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a helper of tests, too, it fails the test"
)]

mod collection;
mod samples;
mod shape;
mod sources;

const HOW_TO_ACCEPT: &str = "JSON samples of the contract's types. If you mean to change the contract, accept the new \
                             samples with `INSTA_UPDATE=always cargo test -p attache-wire --test contract`, commit them \
                             with your change, and add an entry to CHANGELOG.md.";

#[test]
fn every_type_has_its_reviewed_json() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(HOW_TO_ACCEPT);
    settings.bind(|| {
        for (module, samples) in samples::all() {
            insta::assert_snapshot!(module, samples.to_json());
        }
    });
}

#[test]
fn every_serialised_type_has_a_sample() {
    let all = samples::all();
    let mut sampled: Vec<String> = all.iter().flat_map(|(_, samples)| samples.names()).collect();
    let mut declared = sources::serialised_types();
    sampled.sort();
    declared.sort();
    assert_eq!(
        sampled, declared,
        "left: types with a sample; right: types that wire/src serialises. Add or remove samples in \
         wire/tests/contract/samples"
    );
}
