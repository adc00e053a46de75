//! Programs of the trades, with the structs that people write in them.

use crate::structs::check;
use differentiate::{Differentiable, Float, differentiate, stop_gradient};

// A network, trained.

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
enum Activation {
    Tanh,
    Relu,
    Identity,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Dense {
    weights: Vec<Vec<f64>>,
    bias: Vec<f64>,
    activation: Activation,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Mlp {
    layers: Vec<Dense>,
    name: String,
    version: u32,
}

#[derive(Clone, Debug)]
struct Sample {
    x: Vec<f64>,
    y: f64,
}

#[differentiate(wrt(layer, x))]
fn dense(layer: &Dense, x: &[f64]) -> Vec<f64> {
    let mut out = Vec::with_capacity(layer.bias.len());
    for (row, b) in layer.weights.iter().zip(&layer.bias) {
        let z = row.iter().zip(x).map(|(w, x)| w * x).sum::<f64>() + b;
        out.push(match layer.activation {
            Activation::Tanh => z.tanh(),
            Activation::Relu => z.max(0.0),
            Activation::Identity => z,
        });
    }
    out
}

#[differentiate(wrt(model))]
fn mlp_loss(model: &Mlp, data: &[Sample]) -> f64 {
    let mut total = 0.0;
    for sample in data {
        let mut h = sample.x.clone();
        for layer in &model.layers {
            h = dense(layer, &h);
        }
        let e = h[0] - sample.y;
        total += e * e;
    }
    total / data.len() as f64
}

#[test]
fn a_network_is_trained() {
    let layer = |rows: usize, columns: usize, activation| Dense {
        weights: (0..rows)
            .map(|i| (0..columns).map(|j| ((i * 3 + j * 7) % 5) as f64 * 0.3 - 0.5).collect())
            .collect(),
        bias: (0..rows).map(|i| 0.1 * i as f64).collect(),
        activation,
    };
    let layers =
        vec![layer(3, 2, Activation::Tanh), layer(3, 3, Activation::Relu), layer(1, 3, Activation::Identity)];
    let mut model = Mlp { layers, name: "xor".into(), version: 1 };
    let data: Vec<Sample> = [(0.0, 0.0, 0.0), (0.0, 1.0, 1.0), (1.0, 0.0, 1.0), (1.0, 1.0, 0.0)]
        .map(|(a, b, y)| Sample { x: vec![a + 0.1, b - 0.1], y })
        .to_vec();
    check(&model, |m| mlp_loss(m, &data), &mlp_loss_grad(&model, &data));
    let before = mlp_loss(&model, &data);
    for _ in 0..50 {
        let gradient = mlp_loss_grad(&model, &data);
        model.step(-0.1, &gradient);
    }
    assert!(mlp_loss(&model, &data) < 0.7 * before);
    assert_eq!((model.name.as_str(), model.version), ("xor", 1));
}

// A controller.

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Pid {
    kp: f64,
    ki: f64,
    kd: f64,
    integral: f64,
    previous: f64,
}

#[differentiate(wrt(pid, error))]
fn update(pid: &mut Pid, error: f64, dt: f64) -> f64 {
    pid.integral += error * dt;
    let derivative = (error - pid.previous) / dt;
    pid.previous = error;
    pid.kp * error + pid.ki * pid.integral + pid.kd * derivative
}

struct Plant {
    position: f64,
    velocity: f64,
}

#[differentiate(wrt(pid, target))]
fn tracking_error(pid: Pid, target: f64) -> f64 {
    let mut pid = pid;
    let mut plant = Plant { position: 0.0, velocity: 0.0 };
    let (dt, mut cost) = (0.05, 0.0);
    for _ in 0..40 {
        let error = target - plant.position;
        let force = update(&mut pid, error, dt);
        plant.velocity += dt * (force - 0.5 * plant.velocity);
        plant.position += dt * plant.velocity;
        cost += dt * (error * error + 0.01 * force * force);
    }
    cost
}

#[test]
fn gains_of_a_controller() {
    let pid = Pid { kp: 2.0, ki: 0.5, kd: 0.1, integral: 0.0, previous: 0.0 };
    let gradient = tracking_error_grad(pid, 1.5);
    check(&(pid, 1.5), |(pid, target)| tracking_error(*pid, *target), &gradient);
}

// Bundle adjustment.

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Vec3 {
    x: f64,
    y: f64,
    z: f64,
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Quaternion {
    w: f64,
    v: Vec3,
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Camera {
    rotation: Quaternion,
    translation: Vec3,
    focal: f64,
    distortion: [f64; 2],
}

#[derive(Clone, Copy)]
struct Observation {
    camera: usize,
    point: usize,
    at: (f64, f64),
}

#[differentiate(wrt(a, b))]
fn cross(a: Vec3, b: Vec3) -> Vec3 {
    Vec3 { x: a.y * b.z - a.z * b.y, y: a.z * b.x - a.x * b.z, z: a.x * b.y - a.y * b.x }
}

#[differentiate(wrt(q, p))]
fn rotate(q: &Quaternion, p: Vec3) -> Vec3 {
    let t = cross(q.v, p);
    let t = Vec3 { x: 2.0 * t.x, y: 2.0 * t.y, z: 2.0 * t.z };
    let u = cross(q.v, t);
    Vec3 { x: p.x + q.w * t.x + u.x, y: p.y + q.w * t.y + u.y, z: p.z + q.w * t.z + u.z }
}

#[differentiate(wrt(camera, p))]
fn project(camera: &Camera, p: &Vec3) -> (f64, f64) {
    let Vec3 { x, y, z } = rotate(&camera.rotation, *p);
    let local =
        Vec3 { x: x + camera.translation.x, y: y + camera.translation.y, z: z + camera.translation.z };
    let (u, v) = (-local.x / local.z, -local.y / local.z);
    let r2 = u * u + v * v;
    let [k1, k2] = camera.distortion;
    let d = 1.0 + r2 * (k1 + k2 * r2);
    (camera.focal * d * u, camera.focal * d * v)
}

#[differentiate(wrt(cameras, points))]
fn reprojection(cameras: &[Camera], points: &[Vec3], seen: &[Observation]) -> f64 {
    let mut total = 0.0;
    for o in seen {
        let (u, v) = project(&cameras[o.camera], &points[o.point]);
        total += (u - o.at.0).powi(2) + (v - o.at.1).powi(2);
    }
    0.5 * total
}

#[test]
fn cameras_and_points() {
    let camera = |k: f64| Camera {
        rotation: Quaternion { w: 0.9, v: Vec3 { x: 0.1 * k, y: -0.2, z: 0.3 } },
        translation: Vec3 { x: 0.1, y: 0.2 * k, z: 5.0 },
        focal: 1.5 + k,
        distortion: [0.01, -0.02 * k],
    };
    let cameras = vec![camera(1.0), camera(0.5)];
    let points: Vec<Vec3> = (0..3).map(|i| Vec3 { x: i as f64, y: 1.0, z: 0.5 * i as f64 }).collect();
    let seen: Vec<Observation> =
        (0..6).map(|i| Observation { camera: i % 2, point: i % 3, at: (0.1, -0.1 * i as f64) }).collect();
    let gradient = reprojection_grad(&cameras, &points, &seen);
    check(&(cameras, points), |(c, p)| reprojection(c, p, &seen), &gradient);
}

// Rays and spheres.

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Sphere {
    center: [f64; 3],
    radius: f64,
    albedo: f64,
    id: u16,
}

#[derive(Clone, Copy)]
struct Hit {
    t: f64,
    albedo: f64,
    normal: [f64; 3],
}

#[differentiate(wrt(scene, origin))]
fn shade(scene: &[Sphere], origin: [f64; 3], direction: [f64; 3]) -> f64 {
    let mut best = Hit { t: 1e9, albedo: 0.0, normal: [0.0; 3] };
    for sphere in scene {
        if sphere.id == 0 {
            continue;
        }
        let mut oc = [0.0; 3];
        for k in 0..3 {
            oc[k] = origin[k] - sphere.center[k];
        }
        let b = oc[0] * direction[0] + oc[1] * direction[1] + oc[2] * direction[2];
        let c = oc[0] * oc[0] + oc[1] * oc[1] + oc[2] * oc[2] - sphere.radius * sphere.radius;
        let discriminant = b * b - c;
        if discriminant <= 0.0 {
            continue;
        }
        let t = -b - discriminant.sqrt();
        if t > 1e-6 && t < best.t {
            let mut normal = [0.0; 3];
            for k in 0..3 {
                normal[k] = (oc[k] + t * direction[k]) / sphere.radius;
            }
            best = Hit { t, albedo: sphere.albedo, normal };
        }
    }
    let light = best.normal[0] * 0.3 + best.normal[1] * 0.5 - best.normal[2] * 0.8;
    best.albedo * light.max(0.0) + 0.01 * best.t.min(100.0)
}

#[test]
fn the_nearest_sphere() {
    let sphere = |x: f64, z: f64, id: u16| Sphere { center: [x, 0.1, z], radius: 1.0, albedo: 0.8, id };
    let scene = vec![sphere(0.2, 7.0, 1), sphere(-0.1, 4.0, 2), sphere(0.0, 2.0, 0), sphere(9.0, 3.0, 3)];
    let (origin, direction) = ([0.1, 0.0, 0.0], [0.0, 0.0, 1.0]);
    let gradient = shade_grad(&scene, origin, direction);
    assert!(gradient.0[1].radius != 0.0 && gradient.0[0].radius == 0.0);
    check(&(scene, origin), |(s, o)| shade(s, *o, direction), &gradient);
}

// Paths of prices.

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Contract {
    spot: f64,
    strike: f64,
    rate: f64,
    volatility: f64,
    expiry: f64,
    is_call: bool,
    steps: usize,
    dividends: Vec<(f64, f64)>,
}

struct Random {
    state: u64,
}

impl Random {
    fn new(seed: u64) -> Random {
        Random { state: seed }
    }
    fn next(&mut self) -> f64 {
        self.state = self.state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.state >> 11) as f64 / (1u64 << 53) as f64 * 2.0 - 1.0
    }
}

#[differentiate(wrt(contract))]
fn price(contract: &Contract, paths: usize) -> f64 {
    let mut random = Random::new(42);
    let dt = contract.expiry / contract.steps as f64;
    let drift = (contract.rate - 0.5 * contract.volatility * contract.volatility) * dt;
    let mut total = 0.0;
    for _ in 0..paths {
        let mut s = contract.spot;
        let mut average = 0.0;
        for i in 0..contract.steps {
            let z = random.next();
            s *= (drift + contract.volatility * dt.sqrt() * z).exp();
            for (when, amount) in &contract.dividends {
                if (i as f64) * dt <= *when && *when < (i + 1) as f64 * dt {
                    s -= amount;
                }
            }
            average += s / contract.steps as f64;
        }
        let payoff = if contract.is_call { average - contract.strike } else { contract.strike - average };
        total += payoff.max(0.0);
    }
    (-contract.rate * contract.expiry).exp() * total / paths as f64
}

#[test]
fn the_greeks_of_a_contract() {
    let contract = Contract {
        spot: 100.0,
        strike: 95.0,
        rate: 0.03,
        volatility: 0.2,
        expiry: 1.03,
        is_call: true,
        steps: 4,
        dividends: vec![(0.4, 1.5), (0.9, 0.5)],
    };
    let mut gradient = price_grad(&contract, 5);
    // When a dividend is paid only decides.
    assert!(gradient.dividends.iter().all(|d| d.0 == 0.0 && d.1 < 0.0));
    assert!(gradient.spot > 0.0 && gradient.strike < 0.0);
    gradient.expiry += 0.0;
    check(&contract, |c| price(c, 5), &gradient);
}

// A recurrent network.

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Gate {
    w: Vec<Vec<f64>>,
    u: Vec<Vec<f64>>,
    b: Vec<f64>,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Lstm {
    input: Gate,
    forget: Gate,
    output: Gate,
    cell: Gate,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Memory {
    h: Vec<f64>,
    c: Vec<f64>,
}

#[differentiate(wrt(gate, x, h))]
fn gate(gate: &Gate, x: &[f64], h: &[f64]) -> Vec<f64> {
    (0..gate.b.len())
        .map(|i| {
            let mut z = gate.b[i];
            for (w, x) in gate.w[i].iter().zip(x) {
                z += w * x;
            }
            for (u, h) in gate.u[i].iter().zip(h) {
                z += u * h;
            }
            z
        })
        .collect()
}

#[differentiate]
fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[differentiate(wrt(net, memory, x))]
fn remember(net: &Lstm, memory: &Memory, x: &[f64]) -> Memory {
    let i = gate(&net.input, x, &memory.h);
    let f = gate(&net.forget, x, &memory.h);
    let o = gate(&net.output, x, &memory.h);
    let g = gate(&net.cell, x, &memory.h);
    let mut c = Vec::new();
    let mut h = Vec::new();
    for k in 0..g.len() {
        let next = logistic(f[k]) * memory.c[k] + logistic(i[k]) * g[k].tanh();
        c.push(next);
        h.push(logistic(o[k]) * next.tanh());
    }
    Memory { h, c }
}

#[differentiate(wrt(net, start))]
fn sequence_loss(net: &Lstm, start: &Memory, xs: &[Vec<f64>], ys: &[f64]) -> f64 {
    let mut memory = start.clone();
    let mut total = 0.0;
    for (x, y) in xs.iter().zip(ys) {
        memory = remember(net, &memory, x);
        let e = memory.h.iter().sum::<f64>() - y;
        total += e * e;
    }
    total
}

#[test]
fn a_recurrent_network() {
    let gate = |k: f64| Gate {
        w: vec![vec![0.1 * k, -0.2], vec![0.3, 0.2 * k]],
        u: vec![vec![0.5, -0.1 * k], vec![0.2 * k, 0.1]],
        b: vec![0.1, -0.1 * k],
    };
    let net = Lstm { input: gate(1.0), forget: gate(-0.5), output: gate(0.7), cell: gate(1.3) };
    let start = Memory { h: vec![0.1, 0.2], c: vec![-0.3, 0.4] };
    let (xs, ys) = (vec![vec![1.0, 0.5], vec![-0.5, 0.3], vec![0.2, -1.0]], vec![0.1, 0.4, -0.2]);
    let gradient = sequence_loss_grad(&net, &start, &xs, &ys);
    check(&(net, start), |(n, s)| sequence_loss(n, s, &xs, &ys), &gradient);
}

// An epidemic.

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Sir {
    s: f64,
    i: f64,
    r: f64,
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Rates {
    beta: f64,
    gamma: f64,
}

#[differentiate(wrt(now, rates))]
fn rate_of_change(now: &Sir, rates: &Rates) -> Sir {
    let infected = rates.beta * now.s * now.i;
    let recovered = rates.gamma * now.i;
    Sir { s: -infected, i: infected - recovered, r: recovered }
}

#[differentiate(wrt(a, k, h))]
fn moved(a: &Sir, k: &Sir, h: f64) -> Sir {
    Sir { s: a.s + h * k.s, i: a.i + h * k.i, r: a.r + h * k.r }
}

#[differentiate(wrt(start, rates))]
fn burden(start: Sir, rates: &Rates, days: usize) -> f64 {
    let mut now = start;
    let mut burden = now.i;
    let h = 0.5;
    for _ in 0..2 * days {
        let k1 = rate_of_change(&now, rates);
        let k2 = rate_of_change(&moved(&now, &k1, 0.5 * h), rates);
        let k3 = rate_of_change(&moved(&now, &k2, 0.5 * h), rates);
        let k4 = rate_of_change(&moved(&now, &k3, h), rates);
        now.s += h / 6.0 * (k1.s + 2.0 * k2.s + 2.0 * k3.s + k4.s);
        now.i += h / 6.0 * (k1.i + 2.0 * k2.i + 2.0 * k3.i + k4.i);
        now.r += h / 6.0 * (k1.r + 2.0 * k2.r + 2.0 * k3.r + k4.r);
        burden += h * now.i.powi(4);
    }
    burden + 0.1 * now.r
}

#[test]
fn the_burden_of_an_epidemic() {
    let (start, rates) = (Sir { s: 0.99, i: 0.01, r: 0.0 }, Rates { beta: 0.6, gamma: 0.2 });
    let gradient = burden_grad(start, &rates, 20);
    check(&(start, rates), |(s, r)| burden(*s, r, 20), &gradient);
}

// A curve through knots.

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Knot {
    x: f64,
    y: f64,
    slope: f64,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Curve {
    knots: Vec<Knot>,
    offset: f64,
    #[differentiate(constant)]
    limits: (f64, f64),
    #[differentiate(constant)]
    scale: f64,
}

#[differentiate(wrt(curve, x))]
fn evaluate(curve: &Curve, x: f64) -> f64 {
    let (low, high) = stop_gradient(curve.limits);
    let x = x.clamp(low, high) * curve.scale;
    let mut at = 0;
    while at + 2 < curve.knots.len() && curve.knots[at + 1].x <= x {
        at += 1;
    }
    let (a, b) = (&curve.knots[at], &curve.knots[at + 1]);
    let h = b.x - a.x;
    let t = (x - a.x) / h;
    let s = 1.0 - t;
    a.y * s * s * (1.0 + 2.0 * t)
        + b.y * t * t * (1.0 + 2.0 * s)
        + h * t * s * (a.slope * s - b.slope * t)
        + curve.offset
}

#[differentiate(wrt(curve))]
fn roughness(curve: &Curve, xs: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 1..xs.len() {
        sum += (evaluate(curve, xs[i]) - evaluate(curve, xs[i - 1])).powi(2);
    }
    for pair in curve.knots.windows(2) {
        sum += 0.1 * (pair[1].slope - pair[0].slope).powi(2);
    }
    let last = curve.knots.last().unwrap();
    sum + last.y * curve.knots.first().map_or(0.0, |k| k.slope)
}

#[test]
fn a_curve_through_knots() {
    let knots =
        (0..4).map(|i| Knot { x: i as f64, y: (i * i) as f64 * 0.3, slope: 0.5 - 0.2 * i as f64 }).collect();
    let curve = Curve { knots, offset: 0.1, limits: (0.0, 3.0), scale: 1.1 };
    let xs = [0.3, 1.2, 1.9, 2.4];
    let (d_curve, d_x) = evaluate_grad(&curve, 1.3);
    check(&curve, |c| evaluate(c, 1.3), &d_curve);
    check(&1.3, |x| evaluate(&curve, *x), &d_x);
    check(&curve, |c| roughness(c, &xs), &roughness_grad(&curve, &xs));
}

// An arm of joints.

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Joint<T> {
    angle: T,
    length: T,
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Pose<T> {
    x: T,
    y: T,
    heading: T,
}

#[differentiate(wrt(joints))]
fn reach<T: Float>(joints: &[Joint<T>]) -> Pose<T> {
    let mut pose = Pose { x: T::ZERO, y: T::ZERO, heading: T::ZERO };
    for joint in joints {
        let heading = pose.heading + joint.angle;
        pose = Pose {
            x: pose.x + joint.length * heading.cos(),
            y: pose.y + joint.length * heading.sin(),
            heading,
        };
    }
    pose
}

#[differentiate(wrt(joints, target))]
fn miss(joints: &[Joint<f64>], target: (f64, f64)) -> f64 {
    let Pose { x, y, .. } = reach(joints);
    (x - target.0).hypot(y - target.1)
}

#[test]
fn an_arm_of_joints() {
    let joints: Vec<Joint<f64>> =
        (0..3).map(|i| Joint { angle: 0.3 * i as f64 + 0.1, length: 1.0 + 0.1 * i as f64 }).collect();
    let gradient = miss_grad(&joints, (1.0, 2.5));
    check(&(joints.clone(), (1.0, 2.5)), |(j, t)| miss(j, *t), &gradient);
    let pulled = reach_vjp(&joints, Pose { x: 1.0, y: -2.0, heading: 0.5 });
    let along = |j: &Vec<Joint<f64>>| {
        let p = reach(j);
        p.x - 2.0 * p.y + 0.5 * p.heading
    };
    check(&joints, along, &pulled);
}
