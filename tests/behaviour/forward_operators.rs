//! Forward mode through operators of users' types, sums, and functions of traits, against central differences.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
use std::ops::*;
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct V3 {
    x: f64,
    y: f64,
    z: f64,
}
#[differentiate]
impl Add for V3 {
    type Output = V3;
    fn add(self, o: V3) -> V3 {
        V3 { x: self.x + o.x, y: self.y + o.y, z: self.z + o.z }
    }
}
#[differentiate(jvp)]
impl Sub for V3 {
    type Output = V3;
    fn sub(self, o: V3) -> V3 {
        self + -o
    }
}
#[differentiate]
impl<'a> Add<&'a V3> for &V3 {
    type Output = V3;
    fn add(self, o: &'a V3) -> V3 {
        V3 { x: self.x + o.x, y: self.y + o.y, z: self.z + o.z }
    }
}
#[differentiate]
impl Neg for V3 {
    type Output = V3;
    fn neg(self) -> V3 {
        V3 { x: -self.x, y: -self.y, z: -self.z }
    }
}
#[differentiate]
impl Mul<f64> for V3 {
    type Output = V3;
    fn mul(self, o: f64) -> V3 {
        V3 { x: self.x * o, y: self.y * o, z: self.z * o }
    }
}
#[differentiate(jvp)]
impl Mul<V3> for f64 {
    type Output = V3;
    fn mul(self, o: V3) -> V3 {
        o * self
    }
}
#[differentiate]
impl Mul for V3 {
    type Output = f64;
    fn mul(self, o: V3) -> f64 {
        self.x * o.x + self.y * o.y + self.z * o.z
    }
}
#[differentiate]
impl AddAssign for V3 {
    fn add_assign(&mut self, o: V3) {
        self.x += o.x;
        self.y += o.y;
        self.z += o.z;
    }
}
#[differentiate]
impl MulAssign<f64> for V3 {
    fn mul_assign(&mut self, o: f64) {
        self.x *= o;
        self.y *= o;
        self.z *= o;
    }
}
#[differentiate(jvp)]
impl std::iter::Sum for V3 {
    fn sum<I: Iterator<Item = V3>>(i: I) -> V3 {
        i.fold(V3 { x: 0.0, y: 0.0, z: 0.0 }, |a, b| a + b)
    }
}

#[differentiate(grad, jvp, hvp, wrt(a, b, s))]
fn work(a: V3, b: &V3, s: f64) -> f64 {
    let mut c = a + *b * s - b.clone();
    c += a * (a * *b);
    c *= s;
    let d = -c + s * a;
    let e = &d + b;
    (e * d).sin() + (d * a) / s
}
#[differentiate(grad, jvp, hvp, wrt(s))]
fn folded(p: &[V3], s: f64) -> f64 {
    let t: V3 = p.iter().map(|v| *v * s.sin()).sum();
    let n = t * t;
    n.sqrt() + (t * p[0]).abs()
}
fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 2e-6 * b.abs().max(1.0), "{a} {b}");
}
#[test]
fn ops() {
    let (a, b, s) = (V3 { x: 0.3, y: -0.7, z: 1.1 }, V3 { x: 0.9, y: 0.4, z: -0.2 }, 0.8);
    let (ta, tb, ts) = (V3 { x: 1.0, y: 0.5, z: -0.3 }, V3 { x: 0.2, y: -0.6, z: 0.7 }, 0.4);
    let e = 1e-5;
    let at = |h: f64| (a + ta * h, b + tb * h, s + ts * h);
    let f = |h: f64| {
        let (a, b, s) = at(h);
        work(a, &b, s)
    };
    let g = |h: f64| {
        let (a, b, s) = at(h);
        work_grad(a, &b, s)
    };
    let (v, t) = work_jvp(a, &b, s, ta, &tb, ts);
    assert_eq!(v, work(a, &b, s));
    near(t, (f(e) - f(-e)) / (2.0 * e));
    let (ha, hb, hs) = work_hvp(a, &b, s, ta, &tb, ts);
    let ((ua, ub, us), (da, db, ds)) = (g(e), g(-e));
    near(hs, (us - ds) / (2.0 * e));
    near(ha.x, (ua.x - da.x) / (2.0 * e));
    near(ha.y, (ua.y - da.y) / (2.0 * e));
    near(ha.z, (ua.z - da.z) / (2.0 * e));
    near(hb.x, (ub.x - db.x) / (2.0 * e));
    near(hb.y, (ub.y - db.y) / (2.0 * e));
    near(hb.z, (ub.z - db.z) / (2.0 * e));
    let p = [a, b];
    let (v, t) = folded_jvp(&p, s, ts);
    assert_eq!(v, folded(&p, s));
    near(t, folded_grad(&p, s) * ts);
    near(folded_hvp(&p, s, ts), (folded_grad(&p, s + ts * e) - folded_grad(&p, s - ts * e)) / (2.0 * e));
}
#[differentiate]
trait Layer {
    #[differentiate(vjp, jvp, wrt(self, x))]
    fn forward(&self, x: &[f64]) -> Vec<f64>;
    #[differentiate(grad, jvp, hvp, hessian, wrt(x))]
    fn energy(&self, x: &[f64]) -> f64 {
        let y = self.forward(x);
        y.iter().map(|y| y * y).sum::<f64>().sqrt()
    }
}
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Dense {
    w: Vec<Vec<f64>>,
    b: Vec<f64>,
}
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Scale(f64);
#[differentiate]
impl Layer for Dense {
    #[differentiate(jvp, wrt(self, x))]
    fn forward(&self, x: &[f64]) -> Vec<f64> {
        self.w
            .iter()
            .zip(&self.b)
            .map(|(r, b)| {
                let s: f64 = r.iter().zip(x).map(|(w, x)| w * x).sum();
                (s + b).tanh()
            })
            .collect()
    }
}
#[differentiate(jvp, wrt(self, x))]
impl Layer for Scale {
    fn forward(&self, x: &[f64]) -> Vec<f64> {
        x.iter().map(|x| x * x * self.0).collect()
    }
}
#[differentiate(grad, jvp, hvp, wrt(l, x))]
fn loss<L: Layer>(l: &L, x: &[f64]) -> f64 {
    let y = l.forward(x);
    y.iter().map(|y| y.powi(3)).sum()
}
#[test]
fn traits() {
    let d = Dense { w: vec![vec![0.3, 0.5], vec![-0.2, 0.9]], b: vec![0.1, 0.2] };
    let td = Dense { w: vec![vec![0.5, 0.5], vec![0.2, 0.4]], b: vec![0.3, -0.2] };
    let (x, tx) = ([0.7, -0.4], [0.3, 0.9]);
    let e = 1e-5;
    let m = |h: f64| {
        let mut d = d.clone();
        d.step(h, &td);
        (d, [x[0] + h * tx[0], x[1] + h * tx[1]])
    };
    let (u, l) = (m(e), m(-e));
    let (v, t) = loss_jvp(&d, &x, &td, &tx);
    assert_eq!(v, loss(&d, &x));
    near(t, (loss(&u.0, &u.1) - loss(&l.0, &l.1)) / (2.0 * e));
    let (hd, hx) = loss_hvp(&d, &x, &td, &tx);
    let ((ud, ux), (ld, lx)) = (loss_grad(&u.0, &u.1), loss_grad(&l.0, &l.1));
    for i in 0..2 {
        near(hx[i], (ux[i] - lx[i]) / (2.0 * e));
        near(hd.b[i], (ud.b[i] - ld.b[i]) / (2.0 * e));
        for j in 0..2 {
            near(hd.w[i][j], (ud.w[i][j] - ld.w[i][j]) / (2.0 * e));
        }
    }
    let h = Scale(2.0).energy_hessian(&x);
    for i in 0..2 {
        let mut a = x;
        a[i] += e;
        let mut b = x;
        b[i] -= e;
        let (a, b) = (Scale(2.0).energy_grad(&a), Scale(2.0).energy_grad(&b));
        for j in 0..2 {
            near(h[i][j], (a[j] - b[j]) / (2.0 * e));
        }
    }
    let (v, t) = d.forward_jvp(&x, &td, &tx);
    assert_eq!(v, d.forward(&x));
    near(t[0], (u.0.forward(&u.1)[0] - l.0.forward(&l.1)[0]) / (2.0 * e));
}

/// Of a type that cannot be cloned there is the gradient, and no tangent.
#[derive(Differentiable)]
struct Single {
    x: f64,
}
#[differentiate]
impl Add for Single {
    type Output = Single;
    fn add(self, o: Single) -> Single {
        Single { x: self.x + o.x }
    }
}
#[differentiate]
impl AddAssign<f64> for Single {
    fn add_assign(&mut self, o: f64) {
        self.x += o;
    }
}
#[test]
fn without_clone() {
    let mut sum = Single { x: 1.0 } + Single { x: 2.0 };
    sum += 0.5;
    assert_eq!(sum.x, 3.5);
}

/// A matrix of one's own, whose gradient is of another type: it has no number of columns.
mod indexed {
    use differentiate::{Differentiable, differentiate};
    use std::ops::{Index, IndexMut};

    #[derive(Clone, Differentiable)]
    struct Matrix {
        columns: usize,
        data: Vec<f64>,
    }
    #[differentiate(vjp, jvp)]
    impl Index<(usize, usize)> for Matrix {
        type Output = f64;
        fn index(&self, (i, j): (usize, usize)) -> &f64 {
            &self.data[i * self.columns + j]
        }
    }
    #[differentiate(vjp, jvp)]
    impl IndexMut<(usize, usize)> for Matrix {
        fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut f64 {
            &mut self.data[i * self.columns + j]
        }
    }
    #[differentiate(grad, jvp, hvp)]
    fn made(x: &[f64]) -> f64 {
        let m = Matrix { columns: 2, data: x.to_vec() };
        let mut s = 0.0;
        for i in 0..2 {
            s += m[(i, 0)] * m[(0, i)] * m[(1, 1)];
        }
        s
    }
    #[differentiate(grad, jvp, hvp)]
    fn changed(x: &[f64]) -> f64 {
        let mut m = Matrix { columns: 2, data: x.to_vec() };
        m[(0, 1)] *= x[0];
        m[(1, 1)] = m[(0, 1)] * m[(1, 0)];
        m[(1, 1)] * m[(0, 0)]
    }

    #[test]
    fn elements_of_a_matrix_of_ones_own() {
        let (x, t, h) = ([1.5, -0.5, 2.0, 0.75], [0.5, 1.0, -1.5, 0.25], 1e-6);
        macro_rules! check {
            ($($f:ident $grad:ident $jvp:ident $hvp:ident)*) => {$({
                let moved = |by: f64| [0, 1, 2, 3].map(|i| x[i] + by * t[i]);
                let (value, tangent) = $jvp(&x, &t);
                assert_eq!(value, $f(&x));
                assert!((tangent - ($f(&moved(h)) - $f(&moved(-h))) / (2.0 * h)).abs() < 1e-7);
                let (after, before) = ($grad(&moved(h)), $grad(&moved(-h)));
                for (i, second) in $hvp(&x, &t).into_iter().enumerate() {
                    assert!((second - (after[i] - before[i]) / (2.0 * h)).abs() < 1e-7);
                }
            })*};
        }
        check! { made made_grad made_jvp made_hvp changed changed_grad changed_jvp changed_hvp }
    }
}
