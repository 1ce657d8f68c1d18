//! Users: search, filter, sort and keyset pagination that stay fast with 100,000 users. Single users and their
//! containers are in [`one`]; joining, leaving and suspending are in [`membership`].

pub mod membership;
pub mod one;

use attache_wire::{
    id::{AccountId, UserId},
    user::{Invitation, Registration, Tier, User, UserSort},
};
use sqlx::AssertSqlSafe;

use super::{Conn, Result, Search, cursor};
use crate::clock::{Millis, rfc3339};

/// The parameters of a user list.
#[derive(Debug, Clone, Default)]
pub struct UserQuery {
    /// What was typed; each word must start a word of the name or address.
    pub q: String,
    /// Only users with this registration status.
    pub registration: Option<Registration>,
    /// The sort order; by name if `None`.
    pub sort: Option<UserSort>,
    /// True to sort in descending order.
    pub descending: bool,
    /// The page's cursor.
    pub after: Option<String>,
    /// The page size.
    pub limit: u32,
}

/// Up to this many matches are looked up and sorted. With more, it is faster to walk the sort index and skip what does
/// not match.
const SORTED_MATCHES: i64 = 2_000;

/// With more matches than this, collecting them all takes longer than scanning them to see which of the first users are
/// among them.
const DENSE_MATCHES: i64 = 40_000;

/// Number of sort index entries to probe. A page is full if a third of them match. If the index has fewer entries,
/// there is nothing more to find.
const PROBED: usize = 170;

/// The columns of a [`Row`] of `users u`, except the last two.
macro_rules! columns {
    () => {
        "u.id, u.display_name, u.email, u.registration, u.invitation, u.tier, u.invited_at, u.joined_at, u.last_active_at,
         u.personal_pin, u.private, u.phone, u.messages_sent, u.meetings_attended, u.meetings_organised"
    };
}
use columns;

/// A stored user, with the sort key that the next page continues from.
#[derive(sqlx::FromRow)]
struct Row {
    id: UserId,
    display_name: String,
    email: String,
    registration: String,
    invitation: String,
    tier: String,
    invited_at: Option<Millis>,
    joined_at: Option<Millis>,
    last_active_at: Option<Millis>,
    personal_pin: Option<String>,
    private: bool,
    phone: Option<String>,
    messages_sent: u64,
    meetings_attended: u64,
    meetings_organised: u64,
    /// The sort key.
    key: String,
    /// True if it matches the search.
    matches: bool,
}

/// Returns a page of an account's users; `search` is the query's `q`. `None` if the cursor does not belong to this list
/// and sort order.
///
/// # Errors
/// When a query fails.
pub async fn list(
    conn: &mut Conn,
    account: &AccountId,
    query: &UserQuery,
    search: Option<&Search>,
) -> Result<Option<(Vec<User>, Option<String>)>> {
    let words = search.map(Search::full_text);
    let plans: &[Plan] = match &words {
        None => &[Plan::Walk],
        Some(words) => match matches(conn, words).await? {
            ..=SORTED_MATCHES => &[Plan::SortMatches],
            count if count > DENSE_MATCHES => &[Plan::Probe, Plan::WalkMatches],
            _ => &[Plan::WalkMatches],
        },
    };
    page_by(conn, account, query, words.as_deref(), plans).await
}

/// Returns a page from the first plan that fills it, or from the last plan.
async fn page_by(
    conn: &mut Conn,
    account: &AccountId,
    query: &UserQuery,
    words: Option<&str>,
    plans: &[Plan],
) -> Result<Option<(Vec<User>, Option<String>)>> {
    let sort = query.sort.unwrap_or(UserSort::Name);
    let after: Option<Key> = match &query.after {
        None => None,
        Some(text) => match cursor::decode::<Key>(text) {
            Some(key) if key.sort == sort_mark(sort, query.descending) => Some(key),
            _ => return Ok(None),
        },
    };
    let mut plans = plans.iter().copied();
    let mut rows = Vec::new();
    let full = query.limit as usize;
    let mut done = false;
    while let (false, Some(plan)) = (done, plans.next()) {
        let resume = after.as_ref();
        let sql = sql(
            plan,
            query.registration.is_some(),
            sort,
            query.descending,
            resume.is_some(),
        );
        // `sql` contains only constants of this module.
        let page = sqlx::query_as::<_, Row>(AssertSqlSafe(sql))
            .bind(account)
            .bind(query.registration.map_or("", Registration::as_str))
            .bind(words.unwrap_or_default());
        let key = resume.map_or("", |after| &after.key);
        let page = if is_time(sort) {
            page.bind(key.parse::<i64>().unwrap_or(0))
        } else {
            page.bind(key)
        };
        let id = resume.map_or("", |after| &after.id);
        rows = page.bind(id).bind(query.limit + 1).fetch_all(&mut *conn).await?;
        let all = plan == Plan::Probe && rows.len() < PROBED;
        rows.retain(|row| row.matches);
        done = all || rows.len() > full;
    }
    let users = rows.into_iter().map(user).collect::<Result<Vec<_>>>()?;
    let (users, next) = super::page(users, query.limit, |(user, key)| {
        let sort = sort_mark(sort, query.descending);
        cursor::encode(&Key {
            sort,
            key: key.clone(),
            id: user.id.to_string(),
        })
    });
    Ok(Some((users.into_iter().map(|(user, _)| user).collect(), next)))
}

/// The cursor's contents: where a page starts.
#[derive(Default, serde::Serialize, serde::Deserialize)]
struct Key {
    #[serde(rename = "s")]
    sort: String,
    #[serde(rename = "k")]
    key: String,
    #[serde(rename = "i")]
    id: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// Walk the sort index.
    Walk,
    /// Take the first entries of the sort index and scan the matches between them once. If most users match, that fills
    /// a page. (Looking up the entries one by one takes up to a millisecond each, because full-text search reaches a
    /// row by passing all rows before it.)
    Probe,
    /// Collect all matches, walk the sort index and skip what is not among them.
    WalkMatches,
    /// Look up the matches and sort them.
    SortMatches,
}

fn sql(plan: Plan, by_registration: bool, sort: UserSort, descending: bool, resume: bool) -> String {
    let (key, index) = match sort {
        UserSort::Name => ("u.sort_name", "name"),
        UserSort::Email => ("u.email", "email"),
        UserSort::Joined => ("ifnull(u.joined_at, 0)", "joined"),
        UserSort::LastActive => ("ifnull(u.last_active_at, 0)", "last_active"),
    };
    let index = if by_registration {
        format!("registration_{index}")
    } else {
        index.to_owned()
    };
    let (direction, beyond) = if descending { ("DESC", "<") } else { ("ASC", ">") };
    let walk = format!("users u INDEXED BY users_by_{index}");
    let matches = match plan {
        Plan::Walk | Plan::Probe => "",
        Plan::WalkMatches => " AND u.rowid_ IN (SELECT rowid FROM users_search WHERE users_search MATCH ?3)",
        Plan::SortMatches => " AND users_search MATCH ?3",
    };
    let registration = if by_registration {
        " AND u.registration = ?2"
    } else {
        ""
    };
    let resume = if resume {
        format!(" AND ({key}, u.id) {beyond} (?4, ?5)")
    } else {
        String::new()
    };
    let order = format!("ORDER BY {key} {direction}, u.id {direction}");
    let scope = format!("u.account_id = ?1{registration}{resume}");
    let columns = format!("{}, CAST({key} AS TEXT) AS key", columns!());
    let from = match plan {
        Plan::Probe => {
            // The plus keeps SQLite from turning the last condition into one look-up per row.
            return format!(
                "WITH probed AS MATERIALIZED (SELECT * FROM {walk} WHERE {scope} {order} LIMIT max(?6, {PROBED}))
                 SELECT {columns}, u.rowid_ IN (
                    SELECT rowid FROM users_search WHERE users_search MATCH ?3
                    AND rowid BETWEEN (SELECT min(rowid_) FROM probed) AND (SELECT max(rowid_) FROM probed)
                    AND +rowid IN (SELECT rowid_ FROM probed)
                 ) AS matches
                 FROM probed u {order}"
            );
        }
        Plan::SortMatches => "users_search s CROSS JOIN users u ON u.rowid_ = s.rowid",
        Plan::Walk | Plan::WalkMatches => &walk,
    };
    format!("SELECT {columns}, TRUE AS matches FROM {from} WHERE {scope}{matches} {order} LIMIT ?6")
}

/// Counts the matching users, but stops just past [`DENSE_MATCHES`].
async fn matches(conn: &mut Conn, words: &str) -> Result<i64> {
    sqlx::query_scalar(
        "SELECT count(*) FROM (SELECT rowid FROM users_search WHERE users_search MATCH ? LIMIT ?)",
    )
    .bind(words)
    .bind(DENSE_MATCHES + 1)
    .fetch_one(conn)
    .await
}

const fn is_time(sort: UserSort) -> bool {
    matches!(sort, UserSort::Joined | UserSort::LastActive)
}

fn sort_mark(sort: UserSort, descending: bool) -> String {
    format!("{}{}", if descending { "-" } else { "" }, sort.as_str())
}

fn user(row: Row) -> Result<(User, String)> {
    let user = User {
        id: row.id,
        display_name: row.display_name,
        email: row.email,
        registration: super::spelled(Registration::parse(&row.registration), "users.registration")?,
        invitation: super::spelled(Invitation::parse(&row.invitation), "users.invitation")?,
        tier: super::spelled(Tier::parse(&row.tier), "users.tier")?,
        invited_at: row.invited_at.map(rfc3339),
        joined_at: row.joined_at.map(rfc3339),
        last_active_at: row.last_active_at.map(rfc3339),
        personal_pin: row.personal_pin,
        private: row.private,
        phone: row.phone,
        messages_sent: row.messages_sent,
        meetings_attended: row.meetings_attended,
        meetings_organised: row.meetings_organised,
    };
    Ok((user, row.key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    /// 500 users: every third is named Lima, and the last ten are suspended.
    async fn store(dir: &tempfile::TempDir) -> Store {
        let store = Store::open(&dir.path().join("attache.db")).await.unwrap();
        let mut tx = store.write().await.unwrap();
        let account =
            "INSERT INTO accounts (id, name, type, created_at) VALUES ('a', 'A', 'EnterpriseLWA', 0)";
        sqlx::query(account).execute(&mut *tx).await.unwrap();
        for nth in 0..500 {
            let name = if nth % 3 == 0 { "Lima" } else { "Other" };
            sqlx::query(
                "INSERT INTO users (id, account_id, email, display_name, sort_name, registration, invitation, tier,
                    joined_at) VALUES (?1, 'a', ?1 || '@a.example', ?2, lower(?2), ?3, 'Accepted', 'Pro', ?4)",
            )
            .bind(format!("u-{nth:03}"))
            .bind(name)
            .bind(if nth < 490 { "Registered" } else { "Suspended" })
            .bind(i64::from(nth / 7))
            .execute(&mut *tx)
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
        store
    }

    #[tokio::test]
    async fn every_plan_finds_the_same_users_on_every_page() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(&dir).await;
        let mut conn = store.read().await.unwrap();
        let words = store.search("lim").await.unwrap().unwrap().full_text();
        for sort in UserSort::ALL {
            for (descending, registration) in
                [(false, None), (true, None), (true, Some(Registration::Suspended))]
            {
                let mut found = Vec::new();
                for plans in [
                    &[Plan::SortMatches][..],
                    &[Plan::WalkMatches],
                    &[Plan::Probe, Plan::WalkMatches],
                ] {
                    let mut query = UserQuery {
                        sort: Some(sort),
                        descending,
                        registration,
                        limit: 50,
                        ..UserQuery::default()
                    };
                    let mut ids = Vec::new();
                    loop {
                        let page = page_by(&mut conn, &"a".into(), &query, Some(&words), plans)
                            .await
                            .unwrap()
                            .unwrap();
                        ids.extend(page.0.into_iter().map(|user| user.id));
                        query.after = page.1;
                        if query.after.is_none() {
                            break;
                        }
                    }
                    found.push(ids);
                }
                assert_eq!(found[0].len(), if registration.is_some() { 3 } else { 167 });
                assert!(
                    found.iter().all(|ids| *ids == found[0]),
                    "{sort:?} {descending} {registration:?}"
                );
            }
        }
    }
}
