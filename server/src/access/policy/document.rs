//! Policy documents: their elements, which of them can be combined, and the values each accepts.

use super::{
    condition::{self, Condition},
    error::{ParseError, Position, Span, did_you_mean, quote},
    json::{self, Member, Node, Value},
    pattern::{ActionPattern, ResourcePattern},
};

/// Maximum length of a policy in characters, including white space.
pub const MAX_CHARACTERS: usize = 6_144;

/// A valid policy.
#[derive(Debug)]
pub struct Policy {
    pub(super) statements: Vec<Statement>,
}

#[derive(Debug)]
pub(super) struct Statement {
    pub(super) sid: Option<String>,
    pub(super) span: Span,
    pub(super) effect: Effect,
    pub(super) actions: Selection<ActionPattern>,
    pub(super) resources: Selection<ResourcePattern>,
    pub(super) conditions: Vec<Condition>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Allow,
    Deny,
}

/// The values that an element or its `Not` form selects.
#[derive(Debug)]
pub(super) enum Selection<P> {
    Any(Vec<P>),
    AllBut(Vec<P>),
}

impl<P> Selection<P> {
    pub(super) fn selects(&self, matches: impl Fn(&P) -> bool) -> bool {
        match self {
            Self::Any(patterns) => patterns.iter().any(matches),
            Self::AllBut(patterns) => !patterns.iter().any(matches),
        }
    }
}

impl Policy {
    /// Parses a policy document.
    ///
    /// # Errors
    /// The first error in the text, and its position. An invalid policy is never read in part.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        refuse_too_long(text)?;
        let document = json::read(text)?;
        let members = object(&document, "a policy")?;
        refuse_unknown(members, &["Version", "Id", "Statement"])?;
        if let Some(version) = find(members, "Version") {
            let known = ["2012-10-17", "2008-10-17"];
            if !known.contains(&string(version)?) {
                let message = "`Version` must be `2012-10-17`";
                return Err(ParseError::new(version.value.span.start, message));
            }
        }
        if let Some(id) = find(members, "Id") {
            string(id)?;
        }
        let Some(list) = find(members, "Statement") else {
            return Err(ParseError::new(document.span.start, "`Statement` is missing"));
        };
        let mut statements: Vec<Statement> = Vec::new();
        for node in one_or_more(&list.value, "Statement")? {
            let statement = parse_statement(node, &statements)?;
            statements.push(statement);
        }
        Ok(Self { statements })
    }
}

fn refuse_too_long(text: &str) -> Result<(), ParseError> {
    let mut at = Position::START;
    for (index, character) in text.chars().enumerate() {
        if index == MAX_CHARACTERS {
            let message =
                format!("a policy can have at most {MAX_CHARACTERS} characters; the excess begins here");
            return Err(ParseError::new(at, message));
        }
        at = at.after(character);
    }
    Ok(())
}

const ELEMENTS: [&str; 7] = [
    "Sid",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

fn parse_statement(node: &Node, earlier: &[Statement]) -> Result<Statement, ParseError> {
    let members = object(node, "a statement")?;
    if let Some(member) = members
        .iter()
        .find(|member| matches!(member.name.as_str(), "Principal" | "NotPrincipal"))
    {
        let message = format!(
            "{} is only for resource policies; this one is attached to a principal",
            quote(&member.name)
        );
        return Err(ParseError::new(member.at, message));
    }
    refuse_unknown(members, &ELEMENTS)?;
    Ok(Statement {
        sid: parse_sid(members, earlier)?,
        span: node.span,
        effect: parse_effect(node, members)?,
        actions: parse_selection(node, members, "Action", "NotAction", ActionPattern::parse)?,
        resources: parse_selection(node, members, "Resource", "NotResource", ResourcePattern::parse)?,
        conditions: match find(members, "Condition") {
            Some(member) => condition::parse(&member.value)?,
            None => Vec::new(),
        },
    })
}

fn parse_sid(members: &[Member], earlier: &[Statement]) -> Result<Option<String>, ParseError> {
    let Some(member) = find(members, "Sid") else {
        return Ok(None);
    };
    let sid = string(member)?;
    let at = member.value.span.start;
    if !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(ParseError::new(at, "`Sid` can contain only letters and digits"));
    }
    if earlier
        .iter()
        .any(|statement| statement.sid.as_deref() == Some(sid))
    {
        let message = format!("another statement has the `Sid` {}", quote(sid));
        return Err(ParseError::new(at, message));
    }
    Ok(Some(sid.to_owned()))
}

fn parse_effect(statement: &Node, members: &[Member]) -> Result<Effect, ParseError> {
    let Some(member) = find(members, "Effect") else {
        return Err(ParseError::new(statement.span.start, "`Effect` is missing"));
    };
    match string(member)? {
        "Allow" => Ok(Effect::Allow),
        "Deny" => Ok(Effect::Deny),
        other => {
            let hint = did_you_mean(other, &["Allow", "Deny"]);
            let message = format!("`Effect` must be `Allow` or `Deny`, not {}{hint}", quote(other));
            Err(ParseError::new(member.value.span.start, message))
        }
    }
}

/// Parses an element or its `Not` form: exactly one of the two must be present.
fn parse_selection<P>(
    statement: &Node,
    members: &[Member],
    name: &str,
    not_name: &str,
    parse: impl Fn(&str) -> Result<P, String>,
) -> Result<Selection<P>, ParseError> {
    let patterns = |member: &Member| {
        one_or_more(&member.value, &member.name)?
            .iter()
            .map(|node| match &node.value {
                Value::Text(text) => parse(text).map_err(|message| ParseError::new(node.span.start, message)),
                other => Err(ParseError::new(
                    node.span.start,
                    format!(
                        "{} must contain strings, not {}",
                        quote(&member.name),
                        other.kind()
                    ),
                )),
            })
            .collect::<Result<Vec<P>, ParseError>>()
    };
    match (find(members, name), find(members, not_name)) {
        (Some(member), None) => Ok(Selection::Any(patterns(member)?)),
        (None, Some(member)) => Ok(Selection::AllBut(patterns(member)?)),
        (None, None) => Err(ParseError::new(
            statement.span.start,
            format!("`{name}` or `{not_name}` is missing"),
        )),
        (Some(_), Some(member)) => Err(ParseError::new(
            member.at,
            format!("a statement can have `{name}` or `{not_name}`, not both"),
        )),
    }
}

fn find<'n>(members: &'n [Member], name: &str) -> Option<&'n Member> {
    members.iter().find(|member| member.name == name)
}

fn refuse_unknown(members: &[Member], known: &[&str]) -> Result<(), ParseError> {
    match members
        .iter()
        .find(|member| !known.contains(&member.name.as_str()))
    {
        None => Ok(()),
        Some(member) => {
            let hint = did_you_mean(&member.name, known);
            let message = format!("{} is not a known element{hint}", quote(&member.name));
            Err(ParseError::new(member.at, message))
        }
    }
}

fn object<'n>(node: &'n Node, what: &str) -> Result<&'n [Member], ParseError> {
    match &node.value {
        Value::Object(members) => Ok(members),
        other => Err(ParseError::new(
            node.span.start,
            format!("{what} must be an object, not {}", other.kind()),
        )),
    }
}

fn string(member: &Member) -> Result<&str, ParseError> {
    match &member.value.value {
        Value::Text(text) => Ok(text),
        other => Err(ParseError::new(
            member.value.span.start,
            format!("{} must be a string, not {}", quote(&member.name), other.kind()),
        )),
    }
}

/// Returns the values of an element that accepts one value or a list. An empty list is an error.
fn one_or_more<'n>(node: &'n Node, element: &str) -> Result<&'n [Node], ParseError> {
    match &node.value {
        Value::Array(nodes) if nodes.is_empty() => Err(ParseError::new(
            node.span.start,
            format!("{} is an empty list", quote(element)),
        )),
        Value::Array(nodes) => Ok(nodes),
        _ => Ok(std::slice::from_ref(node)),
    }
}
