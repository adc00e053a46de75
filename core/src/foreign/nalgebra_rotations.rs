// `nalgebra`: rotations, as matrices and as unit quaternions. A gradient is of the same type and has the numbers of the matrix or of the
// quaternion, each on its own: it is not projected onto the rotations. This file is included once for each version, where `nalgebra` is
// that version.

use super::{Total, total};
use crate::operator::{Mul, Operator, OperatorWithTangents};
use ::core::borrow::Borrow;
use nalgebra::{Quaternion, Rotation, Rotation2, Rotation3, SMatrix, Unit, UnitQuaternion, Vector3};

/// A gradient with respect to a rotation.
#[inline]
fn of_matrix<T: Real, const D: usize>(gradient: SMatrix<T, D, D>) -> Rotation<T, D> {
    Rotation::from_matrix_unchecked(gradient)
}

/// A gradient with respect to a unit quaternion.
#[inline]
fn of_quaternion<T: Real>(gradient: Quaternion<T>) -> UnitQuaternion<T> {
    Unit::new_unchecked(gradient)
}

made_of_floats! {
    [T: Real] Rotation2<T>, |r| of_matrix(SMatrix::zeros()), r.matrix().iter(), r.matrix_mut_unchecked().iter_mut();
    [T: Real] Rotation3<T>, |r| of_matrix(SMatrix::zeros()), r.matrix().iter(), r.matrix_mut_unchecked().iter_mut();
    [T: Real] UnitQuaternion<T>, |q| of_quaternion(Quaternion::new(T::ZERO, T::ZERO, T::ZERO, T::ZERO)), q.coords.iter(), q.as_mut_unchecked().coords.iter_mut();
}

// The tangents of rotations are not added up as values are; those of products are below.
operators! { without_tangents [T: Real] Rotation2<T>, * SMatrix<T, 2, 1> => SMatrix<T, 2, 1>, |a, b, d| of_matrix(d * b.transpose()), a.matrix().tr_mul(&d); }
operators! { without_tangents [T: Real] Rotation3<T>, * SMatrix<T, 3, 1> => SMatrix<T, 3, 1>, |a, b, d| of_matrix(d * b.transpose()), a.matrix().tr_mul(&d); }
operators! {
    without_tangents [T: Real] Rotation2<T>, * Rotation2<T> => Rotation2<T>,
    |a, b, d| of_matrix(d.matrix() * b.matrix().transpose()), of_matrix(a.matrix().tr_mul(d.matrix()));
}
operators! {
    without_tangents [T: Real] Rotation3<T>, * Rotation3<T> => Rotation3<T>,
    |a, b, d| of_matrix(d.matrix() * b.matrix().transpose()), of_matrix(a.matrix().tr_mul(d.matrix()));
}
operators! {
    without_tangents [T: Real] UnitQuaternion<T>, * UnitQuaternion<T> => UnitQuaternion<T>,
    |a, b, d| of_quaternion(d.quaternion() * b.quaternion().conjugate()), of_quaternion(a.quaternion().conjugate() * d.quaternion());
}
operators! { without_tangents [T: Real] UnitQuaternion<T>, * SMatrix<T, 3, 1> => SMatrix<T, 3, 1>, |a, b, d| of_rotated(a, b, d), a.inverse() * d; }

/// The gradient with respect to a quaternion `(w, b)` of `d · (v + 2 w b × v + 2 b × (b × v))`.
fn of_rotated<T: Real>(q: UnitQuaternion<T>, v: Vector3<T>, d: Vector3<T>) -> UnitQuaternion<T> {
    let (w, b, two) = (q.w, q.imag(), T::ONE + T::ONE);
    let across = v.cross(&d);
    let along = across * w + d * b.dot(&v) + v * b.dot(&d) - b * (two * v.dot(&d));
    of_quaternion(Quaternion::from_parts(two * b.dot(&across), along * two))
}

/// The gradient with respect to a quaternion `(w, b)` of `d · ((w² - b²) v + 2 b (b · v) + 2 w b × v)`, as the columns of a rotation matrix are
/// calculated.
fn of_column<T: Real>(q: UnitQuaternion<T>, v: Vector3<T>, d: Vector3<T>) -> UnitQuaternion<T> {
    let (w, b, two) = (q.w, q.imag(), T::ONE + T::ONE);
    let along = d * v.dot(&b) + v * b.dot(&d) - b * v.dot(&d) + v.cross(&d) * w;
    of_quaternion(Quaternion::from_parts(two * (w * v.dot(&d) + b.cross(&v).dot(&d)), along * two))
}

/// `(1 - cos θ) / θ²` and `(θ - sin θ) / θ³` for the length θ of an axis.
fn coefficients<T: Real>(axis: &Vector3<T>) -> (T, T) {
    let number = T::float_from;
    let square = axis.norm_squared();
    if square.float_to_f64() < 1e-6 {
        return (number(0.5) - square / number(24.0), number(1.0 / 6.0) - square / number(120.0));
    }
    let angle = square.sqrt();
    let half = (angle * number(0.5)).sin();
    (number(2.0) * half * half / square, (angle - angle.sin()) / (square * angle))
}

/// The gradient with respect to the axis, as long as the angle, that makes a rotation.
fn of_scaled_axis<T: Real>(axis: &Vector3<T>, d: &SMatrix<T, 3, 3>) -> Vector3<T> {
    // The change of a rotation is one by a small angle about an axis, after it.
    let turned = d * Rotation3::new(*axis).matrix().transpose();
    let about = Vector3::new(
        turned[(2, 1)] - turned[(1, 2)],
        turned[(0, 2)] - turned[(2, 0)],
        turned[(1, 0)] - turned[(0, 1)],
    );
    let (first, second) = coefficients(axis);
    let across = axis.cross(&about);
    about - across * first + axis.cross(&across) * second
}

/// The same where it makes a unit quaternion.
fn of_scaled_axis_of_quaternion<T: Real>(axis: &Vector3<T>, d: &Quaternion<T>) -> Vector3<T> {
    let number = T::float_from;
    let square = axis.norm_squared();
    // sin(θ/2) / θ, and its derivative with respect to θ, divided by θ.
    let (sine, slope) = if square.float_to_f64() < 1e-6 {
        (number(0.5) - square / number(48.0), square / number(960.0) - number(1.0 / 24.0))
    } else {
        let angle = square.sqrt();
        let (sine, cosine) = (angle * number(0.5)).sin_cos();
        (sine / angle, (cosine * number(0.5) - sine / angle) / square)
    };
    let imaginary = d.imag();
    imaginary * sine + axis * (slope * axis.dot(&imaginary) - sine * number(0.5) * d.w)
}

/// `[v]`, whose product with a vector is the cross product with `v`.
#[inline]
fn across<T: Real>(v: &Vector3<T>) -> SMatrix<T, 3, 3> {
    v.cross_matrix()
}

/// The gradients with respect to the angles of roll, pitch and yaw.
fn of_euler_angles<T: Real>(roll: T, pitch: T, yaw: T, d: &SMatrix<T, 3, 3>) -> (T, T, T) {
    let rotation = Rotation3::from_euler_angles(roll, pitch, yaw);
    let about_z = Rotation3::from_euler_angles(T::ZERO, T::ZERO, yaw);
    let others = Rotation3::from_euler_angles(roll, pitch, T::ZERO);
    (
        (rotation.matrix() * across(&Vector3::x())).dot(d),
        (about_z.matrix() * across(&Vector3::y()) * others.matrix()).dot(d),
        (across(&Vector3::z()) * rotation.matrix()).dot(d),
    )
}

methods! {
    Rotation3Rules[T: Real] for Rotation3<T>;
    functions {
        annotate_new_with_differentiate(axis: Vector3<T> => Vector3<T>) => Rotation3::new(axis), Rotation3<T>, |d| (of_scaled_axis(&axis, d.matrix()));
        annotate_from_scaled_axis_with_differentiate(axis: Vector3<T> => Vector3<T>) => Rotation3::from_scaled_axis(axis), Rotation3<T>,
            |d| (of_scaled_axis(&axis, d.matrix()));
        annotate_from_euler_angles_with_differentiate(roll: T => T, pitch: T => T, yaw: T => T) => Rotation3::from_euler_angles(roll, pitch, yaw), Rotation3<T>,
            |d| ({ of_euler_angles(roll, pitch, yaw, d.matrix()).0 }, { of_euler_angles(roll, pitch, yaw, d.matrix()).1 }, { of_euler_angles(roll, pitch, yaw, d.matrix()).2 });
        annotate_identity_with_differentiate() => Rotation3::identity(), Rotation3<T>, |d| ();
    }
    methods {
        annotate_inverse_with_differentiate(r) => r.inverse(), Rotation3<T>, |v, d| (d.transpose());
        annotate_transpose_with_differentiate(r) => r.transpose(), Rotation3<T>, |v, d| (d.transpose());
        annotate_into_inner_with_differentiate(r) => r.into_inner(), SMatrix<T, 3, 3>, |v, d| (of_matrix(d));
        annotate_clone_with_differentiate(r) => r, Rotation3<T>, |v, d| (d);
    }
}

methods! {
    Rotation2Rules[T: Real] for Rotation2<T>;
    functions {
        annotate_new_with_differentiate(angle: T => T) => Rotation2::new(angle), Rotation2<T>, |d| ({
            let (sine, cosine) = angle.sin_cos();
            SMatrix::<T, 2, 2>::new(-sine, -cosine, cosine, -sine).dot(d.matrix())
        });
        annotate_identity_with_differentiate() => Rotation2::identity(), Rotation2<T>, |d| ();
    }
    methods {
        annotate_inverse_with_differentiate(r) => r.inverse(), Rotation2<T>, |v, d| (d.transpose());
        annotate_transpose_with_differentiate(r) => r.transpose(), Rotation2<T>, |v, d| (d.transpose());
        annotate_into_inner_with_differentiate(r) => r.into_inner(), SMatrix<T, 2, 2>, |v, d| (of_matrix(d));
        annotate_clone_with_differentiate(r) => r, Rotation2<T>, |v, d| (d);
    }
}

methods! {
    UnitQuaternionRules[T: Real] for UnitQuaternion<T>;
    functions {
        annotate_new_with_differentiate(axis: Vector3<T> => Vector3<T>) => UnitQuaternion::new(axis), UnitQuaternion<T>, |d| (of_scaled_axis_of_quaternion(&axis, d.quaternion()));
        annotate_from_scaled_axis_with_differentiate(axis: Vector3<T> => Vector3<T>) => UnitQuaternion::from_scaled_axis(axis), UnitQuaternion<T>,
            |d| (of_scaled_axis_of_quaternion(&axis, d.quaternion()));
        annotate_identity_with_differentiate() => UnitQuaternion::identity(), UnitQuaternion<T>, |d| ();
    }
    methods {
        annotate_inverse_with_differentiate(q) => q.inverse(), UnitQuaternion<T>, |v, d| (of_quaternion(d.quaternion().conjugate()));
        annotate_conjugate_with_differentiate(q) => q.conjugate(), UnitQuaternion<T>, |v, d| (of_quaternion(d.quaternion().conjugate()));
        annotate_to_rotation_matrix_with_differentiate(q) => q.to_rotation_matrix(), Rotation3<T>, |v, d| ({
            let [x, y, z] = [Vector3::x(), Vector3::y(), Vector3::z()].map(|axis| of_column(q, axis, d.matrix() * axis));
            of_quaternion(x.quaternion() + y.quaternion() + z.quaternion())
        });
        annotate_clone_with_differentiate(q) => q, UnitQuaternion<T>, |v, d| (d);
    }
}

/// A vector by reference, with the gradient with respect to it.
type Slot<'a, T, const D: usize> = (&'a SMatrix<T, D, 1>, Option<&'a mut SMatrix<T, D, 1>>);

/// Declares and implements the trait by which callers find the rules of methods that rotate a vector, also back.
macro_rules! rotating {
    ($($trait:ident $own:ty, $dimension:literal, |$r:ident, $v:ident, $d:ident| $gradient:expr, $back:expr;)*) => {$(
        #[doc(hidden)]
        pub trait $trait<T: Real>: Sized {
            #[allow(clippy::type_complexity, clippy::wrong_self_convention, reason = "the contract, of a `Copy` type")]
            fn annotate_transform_vector_with_differentiate(
                self,
                v: &SMatrix<T, $dimension, 1>,
            ) -> (SMatrix<T, $dimension, 1>, impl FnOnce(SMatrix<T, $dimension, 1>, (), Slot<'_, T, $dimension>) -> ($own, ()) + use<Self, T>);
            #[allow(clippy::type_complexity, clippy::wrong_self_convention, reason = "the contract, of a `Copy` type")]
            fn annotate_inverse_transform_vector_with_differentiate(
                self,
                v: &SMatrix<T, $dimension, 1>,
            ) -> (SMatrix<T, $dimension, 1>, impl FnOnce(SMatrix<T, $dimension, 1>, (), Slot<'_, T, $dimension>) -> ($own, ()) + use<Self, T>);
        }
        #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
        impl<T: Real> $trait<T> for $own {
            #[inline]
            fn annotate_transform_vector_with_differentiate(
                self,
                v: &SMatrix<T, $dimension, 1>,
            ) -> (SMatrix<T, $dimension, 1>, impl FnOnce(SMatrix<T, $dimension, 1>, (), Slot<'_, T, $dimension>) -> ($own, ()) + use<T>) {
                (self.transform_vector(v), move |$d: SMatrix<T, $dimension, 1>, (), ($v, into): Slot<'_, T, $dimension>| {
                    let $r = self;
                    if let Some(into) = into {
                        *into += $r.inverse() * $d;
                    }
                    ($gradient, ())
                })
            }
            #[inline]
            fn annotate_inverse_transform_vector_with_differentiate(
                self,
                v: &SMatrix<T, $dimension, 1>,
            ) -> (SMatrix<T, $dimension, 1>, impl FnOnce(SMatrix<T, $dimension, 1>, (), Slot<'_, T, $dimension>) -> ($own, ()) + use<T>) {
                (self.inverse_transform_vector(v), move |$d: SMatrix<T, $dimension, 1>, (), ($v, into): Slot<'_, T, $dimension>| {
                    let $r = self;
                    if let Some(into) = into {
                        *into += $r * $d;
                    }
                    ($back, ())
                })
            }
        }
    )*};
}

rotating! {
    Rotating2 Rotation2<T>, 2, |r, v, d| of_matrix(d * v.transpose()), of_matrix(v * d.transpose());
    Rotating3 Rotation3<T>, 3, |r, v, d| of_matrix(d * v.transpose()), of_matrix(v * d.transpose());
    RotatingQuaternion UnitQuaternion<T>, 3, |q, v, d| of_rotated(q, *v, d), of_quaternion(of_rotated(q.inverse(), *v, d).quaternion().conjugate());
}

impl<T: Real, const D: usize> Total for Rotation<T, D> {
    #[inline]
    fn total(self, other: Self) -> Self {
        of_matrix(self.into_inner() + other.into_inner())
    }
}

impl<T: Real> Total for UnitQuaternion<T> {
    #[inline]
    fn total(self, other: Self) -> Self {
        of_quaternion(self.quaternion() + other.quaternion())
    }
}

/// How the vector that a unit quaternion rotates, `v + 2 w b × v + 2 b × (b × v)`, turns along a tangent of the quaternion.
fn rotated_along<T: Real>(q: UnitQuaternion<T>, t: UnitQuaternion<T>, v: Vector3<T>) -> Vector3<T> {
    let (b, t_b) = (q.imag(), t.imag());
    let (across, t_across) = (b.cross(&v), t_b.cross(&v));
    (across * t.w + t_across * q.w + t_b.cross(&across) + b.cross(&t_across)) * (T::ONE + T::ONE)
}

/// How a column of the rotation matrix turns along it.
fn column_along<T: Real>(q: UnitQuaternion<T>, t: UnitQuaternion<T>, v: Vector3<T>) -> Vector3<T> {
    let (b, t_b) = (q.imag(), t.imag());
    let turned = v * (q.w * t.w - b.dot(&t_b)) + t_b * b.dot(&v) + b * t_b.dot(&v) + b.cross(&v) * t.w + t_b.cross(&v) * q.w;
    turned * (T::ONE + T::ONE)
}

/// The tangents of products, of values and references, each with its tangent and with what that passes back to both operands.
macro_rules! with_tangents {
    ($($left:ty, $right:ty => $output:ty, |$a:ident, $b:ident, $t:ident, $u:ident| $tangent:expr, |$d:ident| $turned:expr, $turned_right:expr;)*) => {$(
        with_tangents! { @ ($left) $left, ($right) $right => $output, |$a, $b, $t, $u| $tangent, |$d| $turned, $turned_right }
        with_tangents! { @ (&$left) $left, ($right) $right => $output, |$a, $b, $t, $u| $tangent, |$d| $turned, $turned_right }
        with_tangents! { @ ($left) $left, (&$right) $right => $output, |$a, $b, $t, $u| $tangent, |$d| $turned, $turned_right }
        with_tangents! { @ (&$left) $left, (&$right) $right => $output, |$a, $b, $t, $u| $tangent, |$d| $turned, $turned_right }
    )*};
    (@ ($left:ty) $a_ty:ty, ($right:ty) $b_ty:ty => $output:ty, |$a:ident, $b:ident, $t:ident, $u:ident| $tangent:expr, |$d:ident| $turned:expr, $turned_right:expr) => {
        #[diagnostic::do_not_recommend]
        impl<T: Real> OperatorWithTangents<Mul, $right> for $left {
            type TangentOfLeft = $a_ty;
            type TangentOfRight = $b_ty;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule_with_tangents(self, right: $right, t: &$a_ty, u: &$b_ty)
                -> (($output, $output), impl FnOnce(($output, $output)) -> ($a_ty, $b_ty, $a_ty, $b_ty) + use<T>)
            {
                let ($a, $b): ($a_ty, $b_ty) = (*Borrow::<$a_ty>::borrow(&self), *Borrow::<$b_ty>::borrow(&right));
                let ($t, $u) = (*t, *u);
                let (value, pull) = Operator::<Mul, $b_ty>::rule($a, $b);
                let (_, pull_tangent) = Operator::<Mul, $b_ty>::rule($a, $b);
                ((value, $tangent), move |(d, $d): ($output, $output)| {
                    let (left, right) = total(pull(d), ($turned, $turned_right));
                    let (of_left, of_right) = pull_tangent($d);
                    (left, right, of_left, of_right)
                })
            }
        }
    };
}

/// The tangent of what is linear in each operand, and what that passes back.
macro_rules! by_both {
    ($a:ident $b:ident $t:ident $u:ident) => {
        total(Operator::<Mul, _>::rule($t, $b).0, Operator::<Mul, _>::rule($a, $u).0)
    };
    ($t:ident $u:ident $d:ident) => {
        Operator::<Mul, _>::rule($t, $u).1($d)
    };
}

with_tangents! {
    Rotation2<T>, SMatrix<T, 2, 1> => SMatrix<T, 2, 1>, |a, b, t, u| by_both!(a b t u), |d| by_both!(t u d).0, by_both!(t u d).1;
    Rotation3<T>, SMatrix<T, 3, 1> => SMatrix<T, 3, 1>, |a, b, t, u| by_both!(a b t u), |d| by_both!(t u d).0, by_both!(t u d).1;
    Rotation2<T>, Rotation2<T> => Rotation2<T>, |a, b, t, u| by_both!(a b t u), |d| by_both!(t u d).0, by_both!(t u d).1;
    Rotation3<T>, Rotation3<T> => Rotation3<T>, |a, b, t, u| by_both!(a b t u), |d| by_both!(t u d).0, by_both!(t u d).1;
    UnitQuaternion<T>, UnitQuaternion<T> => UnitQuaternion<T>, |a, b, t, u| by_both!(a b t u), |d| by_both!(t u d).0, by_both!(t u d).1;
    UnitQuaternion<T>, SMatrix<T, 3, 1> => SMatrix<T, 3, 1>, |a, b, t, u| rotated_along(a, t, b) + a * u,
        |d| of_rotated(t, b, d).total(of_rotated(a, u, d)), rotated_along(conjugate(a), conjugate(t), d);
}

/// A polynomial of a small number.
fn series<T: Real>(s: T, coefficients: [f64; 4]) -> T {
    coefficients.into_iter().rev().fold(T::ZERO, |sum, c| sum * s + T::float_from(c))
}

/// `sin θ / θ` and `(1 - cos θ) / θ²` with their first and second derivatives with respect to `s = θ²`.
fn turning<T: Real>(s: T) -> ([T; 3], [T; 3]) {
    let number = T::float_from;
    if s.float_to_f64() < 0.01 {
        return (
            [
                series(s, [1.0, -1.0 / 6.0, 1.0 / 120.0, -1.0 / 5040.0]),
                series(s, [-1.0 / 6.0, 1.0 / 60.0, -1.0 / 1680.0, 1.0 / 90720.0]),
                series(s, [1.0 / 60.0, -1.0 / 840.0, 1.0 / 30240.0, -1.0 / 1995840.0]),
            ],
            [
                series(s, [0.5, -1.0 / 24.0, 1.0 / 720.0, -1.0 / 40320.0]),
                series(s, [-1.0 / 24.0, 1.0 / 360.0, -1.0 / 13440.0, 1.0 / 907200.0]),
                series(s, [1.0 / 360.0, -1.0 / 6720.0, 1.0 / 302400.0, -1.0 / 23950080.0]),
            ],
        );
    }
    let (angle, half) = (s.sqrt(), number(0.5));
    let a = angle.sin() / angle;
    let a1 = (angle.cos() - a) * half / s;
    let sine = (angle * half).sin();
    let b = sine * sine * (T::ONE + T::ONE) / s;
    let b1 = (a * half - b) / s;
    ([a, a1, -(a * half + a1 * number(3.0)) * half / s], [b, b1, (a1 * half - b1 - b1) / s])
}

/// `sin (θ / 2) / θ` with its derivatives with respect to `s = θ²`.
fn half_turning<T: Real>(s: T) -> [T; 3] {
    let number = T::float_from;
    if s.float_to_f64() < 0.01 {
        return [
            series(s, [0.5, -1.0 / 48.0, 1.0 / 3840.0, -1.0 / 645120.0]),
            series(s, [-1.0 / 48.0, 1.0 / 1920.0, -1.0 / 215040.0, 1.0 / 46448640.0]),
            series(s, [1.0 / 1920.0, -1.0 / 107520.0, 1.0 / 15482880.0, -1.0 / 4087480320.0]),
        ];
    }
    let (angle, half) = (s.sqrt(), number(0.5));
    let (sine, cosine) = (angle * half).sin_cos();
    let k = sine / angle;
    let k1 = (cosine * half - k) * half / s;
    [k, k1, -(k * number(0.125) + k1 * number(3.0)) * half / s]
}

/// The derivative of the rotation by an axis, as long as the angle, along a tangent of the axis.
fn rotation_along<T: Real>(v: &Vector3<T>, t: &Vector3<T>) -> SMatrix<T, 3, 3> {
    let ([a, a1, _], [b, b1, _]) = turning(v.norm_squared());
    let (grows, x, x_t) = (v.dot(t) * (T::ONE + T::ONE), across(v), across(t));
    x * (a1 * grows) + x_t * a + x * x * (b1 * grows) + (x_t * x + x * x_t) * b
}

/// What that passes back to the axis: `d · R` is `a (m · v) + b (vᵀ d v - v² tr d) + tr d`, whose second derivatives these are.
fn rotation_turned<T: Real>(v: &Vector3<T>, t: &Vector3<T>, d: &SMatrix<T, 3, 3>) -> Vector3<T> {
    let two = T::ONE + T::ONE;
    let ([_, a1, a2], [b, b1, b2]) = turning(v.norm_squared());
    let m = Vector3::new(d[(2, 1)] - d[(1, 2)], d[(0, 2)] - d[(2, 0)], d[(1, 0)] - d[(0, 1)]);
    let form = |x: &Vector3<T>| d * x + d.tr_mul(x) - x * (d.trace() * two);
    let (along, slope, linear) = (v.dot(t), form(v), m.dot(v));
    let square = slope.dot(v) / two;
    v * (two * two * along * (a2 * linear + b2 * square) + two * (a1 * m.dot(t) + b1 * slope.dot(t)))
        + t * (two * (a1 * linear + b1 * square))
        + (m * a1 + slope * b1) * (two * along)
        + form(t) * b
}

/// The same of a unit quaternion.
fn quaternion_along<T: Real>(v: &Vector3<T>, t: &Vector3<T>) -> UnitQuaternion<T> {
    let two = T::ONE + T::ONE;
    let ([k, k1, _], along) = (half_turning(v.norm_squared()), v.dot(t));
    of_quaternion(Quaternion::from_parts(-k * along / two, t * k + v * (two * k1 * along)))
}

/// What that passes back.
fn quaternion_turned<T: Real>(v: &Vector3<T>, t: &Vector3<T>, d: &Quaternion<T>) -> Vector3<T> {
    let two = T::ONE + T::ONE;
    let ([k, k1, k2], along, b) = (half_turning(v.norm_squared()), v.dot(t), d.imag());
    let linear = b.dot(v);
    v * (two * (two * k2 * along * linear + k1 * b.dot(t)) - d.w * k1 * along)
        + t * (two * k1 * linear - d.w * k / two)
        + b * (two * k1 * along)
}

/// The rotation by the angles of roll, pitch and yaw, `Z(yaw) Y(pitch) X(roll)`, with so many derivatives by each.
fn euler_derivative<T: Real>(angles: [T; 3], orders: [usize; 3]) -> SMatrix<T, 3, 3> {
    let axes = [Vector3::x(), Vector3::y(), Vector3::z()];
    (0..3).rev().fold(SMatrix::identity(), |product: SMatrix<T, 3, 3>, i| {
        let turned = product * Rotation3::from_scaled_axis(axes[i] * angles[i]).into_inner();
        (0..orders[i]).fold(turned, |turned, _| turned * across(&axes[i]))
    })
}

/// The derivative by one or two of the angles.
fn euler_by<T: Real>(angles: [T; 3], by: &[usize]) -> SMatrix<T, 3, 3> {
    let mut orders = [0; 3];
    by.iter().for_each(|i| orders[*i] += 1);
    euler_derivative(angles, orders)
}

/// The derivative along tangents of the angles.
fn euler_along<T: Real>(angles: [T; 3], tangents: [T; 3]) -> Rotation3<T> {
    of_matrix((0..3).fold(SMatrix::zeros(), |sum, i| sum + euler_by(angles, &[i]) * tangents[i]))
}

/// What that passes back to one of the angles.
fn euler_turned<T: Real>(angles: [T; 3], tangents: [T; 3], d: &SMatrix<T, 3, 3>, i: usize) -> T {
    (0..3).fold(T::ZERO, |sum, j| sum + euler_by(angles, &[i, j]).dot(d) * tangents[j])
}

/// The conjugate of what need not be of unit length.
#[inline]
fn conjugate<T: Real>(q: UnitQuaternion<T>) -> UnitQuaternion<T> {
    of_quaternion(q.quaternion().conjugate())
}

/// The transpose of what need not be a rotation.
#[inline]
fn transpose<T: Real, const D: usize>(r: Rotation<T, D>) -> Rotation<T, D> {
    of_matrix(r.into_inner().transpose())
}

/// Nothing, as a gradient of a rotation.
#[inline]
fn nothing<T: Real>() -> UnitQuaternion<T> {
    of_quaternion(Quaternion::new(T::ZERO, T::ZERO, T::ZERO, T::ZERO))
}

tangents! {
    Rotation3Tangents[T: Real] for Rotation3<T>;
    functions {
        by add_jvp_to_the_attribute_of_new { annotate_new_with_differentiate(axis t: Vector3<T>) -> Rotation3<T>
            = |d| of_matrix(rotation_along(&axis, &t)), rotation_turned(&axis, &t, d.matrix()) }
        by add_jvp_to_the_attribute_of_from_scaled_axis { annotate_from_scaled_axis_with_differentiate(axis t: Vector3<T>) -> Rotation3<T>
            = |d| of_matrix(rotation_along(&axis, &t)), rotation_turned(&axis, &t, d.matrix()) }
        by add_jvp_to_the_attribute_of_from_euler_angles { annotate_from_euler_angles_with_differentiate(roll t_roll: T, pitch t_pitch: T, yaw t_yaw: T) -> Rotation3<T>
            = |d| euler_along([roll, pitch, yaw], [t_roll, t_pitch, t_yaw]),
            euler_turned([roll, pitch, yaw], [t_roll, t_pitch, t_yaw], d.matrix(), 0),
            euler_turned([roll, pitch, yaw], [t_roll, t_pitch, t_yaw], d.matrix(), 1),
            euler_turned([roll, pitch, yaw], [t_roll, t_pitch, t_yaw], d.matrix(), 2) }
    }
    methods {
        by add_jvp_to_the_attribute_of_inverse { annotate_inverse_with_differentiate() -> Rotation3<T> = |r, v, t, d| transpose(t), of_matrix(SMatrix::zeros()) }
        by add_jvp_to_the_attribute_of_transpose { annotate_transpose_with_differentiate() -> Rotation3<T> = |r, v, t, d| transpose(t), of_matrix(SMatrix::zeros()) }
        linear add_jvp_to_the_attribute_of_into_inner { annotate_into_inner_with_differentiate() -> SMatrix<T, 3, 3> }
        linear add_jvp_to_the_attribute_of_clone { annotate_clone_with_differentiate() -> Rotation3<T> }
    }
}

tangents! {
    Rotation2Tangents[T: Real] for Rotation2<T>;
    functions {
        by add_jvp_to_the_attribute_of_new { annotate_new_with_differentiate(angle t: T) -> Rotation2<T> = |d| {
            let (sine, cosine) = angle.sin_cos();
            of_matrix(SMatrix::<T, 2, 2>::new(-sine, -cosine, cosine, -sine) * t)
        }, {
            let (sine, cosine) = angle.sin_cos();
            SMatrix::<T, 2, 2>::new(-cosine, sine, -sine, -cosine).dot(d.matrix()) * t
        } }
    }
    methods {
        by add_jvp_to_the_attribute_of_inverse { annotate_inverse_with_differentiate() -> Rotation2<T> = |r, v, t, d| transpose(t), of_matrix(SMatrix::zeros()) }
        by add_jvp_to_the_attribute_of_transpose { annotate_transpose_with_differentiate() -> Rotation2<T> = |r, v, t, d| transpose(t), of_matrix(SMatrix::zeros()) }
        linear add_jvp_to_the_attribute_of_into_inner { annotate_into_inner_with_differentiate() -> SMatrix<T, 2, 2> }
        linear add_jvp_to_the_attribute_of_clone { annotate_clone_with_differentiate() -> Rotation2<T> }
    }
}

tangents! {
    UnitQuaternionTangents[T: Real] for UnitQuaternion<T>;
    functions {
        by add_jvp_to_the_attribute_of_new { annotate_new_with_differentiate(axis t: Vector3<T>) -> UnitQuaternion<T>
            = |d| quaternion_along(&axis, &t), quaternion_turned(&axis, &t, d.quaternion()) }
        by add_jvp_to_the_attribute_of_from_scaled_axis { annotate_from_scaled_axis_with_differentiate(axis t: Vector3<T>) -> UnitQuaternion<T>
            = |d| quaternion_along(&axis, &t), quaternion_turned(&axis, &t, d.quaternion()) }
    }
    methods {
        by add_jvp_to_the_attribute_of_inverse { annotate_inverse_with_differentiate() -> UnitQuaternion<T> = |q, v, t, d| conjugate(t), nothing() }
        by add_jvp_to_the_attribute_of_conjugate { annotate_conjugate_with_differentiate() -> UnitQuaternion<T> = |q, v, t, d| conjugate(t), nothing() }
        by add_jvp_to_the_attribute_of_to_rotation_matrix { annotate_to_rotation_matrix_with_differentiate() -> Rotation3<T>
            = |q, v, t, d| of_matrix(SMatrix::from_columns(&[Vector3::x(), Vector3::y(), Vector3::z()].map(|axis| column_along(q, t, axis)))),
            t.annotate_to_rotation_matrix_with_differentiate().1(d, ()).0 }
        linear add_jvp_to_the_attribute_of_clone { annotate_clone_with_differentiate() -> UnitQuaternion<T> }
    }
}

/// Declares and implements the trait by which callers find the rules with tangents of methods that rotate a vector: as the product with the
/// rotation, or with its inverse, does.
macro_rules! rotating_tangents {
    ($($trait:ident $own:ty, $dimension:literal, $inverse:ident;)*) => {$(
        rotating_tangents! { @ $trait $own, $dimension, $inverse, [add_jvp_to_the_attribute_of_transform_vector |r| r] [add_jvp_to_the_attribute_of_inverse_transform_vector |r| $inverse(r)] }
    )*};
    (@ $trait:ident $own:ty, $dimension:literal, $inverse:ident, $([$name:ident |$r:ident| $turned:expr])*) => {
        #[doc(hidden)]
        pub trait $trait<T: Real>: Sized {
            $(
                #[allow(clippy::type_complexity, clippy::wrong_self_convention, reason = "the contract, of a `Copy` type")]
                fn $name(self, v: &SMatrix<T, $dimension, 1>, t: &$own, u: &SMatrix<T, $dimension, 1>) -> (
                    (SMatrix<T, $dimension, 1>, SMatrix<T, $dimension, 1>),
                    impl FnOnce((SMatrix<T, $dimension, 1>, SMatrix<T, $dimension, 1>), (), Slot<'_, T, $dimension>, (&$own, Option<&mut $own>), Slot<'_, T, $dimension>)
                        -> ($own, (), (), ()) + use<Self, T>,
                );
            )*
        }
        #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
        impl<T: Real> $trait<T> for $own {
            $(
                fn $name(self, v: &SMatrix<T, $dimension, 1>, t: &$own, u: &SMatrix<T, $dimension, 1>) -> (
                    (SMatrix<T, $dimension, 1>, SMatrix<T, $dimension, 1>),
                    impl FnOnce((SMatrix<T, $dimension, 1>, SMatrix<T, $dimension, 1>), (), Slot<'_, T, $dimension>, (&$own, Option<&mut $own>), Slot<'_, T, $dimension>)
                        -> ($own, (), (), ()) + use<T>,
                ) {
                    let turned = |$r: $own| $turned;
                    let (pair, pull) = OperatorWithTangents::<Mul, SMatrix<T, $dimension, 1>>::rule_with_tangents(turned(self), *v, &turned(*t), u);
                    (pair, move |d: (SMatrix<T, $dimension, 1>, SMatrix<T, $dimension, 1>), (), (_, into): Slot<'_, T, $dimension>, (_, of_t): (&$own, Option<&mut $own>), (_, of_u): Slot<'_, T, $dimension>| {
                        let (own, right, of_own, of_right) = pull(d);
                        if let Some(into) = into {
                            *into += right;
                        }
                        if let Some(into) = of_t {
                            *into = total(*into, turned(of_own));
                        }
                        if let Some(into) = of_u {
                            *into += of_right;
                        }
                        (turned(own), (), (), ())
                    })
                }
            )*
        }
    };
}

rotating_tangents! {
    Rotating2Tangents Rotation2<T>, 2, transpose;
    Rotating3Tangents Rotation3<T>, 3, transpose;
    RotatingQuaternionTangents UnitQuaternion<T>, 3, conjugate;
}

/// What generated code imports.
pub mod rules {
    pub use super::{
        Rotating2 as _, Rotating3 as _, RotatingQuaternion as _, Rotation2Rules as _, Rotation3Rules as _, UnitQuaternionRules as _,
        Rotating2Tangents as _, Rotating3Tangents as _, RotatingQuaternionTangents as _, Rotation2Tangents as _, Rotation3Tangents as _, UnitQuaternionTangents as _,
    };
}
