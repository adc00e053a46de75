//! Programs in forward mode, with structs, methods, iterators and integers of several types: the value bit by bit, `jvp` and `hvp` against central differences of the function and of its gradient.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
use std::collections::VecDeque;
fn near(a: f64, b: f64, what: &str) {
    assert!((a - b).abs() < 2e-6 * b.abs().max(1.0), "{what}: {a} {b}");
}
macro_rules! second { ($n:ident $f:ident $g:ident $j:ident $h:ident [$($x:expr),*] ($($extra:expr),*)) => {
#[test] fn $n() {
    let x = vec![$($x),*];
    let t: Vec<f64> = (0..x.len()).map(|i| 0.5 + 0.3 * i as f64 - if i % 2 == 1 { 1.7 } else { 0.0 }).collect();
    let e = 1e-5;
    let m = |s: f64| x.iter().zip(&t).map(|(x, t)| x + s * t).collect::<Vec<f64>>();
    let g = $g(&x $(, $extra)*);
    let (v, tv) = $j(&x $(, $extra)*, &t);
    assert_eq!(v.to_bits(), $f(&x $(, $extra)*).to_bits());
    near(tv, g.iter().zip(&t).map(|(a, b)| a * b).sum(), "jvp");
    near(tv, ($f(&m(e) $(, $extra)*) - $f(&m(-e) $(, $extra)*)) / (2.0 * e), "differences");
    let h = $h(&x $(, $extra)*, &t);
    let (up, down) = ($g(&m(e) $(, $extra)*), $g(&m(-e) $(, $extra)*));
    for i in 0..x.len() { near(h[i], (up[i] - down[i]) / (2.0 * e), &format!("hvp {i}")); }
}}}
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct V {
    x: f64,
    y: f64,
}
#[differentiate]
impl std::ops::Add for V {
    type Output = V;
    fn add(self, o: V) -> V {
        V { x: self.x + o.x, y: self.y + o.y }
    }
}
#[differentiate]
impl V {
    #[differentiate(vjp, jvp, wrt(a, b))]
    fn new(a: f64, b: f64) -> V {
        V { x: a, y: b }
    }
    #[differentiate(grad, jvp, hvp, wrt(self))]
    fn norm(&self) -> f64 {
        (self.x * self.x + self.y * self.y).sqrt()
    }
    #[differentiate(vjp, jvp, wrt(self, s))]
    fn stretch(&mut self, s: f64) {
        self.x *= s * self.x;
        self.y *= s;
    }
    #[differentiate(vjp, jvp, wrt(self))]
    fn turned(self) -> V {
        V { x: -self.y * self.x, y: self.x }
    }
}
#[derive(Clone, Debug, Differentiable)]
struct Body {
    p: V,
    v: V,
    mass: f64,
    id: u32,
}
#[differentiate(grad, jvp, hvp)]
fn bodies(x: &[f64]) -> f64 {
    let mut bs: Vec<Body> = (0..2)
        .map(|i| Body {
            p: V { x: x[i], y: x[i + 1] },
            v: V { x: x[i] * x[2], y: 0.5 },
            mass: 1.0 + x[i] * x[i],
            id: i as u32,
        })
        .collect();
    for step in 0..3u8 {
        for b in bs.iter_mut() {
            b.p.x += 0.1 * b.v.x;
            b.v.x -= 0.1 * b.p.x * b.mass;
            b.p.y += 0.01 * step as f64 * b.p.x;
        }
    }
    bs.iter().map(|b| b.mass * (b.p.x * b.p.x + b.p.y * b.v.x)).sum()
}
second!(structs_in_loops bodies bodies_grad bodies_jvp bodies_hvp [0.3, 0.8, -0.5] ());
#[differentiate(grad, jvp, hvp)]
fn methods(x: &[f64]) -> f64 {
    let mut a = V::new(x[0], x[1] * x[0]);
    a.stretch(x[2]);
    let c = V { x: a.x, y: a.y };
    let b = c.turned();
    let n = b.norm();
    n * x[0] + a.y
}
second!(methods_by_value_and_in_place methods methods_grad methods_jvp methods_hvp [0.9, 0.8, 1.5] ());
#[differentiate(grad, jvp, hvp)]
fn early(x: &[f64], n: i16) -> f64 {
    let mut s = x[0];
    for i in (0..n).rev() {
        if s > 4.0 {
            break;
        }
        s = s * s + x[1] * (i - 2) as f64 * 0.1 + x[2].sin();
        if i % 3 == 0 {
            continue;
        }
        s += 0.3 * x[2] * s;
    }
    s
}
second!(loops_with_early_ends early early_grad early_jvp early_hvp [0.9, 0.8, 1.5] (7));
#[differentiate(grad, jvp, hvp)]
fn iters(x: &[f64]) -> f64 {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    let var = x.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let lag: f64 = x.windows(2).map(|w| w[0] * w[1].exp()).sum();
    let top = x.iter().cloned().fold(f64::NEG_INFINITY, f64::max);
    let best = x.iter().copied().filter(|v| *v > 0.0).min_by(|a, b| a.total_cmp(b)).unwrap_or(1.0);
    var.sqrt() * lag + top * best + x.chunks(2).map(|c| c.iter().product::<f64>()).sum::<f64>()
}
second!(statistics iters iters_grad iters_jvp iters_hvp [0.9, -0.8, 1.5, 0.4, 2.2] ());
#[differentiate(grad, jvp, hvp)]
fn filt(x: &[f64]) -> f64 {
    let mut q: VecDeque<f64> = VecDeque::new();
    let mut out = Vec::new();
    for v in x {
        q.push_back(v * v);
        if q.len() > 2 {
            q.pop_front();
        }
        out.push(q.iter().sum::<f64>() * v);
    }
    let run: Vec<f64> = out
        .iter()
        .scan(0.1, |s, v| {
            *s = 0.5 * *s + v * v;
            Some(*s)
        })
        .collect();
    run.last().copied().unwrap_or(0.0) + run[0]
}
second!(a_window filt filt_grad filt_jvp filt_hvp [0.9, -0.8, 1.5, 0.4] ());
#[differentiate(grad, jvp, hvp)]
fn chol(x: &[f64]) -> f64 {
    let n = 3;
    let mut a = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..n {
            a[i][j] = x[i] * x[j] * 0.3 + if i == j { 2.0 + x[i] * x[i] } else { 0.0 };
        }
    }
    let mut l = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let mut s = a[i][j];
            for k in 0..j {
                s -= l[i][k] * l[j][k];
            }
            l[i][j] = if i == j { s.sqrt() } else { s / l[j][j] };
        }
    }
    let mut row = l[2].clone();
    std::mem::swap(&mut row, &mut l[1]);
    row.iter().sum::<f64>() + l[1][0] * l[0][0] + (0..n).map(|i| l[i][i].abs().ln()).sum::<f64>()
}
second!(a_factorisation chol chol_grad chol_jvp chol_hvp [0.9, -0.8, 1.5] ());
#[differentiate(grad, jvp, hvp)]
fn opts(x: &[f64]) -> f64 {
    let f = |a: f64, b: f64| -> Option<f64> { if b.abs() < 1e-3 { None } else { Some(a / b) } };
    let mut s = 0.0;
    for w in x.windows(2) {
        s += match f(w[0], w[1]) {
            Some(q) if q > 0.0 => q * q,
            Some(q) => q.exp(),
            None => w[0],
        };
        if let Some(r) = f(s, w[0]) {
            s = r.tanh() + s;
        }
    }
    f(s, x[0]).map(|v| v * x[1]).unwrap_or(0.0)
}
second!(options_and_closures opts opts_grad opts_jvp opts_hvp [0.9, -0.8, 1.5, 0.4] ());
#[differentiate(vjp, jvp)]
fn split(x: &[f64], up: bool) -> (f64, Vec<f64>) {
    let m = x.iter().sum::<f64>();
    (m * m, x.iter().map(|v| if up { v * m } else { v / (1.0 + m * m) }).collect())
}
#[differentiate(grad, jvp, hvp)]
fn tuples(x: &[f64], k: usize) -> f64 {
    let (m, rest) = split(x, k > 1);
    let (n, again) = split(&rest, false);
    m * again[k] + n * rest[0]
}
second!(tuples_from_calls tuples tuples_grad tuples_jvp tuples_hvp [0.9, -0.8, 1.5, 0.4] (2));
enum Kind {
    Soft,
    Hard { k: f64 },
    Mixed(u8),
}
#[differentiate(grad, jvp, hvp, wrt(x))]
fn kinds(x: &[f64], kind: &Kind) -> f64 {
    let mut r = x[0];
    let mut n: u64 = 0;
    while r.abs() < 3.0 && n < 10 {
        r = match kind {
            Kind::Soft => r * 1.3 + x[1],
            Kind::Hard { .. } => r * r + x[1],
            Kind::Mixed(m) => r * *m as f64 + x[1] * r,
        };
        n += 1;
    }
    r * n as f64 + x[1].atan2(x[0]) + x[0].hypot(x[1])
}
second!(variants kinds kinds_grad kinds_jvp kinds_hvp [0.9, 0.8] (&Kind::Mixed(2)));
#[differentiate(grad, jvp, hvp)]
fn horner(c: &[f64], x: f64) -> f64 {
    if c.len() == 1 { c[0] } else { c[0] + x * horner(&c[1..], x) }
}
#[differentiate(grad, jvp, hvp)]
fn poly(x: &[f64]) -> f64 {
    let y = horner(&x[1..], x[0]);
    let y = y * y;
    let x0 = x[0];
    let z = {
        let y = x0 * 2.0;
        horner(&[y, x0, 1.0], y)
    };
    z + y
}
second!(recursion_on_slices poly poly_grad poly_jvp poly_hvp [0.9, -0.8, 1.5, 0.4] ());
#[differentiate(jacobian, vjp)]
fn resid(x: &[f64; 3]) -> [f64; 4] {
    let p = V { x: x[0] * x[1], y: x[2] };
    let n = p.norm();
    [n, p.x * n, x[0].powi(3), if x[1] > 0.0 { x[1] } else { -x[1] * x[2] }]
}
#[test]
fn jac() {
    let x = [0.7, -0.4, 1.1];
    let j = resid_jacobian(&x);
    for k in 0..3 {
        let e = 1e-6;
        let (mut u, mut d) = (x, x);
        u[k] += e;
        d[k] -= e;
        let (u, d) = (resid(&u), resid(&d));
        for i in 0..4 {
            near(j[i][k], (u[i] - d[i]) / (2.0 * e), "jacobian");
        }
    }
}
#[differentiate(hessian, jvp)]
fn references(x: &f64, y: &f64) -> f64 {
    x * x * y
}
#[differentiate(jacobian)]
fn curve(t: &f64) -> [f64; 2] {
    [t * t, t.sin()]
}
#[test]
fn by_reference() {
    assert_eq!(references_hessian(&3.0, &5.0), ((10.0, 6.0), (6.0, 0.0)));
    assert_eq!(references_jvp(&3.0, &5.0, &1.0, &1.0), (45.0, 39.0));
    assert_eq!(curve_jacobian(&0.5), [1.0, 0.5f64.cos()]);
}

/// Lists that hold what has no derivative beside what has one.
mod lists_with_constants {
    use differentiate::differentiate;
    use std::collections::VecDeque;

    #[differentiate(grad, jvp, hvp)]
    fn pushed(x: &[f64]) -> f64 {
        let mut v = Vec::new();
        for (i, a) in x.iter().enumerate() {
            v.push((i, a * a));
        }
        v.iter().map(|(i, a)| a * a * *i as f64).sum()
    }
    #[differentiate(grad, jvp, hvp)]
    fn collected(x: &[f64]) -> f64 {
        let mut v: Vec<(usize, f64)> = x.iter().copied().enumerate().collect();
        v.sort_by(|a, b| b.1.total_cmp(&a.1));
        v[0].1.powi(3) * v[1].1 * v[0].0 as f64
    }
    #[differentiate(grad, jvp, hvp)]
    fn slots(x: &[f64]) -> f64 {
        let mut slots = [None; 3];
        slots[0] = Some(x[0] * x[1]);
        let t: Vec<Option<f64>> = x.iter().map(|a| if *a > 0.0 { Some(a.ln()) } else { None }).collect();
        slots[0].unwrap() * t.iter().flatten().sum::<f64>()
    }
    #[differentiate(grad, jvp, hvp)]
    fn stack(x: &[f64]) -> f64 {
        let (mut stack, mut sum) = (vec![(x[0], 0usize)], 0.0);
        while let Some((a, depth)) = stack.pop() {
            if depth < 3 {
                stack.push((a * x[1], depth + 1));
                stack.push((a * a, depth + 2));
            } else {
                sum += a;
            }
        }
        sum
    }
    #[differentiate(grad, jvp, hvp)]
    fn queue(x: &[f64]) -> f64 {
        let mut queue = VecDeque::new();
        queue.push_back((x[0], true));
        queue.push_back((x[1] * x[0], false));
        let mut sum = 1.0;
        while let Some((a, adds)) = queue.pop_front() {
            if adds { sum += a } else { sum *= a }
        }
        let mut parts = [(0.0, 0usize); 2];
        parts[0].0 += x[2] * x[2];
        parts[1].1 += 1;
        sum * parts[0].0 * parts[1].1 as f64
    }

    #[test]
    fn constants_in_lists_have_no_tangent() {
        let (x, t, h) = ([1.25, 0.75, -0.5], [0.5, -1.5, 1.0], 1e-6);
        macro_rules! check {
            ($($f:ident $grad:ident $jvp:ident $hvp:ident)*) => {$({
                let moved = |by: f64| [0, 1, 2].map(|i| x[i] + by * t[i]);
                let (value, tangent) = $jvp(&x, &t);
                assert_eq!(value, $f(&x));
                let expected = ($f(&moved(h)) - $f(&moved(-h))) / (2.0 * h);
                assert!((tangent - expected).abs() < 1e-7 * expected.abs().max(1.0), "{tangent} {expected}");
                let of_gradient: f64 = $grad(&x).iter().zip(&t).map(|(g, t)| g * t).sum();
                assert!((tangent - of_gradient).abs() < 1e-12 * tangent.abs().max(1.0));
                let (after, before) = ($grad(&moved(h)), $grad(&moved(-h)));
                for (i, second) in $hvp(&x, &t).into_iter().enumerate() {
                    let expected = (after[i] - before[i]) / (2.0 * h);
                    assert!((second - expected).abs() < 1e-6 * expected.abs().max(1.0), "{second} {expected}");
                }
            })*};
        }
        check! {
            pushed pushed_grad pushed_jvp pushed_hvp
            collected collected_grad collected_jvp collected_hvp
            slots slots_grad slots_jvp slots_hvp
            stack stack_grad stack_jvp stack_hvp
            queue queue_grad queue_jvp queue_hvp
        }
    }
}
