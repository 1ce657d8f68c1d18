//! Checks the repository's own rules: which code may name what, how long a file may be, and which licences are allowed.
//!
//! A failure shows the line and the rule's reason. Comments may name anything.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{fs, path::PathBuf, process::Command};

/// Text that files in some folders must not contain.
struct Rule {
    /// The prefix of the files' paths.
    within: &'static str,
    /// The prefixes of exempt paths.
    except: &'static [&'static str],
    /// The forbidden text.
    forbidden: &'static [&'static str],
    because: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        within: "e2e/stories",
        // Takes one layer of a real answer's defences away at a time.
        except: &["e2e/stories/hostile.spec.ts"],
        forbidden: &[".route(", ".fulfill("],
        because: "stories provoke failures through demo faults; e2e/src/network.ts delays answers and drops connections",
    },
    Rule {
        within: "app/src/ui",
        except: &[],
        forbidden: &[
            "attache_wire",
            "crate::api",
            "crate::state",
            "crate::components",
            "crate::pages",
        ],
        because: "widgets know nothing of this product, so that every page can use them",
    },
    Rule {
        within: "app/src/components",
        except: &[],
        forbidden: &["crate::pages"],
        because: "pages are made of components, not the other way round",
    },
    Rule {
        within: "app/src",
        except: &["app/src/api"],
        forbidden: &[
            "gloo_net::eventsource",
            "http::Request",
            "Request::get",
            "fetch_with_",
            "EventSource",
        ],
        because: "only api/ touches the network: errors and sign-in are handled once",
    },
    Rule {
        within: "app/src",
        except: &[],
        forbidden: &["attache_server"],
        because: "the console and the server meet in wire/ only",
    },
    Rule {
        within: "wire/src",
        // Ids can be bound to SQL, when the server asks for the feature.
        except: &["wire/src/text.rs"],
        forbidden: &["axum", "leptos", "sqlx", "web_sys"],
        because: "the contract compiles for the browser and for the server",
    },
    Rule {
        within: "server/src",
        except: &["server/src/http", "server/src/cli/serve.rs"],
        forbidden: &["axum"],
        because: "the product's rules do not know that they are called over HTTP",
    },
    Rule {
        within: "server/src",
        // main.rs names the driver's log target.
        except: &["server/src/store", "server/src/main.rs"],
        forbidden: &["sqlx", "Sqlite", "SELECT ", "INSERT INTO", "DELETE FROM"],
        because: "SQL and the database's types are in store/ only: another database is another module",
    },
    Rule {
        within: "server/src/http",
        except: &[],
        forbidden: &[
            "crate::store",
            " store::",
            ".store.",
            ".commit()",
            "audit.append",
            "audit.later",
        ],
        because: "http/ parses, authorises, calls and shapes; transactions and the rules of the product are below it, where \
                  the command line and the tests reach them too",
    },
    Rule {
        within: "server/src",
        // Deadlines of connections go by the runtime's clock, which tests pause.
        except: &["server/src/clock", "server/src/http/connections.rs"],
        forbidden: &["SystemTime::now", "Instant::now", "Timestamp::now", "Zoned::now"],
        because: "every rule obeys a clock that is given to it; tests move it",
    },
    Rule {
        within: "",
        except: &[],
        forbidden: &[
            "TODO",
            "FIXME",
            "XXX",
            "#[ignore",
            "test.only(",
            "describe.only(",
            "test.skip(",
        ],
        because: "what is not done is not in the code, and every test runs",
    },
    Rule {
        within: "",
        except: &[],
        forbidden: &["/root/", "/home/", "C:\\Users"],
        because: "the repository works in any folder of any machine",
    },
];

/// Maximum lines of a file. A longer file is about more than one thing.
const LONGEST: usize = 400;
/// Licences that require nothing but their own text.
const PERMISSIVE: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    // The JPEG encoder's licence. It requires a sentence in the documentation; README.md has it.
    "IJG",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Returns the source files by path, including uncommitted ones.
fn sources() -> Vec<(String, String)> {
    let listed = output("git", &["ls-files", "--cached", "--others", "--exclude-standard"]);
    let is_source = |path: &&str| {
        [".rs", ".ts", ".mjs", ".css", ".html", ".js"]
            .iter()
            .any(|end| path.ends_with(end))
            && !path.starts_with("server/tests/data/")
    };
    let read = |path: &str| Some((path.to_owned(), fs::read_to_string(root().join(path)).ok()?));
    listed.lines().filter(is_source).filter_map(read).collect()
}

#[test]
fn no_folder_contains_its_forbidden_text() {
    let sources = sources();
    assert!(sources.len() > 100, "too few sources found");
    let mut broken = Vec::new();
    for rule in RULES {
        let applies = |path: &str| {
            path.starts_with(rule.within)
                && path != "xtask/tests/repository.rs"
                && !rule.except.iter().any(|except| path.starts_with(except))
        };
        for (path, text) in sources.iter().filter(|(path, _)| applies(path)) {
            for (number, line) in text.lines().enumerate() {
                let code = line.trim_start();
                if let Some(word) = rule.forbidden.iter().find(|word| code.contains(**word))
                    && !code.starts_with("//")
                {
                    broken.push(format!("{path}:{}: `{word}`: {}", number + 1, rule.because));
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn no_comment_postpones_work() {
    let broken: Vec<String> = sources()
        .iter()
        .filter(|(path, _)| path != "xtask/tests/repository.rs")
        .flat_map(|(path, text)| text.lines().map(move |line| (path, line)))
        .filter(|(_, line)| line.contains("TODO") || line.contains("FIXME"))
        .map(|(path, line)| format!("{path}: {line}"))
        .collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// Phrases that read as translated. A tripwire: plain English is the goal, and only a reader can judge it.
const UNPLAIN: &[&str] = &[
    "whoever",
    " anew",
    "is not told",
    "there is none",
    "may not see",
    "was so already",
    "of theirs",
];

#[test]
fn nothing_reads_as_translated() {
    let listed = output(
        "git",
        &["ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
    );
    let documents = listed
        .lines()
        .filter(|path| !path.starts_with("server/tests/data/"))
        .filter_map(|path| Some((path.to_owned(), fs::read_to_string(root().join(path)).ok()?)));
    let mut broken = Vec::new();
    for (path, text) in sources().into_iter().chain(documents) {
        if path == "xtask/tests/repository.rs" {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let lower = line.to_lowercase();
            if let Some(phrase) = UNPLAIN.iter().find(|phrase| lower.contains(**phrase)) {
                broken.push(format!(
                    "{path}:{}: say it without `{}`",
                    number + 1,
                    phrase.trim()
                ));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn files_are_short() {
    let mut broken = Vec::new();
    for (path, text) in sources() {
        let lines = text.lines().count();
        if lines > LONGEST {
            broken.push(format!("{path} has {lines} lines; {LONGEST} are the limit"));
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn no_module_file_is_called_mod() {
    let found: Vec<String> = sources()
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| path.ends_with("/mod.rs"))
        .collect();
    assert!(found.is_empty(), "name them after what they hold: {found:?}");
}

#[test]
fn every_dependency_has_a_permissive_licence() {
    let cargo = env!("CARGO");
    // Not offline: a new machine has fetched only the dependencies for its own platform.
    let metadata = output(cargo, &["metadata", "--format-version", "1", "--locked"]);
    let metadata: serde_json::Value = serde_json::from_str(&metadata).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100, "too few dependencies found");
    let broken: Vec<String> = packages
        .iter()
        .filter(|package| !is_permissive(package["license"].as_str().unwrap_or_default()))
        .map(|package| format!("{}: {}", package["name"], package["license"]))
        .collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// Returns true if every part joined by AND offers a permissive choice. Ignores parentheses, which do not matter for
/// the expressions that occur.
fn is_permissive(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], "").replace('/', " OR ");
    plain.split(" AND ").all(|part| {
        part.split(" OR ")
            .any(|licence| PERMISSIVE.contains(&licence.trim()))
    })
}

#[test]
fn links_in_documents_lead_to_files() {
    let listed = output(
        "git",
        &["ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
    );
    let mut broken = Vec::new();
    for path in listed
        .lines()
        .filter(|path| !path.starts_with("server/tests/data/"))
    {
        let text = fs::read_to_string(root().join(path)).unwrap_or_default();
        let folder = root().join(path).parent().unwrap().to_owned();
        for target in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split([')', '#']).next())
        {
            if !target.is_empty() && !target.contains("://") && !folder.join(target).exists() {
                broken.push(format!("{path}: {target}"));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}
