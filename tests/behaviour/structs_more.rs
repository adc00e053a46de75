//! Structs in the constructs of Rust: options, closures, chains, jumps, parts by `&mut`.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
enum Kind {
    Linear,
    Square,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Model {
    w: Vec<f64>,
    v: [f64; 3],
    bias: Option<f64>,
    kind: Kind,
    inner: Box<Inner>,
    scale: f64,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Inner {
    a: f64,
    list: Vec<f64>,
}

fn model() -> Model {
    Model {
        w: vec![0.5, -1.5, 2.0, 0.25],
        v: [1.0, 2.0, -0.5],
        bias: Some(0.75),
        kind: Kind::Square,
        inner: Box::new(Inner { a: 1.25, list: vec![0.5, 3.0] }),
        scale: 0.8,
    }
}

#[differentiate(wrt(m))]
fn chains(m: &Model, x: f64) -> f64 {
    let dot: f64 = m.w.iter().zip(m.v.iter()).map(|(a, b)| a * b).sum();
    let part: f64 = m.w[1..3].iter().sum();
    let largest = m.w.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for (i, w) in m.w.iter().enumerate().rev() {
        sum = sum * x + w * (i as f64 + 1.0);
    }
    let last = m.w[m.w.len() - 1];
    dot * part + largest * sum + last + m.w.last().unwrap() * m.w.len() as f64
}

#[differentiate(wrt(m, x))]
fn closures(m: &Model, x: f64) -> f64 {
    let predict = |x: f64| m.w[0] * x + m.scale;
    let inner = &m.inner;
    let shape = |t: f64| match m.kind {
        Kind::Linear => t,
        Kind::Square => t * t,
    };
    let total = predict(x) * shape(predict(2.0 * x));
    if m.kind == Kind::Square && matches!(m.kind, Kind::Square) {
        total * inner.a + m.inner.list[1]
    } else {
        total
    }
}

#[test]
fn fields_in_chains_and_closures() {
    check(&model(), |m| chains(m, 0.5), &chains_grad(&model(), 0.5));
    let gradient = closures_grad(&model(), 0.5);
    check(&(model(), 0.5), |(m, x)| closures(m, *x), &gradient);
}

#[differentiate(wrt(p, q))]
fn distance(p: [f64; 2], q: &(Inner, f64)) -> f64 {
    let (inner, weight) = q;
    (p[0] - inner.a).powi(2) * weight + inner.list[0] * p[1]
}

#[test]
fn structs_in_tuples() {
    let q = (Inner { a: 0.5, list: vec![2.0] }, 3.0);
    // 3 · 0.5², 2 · 4
    let ((d_p, d_q), at) = (distance_grad([1.0, 4.0], &q), ([1.0, 4.0], q));
    assert_eq!((d_p, &d_q), ([3.0, 2.0], &(Inner { a: -3.0, list: vec![4.0] }, 0.25)));
    check(&at, |(p, q)| distance(*p, q), &(d_p, d_q));
}

#[derive(Differentiable)]
struct Unclonable {
    a: f64,
    list: Vec<f64>,
}

#[differentiate(grad, accumulate_grad, wrt(u))]
fn borrowed(u: &Unclonable, x: f64) -> f64 {
    u.list.iter().map(|v| v * x).sum::<f64>() * u.a
}

#[differentiate(wrt(u))]
fn consumed(u: Unclonable, x: f64) -> f64 {
    let Unclonable { a, list } = u;
    list[0] * a * x
}

#[test]
fn structs_without_clone() {
    let u = Unclonable { a: 2.0, list: vec![1.0, 3.0] };
    let gradient = borrowed_grad(&u, 0.5);
    assert_eq!((gradient.a, gradient.list), (2.0, vec![1.0, 1.0]));
    let mut total = u.zero();
    assert_eq!(borrowed_accumulate_grad(&u, 0.5, &mut total), 4.0);
    borrowed_accumulate_grad(&u, 0.5, &mut total);
    assert_eq!((total.a, total.list), (4.0, vec![2.0, 2.0]));
    let gradient = consumed_grad(u, 0.5);
    assert_eq!((gradient.a, gradient.list), (0.5, vec![1.0, 0.0]));
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Grid {
    now: Vec<Vec<f64>>,
    next: Vec<Vec<f64>>,
    rate: f64,
    steps: usize,
    inner: Inner,
}

#[differentiate(wrt(inner, by))]
fn scaled(inner: &mut Inner, by: f64) {
    inner.a *= by;
    for v in inner.list.iter_mut() {
        *v += by * inner.a;
    }
}

#[differentiate(wrt(list, by))]
fn raised(list: &mut [f64], by: f64) {
    for v in list {
        *v *= by;
    }
}

#[differentiate(wrt(grid))]
fn diffuse(grid: &mut Grid) {
    for _ in 0..grid.steps {
        for i in 0..grid.now.len() {
            for j in 0..grid.now[i].len() {
                let left = if j > 0 { grid.now[i][j - 1] } else { 0.0 };
                grid.next[i][j] = grid.now[i][j] + grid.rate * (left - grid.now[i][j]);
            }
        }
        for i in 0..grid.now.len() {
            for j in 0..grid.now[i].len() {
                grid.now[i][j] = grid.next[i][j];
            }
        }
        let rate = grid.rate;
        scaled(&mut grid.inner, rate);
        raised(&mut grid.now[0], rate);
    }
}

#[test]
fn parts_by_mutable_reference() {
    let grid = Grid {
        now: vec![vec![1.0, 2.0], vec![-0.5, 0.5]],
        next: vec![vec![0.0; 2]; 2],
        rate: 0.9,
        steps: 2,
        inner: Inner { a: 1.5, list: vec![0.5] },
    };
    let weigh = |g: &Grid| g.now[0][1] * 2.0 + g.now[1][1] + g.inner.a * g.inner.list[0];
    let mut at = grid.clone();
    diffuse(&mut at);
    let mut d_grid = grid.zero();
    d_grid.now[0][1] = 2.0;
    d_grid.now[1][1] = 1.0;
    (d_grid.inner.a, d_grid.inner.list[0]) = (at.inner.list[0], at.inner.a);
    diffuse_vjp(&mut grid.clone(), &mut d_grid);
    let after = |g: &Grid| {
        let mut g = g.clone();
        diffuse(&mut g);
        weigh(&g)
    };
    check(&grid, after, &d_grid);
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct State {
    x: f64,
    v: f64,
}

#[differentiate(wrt(s, h))]
fn trajectory(s: State, h: f64, n: usize) -> Vec<State> {
    let mut all = vec![s];
    for i in 0..n {
        let last = all[i];
        all.push(State { x: last.x + h * last.v, v: last.v - h * last.x });
    }
    all
}

#[differentiate(wrt(s))]
fn summed(s: State, h: f64) -> f64 {
    let all = trajectory(s, h, 3);
    let mut total = 0.0;
    for s in &all {
        total += s.x * s.v;
    }
    total
}

#[differentiate(wrt(state))]
fn reset(state: &mut State, limit: f64) {
    let s = *state;
    let s = State { x: s.x * s.v, ..s };
    *state = if s.x > limit { State { x: limit, v: s.v * s.x } } else { s };
}

#[differentiate(wrt(s))]
fn searched(s: State, h: f64) -> State {
    let mut best = s;
    let mut now = s;
    'outer: for i in 0..10 {
        for _ in 0..2 {
            now = State { x: now.x + h * now.v, v: now.v - h * now.x };
            if now.v < 0.0 {
                break 'outer;
            }
        }
        if now.x * now.v < best.x && i > 2 {
            continue;
        }
        best = now;
    }
    best
}

#[test]
fn states_in_lists_and_jumps() {
    let s = State { x: 0.4, v: 1.5 };
    check(&s, |s| summed(*s, 0.1), &summed_grad(s, 0.1));
    let d: Vec<State> = (0..3).map(|i| State { x: i as f64, v: 1.0 }).collect();
    let weigh = |(s, h): &(State, f64)| -> f64 {
        trajectory(*s, *h, 2).iter().zip(&d).map(|(s, d)| s.x * d.x + s.v * d.v).sum()
    };
    check(&(s, 0.1), weigh, &trajectory_vjp(s, 0.1, 2, d.clone()));
    for limit in [0.1, 5.0] {
        let after = |s: &State| {
            let mut s = *s;
            reset(&mut s, limit);
            s.x + 2.0 * s.v
        };
        let mut d_state = State { x: 1.0, v: 2.0 };
        reset_vjp(&mut s.clone(), limit, &mut d_state);
        check(&s, after, &d_state);
    }
    let found = |s: &State| {
        let s = searched(*s, 0.3);
        s.x + 2.0 * s.v
    };
    check(&s, found, &searched_vjp(s, 0.3, State { x: 1.0, v: 2.0 }));
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Settings {
    gain: f64,
    #[differentiate(constant)]
    rate: f64,
    depth: u32,
}

#[differentiate(wrt(settings))]
fn held_constant(settings: &Settings, x: f64) -> f64 {
    let mut y = x;
    for _ in 0..settings.depth {
        y += settings.rate * (settings.gain * y).sin();
    }
    y * settings.rate + (settings.depth % 2) as f64 * y
}

#[test]
fn a_field_held_constant() {
    let settings = Settings { gain: 0.7, rate: 0.3, depth: 3 };
    let gradient = held_constant_grad(&settings, 0.5);
    let along = |gain: f64| held_constant(&Settings { gain, ..settings }, 0.5);
    crate::common::assert_close([gradient.gain], [crate::common::derivative(along, 0.7)]);
    assert_eq!((gradient.rate, gradient.depth), ((), ()));
}

#[differentiate(wrt(m))]
fn biased(m: &Model, x: f64) -> f64 {
    let mut y = m.scale * x;
    if let Some(b) = m.bias {
        y += b;
    }
    if let Some(b) = &m.bias {
        y += b * x;
    }
    let z = match m.bias {
        Some(b) => b * b,
        None => m.scale,
    };
    y * z
}

#[differentiate(wrt(m))]
fn biased_by_methods(m: &Model, x: f64) -> f64 {
    let weight = if m.bias.is_some() { 2.0 } else { 3.0 };
    weight * m.scale * x + m.bias.unwrap_or(m.w[0]) + m.bias.map_or(x, |b| b * x)
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Stack {
    layers: Vec<Optional>,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Optional {
    w: f64,
    shift: Option<Vec<f64>>,
    inner: Option<Inner>,
}

#[differentiate(wrt(stack))]
fn stacked(stack: &Stack, x: f64) -> f64 {
    let mut h = x;
    for layer in &stack.layers {
        h *= layer.w;
        if let Some(shift) = &layer.shift {
            for s in shift {
                h += s * h;
            }
        }
        if let Some(inner) = &layer.inner {
            h = inner.a * h.sin() + inner.list[0];
        }
    }
    h
}

#[differentiate(wrt(o))]
fn changed(o: &mut Optional, by: f64) {
    if let Some(inner) = &o.inner {
        o.w *= inner.a * by;
    }
}

#[test]
fn optional_fields() {
    for bias in [Some(0.75), None] {
        let model = Model { bias, ..model() };
        check(&model, |m| biased(m, 0.5), &biased_grad(&model, 0.5));
        check(&model, |m| biased_by_methods(m, 0.5), &biased_by_methods_grad(&model, 0.5));
    }
    let layer = |k: f64| Optional {
        w: 0.7 + k,
        shift: (k > 0.0).then(|| vec![k, 0.3]),
        inner: (k < 0.5).then(|| Inner { a: 1.2, list: vec![k] }),
    };
    let stack = Stack { layers: vec![layer(0.0), layer(0.2), layer(0.6)] };
    check(&stack, |s| stacked(s, 0.5), &stacked_grad(&stack, 0.5));
    let after = |o: &Optional| {
        let mut o = o.clone();
        changed(&mut o, 2.0);
        3.0 * o.w
    };
    for k in [0.2, 0.6] {
        let mut d = layer(k).zero();
        d.w = 3.0;
        changed_vjp(&mut layer(k), 2.0, &mut d);
        check(&layer(k), after, &d);
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
enum Shape {
    Circle(f64),
    Rectangle { w: f64, h: f64, name: &'static str },
    Polygon(Vec<[f64; 2]>),
    Empty,
}

#[differentiate(wrt(shape))]
fn area(shape: &Shape) -> f64 {
    match shape {
        Shape::Circle(r) => 3.0 * r * r,
        Shape::Rectangle { w, h, name } => {
            assert!(!name.is_empty());
            w * h
        }
        Shape::Polygon(corners) => {
            let mut sum = 0.0;
            for i in 0..corners.len() {
                let (a, b) = (&corners[i], &corners[(i + 1) % corners.len()]);
                sum += a[0] * b[1] - a[1] * b[0];
            }
            0.5 * sum
        }
        Shape::Empty => 0.0,
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Scene {
    shapes: Vec<Shape>,
    scale: f64,
}

#[differentiate(wrt(scene))]
fn total(scene: &Scene) -> f64 {
    let mut sum = 0.0;
    for shape in &scene.shapes {
        sum += area(shape) * scene.scale;
        if let Shape::Circle(r) = shape {
            sum += r.sin();
        }
    }
    sum
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
enum Layer {
    Dense { w: Vec<Vec<f64>>, b: Vec<f64> },
    Scale(f64),
    Tanh,
}

#[differentiate(wrt(layers, x))]
fn forward(layers: &[Layer], x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    for layer in layers {
        match layer {
            Layer::Dense { w, b } => {
                let mut out = b.clone();
                for i in 0..out.len() {
                    for j in 0..h.len() {
                        out[i] += w[i][j] * h[j];
                    }
                }
                h = out;
            }
            Layer::Scale(k) => {
                for v in h.iter_mut() {
                    *v *= *k;
                }
            }
            Layer::Tanh => {
                for v in h.iter_mut() {
                    *v = v.tanh();
                }
            }
        }
    }
    h.iter().sum()
}

#[test]
fn enums() {
    let polygon = Shape::Polygon(vec![[0.0, 0.0], [2.0, 0.5], [1.0, 3.0]]);
    let shapes =
        vec![Shape::Circle(1.5), Shape::Rectangle { w: 2.0, h: 3.0, name: "r" }, polygon, Shape::Empty];
    assert_eq!(area_grad(&shapes[1]), ShapeGradient::Rectangle { w: 3.0, h: 2.0, name: () });
    shapes.iter().for_each(|shape| check(shape, area, &area_grad(shape)));
    let scene = Scene { shapes, scale: 0.5 };
    check(&scene, total, &total_grad(&scene));
    let layers = vec![
        Layer::Dense { w: vec![vec![0.5, -0.3], vec![0.2, 0.8]], b: vec![0.1, -0.1] },
        Layer::Tanh,
        Layer::Scale(1.5),
        Layer::Dense { w: vec![vec![0.7, 0.4]], b: vec![0.3] },
        Layer::Tanh,
    ];
    let x = vec![0.5, -1.0];
    let gradient = forward_grad(&layers, &x);
    check(&(layers, x), |(layers, x)| forward(layers, x), &gradient);
}
