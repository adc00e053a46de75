//! Programs in `impl` blocks: a Gaussian process, a heated rod, bodies that attract each other.

use crate::common::*;
use differentiate::*;
use std::ops::*;

#[derive(Differentiable, Clone, Debug)]
struct Gp {
    scale: f64,
    len: f64,
    noise: f64,
}
#[differentiate]
impl Gp {
    #[differentiate(wrt(self, a, b))]
    fn kernel(&self, a: &[f64], b: &[f64]) -> f64 {
        let d2: f64 = a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum();
        self.scale * (-0.5 * d2 / (self.len * self.len)).exp()
    }
    #[differentiate(wrt(self, xs))]
    fn trace(&self, xs: &[Vec<f64>], w: &[f64]) -> f64 {
        let n = xs.len();
        let mut k = vec![vec![0.0; n]; n];
        for i in 0..n {
            for j in 0..=i {
                let v = self.kernel(&xs[i], &xs[j]);
                k[i][j] = v;
                k[j][i] = v;
            }
            k[i][i] += self.noise;
        }
        let mut s = 0.0;
        for i in 0..n {
            for j in 0..n {
                s += w[i] * k[i][j] * w[j];
            }
        }
        s.ln()
    }
    #[differentiate(wrt(self, xs))]
    fn mean(&self, xs: &[f64]) -> f64 {
        xs.iter().map(|x| self.kernel(&[*x], &[0.5])).sum::<f64>() / xs.len() as f64
    }
    #[differentiate(wrt(self))]
    fn prior(&self) -> f64 {
        let grid = [0.0, 0.5, 1.0];
        grid.iter().fold(0.0, |acc, g| acc + self.scale * g + self.len.ln())
    }
}
#[test]
fn gp() {
    let xs = vec![vec![0.1, 0.2], vec![0.5, -0.3], vec![1.0, 0.7]];
    let w = [0.3, -0.8, 1.1];
    let of = |p: [f64; 3]| Gp { scale: p[0], len: p[1], noise: p[2] };
    let at = [1.3, 0.7, 0.1];
    let (d, _) = of(at).trace_grad(&xs, &w);
    assert_close([d.scale, d.len, d.noise], gradient(|p| of(p).trace(&xs, &w), at));
    let (d, dx) = of(at).mean_grad(&[0.2, 0.9]);
    assert_close([d.scale, d.len, d.noise], gradient(|p| of(p).mean(&[0.2, 0.9]), at));
    assert_close(dx.try_into().unwrap(), gradient(|x: [f64; 2]| of(at).mean(&x), [0.2, 0.9]));
    let d = of(at).prior_grad();
    assert_close([d.scale, d.len, d.noise], gradient(|p| of(p).prior(), at));
}

// enum with data
// builder, &mut self without result
#[derive(Differentiable, Clone, Debug)]
struct Rod {
    t: Vec<f64>,
    k: f64,
}
#[differentiate]
impl Rod {
    #[differentiate(wrt(self, k))]
    fn with_k(mut self, k: f64) -> Self {
        self.k = k;
        self
    }
    #[differentiate(wrt(self, dt))]
    fn step(&mut self, dt: f64) {
        let old = self.t.clone();
        for i in 1..old.len() - 1 {
            self.t[i] = old[i] + self.k * dt * (old[i - 1] - 2.0 * old[i] + old[i + 1]);
        }
    }
    #[differentiate(wrt(self))]
    fn total(&self) -> f64 {
        self.t.iter().sum()
    }
}
#[differentiate(wrt(rod, dt))]
fn heated(rod: &Rod, dt: f64, n: usize) -> f64 {
    let mut rod = rod.clone();
    for _ in 0..n {
        rod.step(dt);
    }
    rod.total() * rod.t[1]
}
#[test]
fn rod() {
    let of = |p: [f64; 5]| Rod { t: p[..4].to_vec(), k: p[4] };
    let at = [1.0, 0.2, 0.5, 2.0, 0.3];
    let (d, ddt) = heated_grad(&of(at), 0.1, 3);
    assert_close([d.t[0], d.t[1], d.t[2], d.t[3], d.k], gradient(|p| heated(&of(p), 0.1, 3), at));
    assert_close([ddt], [derivative(|t| heated(&of(at), t, 3), 0.1)]);
}

// newtype and chains
#[derive(Differentiable, Clone, Copy, Debug)]
struct Meters(f64);
#[differentiate]
impl Meters {
    fn new(x: f64) -> Meters {
        Meters(x)
    }
}
#[differentiate]
impl Add for Meters {
    type Output = Meters;
    fn add(self, o: Meters) -> Meters {
        Meters(self.0 + o.0)
    }
}
#[differentiate]
impl Sub for Meters {
    type Output = Meters;
    fn sub(self, o: Meters) -> Meters {
        Meters(self.0 - o.0)
    }
}
#[differentiate]
impl Mul<f64> for Meters {
    type Output = Meters;
    fn mul(self, o: f64) -> Meters {
        Meters(self.0 * o)
    }
}
#[differentiate]
impl SubAssign for Meters {
    fn sub_assign(&mut self, o: Meters) {
        self.0 -= o.0;
    }
}
#[differentiate]
fn newtype(x: f64, y: f64) -> f64 {
    let a = Meters::new(x);
    let mut b = a + Meters::new(y) * 2.0;
    b -= a * y;
    (b - a).0 * b.0
}
#[test]
fn newtypes() {
    let (x, y) = newtype_grad(0.7, 1.3);
    assert_close([x, y], gradient(|[x, y]| newtype(x, y), [0.7, 1.3]));
}

#[derive(Differentiable, Clone, Copy, Debug)]
struct P {
    x: f64,
    y: f64,
}
#[differentiate(wrt(self, o, k))]
impl P {
    const UNIT: P = P { x: 1.0, y: 0.0 };
    fn zero() -> Self {
        P { x: 0.0, y: 0.0 }
    }
    fn add_scaled(self, o: P, k: f64) -> P {
        P { x: self.x + k * o.x, y: self.y + k * o.y }
    }
    fn normalized(self) -> Self {
        let n = self.norm();
        P { x: self.x / n, y: self.y / n }
    }
    fn norm(&self) -> f64 {
        self.x.hypot(self.y)
    }
    fn dot(self, o: P) -> f64 {
        self.x * o.x + self.y * o.y
    }
    fn angle(&self) -> f64 {
        if self.x == 0.0 {
            return 0.0;
        }
        (self.y / self.x).atan()
    }
}
#[differentiate]
impl Add for P {
    type Output = P;
    fn add(self, o: P) -> P {
        self.add_scaled(o, 1.0)
    }
}
#[differentiate]
impl Mul<P> for P {
    type Output = f64;
    fn mul(self, o: P) -> f64 {
        self.dot(o)
    }
}
#[differentiate(wrt(a, b, k))]
fn chain(a: P, b: P, k: f64) -> f64 {
    a.add_scaled(b, k).normalized().dot(P::UNIT) + (a + b).angle() * (a * b)
}
#[differentiate(wrt(ps))]
fn centroid(ps: &[P]) -> f64 {
    let mut c = P::zero();
    for p in ps {
        c = c + *p;
    }
    let n = ps.len() as f64;
    let c = c.add_scaled(c, 1.0 / n);
    let mut m = 0.0;
    for p in ps.iter() {
        let d = p.add_scaled(c, -1.0).norm();
        if d > m {
            m = d;
        }
    }
    m + ps.iter().copied().fold(P::zero(), |a, b| a + b).norm()
}
#[test]
fn chains() {
    let f = |p: [f64; 5]| chain(P { x: p[0], y: p[1] }, P { x: p[2], y: p[3] }, p[4]);
    let (a, b, k) = chain_grad(P { x: 0.3, y: 0.8 }, P { x: -0.2, y: 1.4 }, 0.6);
    assert_close([a.x, a.y, b.x, b.y, k], gradient(f, [0.3, 0.8, -0.2, 1.4, 0.6]));
    let of = |p: [f64; 6]| -> Vec<P> { p.chunks(2).map(|c| P { x: c[0], y: c[1] }).collect() };
    let at = [0.1, 0.9, 1.3, -0.4, 0.6, 2.0];
    let g: Vec<f64> = centroid_grad(&of(at)).iter().flat_map(|p| [p.x, p.y]).collect();
    assert_close(g.try_into().unwrap(), gradient(|p| centroid(&of(p)), at));
}

// N-body with &mut self
#[derive(Differentiable, Clone, Debug)]
struct Body {
    pos: P,
    vel: P,
    m: f64,
}
#[derive(Differentiable, Clone, Debug)]
struct System {
    bodies: Vec<Body>,
    g: f64,
}
#[differentiate]
impl System {
    #[differentiate(wrt(self, dt))]
    fn step(&mut self, dt: f64) {
        let n = self.bodies.len();
        let mut acc = vec![P { x: 0.0, y: 0.0 }; n];
        for i in 0..n {
            for j in 0..n {
                if i != j {
                    let d = self.bodies[j].pos.add_scaled(self.bodies[i].pos, -1.0);
                    let r = d.norm() + 0.1;
                    acc[i] = acc[i].add_scaled(d, self.g * self.bodies[j].m / (r * r * r));
                }
            }
        }
        for i in 0..n {
            let b = &mut self.bodies[i];
            b.vel = b.vel.add_scaled(acc[i], dt);
            b.pos = b.pos.add_scaled(b.vel, dt);
        }
    }
    #[differentiate(wrt(self))]
    fn kinetic(&self) -> f64 {
        self.bodies.iter().map(|b| 0.5 * b.m * b.vel.dot(b.vel)).sum()
    }
}
#[differentiate(wrt(s, dt))]
fn run(s: &System, dt: f64) -> f64 {
    let mut s = s.clone();
    for _ in 0..3 {
        s.step(dt);
    }
    s.kinetic()
}
#[test]
fn nbody() {
    let of = |p: [f64; 11]| System {
        g: p[10],
        bodies: p[..10]
            .chunks(5)
            .map(|c| Body { pos: P { x: c[0], y: c[1] }, vel: P { x: c[2], y: c[3] }, m: c[4] })
            .collect(),
    };
    let at = [0.0, 0.1, 0.5, 0.2, 1.0, 1.2, -0.3, -0.1, 0.4, 2.0, 0.8];
    let (d, dt) = run_grad(&of(at), 0.1);
    let mut g: Vec<f64> = d.bodies.iter().flat_map(|b| [b.pos.x, b.pos.y, b.vel.x, b.vel.y, b.m]).collect();
    g.push(d.g);
    assert_close(g.try_into().unwrap(), gradient(|p| run(&of(p), 0.1), at));
    assert_close([dt], [derivative(|t| run(&of(at), t), 0.1)]);
}
