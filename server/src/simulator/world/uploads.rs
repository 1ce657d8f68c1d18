//! The attachments: the named ones first, then the others in order of time.

use crate::accounts::retention::GRACE;
use crate::clock::DAY;
use crate::{
    simulator::world::{
        calendar::Calendar,
        containers::{Circle, Place, Places},
        file_names::file_name,
        files::{FileKind, VARIED, kind_of},
        fixtures::{
            containers::MARA_AND_TOMAS,
            people::MARA,
            uploads::{CastUpload, uploads},
        },
        people::People,
        rng::SeededRng,
    },
    store::seed::rows::{BlobRow, UploadRow},
};

const MINUTE: i64 = 60_000;

/// An iterator that generates the messages with their attachments.
#[derive(Debug)]
pub(super) struct Uploads<'a> {
    start: i64,
    rng: SeededRng,
    /// Decides what Linden's users send.
    linden: SeededRng,
    people: &'a People,
    places: &'a Places,
    files: &'a [BlobRow],
    named: std::vec::IntoIter<CastUpload>,
    calendar: Calendar,
    number: u32,
    of: u32,
}

impl<'a> Uploads<'a> {
    /// Starts generating `attachments` uploads of a world, including the named ones. `files` are the world's files by
    /// number.
    pub(super) fn new(
        seed: u64,
        start: i64,
        attachments: u32,
        people: &'a People,
        places: &'a Places,
        files: &'a [BlobRow],
    ) -> Self {
        let mut named = uploads();
        named.truncate(attachments as usize);
        let of = attachments.saturating_sub(u32::try_from(named.len()).unwrap_or(u32::MAX));
        Self {
            start,
            rng: SeededRng::new(seed, "uploads", 0),
            linden: SeededRng::new(seed, "Linden's uploads", 0),
            people,
            places,
            files,
            named: named.into_iter(),
            calendar: Calendar::new(start, of),
            number: 0,
            of,
        }
    }

    fn named(&mut self, upload: CastUpload) -> UploadRow {
        let place = &self.places.all[self.places.named(upload.place) as usize];
        let file = self.file_of(upload.kind);
        let sent_at = self.start - i64::from(upload.minutes_ago) * MINUTE;
        UploadRow {
            message_id: format!("msg-{}", upload.id),
            attachment_id: format!("att-{}", upload.id),
            container_id: place.id.clone(),
            sender_id: upload.sender.to_owned(),
            sent_at,
            redacted_at: upload.redacted.then_some(sent_at + 20 * MINUTE),
            expires_at: place.retention.map(|kept| sent_at + kept),
            sha256: file.sha256.clone(),
            size_bytes: file.size_bytes,
            file_name: upload.name,
            content_type: upload.declared.unwrap_or(upload.kind.content_type()).to_owned(),
        }
    }

    fn other(&mut self) -> UploadRow {
        self.number += 1;
        let sent_at = self.calendar.next(&mut self.rng);
        let (place, sender) = self.spot(sent_at);
        let redacted_at = self
            .rng
            .chance(12)
            .then(|| (sent_at + self.rng.between_i64(MINUTE, 3 * DAY)).min(self.start));
        let number = self.file_number();
        let (file, kind) = (&self.files[number as usize], kind_of(number));
        UploadRow {
            message_id: format!("msg-{:07}", self.number),
            attachment_id: format!("att-{:07}", self.number),
            container_id: place.id.clone(),
            sender_id: self.people.all[sender as usize].id.clone(),
            sent_at,
            redacted_at,
            expires_at: place.retention.map(|kept| sent_at + kept),
            sha256: file.sha256.clone(),
            size_bytes: file.size_bytes,
            file_name: file_name(&mut self.rng, kind, sent_at),
            content_type: kind.content_type().to_owned(),
        }
    }

    /// Picks a place that exists at this time, and an active member. If a few tries find none, returns Mara in her
    /// conversation with Tomas, where she is always active.
    fn spot(&mut self, at: i64) -> (&'a Place, u32) {
        for _ in 0..24 {
            let (circle, is_room) = match self.rng.below(100) {
                0..44 => (Circle::JuniperRoom, true),
                44..79 => (Circle::JuniperConversation, false),
                79..84 => (Circle::ForeignRoom, true),
                84..88 => (Circle::HarborRoom, true),
                88..93 => (Circle::HarborConversation, false),
                93..95 => (Circle::KiteConversation, false),
                _ => (Circle::Meeting, false),
            };
            let places = self.places.circle(circle);
            let count = u32::try_from(places.len()).unwrap_or(u32::MAX);
            let position = if is_room {
                self.rng.skewed(count)
            } else {
                self.rng.below(count)
            };
            let place = &self.places.all[places[position as usize] as usize];
            let sender = self.rng.pick(self.places.members(place));
            if self.is_possible(place, sender, at) {
                // What meetings have is in nobody's scope, so Linden gets its share of it: what the other accounts
                // have is the same as without Linden.
                let of_linden = match circle {
                    Circle::Meeting => self.spot_of_linden(at),
                    _ => None,
                };
                return of_linden.unwrap_or((place, sender));
            }
        }
        (
            &self.places.all[self.places.named(MARA_AND_TOMAS) as usize],
            self.people.named(MARA),
        )
    }

    /// Picks a place of Linden's and an active member, two times in five.
    fn spot_of_linden(&mut self, at: i64) -> Option<(&'a Place, u32)> {
        if !self.linden.chance(400) {
            return None;
        }
        (0..24).find_map(|_| {
            let circle = match self.linden.chance(500) {
                true => Circle::LindenRoom,
                false => Circle::LindenConversation,
            };
            let position = self.linden.pick(self.places.circle(circle));
            let place = &self.places.all[position as usize];
            let sender = self.linden.pick(self.places.members(place));
            self.is_possible(place, sender, at).then_some((place, sender))
        })
    }

    /// Returns true if the place exists at this time, the sender is active, and the message still exists: messages
    /// permanently deleted before the start do not.
    fn is_possible(&self, place: &Place, sender: u32, at: i64) -> bool {
        let is_there = place.created <= at && place.deleted.is_none_or(|deleted| at < deleted);
        let is_kept = place.retention.is_none_or(|kept| self.start < at + kept + GRACE);
        is_there && is_kept && self.people.all[sender as usize].takes_part_at(at)
    }

    /// Picks a file: of the varied ones, of which a few are popular, or in a large world as often any other.
    fn file_number(&mut self) -> u32 {
        let all = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        let count = all.min(VARIED);
        if all > VARIED && self.rng.chance(500) {
            return VARIED + self.rng.below(all - VARIED);
        }
        if self.rng.chance(300) {
            self.rng.skewed(count)
        } else {
            self.rng.below(count)
        }
    }

    fn file_of(&mut self, kind: FileKind) -> &'a BlobRow {
        let numbers: Vec<u32> = (0..)
            .take(self.files.len())
            .filter(|number| kind_of(*number) == kind)
            .collect();
        &self.files[self.rng.pick(&numbers) as usize]
    }
}

impl Iterator for Uploads<'_> {
    type Item = UploadRow;

    fn next(&mut self) -> Option<UploadRow> {
        if let Some(upload) = self.named.next() {
            return Some(self.named(upload));
        }
        (self.number < self.of).then(|| self.other())
    }
}
