//! `nalgebra`.

use differentiate::{Differentiable, differentiate};
use nalgebra::{
    DMatrix, DMatrixView, DVector, Matrix2, Matrix2x4, Matrix3, Matrix4, SMatrix, SVector, Vector2, Vector3,
    Vector4,
};

fn m3() -> Matrix3<f64> {
    Matrix3::new(1.5, -0.3, 0.8, 0.2, 2.4, -0.7, 0.1, 0.9, 1.4)
}

#[differentiate(wrt(a))]
fn norm(a: &Vector3<f64>) -> f64 {
    a.norm()
}

#[differentiate(wrt(a, x))]
fn bilinear(a: &Matrix2<f64>, x: &Vector2<f64>, y: &Vector2<f64>) -> f64 {
    y.dot(&(a * x))
}

#[differentiate(wrt(a))]
fn det(a: &Matrix3<f64>) -> f64 {
    a.determinant()
}

#[differentiate(wrt(a))]
fn largest(a: &DVector<f64>) -> f64 {
    a.max()
}

#[test]
fn by_hand() {
    assert_eq!(norm_grad(&Vector3::new(2.0, 3.0, 6.0)), Vector3::new(2.0 / 7.0, 3.0 / 7.0, 6.0 / 7.0));
    assert_eq!(norm_grad(&Vector3::zeros()), Vector3::zeros());
    let (x, y) = (Vector2::new(2.0, -1.0), Vector2::new(0.5, 3.0));
    // y xᵀ and Aᵀ y, not their transposes.
    let (da, dx) = bilinear_grad(&Matrix2::new(1.0, 2.0, 3.0, 4.0), &x, &y);
    assert_eq!((da, dx), (y * x.transpose(), Vector2::new(9.5, 13.0)));
    let singular = Matrix3::new(0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 3.0);
    assert_eq!(det_grad(&singular), Matrix3::new(6.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0));
    assert_eq!(largest_grad(&DVector::from_vec(vec![1.0, 2.0, 2.0])), DVector::from_vec(vec![0.0, 0.5, 0.5]));
}

/// One step of an extended Kalman filter: constant velocity, and measurements of range and bearing.
#[differentiate(wrt(x, p, q, z))]
fn kalman(x: Vector4<f64>, p: Matrix4<f64>, q: f64, z: Vector2<f64>, dt: f64) -> f64 {
    let f = Matrix4::new(
        1.0, 0.0, dt, 0.0, //
        0.0, 1.0, 0.0, dt, //
        0.0, 0.0, 1.0, 0.0, //
        0.0, 0.0, 0.0, 1.0,
    );
    let x_pred = f * x;
    let p_pred = f * p * f.transpose() + Matrix4::identity() * q;
    let (px, py) = (x_pred[0], x_pred[1]);
    let r2 = px * px + py * py;
    let r = r2.sqrt();
    let h = Vector2::new(r, py.atan2(px));
    let jac = Matrix2x4::new(px / r, py / r, 0.0, 0.0, -py / r2, px / r2, 0.0, 0.0);
    let s = jac * p_pred * jac.transpose() + Matrix2::identity() * 0.1;
    let s_inv = s.try_inverse().unwrap();
    let k = p_pred * jac.transpose() * s_inv;
    let y = z - h;
    let x_new = x_pred + k * y;
    let p_new = (Matrix4::identity() - k * jac) * p_pred;
    x_new.norm_squared() + p_new.trace() + (y.transpose() * s_inv * y)[(0, 0)] + s.determinant().ln()
}

#[derive(Differentiable, Clone, Debug)]
struct State {
    mean: Vector2<f64>,
    cov: Matrix2<f64>,
}

/// The likelihood of a sequence of measurements under a linear filter.
#[differentiate(wrt(start, q, r))]
fn likelihood(start: &State, q: f64, r: f64, zs: &[f64]) -> f64 {
    let f = Matrix2::new(1.0, 0.5, 0.0, 1.0);
    let h = Vector2::new(1.0, 0.0);
    let mut mean = start.mean;
    let mut cov = start.cov;
    let mut nll = 0.0;
    for z in zs {
        mean = f * mean;
        cov = f * cov * f.transpose() + Matrix2::identity() * q;
        let innovation = z - h.dot(&mean);
        let s = (h.transpose() * cov * h)[(0, 0)] + r;
        let gain = cov * h / s;
        mean += gain * innovation;
        cov -= gain * h.transpose() * cov;
        nll += 0.5 * (innovation * innovation / s + s.ln());
    }
    nll
}

#[differentiate(wrt(a, b, m, s))]
fn vectors(a: Vector3<f64>, b: &Vector3<f64>, m: &Matrix3<f64>, s: f64) -> f64 {
    let c = a + b * s;
    let d = m * c - a.cross(b);
    let n = Vector3::new(1.0, s, 2.0);
    d.dot(&n) + d.norm() * a.x + a.lerp(b, s).y + a.metric_distance(b) * (-c).sum()
}

#[differentiate(wrt(m))]
fn parts(m: &Matrix3<f64>) -> f64 {
    let a = m.column(0);
    let b = m.column(1);
    let c = a.cross(&b).normalize();
    let mut t = 0.0;
    for i in 0..3 {
        t += m[(i, i)] * m.row(i).sum();
    }
    t * c.dot(&m.row(2).transpose())
        + m.fixed_view::<2, 2>(0, 1).determinant()
        + m.diagonal().component_mul(&c).sum()
}

#[differentiate(wrt(v))]
fn elements(v: Vector3<f64>) -> f64 {
    let mut w = v;
    w[0] += 1.0;
    w.x *= 2.0;
    w += v * 3.0;
    w -= v;
    w /= v.y;
    w.iter().map(|x| x * x).sum::<f64>()
}

#[differentiate(wrt(a, x))]
fn quadratic(a: &DMatrix<f64>, x: &DVector<f64>, b: &DVector<f64>) -> f64 {
    0.5 * x.dot(&(a * x)) - b.dot(x)
}

#[differentiate(wrt(w))]
fn logistic(w: &DVector<f64>, xs: &DMatrix<f64>, y: &DVector<f64>) -> f64 {
    let z = xs * w;
    let mut loss = 0.0;
    for i in 0..z.len() {
        let p = 1.0 / (1.0 + (-z[i]).exp());
        loss -= y[i] * p.ln() + (1.0 - y[i]) * (1.0 - p).ln();
    }
    loss / z.nrows() as f64 + 0.01 * w.norm_squared()
}

#[differentiate(wrt(w1, b1, w2))]
fn mlp(w1: &DMatrix<f64>, b1: &DVector<f64>, w2: &DVector<f64>, x: &DVector<f64>) -> f64 {
    let h = (w1 * x + b1).map(|v| v.tanh());
    let gate = h.zip_map(b1, |h, b| h / (1.0 + b * b));
    w2.dot(&gate).powi(2) + h.fold(0.0, |sum, h| sum + h * h)
}

#[differentiate(wrt(points))]
fn spread(points: &[Vector3<f64>]) -> f64 {
    let mut mean = Vector3::zeros();
    for p in points {
        mean += p;
    }
    mean /= points.len() as f64;
    points.iter().map(|p| (p - mean).norm_squared()).sum::<f64>()
}

#[differentiate]
fn rotate(theta: f64, x: f64, y: f64) -> f64 {
    let (s, c) = theta.sin_cos();
    let r = Matrix2::new(c, -s, s, c);
    let v = r * Vector2::new(x, y);
    v.x * 2.0 + v.y
}

#[differentiate(wrt(a, b))]
fn rigid(a: SVector<f64, 6>, b: &SMatrix<f64, 6, 6>) -> f64 {
    let omega = a.fixed_rows::<3>(0);
    let v = a.fixed_rows::<3>(3);
    let out = b * a;
    omega.cross(&v).norm() + out.norm() + (b.transpose() * out).sum()
}

/// Gauss-Newton with the normal equations.
#[differentiate(wrt(data))]
fn fit(data: &DVector<f64>, ts: &DVector<f64>) -> f64 {
    let n = ts.len();
    let mut design = DMatrix::zeros(n, 2);
    for i in 0..n {
        design[(i, 0)] = 1.0;
        design[(i, 1)] = ts[i];
    }
    let normal = design.transpose() * &design;
    let inv = normal.try_inverse().unwrap();
    let coefficients = inv * design.transpose() * data;
    let residual = data - &design * &coefficients;
    residual.norm_squared() + coefficients[1]
}

#[differentiate(wrt(x))]
fn inverted(x: &Matrix3<f64>) -> f64 {
    match x.try_inverse() {
        Some(inv) => inv.trace() + inv[(0, 2)],
        None => 0.0,
    }
}

#[differentiate(wrt(x))]
fn gaussian(x: &DVector<f64>, mu: &DVector<f64>, precision: DMatrixView<f64>) -> f64 {
    let d = x - mu;
    let m = (d.transpose() * precision * &d)[(0, 0)];
    (-0.5 * m).exp()
}

#[differentiate(wrt(a))]
fn changed(a: &Matrix3<f64>, k: f64) -> f64 {
    let mut b = *a;
    b.fill(0.5);
    b += a * k;
    b.set_column(1, &a.column(2));
    let mut first = Vector3::zeros();
    first.copy_from(&a.column(0));
    let norm = first.normalize_mut();
    b.scale_mut(norm);
    (b * first).dot(&Vector3::new(1.0, 2.0, 3.0))
}

#[differentiate(wrt(xs))]
fn made(xs: &[f64], k: f64) -> f64 {
    let v = DVector::from_column_slice(xs);
    let m = DMatrix::from_row_slice(2, 2, &xs[..4]);
    let s = SMatrix::<f64, 2, 2>::from_row_slice(&xs[..4]);
    let e = Vector3::from_element(xs[0]);
    let d = Matrix2::from_diagonal(&Vector2::new(xs[1], k));
    v.norm_squared()
        + m[(0, 1)] * m.trace()
        + (s * d).norm()
        + e.sum()
        + DVector::from_vec(xs.to_vec()).mean()
}

#[differentiate(wrt(a))]
fn single(a: Vector3<f32>) -> f32 {
    (a * 2.0).dot(&a)
}

#[test]
fn against_differences() {
    let (a, b) = (Vector3::new(0.5, -0.3, 0.8), Vector3::new(1.2, 0.4, -0.7));
    let x = Vector4::new(1.0, 2.0, 0.3, -0.1);
    let p = Matrix4::from_fn(|i, j| if i == j { 2.0 } else { 0.1 * (i + 2 * j) as f64 });
    check!((x, p, q, z) = (x, p, 0.3, Vector2::new(2.0, 1.0)); kalman kalman_value_and_grad kalman_grad (*x, *p, *q, *z, 0.1));
    let start = State { mean: Vector2::new(0.5, -0.2), cov: Matrix2::new(1.0, 0.2, 0.1, 0.8) };
    check!((s, q, r) = (start, 0.1, 0.3); likelihood likelihood_value_and_grad likelihood_grad (s, *q, *r, &[0.3, 0.1, -0.4]));
    check!((a, b, m, s) = (a, b, m3(), 0.7); vectors vectors_value_and_grad vectors_grad (*a, b, m, *s));
    check!(m = m3(); parts parts_value_and_grad parts_grad (m));
    check!(m = m3(); det det_value_and_grad det_grad (m));
    check!(v = a; elements elements_value_and_grad elements_grad (*v));
    let (w, data) = (DVector::from_vec(vec![0.5, -0.2]), DVector::from_vec(vec![0.3, 0.9, -0.4]));
    let square = DMatrix::from_row_slice(2, 2, &[0.3, 0.9, -0.4, 1.2]);
    check!((m, x) = (square.clone(), w.clone()); quadratic quadratic_value_and_grad quadratic_grad (m, x, &w));
    let xs = DMatrix::from_row_slice(3, 2, &[0.3, 0.9, -0.4, 1.2, 0.1, 0.7]);
    let y = DVector::from_vec(vec![1.0, 0.0, 1.0]);
    check!(w = w.clone(); logistic logistic_value_and_grad logistic_grad (w, &xs, &y));
    check!((m, b, o) = (xs.clone(), data.clone(), y.clone()); mlp mlp_value_and_grad mlp_grad (m, b, o, &w));
    check!(p = vec![a, b, a.cross(&b)]; spread spread_value_and_grad spread_grad (p));
    check!((t, x, y) = (0.3, 1.0, 2.0); rotate rotate_value_and_grad rotate_grad (*t, *x, *y));
    let six = SMatrix::<f64, 6, 6>::from_fn(|i, j| 0.3 + ((i * 7 + j * 5) % 11) as f64 / 11.0);
    check!((a, m) = (SVector::<f64, 6>::from_fn(|i, _| 0.2 + (i * i % 5) as f64), six); rigid rigid_value_and_grad rigid_grad (*a, m));
    check!(d = data.clone(); fit fit_value_and_grad fit_grad (d, &y.add_scalar(0.5).component_mul(&data)));
    check!(m = m3(); inverted inverted_value_and_grad inverted_grad (m));
    assert_eq!(inverted_grad(&Matrix3::zeros()), Matrix3::zeros());
    check!(x = w.clone(); gaussian gaussian_value_and_grad gaussian_grad (x, &DVector::from_vec(vec![0.1, 0.2]), square.as_view()));
    check!(m = m3(); changed changed_value_and_grad changed_grad (m, 0.3));
    check!(x = vec![0.3, 0.9, -0.4, 1.2]; made made_value_and_grad made_grad (x, 0.7));
    assert_eq!(single_grad(Vector3::new(1.0, 2.0, 3.0)), Vector3::new(4.0, 8.0, 12.0));
}
