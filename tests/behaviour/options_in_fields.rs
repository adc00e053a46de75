//! `Option`s in fields, differentiated and constant, alone and in lists: adapted, matched, flattened.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Debug)]
struct Limited {
    v: Vec<f64>,
    a: [f64; 4],
    o: Option<f64>,
    #[differentiate(constant)]
    c: Option<f64>,
    #[differentiate(constant)]
    obs: Vec<Option<f64>>,
}

#[differentiate]
impl Limited {
    #[differentiate(wrt(self))]
    fn mapped(&self) -> f64 {
        self.o.map(|o| o * self.v[0]).unwrap_or(1.0)
    }
    #[differentiate(wrt(self))]
    fn by_reference(&self) -> f64 {
        if let Some(o) = self.o.as_ref() { o * self.a[1] } else { self.a[0] }
    }
    #[differentiate(wrt(self))]
    fn mapped_or(&self) -> f64 {
        self.o.map_or(self.a[0], |o| o * self.v[0])
    }
    #[differentiate(wrt(self))]
    fn constant_matched(&self) -> f64 {
        match self.c {
            Some(c) => c * self.v[0],
            None => self.v[1],
        }
    }
    #[differentiate(wrt(self))]
    fn constant_mapped_or(&self) -> f64 {
        self.c.map_or(0.0, |c| c * self.v[0])
    }
    #[differentiate(wrt(self))]
    fn constant_mapped(&self) -> f64 {
        self.c.map(|c| c * self.v[0]).unwrap_or(0.0)
    }
    #[differentiate(wrt(self))]
    fn filtered(&self) -> f64 {
        self.o.filter(|o| *o > 0.0).map(|c| c * self.v[0]).unwrap_or(0.0)
    }
    #[differentiate(wrt(self))]
    fn matched_by_reference(&self) -> f64 {
        match self.o.as_ref() {
            Some(o) => o * o,
            None => 0.0,
        }
    }
    #[differentiate(wrt(self))]
    fn or_default(&self) -> f64 {
        self.o.unwrap_or_default() * self.v[0]
    }
    #[differentiate(wrt(self))]
    fn or_constant(&self) -> f64 {
        self.o.or(self.c).unwrap_or(1.0) * self.v[0]
    }
    #[differentiate(wrt(self))]
    fn given_on(&self) -> Option<f64> {
        self.o.map(|o| o * self.v[0])
    }
    #[differentiate(wrt(self))]
    fn asked(&self) -> Option<f64> {
        let o = self.o?;
        Some(o * self.v[0])
    }
    #[differentiate(wrt(self))]
    fn questioned(&self) -> f64 {
        if self.o.is_some() { self.v[0] } else { self.v[1] }
    }
    #[differentiate(wrt(self))]
    fn mapped_or_else(&self) -> f64 {
        self.o.map_or_else(|| self.v[1], |o| o * o)
    }
    #[differentiate(wrt(self))]
    fn filter_mapped(&self) -> f64 {
        self.obs.iter().zip(&self.v).filter_map(|(o, x)| o.map(|o| (x - o).powi(2))).sum()
    }
    #[differentiate(wrt(self))]
    fn observed(&self) -> f64 {
        let mut t = 0.0;
        for (o, x) in self.obs.iter().zip(&self.v) {
            if let Some(o) = o {
                t += (x - o).powi(2);
            }
        }
        t
    }
}

struct Data {
    o: Option<f64>,
    obs: Vec<Option<f64>>,
}

#[differentiate]
impl Data {
    #[differentiate(wrt(x))]
    fn constant_or(&self, x: &[f64]) -> f64 {
        self.o.map_or(x[0], |o| o * x[1] * x[1])
    }
    #[differentiate(wrt(x))]
    fn constant_filtered(&self, x: &[f64]) -> f64 {
        self.o.filter(|o| *o > 0.1).map(|o| o * x[1]).unwrap_or(0.0)
    }
    #[differentiate(wrt(x))]
    fn residuals(&self, x: &[f64]) -> f64 {
        self.obs.iter().zip(x).filter_map(|(o, x)| o.map(|o| (x - o).powi(2))).sum()
    }
    #[differentiate(wrt(x))]
    fn flattened(&self, x: &[f64]) -> f64 {
        self.obs.iter().flatten().zip(x).map(|(o, x)| o * x * x).sum()
    }
    #[differentiate(wrt(x))]
    fn constant_or_zero(&self, x: &[f64]) -> f64 {
        self.o.map(|o| o * x[1]).unwrap_or(0.0)
    }
    #[differentiate(wrt(x))]
    fn by_index(&self, x: &[f64]) -> f64 {
        self.obs.iter().enumerate().filter_map(|(i, o)| o.as_ref().map(|o| (x[i] - o).powi(2))).sum()
    }
    #[differentiate(wrt(x))]
    fn flattened_in_a_loop(&self, x: &[f64]) -> f64 {
        let mut t = 0.0;
        for o in self.obs.iter().flatten() {
            t += x[0] * o;
        }
        t
    }
    #[differentiate(wrt(x))]
    fn zipped_or(&self, x: &[f64]) -> f64 {
        self.obs.iter().zip(x).map(|(o, x)| o.map_or(0.0, |o| (x - o).powi(2))).sum()
    }
    #[differentiate(wrt(x))]
    fn zipped_matched(&self, x: &[f64]) -> f64 {
        self.obs
            .iter()
            .zip(x)
            .map(|(o, x)| match o {
                Some(o) => (x - o).powi(2),
                None => 0.0,
            })
            .sum()
    }
}
#[differentiate(wrt(x))]
fn parameter_or(o: Option<f64>, x: &[f64]) -> f64 {
    o.map_or(x[0], |o| o * x[1] * x[1])
}
#[differentiate(wrt(x))]
fn parameter_filtered(o: Option<f64>, x: &[f64]) -> f64 {
    o.filter(|o| *o > 0.1).map(|o| o * x[1]).unwrap_or(0.0)
}
#[differentiate(wrt(x))]
fn parameter_residuals(obs: &[Option<f64>], x: &[f64]) -> f64 {
    obs.iter().zip(x).filter_map(|(o, x)| o.map(|o| (x - o).powi(2))).sum()
}
#[differentiate(wrt(x))]
fn parameter_flattened(obs: &[Option<f64>], x: &[f64]) -> f64 {
    obs.iter().flatten().zip(x).map(|(o, x)| o * x * x).sum()
}

const AT: [f64; 4] = [0.7, -1.2, 0.4, 1.5];

fn limited([a, b, c, d]: [f64; 4], there: bool) -> Limited {
    Limited {
        v: vec![a, b],
        a: [c, c, b, c],
        o: there.then_some(d),
        c: there.then_some(2.5),
        obs: vec![None, Some(0.5), Some(1.0)],
    }
}

fn by_numbers(d: &LimitedGradient) -> [f64; 4] {
    [d.v[0], d.v[1] + d.a[2], d.a[0] + d.a[1] + d.a[3], d.o.unwrap_or(0.0)]
}

macro_rules! agree {
    ($($function:ident $grad:ident;)*) => {
        #[test]
        fn options_in_differentiated_structs() {
            for there in [true, false] {$(
                let slope = by_numbers(&limited(AT, there).$grad());
                let theirs = crate::common::gradient(|x| limited(x, there).$function(), AT);
                assert!(slope.iter().zip(theirs).all(|(a, b)| (a - b).abs() < 1e-8), "{} {slope:?} {theirs:?}", stringify!($function));
            )*}
        }
    };
}

agree! {
    mapped mapped_grad;
    by_reference by_reference_grad;
    mapped_or mapped_or_grad;
    constant_matched constant_matched_grad;
    constant_mapped_or constant_mapped_or_grad;
    constant_mapped constant_mapped_grad;
    filtered filtered_grad;
    matched_by_reference matched_by_reference_grad;
    or_default or_default_grad;
    or_constant or_constant_grad;
    questioned questioned_grad;
    mapped_or_else mapped_or_else_grad;
    filter_mapped filter_mapped_grad;
    observed observed_grad;
}

#[test]
fn options_asked() {
    for there in [true, false] {
        let at = limited(AT, there);
        assert_eq!(at.asked_grad().is_some(), there);
    }
    let at = limited(AT, true);
    assert_eq!(by_numbers(&at.asked_grad().unwrap()), [1.5, 0.0, 0.0, 0.7]);
}

#[test]
fn constant_options_in_fields() {
    let x = [0.7, -1.2, 0.4];
    for o in [Some(2.0), Some(0.05), None] {
        let data = Data { o, obs: vec![Some(0.3), None, Some(-2.0)] };
        let pairs: [(&dyn Fn(&[f64]) -> f64, Vec<f64>); 13] = [
            (&|x: &[f64]| data.constant_or(x), data.constant_or_grad(&x)),
            (&|x: &[f64]| data.constant_filtered(x), data.constant_filtered_grad(&x)),
            (&|x: &[f64]| data.residuals(x), data.residuals_grad(&x)),
            (&|x: &[f64]| data.flattened(x), data.flattened_grad(&x)),
            (&|x: &[f64]| data.constant_or_zero(x), data.constant_or_zero_grad(&x)),
            (&|x: &[f64]| data.by_index(x), data.by_index_grad(&x)),
            (&|x: &[f64]| data.flattened_in_a_loop(x), data.flattened_in_a_loop_grad(&x)),
            (&|x: &[f64]| data.zipped_or(x), data.zipped_or_grad(&x)),
            (&|x: &[f64]| data.zipped_matched(x), data.zipped_matched_grad(&x)),
            (&|x: &[f64]| parameter_or(o, x), parameter_or_grad(o, &x)),
            (&|x: &[f64]| parameter_filtered(o, x), parameter_filtered_grad(o, &x)),
            (&|x: &[f64]| parameter_residuals(&data.obs, x), parameter_residuals_grad(&data.obs, &x)),
            (&|x: &[f64]| parameter_flattened(&data.obs, x), parameter_flattened_grad(&data.obs, &x)),
        ];
        for (f, slope) in pairs {
            crate::common::assert_close(slope.try_into().unwrap(), crate::common::gradient(|x| f(&x), x));
        }
    }
}
