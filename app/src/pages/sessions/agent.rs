//! Names of user agents. Browsers name several products; the most specific one comes first here.

const PROGRAMS: [(&str, &str); 6] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];

const SYSTEMS: [(&str, &str); 6] = [
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// Returns a name such as "Firefox on Linux", or the agent's first word if it is unknown.
pub(super) fn name(agent: &str) -> String {
    let of = |names: [(&str, &'static str); 6]| {
        names
            .into_iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| name)
    };
    let program = of(PROGRAMS).or_else(|| agent.split(['/', ' ']).next().filter(|word| !word.is_empty()));
    match (program, of(SYSTEMS)) {
        (Some(program), Some(system)) => [program, " on ", system].concat(),
        (Some(program), None) => program.to_owned(),
        (None, _) => "Unknown browser".to_owned(),
    }
}
