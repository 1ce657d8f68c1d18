//! The contract, held: `examples.json` has JSON values of every wire type, all variants and with optional fields both present
//! and absent. Each must read as its type and be written the same way again, so that a change of the contract shows as a
//! diff of that file.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// Reads a value as its type and writes it again.
type RoundTrip = fn(Value) -> Result<Value, serde_json::Error>;

/// The wire types of each module, by name. A generic type is tried with strings.
macro_rules! types {
    ($($module:ident: $($name:ident $(<$of:ty>)?),+;)+) => {
        [$($((
            stringify!($name),
            (|value| serde_json::to_value(serde_json::from_value::<attache_wire::$module::$name $(<$of>)?>(value)?)) as RoundTrip,
        ),)+)+]
    };
}

fn types() -> BTreeMap<&'static str, RoundTrip> {
    types! {
        access: Acknowledgement, ActionRuling, CheckPolicy, ContextEntry, DecidingStatement, EffectivePermissions, ExportAccess, ManifestDownload, PolicyCheck, PolicyEntry, PolicyFault, PrincipalRuling, Ruling, SavePolicy, Simulate, Simulation;
        account: Account, AccountStatus, AccountSummary, AccountType, Domain, DomainStatus, Estimate, Exclusion, ExclusionReason, Inclusion, LargestFile, NameAccount;
        assistant: AssistantFile, AssistantMessage, AssistantThread, AssistantUser, Author, WriteToAssistant;
        audit: AuditEvent, AuditFault, AuditFaultKind, AuditOutcome, AuditVerification;
        clock: Auto, Clock, ClockEvent, ClockEventKind, ClockPatch, Speed;
        domain: ClaimDomain, DomainDetail, DomainFinding, Removal, TxtRecord;
        error: ErrorCode, FieldError, Problem;
        event: AssistantNews, Event;
        export: Actor, ActorKind, ContainerCount, Export, ExportDetail, Failure, FailureCode, FileTypeCount, ManifestFacts, ManifestFormat, Progress, StepTimes, Subject, SubjectKind, SubmitExport, TimelineEntry;
        item: ContainerKind, Item, ItemError, ItemStatus, Rule;
        notification: MarkRead, Notification, Notifications;
        page: Page<String>;
        permission: Action;
        retention: Retention, RetentionEffect, SaveRetention;
        session: Permission, Policy, Principal, Session, SessionEntry, SignIn, SignInMethod, SignInOptions, Tag;
        simulator: Activity, DnsRecord, Fault, FaultKind, LaunchScenario, Launched, Machinery, MadeContainer, NewDnsRecord, NewFault, NewGroup, NewRoom, ResetWorld, Scenario, Uploaded;
        state: ExportState, Step;
        user: AssignTier, ChangeOutcome, ChangedUser, ChangedUsers, ChosenUsers, Invitation, InvitationOutcome, InviteUsers, Invited, InvitedAddress, MonthOfUploads, Registration, Tier, User, UserContainer, UserDetail;
    }
    .into()
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples.json")
}

#[test]
fn every_wire_type_is_written_as_it_was() {
    let before = fs::read_to_string(examples()).unwrap();
    let values: BTreeMap<String, Vec<Value>> = serde_json::from_str(&before).unwrap();
    let types = types();
    let mut after = BTreeMap::new();
    for (name, values) in values {
        let round_trip = types[name.as_str()];
        let written: Vec<Value> = values
            .into_iter()
            .map(|value| {
                round_trip(value.clone())
                    .unwrap_or_else(|error| panic!("{name} does not read {value}: {error}"))
            })
            .collect();
        after.insert(name, written);
    }
    let after = serde_json::to_string_pretty(&after).unwrap() + "\n";
    if env::var("INSTA_UPDATE").as_deref() == Ok("always") {
        fs::write(examples(), &after).unwrap();
    } else {
        assert_eq!(
            before, after,
            "the JSON of a wire type has changed; if that is meant, run this test with INSTA_UPDATE=always, look at the \
             diff of examples.json, and add a line to CHANGELOG.md"
        );
    }
}

#[test]
fn no_wire_type_is_forgotten() {
    let mut declared = BTreeSet::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut declared);
    // Declared by a macro.
    declared.insert("Action".to_owned());
    let listed: BTreeSet<String> = types().into_keys().map(str::to_owned).collect();
    assert_eq!(declared, listed, "list each serialisable type in this test");
    let values: BTreeMap<String, Value> =
        serde_json::from_str(&fs::read_to_string(examples()).unwrap()).unwrap();
    let shown: BTreeSet<String> = values.into_keys().collect();
    assert_eq!(listed, shown, "give each type its values in examples.json");
}

/// The names of the serialisable types that the sources declare.
fn gather(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, names);
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let mut serialised = false;
        for line in source.lines() {
            if line.starts_with("#[derive(") {
                serialised = line.contains("Serialize");
            }
            let declared = line
                .strip_prefix("pub struct ")
                .or_else(|| line.strip_prefix("pub enum "));
            if let Some(declared) = declared {
                let end = declared
                    .find(|c: char| !c.is_alphanumeric())
                    .unwrap_or(declared.len());
                if std::mem::take(&mut serialised) {
                    names.insert(declared[..end].to_owned());
                }
            }
        }
    }
}
