//! What every target of the readers asks: no panic, and a report that adds up.

use events::read::{ReadOptions, read_bytes};
use events::{EventRow, EventSink, EventsError};

/// Takes events and checks what a reader promises of each.
struct Promises(u64);

impl EventSink for Promises {
    fn push(&mut self, row: &EventRow<'_>) -> Result<(), EventsError> {
        assert!(!row.id.is_empty() && !row.id.contains(char::is_control));
        assert!(row.low <= row.best && row.best <= row.high);
        assert!(row.date_start <= row.date_end);
        assert!((-90.0..=90.0).contains(&row.latitude) && (-180.0..=180.0).contains(&row.longitude));
        assert!((1..=259_200).contains(&row.gid));
        assert!((1..=7).contains(&row.where_prec) && (1..=5).contains(&row.date_prec));
        for name in [row.side_a, row.side_b, row.conflict, row.dyad, row.country, row.adm1, row.adm2] {
            assert!(!name.contains(char::is_control));
        }
        self.0 += 1;
        Ok(())
    }
}

/// Reads a file of this name in small records, so that limits are met early.
pub fn read(name: &str, data: &[u8]) {
    let options = ReadOptions {
        record_limit: 4096,
        unpacked_limit: 4 << 20,
        ..ReadOptions::default()
    };
    let mut events = Promises(0);
    if let Ok(report) = read_bytes(data, name, &options, &mut events) {
        assert_eq!(report.accepted, events.0);
        assert!(report.accepted <= report.rows);
        let strict = ReadOptions { strict: true, ..options };
        let stopped = read_bytes(data, name, &strict, &mut Promises(0)).is_err();
        assert_eq!(stopped, report.rejected() > 0);
        for issue in &report.issues {
            assert!(!issue.to_string().contains(char::is_control));
        }
    }
}
