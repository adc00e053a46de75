use differentiate::differentiate;

#[derive(Clone, Copy)]
struct Percent(f64);

impl std::ops::Add<Percent> for f64 {
    type Output = f64;
    fn add(self, percent: Percent) -> f64 {
        self * (1.0 + percent.0 / 100.0)
    }
}

impl std::ops::AddAssign<Percent> for f64 {
    fn add_assign(&mut self, percent: Percent) {
        *self *= 1.0 + percent.0 / 100.0;
    }
}

impl std::iter::Sum<Percent> for f64 {
    fn sum<I: Iterator<Item = Percent>>(all: I) -> f64 {
        all.map(|percent| percent.0).sum()
    }
}

const TAX: Percent = Percent(19.0);

#[differentiate]
fn gross(net: f64) -> f64 {
    net + TAX
}

#[differentiate]
fn surcharges(price: f64) -> f64 {
    let mut sum = price * price;
    sum += Percent(25.0);
    sum
}

#[differentiate(wrt(x))]
fn summed(rates: &[Percent], x: f64) -> f64 {
    x * rates.iter().copied().sum::<f64>()
}

#[differentiate]
fn of_a_call(net: f64) -> f64 {
    let total: f64 = squared(net) + TAX;
    total
}

#[differentiate]
fn squared(net: f64) -> f64 {
    net * net
}

fn main() {}
