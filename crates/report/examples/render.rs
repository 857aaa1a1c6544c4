//! Reads an assessment as JSON and writes its page beside it: `render assessment.json page.html`.

use std::error::Error;
use std::io::Write;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(from), Some(to)) = (arguments.next(), arguments.next()) else {
        return Err("usage: render assessment.json page.html".into());
    };
    let assessment: assessment::Assessment = serde_json::from_slice(&std::fs::read(from)?)?;
    std::fs::write(to, report::html(&assessment))?;
    let text = report::terminal(&assessment, &report::TerminalOptions::default());
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(())
}
