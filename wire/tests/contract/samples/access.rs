use attache_wire::{
    access::{
        Acknowledgement, ActionRuling, CheckPolicy, ContextEntry, DecidingStatement, EffectivePermissions,
        ExportAccess, LinkUse, ManifestDownload, PolicyCheck, PolicyEntry, PolicyFault, PrincipalRuling,
        Ruling, SavePolicy, Simulate, Simulation,
    },
    export::ManifestFormat,
    state::ExportState,
};

use super::{DELIVERED, SUBMITTED, session};
use crate::collection::Samples;

pub fn samples() -> Samples {
    Samples::new()
        .object(&PolicyEntry {
            policy: session::policy(),
            principals: vec!["full-access".into()],
            version: "v1".into(),
        })
        .object(&SavePolicy {
            name: "ExportOnly".into(),
            document: session::DOCUMENT.into(),
            replaces: Some("v1".into()),
        })
        .object(&CheckPolicy {
            document: session::DOCUMENT.into(),
        })
        .object(&PolicyCheck {
            fault: Some(fault()),
            characters: 128,
        })
        .object(&fault())
        .variants::<Ruling>()
        .object(&statement())
        .object(&action())
        .object(&EffectivePermissions {
            principal: "full-access".into(),
            at: SUBMITTED.into(),
            actions: vec![action()],
        })
        .object(&Simulate {
            principal: "full-access".into(),
            action: "chime:StartDataExport".into(),
            resource: Some("*".into()),
            context: vec![source_ip()],
        })
        .object(&source_ip())
        .object(&Simulation {
            ruling: Ruling::Allowed,
            statement: Some(statement()),
            document: Some(session::DOCUMENT.into()),
            context: vec![source_ip()],
        })
        .object(&ExportAccess {
            state: ExportState::Ready,
            available: true,
            principals: vec![principal()],
            downloads: vec![download()],
            acknowledgements: vec![acknowledgement()],
        })
        .object(&principal())
        .object(&download())
        .object(&link_use())
        .object(&acknowledgement())
}

fn fault() -> PolicyFault {
    PolicyFault {
        line: 3,
        column: 15,
        message: "`Effect` is `Allow` or `Deny`.".into(),
    }
}

fn statement() -> DecidingStatement {
    DecidingStatement {
        policy_id: "full-access".into(),
        policy_name: "FullAccess".into(),
        statement: 1,
        sid: Some("Everything".into()),
        first_line: 4,
        last_line: 8,
    }
}

fn action() -> ActionRuling {
    ActionRuling {
        action: "chime:StartDataExport".into(),
        used: true,
        ruling: Ruling::Allowed,
        statement: Some(statement()),
    }
}

fn source_ip() -> ContextEntry {
    ContextEntry {
        key: "aws:SourceIp".into(),
        value: Some("203.0.113.7".into()),
    }
}

fn principal() -> PrincipalRuling {
    PrincipalRuling {
        id: "full-access".into(),
        name: "Avery Lindqvist".into(),
        disabled: false,
        ruling: Ruling::Allowed,
        statement: Some(statement()),
    }
}

fn download() -> ManifestDownload {
    ManifestDownload {
        at: DELIVERED.into(),
        principal: "full-access".into(),
        name: "Avery Lindqvist".into(),
        format: ManifestFormat::Csv,
    }
}

fn link_use() -> LinkUse {
    LinkUse {
        at: DELIVERED.into(),
        attachment_id: Some("a1".into()),
        format: Some(ManifestFormat::Csv),
        method: "GET".into(),
        status: 206,
        bytes_sent: 1_024,
        complete: true,
        range: Some("bytes=0-1023".into()),
        source_address: Some("192.0.2.7".into()),
        user_agent: "aria2/1.37.0".into(),
    }
}

fn acknowledgement() -> Acknowledgement {
    Acknowledgement {
        at: DELIVERED.into(),
        principal: "full-access".into(),
        name: "Avery Lindqvist".into(),
    }
}
