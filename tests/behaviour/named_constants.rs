//! Constants that have a name, a `String`, beside a number: found, filtered and looped over in fields.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::differentiate;

struct Tagged {
    tags: Vec<(String, f64)>,
}

#[differentiate]
impl Tagged {
    #[differentiate(wrt(x))]
    fn found(&self, x: &[f64]) -> f64 {
        self.tags.iter().find(|(name, _)| name == "b").map_or(0.0, |(_, w)| w * x[0])
    }

    #[differentiate(wrt(x))]
    fn filtered(&self, x: &[f64]) -> f64 {
        self.tags.iter().zip(x).filter(|((name, _), _)| name == "b").map(|((_, w), x)| w * x * x).sum()
    }

    #[differentiate(wrt(x))]
    fn looped(&self, x: &[f64]) -> f64 {
        let mut y = 0.0;
        for (name, w) in &self.tags {
            if name.len() == 1 && name != "a" {
                y += w * x[0] * x[1];
            } else {
                y = y * y + x[0];
            }
        }
        y
    }

    #[differentiate(wrt(x))]
    fn decided(&self, x: f64) -> f64 {
        let mut y = x;
        for (name, w) in &self.tags {
            if name == "b" && y > 1.0 {
                y = y * y * w;
            }
        }
        y
    }
}

#[test]
fn slopes_by_name() {
    let of = Tagged { tags: vec![("a".into(), 1.0), ("b".into(), 2.0)] };
    assert_eq!(of.found_grad(&[3.0, 4.0]), [2.0, 0.0]);
    assert_eq!(of.filtered_grad(&[3.0, 4.0]), [0.0, 16.0]);
    assert_eq!(of.looped_grad(&[3.0, 4.0]), [9.0, 6.0]);
    assert_eq!(of.decided_grad(3.0), 12.0);
}
