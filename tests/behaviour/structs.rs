//! Structs as parameters: fields, lists of structs, structs by `&mut`.

use differentiate::{Differentiable, Float, differentiate};

/// A gradient against central differences over the floats of the value.
#[track_caller]
pub fn check<M: Clone + Differentiable<Tangent: Differentiable>>(
    at: &M,
    f: impl Fn(&M) -> f64,
    ours: &M::Tangent,
) {
    let mut floats = vec![0.0; at.flat_len()];
    at.write_flat(&mut floats);
    let mut flat = vec![0.0; ours.flat_len()];
    ours.write_flat(&mut flat);
    assert_eq!(flat.len(), floats.len());
    for (i, ours) in flat.iter().enumerate() {
        let along = |x: f64| {
            let (mut floats, mut at) = (floats.clone(), at.clone());
            floats[i] = x;
            at.read_flat(&floats);
            f(&at)
        };
        crate::common::assert_close([*ours], [crate::common::derivative(along, floats[i])]);
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Linear {
    w: Vec<f64>,
    b: f64,
}

fn line() -> Linear {
    Linear { w: vec![0.5, -1.0, 2.0], b: 0.25 }
}

#[differentiate(wrt(model, x))]
fn predict(model: &Linear, x: &[f64]) -> f64 {
    let mut sum = model.b;
    for i in 0..x.len() {
        sum += model.w[i] * x[i];
    }
    sum
}

#[differentiate(wrt(model))]
fn loss(model: &Linear, x: &[f64], y: f64) -> f64 {
    let e = predict(model, x) - y;
    e * e
}

#[differentiate(wrt(model))]
fn penalty(model: &Linear, x: &[f64]) -> f64 {
    let w = &model.w;
    let mut sum = 0.0;
    for (a, b) in w.iter().zip(x) {
        sum += a * b;
    }
    for a in w {
        sum += a.powi(2);
    }
    sum + model.w.iter().map(|a| a.abs()).sum::<f64>() * model.b
}

#[test]
fn linear_model() {
    let x = [1.0, 2.0, 3.0];
    assert_eq!(predict_grad(&line(), &x), (Linear { w: x.to_vec(), b: 1.0 }, line().w));
    // 0.5 - 2 + 6 + 0.25 - 1 = 3.75
    let (value, gradient) = loss_value_and_grad(&line(), &x, 1.0);
    assert_eq!((value, &gradient), (14.0625, &Linear { w: vec![7.5, 15.0, 22.5], b: 7.5 }));
    check(&line(), |m| loss(m, &x, 1.0), &gradient);
    check(&line(), |m| penalty(m, &x), &penalty_grad(&line(), &x));
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
enum Kind {
    Relu,
    Tanh,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Mixed {
    name: String,
    n: usize,
    w: f64,
    kind: Kind,
    flag: bool,
    powers: Vec<i32>,
    #[differentiate(constant)]
    rate: f64,
    table: [f64; 4],
}

fn mixed() -> Mixed {
    Mixed {
        name: "m".into(),
        n: 3,
        w: 0.75,
        kind: Kind::Tanh,
        flag: true,
        powers: vec![1, 2, 3],
        rate: 0.5,
        table: [1.0, 2.0, 3.0, 4.0],
    }
}

#[differentiate(wrt(model))]
fn counted(model: &Mixed, x: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..model.n {
        sum += model.w * x * (i as f64) * model.table[i];
    }
    match model.kind {
        Kind::Relu => sum.max(0.0),
        Kind::Tanh => (sum * 0.1).tanh(),
    }
}

#[differentiate(wrt(model))]
fn asked(model: &Mixed, x: f64) -> f64 {
    if model.n > 3 {
        return x * model.w;
    }
    assert!(!model.name.is_empty(), "no name: {}", model.name);
    let k = model.n;
    let mut v = vec![0.0; model.n + 1];
    for i in 0..k {
        v[i] = model.w * x + model.table[model.n - i];
    }
    let power = model.w.powi(model.n as i32) / model.n as f64;
    let flagged = if model.flag { model.w.sin() } else { 0.0 };
    let mut sum = power + flagged;
    for p in &model.powers {
        sum += model.w.powi(*p);
    }
    sum + v.iter().sum::<f64>()
}

#[test]
fn fields_without_a_derivative() {
    check(&mixed(), |m| counted(m, 0.5), &counted_grad(&mixed(), 0.5));
    check(&mixed(), |m| asked(m, 0.5), &asked_grad(&mixed(), 0.5));
    let other = Mixed { n: 4, ..mixed() };
    check(&other, |m| asked(m, 0.5), &asked_grad(&other, 0.5));
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Point(f64, f64);

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Params {
    a: f64,
    b: f64,
    c: [f64; 2],
    n: usize,
    p: Point,
}

fn params() -> Params {
    Params { a: 1.5, b: -0.5, c: [2.0, 3.0], n: 2, p: Point(0.3, 0.7) }
}

#[differentiate(wrt(p))]
fn norm(p: Point) -> f64 {
    (p.0 * p.0 + p.1 * p.1).sqrt()
}

#[differentiate(wrt(p))]
fn taken_apart(p: Params) -> f64 {
    let Params { a, b, p: Point(x, y), .. } = p;
    a * b + x / y
}

#[differentiate(wrt(p))]
fn taken_apart_behind_a_reference(p: &Params) -> f64 {
    let Params { a, b: other, n, c: [first, _], p } = p;
    let Point(x, _) = p;
    a * other * *n as f64 + first.powi(2) * x + norm(*p)
}

#[test]
fn patterns() {
    assert_eq!(norm_grad(Point(0.0, 2.0)), Point(0.0, 1.0));
    check(&params(), |p| taken_apart(p.clone()), &taken_apart_grad(params()));
    check(&params(), taken_apart_behind_a_reference, &taken_apart_behind_a_reference_grad(&params()));
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct State {
    x: f64,
    v: f64,
}

#[differentiate(wrt(state, h))]
fn advance(state: &mut State, h: f64) {
    state.x += h * state.v;
    state.v -= h * state.x;
}

#[differentiate(wrt(state))]
fn run(state: &mut State, h: f64, n: usize) {
    for _ in 0..n {
        advance(state, h);
        state.v *= 0.9 + 0.01 * state.x;
    }
}

#[test]
fn a_struct_by_mutable_reference() {
    let start = State { x: 1.0, v: 0.5 };
    let after = |n: usize| {
        move |s: &State| {
            let mut s = *s;
            run(&mut s, 0.1, n);
            3.0 * s.x - s.v
        }
    };
    let mut d_state = State { x: 3.0, v: -1.0 };
    let mut state = start;
    run_vjp(&mut state, 0.1, 5, &mut d_state);
    check(&start, after(5), &d_state);
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Particle {
    m: f64,
    pos: [f64; 2],
    v: [f64; 2],
}

fn particles() -> Vec<Particle> {
    (0..3)
        .map(|i| {
            let x = i as f64;
            Particle { m: 1.0 + 0.1 * x, pos: [x, 0.5 - x * x], v: [0.1 * x, 0.2] }
        })
        .collect()
}

#[differentiate(wrt(ps))]
fn energy(ps: &[Particle]) -> f64 {
    let mut e = 0.0;
    for p in ps {
        e += 0.5 * p.m * (p.v[0] * p.v[0] + p.v[1] * p.v[1]);
    }
    for i in 0..ps.len() {
        for j in 0..i {
            let dx = ps[i].pos[0] - ps[j].pos[0];
            let dy = ps[i].pos[1] - ps[j].pos[1];
            e -= ps[i].m * ps[j].m / (dx * dx + dy * dy).sqrt();
        }
    }
    e
}

#[differentiate(wrt(ps))]
fn kick(ps: &mut [Particle], h: f64) {
    for p in ps.iter_mut() {
        for k in 0..2 {
            p.pos[k] += h * p.v[k];
        }
    }
    for i in 0..ps.len() {
        ps[i].v[0] *= 0.5 + ps[i].pos[1];
    }
}

#[differentiate(wrt(ps))]
fn later(ps: &[Particle], h: f64) -> f64 {
    let mut ps = ps.to_vec();
    for _ in 0..3 {
        kick(&mut ps, h);
    }
    energy(&ps)
}

#[test]
fn lists_of_structs() {
    check(&particles(), |p| energy(p), &energy_grad(&particles()));
    let kicked = |p: &Vec<Particle>| {
        let mut p = p.clone();
        kick(&mut p, 0.1);
        energy(&p)
    };
    let mut p = particles();
    kick(&mut p, 0.1);
    let mut d_p = energy_grad(&p);
    kick_vjp(&mut particles(), 0.1, &mut d_p);
    check(&particles(), kicked, &d_p);
    check(&particles(), |p| later(p, 0.1), &later_grad(&particles(), 0.1));
}

#[differentiate(wrt(s))]
fn local_copy(s: State, h: f64) -> f64 {
    let mut s = s;
    for _ in 0..10 {
        s.x += h * s.v;
        s.v -= h * s.x;
    }
    s.x * s.v
}

#[differentiate(wrt(p))]
fn local_clone(p: &Params, h: f64) -> f64 {
    let mut q = p.clone();
    q.a *= q.b;
    for i in 0..2 {
        q.c[i] += h * q.a * p.a;
    }
    q.p.0 = q.c[0] * q.c[1];
    q.p.0 * q.p.1 + q.a
}

#[test]
fn a_local_struct_that_changes() {
    let s = State { x: 1.0, v: 0.5 };
    check(&s, |s| local_copy(*s, 0.1), &local_copy_grad(s, 0.1));
    check(&params(), |p| local_clone(p, 0.1), &local_clone_grad(&params(), 0.1));
}

#[derive(Differentiable, Clone)]
struct Data<'a> {
    x: &'a [f64],
    y: &'a [f64],
    weight: f64,
}

#[differentiate(wrt(data, w))]
fn fit(data: &Data<'_>, w: f64) -> f64 {
    data.weight * data.x.iter().zip(data.y).map(|(x, y)| (w * x - y).powi(2)).sum::<f64>()
}

#[test]
fn a_struct_with_a_lifetime() {
    let (x, y) = ([1.0, 2.0], [3.0, 5.0]);
    let (d_data, d_w) = fit_grad(&Data { x: &x, y: &y, weight: 2.0 }, 2.0);
    // Residuals -1, -1: Σ r² = 2, d_x = 2·2·r·w, d_y = -2·2·r, d_w = 2·2·Σ r x
    assert_eq!((d_data.x, d_data.y, d_data.weight), (vec![-8.0; 2], vec![4.0; 2], 2.0));
    assert_eq!(d_w, -12.0);
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Line<T> {
    a: T,
    b: [T; 2],
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Poly<const N: usize> {
    c: [f64; N],
    scale: f64,
}

#[differentiate(wrt(line, x))]
fn height<T: Float>(line: &Line<T>, x: T) -> T {
    line.a + line.b[0] * x + line.b[1] * x * x
}

#[differentiate(wrt(poly))]
fn horner<const N: usize>(poly: &Poly<N>, x: f64) -> f64 {
    let mut y = 0.0;
    for i in (0..N).rev() {
        y = y * x + poly.c[i];
    }
    y * poly.scale
}

#[test]
fn generic_structs() {
    let line = Line { a: 1.0_f32, b: [2.0, 3.0] };
    assert_eq!(height_grad(&line, 2.0), (Line { a: 1.0, b: [2.0, 4.0] }, 14.0));
    let poly = Poly { c: [1.0, 2.0, 3.0], scale: 0.5 };
    // 1 + 2·2 + 3·4 = 17
    assert_eq!(horner_grad(&poly, 2.0), Poly { c: [0.5, 1.0, 2.0], scale: 17.0 });
}

#[derive(Differentiable, Clone)]
struct Net {
    layers: Vec<Layer>,
    out: Linear,
}

#[derive(Differentiable, Clone)]
struct Layer {
    w: Vec<Vec<f64>>,
    bias: Vec<f64>,
    leak: f64,
}

#[differentiate(wrt(layer, x))]
fn forward(layer: &Layer, x: &[f64]) -> Vec<f64> {
    let mut out = layer.bias.clone();
    for i in 0..out.len() {
        for j in 0..x.len() {
            out[i] += layer.w[i][j] * x[j];
        }
        out[i] = if out[i] > 0.0 { out[i] } else { layer.leak * out[i] };
    }
    out
}

#[differentiate(wrt(net))]
fn network(net: &Net, x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    for layer in &net.layers {
        h = forward(layer, &h);
    }
    let mut sum = net.out.b;
    for (w, h) in net.out.w.iter().zip(&h) {
        sum += w * h;
    }
    sum.tanh()
}

#[differentiate(wrt(net))]
fn by_hand(net: &Net, x: f64) -> f64 {
    let mut h = x;
    for layer in net.layers.iter() {
        h = (layer.w[0][0] * h + layer.bias[0]).tanh();
    }
    h * net.out.b + net.layers[1].leak * net.layers[0].w[1][0]
}

#[test]
fn nested_structs() {
    let layer = |k: f64| Layer {
        w: vec![vec![0.3 + k, -0.2], vec![0.1, 0.4 * k]],
        bias: vec![0.05, -0.3],
        leak: 0.1,
    };
    let net = Net { layers: vec![layer(0.2), layer(-0.7)], out: Linear { w: vec![0.4, -0.6], b: 0.1 } };
    check(&net, |n| network(n, &[0.5, -1.0]), &network_grad(&net, &[0.5, -1.0]));
    check(&net, |n| by_hand(n, 0.5), &by_hand_grad(&net, 0.5));
}
