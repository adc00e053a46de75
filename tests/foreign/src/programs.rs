//! Programs that mix the crates with structs, methods, closures and lists.

use differentiate::{Differentiable, differentiate};
use glam::DVec3;
use nalgebra::{DMatrix, DVector, Matrix2, Matrix3, Vector2, Vector3};
use ndarray::{Array1, Array2, array};
use num_complex::Complex64;

// 1. a method of a struct with nalgebra fields, &mut self
#[derive(Differentiable, Clone, Debug)]
struct Filter {
    x: Vector2<f64>,
    p: Matrix2<f64>,
}
impl Filter {
    #[differentiate(wrt(self, z, r))]
    fn update(&mut self, z: f64, r: f64) -> f64 {
        let h = Vector2::new(1.0, 0.0);
        let y = z - h.dot(&self.x);
        let s = h.dot(&(self.p * h)) + r;
        let k = self.p * h / s;
        self.x += k * y;
        self.p -= k * (h.transpose() * self.p);
        y * y / s
    }
}
#[differentiate(wrt(f, zs, r))]
fn run(f: &Filter, zs: &[f64], r: f64) -> f64 {
    let mut state = f.clone();
    let mut total = 0.0;
    for z in zs {
        total += state.update(*z, r);
    }
    total + state.x.norm_squared()
}

// 2. a generic function of the user's called with vectors
#[differentiate(wrt(a, b))]
fn gravity(a: &Vector3<f64>, b: &Vector3<f64>, m: f64) -> Vector3<f64> {
    let d = b - a;
    d * (m / d.norm().powi(3))
}
#[differentiate(wrt(a, b))]
fn net(a: &Vector3<f64>, b: &Vector3<f64>, m: f64) -> f64 {
    let f = gravity(a, b, m) + gravity(b, a, 2.0 * m);
    f.norm() + gravity(a, b, m).x
}
// 3. Vec of DVec3 built
#[differentiate(wrt(ps))]
fn chain(ps: &[DVec3], k: f64) -> f64 {
    let forces: Vec<DVec3> = ps.windows(2).map(|w| (w[1] - w[0]) * k).collect();
    let mut sum = DVec3::ZERO;
    for f in &forces {
        sum += *f * f.length();
    }
    sum.length_squared()
}
// 4. closure on vectors
#[differentiate(wrt(x))]
fn rk4(x: Vector2<f64>, dt: f64) -> f64 {
    let f = |x: &Vector2<f64>| Vector2::new(x[1], -x[0].sin());
    let mut x = x;
    for _ in 0..3 {
        let k1 = f(&x);
        let k2 = f(&(x + k1 * (dt / 2.0)));
        let k3 = f(&(x + k2 * (dt / 2.0)));
        let k4 = f(&(x + k3 * dt));
        x += (k1 + k2 * 2.0 + k3 * 2.0 + k4) * (dt / 6.0);
    }
    x.norm()
}
// 5. branch on vector
#[differentiate(wrt(v))]
fn clamp(v: DVec3, max: f64) -> DVec3 {
    let n = v.length();
    if n > max { v * (max / n) } else { v }
}
#[differentiate(wrt(v))]
fn clamped(v: DVec3) -> f64 {
    clamp(v, 1.0).x + clamp(v, 100.0).y
}
// 6. ndarray with struct output
#[differentiate(wrt(a))]
fn norm_rows(a: &Array2<f64>) -> f64 {
    let mut total = 0.0;
    for row in a.rows() {
        total += row.dot(&row).sqrt();
    }
    total
}
// 7. iterate
#[differentiate(wrt(a, b))]
fn cosine(a: &DVector<f64>, b: &DVector<f64>) -> f64 {
    let dot: f64 = a.iter().zip(b.iter()).map(|(x, y)| x * y).sum();
    dot / (a.norm() * b.norm())
}
// 8. covariance
#[differentiate(wrt(xs))]
fn cov(xs: &[Vector2<f64>]) -> f64 {
    let n = xs.len() as f64;
    let mut mean = Vector2::zeros();
    for x in xs {
        mean += x;
    }
    let mean = mean / n;
    let mut c = Matrix2::zeros();
    for x in xs {
        let d = x - mean;
        c += d * d.transpose();
    }
    (c / n).determinant()
}
// 9. complex array
#[differentiate(wrt(z))]
fn energy(z: [Complex64; 2]) -> f64 {
    let [a, b] = z;
    let s = [a + b, a - b];
    s.iter().map(|s| s.norm_sqr()).sum::<f64>() + s[0].re
}
// 10. Array1 macros
#[differentiate]
fn built(x: f64, y: f64) -> f64 {
    let v = Vector3::new(x, y, x * y);
    let w = Array1::from_vec(vec![x, y]);
    v.norm() + w.dot(&w)
}

#[test]
fn programs() {
    let f = Filter { x: Vector2::new(0.3, 0.1), p: Matrix2::new(1.0, 0.1, 0.2, 0.9) };
    check!((f, z, r) = (f, vec![0.5, 0.2], 0.3); run run_value_and_grad run_grad (f, z, *r));
    let (a, b) = (Vector3::new(0.5, -0.3, 0.8), Vector3::new(1.2, 0.4, -0.7));
    check!((a, b) = (a, b); net net_value_and_grad net_grad (a, b, 2.0));
    let p = vec![DVec3::new(0.1, 0.5, 0.3), DVec3::new(-0.1, 0.7, 0.2), DVec3::new(0.3, 0.2, 0.9)];
    check!(p = p.clone(); chain chain_value_and_grad chain_grad (p, 0.7));
    check!(x = Vector2::new(0.4, 0.1); rk4 rk4_value_and_grad rk4_grad (*x, 0.2));
    check!(x = DVec3::new(0.9, 1.5, 0.2); clamped clamped_value_and_grad clamped_grad (*x));
    check!(x = array![[0.4, 0.1], [0.2, 0.8]]; norm_rows norm_rows_value_and_grad norm_rows_grad (x));
    check!((x, y) = (DVector::from_vec(vec![0.4, 0.1]), DVector::from_vec(vec![0.6, -0.1])); cosine cosine_value_and_grad cosine_grad (x, y));
    check!(x = vec![Vector2::new(0.4, 0.1), Vector2::new(0.1, 0.5), Vector2::new(-0.3, 0.2)]; cov cov_value_and_grad cov_grad (x));
    check!(x = [Complex64::new(0.4, 0.1), Complex64::new(0.3, 0.2)]; energy energy_value_and_grad energy_grad (*x));
    check!((x, y) = (0.4, 0.3); built built_value_and_grad built_grad (*x, *y));
    let _ = (DMatrix::<f64>::zeros(1, 1), Matrix3::<f64>::zeros());
}
