//! Forward mode and second derivatives through the operators of these types, their elements and their fields.

use crate::check::{common, floats};
use differentiate::{Differentiable, differentiate};
use glam::{DMat3, DQuat, DVec3};
use nalgebra::{DMatrix, DVector, Matrix3, SVector, Vector3};
use num_complex::Complex;

/// The tangent and the Hessian-vector product of a function against differences of the function and of its gradient.
#[track_caller]
pub fn forward<P: Differentiable<Tangent: Differentiable> + Clone>(
    (at, direction): (&P, &P::Tangent),
    f: impl Fn(&P) -> f64,
    gradient: impl Fn(&P) -> P::Tangent,
    (value, tangent): (f64, f64),
    product: P::Tangent,
) {
    let moved = |by: f64| {
        let mut moved = at.clone();
        moved.step(by, direction);
        moved
    };
    let close = |ours: f64, theirs: f64| {
        let scale = ours.abs().max(theirs.abs()).max(1.0);
        assert!((ours - theirs).abs() <= 1e-7 * scale, "{ours} is not {theirs}");
    };
    assert_eq!(value.to_bits(), f(at).to_bits());
    close(tangent, common::derivative(|by| f(&moved(by)), 0.0));
    for (i, ours) in floats(&product).into_iter().enumerate() {
        close(ours, common::derivative(|by| floats(&gradient(&moved(by)))[i], 0.0));
    }
}

macro_rules! forward {
    ($($name:ident $grad:ident $jvp:ident $hvp:ident ($($param:ident: $at:expr, $direction:expr);*) $(with $($constant:expr),+)?;)*) => {
        mod tests {
            use super::*;
            $(
                #[test]
                fn $name() {
                    let ($($param,)*) = ($($at,)*);
                    let direction = ($($direction,)*);
                    let (tangent, product) = {
                        let ($($param,)*) = ($(&$param,)*);
                        let at = ($($param.clone(),)*);
                        forward!(@ $name $jvp $hvp at direction ($($param)*) ($($($constant),+)?))
                    };
                    forward(
                        (&($($param,)*), &direction),
                        |($($param,)*)| super::$name($($param,)* $($($constant),+)?),
                        |($($param,)*)| forward!(tuple super::$grad($($param,)* $($($constant),+)?), $($param)*),
                        tangent,
                        product,
                    );
                }
            )*
        }
    };
    (tuple $gradient:expr, $one:ident) => { ($gradient,) };
    (tuple $gradient:expr, $($several:ident)*) => { $gradient };
    (@ $name:ident $jvp:ident $hvp:ident $at:ident $direction:ident ($a:ident) ($($constant:expr),*)) => {
        (
            super::$jvp(&$at.0, $($constant,)* &$direction.0),
            (super::$hvp(&$at.0, $($constant,)* &$direction.0),),
        )
    };
    (@ $name:ident $jvp:ident $hvp:ident $at:ident $direction:ident ($a:ident $b:ident) ($($constant:expr),*)) => {
        (
            super::$jvp(&$at.0, &$at.1, $($constant,)* &$direction.0, &$direction.1),
            super::$hvp(&$at.0, &$at.1, $($constant,)* &$direction.0, &$direction.1),
        )
    };
}

#[differentiate(grad, jvp, hvp, wrt(z, c))]
fn complex(z: &Complex<f64>, c: &Complex<f64>) -> f64 {
    let mut w = -(z * c) / (c - 1.0) + 2.0 / z;
    w += z * 2.0;
    w *= z;
    w -= c;
    w.re * w.im
}

#[differentiate(grad, jvp, hvp, wrt(v, m))]
fn glam_vectors(v: &DVec3, m: &DMat3) -> f64 {
    let mut w = *m * *v;
    w -= *v / 2.0;
    let u = *m * (*m * w) * v.x - v * v / w;
    u.x * u.y + u.z
}

#[differentiate(grad, jvp, hvp, wrt(q))]
fn quaternion(q: &DQuat) -> f64 {
    let w = *q * *q * 0.5 + -*q;
    w.x * w.y * w.w
}

#[differentiate(grad, jvp, hvp, wrt(x, m))]
fn fixed(x: &Vector3<f64>, m: &Matrix3<f64>) -> f64 {
    let mut w = m * x - x / x[0];
    w += x * 2.0;
    w *= x[1];
    let u = m * m * (w - 3.0 * x);
    u[0] * u[1] + m[(0, 1)] * (-u)[2]
}

#[differentiate(grad, jvp, hvp, wrt(x))]
fn dynamic(x: &DVector<f64>, m: &DMatrix<f64>) -> f64 {
    let mut y = m * x;
    for _ in 0..2 {
        y = m * &y + x * 0.5;
        y /= 2.0;
    }
    let mut sum = 0.0;
    for i in 0..y.len() {
        sum += y[i] * y[i] * y[i];
    }
    sum
}

fn points() -> (Complex<f64>, Complex<f64>, DVec3, DMat3, Vector3<f64>, Matrix3<f64>) {
    let v = DVec3::new(0.3, 0.7, 1.1);
    let m = Matrix3::new(0.5, -1.0, 0.2, 0.3, 0.8, -0.6, 1.1, 0.4, 0.9);
    let columns = DMat3::from_cols(v, DVec3::new(1.0, -1.0, 0.5), DVec3::new(0.2, 0.1, 2.0));
    (Complex::new(0.7, 0.3), Complex::new(0.2, 1.1), v, columns, Vector3::new(0.6, -0.4, 1.3), m)
}

forward! {
    complex complex_grad complex_jvp complex_hvp (z: points().0, Complex::new(1.0, -0.5); c: points().1, points().0);
    glam_vectors glam_vectors_grad glam_vectors_jvp glam_vectors_hvp
        (v: points().2, DVec3::new(1.0, -1.0, 0.5); m: points().3, points().3.transpose());
    quaternion quaternion_grad quaternion_jvp quaternion_hvp
        (q: DQuat::from_xyzw(0.1, 0.2, 0.3, 0.4), DQuat::from_xyzw(1.0, 0.2, -0.3, 0.4));
    fixed fixed_grad fixed_jvp fixed_hvp (x: points().4, Vector3::new(1.0, 0.5, -2.0); m: points().5, points().5.transpose());
    dynamic dynamic_grad dynamic_jvp dynamic_hvp
        (x: DVector::from_vec(vec![0.6, -0.4]), DVector::from_vec(vec![1.0, 2.0])) with &DMatrix::from_row_slice(2, 2, &[0.5, -1.0, 0.3, 0.8]);
}

#[differentiate(vjp, jvp, jacobian_into, wrt(x))]
fn step(x: &SVector<f64, 2>, m: &SVector<f64, 2>) -> SVector<f64, 2> {
    (x + m) * x[0] - m / 2.0
}

#[test]
fn jacobian_of_a_vector() {
    let mut rows = [0.0; 4];
    step_jacobian_into(&SVector::from([2.0, 3.0]), &SVector::from([5.0, 7.0]), &mut rows);
    // x0² + 5 x0, x0 x1 + 7 x0
    assert_eq!(rows, [9.0, 0.0, 10.0, 2.0]);
}
