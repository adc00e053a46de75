//! `num-complex`.

use differentiate::{Differentiable, differentiate};
use num_complex::{Complex, Complex64};
use std::f64::consts::PI;

fn c(re: f64, im: f64) -> Complex64 {
    Complex64::new(re, im)
}

#[differentiate(wrt(z))]
fn modulus(z: Complex64) -> f64 {
    z.norm()
}

#[test]
fn by_hand() {
    assert_eq!(modulus_grad(c(3.0, 4.0)), c(0.6, 0.8));
    // The subgradient of least norm.
    assert_eq!(modulus_grad(c(0.0, 0.0)), c(0.0, 0.0));
    // Re(z²) = x² - y²
    assert_eq!(real_of_square_grad(c(3.0, 4.0)), c(6.0, -8.0));
    // |z|²
    assert_eq!(squared_grad(c(3.0, 4.0)), c(6.0, 8.0));
    // z w for w = 2 + i: the conjugate of w is passed back.
    assert_eq!(times_vjp(c(3.0, 4.0), c(1.0, 0.0)), c(2.0, -1.0));
    assert_eq!(times_vjp(c(3.0, 4.0), c(0.0, 1.0)), c(1.0, 2.0));
}

#[differentiate(wrt(z))]
fn real_of_square(z: Complex64) -> f64 {
    (z * z).re
}

#[differentiate(wrt(z))]
fn squared(z: Complex64) -> f64 {
    (z * z.conj()).re
}

#[differentiate(wrt(z))]
fn times(z: Complex64) -> Complex64 {
    z * Complex64::new(2.0, 1.0)
}

#[differentiate(wrt(z, w))]
fn mixed(z: Complex64, w: &Complex64) -> f64 {
    let a = z * w + z.conj() / 2.0 - w * 0.5;
    let b = (a * Complex64::i()).exp() - a.sqrt();
    b.norm_sqr() + (b / a).re + z.im * b.arg()
}

#[differentiate(wrt(z))]
fn functions(z: Complex64) -> f64 {
    let s = z.sin() * z.cos() + z.tan() / (1.0 + z.sinh() * z.cosh());
    let t = z.tanh() - z.ln() + z.powi(3) - 2.0 * z.powf(1.5) + z.powu(2) - z.inv();
    let u = z.asin() + z.acos() * z.atan() - z.powc(s) + s.scale(2.0) - t.unscale(3.0);
    u.re - 2.0 * u.im - (-u).l1()
}

#[differentiate]
trait L1 {
    #[differentiate(wrt(self))]
    fn l1(self) -> f64;
}

#[differentiate]
impl L1 for Complex64 {
    #[differentiate(wrt(self))]
    fn l1(self) -> f64 {
        self.re.abs() + self.im.abs()
    }
}

#[differentiate]
fn response(b: [f64; 3], a: [f64; 2], omega: f64) -> f64 {
    let z = Complex64::from_polar(1.0, -omega);
    let mut num = Complex64::new(0.0, 0.0);
    let mut power = Complex64::new(1.0, 0.0);
    for i in 0..3 {
        num += power * b[i];
        power *= z;
    }
    let den = 1.0 + z * a[0] + z.powi(2) * a[1];
    (num / den).norm()
}

#[differentiate(wrt(poles, gain))]
fn decibels(poles: &[Complex64], gain: f64, omegas: &[f64]) -> f64 {
    let mut total = 0.0;
    for omega in omegas {
        let s = Complex64::new(0.0, *omega);
        let mut h = Complex64::new(gain, 0.0);
        for p in poles {
            h /= s - p;
        }
        total += 20.0 * h.norm().log10();
    }
    total / omegas.len() as f64
}

#[differentiate(wrt(x))]
fn dft(x: &[Complex64]) -> f64 {
    let n = x.len();
    let mut energy = 0.0;
    for k in 0..n {
        let mut sum = Complex64::new(0.0, 0.0);
        for j in 0..n {
            let angle = -2.0 * PI * (k * j) as f64 / n as f64;
            sum += x[j] * Complex64::new(0.0, angle).exp();
        }
        energy += sum.norm() * (k as f64 + 1.0);
    }
    energy
}

#[differentiate(wrt(c))]
fn mandelbrot(c: Complex64) -> f64 {
    let mut z = Complex64::new(0.0, 0.0);
    for _ in 0..5 {
        if z.norm_sqr() > 4.0 {
            break;
        }
        z = z * z + c;
    }
    z.re + 2.0 * z.im
}

#[differentiate]
fn impedance(r: f64, l: f64, c: f64, w: f64) -> f64 {
    let j = Complex64::i();
    let zl = j * w * l;
    let zc = (j * w * c).inv();
    let total = r + zl + zc;
    total.norm()
}

#[differentiate]
fn polar(re: f64, im: f64) -> f64 {
    let z = Complex { re, im };
    let (r, theta) = z.to_polar();
    r * theta + z.sin().re
}

#[differentiate(wrt(a, b))]
fn overlap(a: &[Complex64], b: &[Complex64]) -> f64 {
    let inner = a.iter().zip(b).fold(Complex64::new(0.0, 0.0), |sum, (x, y)| sum + x.conj() * y);
    inner.norm_sqr()
}

#[derive(Differentiable, Clone, Debug)]
struct Qubit {
    up: Complex64,
    down: Complex64,
}

#[differentiate(wrt(q))]
fn expectation(q: &Qubit, theta: f64) -> f64 {
    let phase = Complex64::new(0.0, theta).exp();
    let up = q.up * (theta / 2.0).cos() - q.down * phase * (theta / 2.0).sin();
    let down = q.up * (theta / 2.0).sin() + q.down * phase.conj() * (theta / 2.0).cos();
    (up.norm_sqr() - down.norm_sqr()) / (up.norm_sqr() + down.norm_sqr())
}

#[differentiate(wrt(z))]
fn newton(z: Complex64) -> f64 {
    let mut w = z;
    for _ in 0..3 {
        let f = w.powu(3) - 1.0;
        let slope = 3.0 * w * w;
        w -= f / slope;
    }
    w.arg()
}

#[differentiate(wrt(coefficients, z))]
fn polynomial(coefficients: &[Complex64], z: Complex64) -> f64 {
    let mut value = Complex64::new(0.0, 0.0);
    for a in coefficients.iter().rev() {
        value = value * z + a;
    }
    value.re * value.im
}

#[differentiate(wrt(z))]
fn single(z: Complex<f32>) -> f32 {
    (z * z).norm() * 0.5_f32
}

#[test]
fn against_differences() {
    let (z, w) = (c(0.7, -0.4), c(1.2, 0.3));
    let list = || vec![c(0.2, 0.4), c(-0.1, 0.3), c(0.25, 0.8)];
    check!(z = c(0.7, -0.4); modulus modulus_value_and_grad modulus_grad (*z));
    check!((z, w) = (z, w); mixed mixed_value_and_grad mixed_grad (*z, w));
    check!(z = c(0.7, 0.4); functions functions_value_and_grad functions_grad (*z));
    check!((b, a, omega) = ([0.2, 0.4, -0.1], [0.3, 0.25], 0.8); response response_value_and_grad response_grad (*b, *a, *omega));
    check!((poles, gain) = (list(), 2.0); decibels decibels_value_and_grad decibels_grad (poles, *gain, &[0.5, 1.5]));
    check!(x = list(); dft dft_value_and_grad dft_grad (x));
    check!(x = c(0.3, 0.2); mandelbrot mandelbrot_value_and_grad mandelbrot_grad (*x));
    check!((r, l, c, w) = (2.0, 0.5, 0.3, 1.7); impedance impedance_value_and_grad impedance_grad (*r, *l, *c, *w));
    check!((re, im) = (0.5, 0.8); polar polar_value_and_grad polar_grad (*re, *im));
    check!((a, b) = (list(), vec![c(0.5, -1.0), c(0.3, 0.1), c(-0.6, 0.9)]); overlap overlap_value_and_grad overlap_grad (a, b));
    check!(q = Qubit { up: z, down: w }; expectation expectation_value_and_grad expectation_grad (q, 0.6));
    check!(z = z; newton newton_value_and_grad newton_grad (*z));
    check!((a, z) = (list(), z); polynomial polynomial_value_and_grad polynomial_grad (a, *z));
    assert_eq!(single_grad(Complex::new(3.0, 4.0)), Complex::new(3.0, 4.0));
}
