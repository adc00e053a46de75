//! Functions of a block that pass differentiated values to each other for parameters that `wrt` leaves out: it says which gradients there are, and
//! the chain rule goes through all that is passed on.

use super::common::{assert_close, derivative};
use differentiate::{Differentiable, Float, Tangent as _, differentiate};

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Market {
    rate: f64,
    vol: f64,
    spots: Vec<f64>,
}

#[differentiate(grad, jvp, hvp, wrt(self))]
impl Market {
    fn discount(&self, t: f64) -> f64 {
        (-self.rate * t).exp()
    }
    // `s` and `k` are passed on, `t` is not.
    fn forward(&self, s: f64, k: f64, t: f64) -> f64 {
        s * s - k * self.discount(t)
    }
    // Here `t` is, by what is passed on to this function.
    fn until(&self, t: f64, amount: f64) -> f64 {
        amount * self.discount(t * 2.0)
    }
    fn weighted(&self, w: &[f64], t: f64) -> f64 {
        w.iter().zip(&self.spots).map(|(w, s)| w * s).sum::<f64>() * self.until(t, w[0])
    }
    fn value(&self) -> f64 {
        let own = [self.vol, self.spots[0]];
        self.forward(self.spots[0], self.vol, 0.5)
            + self.weighted(&own, self.rate * 3.0)
            + self.weighted(&[1.0, 2.0], 1.0)
    }
    fn again(&self, n: usize, x: f64) -> f64 {
        if n == 0 { x * self.vol } else { self.again(n - 1, x * x + self.rate) }
    }
    fn of_itself(&self) -> f64 {
        self.again(3, self.spots[1])
    }
}

fn market() -> Market {
    Market { rate: 0.25, vol: 0.5, spots: vec![0.75, 0.375] }
}

fn moved(by: f64, along: &Market) -> Market {
    let mut market = market();
    market.step(by, along);
    market
}

#[test]
fn values_of_fields_as_arguments() {
    let market = market();
    let directions = [
        Market { rate: 1.0, vol: 0.0, spots: vec![0.0, 0.0] },
        Market { rate: 0.0, vol: 1.0, spots: vec![0.0, 0.0] },
        Market { rate: 0.5, vol: -1.0, spots: vec![2.0, 1.0] },
    ];
    for along in &directions {
        for (f, grad, jvp, hvp) in [
            (
                Market::value as fn(&Market) -> f64,
                Market::value_grad as fn(&Market) -> Market,
                Market::value_jvp as fn(&Market, &Market) -> (f64, f64),
                Market::value_hvp as fn(&Market, &Market) -> Market,
            ),
            (Market::of_itself, Market::of_itself_grad, Market::of_itself_jvp, Market::of_itself_hvp),
        ] {
            let slope = derivative(|h| f(&moved(h, along)), 0.0);
            assert_close([grad(&market).dot(along)], [slope]);
            assert_close([jvp(&market, along).1], [slope]);
            let curved = hvp(&market, along);
            for (part, second) in [
                (curved.rate, derivative(|h| grad(&moved(h, along)).rate, 0.0)),
                (curved.vol, derivative(|h| grad(&moved(h, along)).vol, 0.0)),
                (curved.spots[1], derivative(|h| grad(&moved(h, along)).spots[1], 0.0)),
            ] {
                assert_close([part], [second]);
            }
        }
    }
    // `wrt` alone says which gradients there are.
    let only_self: Market = market.forward_grad(2.0, 3.0, 0.5);
    assert_close([only_self.rate], [3.0 * 0.5 * market.discount(0.5)]);
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Well<T> {
    depth: T,
    width: T,
}

#[differentiate]
impl<T: Float> Well<T> {
    // The receiver is passed on.
    #[differentiate(wrt(r))]
    fn energy(&self, r: T) -> T {
        self.depth * Self::shape(r, self.width)
    }
    #[differentiate(wrt(r))]
    fn shape(r: T, width: T) -> T {
        (-(r * r) / (width * width)).exp()
    }
    #[differentiate(wrt(self))]
    fn at_one(&self) -> T {
        self.energy(T::from_f64(1.0)) * self.depth
    }
    #[differentiate(wrt(other))]
    fn overlap(&self, other: &Well<T>, r: T) -> T {
        self.energy(r) * other.energy(r * r)
    }
    #[differentiate(wrt(self))]
    fn own_overlap(&self, r: T) -> T {
        self.overlap(self, r)
    }
}

#[test]
fn receivers_and_arguments_of_associated_functions() {
    let well = Well { depth: 1.5, width: 0.75 };
    let of = |depth, width| Well { depth, width };
    let at_one = well.at_one_grad();
    assert_close([at_one.depth], [derivative(|d| of(d, 0.75).at_one(), 1.5)]);
    assert_close([at_one.width], [derivative(|w| of(1.5, w).at_one(), 0.75)]);
    let overlap = well.own_overlap_grad(0.5);
    assert_close([overlap.depth], [derivative(|d| of(d, 0.75).own_overlap(0.5), 1.5)]);
    assert_close([overlap.width], [derivative(|w| of(1.5, w).own_overlap(0.5), 0.75)]);
    let other = well.overlap_grad(&of(0.5, 2.0), 0.5);
    assert_close([other.width], [derivative(|w| well.overlap(&of(0.5, w), 0.5), 2.0)]);
}

#[differentiate(wrt(self))]
impl Market {
    fn or_rate(&self, x: Option<f64>, y: &f64) -> f64 {
        x.unwrap_or(*y * self.rate) * self.vol
    }
    fn with_options(&self, known: bool) -> f64 {
        let y = self.vol * self.spots[0];
        let last = self.spots.last().copied().filter(|_| known);
        self.or_rate(None, &y) + self.or_rate(Some(self.spots[1]), &y) + self.or_rate(last, &y)
    }
}

#[test]
fn options_as_arguments_of_methods() {
    for known in [true, false] {
        let grad = market().with_options_grad(known);
        let along = |f: fn(&mut Market, f64)| {
            let at = |h| {
                let mut market = market();
                f(&mut market, h);
                market.with_options(known)
            };
            derivative(at, 0.0)
        };
        assert_close([grad.rate], [along(|m, h| m.rate += h)]);
        assert_close([grad.vol], [along(|m, h| m.vol += h)]);
        assert_close(
            [grad.spots[0], grad.spots[1]],
            [along(|m, h| m.spots[0] += h), along(|m, h| m.spots[1] += h)],
        );
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    Times,
    Plus,
}

#[derive(Clone, Debug)]
struct Settings {
    k: f64,
}

#[derive(Differentiable, Clone, Debug)]
struct Device {
    w: f64,
    v: [f64; 2],
    #[differentiate(constant)]
    start: f64,
    #[differentiate(constant)]
    mode: Mode,
    #[differentiate(constant)]
    settings: Settings,
    n: usize,
    names: Vec<String>,
}

/// Without the attribute.
fn looked_up(t: f64) -> f64 {
    t.floor() + 0.5
}

// What is passed may be a constant, whose type has no gradient, or go into code without a rule.
#[differentiate(wrt(self))]
impl Device {
    fn apply(&self, mode: Mode, x: f64) -> f64 {
        match mode {
            Mode::Times => self.w * x,
            Mode::Plus => self.w + x,
        }
    }
    fn by_mode(&self, x: f64) -> f64 {
        self.apply(self.mode, x)
    }
    fn with(&self, settings: &Settings, x: f64) -> f64 {
        self.w * settings.k * x
    }
    fn by_settings(&self, x: f64) -> f64 {
        self.with(&self.settings, x)
    }
    fn named(&self, n: usize, name: &str, x: f64) -> f64 {
        self.w * x * n as f64 * name.len() as f64
    }
    fn by_name(&self, x: f64) -> f64 {
        self.named(self.n, &self.names[0], x * self.w)
    }
    fn load(&self, t: f64) -> f64 {
        self.w * looked_up(t)
    }
    fn at_start(&self) -> f64 {
        self.load(self.start)
    }
    fn deep(&self, a: f64) -> f64 {
        self.middle(a * 2.0)
    }
    fn middle(&self, b: f64) -> f64 {
        self.w * b.sin()
    }
    fn top(&self) -> f64 {
        self.deep(self.v[0]) + self.at_start()
    }
}

#[test]
fn constants_as_arguments() {
    let device = Device {
        w: 2.0,
        v: [0.25, 0.5],
        start: 1.75,
        mode: Mode::Times,
        settings: Settings { k: 3.0 },
        n: 2,
        names: vec!["ab".into()],
    };
    assert_eq!(device.apply_grad(Mode::Plus, 1.5).w, 1.0);
    assert_eq!(device.by_mode_grad(1.5).w, 1.5);
    assert_eq!(device.by_settings_grad(1.5).w, 4.5);
    // 4 w² x
    assert_eq!(device.by_name_grad(1.0).w, 16.0);
    assert_eq!(device.at_start_grad().w, 1.5);
    let top = device.top_grad();
    assert_close([top.w, top.v[0]], [0.5_f64.sin() + 1.5, 4.0 * 0.5_f64.cos()]);
}
