//! What the hosted workflows must not do: run what nobody pinned, hold rights or keys they do not need,
//! hang, or take a release from a cache. A linter looks at them as well; these rules are the house's.

use crate::sources::files;

/// The actions that may run, each at the commit of its version.
const PINNED: [&str; 7] = [
    "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0",
    "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
    "actions/attest-build-provenance@a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32 # v4.1.0",
    "actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0",
    "actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0",
    "Swatinem/rust-cache@6323deb102c322ba6fcbdcafc7e3dddab59af2b6 # v2.9.2",
];

/// Events that give a stranger's change the rights of the repository.
const OF_STRANGERS: [&str; 3] = ["pull_request_target", "workflow_run", "issue_comment"];

/// What would take parts of a release from somewhere else than its own job.
const CARRIED: [&str; 4] = [
    "rust-cache@",
    "actions/cache@",
    "upload-artifact@",
    "download-artifact@",
];

/// The longest that a job may take, in minutes.
const LONGEST: u32 = 120;

/// The text without its comments, except those that name an action's version.
fn without_comments(text: &str) -> String {
    let line = |line: &str| {
        let code = line.split_once(" #").map_or(line, |(code, _)| code);
        if line.contains("uses:") { line } else { code }.to_owned()
    };
    let said = |line: &&str| !line.trim_start().starts_with('#');
    let lines: Vec<String> = text.lines().filter(said).map(line).collect();
    lines.join("\n")
}

/// Each job with its lines.
fn jobs(text: &str) -> Vec<(String, Vec<&str>)> {
    let mut jobs: Vec<(String, Vec<&str>)> = Vec::new();
    for line in text.lines().skip_while(|line| *line != "jobs:").skip(1) {
        let name = line.strip_prefix("  ").and_then(|it| it.strip_suffix(':'));
        match (name, jobs.last_mut()) {
            (Some(name), _) if !name.starts_with(' ') => jobs.push((name.to_owned(), Vec::new())),
            (_, Some((_, lines))) => lines.push(line),
            _ => {}
        }
    }
    jobs
}

/// What is wrong with a workflow, in words.
fn wrong_with(path: &str, text: &str) -> Vec<String> {
    let text = without_comments(text);
    let mut wrong = Vec::new();
    let mut is_wrong = |what: String| wrong.push(format!("{path}: {what}"));
    if text
        .lines()
        .filter(|line| *line == "permissions: {}")
        .count()
        != 1
    {
        is_wrong("does not begin with no permission at all".to_owned());
    }
    for event in OF_STRANGERS.iter().filter(|event| text.contains(*event)) {
        is_wrong(format!("runs on {event}"));
    }
    for line in text.lines().filter(|line| line.contains("uses:")) {
        let action = line.split_once("uses:").unwrap().1.trim();
        if !PINNED.contains(&action) {
            is_wrong(format!("{action} is not in the table of commits"));
        }
    }
    let of_a_release = text.contains("gh release");
    let jobs = jobs(&text);
    assert!(!jobs.is_empty(), "{path} has no job that can be read");
    for (name, lines) in &jobs {
        let has = |start: &str| lines.iter().any(|line| line.starts_with(start));
        let count = |part: &str| lines.iter().filter(|line| line.contains(part)).count();
        let limit = lines
            .iter()
            .find_map(|line| line.strip_prefix("    timeout-minutes: "))
            .and_then(|minutes| minutes.parse().ok());
        if limit.is_none_or(|minutes: u32| minutes > LONGEST) {
            is_wrong(format!("{name} has no time limit"));
        }
        if !has("    permissions:") || count("write-all") + count("read-all") > 0 {
            is_wrong(format!("{name} does not name its permissions"));
        }
        if count("actions/checkout@") != count("persist-credentials: false") {
            is_wrong(format!("{name} leaves its key beside the sources"));
        }
        if count("actions/setup-node@") != count("package-manager-cache: false") {
            is_wrong(format!("{name} lets Node's action cache"));
        }
        if count("secrets.") + count("secrets:") > 0 && !has("    environment: release") {
            is_wrong(format!("{name} reads secrets outside of their environment"));
        }
        let carries = |line: &&str| CARRIED.iter().any(|word| line.contains(word));
        if of_a_release && lines.iter().any(carries) {
            is_wrong(format!("{name} takes parts of a release from elsewhere"));
        }
    }
    let of_forks = text.contains("pull_request");
    if of_forks && (text.contains("secrets") || text.contains(": write")) {
        is_wrong("gives a stranger's change secrets or rights".to_owned());
    }
    wrong
}

#[test]
fn the_workflows_keep_to_the_rules() {
    let workflows = files(&[".github/workflows"], &[".yml", ".yaml"]);
    let mut names: Vec<_> = workflows.iter().map(|(path, _)| path.as_str()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["ci.yml", "release.yml", "return-page.yml"]
            .map(|name| format!(".github/workflows/{name}"))
    );
    let wrong: Vec<String> = workflows
        .iter()
        .flat_map(|(path, text)| wrong_with(path, text))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Each rule, by a workflow that is right but for one line.
#[test]
fn each_rule_sees_what_it_is_for() {
    let workflow = |name: &str| {
        let path = format!(".github/workflows/{name}.yml");
        let found = files(&[".github/workflows"], &[".yml"]);
        found.into_iter().find(|(at, _)| *at == path).unwrap()
    };
    for (name, from, to, said) in [
        (
            "ci",
            "permissions: {}",
            "permissions: read-all",
            "no permission",
        ),
        (
            "ci",
            "  pull_request:",
            "  pull_request_target:",
            "runs on pull_request_target",
        ),
        (
            "ci",
            "@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
            "@v7",
            "not in the table",
        ),
        ("ci", "3d3c42e5", "3d3c42e6", "not in the table"),
        ("ci", "# v7.0.1", "# v7.0.0", "not in the table"),
        ("ci", "    timeout-minutes: 75\n", "", "no time limit"),
        (
            "release",
            "timeout-minutes: 120",
            "timeout-minutes: 600",
            "no time limit",
        ),
        (
            "ci",
            "    permissions:\n      contents: read\n",
            "",
            "does not name its permissions",
        ),
        (
            "ci",
            "          persist-credentials: false\n",
            "",
            "leaves its key",
        ),
        (
            "ci",
            "          persist-credentials: false\n",
            "          # persist-credentials: false\n",
            "leaves its key",
        ),
        (
            "ci",
            "          package-manager-cache: false\n",
            "",
            "lets Node's action cache",
        ),
        (
            "release",
            "    environment: release\n",
            "",
            "outside of their environment",
        ),
        (
            "release",
            "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0",
            "Swatinem/rust-cache@6323deb102c322ba6fcbdcafc7e3dddab59af2b6 # v2.9.2",
            "from elsewhere",
        ),
        (
            "release",
            "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0",
            "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
            "from elsewhere",
        ),
        (
            "ci",
            "      contents: read",
            "      contents: write",
            "a stranger's change",
        ),
    ] {
        let (path, text) = workflow(name);
        assert!(text.contains(from), "{path} has no {from}");
        let wrong = wrong_with(&path, &text.replacen(from, to, 1)).join("\n");
        assert!(wrong.contains(said), "{from} -> {to}: {wrong}");
    }
}
