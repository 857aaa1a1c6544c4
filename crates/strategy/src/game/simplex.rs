//! Small linear programmes without rounding.
//!
//! A dominated strategy is a matter of signs and ties: floats would have to guess at both. The programmes
//! have a row or a column a strategy, so a dense tableau of rationals does.

use super::rational::Rational;

/// The optimum of a linear programme.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Optimum {
    /// Greatest value of the objective.
    pub(super) value: Rational,
    /// Where it is taken.
    pub(super) at: Vec<Rational>,
    /// What a unit more of each right-hand side is worth.
    pub(super) prices: Vec<Rational>,
}

/// Maximises c x subject to A x <= b and x >= 0, with b >= 0. `None` when it grows without bound.
///
/// The simplex method on a condensed tableau; Bland's rule (R. G. Bland, *New finite pivoting rules for the
/// simplex method*, 1977) keeps it from circling.
pub(super) fn maximise(a: &[Vec<Rational>], b: &[Rational], c: &[Rational]) -> Option<Optimum> {
    let (rows, columns) = (a.len(), c.len());
    debug_assert!(b.iter().all(|value| *value >= Rational::ZERO));
    // Rows: a | b, below them the objective with its sign turned.
    let mut table: Vec<Vec<Rational>> = a
        .iter()
        .zip(b)
        .map(|(row, b)| row.iter().chain([b]).cloned().collect())
        .collect();
    table.push(
        c.iter()
            .map(|value| -value)
            .chain([Rational::ZERO])
            .collect(),
    );
    // Variables by number, slacks after the others.
    let mut outside: Vec<usize> = (0..columns).collect();
    let mut inside: Vec<usize> = (columns..columns + rows).collect();
    while let Some(entering) = (0..columns)
        .filter(|column| table[rows][*column] < Rational::ZERO)
        .min_by_key(|column| outside[*column])
    {
        let leaving = (0..rows)
            .filter(|row| table[*row][entering] > Rational::ZERO)
            .map(|row| {
                (
                    &table[row][columns] / &table[row][entering],
                    inside[row],
                    row,
                )
            })
            .min()?
            .2;
        pivot(&mut table, leaving, entering);
        std::mem::swap(&mut inside[leaving], &mut outside[entering]);
    }
    let mut at = vec![Rational::ZERO; columns];
    for (row, variable) in inside.iter().enumerate() {
        if let Some(value) = at.get_mut(*variable) {
            value.clone_from(&table[row][columns]);
        }
    }
    let mut prices = vec![Rational::ZERO; rows];
    for (column, variable) in outside.iter().enumerate() {
        if *variable >= columns {
            prices[variable - columns].clone_from(&table[rows][column]);
        }
    }
    let value = table[rows][columns].clone();
    Some(Optimum { value, at, prices })
}

/// Exchanges a variable inside for one outside.
fn pivot(table: &mut [Vec<Rational>], row: usize, column: usize) {
    let inverse = Rational::ONE / &table[row][column];
    for (at, value) in table[row].iter_mut().enumerate() {
        if at == column {
            value.clone_from(&inverse);
        } else {
            *value *= &inverse;
        }
    }
    let pivot = table[row].clone();
    for (_, line) in table.iter_mut().enumerate().filter(|(at, _)| *at != row) {
        let factor = std::mem::replace(&mut line[column], Rational::ZERO);
        if factor == Rational::ZERO {
            continue;
        }
        for (value, of_pivot) in line.iter_mut().zip(&pivot) {
            *value -= &factor * of_pivot;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rationals(values: &[i64]) -> Vec<Rational> {
        values.iter().map(|value| Rational::from(*value)).collect()
    }

    #[test]
    fn a_known_optimum_is_found() {
        // max 3x + 5y: x <= 4, 2y <= 12, 3x + 2y <= 18 (Hillier & Lieberman): 36 at (2, 6), prices 0, 3/2, 1.
        let a = [[1, 0], [0, 2], [3, 2]].map(|row| rationals(&row));
        let found = maximise(&a, &rationals(&[4, 12, 18]), &rationals(&[3, 5])).unwrap();
        assert_eq!(
            (found.value, found.at),
            (Rational::from(36), rationals(&[2, 6]))
        );
        let told: Vec<_> = found.prices.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["0", "3/2", "1"]);
    }

    #[test]
    fn what_has_no_bound_has_no_optimum() {
        assert_eq!(
            maximise(&[rationals(&[-1])], &rationals(&[1]), &rationals(&[1])),
            None
        );
    }

    proptest! {
        #[test]
        fn prices_prove_the_optimum(
            a in prop::collection::vec(prop::collection::vec(-4..9_i64, 3), 4),
            b in prop::collection::vec(0..6_i64, 4),
            c in prop::collection::vec(-3..6_i64, 3),
        ) {
            let a: Vec<_> = a.iter().map(|row| rationals(row)).collect();
            let (b, c) = (rationals(&b), rationals(&c));
            let dot = |x: &[Rational], y: &[Rational]| x.iter().zip(y).map(|(x, y)| x * y).fold(Rational::ZERO, |sum, v| sum + v);
            if let Some(found) = maximise(&a, &b, &c) {
                prop_assert!(found.at.iter().chain(&found.prices).all(|v| *v >= Rational::ZERO));
                prop_assert!(a.iter().zip(&b).all(|(row, b)| dot(row, &found.at) <= *b));
                prop_assert_eq!(&dot(&c, &found.at), &found.value);
                prop_assert_eq!(&dot(&b, &found.prices), &found.value);
                for column in 0..3 {
                    let of: Vec<_> = a.iter().map(|row| row[column].clone()).collect();
                    prop_assert!(dot(&of, &found.prices) >= c[column]);
                }
            }
        }
    }
}
