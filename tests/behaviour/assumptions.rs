//! What only rustc sees: types of constants, fields and calls beside differentiated numbers, collections of other types, closures by
//! several names, conditions that the user's own functions decide, texts, bounds. The generated code states what is assumed of them.
//! Against derivatives by hand and central differences; what is refused is in `tests/ui`.

#![allow(clippy::all, unused, reason = "people write it")]

use crate::common::{assert_close, derivative, gradient};

/// Numbers whose type is not seen, beside differentiated ones.
mod operands {
    use super::*;
    use differentiate::{Float, differentiate};

    type Real = f64;
    const OFFSET: Real = 3.0;
    static TABLE: [f64; 3] = [1.0, 2.0, 4.0];

    struct Model {
        rate: f64,
        weights: Vec<f64>,
        knots: Box<[f64]>,
        bounds: (f64, f64),
        name: String,
    }

    impl Model {
        fn rate(&self) -> f64 {
            self.rate
        }
        fn knot(&self, k: usize) -> &f64 {
            &self.knots[k]
        }
    }

    fn scale(n: usize) -> f64 {
        1.5 * n as f64
    }

    fn model() -> Model {
        let (weights, knots) = (vec![0.5, -1.5], vec![3.0, 4.0].into());
        Model { rate: 0.25, weights, knots, bounds: (0.5, 2.0), name: "m".into() }
    }

    #[differentiate]
    fn constants(x: f64) -> f64 {
        let k: Real = 2.0;
        x * OFFSET - TABLE[1] / x + x % OFFSET + scale(2) * x / k + 2.0 * OFFSET + (0.5 * OFFSET).sqrt() * x
    }

    #[differentiate(wrt(x))]
    fn fields_and_methods(m: &Model, x: f64, n: usize) -> f64 {
        let half = 0.5 * m.rate;
        let (low, high) = m.bounds;
        let mut s = m.rate() * x - half;
        s += m.weights[n] * x;
        s -= *m.knot(1) / x;
        s *= 1.0 - m.rate;
        s.clamp(-high * 100.0, high * 100.0) + low * x.powf(m.rate) + m.name.len() as f64 * x
    }

    #[differentiate(wrt(x))]
    fn items(m: &Model, x: f64) -> f64 {
        let mut s = 0.0;
        for w in m.weights.iter() {
            s = s * x + w;
        }
        for (i, k) in m.knots.iter().enumerate() {
            s += k * x.powi(i as i32 + 1);
        }
        s + m.weights.iter().zip(m.knots.iter()).map(|(w, k)| w * k * x).sum::<f64>()
    }

    fn square(x: f64) -> f64 {
        x * x
    }

    /// A reference, behind which the callee is the user's own.
    fn entry(k: usize) -> &'static f64 {
        &TABLE[k]
    }

    #[differentiate]
    fn references(x: f64) -> f64 {
        x * entry(2) + x * *entry(1) - entry(0).max(0.5) * x
    }

    #[differentiate]
    fn in_single(x: f32) -> f32 {
        const HALF: f32 = 0.5;
        let scale = 1.5 * HALF;
        (x * HALF + scale) * (HALF - x)
    }

    fn lifted<T: Float>(n: i32) -> T {
        T::from_i32(n)
    }

    #[differentiate]
    fn generic<T: Float>(x: T) -> T {
        x * lifted(3) + lifted::<T>(2) * x * x
    }

    #[test]
    fn of_every_origin() {
        assert_close([constants_grad(1.2)], [derivative(constants, 1.2)]);
        // 3 + 2 / x^2 + 1 + 1.5 + sqrt(1.5)
        assert_close([constants_grad(2.0)], [3.0 + 0.5 + 1.0 + 1.5 + 1.5f64.sqrt()]);
        let m = model();
        for x in [0.7, 2.5] {
            assert_close(
                [fields_and_methods_grad(&m, x, 1)],
                [derivative(|x| fields_and_methods(&m, x, 1), x)],
            );
            assert_close([items_grad(&m, x)], [derivative(|x| items(&m, x), x)]);
        }
        assert_eq!(references_grad(3.0), 4.0 + 2.0 - 1.0);
        // (x/2 + 3/4)(1/2 - x)
        assert_eq!(in_single_grad(1.0), 0.5 * (0.5 - 1.0) - (0.5 + 0.75));
        assert_eq!(generic_grad(2.0), 3.0 + 8.0);
        assert_eq!(generic_grad(2.0f32), 11.0);
    }
}

/// Operators of the user's own in what is not differentiated are rustc's own business.
mod operators_of_constants {
    use super::*;
    use differentiate::differentiate;

    #[derive(Clone, Copy)]
    struct V2 {
        x: f64,
        y: f64,
    }
    impl std::ops::Sub for V2 {
        type Output = V2;
        fn sub(self, o: V2) -> V2 {
            V2 { x: self.x - o.x, y: self.y - o.y }
        }
    }
    impl std::ops::Mul<V2> for f64 {
        type Output = V2;
        fn mul(self, v: V2) -> V2 {
            V2 { x: self * v.x, y: self * v.y }
        }
    }
    impl V2 {
        fn abs(self) -> f64 {
            self.x.hypot(self.y)
        }
    }

    #[differentiate(wrt(t))]
    fn along(a: V2, b: V2, t: f64) -> f64 {
        let half = 0.5 * (b - a);
        half.x * t + half.y * t * t + half.abs() * t
    }

    struct Percent(f64);
    impl std::ops::Add<&Percent> for f64 {
        type Output = f64;
        fn add(self, percent: &Percent) -> f64 {
            self * (1.0 + percent.0 / 100.0)
        }
    }
    impl std::ops::AddAssign<&Percent> for f64 {
        fn add_assign(&mut self, percent: &Percent) {
            *self += percent.0;
        }
    }

    #[differentiate(wrt(x))]
    fn factors(rates: &[Percent], x: f64) -> f64 {
        let mut all = 1.0;
        for rate in rates {
            all = all + rate;
        }
        x * all + x * (1.0 + &rates[0])
    }

    #[test]
    fn of_percentages() {
        assert_eq!(factors_grad(&[Percent(50.0), Percent(100.0)], 2.0), 3.0 + 1.5);
    }

    #[test]
    fn of_vectors() {
        let (a, b) = (V2 { x: 1.0, y: 0.0 }, V2 { x: 7.0, y: 8.0 });
        // 3 + 8 t + 5
        assert_eq!(along_grad(a, b, 0.5), 3.0 + 4.0 + 5.0);
    }
}

/// Closures that have other names, and such that are passed on because nothing differentiated is in them.
mod closures {
    use super::*;
    use differentiate::differentiate;

    fn trapezoid<F: Fn(f64) -> f64>(f: F) -> f64 {
        0.5 * (f(0.0) + f(1.0))
    }

    #[differentiate]
    fn renamed(x: f64) -> f64 {
        let line = |t: f64| t * x;
        let also = line;
        also(2.0)
    }

    #[differentiate]
    fn by_reference_and_clone(x: f64) -> f64 {
        let line = |t: f64| t * x * x;
        let also = &line;
        let third = line.clone();
        also(2.0) * third(1.0) + line.clone()(2.0) + (&line)(1.0) - (*also)(3.0)
    }

    #[differentiate]
    fn moves_what_it_had(x: f64) -> f64 {
        let mut a = x;
        let f = move |t: f64| t * a;
        a *= 10.0;
        let g = f;
        g(2.0) + a
    }

    #[differentiate]
    fn passed_on_without_anything(x: f64) -> f64 {
        let square = |t: f64| t * t;
        let also = square;
        x * trapezoid(square) + also(x) + x * trapezoid(&also)
    }

    #[differentiate]
    fn called_where_it_is_made(x: f64) -> f64 {
        (|t: f64| t * x)(2.0) + (|| x * x)()
    }

    #[differentiate]
    fn in_a_chain(x: &[f64]) -> f64 {
        let weight = |v: &f64| v * x[0];
        let also = &weight;
        x.iter().map(also).sum::<f64>() + x.iter().map(weight.clone()).fold(0.0, |a, b| a * 0.5 + b)
    }

    #[test]
    fn by_any_name() {
        assert_eq!(renamed_grad(3.0), 2.0);
        // 2 x^4 + 2 x^2 + x^2 - 3 x^2
        assert_close([by_reference_and_clone_grad(1.5)], [8.0 * 1.5f64.powi(3)]);
        assert_eq!(moves_what_it_had_grad(3.0), 12.0);
        assert_eq!(passed_on_without_anything_grad(3.0), 0.5 + 6.0 + 0.5);
        assert_eq!(called_where_it_is_made_grad(3.0), 2.0 + 6.0);
        let x = [0.5, 2.0, -1.0];
        let ours: [f64; 3] = in_a_chain_grad(&x).try_into().unwrap();
        assert_close(ours, gradient(|x| in_a_chain(&x), x));
    }
}

/// A function that decides has no derivative and needs no attribute.
mod decisions {
    use super::*;
    use differentiate::differentiate;

    fn negligible(x: f64) -> bool {
        x.abs() < 1e-9
    }
    fn positive(x: &f64) -> bool {
        *x > 0.0
    }
    fn inside(point: &[f64], radius: f64) -> bool {
        point.iter().map(|p| p * p).sum::<f64>() < radius * radius
    }
    struct Domain;
    impl Domain {
        fn contains(x: f64) -> bool {
            x > 0.0
        }
    }

    #[differentiate]
    fn sinc(x: f64) -> f64 {
        if negligible(x) { 1.0 } else { x.sin() / x }
    }

    #[differentiate]
    fn chosen_items(x: &[f64]) -> f64 {
        let mut s = 0.0;
        let mut i = 0;
        while i < x.len() && !negligible(x[i]) {
            s += x[i] * x[i];
            i += 1;
        }
        s += x.iter().filter(|v| positive(v)).map(|v| v * v * v).sum::<f64>();
        s += x.iter().copied().filter(positive).sum::<f64>();
        s += x.iter().take_while(|v| !negligible(**v)).map(|v| v.exp()).sum::<f64>();
        if x.iter().any(|v| negligible(*v)) {
            s *= 2.0;
        }
        match x[0] {
            v if Domain::contains(v) => s * v,
            v => s + v,
        }
    }

    #[differentiate]
    fn held(x: f64) -> f64 {
        let small = negligible(x);
        let large: bool = !Domain::contains(10.0 - x);
        let both = positive(&x);
        if small || !both {
            1.0
        } else if large {
            x
        } else {
            x * x
        }
    }

    #[differentiate]
    fn projected(x: &[f64], radius: f64) -> f64 {
        let norm = x.iter().map(|v| v * v).sum::<f64>().sqrt();
        let scale = if inside(x, radius) || Domain::contains(-norm) { 1.0 } else { radius / norm };
        x.iter().map(|v| v * scale).sum::<f64>()
    }

    #[test]
    fn of_ones_own() {
        assert_close([sinc_grad(2.0)], [2.0f64.cos() / 2.0 - 2.0f64.sin() / 4.0]);
        assert_eq!(sinc_grad(0.0), 0.0);
        assert_eq!([0.0, -1.0, 3.0, 11.0].map(held_grad), [0.0, 0.0, 6.0, 1.0]);
        for x in [[0.5, -1.0, 2.0, 3.0], [-0.5, 1.0, 1.0, 0.7]] {
            let ours: [f64; 4] = chosen_items_grad(&x).try_into().unwrap();
            assert_close(ours, gradient(|x| chosen_items(&x), x));
            let (ours, by_radius) = projected_grad(&x, 1.5);
            assert_close(ours.try_into().unwrap(), gradient(|x| projected(&x, 1.5), x));
            assert_close([by_radius], [derivative(|r| projected(&x, r), 1.5)]);
        }
    }
}

/// A number in a text is shown, or is a constant.
mod texts {
    use super::*;
    use differentiate::{differentiate, stop_gradient};

    #[differentiate]
    fn shown(x: f64) -> f64 {
        let text = format!("x = {x}");
        if x < 0.0 {
            panic!("{text}");
        }
        assert!(x < 100.0, "{}", format!("{x} is too large"));
        x * x
    }

    #[differentiate]
    fn constant(x: f64) -> f64 {
        let text = format!("{}", stop_gradient(x));
        let y: f64 = text.parse().unwrap();
        x * x * y
    }

    #[test]
    fn of_numbers() {
        assert_eq!(shown_grad(3.0), 6.0);
        assert_eq!(constant_grad(2.0), 8.0);
        assert!(std::panic::catch_unwind(|| shown_grad(-1.0)).is_err());
    }
}

/// Functions inside of functions hide others.
mod inner_functions {
    use differentiate::differentiate;

    #[differentiate]
    fn part(a: f64) -> f64 {
        a * 50.0
    }

    #[differentiate]
    fn hides_an_outer_one(x: f64) -> f64 {
        #[differentiate]
        fn part(a: f64) -> f64 {
            a * a
        }
        part(x)
    }

    #[differentiate]
    fn has_the_outer_one(x: f64) -> f64 {
        #[differentiate]
        fn other(a: f64) -> f64 {
            a * a
        }
        part(x) + other(x)
    }

    #[test]
    fn are_the_ones_called() {
        assert_eq!(hides_an_outer_one_grad(3.0), 6.0);
        assert_eq!(has_the_outer_one_grad(3.0), 56.0);
        assert_eq!(part_grad(3.0), 50.0);
    }
}

/// Bounds called `Float`.
mod bounds {
    use super::*;
    use differentiate::differentiate;

    /// One that implies this crate's.
    trait Float: differentiate::Float {}
    impl Float for f64 {}
    impl Float for f32 {}

    #[differentiate]
    fn by_another_name<T: Float>(x: T) -> T {
        x.sin() * T::from_f64(2.0)
    }

    #[differentiate]
    fn in_a_clause<T>(x: T, w: &[T]) -> T
    where
        T: differentiate::Float + Send,
    {
        let mut s = T::ZERO;
        for v in w {
            s = s * x + *v * squared(x);
        }
        s
    }

    #[differentiate]
    fn squared<T: differentiate::Float>(x: T) -> T {
        x * x
    }

    #[test]
    fn that_are_this_crates() {
        assert_eq!(by_another_name_grad(0.0), 2.0);
        assert_eq!(by_another_name_grad(0.0f32), 2.0);
        let w = [1.5, -0.5];
        let (by_x, by_w) = in_a_clause_grad(0.5, &w);
        assert_close([by_x], [derivative(|x| in_a_clause(x, &w), 0.5)]);
        assert_close(by_w.try_into().unwrap(), gradient(|w| in_a_clause(0.5, &w), w));
    }
}

/// As people of the trade write them.
mod programs {
    use super::*;
    use differentiate::differentiate;

    struct Market {
        rate: f64,
        dividend: f64,
        holidays: Vec<u32>,
        curve: Vec<(f64, f64)>,
    }

    impl Market {
        fn discount(&self, t: f64) -> f64 {
            (-self.rate * t).exp()
        }
        fn business_days(&self, from: u32, to: u32) -> u32 {
            (from..to).filter(|d| !self.holidays.contains(d)).count() as u32
        }
    }

    fn market() -> Market {
        Market {
            rate: 0.03,
            dividend: 0.01,
            holidays: vec![3, 8],
            curve: vec![(0.5, 0.2), (1.0, 0.25), (2.0, 0.3)],
        }
    }

    const DAYS: f64 = 365.0;

    #[differentiate(wrt(spot, vol))]
    fn forward_price(m: &Market, spot: f64, vol: f64, days: u32) -> f64 {
        let t = m.business_days(0, days) as f64 / DAYS;
        let drift = m.rate - m.dividend - 0.5 * vol * vol;
        spot * (drift * t + vol * t.sqrt()).exp() * m.discount(1.0)
    }

    #[differentiate(wrt(x))]
    fn interpolated(m: &Market, x: f64) -> f64 {
        let mut y = m.curve[0].1;
        for k in 1..m.curve.len() {
            let (a, b) = (m.curve[k - 1], m.curve[k]);
            if x >= a.0 && x < b.0 {
                y = a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0);
            }
        }
        y * x
    }

    fn converged(r: f64, tolerance: f64) -> bool {
        r.abs() < tolerance
    }

    #[differentiate]
    fn newton_root(a: f64) -> f64 {
        const TOLERANCE: f64 = 1e-13;
        let f = |y: f64| y * y * y - a;
        let slope = |y: f64| 3.0 * y * y;
        let mut y = 1.0;
        for _ in 0..60 {
            let residual = f(y);
            if converged(residual, TOLERANCE) {
                break;
            }
            y -= residual / slope(y);
        }
        y
    }

    #[differentiate]
    fn simpson(a: f64, b: f64) -> f64 {
        const N: usize = 8;
        let integrand = |t: f64| (a * t).sin() * t;
        let f = &integrand;
        let h = b / N as f64;
        let mut sum = f(0.0) + f(b);
        for k in 1..N {
            let weight = if k % 2 == 1 { 4.0 } else { 2.0 };
            sum += weight * f(k as f64 * h);
        }
        sum * h / 3.0
    }

    mod physics {
        pub const G: f64 = 9.80665;
        pub static DRAG: f64 = 0.47;
        pub struct Body {
            pub mass: f32,
            pub area: f64,
        }
        impl Body {
            pub fn is_heavy(&self, v: f64) -> bool {
                self.mass as f64 * v > 10.0
            }
        }
        pub fn density(layer: usize) -> f64 {
            [1.225, 1.1, 0.9][layer]
        }
    }

    #[differentiate(wrt(v0))]
    fn height(body: &physics::Body, v0: f64, steps: usize) -> f64 {
        let (mut h, mut v) = (0.0, v0);
        let dt = 0.05;
        for step in 0..steps {
            let drag = 0.5 * physics::density(step % 3) * physics::DRAG * body.area / f64::from(body.mass);
            v -= dt * (physics::G + drag * v * v.abs());
            h += dt * v;
        }
        h
    }

    #[derive(Clone, Copy)]
    enum Loss {
        Huber(f64),
        Squared,
    }

    #[differentiate(wrt(w))]
    fn robust(loss: Loss, w: &[f64], data: &[(f64, f64)]) -> f64 {
        let residual = |k: usize| w[0] + w[1] * data[k].0 - data[k].1;
        let cost = |r: f64| match loss {
            Loss::Huber(delta) => {
                if r.abs() <= delta {
                    0.5 * r * r
                } else {
                    delta * (r.abs() - 0.5 * delta)
                }
            }
            Loss::Squared => 0.5 * r * r,
        };
        (0..data.len()).map(|k| cost(residual(k))).sum()
    }

    trait Kernel {
        const WIDTH: f64;
        fn cutoff() -> f64;
    }
    struct Gaussian;
    impl Kernel for Gaussian {
        const WIDTH: f64 = 0.8;
        fn cutoff() -> f64 {
            3.0
        }
    }

    #[differentiate]
    fn density_at(x: f64, samples: &[f64]) -> f64 {
        let mut s = 0.0;
        for v in samples {
            let z = (x - v) / Gaussian::WIDTH;
            if z.abs() < Gaussian::cutoff() {
                s += (-0.5 * z * z).exp() / <Gaussian as Kernel>::WIDTH;
            }
        }
        s
    }

    #[test]
    fn against_differences() {
        let m = market();
        let (by_spot, by_vol) = forward_price_grad(&m, 90.0, 0.2, 30);
        assert_close([by_spot, by_vol], gradient(|[s, v]| forward_price(&m, s, v, 30), [90.0, 0.2]));
        assert_close([interpolated_grad(&m, 0.8)], [derivative(|x| interpolated(&m, x), 0.8)]);
        // The derivative of the cube root.
        assert_close([newton_root_grad(2.0)], [2f64.powf(-2.0 / 3.0) / 3.0]);
        let (by_a, by_b) = simpson_grad(1.3, 0.9);
        assert_close([by_a, by_b], gradient(|[a, b]| simpson(a, b), [1.3, 0.9]));
        let body = physics::Body { mass: 0.5, area: 0.01 };
        assert_close([height_grad(&body, 12.0, 20)], [derivative(|v| height(&body, v, 20), 12.0)]);
        let data = [(0.0, 1.2), (1.0, 2.5), (2.0, 9.0)];
        for loss in [Loss::Huber(0.7), Loss::Squared] {
            let ours = robust_grad(loss, &[0.3, 1.1], &data).try_into().unwrap();
            assert_close(ours, gradient(|w| robust(loss, &w, &data), [0.3, 1.1]));
        }
        let samples = [0.1, 0.7, 4.0];
        let (by_x, by_samples) = density_at_grad(0.4, &samples);
        assert_close([by_x], [derivative(|x| density_at(x, &samples), 0.4)]);
        assert_close(by_samples.try_into().unwrap(), gradient(|s| density_at(0.4, &s), samples));
    }
}

/// Where nothing is differentiated, operators of the user's types do what the user's function does with them.
mod compound_assignments {
    use super::*;
    use differentiate::differentiate;

    #[derive(Clone, Copy)]
    struct Percent(f64);
    impl std::ops::Add<Percent> for f64 {
        type Output = f64;
        fn add(self, by: Percent) -> f64 {
            self * (1.0 + by.0 / 100.0)
        }
    }
    /// Not what `a = a + b` does.
    impl std::ops::AddAssign<Percent> for f64 {
        fn add_assign(&mut self, by: Percent) {
            *self += by.0 / 100.0;
        }
    }

    #[differentiate]
    fn of_a_constant(x: f64) -> f64 {
        let mut rate: f64 = 2.0;
        rate += Percent(50.0);
        x * rate
    }
    #[test]
    fn t_of_a_constant() {
        assert_eq!(of_a_constant_grad(3.0), 2.5);
        assert_close([of_a_constant_grad(3.0)], [derivative(of_a_constant, 3.0)]);
    }

    #[differentiate]
    fn of_constants_in_a_loop(x: f64) -> f64 {
        let mut rates = [0.0_f64; 2];
        for (i, rate) in rates.iter_mut().enumerate() {
            *rate += Percent(25.0);
            *rate = *rate + Percent(100.0 * i as f64);
        }
        x * (rates[0] + 10.0 * rates[1])
    }
    #[test]
    fn t_of_constants_in_a_loop() {
        assert_eq!(of_constants_in_a_loop_grad(3.0), 5.25);
        assert_close([of_constants_in_a_loop_grad(3.0)], [derivative(of_constants_in_a_loop, 3.0)]);
    }
}
