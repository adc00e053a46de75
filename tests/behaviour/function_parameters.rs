//! Functions as parameters: they are constants, and opaque.

use crate::check::nums;
use differentiate::{Float, differentiate};
use std::cell::{Cell, RefCell};

#[differentiate]
fn midpoint(f: impl Fn(f64) -> f64, a: f64, b: f64, n: usize) -> f64 {
    let h = (b - a) / n as f64;
    let mut sum = 0.0;
    for i in 0..n {
        sum += f((i as f64 + 0.5) / n as f64);
    }
    sum * h
}

#[test]
fn a_quadrature_with_a_closure() {
    for n in [1, 4, 70] {
        every!([0.3, 1.7]; |p| midpoint, midpoint_value_and_grad, midpoint_grad, midpoint_vjp; (|t| t * t, p[0], p[1], n));
        every!([0.3, 1.7]; |p| midpoint, midpoint_value_and_grad, midpoint_grad, midpoint_vjp; (f64::exp, p[0], p[1], n));
    }
    // (b - a) · ½²
    assert_eq!(midpoint_value_and_grad(|t| t * t, 1.0, 3.0, 1), (0.5, (-0.25, 0.25)));
}

#[differentiate]
fn weighted<F, T: Float>(x: &[T], weight: F) -> T
where
    F: Fn(usize) -> T,
{
    let mut sum = T::from_f64(0.0);
    for (i, v) in x.iter().enumerate() {
        sum = sum + weight(i) * *v * *v;
    }
    sum
}

#[test]
fn generic_over_the_float_too() {
    every!(nums(4); |p| weighted, weighted_value_and_grad, weighted_grad, weighted_vjp; (p, |i| 1.0 + i as f64));
    assert_eq!(weighted_grad(&[1.0_f32, 2.0], |i| i as f32), [0.0, 4.0]);
}

#[differentiate(wrt(x))]
fn by_dyn(kernel: &dyn Fn(f64, f64) -> f64, x: &[f64], at: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (v, t) in x.iter().zip(at) {
        for u in at {
            sum += v * v * kernel(*t, *u);
        }
    }
    sum
}

#[test]
fn a_kernel_behind_dyn() {
    let kernel = |t: f64, u: f64| (-(t - u).powi(2)).exp();
    every!([0.3, 1.7, -0.4]; |p| by_dyn, by_dyn_value_and_grad, by_dyn_grad, by_dyn_vjp; (&kernel, p, &[0.1, 0.5, 0.9]));
}

#[differentiate]
fn pointers(fs: &[fn(f64) -> f64], x: f64) -> f64 {
    let mut sum = 0.0;
    for (i, f) in fs.iter().enumerate() {
        sum += f(i as f64) * x * x;
    }
    sum + fs[0](2.0) * x + fs.iter().map(|f| f(0.5) * x).sum::<f64>()
}

#[test]
fn a_slice_of_function_pointers() {
    every!([0.7]; |p| pointers, pointers_value_and_grad, pointers_grad, pointers_vjp; (&[f64::exp, f64::cos, |t| t * t], p[0]));
}

#[differentiate]
fn boxed(fs: &[Box<dyn Fn(f64) -> f64>], x: f64) -> f64 {
    let mut sum = x;
    for f in fs {
        sum *= f(1.0) + x;
    }
    sum
}

#[test]
fn a_slice_of_boxed_closures() {
    let fs: [Box<dyn Fn(f64) -> f64>; 2] = [Box::new(|t| t + 1.0), Box::new(f64::ln_1p)];
    every!([0.7]; |p| boxed, boxed_value_and_grad, boxed_grad, boxed_vjp; (&fs, p[0]));
}

#[differentiate]
fn drawn(mut draw: impl FnMut() -> f64, mean: f64, spread: f64) -> f64 {
    let mut sum = 0.0;
    for _ in 0..3 {
        sum += (mean + spread * draw()).powi(2);
    }
    sum
}

#[test]
fn a_source_of_random_numbers() {
    let source = || {
        let mut state = 0.3;
        move || {
            state = (state * 7.3_f64 + 0.21).fract();
            state
        }
    };
    every!([0.7, 1.2]; |p| drawn, drawn_value_and_grad, drawn_grad, drawn_vjp; (source(), p[0], p[1]));
}

#[differentiate]
fn drawn_by_reference(draw: &mut dyn FnMut(usize) -> f64, x: f64) -> f64 {
    let first = draw(1) * x;
    let second = draw(2) * first;
    second * x
}

#[test]
fn a_source_by_reference_runs_as_often_as_written() {
    let seen = RefCell::new(Vec::new());
    let mut draw = |n: usize| {
        seen.borrow_mut().push(n);
        seen.borrow().len() as f64
    };
    // The numbers are 1 and 2: x² · 2, …
    assert_eq!(drawn_by_reference(&mut draw, 3.0), 18.0);
    assert_eq!(*seen.borrow(), [1, 2]);
    // … then 3 and 4, 5 and 6, 7 and 8.
    assert_eq!(drawn_by_reference_grad(&mut draw, 3.0), 72.0);
    assert_eq!(drawn_by_reference_value_and_grad(&mut draw, 1.0), (30.0, 60.0));
    assert_eq!(drawn_by_reference_vjp(&mut draw, 1.0, 0.5), 56.0);
    assert_eq!(*seen.borrow(), [1, 2, 1, 2, 1, 2, 1, 2]);
}

#[differentiate]
fn bisected(f: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 {
    // The bracket is found on constants, the rest of the way is a secant step.
    let (mut low, mut high) = (0.0, 4.0);
    for _ in 0..12 {
        let middle = 0.5 * (low + high);
        if f(low) * f(middle) <= 0.0 {
            high = middle;
        } else {
            low = middle;
        }
    }
    let (fl, fh) = (f(low), f(high));
    (a * high * fl - b * low * fh) / (fl - fh)
}

#[test]
fn a_bracket_found_by_bisection() {
    every!([1.0, 1.0]; |p| bisected, bisected_value_and_grad, bisected_grad, bisected_vjp; (|t| t * t - 2.0, p[0], p[1]));
}

#[differentiate]
fn used_and_not(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let _ = f(1.0);
    let unused = f(2.0);
    let factor = f(3.0);
    let y = if factor > 100.0 { f(4.0) * x } else { x };
    assert!(unused < 50.0, "too large");
    y * factor
}

#[test]
fn runs_as_often_and_in_the_order_written() {
    let seen = RefCell::new(Vec::new());
    let f = |t: f64| {
        seen.borrow_mut().push(t);
        10.0 * t
    };
    assert_eq!(used_and_not(f, 2.0), 60.0);
    assert_eq!(used_and_not_grad(f, 2.0), 30.0);
    assert_eq!(used_and_not_value_and_grad(f, 2.0), (60.0, 30.0));
    assert_eq!(used_and_not_vjp(f, 2.0, 2.0), 60.0);
    assert_eq!(*seen.borrow(), [1.0, 2.0, 3.0].repeat(4));
}

#[test]
fn panics_where_the_function_does() {
    for at in [1.0, 2.0, 3.0] {
        let count = Cell::new(0);
        let f = |t: f64| {
            count.set(count.get() + 1);
            assert!(t < at);
            t
        };
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| used_and_not_grad(f, 2.0)));
        assert!(outcome.is_err());
        assert_eq!(count.get(), at as usize);
    }
}

/// Calls of functions that take functions.
mod passed_on {
    use super::{by_dyn, drawn, midpoint, nums, pointers};
    use differentiate::differentiate;

    fn cube(t: f64) -> f64 {
        t * t * t
    }

    #[differentiate]
    fn closures(a: f64, b: f64, k: usize) -> f64 {
        let c = k as f64;
        let by_name = |t: f64| t * c + 1.0;
        midpoint(|t| t.sin() * c, a, b * a, 5)
            + midpoint(f64::sin, a, b, 3) * midpoint(cube, b, a, 2)
            + midpoint(by_name, a, b, 4)
            + midpoint(&by_name, b, 2.0, 4)
    }

    #[test]
    fn closures_and_paths() {
        every!([0.3, 1.7]; |p| closures, closures_value_and_grad, closures_grad, closures_vjp; (p[0], p[1], 3));
    }

    #[differentiate]
    fn in_a_loop(x: &[f64], k: usize) -> f64 {
        let mut sum = 0.0;
        for (i, v) in x.iter().enumerate() {
            let shift = i as f64;
            sum += midpoint(|t| (t + shift).cos(), sum, *v, k);
            if i % 2 == 0 {
                sum *= midpoint(&|t: f64| t.abs().sqrt(), 0.0, *v, k);
            }
        }
        sum
    }

    #[test]
    fn in_loops_and_branches() {
        every!(nums(4); |p| in_a_loop, in_a_loop_value_and_grad, in_a_loop_grad, in_a_loop_vjp; (p, 3));
    }

    #[differentiate]
    fn halves(f: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 {
        let m = 0.5 * (a + b);
        midpoint(&f, a, m, 3) * 2.0 + midpoint(&f, m, b, 2)
    }

    #[differentiate]
    fn halves_again<F: Fn(f64) -> f64 + Copy>(f: F, a: f64, b: f64) -> f64 {
        halves(f, a, b) * midpoint(f, a, b, 3) + halves(&f, b, a)
    }

    #[differentiate]
    fn three_deep(a: f64, k: usize) -> f64 {
        let c = k as f64;
        let mut sum = 0.0;
        for i in 0..2 {
            sum += halves_again(|t| t * c, a, 2.0 * a + i as f64);
        }
        sum
    }

    #[test]
    fn own_parameters() {
        every!([0.3, 1.7]; |p| halves, halves_value_and_grad, halves_grad, halves_vjp; (f64::exp, p[0], p[1]));
        every!([0.3, 1.7]; |p| halves_again, halves_again_value_and_grad, halves_again_grad, halves_again_vjp; (f64::exp, p[0], p[1]));
        every!([0.3]; |p| three_deep, three_deep_value_and_grad, three_deep_grad, three_deep_vjp; (p[0], 3));
    }

    #[differentiate]
    fn behind_references(x: &[f64], k: usize) -> f64 {
        let scale = k as f64;
        let kernel = |t: f64, u: f64| t * u * scale;
        by_dyn(&kernel, x, &[0.2, 0.4])
            + by_dyn(&|t, u| (t - u).abs(), x, &[0.2, 0.4])
            + by_dyn(&f64::powf, x, &[0.2])
    }

    #[test]
    fn references() {
        every!(nums(2); |p| behind_references, behind_references_value_and_grad, behind_references_grad, behind_references_vjp; (p, 3));
    }

    #[differentiate]
    fn of_pointers(x: f64, f: fn(f64) -> f64) -> f64 {
        let fs = [f, f64::cos];
        pointers(&[f, f64::sin], x) + pointers(&fs, x * x)
    }

    #[test]
    fn slices_of_pointers() {
        every!([0.7]; |p| of_pointers, of_pointers_value_and_grad, of_pointers_grad, of_pointers_vjp; (p[0], f64::exp));
    }

    #[differentiate]
    fn draws(mut source: impl FnMut() -> f64, a: f64, b: f64) -> f64 {
        let first = drawn(&mut source, a, b);
        let second = source() * a;
        first * second + drawn(&mut source, b, a)
    }

    #[test]
    fn a_changing_one() {
        let source = || {
            let mut n = 0.0;
            move || {
                n += 0.25;
                n
            }
        };
        every!([0.7, 1.2]; |p| draws, draws_value_and_grad, draws_grad, draws_vjp; (source(), p[0], p[1]));
    }
}

#[differentiate]
fn adaptive(f: &dyn Fn(f64) -> f64, a: f64, b: f64, depth: usize) -> f64 {
    let coarse = 0.5 * (f(0.0) + f(1.0)) * (b - a);
    let fine = 0.25 * (f(0.0) + 2.0 * f(0.5) + f(1.0)) * (b - a);
    if depth == 0 || (coarse - fine).abs() < 1e-3 {
        return fine;
    }
    let m = 0.5 * (a + b);
    let left = |t: f64| f(0.5 * t);
    let right = |t: f64| f(0.5 * t + 0.5);
    adaptive(&left, a, m, depth - 1) + adaptive(&right, m, b, depth - 1)
}

#[test]
fn an_adaptive_quadrature() {
    every!([0.2, 2.1]; |p| adaptive, adaptive_value_and_grad, adaptive_grad, adaptive_vjp; (&|t| t.exp(), p[0], p[1], 4));
}

/// Methods that take functions.
mod methods {
    use differentiate::{Differentiable, differentiate};

    #[derive(Clone, Differentiable)]
    struct Model {
        weights: Vec<f64>,
        bias: f64,
    }

    #[differentiate]
    impl Model {
        #[differentiate(wrt(self, x))]
        fn weighted(&self, f: impl Fn(f64) -> f64, x: f64) -> f64 {
            let mut sum = self.bias;
            for (i, w) in self.weights.iter().enumerate() {
                sum += w * f(i as f64) * x;
            }
            sum
        }

        #[differentiate(wrt(self, x))]
        fn generic<F: Fn(f64) -> f64>(&self, f: F, x: f64) -> f64 {
            f(0.5) * self.bias * x * x
        }

        #[differentiate(wrt(self, x))]
        fn by_dyn(&self, f: &dyn Fn(f64) -> f64, x: f64) -> f64 {
            self.bias * f(0.5) * x
                + self.weighted(f, x)
                + self.weighted(|t| f(t) * 2.0, x) * self.generic(f, x)
        }

        #[differentiate(wrt(self, x))]
        fn activated(&self, x: f64) -> f64 {
            let gate = |v: f64| {
                if v < 0.0 {
                    return 0.0;
                }
                v * self.bias
            };
            let acts: [&dyn Fn(f64) -> f64; 2] = [&gate, &f64::sin];
            acts.iter().map(|act| act(x)).sum()
        }
    }

    #[differentiate]
    trait Rule {
        #[differentiate(wrt(x))]
        fn apply(&self, f: &dyn Fn(f64) -> f64, x: f64) -> f64;
    }

    struct Twice;

    #[differentiate]
    impl Rule for Twice {
        #[differentiate(wrt(x))]
        fn apply(&self, f: &dyn Fn(f64) -> f64, x: f64) -> f64 {
            f(1.0) * x + f(2.0) * x * x
        }
    }

    #[differentiate(wrt(model, x))]
    fn caller(model: &Model, x: f64, k: usize) -> f64 {
        let c = k as f64;
        model.weighted(|t| t.sin() * c, x) * model.by_dyn(&f64::cos, x) + model.activated(x)
    }

    #[differentiate(wrt(x))]
    fn by_trait<R: Rule>(rule: &R, x: f64) -> f64 {
        rule.apply(&|t| t + 0.5, x) * rule.apply(&f64::exp, 0.5 * x)
    }

    #[test]
    fn of_a_struct() {
        let at = [0.3, 0.8, 0.5, 0.7];
        let model = |p: &[f64]| Model { weights: p[..2].to_vec(), bias: p[2] };
        let (value, (d_model, dx)) = caller_value_and_grad(&model(&at), at[3], 2);
        assert_eq!(value, caller(&model(&at), at[3], 2));
        let ours = [d_model.weights[0], d_model.weights[1], d_model.bias, dx];
        let theirs = crate::common::gradient(|p: [f64; 4]| caller(&model(&p), p[3], 2), at);
        crate::common::assert_close(ours, theirs);
    }

    #[test]
    fn of_a_trait() {
        every!([0.7]; |p| by_trait, by_trait_value_and_grad, by_trait_grad, by_trait_vjp; (&Twice, p[0]));
    }
}
