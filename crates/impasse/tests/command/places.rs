//! `impasse places`.

use crate::desk::Desk;
use crate::made_up;

#[test]
fn an_outline_is_made_of_a_boundary_file() {
    let desk = Desk::new();
    desk.write("adm1.geojson", made_up::boundaries());
    let line = "places outline --boundaries adm1.geojson --country NER";
    let printed = desk.run(line).succeeds();
    let written = desk
        .run(&format!("{line} --out outline.json"))
        .succeeds()
        .fits();
    assert_eq!(written.err, "Written: outline.json\n");
    assert_eq!(desk.read("outline.json"), printed.out);
    let cited = desk.run(&format!("{line} --cite Own-drawing")).succeeds();
    assert!(cited.out.contains("Own-drawing"));
    let other = desk
        .run("places outline --boundaries adm1.geojson --country MLI")
        .fails(3)
        .fits();
    insta::assert_snapshot!(format!("{printed}\n{other}"));
}
