//! What methods make of an `Option` in a field, in a local, a tuple or a pattern: only what becomes of it tells it from an array.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};

/// Has methods of the same names as an `Option`.
#[derive(Differentiable, Clone, Debug)]
struct Table {
    a: f64,
    b: f64,
}

#[differentiate(wrt(self, x))]
impl Table {
    fn map(&self, x: f64) -> Option<f64> {
        if x > 0.0 { Some(self.a * x) } else { None }
    }
    fn filter(&self, x: f64) -> f64 {
        self.a * x + self.b
    }
    fn or(&self, x: f64) -> f64 {
        self.a.max(x)
    }
    fn zip(&self, x: f64) -> f64 {
        self.b * x
    }
}

#[derive(Differentiable, Clone, Debug)]
struct Limits {
    k: f64,
    table: Table,
    gains: [f64; 3],
    low: Option<f64>,
    high: Option<f64>,
}

#[differentiate(wrt(self, t))]
impl Limits {
    fn mapped(&self, t: f64) -> f64 {
        let w = self.low.map(|o| o * t);
        w.unwrap_or(self.k * t)
    }
    fn filtered(&self, t: f64) -> f64 {
        let w = self.low.filter(|o| *o > 0.5);
        w.unwrap_or(self.k * t)
    }
    fn filtered_and_mapped(&self, t: f64) -> f64 {
        let w = self.low.filter(|o| *o > 0.5).map(|o| o * t);
        match w {
            Some(w) => w,
            None => self.k * t,
        }
    }
    fn filtered_by_the_argument(&self, t: f64) -> f64 {
        let l = t.ln();
        let w = self.low.filter(|_| t > 0.0).map(|o| o * l);
        w.unwrap_or(self.k + t)
    }
    fn chained(&self, t: f64) -> f64 {
        let w = self.low.and_then(|o| if o > 0.1 { Some(o * t) } else { None });
        if let Some(w) = w { w } else { self.k }
    }
    fn by_reference(&self, t: f64) -> f64 {
        let w = self.low.as_ref().map(|o| o * t);
        w.unwrap_or(self.k * t)
    }
    fn first_of_a_local(&self, t: f64) -> f64 {
        let o = self.low;
        let w = o.filter(|o| *o > 0.5);
        w.unwrap_or(self.k * t)
    }
    fn or_made(&self, t: f64) -> f64 {
        let w = self.low.or(Some(self.k));
        w.unwrap() * t
    }
    fn or_another(&self, t: f64) -> f64 {
        let w = self.low.or(self.high);
        if let Some(w) = w { w * t } else { t }
    }
    fn exclusive(&self, t: f64) -> f64 {
        let w = self.low.xor(None);
        w.map_or(self.k, |w| w * t)
    }
    fn zipped(&self, t: f64) -> f64 {
        let w = self.low.zip(self.high).map(|(a, b)| a * b * t);
        w.unwrap_or(t)
    }
    fn beside_an_array(&self, t: f64) -> f64 {
        let w = self.gains.map(|v| v * t);
        let z = self.low.map(|v| v * t);
        match z {
            Some(z) if z > 0.0 => z * w[1],
            Some(z) => z,
            None => w[2],
        }
    }
    fn replaced(&self, t: f64) -> f64 {
        let mut w = self.low.map(|v| v * t);
        if t > 0.5 {
            w = Some(t * t);
        }
        w.unwrap_or_default()
    }
    fn asked_first(&self, t: f64) -> f64 {
        let w = self.low.map(|v| v * t).or(self.high);
        let there = w.is_some();
        if there { w.unwrap() } else { t }
    }
    fn two_matched(&self, t: f64) -> f64 {
        match (self.low, self.high) {
            (Some(a), Some(b)) => a * b * t,
            (Some(a), None) | (None, Some(a)) => a,
            _ => t,
        }
    }
    fn two_mapped_and_matched(&self, t: f64) -> f64 {
        match (self.low.map(|v| v * t), self.high) {
            (Some(a), Some(b)) => a * b,
            (Some(a), None) | (None, Some(a)) => a,
            _ => t,
        }
    }
    fn two_in_an_if(&self, t: f64) -> f64 {
        if let (Some(a), Some(b)) = (self.low, self.high) {
            t.clamp(a.min(b), a.max(b)) * b
        } else {
            t * self.k
        }
    }
    fn two_or_else(&self, t: f64) -> f64 {
        let (Some(a), Some(b)) = (self.low, self.high) else { return t * self.k };
        a * t + b
    }
    fn beside_a_decision(&self, t: f64) -> f64 {
        match (self.low, t > 0.5) {
            (Some(low), true) => low * t,
            (Some(low), false) => low,
            (None, _) => self.k * t,
        }
    }
    fn or_else_leaves(&self, t: f64) -> f64 {
        let w = self.low.map(|v| v * t);
        let Some(w) = w else { return t };
        w * w
    }
    fn methods_of_ones_own(&self, t: f64) -> f64 {
        let w = self.table.map(t);
        let v = self.table.or(t);
        w.unwrap_or(self.table.a) * self.table.filter(t) + v * self.table.zip(t)
    }
}

macro_rules! of_limits {
    ($($function:ident $both:ident;)*) => {$(
        #[test]
        fn $function() {
            for (low, high) in [(Some(0.8), None), (Some(0.3), Some(1.7)), (None, Some(-0.4)), (None, None)] {
                for t in [0.35, 1.2] {
                    let limits = |p: &[f64]| Limits {
                        k: p[0],
                        table: Table { a: p[1], b: p[2] },
                        gains: [p[3], p[4], p[5]],
                        low: low.map(|_| p[7]),
                        high: high.map(|_| p[8]),
                    };
                    let at = [0.4, 0.7, -1.1, 1.3, -0.6, 0.9, t, low.unwrap_or(0.0), high.unwrap_or(0.0)];
                    crate::check::agrees(
                        &at,
                        |p| limits(p).$function(p[6]),
                        |p| {
                            let (value, (d, dt)) = limits(p).$both(p[6]);
                            assert_eq!((d.low.is_some(), d.high.is_some()), (low.is_some(), high.is_some()));
                            let ends = [d.low, d.high].map(|end| end.unwrap_or(0.0));
                            (value, [&[d.k, d.table.a, d.table.b][..], &d.gains, &[dt], &ends].concat())
                        },
                        1e-7,
                    );
                }
            }
        }
    )*};
}

of_limits! {
    mapped mapped_value_and_grad;
    filtered filtered_value_and_grad;
    filtered_and_mapped filtered_and_mapped_value_and_grad;
    filtered_by_the_argument filtered_by_the_argument_value_and_grad;
    chained chained_value_and_grad;
    by_reference by_reference_value_and_grad;
    first_of_a_local first_of_a_local_value_and_grad;
    or_made or_made_value_and_grad;
    or_another or_another_value_and_grad;
    exclusive exclusive_value_and_grad;
    zipped zipped_value_and_grad;
    beside_an_array beside_an_array_value_and_grad;
    replaced replaced_value_and_grad;
    asked_first asked_first_value_and_grad;
    two_matched two_matched_value_and_grad;
    two_mapped_and_matched two_mapped_and_matched_value_and_grad;
    two_in_an_if two_in_an_if_value_and_grad;
    two_or_else two_or_else_value_and_grad;
    beside_a_decision beside_a_decision_value_and_grad;
    or_else_leaves or_else_leaves_value_and_grad;
    methods_of_ones_own methods_of_ones_own_value_and_grad;
}

#[test]
fn derived_by_hand() {
    let at =
        Limits { k: 0.4, table: Table { a: 0.7, b: -1.1 }, gains: [1.0; 3], low: Some(0.8), high: Some(2.0) };
    // low t
    let (d, dt) = at.mapped_grad(3.0);
    assert_eq!((d.low, d.high, d.k, dt), (Some(3.0), Some(0.0), 0.0, 0.8));
    // low high t
    let (d, dt) = at.two_matched_grad(3.0);
    assert_eq!((d.low, d.high, dt), (Some(6.0), Some(0.8 * 3.0), 0.8 * 2.0));
}
