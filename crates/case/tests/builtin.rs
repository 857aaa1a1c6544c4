//! The cases that come with the program.

use case::{Case, builtin_names};
use miette::{GraphicalReportHandler, GraphicalTheme};

#[test]
fn every_case_that_comes_with_the_program_is_valid() {
    let names = builtin_names();
    assert!(names.contains(&"mali-2024"), "{names:?}");
    for name in names {
        if let Err(error) = Case::builtin(name) {
            let mut text = String::new();
            GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
                .render_report(&mut text, &error)
                .unwrap();
            panic!("{text}");
        }
    }
}
