//! Structs in structs that methods change, traits with provided methods.

use crate::common::*;
use differentiate::*;
use std::ops::*;

#[derive(Differentiable, Clone, Copy, Debug)]
struct V {
    x: f64,
    y: f64,
}
#[differentiate]
impl Add for V {
    type Output = V;
    fn add(self, o: V) -> V {
        V { x: self.x + o.x, y: self.y + o.y }
    }
}
#[differentiate]
impl Mul<f64> for V {
    type Output = V;
    fn mul(self, k: f64) -> V {
        V { x: self.x * k, y: self.y * k }
    }
}
#[differentiate]
impl AddAssign for V {
    fn add_assign(&mut self, o: V) {
        self.x += o.x;
        self.y += o.y;
    }
}
#[differentiate(wrt(self, o))]
impl V {
    fn dot(&self, o: &V) -> f64 {
        self.x * o.x + self.y * o.y
    }
    fn turn(&mut self) {
        let t = self.x;
        self.x = self.y;
        self.y = t * 2.0;
    }
    fn size(self) -> f64 {
        self.dot(&self).sqrt()
    }
}
#[derive(Differentiable, Clone, Debug)]
struct Cell {
    a: V,
    b: V,
    w: f64,
}
#[differentiate]
impl Cell {
    #[differentiate(wrt(self, dt))]
    fn step(&mut self, dt: f64) -> f64 {
        self.a += self.b * dt;
        self.b += self.a * -dt;
        if self.a.x > 0.0 {
            self.a.turn();
            return self.w;
        }
        self.w *= 1.0 + dt;
        self.a.dot(&self.b)
    }
}
#[derive(Differentiable, Clone, Debug)]
struct Grid {
    cells: Vec<Cell>,
    k: f64,
}
#[differentiate]
impl Grid {
    #[differentiate(wrt(self, dt))]
    fn step(&mut self, dt: f64) -> f64 {
        let mut e = 0.0;
        for i in 0..self.cells.len() {
            e += self.cells[i].step(dt * self.k);
        }
        for c in self.cells.iter_mut() {
            e += c.step(dt);
        }
        for c in &mut self.cells {
            c.w += e * 0.1;
        }
        e
    }
    #[differentiate(wrt(self, x))]
    fn probe(&self, x: f64) -> f64 {
        let f = |t: f64| self.cells[0].a.size() * t + self.k;
        let g = |c: &Cell| c.a.dot(&c.b) * x;
        let mut best = f(x);
        for c in &self.cells {
            let v = g(c);
            if v > best {
                best = v;
            }
        }
        match self.cells.len() {
            0 => 0.0,
            1 => best,
            _ => best + self.cells[1].a.dot(&self.cells[1].a) * f(f(x)),
        }
    }
}
fn grid(p: [f64; 11]) -> Grid {
    Grid {
        k: p[10],
        cells: p[..10]
            .chunks(5)
            .map(|c| Cell { a: V { x: c[0], y: c[1] }, b: V { x: c[2], y: c[3] }, w: c[4] })
            .collect(),
    }
}
fn flat(d: &Grid2) -> [f64; 11] {
    let mut v: Vec<f64> = d.cells.iter().flat_map(|c| [c.a.x, c.a.y, c.b.x, c.b.y, c.w]).collect();
    v.push(d.k);
    v.try_into().unwrap()
}
type Grid2 = <Grid as Differentiable>::Tangent;
#[differentiate(wrt(g, dt))]
fn evolve(g: &Grid, dt: f64, n: usize) -> f64 {
    let mut g = g.clone();
    let mut total = 0.0;
    let mut i = 0;
    while i < n {
        let e = g.step(dt);
        if e > 100.0 {
            break;
        }
        total += e * (i as f64 + 1.0);
        i += 1;
    }
    total + g.probe(total)
}
const AT: [f64; 11] = [-0.3, 0.4, 0.6, -0.2, 1.1, 0.5, 0.25, -0.7, 0.3, 0.9, 0.8];
#[test]
fn grids() {
    let (d, dx) = grid(AT).probe_grad(0.7);
    assert_close(flat(&d), gradient(|p| grid(p).probe(0.7), AT));
    assert_close([dx], [derivative(|x| grid(AT).probe(x), 0.7)]);
    let (d, dt) = evolve_grad(&grid(AT), 0.1, 3);
    assert_close(flat(&d), gradient(|p| evolve(&grid(p), 0.1, 3), AT));
    assert_close([dt], [derivative(|t| evolve(&grid(AT), t, 3), 0.1)]);
    assert_eq!(evolve_value_and_grad(&grid(AT), 0.1, 3).0, evolve(&grid(AT), 0.1, 3));
}

// the same receiver twice in a call
#[differentiate(wrt(a, b))]
fn twice(a: V, b: V) -> f64 {
    let mut a = a;
    a += a;
    let mut c = b;
    c.turn();
    c.turn();
    a += c * a.dot(&a);
    a.dot(&a) + b.dot(&b) + (a + a).dot(&(b + b))
}
#[differentiate(wrt(vs))]
fn arrays(vs: [V; 3]) -> f64 {
    let (mut lo, mut hi) = (vs[0], vs[1]);
    for v in vs {
        if v.size() > hi.size() {
            hi = v;
        } else {
            lo = lo + v * 0.5;
        }
    }
    let pair = (lo, hi);
    pair.0.dot(&pair.1) + [lo, hi][1].size()
}
#[test]
fn aliases() {
    let f = |p: [f64; 4]| twice(V { x: p[0], y: p[1] }, V { x: p[2], y: p[3] });
    let at = [0.4, -0.3, 0.8, 0.1];
    let (a, b) = twice_grad(V { x: 0.4, y: -0.3 }, V { x: 0.8, y: 0.1 });
    assert_close([a.x, a.y, b.x, b.y], gradient(f, at));
    let of = |p: [f64; 6]| [V { x: p[0], y: p[1] }, V { x: p[2], y: p[3] }, V { x: p[4], y: p[5] }];
    let at = [0.4, -0.3, 0.8, 0.1, 1.5, 0.6];
    let g: Vec<f64> = arrays_grad(of(at)).iter().flat_map(|v| [v.x, v.y]).collect();
    assert_close(g.try_into().unwrap(), gradient(|p| arrays(of(p)), at));
}

// A trait with associated types, constants, generic parameters
#[differentiate]
trait Potential {
    const POWER: i32;
    #[differentiate(wrt(self, r))]
    fn at(&self, r: f64) -> f64;
    #[differentiate(wrt(self, rs))]
    fn total(&self, rs: &[f64]) -> f64 {
        let mut s = 0.0;
        for r in rs {
            s += self.at(*r);
        }
        s.powi(Self::POWER)
    }
}
#[derive(Differentiable, Clone, Debug)]
struct Lj {
    eps: f64,
    sigma: f64,
}
#[differentiate]
impl Potential for Lj {
    const POWER: i32 = 2;
    #[differentiate(wrt(self, r))]
    fn at(&self, r: f64) -> f64 {
        let q = (self.sigma / r).powi(6);
        4.0 * self.eps * (q * q - q)
    }
}
#[derive(Differentiable, Clone, Debug)]
struct Sum2<A, B> {
    a: A,
    b: B,
}
#[differentiate]
impl<A: Potential, B: Potential> Potential for Sum2<A, B> {
    const POWER: i32 = 1;
    #[differentiate(wrt(self, r))]
    fn at(&self, r: f64) -> f64 {
        self.a.at(r) + 2.0 * self.b.at(r * r)
    }
}
#[differentiate(wrt(p, r))]
fn work<P>(p: &P, r: f64) -> f64
where
    P: Potential,
{
    p.total(&[r, 2.0 * r]) - p.at(r)
}
#[test]
fn potentials() {
    let at = [0.7, 1.1, 0.4, 0.9, 1.3];
    let f = |p: [f64; 5]| {
        work(&Sum2 { a: Lj { eps: p[0], sigma: p[1] }, b: Lj { eps: p[2], sigma: p[3] } }, p[4])
    };
    let (d, r) = work_grad(&Sum2 { a: Lj { eps: 0.7, sigma: 1.1 }, b: Lj { eps: 0.4, sigma: 0.9 } }, 1.3);
    assert_close([d.a.eps, d.a.sigma, d.b.eps, d.b.sigma, r], gradient(f, at));
}
