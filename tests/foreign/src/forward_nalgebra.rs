//! Forward mode and second derivatives through the methods of `nalgebra`'s matrices, their factorisations and what makes and changes them.

use crate::forward::forward;
use differentiate::differentiate;
use nalgebra::{DMatrix, DVector, Matrix2, Matrix3, Rotation2, Rotation3, UnitQuaternion, Vector2, Vector3};

#[differentiate(grad, jvp, hvp, wrt(v, w))]
fn products(v: &Vector3<f64>, w: &Vector3<f64>) -> f64 {
    v.dot(w) * v.norm() + v.cross(w).norm_squared() * v.normalize().x + v.component_mul(w).sum() * w.mean()
}

#[differentiate(grad, jvp, hvp, wrt(v))]
fn with_numbers(v: &Vector3<f64>) -> f64 {
    let k = v.x * v.y;
    let u = v.scale(k).unscale(v.z).add_scalar(v.x);
    let w = u.lerp(v, v.y);
    w.metric_distance(&u) + w.component_div(v).sum() + w.abs().max() * v.min() + v.magnitude_squared() * v.magnitude()
}

#[differentiate(grad, jvp, hvp, wrt(v))]
fn parts(v: &Vector3<f64>) -> f64 {
    v.xy().norm_squared() * v.yz().x + v.fixed_rows::<2>(1).dot(&v.xz())
}

#[differentiate(grad, jvp, hvp, wrt(m))]
fn square(m: &Matrix3<f64>) -> f64 {
    let g = m.transpose() * m;
    g.trace() * m.determinant() + (m * m.column(0)).sum() * m.row(1).norm() + m.diagonal().norm_squared()
}

#[differentiate(grad, jvp, hvp, wrt(m))]
fn inverse(m: &Matrix2<f64>) -> f64 {
    let i = m.try_inverse().unwrap();
    (i * i).sum() * m[(0, 0)] + m.tr_mul(&i).norm()
}

#[differentiate(grad, jvp, hvp, wrt(m))]
fn views(m: &DMatrix<f64>) -> f64 {
    let (row, column) = (m.rows(0, 1).clone_owned(), m.columns(1, 1).clone_owned());
    (row * column)[(0, 0)] * m.view((0, 0), (2, 2)).sum() + m.column(1).map(|x| x.sin()).norm()
}

#[differentiate(grad, jvp, hvp, wrt(m, b))]
fn cholesky(m: &DMatrix<f64>, b: &DVector<f64>) -> f64 {
    let c = m.clone().cholesky().unwrap();
    let (l, i, x) = (c.l(), c.inverse(), c.solve(b));
    l[(1, 0)] * l[(2, 1)] + l.sum() * i[(0, 2)] + x.dot(b) + c.ln_determinant() * c.determinant()
}

#[differentiate(grad, jvp, hvp, wrt(m, b))]
fn lu(m: &Matrix3<f64>, b: &Vector3<f64>) -> f64 {
    let lu = m.lu();
    let (i, x) = (lu.try_inverse().unwrap(), lu.solve(b).unwrap());
    i[(0, 1)] * x.norm_squared() + lu.determinant()
}

#[differentiate(grad, jvp, hvp, wrt(x))]
fn made_and_changed(x: &Vector2<f64>) -> f64 {
    let a = Vector3::from_element(x.x * x.y);
    let b = Matrix2::from_row_slice(&[x.x, x.y, x.x * x.x, 1.0]) * Matrix2::from_diagonal(x) * Vector2::from([x.y, x.x * x.y]);
    let mut v = DVector::from_vec(vec![x.x, x.y * x.y, 3.0]);
    let mut w = DVector::from_element(3, x.y);
    w.copy_from(&v);
    w[1] = x.x * v[1];
    v.fill(x.x * x.x);
    let mut m = DMatrix::from_element(2, 2, x.x);
    m.set_column(0, &DVector::from_row_slice(&[x.y, x.x]));
    let mut n = Matrix2::from_element(x.y);
    n.set_row(1, &x.transpose());
    a.norm() * b.sum() + v.dot(&w) + m.determinant() * n.determinant() * Matrix2::new(x.x, 2.0, x.y, x.x).determinant()
}

#[differentiate(grad, jvp, hvp, wrt(q, v))]
fn rotated(q: &UnitQuaternion<f64>, v: &Vector3<f64>) -> f64 {
    let u = q * v + q.inverse() * v * v.x + (q * q).transform_vector(v) + q.conjugate().inverse_transform_vector(v) * v.y;
    u.norm_squared() * (q.to_rotation_matrix() * v).x
}

#[differentiate(grad, jvp, hvp, wrt(r, v))]
fn rotated_by_matrix(r: &Rotation3<f64>, v: &Vector3<f64>) -> f64 {
    let u = r * v + (r.transpose() * r).transform_vector(v) * v.x + r.inverse_transform_vector(v);
    u.norm() * r.inverse().into_inner().determinant()
}

#[differentiate(grad, jvp, hvp, wrt(v))]
fn in_the_plane(v: &Vector2<f64>, r: &Rotation2<f64>) -> f64 {
    let u = Rotation2::new(v.x * v.y) * r * v;
    u.x * u.norm() + Rotation2::new(v.x).into_inner().sum()
}

#[differentiate(grad, jvp, hvp, wrt(axis))]
fn about_an_axis(axis: &Vector3<f64>) -> f64 {
    let v = Vector3::new(1.0, 2.0, 3.0);
    let r = Rotation3::from_scaled_axis(*axis) * Rotation3::new(axis * 0.5) * Rotation3::from_euler_angles(axis.x, axis.y, axis.z);
    let q = UnitQuaternion::from_scaled_axis(*axis) * UnitQuaternion::new(axis * axis.x);
    (r * v).x * (q * v).y + (q * axis).z
}

#[differentiate(grad, jvp, hvp, wrt(m))]
fn determinant(m: &Matrix3<f64>) -> f64 {
    m.determinant()
}

#[differentiate(jvp, hvp, wrt(v))]
fn length(v: &Vector3<f64>) -> f64 {
    v.norm() * (1.0 + v.x)
}

#[differentiate(vjp, jvp, jacobian_into, wrt(x))]
fn scaled(x: &DVector<f64>, a: &DMatrix<f64>) -> DVector<f64> {
    (a * x).component_mul(x) / x.norm_squared()
}

fn vector() -> Vector3<f64> {
    Vector3::new(0.3, 0.7, -0.2)
}

fn matrix() -> Matrix3<f64> {
    Matrix3::new(0.3, 0.7, -0.2, 1.0, 0.4, 0.2, -0.5, 0.1, 0.9)
}

fn dynamic(m: &Matrix3<f64>) -> DMatrix<f64> {
    DMatrix::from_column_slice(3, 3, m.as_slice())
}

fn direction() -> Matrix3<f64> {
    Matrix3::new(1.0, -0.5, 0.3, 0.2, 0.1, 0.0, 0.4, 0.3, -0.2)
}

fn list(v: &Vector3<f64>) -> DVector<f64> {
    DVector::from_column_slice(v.as_slice())
}

forward! {
    products products_grad products_jvp products_hvp (v: vector(), Vector3::new(1.0, -0.5, 0.3); w: Vector3::new(0.4, 1.2, 0.1), vector());
    with_numbers with_numbers_grad with_numbers_jvp with_numbers_hvp (v: vector(), Vector3::new(1.0, -0.5, 0.3));
    parts parts_grad parts_jvp parts_hvp (v: vector(), Vector3::new(1.0, -0.5, 0.3));
    square square_grad square_jvp square_hvp (m: matrix(), direction());
    inverse inverse_grad inverse_jvp inverse_hvp (m: Matrix2::new(0.3, 0.7, -0.2, 1.0), Matrix2::new(1.0, -0.5, 0.3, 0.2));
    views views_grad views_jvp views_hvp (m: dynamic(&matrix()), dynamic(&direction()));
    cholesky cholesky_grad cholesky_jvp cholesky_hvp
        (m: dynamic(&(matrix().transpose() * matrix())), dynamic(&direction()); b: list(&vector()), DVector::from_vec(vec![1.0, 0.5, -0.3]));
    lu lu_grad lu_jvp lu_hvp (m: matrix(), direction(); b: vector(), Vector3::new(1.0, -0.5, 0.3));
    made_and_changed made_and_changed_grad made_and_changed_jvp made_and_changed_hvp (x: Vector2::new(0.3, 0.7), Vector2::new(1.0, -0.5));
    rotated rotated_grad rotated_jvp rotated_hvp
        (q: UnitQuaternion::new(vector()), UnitQuaternion::new(Vector3::new(1.0, 0.2, 0.4)); v: vector(), Vector3::new(1.0, -0.5, 0.3));
    rotated_by_matrix rotated_by_matrix_grad rotated_by_matrix_jvp rotated_by_matrix_hvp
        (r: Rotation3::new(vector()), Rotation3::new(Vector3::new(1.0, 0.2, 0.4)); v: vector(), Vector3::new(1.0, -0.5, 0.3));
    in_the_plane in_the_plane_grad in_the_plane_jvp in_the_plane_hvp (v: Vector2::new(0.3, 0.7), Vector2::new(1.0, -0.5)) with &Rotation2::new(0.4);
    about_an_axis about_an_axis_grad about_an_axis_jvp about_an_axis_hvp (axis: vector(), Vector3::new(1.0, -0.5, 0.3));
    determinant determinant_grad determinant_jvp determinant_hvp (m: matrix(), direction());
}

#[test]
fn determinant_of_a_singular_matrix() {
    // Of diag(0, 0, 3), the second derivative along m11 and m22 is 3.
    let m = Matrix3::from_diagonal(&Vector3::new(0.0, 0.0, 3.0));
    let along = Matrix3::from_diagonal(&Vector3::new(1.0, 0.0, 0.0));
    assert_eq!(determinant_jvp(&m, &along), (0.0, 0.0));
    assert_eq!(determinant_hvp(&m, &along), Matrix3::from_diagonal(&Vector3::new(0.0, 3.0, 0.0)));
}

#[test]
fn a_small_rotation() {
    // About an axis that is hardly longer than 0, on both sides of where series end.
    for length in [0.0, 1e-5, 0.0999, 0.1001] {
        let (axis, along) = (Vector3::new(0.6, 0.0, 0.8) * length, Vector3::new(1.0, -0.5, 0.3));
        let at = |by: f64| about_an_axis_grad(&(axis + along * by));
        let product = about_an_axis_hvp(&axis, &along);
        for i in 0..3 {
            let theirs = crate::check::common::derivative(|by| at(by)[i], 0.0);
            assert!((product[i] - theirs).abs() < 1e-7 * theirs.abs().max(1.0), "{} is not {theirs} at {length}", product[i]);
        }
    }
}

#[test]
fn norm_at_the_origin() {
    // The subgradient of least norm, and the piece whose derivative that is.
    let (zero, along) = (Vector3::zeros(), Vector3::new(1.0, 0.0, 0.0));
    assert_eq!((length_jvp(&zero, &along), length_hvp(&zero, &along)), ((0.0, 0.0), zero));
}

#[test]
fn jacobian_of_a_list() {
    // (a x)ᵢ xᵢ / |x|² at (1, 2) for a = [[1, 1], [0, 1]]: (3, 4) / 5.
    let (x, a) = (DVector::from_vec(vec![1.0, 2.0]), DMatrix::from_row_slice(2, 2, &[1.0, 1.0, 0.0, 1.0]));
    let mut rows = [0.0; 4];
    scaled_jacobian_into(&x, &a, &mut rows);
    for (ours, theirs) in rows.into_iter().zip([14.0 / 25.0, -7.0 / 25.0, -8.0 / 25.0, 4.0 / 25.0]) {
        assert!((ours - theirs).abs() < 1e-12, "{ours} is not {theirs}");
    }
}
