//! Word-prefix search. The tokenizer of the full-text indexes decides what a word is, for stored names and for what is
//! typed, so that the two cannot disagree.

use sqlx::{
    ConnectOptions, Connection, Executor,
    sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions},
};

use super::Result;

/// Maximum number of search words; further words are ignored.
pub(super) const MAX_WORDS: usize = 8;

/// A full-text query that matches nothing.
const NOTHING: &str = "\"\"";

/// An empty full-text table with the tokenizer of every index in the migrations, and a view of its words.
const TABLES: &str = "
    CREATE VIRTUAL TABLE typed USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2');
    CREATE VIRTUAL TABLE words USING fts5vocab (typed, instance);";

/// What was typed into a search field. A row matches if it contains, for each word, a word that starts with it. Nothing
/// matches a search without words.
#[derive(Debug, Clone)]
pub struct Search(Vec<Part>);

/// A part of the typed text, up to the next space. It has at least one word.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// The part as it was typed.
    pub(super) typed: String,
    words: Vec<String>,
}

impl Search {
    /// Returns a full-text query for rows that match.
    pub(super) fn full_text(&self) -> String {
        full_text(self.0.iter().flat_map(|part| &part.words))
    }

    /// Returns the parts of the typed text. There are none if nothing matches.
    pub(super) fn parts(&self) -> &[Part] {
        &self.0
    }
}

impl Part {
    /// Returns a full-text query for rows that match this part.
    pub(super) fn full_text(&self) -> String {
        full_text(self.words.iter())
    }
}

fn full_text<'a>(words: impl Iterator<Item = &'a String>) -> String {
    // No tokenizer leaves a quote in a word, so a word cannot close its quotes.
    let prefixes: Vec<String> = words
        .take(MAX_WORDS)
        .map(|word| format!("\"{word}\" *"))
        .collect();
    match prefixes.is_empty() {
        true => NOTHING.to_owned(),
        false => prefixes.join(" AND "),
    }
}

/// Splits typed text into words. SQLite's tokenizer can only be used through a table, so this has one, in memory.
#[derive(Debug, Clone)]
pub(super) struct Tokenizer(SqlitePool);

impl Tokenizer {
    /// Creates a tokenizer. It connects when it is first used.
    pub(super) fn new() -> Self {
        // The statements are not those of the database, whose log they would confuse.
        let memory = SqliteConnectOptions::new().disable_statement_logging();
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .after_connect(|conn, _| Box::pin(async move { conn.execute(TABLES).await.map(drop) }));
        Self(pool.connect_lazy_with(memory))
    }

    /// Returns the search for a typed text; `None` if nothing was typed.
    pub(super) async fn search(&self, typed: &str) -> Result<Option<Search>> {
        let typed: Vec<&str> = typed.split_whitespace().collect();
        if typed.is_empty() {
            return Ok(None);
        }
        let mut conn = self.0.acquire().await?;
        // Never committed, so that the table stays empty.
        let mut tx = conn.begin().await?;
        let texts = serde_json::to_string(&typed).map_err(|error| sqlx::Error::Encode(error.into()))?;
        sqlx::query("INSERT INTO typed (rowid, text) SELECT key, value FROM json_each(?)")
            .bind(texts)
            .execute(&mut *tx)
            .await?;
        let words: Vec<(i64, String)> =
            sqlx::query_as("SELECT doc, term FROM words ORDER BY doc, \"offset\"")
                .fetch_all(&mut *tx)
                .await?;
        tx.rollback().await?;
        let mut words = words.into_iter().peekable();
        let mut parts = Vec::new();
        for (row, typed) in (0..).zip(typed) {
            let mut part = Part {
                typed: typed.to_owned(),
                words: Vec::new(),
            };
            while let Some((_, word)) = words.next_if(|(doc, _)| *doc == row) {
                part.words.push(word);
            }
            if !part.words.is_empty() {
                parts.push(part);
            }
        }
        Ok(Some(Search(parts)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    async fn query(typed: &str) -> Option<String> {
        let search = Tokenizer::new().search(typed).await.unwrap();
        search.map(|search| search.full_text())
    }

    #[tokio::test]
    async fn typed_text_becomes_word_prefixes() {
        for (typed, expected) in [
            ("dock pho", Some("\"dock\" * AND \"pho\" *")),
            ("a@b.example", Some("\"a\" * AND \"b\" * AND \"example\" *")),
            ("\" OR 1 --", Some("\"or\" * AND \"1\" *")),
            ("Åkesson", Some("\"akesson\" *")),
            ("हिन", Some("\"ह\" * AND \"न\" *")),
            ("a\0b", Some("\"a\" * AND \"b\" *")),
            ("🚚", Some(NOTHING)),
            ("\"", Some(NOTHING)),
            (" -*\" ", Some(NOTHING)),
            (" \t", None),
            ("", None),
        ] {
            assert_eq!(query(typed).await.as_deref(), expected, "{typed:?}");
        }
    }

    /// Otherwise a query of words that the tokenizer found could not be read by the index.
    #[tokio::test]
    async fn the_tokenizer_takes_each_of_its_words_for_one_word() {
        let tokenizer = Tokenizer::new();
        // Beyond these there are only characters for private use, tags and variation selectors.
        let all: Vec<char> = (char::MIN..='\u{3FFFF}').collect();
        let mut letters = 0;
        for some in all.chunks(8_192) {
            let typed: String = some.iter().flat_map(|c| [*c, ' ']).collect();
            let Some(search) = tokenizer.search(&typed).await.unwrap() else {
                continue;
            };
            let words: Vec<String> = search.0.into_iter().flat_map(|part| part.words).collect();
            letters += words.len();
            let again = tokenizer.search(&words.join(" ")).await.unwrap();
            let again: Vec<Vec<String>> = again.map_or(Vec::new(), |again| {
                again.0.into_iter().map(|part| part.words).collect()
            });
            let expected: Vec<Vec<String>> = words.into_iter().map(|word| vec![word]).collect();
            assert_eq!(again, expected);
        }
        assert!(letters > 100_000, "only {letters} characters are letters");
    }

    #[tokio::test]
    async fn every_index_has_this_tokenizer() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("attache.db")).await.unwrap();
        let mut conn = store.read().await.unwrap();
        let tables: Vec<String> =
            sqlx::query_scalar("SELECT sql FROM sqlite_schema WHERE sql LIKE '%USING fts5 %'")
                .fetch_all(&mut *conn)
                .await
                .unwrap();
        let tokenizer = |sql: &str| {
            sql.split_once("tokenize = ")
                .and_then(|(_, rest)| rest.split('\'').nth(1).map(str::to_owned))
        };
        assert!(tables.len() >= 3, "{tables:?}");
        for sql in &tables {
            assert_eq!(tokenizer(sql), tokenizer(TABLES), "{sql}");
        }
    }
}
