//! Every numeric method of the floats, as a method and as a path, in both sizes, against central
//! differences and against dual numbers.

use crate::common::{assert_close, gradient};
use differentiate::differentiate;
use num_dual::{Dual64, DualNum};

/// A bare gradient or a tuple of them as an array.
trait Parts<const N: usize> {
    fn parts(self) -> [f64; N];
}

impl<A: Into<f64>> Parts<1> for A {
    fn parts(self) -> [f64; 1] {
        [self.into()]
    }
}

impl<A: Into<f64>> Parts<2> for (A, A) {
    fn parts(self) -> [f64; 2] {
        [self.0.into(), self.1.into()]
    }
}

impl<A: Into<f64>> Parts<3> for (A, A, A) {
    fn parts(self) -> [f64; 3] {
        [self.0.into(), self.1.into(), self.2.into()]
    }
}

/// One, two or three arguments: as a method and as a path, and in single precision.
macro_rules! check {
    ($($name:ident($x:ident = $x_at:expr $(, $arg:ident = $at:expr)*))*) => {$(
        #[test]
        fn $name() {
            #[differentiate]
            fn method($x: f64 $(, $arg: f64)*) -> f64 {
                $x.$name($($arg),*)
            }
            #[differentiate]
            fn path($x: f64 $(, $arg: f64)*) -> f64 {
                f64::$name($x $(, $arg)*)
            }
            #[differentiate(vjp)]
            fn single($x: f32 $(, $arg: f32)*) -> f32 {
                f32::$name($x $(, $arg)*)
            }
            let at = [$x_at $(, $at)*];
            let numeric = gradient(|[$x $(, $arg)*]| f64::$name($x $(, $arg)*), at);
            let [$x $(, $arg)*] = at;
            assert_close(method_grad($x $(, $arg)*).parts(), numeric);
            assert_close(path_grad($x $(, $arg)*).parts(), numeric);
            assert_eq!(method_value_and_grad($x $(, $arg)*).0.to_bits(), f64::$name($x $(, $arg)*).to_bits());
            let narrow = single_vjp($x as f32 $(, $arg as f32)*, 1.0).parts();
            for (a, b) in narrow.into_iter().zip(numeric) {
                assert!((a - b).abs() <= 2e-5 * b.abs().max(1.0), "{a} is not {b}");
            }
        }
    )*};
}

check! {
    sin(x = 0.7) cos(x = 0.7) tan(x = 0.7) asin(x = 0.4) acos(x = 0.4) atan(x = 1.7)
    sinh(x = 0.7) cosh(x = 0.7) tanh(x = 0.7) asinh(x = -1.7) acosh(x = 1.9) atanh(x = 0.3)
    exp(x = 0.7) exp2(x = 0.7) exp_m1(x = 0.7) ln(x = 1.7) ln_1p(x = 0.7) log2(x = 1.7) log10(x = 1.7)
    sqrt(x = 1.7) cbrt(x = -1.7) recip(x = 1.7) abs(x = -1.7) fract(x = 1.7) to_radians(x = 30.0) to_degrees(x = 0.5)
    log(x = 1.7, b = 3.0) powf(x = 1.7, p = 2.3) hypot(a = 0.7, b = -1.2) atan2(y = 0.7, x = -1.2)
    max(a = 0.7, b = -1.2) min(a = 0.7, b = -1.2) copysign(x = 0.7, s = -1.2) midpoint(a = 0.7, b = -1.2)
    rem_euclid(a = -7.3, b = 2.2) div_euclid(a = 7.3, b = 2.2)
    mul_add(a = 0.7, b = -1.2, c = 0.3) clamp(x = 0.7, low = -1.2, high = 1.3)
    floor(x = 1.7) ceil(x = 1.7) round(x = 1.7) round_ties_even(x = 1.7) trunc(x = 1.7) signum(x = 1.7)
}

#[differentiate]
fn everything<T: differentiate::Float>(x: T, y: T) -> T {
    let (s, c) = x.sin_cos();
    s * c.tanh() + x.powi(3) * y.powi(-2) + x % y - (y.exp() + x.sqrt()).ln()
}

fn oracle(x: Dual64, y: Dual64) -> Dual64 {
    let (s, c) = x.sin_cos();
    // 3.7 % 1.6 is 3.7 - 2 · 1.6 around there.
    s * c.tanh() + x.powi(3) * y.powi(-2) + (x - y * 2.0) - (y.exp() + x.sqrt()).ln()
}

#[test]
fn against_dual_numbers() {
    let (x, y) = (3.7, 1.6);
    let dx = oracle(Dual64::from_re(x).derivative(), Dual64::from_re(y));
    let dy = oracle(Dual64::from_re(x), Dual64::from_re(y).derivative());
    let (ours_x, ours_y) = everything_grad(x, y);
    assert!(
        (ours_x - dx.eps).abs() < 1e-14 && (ours_y - dy.eps).abs() < 1e-13,
        "{ours_x} {} {ours_y} {}",
        dx.eps,
        dy.eps
    );
}

/// Methods that take `self` by value, of a type that is not `Copy`.
mod by_value {
    use crate::common::{assert_close, derivative};
    use differentiate::{Differentiable, differentiate};

    #[derive(Differentiable, Clone)]
    struct Model {
        weights: Vec<f64>,
        rate: f64,
    }
    #[differentiate]
    impl Model {
        #[differentiate(vjp, jvp, wrt(self, x))]
        fn scaled(self, x: f64) -> Model {
            Model { weights: self.weights.iter().map(|w| w * x).collect(), ..self }
        }
        #[differentiate(vjp, jvp, pullback, wrt(self, rate))]
        fn with_rate(mut self, rate: f64) -> Self {
            self.rate *= rate;
            self
        }
        #[differentiate(grad, jvp, pullback, wrt(self))]
        fn total(self) -> f64 {
            self.weights.iter().sum::<f64>() * self.rate
        }
    }
    /// Its companions need no `Clone`.
    #[derive(Differentiable)]
    struct Once {
        x: f64,
    }
    impl Once {
        #[differentiate(wrt(self))]
        fn square(self) -> f64 {
            self.x * self.x
        }
    }
    #[differentiate(grad, jvp)]
    fn built(x: f64) -> f64 {
        let model = Model { weights: vec![x, 2.0], rate: 1.0 }.scaled(x * x).with_rate(x.sin());
        let other = model.clone().with_rate(3.0);
        model.total() * other.scaled(x).total()
    }
    #[differentiate(grad, pullback)]
    fn by_path(x: f64) -> f64 {
        let model = Model::with_rate(Model { weights: vec![x, 2.0], rate: 1.0 }, x * x);
        Model::total(model)
    }
    #[differentiate(wrt(model))]
    fn cloned(model: &Model) -> f64 {
        model.clone().total() * model.rate
    }

    #[test]
    fn builders_and_consuming_methods() {
        assert_close([built_grad(0.7)], [derivative(built, 0.7)]);
        assert_close([built_jvp(0.7, 2.0).1], [2.0 * derivative(built, 0.7)]);
        assert_close([by_path_grad(0.7)], [derivative(by_path, 0.7)]);
        assert_close([by_path_pullback(0.7).1(1.0)], [derivative(by_path, 0.7)]);
        let gradient = cloned_grad(&Model { weights: vec![1.0, 3.0], rate: 0.5 });
        assert_eq!((gradient.weights, gradient.rate), (vec![0.25, 0.25], 4.0));
        assert_eq!(Once { x: 3.0 }.square_grad().x, 6.0);
    }
}

/// An index that a method without the attribute computes.
mod indices_by_methods {
    use crate::common::{assert_close, derivative};
    use differentiate::{Differentiable, differentiate};

    #[derive(Differentiable, Clone, Debug, PartialEq)]
    struct Grid {
        rows: usize,
        columns: usize,
        values: Vec<f64>,
    }
    impl Grid {
        fn position(&self, i: usize, j: usize) -> usize {
            i * self.columns + j
        }
    }
    #[differentiate(wrt(self, rate))]
    impl Grid {
        fn at(&self, i: usize, j: usize) -> f64 {
            self.values[self.position(i, j)]
        }
        fn diffused(&self, rate: f64) -> Grid {
            let mut next = self.clone();
            for i in 1..self.rows - 1 {
                for j in 0..self.columns {
                    let at = self.position(i, j);
                    next.values[at] += rate * (self.at(i - 1, j) - 2.0 * self.at(i, j) + self.at(i + 1, j));
                }
            }
            next
        }
        fn squares_after(&self, rate: f64, steps: usize) -> f64 {
            let mut grid = self.clone();
            for _ in 0..steps {
                grid = grid.diffused(rate);
            }
            grid.values.iter().map(|v| v * v).sum()
        }
    }

    #[test]
    fn diffusion() {
        let grid = Grid { rows: 3, columns: 1, values: vec![1.0, 2.0, 5.0] };
        // 1 + (2 + 2 rate)² + 25
        let (value, (by_grid, by_rate)) = grid.squares_after_value_and_grad(0.5, 1);
        assert_eq!((value, by_grid.values, by_rate), (35.0, vec![5.0, 0.0, 13.0], 12.0));
        let grid = Grid { rows: 4, columns: 2, values: vec![1.0, 0.3, -2.0, 0.7, 0.4, 1.9, 2.5, -0.6] };
        let (by_grid, by_rate) = grid.squares_after_grad(0.2, 3);
        let changed = |k: usize, v: f64| {
            let mut grid = grid.clone();
            grid.values[k] = v;
            grid.squares_after(0.2, 3)
        };
        for k in 0..8 {
            assert_close([by_grid.values[k]], [derivative(|v| changed(k, v), grid.values[k])]);
        }
        assert_close([by_rate], [derivative(|rate| grid.squares_after(rate, 3), 0.2)]);
    }
}
