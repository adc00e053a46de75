//! THE algebra table: `from` is rewritten to `to`.
//!
//! *Exact* rewrites give the same bits for every input, ±0, ±∞ and NaN included, and may touch
//! the user's own computation. *Loose* ones hold over the reals and touch only what the
//! differentiator wrote: there a factor 0 means that nothing flows, and the sign of a zero nothing. None leaves the range of
//! numbers where what was written does not: `a * (b / c)` is not `a * b / c`.

use crate::tables::term::Term;

/// A row.
pub struct Rewrite {
    /// What is looked for; `Term::Arg` stands for anything.
    pub from: Term,
    /// What it becomes.
    pub to: Term,
    /// The same for every input, to the bit.
    pub exact: bool,
}

macro_rules! rewrites {
    (@exact) => { true };
    (@loose) => { false };
    ($($kind:ident |$a:ident, $b:ident, $c:ident| $from:expr => $to:expr;)*) => {
        /// The rows, in the order in which they are tried.
        #[allow(unused_variables)]
        pub fn rewrites() -> Vec<Rewrite> {
            let rows: &[(bool, Side, Side)] = &[$((
                rewrites!(@$kind),
                |$a, $b, $c| Term::from($from),
                |$a, $b, $c| Term::from($to),
            )),*];
            let fill = |side: &Side| side(Term::Arg(0), Term::Arg(1), Term::Arg(2));
            rows.iter().map(|(exact, from, to)| Rewrite { from: fill(from), to: fill(to), exact: *exact }).collect()
        }
    };
}

type Side = fn(Term, Term, Term) -> Term;

rewrites! {
    exact |a, b, c| a * 1.0         => a;
    exact |a, b, c| 1.0 * a         => a;
    exact |a, b, c| a / 1.0         => a;
    exact |a, b, c| -(-a)           => a;
    exact |a, b, c| a - 0.0         => a;
    loose |a, b, c| a + 0.0         => a;
    loose |a, b, c| 0.0 + a         => a;
    loose |a, b, c| 0.0 - a         => -a;
    loose |a, b, c| a * 0.0         => 0.0;
    loose |a, b, c| 0.0 * a         => 0.0;
    loose |a, b, c| 0.0 / a         => 0.0;
    loose |a, b, c| a * -1.0        => -a;
    loose |a, b, c| -1.0 * a        => -a;
    loose |a, b, c| a + (-b)        => a - b;
    loose |a, b, c| (-a) + b        => b - a;
    loose |a, b, c| a - (-b)        => a + b;
    loose |a, b, c| (-a) * b        => -(a * b);
    loose |a, b, c| a * (-b)        => -(a * b);
    loose |a, b, c| (-a) / b        => -(a / b);
    loose |a, b, c| a * (1.0 / b)   => a / b;
    loose |a, b, c| a.powf(1.0)     => a;
    loose |a, b, c| a.powi(Term::Integer(1)) => a;
    loose |a, b, c| a.powi(Term::Integer(0)) => 1.0;
    loose |a, b, c| a.clone() + a   => 2.0 * a;
    loose |a, b, c| (-a.clone()) - a => -(2.0 * a);
    loose |a, b, c| 2.0 * a + 2.0 * b => 2.0 * (a + b);
    loose |a, b, c| 2.0 * a - 2.0 * b => 2.0 * (a - b);
}
