//! Checks which module may use which, and that there are no cycles.
//!
//! The tests search each module's text for paths that begin with `crate::` or `super::`. At every level of the tree,
//! they compare sibling modules, each with all its descendants. This keeps each module readable, testable and movable
//! without the modules that build on it.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The server's top-level modules. Each may use only those after it.
const SERVER: &[&str] = &[
    "main",
    "cli",
    "http",
    "duties",
    "simulator",
    "pipeline",
    "assistant",
    "accounts",
    "administration",
    "links",
    "exports",
    "access",
    "worker",
    "workspace",
    "audit",
    "signing",
    "error",
    "store",
    "scope",
    "csv",
    "ndjson",
    "clock",
    "random",
    "tasks",
    "failpoints",
];

/// The console's top-level modules. Each may use only those after it.
const APP: &[&str] = &[
    "main",
    "app",
    "pages",
    "components",
    "state",
    "api",
    "routes",
    "ui",
    "lean",
];

/// A crate's modules by path (`exports::read`), each with the paths of the modules it names.
struct Crate {
    name: &'static str,
    uses: BTreeMap<String, BTreeSet<String>>,
}

impl Crate {
    fn read(name: &'static str) -> Self {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .join(name)
            .join("src");
        let mut texts = BTreeMap::new();
        collect(&root, &root, &mut texts);
        assert!(texts.len() > 10, "{name}: too few sources found");
        let uses = texts
            .iter()
            .map(|(module, text)| {
                let named = paths_in(module, text);
                let found = named.iter().filter_map(|path| module_of(path, &texts));
                (module.clone(), found.filter(|found| found != module).collect())
            })
            .collect();
        Self { name, uses }
    }

    /// Returns the uses between sibling modules: by parent, then by user and used module, with the two files.
    fn siblings(&self) -> BTreeMap<String, BTreeMap<(String, String), String>> {
        let mut siblings: BTreeMap<String, BTreeMap<(String, String), String>> = BTreeMap::new();
        for (user, used) in self
            .uses
            .iter()
            .flat_map(|(user, used)| used.iter().map(move |used| (user, used)))
        {
            let (left, right): (Vec<&str>, Vec<&str>) =
                (user.split("::").collect(), used.split("::").collect());
            let common = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
            if let (Some(from), Some(to)) = (left.get(common), right.get(common)) {
                let arrow = ((*from).to_owned(), (*to).to_owned());
                let beside = siblings.entry(left[..common].join("::")).or_default();
                beside
                    .entry(arrow)
                    .or_insert_with(|| format!("{user} uses {used}"));
            }
        }
        siblings
    }
}

fn collect(root: &Path, folder: &Path, texts: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, texts);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let module = path.strip_prefix(root).unwrap().with_extension("");
            let module = module.to_string_lossy().replace(['/', '\\'], "::");
            let code = fs::read_to_string(&path).unwrap();
            let code: Vec<&str> = code
                .lines()
                .map(|line| line.split("//").next().unwrap())
                .collect();
            if module != "lib" {
                texts.insert(module, code.join(" "));
            }
        }
    }
}

/// Returns the paths below the crate's root that a module's text names, with groups in braces expanded.
fn paths_in(module: &str, text: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (start, head) in text.match_indices("crate::").chain(text.match_indices("super::")) {
        let before = text[..start].chars().next_back();
        if before.is_some_and(|before| before.is_alphanumeric() || before == ':' || before == '_') {
            continue;
        }
        let mut rest = &text[start..];
        let mut base: Vec<&str> = module.split("::").collect();
        if head == "crate::" {
            base.clear();
            rest = &rest[head.len()..];
        }
        while let Some(upper) = rest.strip_prefix("super::") {
            base.pop();
            rest = upper;
        }
        expand(&base.join("::"), rest, &mut paths);
    }
    paths
}

/// Expands `a::{b, c::d}` at the start of `text`.
fn expand(base: &str, text: &str, paths: &mut Vec<String>) -> usize {
    let text_start = text.len() - text.trim_start().len();
    let word = text[text_start..]
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
        .map_or(text.len(), |end| text_start + end);
    let path = text[text_start..word].trim_end_matches(':');
    let joined = match (base, path) {
        ("", path) => path.to_owned(),
        (base, "") => base.to_owned(),
        (base, path) => format!("{base}::{path}"),
    };
    if !text[word..].starts_with('{') || !(text[..word].ends_with("::") || path.is_empty()) {
        paths.push(joined);
        return word;
    }
    let mut at = word + 1;
    loop {
        at += expand(&joined, &text[at..], paths);
        match text[at..].find([',', '}']) {
            Some(offset) if text[at + offset..].starts_with(',') => at += offset + 1,
            Some(offset) => return at + offset + 1,
            None => return text.len(),
        }
    }
}

/// Returns the module that contains a path or that the path names; `None` if there is no such module.
fn module_of(path: &str, texts: &BTreeMap<String, String>) -> Option<String> {
    let mut path = path;
    loop {
        if texts.contains_key(path) {
            return Some(path.to_owned());
        }
        path = path.rsplit_once("::")?.0;
    }
}

/// Finds a cycle among sibling modules; `None` if there are no cycles.
fn circle(arrows: &BTreeMap<(String, String), String>) -> Option<Vec<&String>> {
    let mut left: BTreeSet<&String> = arrows.keys().flat_map(|(from, to)| [from, to]).collect();
    // A module that uses no remaining module, or that no remaining module uses, is in no cycle.
    loop {
        let within = || {
            arrows
                .keys()
                .filter(|(from, to)| left.contains(from) && left.contains(to))
        };
        let is_end = |module: &&String| {
            !within().any(|(from, _)| from == *module) || !within().any(|(_, to)| to == *module)
        };
        let Some(end) = left.iter().copied().find(is_end) else {
            break;
        };
        left.remove(end);
    }
    (!left.is_empty()).then(|| {
        let within = arrows
            .iter()
            .filter(|((from, to), _)| left.contains(from) && left.contains(to));
        within.map(|(_, example)| example).collect()
    })
}

#[test]
fn modules_have_no_cyclic_dependencies() {
    for name in ["server", "app", "wire"] {
        let krate = Crate::read(name);
        for (parent, arrows) in krate.siblings() {
            if let Some(circle) = circle(&arrows) {
                panic!(
                    "{}/src, in `{parent}`: modules that use each other cannot be read or moved one at a time; move what \
                     both need to a module of its own:\n{circle:#?}",
                    krate.name
                );
            }
        }
    }
}

#[test]
fn modules_use_only_those_below_them() {
    check_order("server", SERVER);
    check_order("app", APP);
}

fn check_order(name: &'static str, order: &[&str]) {
    let krate = Crate::read(name);
    let rooms: BTreeSet<&str> = krate
        .uses
        .keys()
        .map(|module| module.split("::").next().unwrap())
        .collect();
    let listed: BTreeSet<&str> = order.iter().copied().collect();
    assert_eq!(
        rooms, listed,
        "{name}/src: list every top-level module in this test"
    );
    let place = |room: &str| order.iter().position(|listed| *listed == room).unwrap();
    for ((from, to), example) in krate.siblings().remove("").unwrap_or_default() {
        assert!(
            place(&from) < place(&to),
            "{name}/src: `{from}` is below `{to}` and must not use it ({example}): rules at the bottom, callers at \
             the top, so that a rule can be tested and moved without its callers"
        );
    }
}

#[test]
fn a_group_of_imports_is_expanded() {
    let text = "use crate::{a::{self, B}, c::d::E}; use super::{f, g::h}; fn i() { super::super::j() }";
    let mut found = paths_in("x::y", text);
    found.sort();
    let expected = ["a::B", "a::self", "c::d::E", "j", "x::f", "x::g::h"];
    assert_eq!(found, expected);
}
