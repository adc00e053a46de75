//! Structs that a function makes: literals, locals, results, lists of them.

use crate::structs::check;
use differentiate::{Differentiable, Float, differentiate};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq, Default)]
struct State {
    x: f64,
    v: f64,
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq, Default)]
struct Vec3 {
    x: f64,
    y: f64,
    z: f64,
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Point(f64, f64);

#[derive(Default, Differentiable)]
struct Sums {
    sum: f64,
    squares: f64,
    n: u32,
}

#[differentiate]
fn variance(x: &[f64]) -> f64 {
    let mut sums = Sums { sum: 0.0, squares: 0.0, n: 0 };
    for v in x {
        sums.sum += v;
        sums.squares += v * v;
        sums.n += 1;
    }
    let n = sums.n as f64;
    let mean = sums.sum / n;
    sums.squares / n - mean * mean
}

#[differentiate]
fn variance_from_default(x: &[f64]) -> f64 {
    let mut sums = Sums::default();
    for v in x {
        sums.sum += v;
        sums.squares += v * v;
        sums.n += 1;
    }
    let n = sums.n as f64;
    sums.squares / n - (sums.sum / n).powi(2)
}

#[test]
fn sums_in_a_struct() {
    let x = vec![1.0, 2.0, 4.0];
    // 2 (x - mean) / n
    let (value, gradient) = variance_value_and_grad(&x);
    assert_eq!(value, variance(&x));
    check(&x, |x| variance(x), &gradient);
    check(&x, |x| variance_from_default(x), &variance_from_default_grad(&x));
}

#[differentiate(wrt(s, h))]
fn step(s: State, h: f64) -> State {
    State { x: s.x + h * s.v, v: s.v - h * s.x }
}

#[differentiate(wrt(s0))]
fn stepped_by_literals(s0: State, h: f64) -> f64 {
    let mut s = s0;
    for _ in 0..10 {
        s = State { x: s.x + h * s.v, v: s.v - h * s.x * s.v };
    }
    s.x
}

#[differentiate(wrt(s0, h))]
fn stepped_by_calls(s0: State, h: f64) -> f64 {
    let mut s = s0;
    for _ in 0..10 {
        s = step(s, h);
    }
    s.x * s.v
}

#[differentiate(wrt(s0))]
fn stepped_until(s0: State, h: f64) -> State {
    let mut s = s0;
    while s.x < 2.0 {
        let k1 = step(s, h);
        let k2 = step(k1, h);
        s = State { x: 0.5 * (k1.x + k2.x), ..k2 };
        if s.v < 0.0 {
            return State { v: -s.v, ..s };
        }
    }
    s
}

#[test]
fn a_state_that_is_stepped() {
    let s = State { x: 1.0, v: 0.5 };
    assert_eq!(step_vjp(s, 0.1, State { x: 1.0, v: 2.0 }), (State { x: 0.8, v: 2.1 }, -1.5));
    check(&s, |s| stepped_by_literals(*s, 0.1), &stepped_by_literals_grad(s, 0.1));
    check(&s, |s| stepped_by_calls(*s, 0.1), &stepped_by_calls_grad(s, 0.1).0);
    for v in [0.5, 3.0] {
        let s = State { x: 1.0, v };
        let along = |s: &State| {
            let end = stepped_until(*s, 0.3);
            end.x + 2.0 * end.v
        };
        check(&s, along, &stepped_until_vjp(s, 0.3, State { x: 1.0, v: 2.0 }));
    }
}

#[differentiate]
fn chosen(a: f64, b: f64) -> f64 {
    let p = Vec3 { x: a, y: b, z: a * b };
    let q = if a > 0.0 { Vec3 { x: p.y, ..p } } else { Vec3 { z: a, ..p } };
    let Vec3 { x, y, .. } = q;
    x * y + q.z
}

#[differentiate]
fn early(a: f64, b: f64) -> Vec3 {
    if a < 0.0 {
        return Vec3 { x: a, y: 1.0, z: b };
    }
    let mut p = Vec3 { x: a, y: b, z: 0.0 };
    p.z += p.x * p.y;
    p
}

#[differentiate(wrt(base, a))]
fn updated(base: &Vec3, a: f64) -> Vec3 {
    let p = Vec3 { y: a * base.z, ..*base };
    let mut q = Vec3 { x: a, ..Default::default() };
    q.y += p.y;
    Vec3 { z: q.x * q.y, ..p }
}

#[test]
fn choices_and_updates() {
    for at in [[0.5, 2.0], [-0.5, 2.0]] {
        let (a, b) = chosen_grad(at[0], at[1]);
        check(&at, |at| chosen(at[0], at[1]), &[a, b]);
        let (a, b) = early_vjp(at[0], at[1], Vec3 { x: 1.0, y: 2.0, z: 3.0 });
        let along = |at: &[f64; 2]| {
            let p = early(at[0], at[1]);
            p.x + 2.0 * p.y + 3.0 * p.z
        };
        check(&at, along, &[a, b]);
    }
    let base = Vec3 { x: 1.0, y: 2.0, z: 3.0 };
    let along = |(base, a): &(Vec3, f64)| {
        let p = updated(base, *a);
        p.x + 2.0 * p.y + 3.0 * p.z
    };
    let gradient = updated_vjp(&base, 0.5, Vec3 { x: 1.0, y: 2.0, z: 3.0 });
    // z = a·a·z₀: d_a = 2·3 + 3·2·a·z₀ = 6 + 9, d_z = 2·a + 3·a²
    assert_eq!(gradient, (Vec3 { x: 1.0, y: 0.0, z: 1.75 }, 15.0));
    check(&(base, 0.5), along, &gradient);
}

#[differentiate(wrt(p))]
fn turned(p: Point, angle: f64) -> Point {
    let (sin, cos) = angle.sin_cos();
    Point(p.0 * cos - p.1 * sin, p.0 * sin + p.1 * cos)
}

#[differentiate(wrt(p, angle))]
fn turned_back(p: Point, angle: f64) -> f64 {
    let q = turned(p, 0.5);
    let Point(x, y) = turned(Point(q.0 * angle, q.1), -0.5);
    x * y
}

#[test]
fn tuple_structs() {
    let (p, angle) = (Point(1.0, 2.0), 0.7);
    let (d_p, d_angle) = turned_back_grad(p, angle);
    check(&(p, angle), |(p, angle)| turned_back(*p, *angle), &(d_p, d_angle));
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Body {
    pos: [f64; 3],
    vel: [f64; 3],
    mass: f64,
}

fn bodies() -> [Body; 3] {
    std::array::from_fn(|i| {
        let k = i as f64;
        Body { pos: [k, 1.0 - k * k, 0.5 * k], vel: [0.1 * k, -0.2, 0.3], mass: 1.0 + k }
    })
}

#[differentiate(wrt(bodies, h))]
fn in_an_array(bodies: [Body; 3], h: f64) -> [Body; 3] {
    let mut next = bodies;
    for i in 0..3 {
        let mut force = [0.0; 3];
        for j in 0..3 {
            if i != j {
                let mut r2 = 0.01;
                for k in 0..3 {
                    let d = bodies[j].pos[k] - bodies[i].pos[k];
                    r2 += d * d;
                }
                for k in 0..3 {
                    force[k] += bodies[j].mass * (bodies[j].pos[k] - bodies[i].pos[k]) / (r2 * r2.sqrt());
                }
            }
        }
        for k in 0..3 {
            next[i].vel[k] += h * force[k];
            next[i].pos[k] += h * next[i].vel[k];
        }
    }
    next
}

#[differentiate(wrt(bodies, h))]
fn in_a_list(bodies: &[Body], h: f64) -> f64 {
    let mut now: Vec<Body> = bodies.to_vec();
    for _ in 0..3 {
        let mut next = Vec::new();
        for i in 0..now.len() {
            let b = &now[i];
            let mut a = [0.0; 3];
            for (j, other) in now.iter().enumerate() {
                if i != j {
                    let d = [other.pos[0] - b.pos[0], other.pos[1] - b.pos[1], other.pos[2] - b.pos[2]];
                    let r2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2] + 0.01;
                    for k in 0..3 {
                        a[k] += other.mass * d[k] / (r2 * r2.sqrt());
                    }
                }
            }
            let vel = [b.vel[0] + h * a[0], b.vel[1] + h * a[1], b.vel[2] + h * a[2]];
            let pos = [b.pos[0] + h * vel[0], b.pos[1] + h * vel[1], b.pos[2] + h * vel[2]];
            next.push(Body { pos, vel, mass: b.mass });
        }
        now = next;
    }
    let mut e = 0.0;
    for b in &now {
        e += b.mass * (b.vel[0].powi(2) + b.vel[1].powi(2) + b.vel[2].powi(2));
    }
    e + now[0].pos[1]
}

#[differentiate(wrt(bodies))]
fn replaced(bodies: &[Body], h: f64) -> f64 {
    let mut now = bodies.to_vec();
    for _ in 0..2 {
        for i in 0..now.len() {
            let b = now[i];
            now[i] = Body { vel: [b.vel[0] * b.mass, b.vel[1] - h * b.pos[0], b.vel[2]], ..b };
            now[i].pos[0] *= now[0].vel[0] + h;
        }
    }
    now.iter().map(|b| b.pos[0] * b.vel[1] + b.vel[0]).sum()
}

#[test]
fn bodies_that_attract_each_other() {
    let d: [Body; 3] = bodies().map(|b| Body { mass: 0.1, ..b });
    let weighted = |next: [Body; 3]| -> f64 {
        let dot = |a: [f64; 3], b: [f64; 3]| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        next.iter().zip(&d).map(|(b, d)| dot(b.pos, d.pos) + dot(b.vel, d.vel) + b.mass * d.mass).sum()
    };
    let gradient = in_an_array_vjp(bodies(), 0.1, d);
    check(&(bodies(), 0.1), |(b, h)| weighted(in_an_array(*b, *h)), &gradient);
    let list = bodies().to_vec();
    let gradient = in_a_list_grad(&list, 0.1);
    check(&(list.clone(), 0.1), |(b, h)| in_a_list(b, *h), &gradient);
    check(&list, |b| replaced(b, 0.1), &replaced_grad(&list, 0.1));
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Kalman {
    x: [f64; 2],
    p: [[f64; 2]; 2],
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Noise {
    process: f64,
    measurement: f64,
    steps: usize,
}

#[differentiate(wrt(k, noise))]
fn predict(k: &Kalman, noise: &Noise, dt: f64) -> Kalman {
    let x = [k.x[0] + dt * k.x[1], k.x[1]];
    let p00 = k.p[0][0] + dt * (k.p[1][0] + k.p[0][1]) + dt * dt * k.p[1][1] + noise.process;
    let p01 = k.p[0][1] + dt * k.p[1][1];
    let p10 = k.p[1][0] + dt * k.p[1][1];
    Kalman { x, p: [[p00, p01], [p10, k.p[1][1] + noise.process]] }
}

#[differentiate(wrt(k, noise, z))]
fn correct(k: Kalman, noise: &Noise, z: f64) -> (Kalman, f64) {
    let s = k.p[0][0] + noise.measurement;
    let gain = [k.p[0][0] / s, k.p[1][0] / s];
    let y = z - k.x[0];
    let mut next = k.clone();
    for i in 0..2 {
        next.x[i] += gain[i] * y;
        for j in 0..2 {
            next.p[i][j] -= gain[i] * k.p[0][j];
        }
    }
    (next, 0.5 * (y * y / s + s.ln()))
}

#[differentiate(wrt(noise, z))]
fn likelihood(noise: &Noise, z: &[f64]) -> f64 {
    let mut filter = Kalman { x: [0.0, 0.0], p: [[1.0, 0.0], [0.0, 1.0]] };
    let mut total = 0.0;
    for i in 0..noise.steps {
        let predicted = predict(&filter, noise, 0.5);
        let (corrected, loss) = correct(predicted, noise, z[i]);
        filter = corrected;
        total += loss;
    }
    total
}

#[test]
fn a_kalman_filter() {
    let noise = Noise { process: 0.1, measurement: 0.5, steps: 4 };
    let z = vec![0.1, 0.4, 1.0, 1.3];
    let gradient = likelihood_grad(&noise, &z);
    check(&(noise, z), |(noise, z)| likelihood(noise, z), &gradient);
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Line<T> {
    a: T,
    b: T,
}

#[differentiate(wrt(line, by))]
fn shifted<T: Float>(line: &Line<T>, by: T) -> Line<T> {
    Line { a: line.a + by * line.b, b: line.b }
}

#[differentiate(wrt(line))]
fn shifted_twice<T: Float>(line: &Line<T>) -> T {
    let mut moved = Line { a: line.a, b: line.b };
    for _ in 0..2 {
        moved = shifted(&moved, line.a);
    }
    moved.a * moved.b
}

#[test]
fn generic_structs() {
    let line = Line { a: 1.5, b: -0.5 };
    check(&line, shifted_twice, &shifted_twice_grad(&line));
    assert_eq!(shifted_vjp(&line, 2.0, Line { a: 1.0, b: 3.0 }), (Line { a: 1.0, b: 5.0 }, -0.5));
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Rigid {
    at: Vec3,
    turn: Point,
    history: Vec<f64>,
    name: String,
}

#[differentiate(wrt(r))]
fn moved(r: Rigid, by: f64) -> Rigid {
    let mut at = r.at;
    at.x += by * r.turn.0;
    at.y += by * r.turn.1;
    let mut history = r.history.clone();
    history.push(at.x * at.y);
    Rigid { at, history, ..r }
}

#[differentiate(wrt(r))]
fn travelled(r: &Rigid, by: f64) -> f64 {
    let mut now = r.clone();
    for _ in 0..3 {
        now = moved(now, by);
        now.at.z += now.at.x;
    }
    now.history.iter().sum::<f64>() + now.at.z * now.turn.0
}

#[differentiate]
fn nested(a: f64, b: f64) -> f64 {
    let mut r =
        Rigid { at: Vec3 { x: a, y: b, z: 0.0 }, turn: Point(a, 1.0), history: Vec::new(), name: "r".into() };
    for i in 0..4 {
        r.at.x += r.at.y * b;
        r.at = Vec3 { z: r.at.x, ..r.at };
        r.turn.1 *= a;
        r.history.push(r.at.x * i as f64);
    }
    assert_eq!(r.name, "r");
    r.history.iter().sum::<f64>() * r.turn.1 + r.at.z
}

#[test]
fn structs_of_structs_and_lists() {
    let r = Rigid {
        at: Vec3 { x: 1.0, y: 2.0, z: 3.0 },
        turn: Point(0.5, -0.5),
        history: vec![1.0, 2.0],
        name: "r".into(),
    };
    check(&r, |r| travelled(r, 0.3), &travelled_grad(&r, 0.3));
    let (a, b) = nested_grad(0.5, 1.5);
    check(&[0.5, 1.5], |x| nested(x[0], x[1]), &[a, b]);
}

#[differentiate]
fn collected(x: &[f64]) -> f64 {
    let points: Vec<Point> = x.iter().map(|v| Point(*v, v * v)).collect();
    let folded = points.iter().fold(Point(0.0, 1.0), |acc, p| Point(acc.0 + p.0, acc.1 * p.1));
    let pair = (Point(x[0], x[1]), [Point(x[1], 2.0), Point(x[2], x[0])]);
    folded.0 * folded.1 + pair.0.1 * pair.1[1].0
}

#[differentiate]
fn by_closure(x: f64, y: f64) -> f64 {
    let make = |a: f64, b: f64| Vec3 { x: a * b, y: a, z: b };
    let (p, q) = (make(x, y), make(y, 2.0));
    let dot = |a: &Vec3, b: &Vec3| a.x * b.x + a.y * b.y + a.z * b.z;
    dot(&p, &q)
}

#[test]
fn in_chains_and_closures() {
    let x = vec![1.0, 2.0, 1.5];
    check(&x, |x| collected(x), &collected_grad(&x));
    let (dx, dy) = by_closure_grad(0.5, 1.5);
    check(&[0.5, 1.5], |x| by_closure(x[0], x[1]), &[dx, dy]);
}
