//! The named people.

use attache_wire::user::Registration::{self, Registered, Released, Suspended, Unregistered};

use super::Home;

/// A named person. Whoever takes part has done so since before the first message.
#[derive(Debug, Clone, Copy)]
pub struct CastPerson {
    /// Stable id.
    pub id: &'static str,
    /// Display name.
    pub name: &'static str,
    /// Address, unique.
    pub email: &'static str,
    /// The account.
    pub home: Home,
    /// Whether they take part.
    pub registration: Registration,
    /// When they were last active; nothing is uploaded after it.
    pub active_days_ago: u32,
}

const fn person(
    id: &'static str,
    name: &'static str,
    email: &'static str,
    home: Home,
    registration: Registration,
    active_days_ago: u32,
) -> CastPerson {
    CastPerson {
        id,
        name,
        email,
        home,
        registration,
        active_days_ago,
    }
}

/// Runs Juniper's operations; has created most of the named rooms.
pub const MARA: &str = "usr-mara-okafor";
/// Plans Juniper's docks.
pub const TOMAS: &str = "usr-tomas-lindqvist";
/// Works under Juniper's second domain.
pub const PRIYA: &str = "usr-priya-raman";
/// Juniper's customs clerk, with a name in another script.
pub const LIU: &str = "usr-liu-wei";
/// Suspended by Juniper: still managed.
pub const VIKTOR: &str = "usr-viktor-hale";
/// Released from Juniper: no longer managed.
pub const NADIA: &str = "usr-nadia-brandt";
/// Invited by Juniper, has never signed in: has uploaded nothing.
pub const OWEN: &str = "usr-owen-pryce";
/// Harbor's head of supplies.
pub const LENA: &str = "usr-lena-fischer";
/// Harbor's pharmacist.
pub const SAMIR: &str = "usr-samir-adeyemi";
/// Kite's designer.
pub const ADA: &str = "usr-ada-kestrel";
/// A haulier of no account who works with Juniper.
pub const ROSA: &str = "usr-rosa-delgado";
/// A customs broker of no account.
pub const PIOTR: &str = "usr-piotr-nowak";

/// Everybody with a name, the awkward ones at the end.
pub const PEOPLE: &[CastPerson] = &[
    person(
        MARA,
        "Mara Okafor",
        "mara.okafor@juniperfreight.example",
        Home::Juniper,
        Registered,
        0,
    ),
    person(
        TOMAS,
        "Tomas Lindqvist",
        "tomas.lindqvist@juniperfreight.example",
        Home::Juniper,
        Registered,
        0,
    ),
    person(
        PRIYA,
        "Priya Raman",
        "priya.raman@juniper-logistics.example",
        Home::Juniper,
        Registered,
        0,
    ),
    person(
        LIU,
        "刘伟 (Liu Wei)",
        "liu.wei@juniperfreight.example",
        Home::Juniper,
        Registered,
        0,
    ),
    person(
        VIKTOR,
        "Viktor Hale",
        "viktor.hale@juniperfreight.example",
        Home::Juniper,
        Suspended,
        30,
    ),
    person(
        NADIA,
        "Nadia Brandt",
        "nadia.brandt@juniper-rail.example",
        Home::Juniper,
        Released,
        60,
    ),
    person(
        OWEN,
        "Owen Pryce",
        "owen.pryce@juniperfreight.example",
        Home::Juniper,
        Unregistered,
        0,
    ),
    person(
        LENA,
        "Dr. Lena Fischer",
        "lena.fischer@harborhealth.example",
        Home::Harbor,
        Registered,
        0,
    ),
    person(
        SAMIR,
        "Samir Adeyemi",
        "samir.adeyemi@harborhealth.example",
        Home::Harbor,
        Registered,
        0,
    ),
    person(
        ADA,
        "Ada Kestrel",
        "ada.kestrel@kitestudio.example",
        Home::Kite,
        Registered,
        0,
    ),
    person(
        ROSA,
        "Rosa Delgado",
        "rosa@quayside-haulage.example",
        Home::Outside,
        Registered,
        0,
    ),
    person(
        PIOTR,
        "Piotr Nowak",
        "piotr.nowak@brokerage.example",
        Home::Outside,
        Registered,
        0,
    ),
    person(
        "usr-awkward-formula",
        "=HYPERLINK(\"https://phish.example\",\"Open\")",
        "formula@juniperfreight.example",
        Home::Juniper,
        Registered,
        0,
    ),
    person(
        "usr-awkward-markup",
        "<img src=x onerror=alert(1)> & \"Co\"",
        "markup@juniperfreight.example",
        Home::Juniper,
        Registered,
        0,
    ),
    person(
        "usr-awkward-bidi",
        "\u{202E}rotartsinimdA\u{202C} \u{200B}",
        "bidi@juniperfreight.example",
        Home::Juniper,
        Registered,
        0,
    ),
    person(
        "usr-awkward-sql",
        "Robert'); DROP TABLE users; --",
        "o'brien+chat@juniperfreight.example",
        Home::Juniper,
        Registered,
        0,
    ),
    person(
        "usr-awkward-emoji",
        "👷🏽‍♀️ Yard 🚚",
        "emoji@juniperfreight.example",
        Home::Juniper,
        Registered,
        0,
    ),
    person(
        "usr-awkward-long",
        "Maximiliana Theodora Alexandrina von und zu Hohenbrücken-Schönfließ-Weißenstein-Großräschen \
         Wolkenkuckucksheim the Younger, Deputy Assistant Vice Coordinator of Intermodal Dock Scheduling, North-East",
        "a.very.long.address.of.somebody.who.likes.dots.and.hyphens-and-more.hyphens@juniper-logistics.example",
        Home::Juniper,
        Registered,
        0,
    ),
    person(
        "usr-awkward-rtl",
        "מרים לוי",
        "miriam.levi@juniper-logistics.example",
        Home::Juniper,
        Registered,
        0,
    ),
];
