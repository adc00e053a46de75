//! Programs: conversions, orders, closures, results of every shape, and structs such as people write them.

use super::arr;
use crate::check::nums;
use differentiate::{Differentiable, differentiate};
use num_traits::{Float, FromPrimitive, NumCast};
use std::fmt::Debug;
use std::iter::Sum;
use std::ops::*;

#[differentiate]
fn q1<T: Float>(x: T) -> Option<T> {
    let two = T::from(2.0)?;
    Some(two * x * x)
}
#[differentiate]
fn q2<T: Float>(x: T) -> T {
    match T::from(2.0) {
        Some(two) => two * x * x,
        None => x,
    }
}
#[differentiate]
fn q3<T: Float>(x: T) -> Option<T> {
    let Some(two) = T::from(2.0) else { return None };
    if x > two {
        return None;
    }
    Some(two * x.sin())
}
#[differentiate]
fn q4<T: Float>(x: T) -> Result<T, String> {
    let two = T::from(2.0).ok_or("none".to_string())?;
    Ok(two * x.sin())
}
#[differentiate]
fn inner<T: Float>(x: T, y: T) -> T {
    fn half<T: Float>(x: T) -> T {
        x / T::from(2.0).unwrap()
    }
    half(x * y) + half(y).cos()
}
#[differentiate]
fn closures<T: Float>(x: &[T], k: T) -> T {
    let sq = |v: T| v * v * k;
    let f = |v: &T| sq(*v).sqrt().max(T::zero());
    x.iter().map(f).fold(T::zero(), |a, b| a + b)
}
#[differentiate]
fn hr<T>(x: &[T]) -> T
where
    T: Float + for<'a> Sum<&'a T> + Send + Sync + 'static,
{
    let s: T = x.iter().sum();
    s * s.exp()
}
#[differentiate]
fn lifetimes<'a, T: Float + Debug + Default>(x: &'a [T], w: &'a [T; 2]) -> T {
    debug_assert!(x.len() > 1, "{:?}", x);
    x[0] * w[0] + x[1] * w[1] + T::default()
}
#[differentiate]
fn from_clause<T: Float>(x: T) -> f64
where
    f64: From<T>,
{
    let y: f64 = <f64 as From<T>>::from(x);
    y * y
}
#[differentiate]
fn into_clause<T: Float>(x: T) -> T
where
    f32: Into<T>,
{
    let c: T = 0.5f32.into();
    c * x * x
}
#[differentiate]
fn from_f32<T: Copy + From<f32> + Mul<Output = T> + Add<Output = T>>(x: T) -> T {
    T::from(0.5) * x * x + T::from(1.0f32)
}
#[differentiate]
fn table<T: Float>(xs: &[T], x: T) -> T {
    let i = x.floor().to_usize().unwrap();
    let t = x - x.floor();
    xs[i] * (T::one() - t) + xs[i + 1] * t
}
#[differentiate]
fn guards<T: Float>(x: T, y: T) -> T {
    if x.is_nan() || y.is_infinite() {
        return T::nan();
    }
    if x.is_sign_negative() {
        return T::min_positive_value();
    }
    let r = (x / y).min(T::max_value());
    if r.is_zero() { T::zero() } else { r.ln() }
}
#[differentiate]
fn extremes<T: Float>(x: &[T]) -> T {
    let lo = x.iter().cloned().fold(T::infinity(), T::min);
    let hi = x.iter().copied().max_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
    (hi - lo).powi(2)
}
#[differentiate]
fn median<T: Float>(x: &[T]) -> T {
    let mut v = x.to_vec();
    v.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    let n = v.len();
    if n % 2 == 1 { v[n / 2] } else { (v[n / 2 - 1] + v[n / 2]) / T::from(2).unwrap() }
}
#[differentiate]
fn series<T: Float + FromPrimitive>(x: T, n: usize) -> T {
    let mut term = T::one();
    let mut sum = T::one();
    for k in 1..n {
        term = term * x / T::from_usize(k).unwrap();
        sum = sum + term;
    }
    sum
}
#[differentiate]
fn tuple_result<T: Float>(r: T, phi: T) -> (T, T) {
    (r * phi.cos(), r * phi.sin())
}
#[differentiate]
fn list_result<T: Float>(x: &[T], k: T) -> Vec<T> {
    x.iter().map(|&v| (v * k).tanh()).collect()
}
#[differentiate]
fn function_parameter<T: Float, G: Fn(T) -> T>(g: G, x: T, c: T) -> T {
    x * x * g(T::one()) + c
}
#[differentiate]
fn in_place<T: Float + MulAssign>(x: &mut [T], k: T) {
    for v in x.iter_mut() {
        *v *= k;
        *v = v.sin();
    }
}
#[differentiate]
fn power<T: Float>(x: T, n: u32) -> T {
    if n == 0 { T::one() } else { x * power(x, n - 1) }
}
#[differentiate]
fn by_trait<T: Float>(x: T) -> T {
    Float::exp(x)
        + <T as Float>::sin(x)
        + num_traits::Float::powi(x, 2) * <T as num_traits::One>::one()
        + T::sqrt(x)
}
#[differentiate]
fn casts<T: Float>(x: &[T]) -> T {
    let n: T = num_traits::cast(x.len()).unwrap();
    let half = <T as NumCast>::from(0.5).unwrap();
    x.iter().fold(num_traits::zero(), |a: T, &b| a + b * half) / n + num_traits::one::<T>()
}
#[differentiate]
fn matmul<T: Float, const M: usize, const N: usize, const P: usize>(
    a: [[T; N]; M],
    b: [[T; P]; N],
) -> [[T; P]; M] {
    let mut c = [[T::zero(); P]; M];
    for i in 0..M {
        for j in 0..P {
            for k in 0..N {
                c[i][j] = c[i][j] + a[i][k] * b[k][j];
            }
        }
    }
    c
}
#[test]
fn first() {
    assert_eq!(q1_grad(3.0), Some(12.0));
    assert_eq!(q2_grad(3.0f32), 12.0);
    assert_eq!(q3_grad(1.0), Some(2.0 * 1f64.cos()));
    assert_eq!(q4_grad(1.0), Ok(2.0 * 1f64.cos()));
    floats!([0.4, 0.7]; |p| inner, inner_value_and_grad, inner_grad, inner_vjp; (p[0], p[1]));
    floats!([0.4, 0.7, 0.9]; |p| closures, closures_value_and_grad, closures_grad, closures_vjp; (&p[..2], p[2]));
    floats!([0.4, 0.7, 0.9]; |p| hr, hr_value_and_grad, hr_grad, hr_vjp; (p));
    floats!([0.4, 0.7, 0.9, 0.3]; |p| lifetimes, lifetimes_value_and_grad, lifetimes_grad, lifetimes_vjp; (&p[..2], &arr(&p[2..])));
    assert_eq!(from_clause_grad(3.0f32), 6.0);
    assert_eq!(into_clause_grad(3.0f64), 3.0);
    assert_eq!(from_f32_grad(3.0f64), 3.0);
    floats!([0.4, 0.7, 0.9, 1.3]; |p| table, table_value_and_grad, table_grad, table_vjp; (&p[..3], p[3]));
    for at in [[0.4, 0.7], [-0.4, 0.7]] {
        floats!(at; |p| guards, guards_value_and_grad, guards_grad, guards_vjp; (p[0], p[1]));
    }
    floats!(nums(5); |p| extremes, extremes_value_and_grad, extremes_grad, extremes_vjp; (p));
    floats!(nums(5); |p| median, median_value_and_grad, median_grad, median_vjp; (p));
    floats!(nums(4); |p| median, median_value_and_grad, median_grad, median_vjp; (p));
    floats!([0.4]; |p| series, series_value_and_grad, series_grad, series_vjp; (p[0], 9));
    vjp!([0.4, 0.7]; |p| tuple_result, tuple_result_vjp; (p[0], p[1]));
    vjp!([0.4, 0.7, 0.3]; |p| list_result, list_result_vjp; (&p[..2], p[2]));
    assert_eq!(function_parameter_grad(|x| x + 1.0, 3.0, 1.0), (12.0, 1.0));
    let (mut x, mut d) = ([0.3, 0.4], [1.0, 2.0]);
    let dk = in_place_vjp(&mut x, 0.5, &mut d);
    assert_eq!(d, [0.5 * 0.15f64.cos(), 1.0 * 0.2f64.cos()]);
    assert!((dk - (0.3 * 0.15f64.cos() + 0.8 * 0.2f64.cos())).abs() < 1e-15);
    floats!([0.4]; |p| power, power_value_and_grad, power_grad, power_vjp; (p[0], 3));
    floats!([0.4]; |p| by_trait, by_trait_value_and_grad, by_trait_grad, by_trait_vjp; (p[0]));
    floats!(nums(4); |p| casts, casts_value_and_grad, casts_grad, casts_vjp; (p));
    vjp!(nums(10); |p| matmul, matmul_vjp; ([arr::<_, 2>(p), arr(&p[2..])], [arr::<_, 3>(&p[4..]), arr(&p[7..])]));
}

mod structs {
    use super::*;
    #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
    struct Complex<T> {
        re: T,
        im: T,
    }
    #[differentiate]
    impl<T: Float> Add for Complex<T> {
        type Output = Self;
        fn add(self, o: Self) -> Self {
            Complex { re: self.re + o.re, im: self.im + o.im }
        }
    }
    #[differentiate]
    impl<T> Mul for Complex<T>
    where
        T: Copy + Mul<Output = T> + Add<Output = T> + Sub<Output = T>,
    {
        type Output = Complex<T>;
        fn mul(self, o: Self) -> Self::Output {
            Complex { re: self.re * o.re - self.im * o.im, im: self.re * o.im + self.im * o.re }
        }
    }
    #[differentiate]
    impl<T: Float> Complex<T> {
        #[differentiate(wrt(re, im))]
        fn new(re: T, im: T) -> Complex<T> {
            Complex { re, im }
        }
        #[differentiate(wrt(self))]
        fn norm_sqr(&self) -> T {
            self.re.powi(2) + self.im.powi(2)
        }
        #[differentiate(wrt(self))]
        fn exp(self) -> Self {
            let r = self.re.exp();
            Complex { re: r * self.im.cos(), im: r * self.im.sin() }
        }
    }
    #[derive(Clone, Debug, PartialEq, Differentiable)]
    struct Pid<T: Float> {
        kp: T,
        ki: T,
        kd: T,
        integral: T,
        last: T,
    }
    #[differentiate]
    impl<T: Float> Pid<T> {
        #[differentiate(wrt(self, error))]
        fn step(&mut self, error: T, dt: T) -> T {
            self.integral = self.integral + error * dt;
            let d = (error - self.last) / dt;
            self.last = error;
            self.kp * error + self.ki * self.integral + self.kd * d
        }
    }
    #[derive(Clone, Debug, Differentiable)]
    struct Matrix<T, const R: usize, const C: usize> {
        data: [[T; C]; R],
    }
    #[differentiate]
    impl<T: Float, const R: usize, const C: usize> Matrix<T, R, C> {
        #[differentiate(wrt(self, v))]
        fn apply(&self, v: &[T; C]) -> [T; R] {
            let mut out = [T::zero(); R];
            for i in 0..R {
                for j in 0..C {
                    out[i] = out[i] + self.data[i][j] * v[j];
                }
            }
            out
        }
    }
    #[differentiate]
    fn quadratic<T: Float>(a: [[T; 2]; 2], v: [T; 2]) -> T {
        let m = Matrix { data: a };
        let w = m.apply(&v);
        v[0] * w[0] + v[1] * w[1]
    }
    #[derive(Clone, Copy, Debug, Differentiable)]
    struct Mixed<A, B> {
        a: A,
        b: B,
    }
    #[differentiate]
    impl<A: Float, B: Float> Mixed<A, B> {
        #[differentiate(wrt(self))]
        fn total(&self) -> A {
            self.a * A::from(self.b).unwrap()
        }
    }
    #[derive(Clone, Debug, Differentiable)]
    enum Layer<T> {
        Dense { w: Vec<T>, b: T },
        Scale(T),
        Relu,
    }
    #[differentiate]
    impl<T: Float> Layer<T> {
        #[differentiate(wrt(self, x))]
        fn forward(&self, x: T) -> T {
            match self {
                Layer::Dense { w, b } => w.iter().fold(*b, |s, &w| s + w * x),
                Layer::Scale(s) => *s * x,
                Layer::Relu => x.max(T::zero()),
            }
        }
    }
    #[differentiate(wrt(layers, x))]
    fn network<T: Float>(layers: &[Layer<T>], x: T) -> T {
        let mut h = x;
        for l in layers {
            h = l.forward(h);
        }
        h
    }
    #[test]
    fn of_structs() {
        floats!([0.9, 0.4, 0.05, 1.0, 0.3, 0.6]; |p| quadratic, quadratic_value_and_grad, quadratic_grad, quadratic_vjp; ([arr(p), arr(&p[2..])], arr(&p[4..])));
        let g = Mixed { a: 2.0f64, b: 3.0f32 }.total_grad();
        assert_eq!((g.a, g.b), (3.0, 2.0));
        let layers = [Layer::Dense { w: vec![0.5, 0.25], b: 0.1f64 }, Layer::Scale(3.0), Layer::Relu];
        let (_, dx) = network_grad(&layers, 2.0);
        assert_eq!(dx, 2.25);
    }
}
mod traits {
    use super::*;
    #[differentiate]
    trait Curve {
        #[differentiate(wrt(x))]
        fn eval<T: Float>(&self, x: T) -> T;
    }
    struct Parabola;
    #[differentiate]
    impl Curve for Parabola {
        #[differentiate(wrt(x))]
        fn eval<T: Float>(&self, x: T) -> T {
            x * x + T::one()
        }
    }
    #[differentiate(wrt(x))]
    fn along<C: Curve>(c: &C, x: f64) -> f64 {
        c.eval(x) + c.eval(2.0 * x)
    }
    #[test]
    fn generic_methods() {
        assert_eq!(along_grad(&Parabola, 3.0), 6.0 + 24.0);
        assert_eq!(Parabola.eval_grad(2.0f32), 4.0);
    }
}
