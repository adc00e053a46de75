//! `num-complex`: the gradient with respect to `z` is the complex number of the derivatives with respect to `z.re` and `z.im`. So a function
//! with the complex derivative `w` passes back `w.conj() * d`.

use super::{Total, total};
use ::num_complex_0_4::Complex;
use core::borrow::Borrow;

/// The floats of complex numbers.
pub trait Real: crate::Float + num_traits_0_2::Float + num_traits_0_2::NumAssign {}

impl<T: crate::Float + num_traits_0_2::Float + num_traits_0_2::NumAssign> Real for T {}

made_of_floats! { [T: Real] Complex<T>, |z| Complex::new(T::ZERO, T::ZERO), [&z.re, &z.im].into_iter(), [&mut z.re, &mut z.im].into_iter(); }

/// The product of the parts of two numbers: what a real factor of the one gets from the cotangent of the other.
#[inline]
fn inner<T: Real>(a: Complex<T>, b: Complex<T>) -> T {
    a.re * b.re + a.im * b.im
}

/// 2
#[inline]
fn two<T: Real>() -> T {
    T::ONE + T::ONE
}

/// The cotangent that the modulus passes back; zero at zero, the subgradient of least norm.
#[inline]
fn direction<T: Real>(z: Complex<T>, norm: T, d: T) -> Complex<T> {
    if norm == T::ZERO { Complex::new(T::ZERO, T::ZERO) } else { z * d / norm }
}

/// The derivative of a power.
#[inline]
fn slope<T: Real>(z: Complex<T>, exponent: i32) -> Complex<T> {
    if exponent == 0 { Complex::new(T::ZERO, T::ZERO) } else { z.powi(exponent - 1) * T::from_i32(exponent) }
}

operators! {
    [T: Real] Complex<T>, + Complex<T> => Complex<T>, |a, b, d| d, d;
    [T: Real] Complex<T>, - Complex<T> => Complex<T>, |a, b, d| d, -d;
    [T: Real] Complex<T>, * Complex<T> => Complex<T>, |a, b, d| d * b.conj(), d * a.conj();
    [T: Real] Complex<T>, / Complex<T> => Complex<T>, |a, b, d| d / b.conj(), -(d * (a / b).conj() / b.conj());
    [T: Real] Complex<T>, + T => Complex<T>, |a, b, d| d, d.re;
    [T: Real] Complex<T>, - T => Complex<T>, |a, b, d| d, -d.re;
    [T: Real] Complex<T>, * T => Complex<T>, |a, b, d| d * b, inner(a, d);
    [T: Real] Complex<T>, / T => Complex<T>, |a, b, d| d / b, -inner(a / b, d) / b;
    [] f64, + Complex<f64> => Complex<f64>, |a, b, d| d.re, d;
    [] f64, - Complex<f64> => Complex<f64>, |a, b, d| d.re, -d;
    [] f64, * Complex<f64> => Complex<f64>, |a, b, d| inner(b, d), d * a;
    [] f64, / Complex<f64> => Complex<f64>, |a, b, d| (d / b.conj()).re, -(d * (a / b).conj() / b.conj());
    [] f32, + Complex<f32> => Complex<f32>, |a, b, d| d.re, d;
    [] f32, - Complex<f32> => Complex<f32>, |a, b, d| d.re, -d;
    [] f32, * Complex<f32> => Complex<f32>, |a, b, d| inner(b, d), d * a;
    [] f32, / Complex<f32> => Complex<f32>, |a, b, d| (d / b.conj()).re, -(d * (a / b).conj() / b.conj());
}

assignments! {
    [T: Real] Complex<T>, + Complex<T>, |a, b, d| d, d;
    [T: Real] Complex<T>, - Complex<T>, |a, b, d| d, -d;
    [T: Real] Complex<T>, * Complex<T>, |a, b, d| d * b.conj(), d * a.conj();
    [T: Real] Complex<T>, / Complex<T>, |a, b, d| d / b.conj(), -(d * (a / b).conj() / b.conj());
    [T: Real] Complex<T>, + T, |a, b, d| d, d.re;
    [T: Real] Complex<T>, - T, |a, b, d| d, -d.re;
    [T: Real] Complex<T>, * T, |a, b, d| d * b, inner(a, d);
    [T: Real] Complex<T>, / T, |a, b, d| d / b, -inner(a / b, d) / b;
}

negations! { [T: Real] Complex<T>; }

sums! { [T: Real] [T] Complex<T>; }

methods! {
    ComplexRules[T: Real] for Complex<T>;
    functions {
        annotate_new_with_differentiate(re: T => T, im: T => T) => Complex::new(re, im), Complex<T>, |d| (d.re, d.im);
        annotate_cis_with_differentiate(phase: T => T) => Complex::cis(phase), Complex<T>, |d| (inner(Complex::<T>::i() * Complex::cis(phase), d));
        annotate_from_polar_with_differentiate(r: T => T, theta: T => T) => Complex::from_polar(r, theta), Complex<T>,
            |d| (inner(Complex::cis(theta), d), inner(Complex::<T>::i() * Complex::from_polar(r, theta), d));
        annotate_from_with_differentiate(re: T => T) => Complex::from(re), Complex<T>, |d| (d.re);
    }
    methods {
        annotate_norm_with_differentiate(z) => z.norm(), T, |v, d| (direction(z, v, d));
        annotate_norm_sqr_with_differentiate(z) => z.norm_sqr(), T, |v, d| (z * (two::<T>() * d));
        annotate_arg_with_differentiate(z) => z.arg(), T, |v, d| (Complex::<T>::i() * z * (d / z.norm_sqr()));
        annotate_to_polar_with_differentiate(z) => z.to_polar(), (T, T), |v, d| (direction(z, v.0, d.0) + Complex::<T>::i() * z * (d.1 / z.norm_sqr()));
        annotate_conj_with_differentiate(z) => z.conj(), Complex<T>, |v, d| (d.conj());
        annotate_scale_with_differentiate(z, t: T => T) => z.scale(t), Complex<T>, |v, d| (d * t, inner(z, d));
        annotate_unscale_with_differentiate(z, t: T => T) => z.unscale(t), Complex<T>, |v, d| (d / t, -inner(v, d) / t);
        annotate_inv_with_differentiate(z) => z.inv(), Complex<T>, |v, d| (-(d * (v * v).conj()));
        annotate_finv_with_differentiate(z) => z.finv(), Complex<T>, |v, d| (-(d * (v * v).conj()));
        annotate_powi_with_differentiate(z, n: i32 => ()) => z.powi(n), Complex<T>, |v, d| (d * slope(z, n).conj(), ());
        annotate_powu_with_differentiate(z, n: u32 => ()) => z.powu(n), Complex<T>, |v, d| (d * slope(z, n as i32).conj(), ());
        annotate_powf_with_differentiate(z, p: T => T) => z.powf(p), Complex<T>, |v, d| (d * (z.powf(p - T::ONE) * p).conj(), inner(v * z.ln(), d));
        annotate_powc_with_differentiate(z, p: Complex<T> => Complex<T>) => z.powc(p), Complex<T>,
            |v, d| (d * (z.powc(p - T::ONE) * p).conj(), d * (v * z.ln()).conj());
        annotate_exp_with_differentiate(z) => z.exp(), Complex<T>, |v, d| (d * v.conj());
        annotate_ln_with_differentiate(z) => z.ln(), Complex<T>, |v, d| (d / z.conj());
        annotate_sqrt_with_differentiate(z) => z.sqrt(), Complex<T>, |v, d| (d / (v * two::<T>()).conj());
        annotate_sin_with_differentiate(z) => z.sin(), Complex<T>, |v, d| (d * z.cos().conj());
        annotate_cos_with_differentiate(z) => z.cos(), Complex<T>, |v, d| (-(d * z.sin().conj()));
        annotate_tan_with_differentiate(z) => z.tan(), Complex<T>, |v, d| (d * (v * v + T::ONE).conj());
        annotate_sinh_with_differentiate(z) => z.sinh(), Complex<T>, |v, d| (d * z.cosh().conj());
        annotate_cosh_with_differentiate(z) => z.cosh(), Complex<T>, |v, d| (d * z.sinh().conj());
        annotate_tanh_with_differentiate(z) => z.tanh(), Complex<T>, |v, d| (d * (-(v * v) + T::ONE).conj());
        annotate_asin_with_differentiate(z) => z.asin(), Complex<T>, |v, d| (d / (-(z * z) + T::ONE).sqrt().conj());
        annotate_acos_with_differentiate(z) => z.acos(), Complex<T>, |v, d| (-(d / (-(z * z) + T::ONE).sqrt().conj()));
        annotate_atan_with_differentiate(z) => z.atan(), Complex<T>, |v, d| (d / (z * z + T::ONE).conj());
        annotate_clone_with_differentiate(z) => z, Complex<T>, |v, d| (d);
    }
}

impl<T: Real> Total for Complex<T> {
    #[inline]
    fn total(self, other: Self) -> Self {
        self + other
    }
}

/// How the direction of a number of that modulus turns along a tangent; zero at zero.
fn turned<T: Real>(z: Complex<T>, norm: T, t: Complex<T>) -> Complex<T> {
    if norm == T::ZERO {
        Complex::new(T::ZERO, T::ZERO)
    } else {
        (t - z * (inner(z, t) / norm / norm)) / norm
    }
}

/// The same of the angle, which turns what flows back.
fn angle_turned<T: Real>(z: Complex<T>, t: Complex<T>) -> Complex<T> {
    let square = z.norm_sqr();
    Complex::<T>::i() * (t - z * (two::<T>() * inner(z, t) / square)) / square
}

/// The second derivative of a power.
fn curvature<T: Real>(z: Complex<T>, exponent: i32) -> Complex<T> {
    match exponent {
        0 | 1 => Complex::new(T::ZERO, T::ZERO),
        n => z.powi(n - 2) * T::from_i32(n) * T::from_i32(n - 1),
    }
}

/// The derivative of that with respect to the base, along tangents of both.
fn slope_turned<T: Real>(z: Complex<T>, p: Complex<T>, t: Complex<T>, t_p: Complex<T>) -> Complex<T> {
    let one = T::ONE;
    let below = z.powc(p - one);
    z.powc(p - two::<T>()) * p * (p - one) * t + below * (p * z.ln() + one) * t_p
}

/// The derivative of that with respect to the exponent, along tangents of both.
fn growth_turned<T: Real>(z: Complex<T>, p: Complex<T>, t: Complex<T>, t_p: Complex<T>) -> Complex<T> {
    let ln = z.ln();
    z.powc(p - T::ONE) * (p * ln + T::ONE) * t + z.powc(p) * ln * ln * t_p
}

/// A real number among complex ones.
#[inline]
fn real<T: Real>(x: T) -> Complex<T> {
    Complex::new(x, T::ZERO)
}

// The tangent of a function with the complex derivative `w` is `w * t`, and that passes back the conjugate of its derivative along `t`.
tangents! {
    ComplexTangents[T: Real] for Complex<T>;
    functions {
        linear add_jvp_to_the_attribute_of_new { annotate_new_with_differentiate(re t_re: T, im t_im: T) -> Complex<T> }
        by add_jvp_to_the_attribute_of_cis { annotate_cis_with_differentiate(phase t: T) -> Complex<T>
            = |d| Complex::<T>::i() * Complex::cis(phase) * t, -inner(Complex::cis(phase), d) * t }
        by add_jvp_to_the_attribute_of_from_polar { annotate_from_polar_with_differentiate(r t_r: T, theta t: T) -> Complex<T>
            = |d| Complex::cis(theta) * t_r + Complex::<T>::i() * Complex::from_polar(r, theta) * t,
            inner(Complex::<T>::i() * Complex::cis(theta), d) * t,
            inner(Complex::<T>::i() * Complex::cis(theta), d) * t_r - inner(Complex::from_polar(r, theta), d) * t }
        linear add_jvp_to_the_attribute_of_from { annotate_from_with_differentiate(re t: T) -> Complex<T> }
    }
    methods {
        by add_jvp_to_the_attribute_of_norm { annotate_norm_with_differentiate() -> T = |z, v, t, d| inner(direction(z, v, T::ONE), t), turned(z, v, t) * d }
        by add_jvp_to_the_attribute_of_norm_sqr { annotate_norm_sqr_with_differentiate() -> T = |z, v, t, d| two::<T>() * inner(z, t), t * (two::<T>() * d) }
        by add_jvp_to_the_attribute_of_arg { annotate_arg_with_differentiate() -> T
            = |z, v, t, d| inner(Complex::<T>::i() * z, t) / z.norm_sqr(), angle_turned(z, t) * d }
        by add_jvp_to_the_attribute_of_to_polar { annotate_to_polar_with_differentiate() -> (T, T)
            = |z, v, t, d| (inner(direction(z, v.0, T::ONE), t), inner(Complex::<T>::i() * z, t) / z.norm_sqr()),
            turned(z, v.0, t) * d.0 + angle_turned(z, t) * d.1 }
        linear add_jvp_to_the_attribute_of_conj { annotate_conj_with_differentiate() -> Complex<T> }
        bilinear add_jvp_to_the_attribute_of_scale { annotate_scale_with_differentiate(k u: T) -> Complex<T> }
        by add_jvp_to_the_attribute_of_unscale { annotate_unscale_with_differentiate(k u: T) -> Complex<T>
            = |z, v, t, d| (t - v * u) / k, -d * (u / k / k), (inner(v, d) * two::<T>() * u - inner(t, d)) / k / k }
        by add_jvp_to_the_attribute_of_powi { annotate_powi_with_differentiate(at n: i32) -> Complex<T>
            = |z, v, t, d| slope(z, n) * t, (curvature(z, n) * t).conj() * d }
        by add_jvp_to_the_attribute_of_powu { annotate_powu_with_differentiate(at n: u32) -> Complex<T>
            = |z, v, t, d| slope(z, n as i32) * t, (curvature(z, n as i32) * t).conj() * d }
        by add_jvp_to_the_attribute_of_powf { annotate_powf_with_differentiate(p u: T) -> Complex<T>
            = |z, v, t, d| z.powf(p - T::ONE) * p * t + v * z.ln() * u,
            slope_turned(z, real(p), t, real(u)).conj() * d, inner(growth_turned(z, real(p), t, real(u)), d) }
        by add_jvp_to_the_attribute_of_powc { annotate_powc_with_differentiate(p u: Complex<T>) -> Complex<T>
            = |z, v, t, d| z.powc(p - T::ONE) * p * t + v * z.ln() * u,
            slope_turned(z, p, t, u).conj() * d, growth_turned(z, p, t, u).conj() * d }
        by add_jvp_to_the_attribute_of_exp { annotate_exp_with_differentiate() -> Complex<T> = |z, v, t, d| (v) * t, ((v) * t).conj() * d }
        by add_jvp_to_the_attribute_of_ln { annotate_ln_with_differentiate() -> Complex<T> = |z, v, t, d| (z.inv()) * t, ((-(z * z).inv()) * t).conj() * d }
        by add_jvp_to_the_attribute_of_sqrt { annotate_sqrt_with_differentiate() -> Complex<T> = |z, v, t, d| ((v * two::<T>()).inv()) * t, ((-(v * v * v * two::<T>() * two::<T>()).inv()) * t).conj() * d }
        by add_jvp_to_the_attribute_of_sin { annotate_sin_with_differentiate() -> Complex<T> = |z, v, t, d| (z.cos()) * t, ((-v) * t).conj() * d }
        by add_jvp_to_the_attribute_of_cos { annotate_cos_with_differentiate() -> Complex<T> = |z, v, t, d| (-z.sin()) * t, ((-v) * t).conj() * d }
        by add_jvp_to_the_attribute_of_tan { annotate_tan_with_differentiate() -> Complex<T> = |z, v, t, d| (v * v + T::ONE) * t, ((v * (v * v + T::ONE) * two::<T>()) * t).conj() * d }
        by add_jvp_to_the_attribute_of_sinh { annotate_sinh_with_differentiate() -> Complex<T> = |z, v, t, d| (z.cosh()) * t, ((v) * t).conj() * d }
        by add_jvp_to_the_attribute_of_cosh { annotate_cosh_with_differentiate() -> Complex<T> = |z, v, t, d| (z.sinh()) * t, ((v) * t).conj() * d }
        by add_jvp_to_the_attribute_of_tanh { annotate_tanh_with_differentiate() -> Complex<T> = |z, v, t, d| (-(v * v) + T::ONE) * t, ((v * (v * v - T::ONE) * two::<T>()) * t).conj() * d }
        by add_jvp_to_the_attribute_of_asin { annotate_asin_with_differentiate() -> Complex<T> = |z, v, t, d| ((-(z * z) + T::ONE).sqrt().inv()) * t, ((z / ((-(z * z) + T::ONE) * (-(z * z) + T::ONE).sqrt())) * t).conj() * d }
        by add_jvp_to_the_attribute_of_acos { annotate_acos_with_differentiate() -> Complex<T> = |z, v, t, d| (-(-(z * z) + T::ONE).sqrt().inv()) * t, ((-z / ((-(z * z) + T::ONE) * (-(z * z) + T::ONE).sqrt())) * t).conj() * d }
        by add_jvp_to_the_attribute_of_atan { annotate_atan_with_differentiate() -> Complex<T> = |z, v, t, d| ((z * z + T::ONE).inv()) * t, ((-z * two::<T>() / ((z * z + T::ONE) * (z * z + T::ONE))) * t).conj() * d }
        by add_jvp_to_the_attribute_of_inv { annotate_inv_with_differentiate() -> Complex<T> = |z, v, t, d| (-(v * v)) * t, ((v * v * v * two::<T>()) * t).conj() * d }
        by add_jvp_to_the_attribute_of_finv { annotate_finv_with_differentiate() -> Complex<T> = |z, v, t, d| (-(v * v)) * t, ((v * v * v * two::<T>()) * t).conj() * d }
        linear add_jvp_to_the_attribute_of_clone { annotate_clone_with_differentiate() -> Complex<T> }
    }
}
