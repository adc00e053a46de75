//! Functions that change what they get by `&mut` and return an integer, a `bool` or a text.

#![allow(clippy::all, reason = "people write it")]

use crate::check::agrees;
use differentiate::{Differentiable, differentiate};

#[differentiate(vjp, jvp)]
fn bump(x: &mut f64, by: f64) -> bool {
    *x = *x * *x * by;
    *x > 1.0
}

#[differentiate]
fn scaled(x: &mut [f64], k: f64) -> usize {
    let mut n = 0;
    for v in x.iter_mut() {
        if *v > 0.0 {
            *v *= k * *v;
            n += 1;
        }
    }
    n
}

#[differentiate(value_and_grad, grad, jvp)]
fn until_large(a: f64, b: f64) -> f64 {
    let mut y = a;
    let mut n = 0;
    while !bump(&mut y, b) {
        n += 1;
        if n > 5 {
            break;
        }
    }
    if bump(&mut y, a) { y * y } else { y + b }
}

#[differentiate]
fn counted(a: f64, b: f64) -> f64 {
    let mut y = [a, -b, b];
    let n = scaled(&mut y, a);
    let m = scaled(&mut y, b);
    y[0] * n as f64 + y[1] + y[2] * m as f64
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Ball {
    x: f64,
    v: f64,
}

#[differentiate]
impl Ball {
    #[differentiate(wrt(self, h))]
    fn step(&mut self, h: f64) -> bool {
        self.v -= 9.8 * h;
        self.x += self.v * h;
        if self.x < 0.0 {
            self.x = -self.x;
            self.v *= -0.7;
            return true;
        }
        false
    }
    #[differentiate(wrt(self, h))]
    fn hits(&mut self, h: f64, n: usize) -> usize {
        let mut k = 0;
        for _ in 0..n {
            if self.step(h) {
                k += 1;
            }
        }
        k
    }
    #[differentiate(wrt(self))]
    fn grown(&mut self) -> String {
        self.x *= 2.0;
        String::from("ball")
    }
}

#[differentiate]
fn dropped(x: f64, h: f64) -> f64 {
    let mut ball = Ball { x, v: 0.0 };
    let mut bounced = 0;
    for _ in 0..20 {
        let hit = ball.step(h);
        if hit {
            bounced += 1;
        }
    }
    let more = ball.hits(h, 12);
    if more > 100 || ball.grown().is_empty() {
        return 0.0;
    }
    ball.x + ball.v * 0.1 * (bounced + more) as f64
}

#[differentiate]
impl Ball {
    #[differentiate(wrt(self))]
    fn doubled(&mut self) -> Vec<f64> {
        self.x *= 2.0;
        vec![self.x; 3]
    }
}

#[differentiate]
fn as_long(x: f64) -> f64 {
    let mut ball = Ball { x, v: 0.0 };
    let n = ball.doubled().len();
    if ball.doubled().is_empty() || ball.grown().len() > 10 {
        return 0.0;
    }
    ball.x * n as f64
}

/// What is asked of a list that a change returned is asked of one change.
#[test]
fn changed_once() {
    assert_eq!(as_long_value_and_grad(1.0), (24.0, 24.0));
}

#[test]
fn by_hand() {
    // x² · by: 2 x by, and x² with respect to `by`.
    let (mut x, mut d) = (2.0, 1.0);
    assert_eq!((bump_vjp(&mut x, 3.0, &mut d), x, d), (4.0, 12.0, 12.0));
    let (mut x, mut t) = (2.0, 1.0);
    assert_eq!((bump_jvp(&mut x, 3.0, &mut t, 0.5), x, t), ((true, ()), 12.0, 14.0));
    // k v² of the first alone.
    let (mut x, mut d) = ([3.0, -1.0], [1.0, 5.0]);
    assert_eq!((scaled_vjp(&mut x, 2.0, &mut d), x, d), (9.0, [18.0, -1.0], [12.0, 5.0]));
}

#[test]
fn in_callers() {
    let at = [0.7, 1.3];
    agrees(
        &at,
        |p| until_large(p[0], p[1]),
        |p| {
            let (value, (a, b)) = until_large_value_and_grad(p[0], p[1]);
            assert!((until_large_jvp(p[0], p[1], 1.0, 0.0).1 - a).abs() < 1e-12 * a.abs().max(1.0));
            (value, vec![a, b])
        },
        1e-8,
    );
    agrees(
        &at,
        |p| counted(p[0], p[1]),
        |p| {
            let (value, (a, b)) = counted_value_and_grad(p[0], p[1]);
            (value, vec![a, b])
        },
        1e-8,
    );
}

/// How often it bounces changes with the step, so that the differences are taken close by.
#[test]
fn of_methods() {
    let (x, h, e) = (1.0, 0.05, 1e-7);
    let along_x = (dropped(x + e, h) - dropped(x - e, h)) / (2.0 * e);
    let along_h = (dropped(x, h + e) - dropped(x, h - e)) / (2.0 * e);
    let ours = dropped_grad(x, h);
    assert!(
        (ours.0 - along_x).abs() < 1e-5 && (ours.1 - along_h).abs() < 1e-4,
        "{ours:?} {along_x} {along_h}"
    );
}
