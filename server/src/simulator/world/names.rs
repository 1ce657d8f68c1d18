//! Made-up people: names from many places, and matching addresses.

use unicode_normalization::UnicodeNormalization as _;

#[rustfmt::skip]
const GIVEN: [&str; 96] = [
    "Aaliyah", "Abebe", "Adriana", "Agnieszka", "Aiko", "Alejandro", "Amara", "Amir", "Anahí", "Anders",
    "Anouk", "Arjun", "Asha", "Aurélie", "Ayşe", "Beatriz", "Benoît", "Bjørn", "Bronwyn", "Camila",
    "Caoimhe", "Chidi", "Chloë", "Dagny", "Deepika", "Dimitri", "Duc", "Ebba", "Eduardo", "Elif", "Emeka",
    "Emre", "Eszter", "Fatima", "Femi", "Fiona", "Florian", "Giulia", "Grzegorz", "Gunnar", "Hana",
    "Hassan", "Helene", "Hiroshi", "Hyun-woo", "Imani", "Ingrid", "Isabel", "Ivan", "Jamal", "Jasmin",
    "Jelena", "Jiří", "João", "Jorge", "Kaito", "Katarzyna", "Keisha", "Kofi", "Laila", "Lars", "Leila",
    "Lerato", "Lucía", "Magnus", "Malik", "Mei", "Mehmet", "Milan", "Minh", "Nadine", "Niamh", "Nikolai",
    "Nomvula", "Olga", "Omar", "Paloma", "Pedro", "Quynh", "Rafael", "Ravi", "Renée", "Sakura", "Sanjay",
    "Siobhán", "Sofía", "Søren", "Tariq", "Thandiwe", "Tuan", "Ulrike", "Wanjiru", "Xiomara", "Yusuf",
    "Zanele", "Łukasz",
];

#[rustfmt::skip]
const FAMILY: [&str; 110] = [
    "Abdi", "Achterberg", "Aguilar", "Ahmed", "Almeida", "Andersson", "Asante", "Bakker", "Banerjee",
    "Baptiste", "Bauer", "Bergström", "Bianchi", "Björnsson", "Boateng", "Bondarenko", "Brânză", "Byrne",
    "Castro", "Chandra", "Chen", "Chikwanha", "Cohen", "Costa", "Çelik", "da Silva", "Dang", "de Vries",
    "Demir", "Dimitrov", "Diop", "Dlamini", "Dvořák", "Eriksen", "Estrada", "Farouk", "Fernández", "Fofana",
    "Fujimoto", "García", "Gebre", "Gonçalves", "Grünwald", "Haddad", "Hansen", "Herrera", "Hoang",
    "Horváth", "Hughes", "Ibrahim", "Ivanova", "Jankowski", "Jansen", "Jensen", "Kaya", "Khan", "Kim",
    "Kovač", "Kowalczyk", "Kruger", "Kumar", "Lefèvre", "Lopes", "MacGregor", "Mahlangu", "Marković",
    "Mbeki", "McAllister", "Mensah", "Moreau", "Mutua", "Müller", "Nakamura", "Ndiaye", "Nguyen", "Nilsson",
    "Njoroge", "O'Sullivan", "Oduya", "Oliveira", "Ortega", "Ozols", "Papadaki", "Park", "Patel",
    "Petrović", "Pham", "Quintero", "Rahman", "Reyes", "Rossi", "Salazar", "Santos", "Sato", "Schäfer",
    "Sharma", "Silva-Reis", "Singh", "Sørensen", "Suzuki", "Takahashi", "Tanaka", "Tesfaye", "Torres",
    "Tran", "Usman", "Van den Berg", "Weiß", "Yamamoto", "Zhang",
];

/// Number of distinct names. After that many people, names repeat with a number in the address.
const DIFFERENT: u32 = 96 * 110;

/// A name and the part of an address before the `@`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// Given name.
    pub(super) given: &'static str,
    /// Family name.
    pub(super) family: &'static str,
    /// Lower-case ASCII, unique for every serial number.
    pub(super) local_part: String,
}

/// Returns the name of person number `serial` of the world with this seed.
pub(super) fn name(seed: u64, serial: u32) -> Name {
    // Steps through all pairs: the step is coprime with their number (2⁶ · 3 · 5 · 11).
    let offset = u32::try_from(seed % u64::from(DIFFERENT)).unwrap_or(0);
    let round = serial / DIFFERENT;
    let pair =
        u32::try_from((u64::from(serial % DIFFERENT) * 6_607 + u64::from(offset)) % u64::from(DIFFERENT));
    let pair = pair.unwrap_or(0);
    let (given, family) = (GIVEN[(pair % 96) as usize], FAMILY[(pair / 96) as usize]);
    let mut local_part = format!("{}.{}", slug(given), slug(family));
    if round > 0 {
        local_part.push_str(&(round + 1).to_string());
    }
    Name {
        given,
        family,
        local_part,
    }
}

/// Returns a name as it is spelled in an address.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.nfd().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '-' => slug.push(letter),
            'ø' => slug.push('o'),
            'ł' => slug.push('l'),
            'ı' => slug.push('i'),
            'ß' => slug.push_str("ss"),
            ' ' => slug.push('-'),
            _ => {}
        }
    }
    slug
}
