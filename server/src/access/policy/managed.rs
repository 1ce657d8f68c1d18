//! The policies that come with Attaché, and the demo's principals that they are attached to.
//!
//! Each managed policy allows what Amazon Chime documented for its policy of the same purpose: full access, user
//! management and read only. The last two do not allow requesting or downloading attachments. The other policies are
//! examples of custom ones.

use crate::store::seed::rows::{SeedPolicy, SeedPrincipal};

/// The policies created at the first start.
pub const POLICIES: [SeedPolicy; 7] = [
    SeedPolicy {
        id: "full-access",
        name: "FullAccess",
        managed: true,
        document: include_str!("managed/full-access.json"),
    },
    SeedPolicy {
        id: "user-management",
        name: "UserManagement",
        managed: true,
        document: include_str!("managed/user-management.json"),
    },
    SeedPolicy {
        id: "read-only",
        name: "ReadOnly",
        managed: true,
        document: include_str!("managed/read-only.json"),
    },
    SeedPolicy {
        id: "start-only",
        name: "StartOnly",
        managed: false,
        document: include_str!("managed/start-only.json"),
    },
    SeedPolicy {
        id: "retrieve-only",
        name: "RetrieveOnly",
        managed: false,
        document: include_str!("managed/retrieve-only.json"),
    },
    SeedPolicy {
        id: "export-for-legal",
        name: "ExportForLegal",
        managed: false,
        document: include_str!("managed/export-for-legal.json"),
    },
    SeedPolicy {
        id: "owner",
        name: "Owner",
        managed: false,
        document: include_str!("managed/owner.json"),
    },
];

/// The principals created at the first start, in the order that the sign-in page shows.
pub const PRINCIPALS: [SeedPrincipal; 7] = [
    SeedPrincipal {
        id: "full-access",
        name: "Avery Lindqvist",
        description: "Full access to accounts, including requesting attachments and downloading the file.",
        tags: &[("department", "IT")],
        policies: &["full-access"],
    },
    SeedPrincipal {
        id: "user-management",
        name: "Noor Haddad",
        description: "Manages users. Cannot request attachments or download the file.",
        tags: &[("department", "People")],
        policies: &["user-management"],
    },
    SeedPrincipal {
        id: "read-only",
        name: "Mila Petrov",
        description: "Views accounts, users and requests. Cannot change anything.",
        tags: &[("department", "Finance")],
        policies: &["read-only"],
    },
    SeedPrincipal {
        id: "start-only",
        name: "Sam Okafor",
        description: "Requests attachments. Cannot download the file.",
        tags: &[("department", "Legal")],
        policies: &["start-only"],
    },
    SeedPrincipal {
        id: "retrieve-only",
        name: "June Takeda",
        description: "Downloads the files of other people's requests. Cannot request attachments.",
        tags: &[("department", "Legal")],
        policies: &["retrieve-only"],
    },
    SeedPrincipal {
        id: "denied",
        name: "Robin Castellan",
        description: "Has no policy, so every action is denied.",
        tags: &[("department", "Sales")],
        policies: &[],
    },
    SeedPrincipal {
        id: "owner",
        name: "Ines Marchetti",
        description: "Can do everything, including viewing who has which policies.",
        tags: &[("department", "IT")],
        policies: &["owner"],
    },
];
