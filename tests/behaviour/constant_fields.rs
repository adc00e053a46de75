//! Fields that are held constant, and what is in them: a configuration, a table, a clock, a list of edges, names and modes.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use crate::common::assert_close;
use differentiate::{Differentiable, differentiate};
use std::collections::HashMap;

#[derive(Clone, Debug)]
struct Edge {
    a: usize,
    b: usize,
    rest: f64,
}

#[derive(Clone, Debug, Default)]
struct Inner {
    g: f64,
    w: Vec<f64>,
    p: (f64, f64),
}

#[derive(Clone, Debug, Default)]
struct Config {
    dt: f64,
    inner: Inner,
}

#[derive(Clone, Debug, Differentiable)]
struct Sim {
    x: f64,
    v: f64,
    #[differentiate(constant)]
    t: f64,
    #[differentiate(constant)]
    cfg: Config,
    #[differentiate(constant)]
    edges: Vec<Edge>,
    #[differentiate(constant)]
    pair: (f64, f64),
    #[differentiate(constant)]
    tab: [f64; 3],
    #[differentiate(constant)]
    names: HashMap<String, usize>,
    name: String,
    mode: Option<usize>,
    on: bool,
    count: usize,
}

#[differentiate(grad, vjp, jvp, hvp, wrt(self))]
impl Sim {
    fn configured(&self) -> f64 {
        0.5 * self.v * self.v
            + self.cfg.inner.g * self.x * self.x * self.cfg.dt
            + self.x * self.t
            + self.cfg.inner.w[1] * self.x
            + self.pair.1 * self.v
            + self.tab[2] * self.x
            + self.cfg.inner.p.0 * self.x
    }
    fn springs(&self) -> f64 {
        self.edges.iter().map(|e| e.rest * self.x * self.x + e.a as f64).sum()
    }
    fn springs_by_loop(&self) -> f64 {
        let mut s = 0.0;
        for e in &self.edges {
            s += e.rest * self.x * self.x * self.v;
        }
        for (i, w) in self.cfg.inner.w.iter().enumerate() {
            s += w * self.x * i as f64;
        }
        s
    }
    fn springs_by_index(&self) -> f64 {
        let mut s = 0.0;
        for i in 0..self.edges.len() {
            let Edge { a, b, rest } = self.edges[i];
            s += (a + b) as f64 * rest * self.v * self.x;
        }
        s * s
    }
    fn table(&self) -> f64 {
        let g: f64 = self.tab.iter().sum();
        g * self.x + self.tab.iter().fold(0.0, |a, b| a + b * self.x)
    }
    fn by_name(&self) -> f64 {
        let (i, j) = (self.names["x"], *self.names.get("y").unwrap());
        self.tab[i] * self.x * self.x * self.tab[j]
    }
    fn by_mode(&self) -> f64 {
        match self.mode {
            Some(i) if self.on => self.tab[i] * self.x * self.v,
            Some(_) => 0.0,
            None => self.x,
        }
    }
    fn by_text(&self) -> f64 {
        match self.name.as_str() {
            "sim" => self.x * self.v,
            other if other.starts_with("s") => self.x,
            _ => 0.0,
        }
    }
}

#[differentiate(vjp, jvp, wrt(self))]
impl Sim {
    fn step(&mut self) {
        let h = self.cfg.dt;
        self.v += h * self.cfg.inner.g * self.x;
        self.x += h * self.v;
        self.t += h;
        self.tab[1] += h;
        self.count += 1;
        self.mode = None;
        self.on = false;
        self.name = "moved".to_string();
    }
    fn run(&mut self, n: usize) -> f64 {
        for _ in 0..n {
            self.step();
        }
        self.x * self.v + self.t + self.tab[1] * self.x
    }
}

fn sim() -> Sim {
    Sim {
        x: 0.4,
        v: 0.3,
        t: 1.0,
        cfg: Config { dt: 0.1, inner: Inner { g: 2.0, w: vec![1.0, 3.0], p: (4.0, 5.0) } },
        edges: vec![Edge { a: 0, b: 1, rest: 1.0 }, Edge { a: 1, b: 2, rest: 0.7 }],
        pair: (1.0, 2.0),
        tab: [1.0, 2.0, 3.0],
        names: [("x".to_string(), 1), ("y".to_string(), 2)].into(),
        name: "sim".into(),
        mode: Some(1),
        on: true,
        count: 0,
    }
}

fn direction(x: f64, v: f64) -> SimGradient {
    SimGradient { x, v, ..sim().zero() }
}

fn moved(f: impl Fn(Sim) -> f64) -> [f64; 2] {
    crate::common::gradient(|[x, v]| f(Sim { x, v, ..sim() }), [0.4, 0.3])
}

#[test]
fn by_reference() {
    type Of = (
        fn(&Sim) -> f64,
        fn(&Sim) -> SimGradient,
        fn(&Sim, &SimGradient) -> (f64, f64),
        fn(&Sim, &SimGradient) -> SimGradient,
    );
    let all: [Of; 8] = [
        (Sim::configured, Sim::configured_grad, Sim::configured_jvp, Sim::configured_hvp),
        (Sim::springs, Sim::springs_grad, Sim::springs_jvp, Sim::springs_hvp),
        (Sim::springs_by_loop, Sim::springs_by_loop_grad, Sim::springs_by_loop_jvp, Sim::springs_by_loop_hvp),
        (
            Sim::springs_by_index,
            Sim::springs_by_index_grad,
            Sim::springs_by_index_jvp,
            Sim::springs_by_index_hvp,
        ),
        (Sim::table, Sim::table_grad, Sim::table_jvp, Sim::table_hvp),
        (Sim::by_name, Sim::by_name_grad, Sim::by_name_jvp, Sim::by_name_hvp),
        (Sim::by_mode, Sim::by_mode_grad, Sim::by_mode_jvp, Sim::by_mode_hvp),
        (Sim::by_text, Sim::by_text_grad, Sim::by_text_jvp, Sim::by_text_hvp),
    ];
    for (f, grad, jvp, hvp) in all {
        let g = grad(&sim());
        assert_close([g.x, g.v], moved(|sim| f(&sim)));
        let (value, along) = jvp(&sim(), &direction(1.0, -0.5));
        assert_eq!(value, f(&sim()));
        assert_close([along], [g.x - 0.5 * g.v]);
        for (x, v) in [(1.0, 0.0), (0.0, 1.0)] {
            let second = hvp(&sim(), &direction(x, v));
            let first = |sim: Sim| {
                let g = grad(&sim);
                x * g.x + v * g.v
            };
            assert_close([second.x, second.v], moved(first));
        }
    }
}

#[test]
fn in_place() {
    let mut gradient = direction(0.0, 0.0);
    sim().run_vjp(3, 1.0, &mut gradient);
    assert_close([gradient.x, gradient.v], moved(|mut sim| sim.run(3)));
    let mut changed = sim();
    let mut tangent = direction(1.0, -0.5);
    let (value, along) = changed.run_jvp(3, &mut tangent);
    assert_close([value, along], [sim().run(3), gradient.x - 0.5 * gradient.v]);
    assert_eq!((changed.count, changed.mode, changed.on, &changed.name[..]), (3, None, false, "moved"));
}

#[derive(Clone, Debug)]
struct Stiffness {
    k: f64,
}
#[derive(Clone, Debug, Differentiable)]
struct Net {
    pos: Vec<f64>,
    #[differentiate(constant)]
    edges: Vec<Edge>,
    #[differentiate(constant)]
    stiffness: Stiffness,
    #[differentiate(constant)]
    w: Vec<f64>,
    free: Vec<f64>,
}
#[differentiate(wrt(pos, free))]
fn stretch(pos: &[f64], edges: &[Edge], of: &Stiffness, w: &[f64], free: &[f64]) -> f64 {
    edges.iter().map(|e| of.k * w[e.a] * free[e.a] * (pos[e.b] - pos[e.a] - e.rest).powi(2)).sum()
}
#[differentiate]
fn weighed(pos: &[f64], w: &[f64]) -> f64 {
    pos.iter().zip(w).map(|(p, w)| p * p * w).sum()
}
#[differentiate(grad, wrt(self))]
impl Net {
    fn energy(&self) -> f64 {
        stretch(&self.pos, &self.edges, &self.stiffness, &self.w, &self.free)
    }
    fn twice(&self) -> f64 {
        weighed(&self.pos, &self.free) * weighed(&self.free, &self.w)
    }
}

/// A field held constant is passed to what holds it constant, and to what would differentiate it.
#[test]
fn arguments() {
    let net = |p: f64, f: f64| Net {
        pos: vec![0.0, p, 2.0],
        edges: vec![Edge { a: 0, b: 1, rest: 1.0 }, Edge { a: 1, b: 2, rest: 0.7 }],
        stiffness: Stiffness { k: 2.0 },
        w: vec![1.0, 2.0, 0.5],
        free: vec![1.5, f, 3.0],
    };
    for (f, grad) in [
        (Net::energy as fn(&Net) -> f64, Net::energy_grad as fn(&Net) -> NetGradient),
        (Net::twice, Net::twice_grad),
    ] {
        let gradient = grad(&net(1.5, 0.8));
        assert_close(
            [gradient.pos[1], gradient.free[1]],
            crate::common::gradient(|[p, q]| f(&net(p, q)), [1.5, 0.8]),
        );
    }
}

/// Fields held constant that a method assigns.
mod assigned {
    use differentiate::{Differentiable, differentiate};

    #[derive(Differentiable, Clone, Debug)]
    struct Controller {
        gain: f64,
        #[differentiate(constant)]
        limit: f64,
        #[differentiate(constant)]
        band: (f64, f64),
        #[differentiate(constant)]
        past: [f64; 2],
        steps: usize,
    }

    #[differentiate]
    impl Controller {
        #[differentiate(wrt(self))]
        fn with_limit(mut self, limit: f64) -> Self {
            self.limit = limit;
            self.gain *= limit;
            self.steps += 1;
            self
        }
        #[differentiate(wrt(self))]
        fn with_band(mut self, low: f64, high: f64) -> Self {
            self.band = (low, high);
            self.past = [high, low];
            self
        }
        #[differentiate(wrt(self, e))]
        fn output(&self, e: f64) -> f64 {
            let mut own = self.clone();
            own.limit = 6.0;
            own.past[0] = 0.5;
            own.gain = own.gain * own.past[0] + e;
            (own.gain * e).min(own.limit).max(own.band.0) + own.past[1] * e
        }
        #[differentiate(wrt(self, e))]
        fn reset(&mut self, e: f64) -> f64 {
            self.limit = 1.0;
            self.past = [1.0, 2.0];
            self.gain *= e;
            self.gain * self.past[1]
        }
        #[differentiate(wrt(self, e))]
        fn built(self, e: f64) -> f64 {
            self.with_limit(3.0).with_band(-9.0, 9.0).output(e)
        }
    }

    #[test]
    fn by_methods() {
        let of = |gain: f64| Controller { gain, limit: 4.0, band: (-5.0, 5.0), past: [0.1, 0.2], steps: 0 };
        for (gain, e) in [(0.7, 1.3), (6.0, 2.0), (-0.4, 0.9)] {
            let theirs = crate::common::gradient(|[gain, e]| of(gain).output(e), [gain, e]);
            let (d, de) = of(gain).output_grad(e);
            crate::common::assert_close([d.gain, de], theirs);
            let theirs = crate::common::gradient(|[gain, e]| of(gain).built(e), [gain, e]);
            let (d, de) = of(gain).built_grad(e);
            crate::common::assert_close([d.gain, de], theirs);
        }
        // (3 g / 2 + e) e + 9 e, below the limit of 6.
        let (d, de) = of(0.5).built_grad(1.0);
        assert_eq!((d.gain, de), (1.5, 0.75 + 2.0 - 9.0));
        // 2 g e: the cotangent of the gain that is left is 0.
        let mut d = Differentiable::zero(&of(0.5));
        let de = of(0.5).reset_vjp(3.0, 1.0, &mut d);
        assert_eq!((d.gain, de), (6.0, 1.0));
    }
}
