//! Search, whatever is typed and in whatever script the names are.

use std::collections::BTreeSet;

use attache_testing::{Actor, JUNIPER, Server};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use serde_json::json;

/// Names, and their words.
const NAMES: [(&str, &[&str]); 22] = [
    ("हिन्दी समाचार", &["हिन्दी", "समाचार"]),
    ("ชุมชนไทย", &["ชุมชนไทย"]),
    ("தமிழ் நாடு", &["தமிழ்", "நாடு"]),
    ("مَدْرَسَة", &["مَدْرَسَة"]),
    ("עִבְרִית", &["עִבְרִית"]),
    ("বাংলা-ভাষা", &["বাংলা", "ভাষা"]),
    ("မြန်မာ", &["မြန်မာ"]),
    ("ភាសាខ្មែរ", &["ភាសាខ្មែរ"]),
    ("ქართული", &["ქართული"]),
    ("Ελληνικά, Σίσυφος", &["Ελληνικά", "Σίσυφος"]),
    ("Україна", &["Україна"]),
    ("日本語テキスト", &["日本語テキスト"]),
    ("한국어 문서", &["한국어", "문서"]),
    ("Tiếng Việt", &["Tiếng", "Việt"]),
    ("e\u{301}clair", &["e\u{301}clair", "éclair", "eclair"]),
    ("İstanbul", &["İstanbul"]),
    ("Straße_ﬁne", &["Straße", "ﬁne"]),
    ("aⒶb", &["a", "b", "aⒶb"]),
    ("x²y", &["x²y"]),
    ("🚚Trucks👩‍👩‍👧‍👦Ltd", &["Trucks", "Ltd"]),
    ("O'Neill & \"Sons\" (2)", &["O", "Neill", "Sons", "2"]),
    ("𝒜lpha 𐐀𐐁", &["𝒜lpha", "𐐀𐐁"]),
];

fn url(list: &str, typed: &str) -> String {
    format!("{list}?q={}", utf8_percent_encode(typed, NON_ALPHANUMERIC))
}

/// Creates an account with this name and returns its id.
async fn account(actor: &Actor, name: &str) -> String {
    let made = actor.post("/api/v1/accounts", &json!({ "name": name })).await;
    assert_eq!(made.status, 201, "{name:?}: {}", made.text());
    made.json()["id"].as_str().unwrap().to_owned()
}

/// Returns the ids of the accounts that a search finds.
async fn found(actor: &Actor, typed: &str) -> BTreeSet<String> {
    let reply = actor.get(&url("/api/v1/accounts", typed)).await;
    assert_eq!(reply.status, 200, "{typed:?}");
    let rows = reply.json()["items"].as_array().unwrap().clone();
    rows.iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

/// Asserts that each prefix of a word finds the account.
async fn assert_prefixes_find(actor: &Actor, id: &str, word: &str) {
    for (end, c) in word.char_indices() {
        let prefix = &word[..end + c.len_utf8()];
        assert!(found(actor, prefix).await.contains(id), "{prefix:?} of {word:?}");
    }
}

/// Random values; the same in each run.
fn some<T>(count: u32, strategy: &impl Strategy<Value = T>) -> Vec<T> {
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    (0..count)
        .map(|_| strategy.new_tree(&mut runner).unwrap().current())
        .collect()
}

#[tokio::test]
async fn a_name_in_any_script_is_found_by_each_prefix_of_its_words() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    for (name, words) in NAMES {
        let id = account(&actor, name).await;
        for word in words {
            assert_prefixes_find(&actor, &id, word).await;
        }
    }
}

#[tokio::test]
async fn a_word_of_any_letters_is_found_by_each_of_its_prefixes() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    let word = "[a-zß-öø-ÿα-ωа-яա-ևא-תء-غक-हก-ฮ一-龥가-힣][0-9a-zß-ö\u{300}-\u{30F}\u{591}-\u{5BD}\u{64B}-\u{652}ऀ-ॗะ-ฺ²Ⓐ]{0,5}";
    for name in some(60, &word) {
        let id = account(&actor, &format!("+ {name} +")).await;
        assert_prefixes_find(&actor, &id, &name).await;
        actor.delete(&format!("/api/v1/accounts/{id}")).await;
    }
}

#[tokio::test]
async fn a_search_without_a_letter_or_digit_finds_nothing() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    account(&actor, "🚚 Trucks").await;
    for typed in [
        "🚚", "\"", "\"\"", "*", "-", "'", "\0", "\u{301}", "\u{200B}", "( ) *",
    ] {
        assert_eq!(found(&actor, typed).await, BTreeSet::new(), "{typed:?}");
        let users = url(&format!("/api/v1/accounts/{JUNIPER}/users"), typed);
        assert_eq!(actor.get(&users).await.json()["items"], json!([]), "{typed:?}");
    }
    for blank in ["", " ", "\t\u{3000}"] {
        assert_eq!(found(&actor, blank).await.len(), 3, "{blank:?}");
    }
}

#[tokio::test]
async fn every_list_reads_whatever_is_typed() {
    let server = Server::start().await;
    let actor = server.sign_in("owner").await;
    let export = server.delivered(&actor).await;
    let document = server.anybody().get("/api/v1/openapi.json").await.json();
    let mut lists = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        let parameters = operations["get"]["parameters"].as_array();
        if parameters.is_some_and(|all| all.iter().any(|parameter| parameter["name"] == "q")) {
            lists.push(path.replace("{account}", JUNIPER).replace("{export}", &export));
        }
    }
    assert!(lists.len() >= 4, "{lists:?}");
    let pieces = prop_oneof![
        any::<char>().prop_map(String::from),
        prop::sample::select(NAMES.map(|(name, _)| name).to_vec()).prop_map(str::to_owned),
        prop::sample::select(vec![
            "\"", "*", " ", "\0", "AND", "NEAR(", "-", "^", ":", "{", "a"
        ])
        .prop_map(str::to_owned),
    ];
    let mut typed = some(
        60,
        &prop::collection::vec(pieces, 1..12).prop_map(|pieces| pieces.concat()),
    );
    typed.extend(["हिन", "ชุม", "தமிழ", "مَد", "aⒶb", "🚚", "\""].map(str::to_owned));
    for typed in typed {
        let typed: String = typed.chars().take(200).collect();
        for list in &lists {
            let reply = actor.get(&url(list, &typed)).await;
            assert_eq!(reply.status, 200, "{list} {typed:?}: {}", reply.text());
        }
    }
}
