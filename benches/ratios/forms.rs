//! The same calculation on slices and on structs with methods and operators: what the form costs.

use super::{medians, sink};
use differentiate::{Differentiable, differentiate};
use std::hint::black_box;
use std::ops::{AddAssign, Mul, Sub, SubAssign};

const STEPS: usize = 20;

/// Positions and velocities in turn: the potential after some steps.
#[differentiate(grad)]
fn bodies(x: &[f64]) -> f64 {
    let mut s = x.to_vec();
    let n = x.len() / 6;
    let mut potential = 0.0;
    for _ in 0..STEPS {
        potential = 0.0;
        for i in 0..n {
            for j in 0..i {
                let d = [s[6 * i] - s[6 * j], s[6 * i + 1] - s[6 * j + 1], s[6 * i + 2] - s[6 * j + 2]];
                let square = d[0] * d[0] + d[1] * d[1] + d[2] * d[2] + 0.1;
                let pull = 0.01 / (square * square.sqrt());
                potential -= 1.0 / square.sqrt();
                for k in 0..3 {
                    s[6 * i + 3 + k] -= d[k] * pull;
                    s[6 * j + 3 + k] += d[k] * pull;
                }
            }
        }
        for i in 0..n {
            for k in 0..3 {
                s[6 * i + k] += s[6 * i + 3 + k] * 0.01;
            }
        }
    }
    potential
}

#[derive(Differentiable, Clone, Copy)]
struct Vec3 {
    x: f64,
    y: f64,
    z: f64,
}

#[differentiate]
impl Sub for Vec3 {
    type Output = Vec3;
    fn sub(self, other: Vec3) -> Vec3 {
        Vec3 { x: self.x - other.x, y: self.y - other.y, z: self.z - other.z }
    }
}

#[differentiate]
impl Mul<f64> for Vec3 {
    type Output = Vec3;
    fn mul(self, by: f64) -> Vec3 {
        Vec3 { x: self.x * by, y: self.y * by, z: self.z * by }
    }
}

#[differentiate]
impl AddAssign for Vec3 {
    fn add_assign(&mut self, other: Vec3) {
        self.x += other.x;
        self.y += other.y;
        self.z += other.z;
    }
}

#[differentiate]
impl SubAssign for Vec3 {
    fn sub_assign(&mut self, other: Vec3) {
        self.x -= other.x;
        self.y -= other.y;
        self.z -= other.z;
    }
}

#[differentiate(wrt(self, other))]
impl Vec3 {
    fn dot(&self, other: &Vec3) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }
}

#[derive(Differentiable, Clone, Copy)]
struct Body {
    position: Vec3,
    velocity: Vec3,
}

#[derive(Differentiable, Clone)]
struct System {
    bodies: Vec<Body>,
}

#[differentiate(grad, wrt(self))]
impl System {
    fn potential(&self) -> f64 {
        let mut s = self.bodies.clone();
        let mut potential = 0.0;
        for _ in 0..STEPS {
            potential = 0.0;
            for i in 0..s.len() {
                for j in 0..i {
                    let d = s[i].position - s[j].position;
                    let square = d.dot(&d) + 0.1;
                    let pull = d * (0.01 / (square * square.sqrt()));
                    potential -= 1.0 / square.sqrt();
                    s[i].velocity -= pull;
                    s[j].velocity += pull;
                }
            }
            for body in s.iter_mut() {
                body.position += body.velocity * 0.01;
            }
        }
        potential
    }
}

#[derive(Differentiable, Clone, Copy)]
struct Particle {
    x: f64,
    y: f64,
    z: f64,
    vx: f64,
    vy: f64,
    vz: f64,
}

#[differentiate(wrt(self, other))]
impl Particle {
    fn square_of_distance(&self, other: &Particle) -> f64 {
        let (dx, dy, dz) = (self.x - other.x, self.y - other.y, self.z - other.z);
        dx * dx + dy * dy + dz * dz + 0.1
    }
    fn drift(&mut self) {
        self.x += self.vx * 0.01;
        self.y += self.vy * 0.01;
        self.z += self.vz * 0.01;
    }
}

#[derive(Differentiable, Clone)]
struct Particles {
    all: Vec<Particle>,
}

#[differentiate(grad, wrt(self))]
impl Particles {
    fn potential(&self) -> f64 {
        let mut s = self.all.clone();
        let mut potential = 0.0;
        for _ in 0..STEPS {
            potential = 0.0;
            for i in 0..s.len() {
                for j in 0..i {
                    let square = s[i].square_of_distance(&s[j]);
                    let pull = 0.01 / (square * square.sqrt());
                    potential -= 1.0 / square.sqrt();
                    let (dx, dy, dz) = (s[i].x - s[j].x, s[i].y - s[j].y, s[i].z - s[j].z);
                    s[i].vx -= dx * pull;
                    s[i].vy -= dy * pull;
                    s[i].vz -= dz * pull;
                    s[j].vx += dx * pull;
                    s[j].vy += dy * pull;
                    s[j].vz += dz * pull;
                }
            }
            for particle in &mut s {
                particle.drift();
            }
        }
        potential
    }
}

/// The outputs of a layer, of which the biases are behind the weights.
#[differentiate]
fn layer(w: &[f64], x: &[f64], outputs: usize) -> Vec<f64> {
    let (weights, biases) = w.split_at(outputs * x.len());
    let rows = weights.chunks_exact(x.len()).zip(biases);
    rows.map(|(row, bias)| (row.iter().zip(x).map(|(w, x)| w * x).sum::<f64>() + bias).tanh()).collect()
}

#[differentiate(grad, wrt(w))]
fn network(w: &[f64], x: &[f64], sizes: &[usize]) -> f64 {
    let mut h = x.to_vec();
    let mut at = 0;
    for size in sizes {
        let end = at + size * (h.len() + 1);
        h = layer(&w[at..end], &h, *size);
        at = end;
    }
    h.iter().map(|v| v * v).sum()
}

#[derive(Differentiable, Clone)]
struct Layer {
    weights: Vec<f64>,
    biases: Vec<f64>,
}

#[differentiate(wrt(self, x))]
impl Layer {
    fn forward(&self, x: &[f64]) -> Vec<f64> {
        let rows = self.weights.chunks_exact(x.len()).zip(&self.biases);
        rows.map(|(row, bias)| (row.iter().zip(x).map(|(w, x)| w * x).sum::<f64>() + bias).tanh()).collect()
    }
}

#[derive(Differentiable, Clone)]
struct Network {
    layers: Vec<Layer>,
}

#[differentiate(grad, wrt(self))]
impl Network {
    fn square(&self, x: &[f64]) -> f64 {
        let mut h = x.to_vec();
        for layer in &self.layers {
            h = layer.forward(&h);
        }
        h.iter().map(|v| v * v).sum()
    }
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-12 * b.abs().max(1.0), "{a} {b}");
}

fn report_one(name: &str, candidates: &mut [Box<dyn FnMut() + '_>; 4]) {
    let times = medians(candidates);
    let [slices, structs, of_slices, of_structs] = [times[0], times[1], times[2], times[3]];
    println!(
        "| {name} | {:.2} | {:.2} | {:.2} | {:.2} |",
        structs / slices,
        of_structs / of_slices,
        of_slices / slices,
        of_structs / structs
    );
}

pub fn report() {
    println!("\nStructs, methods and operators ÷ slices:\n");
    println!(
        "| kernel | function | `grad` | `grad` ÷ function, slices | the same, structs |\n| --- | --- | --- | --- | --- |"
    );

    let x: Vec<f64> = (0..48).map(|i| (i as f64 * 1.7).sin() * 3.0).collect();
    let vector = |x: &[f64]| Vec3 { x: x[0], y: x[1], z: x[2] };
    let body = |x: &[f64]| Body { position: vector(x), velocity: vector(&x[3..]) };
    let system = System { bodies: x.chunks(6).map(body).collect() };
    close(bodies(&x), system.potential());
    close(bodies_grad(&x)[7], system.potential_grad().bodies[1].position.y);
    let particle = |x: &[f64]| Particle { x: x[0], y: x[1], z: x[2], vx: x[3], vy: x[4], vz: x[5] };
    let particles = Particles { all: x.chunks(6).map(particle).collect() };
    close(bodies(&x), particles.potential());
    close(bodies_grad(&x)[7], particles.potential_grad().all[1].y);
    report_one(
        "eight bodies, 20 steps, methods",
        &mut [
            Box::new(|| sink(bodies(black_box(&x)))),
            Box::new(|| sink(black_box(&particles).potential())),
            Box::new(|| sink(bodies_grad(black_box(&x)))),
            Box::new(|| sink(black_box(&particles).potential_grad())),
        ],
    );
    report_one(
        "the same, operators",
        &mut [
            Box::new(|| sink(bodies(black_box(&x)))),
            Box::new(|| sink(black_box(&system).potential())),
            Box::new(|| sink(bodies_grad(black_box(&x)))),
            Box::new(|| sink(black_box(&system).potential_grad())),
        ],
    );

    let (sizes, x) = ([32, 32, 4], (0..16).map(|i| (i as f64).cos()).collect::<Vec<_>>());
    let mut w = Vec::new();
    let mut network_of_structs = Network { layers: Vec::new() };
    let mut inputs = x.len();
    for size in sizes {
        let number = |i: usize| (i as f64 * 1.3).sin() * 0.2;
        let weights: Vec<f64> = (w.len()..w.len() + size * inputs).map(number).collect();
        w.extend_from_slice(&weights);
        let biases: Vec<f64> = (w.len()..w.len() + size).map(number).collect();
        w.extend_from_slice(&biases);
        network_of_structs.layers.push(Layer { weights, biases });
        inputs = size;
    }
    close(network(&w, &x, &sizes), network_of_structs.square(&x));
    close(network_grad(&w, &x, &sizes)[18], network_of_structs.square_grad(&x).layers[0].weights[18]);
    report_one(
        "MLP 16-32-32-4 tanh",
        &mut [
            Box::new(|| sink(network(black_box(&w), &x, &sizes))),
            Box::new(|| sink(black_box(&network_of_structs).square(&x))),
            Box::new(|| sink(network_grad(black_box(&w), &x, &sizes))),
            Box::new(|| sink(black_box(&network_of_structs).square_grad(&x))),
        ],
    );
}
