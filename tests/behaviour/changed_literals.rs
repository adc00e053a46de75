//! Structs that are made by a literal, copied or taken from another, and then changed by methods and operators; also inside of loops.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct State {
    x: f64,
    v: f64,
}
#[differentiate]
impl State {
    #[differentiate(vjp, wrt(self, k))]
    fn advance(&mut self, k: f64) {
        self.v -= k * self.x;
        self.x += self.v;
    }
}
#[differentiate(value_and_grad)]
fn a1(p: f64) -> f64 {
    let mut u = State { x: p, v: 0.0 };
    u.advance(p);
    u.x
}
#[differentiate(value_and_grad)]
fn a2(p: f64) -> f64 {
    let s = State { x: p, v: 0.0 };
    let mut u = s.clone();
    u.advance(p);
    u.x
}
#[differentiate(value_and_grad)]
fn a3(p: f64) -> f64 {
    let s = State { x: p, v: 0.0 };
    let mut u = s;
    u.advance(p);
    u.x
}
#[differentiate(value_and_grad)]
fn a4(p: f64) -> f64 {
    let mut u = State { x: p, v: 0.0 };
    for _ in 0..2 {
        u.advance(p);
    }
    u.x
}
#[differentiate(value_and_grad)]
fn a5(p: f64) -> f64 {
    let s = State { x: p, v: 0.0 };
    let mut u = s.clone();
    for _ in 0..2 {
        u.advance(p);
    }
    u.x
}
#[differentiate(value_and_grad)]
fn a6(p: f64) -> f64 {
    let s = State { x: p, v: 0.0 };
    let mut u = s.clone();
    for _ in 0..2 {
        u.advance(p * s.x);
    }
    u.x + s.x
}
#[differentiate(value_and_grad)]
fn a7(p: f64) -> f64 {
    let mut u = State { x: p, v: 0.0 };
    let w = &mut u;
    w.advance(p);
    u.x
}
#[differentiate(wrt(s, p))]
fn a8(s: &State, p: f64) -> f64 {
    let mut u = s.clone();
    u.advance(p);
    u.x
}
#[differentiate(value_and_grad)]
fn a9(p: f64) -> f64 {
    let mut us = vec![State { x: p, v: 0.0 }, State { x: 1.0, v: p }];
    for u in us.iter_mut() {
        u.advance(p);
    }
    us[0].x * us[1].x
}
#[differentiate(value_and_grad)]
fn a10(p: f64) -> f64 {
    let mut us = [State { x: p, v: 0.0 }, State { x: 1.0, v: p }];
    us[1].advance(p);
    us[0].x * us[1].x
}
#[differentiate(value_and_grad)]
fn a11(p: f64) -> f64 {
    let mut s = State { x: p, v: 0.0 };
    if p > 0.0 {
        s.advance(p);
    } else {
        s = State { x: 1.0, v: p };
    }
    s.x
}
#[differentiate(value_and_grad)]
fn a12(p: f64) -> f64 {
    let (mut s, k) = (State { x: p, v: 0.0 }, p);
    s.advance(k);
    s.x
}
#[differentiate(value_and_grad)]
fn a13(p: f64) -> f64 {
    let mut s = State { x: p, v: 0.0 };
    let t = {
        s.advance(p);
        s.x
    };
    t * s.v
}
#[differentiate(value_and_grad)]
fn a14(p: f64) -> f64 {
    let s = State { x: p, v: 0.0 };
    let mut u = State { x: 2.0, ..s };
    u.advance(p);
    u.x
}
#[differentiate(value_and_grad)]
fn a15(p: f64) -> f64 {
    let mut s = State { x: p, v: 0.0 };
    let mut go = |k: f64| s.advance(k);
    go(p);
    go(p);
    s.x
}
#[differentiate]
impl std::ops::AddAssign for State {
    fn add_assign(&mut self, o: State) {
        self.x += o.x;
        self.v += o.v;
    }
}
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Pair {
    a: State,
    b: State,
}
#[differentiate]
impl Pair {
    #[differentiate(vjp, wrt(self, k))]
    fn both(&mut self, k: f64) {
        self.a.advance(k);
        self.b.advance(self.a.x);
    }
    #[differentiate(grad, wrt(self))]
    fn energy(&self) -> f64 {
        self.a.x * self.b.v
    }
}
#[differentiate(value_and_grad)]
fn a16(p: f64) -> f64 {
    let mut u = State { x: p, v: 0.5 };
    u += State { x: p * p, v: p };
    u += State { x: 1.0, v: 0.0 };
    u.x * u.v
}
#[differentiate(value_and_grad)]
fn a17(p: f64) -> f64 {
    let mut w = Pair { a: State { x: p, v: 0.5 }, b: State { x: 1.0, v: p } };
    w.a.advance(p);
    w.b += State { x: p, v: p };
    w.both(p);
    w.a.x * w.b.x + w.energy()
}
#[differentiate(value_and_grad)]
fn a18(p: f64) -> f64 {
    let mut u = State { x: p, v: 0.5 };
    u.v = p * p;
    u.advance(p);
    u.x *= 2.0;
    let w = State { x: 1.0, ..u };
    w.v * u.x
}
#[differentiate(value_and_grad)]
fn a19(p: f64) -> f64 {
    let mut t = 0.0;
    for i in 0..3 {
        let mut u = State { x: p * i as f64, v: 0.5 };
        for _ in 0..i {
            u.advance(p);
        }
        t += u.x * u.v;
    }
    t
}
#[differentiate(value_and_grad)]
fn a20(p: f64) -> f64 {
    let mut u = State { x: p, v: 0.5 };
    let f = |s: &State| s.x * s.v;
    let before = f(&u);
    u.advance(p);
    before * f(&u)
}
#[test]
fn changed() {
    macro_rules! c { ($($f:ident $g:ident)*) => {$({ let (v, g) = $g(0.7); let f = $f(0.7); let d = ($f(0.7 + 1e-6) - $f(0.7 - 1e-6)) / 2e-6; if v != f || (g - d).abs() > 1e-6 { panic!("wrong: {} {v} {f} {g} {d}", stringify!($f)); } })*} }
    c!(a16 a16_value_and_grad a17 a17_value_and_grad a18 a18_value_and_grad a19 a19_value_and_grad a20 a20_value_and_grad a1 a1_value_and_grad a2 a2_value_and_grad a3 a3_value_and_grad a4 a4_value_and_grad a5 a5_value_and_grad a6 a6_value_and_grad a7 a7_value_and_grad a9 a9_value_and_grad a10 a10_value_and_grad a11 a11_value_and_grad a12 a12_value_and_grad a13 a13_value_and_grad a14 a14_value_and_grad a15 a15_value_and_grad);
}

/// A trait of the user's for numbers, whose methods change them.
trait Step {
    fn bump(&mut self);
    fn doubled(&mut self) -> Self;
}
macro_rules! steps {
    ($($ty:ty)*) => {$(
        impl Step for $ty {
            fn bump(&mut self) {
                *self += 1 as $ty;
            }
            fn doubled(&mut self) -> Self {
                *self *= 2 as $ty;
                *self
            }
        }
    )*};
}
steps!(f64 usize u32 i32);
impl Step for bool {
    fn bump(&mut self) {
        *self = !*self;
    }
    fn doubled(&mut self) -> Self {
        *self
    }
}

#[differentiate(value_and_grad)]
fn number(x: f64) -> f64 {
    let mut c = 3.0;
    c.bump();
    let mut n = 3;
    n.bump();
    x * c * f64::from(n) + c.doubled()
}
#[differentiate(value_and_grad)]
fn decides(x: f64) -> f64 {
    let mut c = false;
    c.bump();
    if c { x * x } else { x }
}
#[differentiate(value_and_grad)]
fn element(x: f64) -> f64 {
    let mut c: [f64; 2] = [3.0, 1.0];
    c[1].bump();
    let mut i: usize = 0;
    i.bump();
    x * c[i] * x
}
#[differentiate(value_and_grad)]
fn captured(x: f64) -> f64 {
    let mut c: f64 = 3.0;
    let mut f = || c.bump();
    f();
    f();
    x * c
}
#[differentiate(value_and_grad)]
fn condition(x: f64) -> f64 {
    let (mut s, mut c, mut k) = (x, 3.0_f64, 0u32);
    while c < 6.5 {
        s *= c;
        c.bump();
    }
    loop {
        s = s * s;
        k.bump();
        if k > 3 {
            break s;
        }
    }
}
#[differentiate(value_and_grad)]
fn of_std(x: f64) -> f64 {
    use std::ops::{AddAssign, MulAssign};
    let (mut c, mut n) = (3.0, 3);
    c.mul_assign(2.0);
    n.add_assign(2);
    n.clone_from(&(n + 1));
    x * c * f64::from(n)
}
#[test]
fn numbers_that_methods_of_the_users_change() {
    for (f, grad) in [
        (number as fn(f64) -> f64, number_value_and_grad as fn(f64) -> (f64, f64)),
        (decides, decides_value_and_grad),
        (element, element_value_and_grad),
        (captured, captured_value_and_grad),
        (condition, condition_value_and_grad),
        (of_std, of_std_value_and_grad),
    ] {
        let (x, h) = (0.3, 1e-6);
        let (value, slope) = grad(x);
        assert_eq!(value, f(x));
        let expected = (f(x + h) - f(x - h)) / (2.0 * h);
        assert!((slope - expected).abs() < 1e-6 * expected.abs().max(1.0), "{slope} {expected}");
    }
}
