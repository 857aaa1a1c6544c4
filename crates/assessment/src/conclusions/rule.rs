//! Signs of rule.

use evidence::ablation::{Conclusion, Value};
use trajectory::rule::{Rule, SignKind};

/// How many signs of each kind there are; what was over within the days that count is none.
pub(super) fn conclusions(of: Option<&Rule>) -> Vec<Conclusion> {
    let Some(rule) = of else {
        return Vec::new();
    };
    [
        ("overt", "Places taken", SignKind::Overt),
        ("shadow", "Signs of shadow rule", SignKind::Shadow),
        ("accord", "Local accords", SignKind::Accord),
        ("end", "Ends of rule", SignKind::End),
    ]
    .map(|(key, label, kind)| {
        let signs = rule
            .signs
            .iter()
            .filter(|sign| sign.kind == kind && !sign.brief);
        Conclusion::new(
            format!("rule.{key}"),
            label,
            Value::quantity(signs.count() as f64, "signs"),
        )
    })
    .to_vec()
}
