//! Methods of fields that are held constant, with and without the attribute.

use differentiate::{Differentiable, differentiate};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Window {
    Rect,
    Hann,
}

impl Window {
    pub fn coefficient(self, i: usize) -> f64 {
        match self {
            Window::Rect => 1.0,
            Window::Hann => 0.5 + i as f64,
        }
    }

    pub fn gain(&self) -> f64 {
        match self {
            Window::Rect => 1.0,
            Window::Hann => 0.5,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Grid {
    pub columns: usize,
    pub spacing: Vec<f64>,
}

impl Grid {
    fn flat(&self, row: usize, column: usize) -> usize {
        row * self.columns + column
    }

    fn step(&self, at: usize) -> f64 {
        self.spacing[at]
    }

    fn weights(&self, order: &[f64]) -> Vec<f64> {
        order.iter().map(|o| o * self.spacing[0]).collect()
    }

    fn is_fine(&self) -> bool {
        self.columns > 2
    }
}

#[derive(Differentiable, Clone, Debug)]
pub struct Energy {
    pub k: f64,
}

#[differentiate]
impl Energy {
    #[differentiate(wrt(self))]
    pub fn value(&self) -> f64 {
        self.k * self.k
    }

    #[differentiate(wrt(self))]
    pub fn times(&self, n: usize) -> f64 {
        self.k * n as f64
    }
}

#[derive(Differentiable, Clone, Debug)]
pub struct Stage {
    pub taps: Vec<f64>,
    #[differentiate(constant)]
    pub window: Window,
}

#[derive(Differentiable, Clone, Debug)]
pub struct Filter {
    pub taps: Vec<f64>,
    #[differentiate(constant)]
    pub window: Window,
    #[differentiate(constant)]
    pub grid: Grid,
    pub own: Energy,
    #[differentiate(constant)]
    pub fixed: Energy,
    pub stages: Vec<Stage>,
    pub scale: f64,
}

#[differentiate]
impl Filter {
    #[differentiate(wrt(self))]
    fn gain(&self) -> f64 {
        self.taps[1] * self.window.coefficient(1)
    }

    #[differentiate(wrt(self))]
    fn through_local(&self) -> f64 {
        let w = self.window;
        w.coefficient(1) * self.scale * w.gain()
    }

    #[differentiate(wrt(self))]
    fn summed(&self) -> f64 {
        let mut total = 0.0;
        for i in 0..self.taps.len() {
            total += self.window.coefficient(i) * self.taps[i] * self.taps[i];
        }
        total
    }

    #[differentiate(wrt(self))]
    fn chained(&self) -> f64 {
        self.taps.iter().enumerate().map(|(i, t)| t * self.window.coefficient(i)).sum::<f64>()
    }

    #[differentiate(wrt(self))]
    fn energies(&self) -> f64 {
        self.own.value() * self.scale + self.fixed.value() * self.scale * self.scale
    }

    #[differentiate(wrt(self))]
    fn mixed(&self, n: usize) -> f64 {
        self.own.times(n) * self.fixed.times(n + 1) * self.fixed.value()
    }

    #[differentiate(wrt(self))]
    fn on_grid(&self) -> f64 {
        let mut total = 0.0;
        for i in 0..2 {
            for j in 0..2 {
                total += self.taps[self.grid.flat(i, j)].powi(2) / self.grid.step(j);
            }
        }
        if self.grid.is_fine() { 2.0 * total } else { total }
    }

    #[differentiate(wrt(self))]
    fn weighted(&self, order: &[f64]) -> f64 {
        let w = self.grid.weights(order);
        w[0] * self.taps[0] + w[1] * self.taps[1].sin()
    }

    #[differentiate(wrt(self))]
    fn nested(&self) -> f64 {
        let mut total = 0.0;
        for stage in &self.stages {
            total += stage.taps[0] * stage.window.coefficient(2);
        }
        total + self.stages[0].window.gain() * self.scale
    }

    #[differentiate(wrt(self, x))]
    fn apply(&self, x: &[f64]) -> Vec<f64> {
        let n = x.len();
        let mut out = vec![0.0; n];
        for i in 0..n {
            let mut acc = 0.0;
            for k in 0..=i {
                acc = acc * 0.5 + self.taps[k] * x[i - k] * self.window.coefficient(k);
            }
            out[i] = acc;
        }
        out
    }

    #[differentiate(wrt(self))]
    fn moved(&mut self) -> f64 {
        self.scale *= self.window.gain();
        self.scale * self.scale
    }

    #[differentiate(wrt(self))]
    fn taken(self) -> f64 {
        self.scale * self.window.coefficient(1)
    }
}

#[differentiate(wrt(f))]
fn outside(f: &Filter, at: usize) -> f64 {
    let w = f.window.coefficient(at);
    (f.scale * w).sin() + f.fixed.value() * f.scale
}

fn filter() -> Filter {
    Filter {
        taps: vec![1.0, 2.0, -0.5, 0.25],
        window: Window::Hann,
        grid: Grid { columns: 2, spacing: vec![0.5, 0.25] },
        own: Energy { k: 3.0 },
        fixed: Energy { k: 2.0 },
        stages: vec![
            Stage { taps: vec![1.5], window: Window::Hann },
            Stage { taps: vec![-1.0], window: Window::Rect },
        ],
        scale: 0.7,
    }
}

/// Each number that is differentiated.
fn numbers(of: &mut Filter) -> [&mut f64; 8] {
    let [a, b, c, d] = &mut of.taps[..] else { unreachable!() };
    let [one, two] = &mut of.stages[..] else { unreachable!() };
    [a, b, c, d, &mut of.own.k, &mut one.taps[0], &mut two.taps[0], &mut of.scale]
}

fn differences(f: impl Fn(&Filter) -> f64) -> [f64; 8] {
    let mut at = filter();
    let start = numbers(&mut at).map(|x| *x);
    crate::common::gradient(
        |x| {
            let mut at = filter();
            numbers(&mut at).into_iter().zip(x).for_each(|(to, x)| *to = x);
            f(&at)
        },
        start,
    )
}

fn ours(d: &FilterGradient) -> [f64; 8] {
    [d.taps[0], d.taps[1], d.taps[2], d.taps[3], d.own.k, d.stages[0].taps[0], d.stages[1].taps[0], d.scale]
}

macro_rules! agree {
    ($($function:ident: $value_and_grad:ident($($argument:expr),*);)*) => {$(
        #[test]
        fn $function() {
            let at = filter();
            let (value, slope) = at.$value_and_grad($($argument),*);
            assert_eq!(value.to_bits(), at.$function($($argument),*).to_bits());
            crate::common::assert_close(ours(&slope), differences(|f| f.$function($($argument),*)));
        }
    )*};
}

agree! {
    gain: gain_value_and_grad();
    through_local: through_local_value_and_grad();
    summed: summed_value_and_grad();
    chained: chained_value_and_grad();
    energies: energies_value_and_grad();
    mixed: mixed_value_and_grad(3);
    on_grid: on_grid_value_and_grad();
    weighted: weighted_value_and_grad(&[1.0, -2.0]);
    nested: nested_value_and_grad();
}

#[test]
fn apply() {
    let (at, x, c) = (filter(), [1.0, -2.0, 0.5], [1.0, 0.5, -1.5]);
    let (slope, d_x) = at.apply_vjp(&x, c.to_vec());
    let weighed = |f: &Filter, x: &[f64]| f.apply(x).iter().zip(c).map(|(y, c)| y * c).sum::<f64>();
    crate::common::assert_close(ours(&slope), differences(|f| weighed(f, &x)));
    crate::common::assert_close(d_x.try_into().unwrap(), crate::common::gradient(|x| weighed(&at, &x), x));
}

#[test]
fn taken() {
    let slope = filter().taken_grad();
    crate::common::assert_close(ours(&slope), differences(|f| f.clone().taken()));
}

#[test]
fn moved() {
    let mut slope = differentiate::Differentiable::zero(&filter());
    filter().moved_vjp(1.0, &mut slope);
    crate::common::assert_close(ours(&slope), differences(|f| f.clone().moved()));
}

#[test]
fn outside_of_the_block() {
    let (value, slope) = outside_value_and_grad(&filter(), 1);
    assert_eq!(value.to_bits(), outside(&filter(), 1).to_bits());
    crate::common::assert_close(ours(&slope), differences(|f| outside(f, 1)));
}
