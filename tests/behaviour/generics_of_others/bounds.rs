//! Bounds of one's own, structs with operators and methods, traits, parameters that are passed through, `nalgebra`.

use super::arr;
use crate::check::nums;
use differentiate::{Differentiable, differentiate};
use num_traits::{Float, FromPrimitive, NumCast, ToPrimitive};
use std::ops::*;

mod own_trait {
    use super::*;
    trait Scalar: num_traits::Float {}
    impl Scalar for f64 {}
    impl Scalar for f32 {}

    #[differentiate]
    fn squash<T: Scalar>(x: T) -> T {
        let two = T::from(2.0).unwrap();
        x / (T::one() + x.abs()) * two.sqrt() + x.tanh()
    }
    #[differentiate]
    fn energy<T: Scalar>(x: &[T], k: T) -> T {
        let mut e = T::zero();
        for w in x.windows(2) {
            e = e + k * (w[1] - w[0]).powi(2);
        }
        e
    }

    trait Number:
        Copy + PartialOrd + Add<Output = Self> + Mul<Output = Self> + Sub<Output = Self> + Div<Output = Self>
    {
        const ONE: Self;
        fn exp(self) -> Self;
        fn of(x: f64) -> Self;
    }
    impl Number for f64 {
        const ONE: f64 = 1.0;
        fn exp(self) -> f64 {
            f64::exp(self)
        }
        fn of(x: f64) -> f64 {
            x
        }
    }
    impl Number for f32 {
        const ONE: f32 = 1.0;
        fn exp(self) -> f32 {
            f32::exp(self)
        }
        fn of(x: f64) -> f32 {
            x as f32
        }
    }
    #[differentiate]
    fn gelu_like<N: Number>(x: N) -> N {
        let c = N::of(1.702);
        if x > N::of(0.0) { x / (N::ONE + (N::of(0.0) - c * x).exp()) } else { x * x * N::of(0.5) }
    }
    #[test]
    fn own() {
        floats!(nums(1); |p| squash, squash_value_and_grad, squash_grad, squash_vjp; (p[0]));
        floats!(nums(5); |p| energy, energy_value_and_grad, energy_grad, energy_vjp; (&p[..4], p[4]));
        for x in [0.4, -0.7] {
            floats!([x]; |p| gelu_like, gelu_like_value_and_grad, gelu_like_grad, gelu_like_vjp; (p[0]));
        }
    }
}

mod vectors {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
    struct Vec3<T> {
        x: T,
        y: T,
        z: T,
    }

    #[differentiate]
    impl<T: Float> Add for Vec3<T> {
        type Output = Vec3<T>;
        fn add(self, o: Vec3<T>) -> Vec3<T> {
            Vec3 { x: self.x + o.x, y: self.y + o.y, z: self.z + o.z }
        }
    }
    #[differentiate]
    impl<T: Float> Sub for Vec3<T> {
        type Output = Self;
        fn sub(self, o: Self) -> Self {
            Self { x: self.x - o.x, y: self.y - o.y, z: self.z - o.z }
        }
    }
    #[differentiate]
    impl<T: Float> Mul<T> for Vec3<T> {
        type Output = Vec3<T>;
        fn mul(self, s: T) -> Vec3<T> {
            Vec3 { x: self.x * s, y: self.y * s, z: self.z * s }
        }
    }
    #[differentiate]
    impl<T: Float> Neg for Vec3<T> {
        type Output = Vec3<T>;
        fn neg(self) -> Vec3<T> {
            Vec3 { x: -self.x, y: -self.y, z: -self.z }
        }
    }
    #[differentiate]
    impl<T: Float> Vec3<T> {
        #[differentiate(wrt(x, y, z))]
        fn new(x: T, y: T, z: T) -> Self {
            Vec3 { x, y, z }
        }
        #[differentiate(wrt(self, o))]
        fn dot(self, o: Vec3<T>) -> T {
            self.x * o.x + self.y * o.y + self.z * o.z
        }
        #[differentiate(wrt(self))]
        fn norm(self) -> T {
            self.dot(self).sqrt()
        }
        #[differentiate(wrt(self, o))]
        fn cross(&self, o: &Vec3<T>) -> Vec3<T> {
            Vec3 {
                x: self.y * o.z - self.z * o.y,
                y: self.z * o.x - self.x * o.z,
                z: self.x * o.y - self.y * o.x,
            }
        }
    }
    #[differentiate]
    fn volume<T: Float>(a: [T; 3], b: [T; 3], c: [T; 3]) -> T {
        let (a, b, c) =
            (Vec3::new(a[0], a[1], a[2]), Vec3::new(b[0], b[1], b[2]), Vec3::new(c[0], c[1], c[2]));
        a.cross(&b).dot(c).abs() / T::from(6.0).unwrap()
    }
    #[differentiate]
    fn spring<T: Float>(a: [T; 3], b: [T; 3], k: T) -> T {
        let d = Vec3 { x: a[0], y: a[1], z: a[2] } - Vec3 { x: b[0], y: b[1], z: b[2] };
        let e = d * T::from(0.5).unwrap() + d;
        k * e.norm().powi(2)
    }
    #[differentiate(wrt(a, b))]
    fn between<T: Float>(a: Vec3<T>, b: Vec3<T>, t: T) -> T {
        let p = a * (T::one() - t) + b * t;
        (-p).norm()
    }
    #[test]
    fn of_vectors() {
        let a = [0.3, 0.4, 1.5, -0.2, 0.9, 0.1, 0.5, 0.6, -0.7];
        floats!(a; |p| volume, volume_value_and_grad, volume_grad, volume_vjp; (arr(p), arr(&p[3..]), arr(&p[6..])));
        floats!(a[..7].to_vec(); |p| spring, spring_value_and_grad, spring_grad, spring_vjp; (arr(p), arr(&p[3..]), p[6]));
        let (u, v) = (Vec3 { x: 0.3f64, y: 0.4, z: 1.5 }, Vec3 { x: -0.2, y: 0.9, z: 0.1 });
        let (du, dv) = between_grad(u, v, 0.25);
        let p = u * 0.75 + v * 0.25;
        let n = p.norm();
        assert!((du.x - 0.75 * p.x / n).abs() < 1e-12 && (dv.z - 0.25 * p.z / n).abs() < 1e-12);
        let g = u.norm_grad();
        assert!((g.y - 0.4 / u.norm()).abs() < 1e-12);
    }
}

mod lines {
    use super::*;
    #[derive(Clone, Debug, PartialEq, Differentiable)]
    struct Line<T: Float> {
        slope: T,
        offset: T,
    }
    #[differentiate(wrt(self, x))]
    impl<T: Float> Line<T> {
        fn at(&self, x: T) -> T {
            self.slope * x + self.offset.sin()
        }
        fn loss(&self, x: &[T], y: &[T]) -> T {
            let n = T::from(x.len()).unwrap();
            x.iter().zip(y).map(|(&x, &y)| (self.at(x) - y).powi(2)).fold(T::zero(), |a, b| a + b) / n
        }
    }
    #[derive(Clone, Debug, PartialEq, Differentiable)]
    struct Glm<F> {
        weights: Vec<F>,
        bias: F,
    }
    #[differentiate]
    impl<F> Glm<F>
    where
        F: Float + FromPrimitive + AddAssign + std::iter::Sum,
    {
        #[differentiate(wrt(self))]
        fn loss(&self, rows: &[Vec<F>], y: &[F], l2: F) -> F {
            let mut total = F::zero();
            for (row, &t) in rows.iter().zip(y.iter()) {
                let eta = self.bias + row.iter().zip(self.weights.iter()).map(|(&a, &b)| a * b).sum::<F>();
                total += (F::one() + eta.exp()).ln() - t * eta;
            }
            let penalty: F = self.weights.iter().map(|&w| w * w).sum();
            total / F::from_usize(y.len()).unwrap() + l2 * penalty
        }
    }
    #[test]
    fn of_lines() {
        let line = Line { slope: 0.7f64, offset: 0.2 };
        let (g, dx) = line.at_grad(1.5);
        assert_eq!((g.slope, dx), (1.5, 0.7));
        assert!((g.offset - 0.2f64.cos()).abs() < 1e-15);
        let (xs, ys) = ([0.1, 0.5], [0.3, -0.2]);
        let (g, _) = line.loss_grad(&xs, &ys);
        let d = crate::common::derivative(|s| Line { slope: s, offset: 0.2 }.loss(&xs, &ys), 0.7);
        assert!((g.slope - d).abs() < 1e-8);
        let m = Glm { weights: vec![0.3, -0.2], bias: 0.1 };
        let rows = [vec![1.0, 0.5], vec![-0.4, 0.9], vec![0.2, 0.2]];
        let g = m.loss_grad(&rows, &[1.0, 0.0, 1.0], 0.01);
        for i in 0..2 {
            let d = crate::common::derivative(
                |w| {
                    let mut m = m.clone();
                    m.weights[i] = w;
                    m.loss(&rows, &[1.0, 0.0, 1.0], 0.01)
                },
                m.weights[i],
            );
            assert!((g.weights[i] - d).abs() < 1e-8);
        }
        let d = crate::common::derivative(
            |w| {
                let mut m = m.clone();
                m.bias = w;
                m.loss(&rows, &[1.0, 0.0, 1.0], 0.01)
            },
            0.1,
        );
        assert!((g.bias - d).abs() < 1e-8);
    }
}

mod traits {
    use super::*;
    #[differentiate]
    trait Kernel<T: Float> {
        #[differentiate(wrt(a, b))]
        fn k(&self, a: T, b: T) -> T;
    }
    struct Rbf<T> {
        length: T,
    }
    #[differentiate]
    impl<T: Float> Kernel<T> for Rbf<T> {
        #[differentiate(wrt(a, b))]
        fn k(&self, a: T, b: T) -> T {
            let d = (a - b) / self.length;
            (-d * d / T::from(2.0).unwrap()).exp()
        }
    }
    #[differentiate(wrt(x))]
    fn sum_of<T: Float, K: Kernel<T>>(kernel: &K, x: &[T]) -> T {
        let mut s = T::zero();
        for i in 0..x.len() {
            for j in 0..i {
                s = s + kernel.k(x[i], x[j]);
            }
        }
        s
    }
    #[differentiate]
    trait Activation: Float {
        #[differentiate(wrt(self))]
        fn act(self) -> Self;
    }
    #[differentiate]
    trait Shape {
        #[differentiate(wrt(s))]
        fn scaled(&self, s: f64) -> f64;
    }
    struct Circle<T> {
        r: T,
    }
    #[differentiate]
    impl<T: Float> Shape for Circle<T> {
        #[differentiate(wrt(s))]
        fn scaled(&self, s: f64) -> f64 {
            let r = self.r.to_f64().unwrap();
            r * s * s
        }
    }
    #[test]
    fn of_traits() {
        let k = Rbf { length: 0.8 };
        every!(nums(4); |p| sum_of, sum_of_value_and_grad, sum_of_grad, sum_of_vjp; (&k, p));
        assert_eq!(Circle { r: 2.0f32 }.scaled_grad(3.0), 12.0);
    }
}

mod passed_through {
    use super::*;
    #[differentiate(wrt(x))]
    fn scaled<N: ToPrimitive + Copy>(n: N, x: f64) -> f64 {
        n.to_f64().unwrap() * x * x
    }
    #[differentiate]
    fn weighted<I: Into<usize> + Copy>(i: I, x: &[f64]) -> f64 {
        x[i.into()] * 2.0
    }
    #[differentiate]
    fn named<S: AsRef<str>>(s: S, x: f64) -> f64 {
        if s.as_ref() == "square" { x * x } else { x }
    }
    #[differentiate]
    fn marked<M>(_m: std::marker::PhantomData<M>, x: f64) -> f64 {
        x * x
    }
    #[differentiate]
    fn printed<D: std::fmt::Debug>(d: &D, x: f64) -> f64 {
        println!("{d:?}");
        x * x
    }
    #[differentiate]
    fn conv<T: Float, U: Float>(x: T) -> U {
        let y: U = NumCast::from(x).unwrap();
        y * y
    }
    #[differentiate]
    fn into_double<T: Float>(x: T) -> f64 {
        let y = x.to_f64().unwrap();
        y.sin()
    }
    #[differentiate]
    fn from_double<T: Float>(x: f64) -> T {
        T::from(x).unwrap().sin()
    }
    #[differentiate]
    fn larger<T: PartialOrd + Copy>(a: T, b: T) -> T {
        if a > b { a } else { b }
    }
    #[test]
    fn through() {
        assert_eq!(scaled_grad(3u8, 2.0), 12.0);
        assert_eq!(weighted_grad(1u8, &[1.0, 2.0]), [0.0, 2.0]);
        assert_eq!(named_grad("square", 3.0), 6.0);
        assert_eq!(printed_grad(&"x", 3.0), 6.0);
        assert_eq!(marked_grad::<u8>(std::marker::PhantomData, 3.0), 6.0);
        assert_eq!(conv_grad::<f64, f32>(3.0), 6.0f64);
        assert_eq!(into_double_grad(0.5f32), 0.5f64.cos() as f32);
        assert_eq!(from_double_grad::<f64>(0.5), 0.5f64.cos());
        assert_eq!(from_double_vjp::<f32>(0.5, 1.0), 0.5f32.cos() as f64);
        assert_eq!(larger_grad(2.0, 1.0), (1.0, 0.0));
    }
}

mod callers {
    use super::*;
    #[differentiate]
    fn rosenbrock<T: Float>(x: &[T]) -> T {
        let (a, b) = (T::one(), T::from(100.0).unwrap());
        (a - x[0]).powi(2) + b * (x[1] - x[0] * x[0]).powi(2)
    }
    fn descend<T: Float + differentiate::Float>(mut x: Vec<T>, rate: T) -> Vec<T> {
        for _ in 0..10 {
            let g = rosenbrock_grad(&x);
            for (x, g) in x.iter_mut().zip(g) {
                *x = *x - rate * g;
            }
        }
        x
    }
    #[test]
    fn generic_callers() {
        let x = descend(vec![0.9, 0.8], 1e-3);
        assert!(rosenbrock(&x) < rosenbrock(&[0.9, 0.8]));
        let x = descend(vec![0.9f32, 0.8], 1e-3);
        assert!(rosenbrock(&x) < rosenbrock(&[0.9f32, 0.8]));
    }
}

mod realfield {
    use super::*;
    use simba::scalar::RealField;
    #[differentiate]
    fn damped<T: RealField + Copy>(x: T, k: T) -> T {
        let half = T::from_subset(&0.5);
        (-k * x).exp() * (T::pi() * x).cos() + half * x.powi(2).max(T::zero())
    }
    #[differentiate]
    fn cloned<T: RealField>(x: T, k: T) -> T {
        let two = T::one() + T::one();
        x.clone() * k.clone() + (x.clone() / two).sin() * k.sqrt()
    }
    #[differentiate]
    fn normed<T: RealField + Copy>(x: &[T]) -> T {
        let mut s = T::zero();
        for &v in x {
            s += v * v;
        }
        s.sqrt()
    }
    #[test]
    fn of_nalgebra() {
        floats!([0.4, 0.7]; |p| damped, damped_value_and_grad, damped_grad, damped_vjp; (p[0], p[1]));
        floats!([0.4, 0.7]; |p| cloned, cloned_value_and_grad, cloned_grad, cloned_vjp; (p[0], p[1]));
        floats!(nums(4); |p| normed, normed_value_and_grad, normed_grad, normed_vjp; (p));
    }
}
mod odd {
    use super::*;
    trait Degrees: Copy + Mul<Output = Self> {
        fn sin(self) -> Self;
        fn max(self, o: Self) -> Self;
    }
    impl Degrees for f64 {
        fn sin(self) -> f64 {
            f64::sin(self.to_radians())
        }
        fn max(self, o: f64) -> f64 {
            f64::max(self, o)
        }
    }
    #[differentiate]
    fn wave<T: Degrees>(x: T, a: T) -> T {
        a * x.sin()
    }
    #[differentiate]
    fn top<T: Degrees>(x: T, a: T) -> T {
        a * x.max(a)
    }
    #[test]
    #[cfg(debug_assertions)]
    #[should_panic(expected = "`sin` of a type parameter is not that of `std`")]
    fn sine() {
        let _ = wave_grad(1.0, 2.0);
    }
    #[test]
    fn maximum() {
        assert_eq!(top_grad(1.0, 2.0), (0.0, 4.0));
    }
}

/// Structs, operators and traits generic over the user's trait, and a bound whose methods no other trait has.
mod own_structs {
    use super::*;

    trait Scalar: Float {}
    impl Scalar for f64 {}
    impl Scalar for f32 {}

    #[derive(Clone, Copy, Debug, Differentiable)]
    struct V2<T> {
        x: T,
        y: T,
    }

    #[differentiate]
    impl<T: Scalar> Add for V2<T> {
        type Output = V2<T>;
        fn add(self, o: V2<T>) -> V2<T> {
            V2 { x: self.x + o.x, y: self.y + o.y }
        }
    }

    #[differentiate]
    impl<T: Scalar> V2<T> {
        #[differentiate(wrt(self))]
        fn norm(&self) -> T {
            (self.x * self.x + self.y * self.y).sqrt()
        }
        #[differentiate(wrt(self, k))]
        fn scaled(self, k: T) -> Self {
            V2 { x: self.x * k, y: self.y * k }
        }
    }

    #[differentiate(wrt(a, b))]
    fn length_of_sum<T: Scalar>(a: V2<T>, b: V2<T>) -> T {
        (a.scaled(T::from(2.0).unwrap()) + b).norm()
    }

    #[differentiate]
    trait Kernel<T: Scalar> {
        #[differentiate(wrt(a, b))]
        fn k(&self, a: T, b: T) -> T;
    }
    struct Linear;
    #[differentiate]
    impl<T: Scalar> Kernel<T> for Linear {
        #[differentiate(wrt(a, b))]
        fn k(&self, a: T, b: T) -> T {
            a * b
        }
    }
    #[differentiate(wrt(x))]
    fn gram<T: Scalar, K: Kernel<T>>(k: &K, x: &[T]) -> T {
        let mut s = T::zero();
        for &a in x {
            for &b in x {
                s = s + k.k(a, b);
            }
        }
        s
    }

    mod own {
        pub trait Float: Copy + std::ops::Mul<Output = Self> {
            fn sqrt(self) -> Self;
        }
        impl Float for f64 {
            fn sqrt(self) -> f64 {
                self
            }
        }
    }
    #[differentiate]
    fn by_another_root<T: own::Float>(x: T) -> T {
        x.sqrt() * x
    }

    #[test]
    fn of_own_bounds() {
        let (a, _) = length_of_sum_grad(V2 { x: 3.0f64, y: 4.0 }, V2 { x: 0.0, y: 0.0 });
        assert!((a.x - 1.2).abs() < 1e-12 && (a.y - 1.6).abs() < 1e-12);
        assert_eq!(gram_grad(&Linear, &[1.0, 2.0]), [6.0, 6.0]);
        assert_eq!(gram_grad(&Linear, &[1.0f32, 2.0]), [6.0, 6.0]);
    }

    #[test]
    #[cfg(debug_assertions)]
    #[should_panic(expected = "`sqrt` of a type parameter is not that of `std`")]
    fn named_like_a_root() {
        let _ = by_another_root_grad(4.0);
    }
}
