//! Constants that other code gives: by reference, in an `Option` or a `Result`, whatever is asked for, from maps and from variants.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use crate::common::assert_close;
use differentiate::{Differentiable, differentiate};
use std::collections::BTreeMap;

fn load(s: &str) -> Result<u8, String> {
    s.parse().map_err(|_| s.to_string())
}
fn table(k: usize) -> Option<Vec<f64>> {
    if k > 0 { Some(vec![2.0, 3.0]) } else { None }
}
/// Not `Clone`.
#[derive(Debug, PartialEq)]
struct Negative(i32);
fn checked(k: i32) -> Result<f64, Negative> {
    if k > 0 { Ok(k as f64) } else { Err(Negative(k)) }
}

#[differentiate(grad, value_and_grad, jvp)]
fn loaded(x: f64) -> Result<f64, String> {
    let n = load("7")?;
    Ok(x * n as f64)
}
#[differentiate(grad, value_and_grad, jvp)]
fn from_table(x: f64) -> Option<f64> {
    let t = table(1)?;
    Some(x * t[0] * x)
}
#[differentiate(grad, value_and_grad, jvp)]
fn checked_twice(x: f64, k: i32) -> Result<f64, Negative> {
    let a = checked(1)?;
    let b = checked(k)?;
    Ok(x * a * b * x)
}

#[test]
fn questions() {
    assert_eq!((loaded_value_and_grad(0.5), loaded_jvp(0.5, 2.0)), (Ok((3.5, 7.0)), Ok((3.5, 14.0))));
    assert_eq!(loaded_grad(0.5), Ok(7.0));
    assert_eq!(from_table_value_and_grad(0.5), Some((0.5, 2.0)));
    assert_eq!((from_table_grad(0.5), from_table_jvp(0.5, 1.0)), (Some(2.0), Some((0.5, 2.0))));
    assert_eq!(checked_twice_value_and_grad(0.5, 2), Ok((0.5, 2.0)));
    assert_eq!(checked_twice_jvp(0.5, 2, 1.0), Ok((0.5, 2.0)));
    assert_eq!(checked_twice_grad(0.5, -2), Err(Negative(-2)));
}

#[differentiate(grad, value_and_grad, jvp)]
fn by_if_let(x: f64) -> f64 {
    if let Some(t) = table(1) { x * t[1] * x } else { x }
}
#[differentiate(grad, value_and_grad, jvp)]
fn by_let_else(x: f64) -> f64 {
    let Some(t) = table(1) else { return x };
    x * t[1] * x + t.len() as f64 * x
}
#[differentiate(grad, value_and_grad, jvp)]
fn by_match(x: f64) -> f64 {
    match load("3") {
        Ok(n) => x * n as f64 * x,
        Err(e) => x * e.len() as f64,
    }
}
#[differentiate(grad, value_and_grad, jvp)]
fn in_a_loop(x: f64) -> f64 {
    let mut s = 0.0;
    for k in 0..3 {
        if let Some(t) = table(k) {
            s += x * t[0] * x * k as f64;
        }
    }
    s
}

fn choose(v: &[f64]) -> &f64 {
    &v[0]
}
fn pick(v: &[i32]) -> Option<&i32> {
    v.first()
}
#[differentiate(grad, value_and_grad, jvp)]
fn by_reference(x: f64) -> f64 {
    let v = [2.0];
    x * choose(&v)
}
#[differentiate(grad, value_and_grad, jvp)]
fn of_an_integer(x: f64) -> f64 {
    let v = vec![2];
    if let Some(w) = pick(&v) { x * *w as f64 } else { x }
}
#[differentiate(grad, value_and_grad, jvp)]
fn with_a_name(x: f64) -> f64 {
    let v = vec![2.0, 3.0];
    let k = choose(&v);
    x * k + x * x * *k
}
#[differentiate(grad, value_and_grad, jvp)]
fn asked_for(x: f64) -> f64 {
    let b: f64 = "2".parse().unwrap();
    let c: usize = 5_u64.try_into().unwrap();
    x * x + b + c as f64
}
#[differentiate(grad, value_and_grad, jvp)]
fn from_a_callee(x: f64) -> f64 {
    by_reference(x) * with_a_name(x) + asked_for(x)
}

#[test]
fn values() {
    type Of = (fn(f64) -> f64, fn(f64) -> f64, fn(f64) -> (f64, f64), fn(f64, f64) -> (f64, f64));
    let all: [Of; 9] = [
        (by_if_let, by_if_let_grad, by_if_let_value_and_grad, by_if_let_jvp),
        (by_let_else, by_let_else_grad, by_let_else_value_and_grad, by_let_else_jvp),
        (by_match, by_match_grad, by_match_value_and_grad, by_match_jvp),
        (in_a_loop, in_a_loop_grad, in_a_loop_value_and_grad, in_a_loop_jvp),
        (by_reference, by_reference_grad, by_reference_value_and_grad, by_reference_jvp),
        (of_an_integer, of_an_integer_grad, of_an_integer_value_and_grad, of_an_integer_jvp),
        (with_a_name, with_a_name_grad, with_a_name_value_and_grad, with_a_name_jvp),
        (asked_for, asked_for_grad, asked_for_value_and_grad, asked_for_jvp),
        (from_a_callee, from_a_callee_grad, from_a_callee_value_and_grad, from_a_callee_jvp),
    ];
    for (f, grad, value_and_grad, jvp) in all {
        for x in [-1.2, 0.7] {
            let slope = crate::common::derivative(f, x);
            assert_close(
                [grad(x), value_and_grad(x).1, jvp(x, 1.0).1, jvp(x, -2.0).1],
                [slope, slope, slope, -2.0 * slope],
            );
            assert_eq!((value_and_grad(x).0, jvp(x, 1.0).0), (f(x), f(x)));
        }
    }
}

enum Law {
    Mass { k: f64 },
    Off,
}
#[differentiate(grad, jvp, wrt(s))]
fn rate(l: &Law, s: f64) -> f64 {
    match l {
        Law::Off => 0.0,
        Law::Mass { k } => k * s,
    }
}
#[differentiate(grad, jvp, wrt(a))]
fn loss(a: f64, q: &BTreeMap<i64, f64>) -> f64 {
    let mut e = 0.0;
    for (k, v) in q {
        e += (a * *k as f64 - v).powi(2);
    }
    for (&k, &v) in q {
        e += a * k as f64 * v;
    }
    e
}

#[test]
fn variants_and_maps() {
    let mass = Law::Mass { k: 3.0 };
    assert_eq!((rate_grad(&mass, 2.0), rate_grad(&Law::Off, 2.0)), (3.0, 0.0));
    assert_eq!(rate_jvp(&mass, 2.0, 2.0), (6.0, 6.0));
    let q: BTreeMap<i64, f64> = [(1, 2.0), (3, 1.0)].into();
    let slope = crate::common::derivative(|a| loss(a, &q), 0.8);
    assert_close([loss_grad(0.8, &q), loss_jvp(0.8, &q, 1.0).1], [slope, slope]);
}

#[derive(Clone, Differentiable)]
struct Limited {
    gain: f64,
    #[differentiate(constant)]
    lim: Option<f64>,
    soft: Option<f64>,
    rows: usize,
    cols: usize,
    data: Vec<f64>,
}
#[differentiate(grad, jvp, hvp, wrt(self))]
impl Limited {
    fn clamped(&self) -> f64 {
        let raw = self.gain * 0.3;
        let raw = match self.lim {
            Some(s) => raw.clamp(-s, s) * s * raw,
            None => raw,
        };
        if let Some(k) = self.soft { raw * k } else { raw }
    }
    fn mapped(&self) -> f64 {
        self.gain * self.gain * self.lim.unwrap_or(1.0) + self.soft.map_or(0.0, |v| v * v)
    }
    fn trace(&self) -> f64 {
        let n: usize = self.rows.min(self.cols);
        let mut s = 0.0;
        for i in 0..n {
            s += self.data[i * self.cols + i] * self.gain;
        }
        s
    }
}

#[test]
fn options_and_counts_in_fields() {
    let of = |gain, soft, first| Limited {
        gain,
        lim: Some(1.5),
        soft: Some(soft),
        rows: 2,
        cols: 3,
        data: vec![first, 2.0, 3.0, 4.0, 5.0, 6.0],
    };
    type Of = (
        fn(&Limited) -> f64,
        fn(&Limited) -> LimitedGradient,
        fn(&Limited, &LimitedGradient) -> LimitedGradient,
    );
    let all: [Of; 3] = [
        (Limited::clamped, Limited::clamped_grad, Limited::clamped_hvp),
        (Limited::mapped, Limited::mapped_grad, Limited::mapped_hvp),
        (Limited::trace, Limited::trace_grad, Limited::trace_hvp),
    ];
    let parts = |g: LimitedGradient| [g.gain, g.soft.unwrap(), g.data[0]];
    let at = [2.0, 0.3, 1.0];
    for (f, grad, hvp) in all {
        assert_close(
            parts(grad(&of(2.0, 0.3, 1.0))),
            crate::common::gradient(|[a, b, c]| f(&of(a, b, c)), at),
        );
        let direction = LimitedGradient {
            gain: 1.0,
            soft: Some(-1.0),
            data: vec![0.5, 0.0, 0.0, 0.0, 0.0, 0.0],
            ..of(2.0, 0.3, 1.0).zero()
        };
        let along = |[a, b, c]: [f64; 3]| {
            let [x, y, z] = parts(grad(&of(a, b, c)));
            x - y + 0.5 * z
        };
        assert_close(parts(hvp(&of(2.0, 0.3, 1.0), &direction)), crate::common::gradient(along, at));
    }
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Mode {
    Heat,
    Idle,
}
#[derive(Clone, Debug, Differentiable)]
struct Room {
    temp: f64,
    #[differentiate(constant)]
    mode: Mode,
}
#[differentiate(vjp, jvp, wrt(self))]
impl Room {
    fn tick(&mut self) -> f64 {
        if self.temp > 22.0 {
            self.mode = Mode::Idle;
        }
        if self.mode == Mode::Heat {
            self.temp *= 1.5;
        }
        match self.mode {
            Mode::Heat => self.temp,
            Mode::Idle => 2.0 * self.temp,
        }
    }
}

#[test]
fn a_state_machine() {
    for (temp, mode, slope) in [(21.0, Mode::Heat, 1.5), (23.0, Mode::Idle, 2.0)] {
        let mut room = Room { temp, mode: Mode::Heat };
        let mut gradient = RoomGradient { temp: 0.0, mode: () };
        room.tick_vjp(1.0, &mut gradient);
        assert_eq!((room.mode, gradient.temp), (mode, slope));
        let (mut room, mut tangent) = (Room { temp, mode: Mode::Heat }, RoomGradient { temp: 1.0, mode: () });
        assert_eq!(room.tick_jvp(&mut tangent), (slope * temp, slope));
    }
}

#[derive(Clone, Debug, Differentiable)]
enum Act {
    Prelu(f64),
    Elu { a: f64, b: f64 },
    Square,
}
#[differentiate(grad, jvp, hvp, wrt(a, x))]
fn act(a: &Act, x: f64) -> f64 {
    match a {
        Act::Prelu(s) if x < 0.0 => s * x,
        Act::Prelu(_) => x,
        Act::Elu { a, b } if x < 0.0 => a * (x.exp() - 1.0) * b,
        Act::Elu { a, .. } => a * x,
        Act::Square => x * x,
    }
}

#[test]
fn guards_on_variants() {
    for x in [-0.5, 0.5] {
        for a in [Act::Prelu(0.1), Act::Elu { a: 2.0, b: 3.0 }, Act::Square] {
            let slope = crate::common::derivative(|x| act(&a, x), x);
            let (of_act, d_x) = act_grad(&a, x);
            assert_close([d_x, act_jvp(&a, x, &a.zero(), 1.0).1], [slope, slope]);
            match (of_act, a) {
                (Act::Prelu(d), Act::Prelu(_)) => assert_eq!(d, if x < 0.0 { x } else { 0.0 }),
                (Act::Elu { a: d, b: e }, Act::Elu { a, b }) => {
                    let (of_a, of_b) =
                        if x < 0.0 { ((x.exp() - 1.0) * b, a * (x.exp() - 1.0)) } else { (x, 0.0) };
                    assert_close([d, e], [of_a, of_b]);
                }
                (Act::Square, Act::Square) => {}
                _ => unreachable!(),
            }
        }
    }
}
