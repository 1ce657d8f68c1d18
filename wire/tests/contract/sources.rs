//! Finds the types that `wire/src` serialises by reading its text, so that no type is forgotten.

use std::{fs, path::Path};

/// Returns the names of all types that derive or implement `Serialize`, without transparent ones.
pub fn serialised_types() -> Vec<String> {
    let mut names = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut names);
    assert!(names.len() > 50, "too few types found");
    names
}

fn collect(folder: &Path, names: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, names);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            names.extend(declared_in(&fs::read_to_string(&path).unwrap()));
        }
    }
}

fn declared_in(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut in_derive, mut serialised) = (false, false);
    for line in text.lines().map(str::trim) {
        in_derive |= line.starts_with("#[derive(");
        serialised |= in_derive && line.contains("Serialize");
        in_derive &= !line.contains(")]");
        // In JSON, such a type is what it holds.
        serialised &= line != "#[serde(transparent)]";
        let declared = line
            .strip_prefix("pub struct ")
            .or_else(|| line.strip_prefix("pub enum "));
        if let Some(declared) = declared {
            if serialised {
                names.push(identifier(declared));
            }
            serialised = false;
        }
        if let Some((_, by_hand)) = line.split_once(" Serialize for ") {
            names.push(identifier(by_hand));
        }
    }
    names
}

fn identifier(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

#[test]
fn types_that_derive_or_implement_serialize_are_found() {
    let text = "
        use serde::{
            Deserialize, Serialize,
        };

        #[derive(Debug, Clone)]
        pub struct Plain;

        #[derive(
            Debug, Serialize,
        )]
        #[serde(rename_all = \"camelCase\")]
        pub enum Derived { A }

        pub struct ByHand<T>(T);
        impl<T> Serialize for ByHand<T> {}
    ";
    assert_eq!(declared_in(text), ["Derived", "ByHand"]);
}
