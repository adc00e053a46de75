//! What carries no gradient is not in the way: random generators, constants in values of the user's types, integers by `&mut`, and
//! values whose type only rustc knows. By hand and against central differences.

#![allow(clippy::all, unused, reason = "people write it")]

use differentiate::differentiate;

/// A small generator of random numbers.
#[derive(Clone, Debug)]
pub struct Generator(u64);

impl Generator {
    pub fn new(seed: u64) -> Generator {
        Generator(seed)
    }
    pub fn draw(&mut self) -> f64 {
        self.0 = self.0 * 48271 % 2147483647;
        self.0 as f64 / 2147483647.0
    }
    pub fn gen_range(&mut self, range: std::ops::Range<f64>) -> f64 {
        range.start + (range.end - range.start) * self.draw()
    }
    pub fn index(&mut self, below: usize) -> usize {
        (self.draw() * below as f64) as usize
    }
    pub fn fill(&mut self, into: &mut [f64]) {
        into.iter_mut().for_each(|v| *v = self.draw());
    }
    pub fn drawn(&self) -> u64 {
        self.0 % 5
    }
}

fn next(state: &mut u64) -> f64 {
    *state = *state * 48271 % 2147483647;
    *state as f64 / 2147483647.0
}

fn fill(list: &mut [f64]) {
    let mut state = (list[0] * 1e6) as u64 + 11;
    list.iter_mut().for_each(|v| *v = next(&mut state));
}

fn draw_from(generator: &mut Generator) -> f64 {
    generator.draw()
}

#[differentiate]
fn random_numbers(start: f64, spread: f64) -> f64 {
    let mut generator = Generator(11);
    let mut sum = 0.0;
    for _ in 0..5 {
        sum += start * (spread * generator.draw()).exp();
    }
    sum / 5.0
}
#[test]
fn t_random_numbers() {
    every!([1.0, 0.3]; |p| random_numbers, random_numbers_value_and_grad, random_numbers_grad, random_numbers_vjp; (p[0], p[1]));
    // The mean of e^(0.3 u) and of u e^(0.3 u) over the five numbers drawn.
    let (a, b) = random_numbers_grad(1.0, 0.3);
    assert!((a - 1.20304).abs() < 1e-5 && (b - 0.758715).abs() < 1e-6, "{a} {b}");
}

#[differentiate]
fn a_function_draws(x: f64) -> f64 {
    let mut state = 7u64;
    let a = next(&mut state);
    state += 3;
    let b = x * next(&mut state) * state as f64;
    a * b * x
}
#[test]
fn t_a_function_draws() {
    every!([0.7]; |p| a_function_draws, a_function_draws_value_and_grad, a_function_draws_grad, a_function_draws_vjp; (p[0]));
}

#[differentiate]
fn a_buffer_of_constants(x: f64) -> f64 {
    let mut noise = [0.5; 4];
    let mut s = x;
    for i in 0..3 {
        fill(&mut noise);
        s += s * noise[i] * x;
    }
    s * noise[3]
}
#[test]
fn t_a_buffer_of_constants() {
    every!([0.7]; |p| a_buffer_of_constants, a_buffer_of_constants_value_and_grad, a_buffer_of_constants_grad, a_buffer_of_constants_vjp; (p[0]));
}

#[differentiate]
fn part_of_a_buffer(x: f64) -> f64 {
    let mut noise = vec![0.5; 6];
    fill(&mut noise[2..5]);
    let before = noise[3];
    fill(&mut noise);
    x * x * before * noise[3] * noise[5] + noise.iter().sum::<f64>() * x
}
#[test]
fn t_part_of_a_buffer() {
    every!([0.7]; |p| part_of_a_buffer, part_of_a_buffer_value_and_grad, part_of_a_buffer_grad, part_of_a_buffer_vjp; (p[0]));
}

#[differentiate]
fn everything_of_a_generator(x: &[f64]) -> f64 {
    let mut rng = Generator::new(5);
    let mut noise = vec![0.0; x.len()];
    rng.fill(&mut noise);
    let at = rng.index(x.len());
    let mut s = x[at] * rng.gen_range(0.5..1.5);
    for (v, n) in x.iter().zip(&noise) {
        s += v * v * n;
    }
    if rng.draw() > 0.5 || draw_from(&mut rng) > 0.1 {
        s *= rng.draw();
    }
    let mut other = rng.clone();
    let z = other.draw() * x[0];
    let same = rng.draw() * x[1];
    rng = Generator::new(9);
    while rng.draw() < 0.9 {
        s = s * rng.draw() + x[2];
    }
    s + z * same + rng.drawn() as f64 * x[0] + rng.0 as f64 * 1e-9 * x[1]
}
#[test]
fn t_everything_of_a_generator() {
    every!([0.7, -0.4, 1.2]; |p| everything_of_a_generator, everything_of_a_generator_value_and_grad, everything_of_a_generator_grad, everything_of_a_generator_vjp; (p));
}

#[differentiate]
fn one_generator_each(x: f64, n: usize) -> f64 {
    let mut s = 0.0;
    for i in 0..n {
        let mut rng = Generator::new(i as u64 + 1);
        s += (x * rng.draw()).sin() * rng.draw();
    }
    s
}
#[test]
fn t_one_generator_each() {
    every!([0.7]; |p| one_generator_each, one_generator_each_value_and_grad, one_generator_each_grad, one_generator_each_vjp; (p[0], 4));
}

#[differentiate]
fn drawn_in_chains(x: &[f64]) -> f64 {
    let mut rng = Generator::new(3);
    let noise: Vec<f64> = (0..x.len()).map(|_| rng.draw()).collect();
    let scaled: Vec<f64> = x.iter().map(|v| v * rng.draw()).collect();
    let kept: f64 = x.iter().filter(|_| rng.draw() > 0.4).map(|v| v * v).sum();
    let mut draw = || rng.draw() * 2.0;
    let a = draw() * x[0];
    noise.iter().zip(&scaled).map(|(n, v)| n * v * v).sum::<f64>() + kept + a * draw()
}
#[test]
fn t_drawn_in_chains() {
    every!([0.7, -0.4, 1.2, 0.2]; |p| drawn_in_chains, drawn_in_chains_value_and_grad, drawn_in_chains_grad, drawn_in_chains_vjp; (p));
}

#[differentiate(wrt(x))]
fn passed_in(x: f64, rng: &mut Generator) -> f64 {
    let a = rng.draw();
    let b = x * draw_from(rng) + next(&mut rng.0);
    rng.gen_range(1.0..2.0);
    b * b * a * rng.draw()
}
fn passed_in_from(x: f64, seed: u64) -> f64 {
    passed_in(x, &mut Generator(seed))
}
#[test]
fn t_passed_in() {
    let mut rng = Generator(4);
    let ours = passed_in_vjp(0.3, &mut rng, 1.0);
    let mut again = Generator(4);
    passed_in(0.3, &mut again);
    assert_eq!(rng.0, again.0, "drawn as often");
    assert!((ours - crate::check::derivative(|x| passed_in_from(x, 4), 0.3)).abs() < 1e-9);
}

#[differentiate(wrt(x))]
fn by_value(x: f64, mut rng: Generator) -> f64 {
    rng.draw() * x * x + rng.draw()
}
#[test]
fn t_by_value() {
    every!([0.7]; |p| by_value, by_value_value_and_grad, by_value_grad, by_value_vjp; (p[0], Generator(3)));
}

/// A caller with a generator of its own.
#[differentiate]
fn through_a_rule(x: &[f64]) -> f64 {
    let mut rng = Generator(4);
    let mut s = rng.draw() * x[0];
    for v in x {
        s += passed_in(*v, &mut rng) * passed_in(v * v, &mut rng);
    }
    s * rng.draw()
}
#[test]
fn t_through_a_rule() {
    every!([0.7, -0.4, 1.2, 0.2]; |p| through_a_rule, through_a_rule_value_and_grad, through_a_rule_grad, through_a_rule_vjp; (p));
}

/// The order of what is drawn, assigned and read.
#[differentiate]
fn in_order(x: f64) -> f64 {
    let mut rng = Generator(4);
    let a = rng.draw();
    let before = rng.0 as f64 * 1e-9;
    rng = Generator(5);
    let b = rng.draw() * x;
    let between = rng.0 as f64 * 1e-9;
    rng.0 = 17;
    let c = rng.draw();
    let last = rng.0 as f64 * 1e-9;
    x * a * before + b * between * x + c * last * x
}
#[test]
fn t_in_order() {
    every!([0.7]; |p| in_order, in_order_value_and_grad, in_order_grad, in_order_vjp; (p[0]));
}

/// A position in what is written.
#[differentiate]
fn position_by_mut(x: &[f64], out: &mut [f64], at: &mut usize) {
    if let [first, rest @ ..] = x {
        out[*at] = first * first;
        *at += 1;
        position_by_mut(rest, out, at);
    }
}
#[test]
fn t_position_by_mut() {
    let (mut out, mut d_out, mut at) = ([0.0; 3], [0.0, 1.0, 10.0], 1);
    let d_x = position_by_mut_vjp(&[2.0, 3.0], &mut out, &mut at, &mut d_out);
    assert_eq!((d_x, out, at), (vec![4.0, 60.0], [0.0, 4.0, 9.0], 3));
    assert_eq!(d_out, [0.0; 3]);
}

#[differentiate]
fn counted(x: f64, calls: &mut u64, large: &mut bool) -> f64 {
    *calls += 1;
    *large |= x > 1.0;
    if *large { x * *calls as f64 } else { x * x }
}
#[differentiate]
fn counts_calls(x: &[f64]) -> f64 {
    let (mut calls, mut large) = (3, false);
    let mut s = counted(x[0], &mut calls, &mut large);
    for v in x {
        s = s * 0.5 + counted(v * v, &mut calls, &mut large);
    }
    if large { s * calls as f64 } else { s }
}
#[test]
fn t_counts_calls() {
    every!([0.7, -0.4, 1.2, 0.2]; |p| counts_calls, counts_calls_value_and_grad, counts_calls_grad, counts_calls_vjp; (p));
    every!([0.7, -0.4]; |p| counts_calls, counts_calls_value_and_grad, counts_calls_grad, counts_calls_vjp; (p));
}

/// Passed on as it is, also to what takes it by `&`.
#[differentiate]
fn at_position(x: &[f64], at: &usize, seen: &[u8]) -> f64 {
    x[*at] * x[0] * f64::from(seen[0])
}
#[differentiate]
fn passed_on(x: &[f64], at: &mut usize, large: &mut bool, seen: &mut [u8], pair: &mut (usize, bool)) -> f64 {
    let first = at_position(x, at, seen);
    *at += 1;
    seen[0] += 1;
    pair.0 += *at;
    let mut calls = *at as u64;
    let second = counted(x[*at], &mut calls, large) * at_position(x, at, seen);
    if pair.1 { first * second + pair.0 as f64 * x[0] } else { second }
}
#[differentiate]
fn passes_on(x: &[f64]) -> f64 {
    let (mut at, mut large, mut pair) = (0, false, (1, true));
    let mut seen = vec![3, 4];
    let mut bytes = [5, 6];
    let a = passed_on(x, &mut at, &mut large, &mut seen, &mut pair);
    a + passed_on(x, &mut at, &mut large, &mut bytes, &mut pair) * pair.0 as f64 * f64::from(seen[0])
}
#[test]
fn t_passes_on() {
    every!([0.7, -0.4, 1.2, 0.2]; |p| passes_on, passes_on_value_and_grad, passes_on_grad, passes_on_vjp; (p));
}

/// `Option`s without a differentiated value, which are kept as they are.
#[differentiate]
fn next_in_a_chain(x: f64, next: Option<usize>) -> f64 {
    let mut at = Some(1);
    let mut s = 1.0;
    for _ in 0..2 {
        if let Some(i) = at {
            s *= x + i as f64;
        }
        at = next;
    }
    s
}
#[test]
fn t_next_in_a_chain() {
    every!([2.0]; |p| next_in_a_chain, next_in_a_chain_value_and_grad, next_in_a_chain_grad, next_in_a_chain_vjp; (p[0], Some(4)));
    assert_eq!(next_in_a_chain_grad(2.0, Some(4)), 9.0);
    assert_eq!(next_in_a_chain_grad(2.0, None), 1.0);
}

#[differentiate]
fn while_something_is_there(x: f64, start: Option<usize>) -> f64 {
    let mut at = start;
    let mut s = x;
    while let Some(_) = at {
        s *= x;
        at = None;
    }
    s
}
#[test]
fn t_while_something_is_there() {
    every!([3.0]; |p| while_something_is_there, while_something_is_there_value_and_grad, while_something_is_there_grad, while_something_is_there_vjp; (p[0], Some(0)));
    assert_eq!(while_something_is_there_grad(3.0, Some(0)), 6.0);
    assert_eq!(while_something_is_there_grad(3.0, None), 1.0);
}

/// A node of a list that is linked by indices.
pub struct Node {
    pub weight: f64,
    pub next: Option<usize>,
}
fn nodes() -> Vec<Node> {
    [(0.5, Some(2)), (1.5, None), (2.5, Some(1))].map(|(weight, next)| Node { weight, next }).into()
}
fn first(nodes: &[Node]) -> Option<usize> {
    (!nodes.is_empty()).then_some(0)
}

#[differentiate(wrt(x))]
fn along_a_list(x: &[f64], nodes: &[Node]) -> f64 {
    let mut at = first(nodes);
    let mut s = 0.0;
    while let Some(i) = at {
        s = s * x[i] + nodes[i].weight * x[i];
        at = nodes[i].next;
    }
    let mut back = Some(2);
    let mut steps = 0;
    while back.is_some() && steps < 5 {
        s += x[back.unwrap()] * x[0];
        back = if steps > 1 { None } else { nodes[steps].next };
        steps += 1;
    }
    let old = at.replace(1);
    s + if old.is_none() { x[at.unwrap_or(0)] } else { 0.0 }
}
#[test]
fn t_along_a_list() {
    every!([0.7, -0.4, 1.2]; |p| along_a_list, along_a_list_value_and_grad, along_a_list_grad, along_a_list_vjp; (p, &nodes()));
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Idle,
    Running(usize),
    Done { after: f64 },
}
fn step(state: State, at: usize) -> State {
    match state {
        State::Idle => State::Running(at),
        State::Running(n) if n + 2 < at => State::Done { after: 0.25 },
        other => other,
    }
}
fn read(text: &str) -> Result<usize, std::num::ParseIntError> {
    text.parse()
}

#[differentiate]
fn states_and_results(x: &[f64], text: &str) -> f64 {
    let mut state = State::Idle;
    let mut s = 0.0;
    let mut number = read(text);
    for (i, v) in x.iter().enumerate() {
        s += match state {
            State::Idle => v * v,
            State::Running(n) => v * n as f64 + s * v,
            State::Done { after } => v * after,
        };
        state = step(state, i);
        if let Ok(n) = number {
            s *= v + n as f64;
            number = read("none");
        } else {
            number = read("2");
        }
    }
    if state == State::Idle { s } else { s * x[0] }
}
#[test]
fn t_states_and_results() {
    every!([0.7, -0.4, 1.2, 0.3, 0.9]; |p| states_and_results, states_and_results_value_and_grad, states_and_results_grad, states_and_results_vjp; (p, "3"));
}

/// The number in an `Option` is of the type that the others in it have.
#[differentiate]
fn number_of_its_type(x: f64, start: Option<u8>) -> f64 {
    let mut at = start;
    let a = at.unwrap_or(1);
    at = Some(200);
    let b = at.unwrap().wrapping_mul(2);
    x * x * f64::from(a) * f64::from(b)
}
#[test]
fn t_number_of_its_type() {
    every!([0.7]; |p| number_of_its_type, number_of_its_type_value_and_grad, number_of_its_type_grad, number_of_its_type_vjp; (p[0], Some(3)));
}

#[differentiate]
fn matched_number_of_its_type(x: f64, start: Option<u8>) -> f64 {
    let mut at = start;
    let a = if let Some(v) = at { v } else { 1 };
    at = Some(200);
    let b = match at {
        Some(v) => v.wrapping_mul(2),
        None => 0,
    };
    x * x * f64::from(a) * b as f64
}
#[test]
fn t_matched_number_of_its_type() {
    every!([0.7]; |p| matched_number_of_its_type, matched_number_of_its_type_value_and_grad, matched_number_of_its_type_grad, matched_number_of_its_type_vjp; (p[0], Some(3)));
}

/// Values whose type only rustc knows.
#[differentiate]
fn squares(x: &[f64]) -> Vec<f64> {
    x.iter().map(|v| v * v).collect()
}
#[differentiate]
fn polar(r: f64, a: f64) -> [f64; 2] {
    [r * a.cos(), r * a.sin()]
}
#[differentiate]
fn rows(x: &[f64]) -> Vec<Vec<f64>> {
    let mut m = Vec::new();
    m.push(squares(x));
    m.push(x.to_vec());
    m
}
#[differentiate]
fn sum(x: &[f64]) -> f64 {
    x.iter().sum()
}

#[differentiate]
fn result_of_a_call(x: &[f64]) -> f64 {
    let q = squares(x);
    q.iter().sum::<f64>() / q.len() as f64
}
#[test]
fn t_result_of_a_call() {
    every!([1.0, 3.0]; |p| result_of_a_call, result_of_a_call_value_and_grad, result_of_a_call_grad, result_of_a_call_vjp; (p));
    assert_eq!(result_of_a_call_grad(&[1.0, 3.0]), [1.0, 3.0]);
}

#[differentiate]
fn ends_of_a_result(x: &[f64]) -> f64 {
    let q = squares(x);
    if q.is_empty() {
        return 0.0;
    }
    let last = q.last().unwrap();
    let far = match q.get(7) {
        Some(v) => *v,
        None => 1.0,
    };
    if let Some(first) = q.first() { first * last * far } else { 2.0 }
}
#[test]
fn t_ends_of_a_result() {
    every!([0.7, -0.4, 1.2]; |p| ends_of_a_result, ends_of_a_result_value_and_grad, ends_of_a_result_grad, ends_of_a_result_vjp; (p));
    assert_eq!(ends_of_a_result_grad(&[]), []);
    assert_eq!(ends_of_a_result_grad(&[2.0, 1.0, 3.0]), [36.0, 0.0, 24.0]);
}

#[differentiate]
fn run_over_a_result(x: &[f64]) -> f64 {
    let q = squares(x);
    let mut s = 0.0;
    for v in &q {
        s += v * s + v;
    }
    for i in 0..q.len() {
        s += q[i] * x[i];
    }
    for (i, v) in q.iter().enumerate().skip(1) {
        s += v * q[i - 1];
    }
    s + sum(&q[1..]) * sum(&q) + squares(&q).len() as f64
}
#[test]
fn t_run_over_a_result() {
    every!([0.7, -0.4, 1.2]; |p| run_over_a_result, run_over_a_result_value_and_grad, run_over_a_result_grad, run_over_a_result_vjp; (p));
}

#[differentiate]
fn array_and_rows(x: &[f64]) -> f64 {
    let p = polar(x[0], x[1]);
    let m = rows(x);
    let mut s = p[0] * p.len() as f64;
    for row in &m {
        for v in row {
            s += v * p[1];
        }
        s *= row.len() as f64 + row[0];
    }
    s + m[1][0] * m[0].last().unwrap() + m.len() as f64 * p.iter().product::<f64>()
}
#[test]
fn t_array_and_rows() {
    every!([0.7, -0.4, 1.2]; |p| array_and_rows, array_and_rows_value_and_grad, array_and_rows_grad, array_and_rows_vjp; (p));
}

#[differentiate]
fn changed_result(x: &[f64]) -> f64 {
    let mut q = squares(x);
    q[0] = x[1] * q[1];
    q.push(x[2]);
    let length = q.len();
    q.truncate(3);
    q.reverse();
    q.swap(0, 1);
    for v in q.iter_mut() {
        *v *= 2.0;
    }
    let last = q.pop().unwrap();
    q.iter().sum::<f64>() * last * length as f64 + q[0] + q.len() as f64 * x[0]
}
#[test]
fn t_changed_result() {
    every!([0.7, -0.4, 1.2, 0.9]; |p| changed_result, changed_result_value_and_grad, changed_result_grad, changed_result_vjp; (p));
}

/// A buffer of the user's type that is filled by opaque code, and its length in between.
fn buffer(n: usize) -> Vec<f64> {
    (0..n).map(|i| i as f64 * 0.5).collect()
}
#[differentiate]
fn lengths_in_between(x: f64) -> f64 {
    let mut noise = buffer(2);
    let a = noise.len() as f64 * x;
    noise.push(0.7);
    let b = noise.len() as f64 * x;
    for v in &noise {
        a.max(*v);
    }
    fill(&mut noise);
    let mut s = 0.0;
    for v in &noise {
        s += v * x * x;
    }
    noise.push(0.2);
    for (i, v) in noise.iter().enumerate() {
        s += v * x * i as f64;
    }
    a * b + s * noise[3]
}
#[test]
fn t_lengths_in_between() {
    every!([0.7]; |p| lengths_in_between, lengths_in_between_value_and_grad, lengths_in_between_grad, lengths_in_between_vjp; (p[0]));
}

/// Other names of types made of floats.
pub type Matrix = [[f64; 2]; 2];
pub type Point = [f64; 2];
pub type Real = f64;
pub type Samples = Vec<f64>;
pub type Segment = (Point, Point);

#[differentiate(wrt(m))]
fn alias_as_parameter(m: Matrix) -> f64 {
    m[0][0] * m[1][1] - m[0][1] * m[1][0]
}
#[test]
fn t_alias_as_parameter() {
    every!([1.0, 2.0, 3.0, 4.0]; |p| alias_as_parameter, alias_as_parameter_value_and_grad, alias_as_parameter_grad, alias_as_parameter_vjp; (crate::check::mat(p)));
    assert_eq!(alias_as_parameter_grad([[1.0, 2.0], [3.0, 4.0]]), [[4.0, -3.0], [-2.0, 1.0]]);
}

#[differentiate]
fn alias_as_result(r: f64, a: f64) -> Point {
    [r * a.cos(), r * a.sin()]
}
#[test]
fn t_alias_as_result() {
    vjp!([2.0, 0.5]; |p| alias_as_result, alias_as_result_vjp; (p[0], p[1]));
    let (dr, da) = alias_as_result_vjp(2.0, 0.5, [1.0, 0.0]);
    assert!((dr - 0.877583).abs() < 1e-6 && (da + 0.958851).abs() < 1e-6);
}

#[differentiate(wrt(x, y))]
fn real(x: Real, y: &Real) -> Real {
    x * y + 2.0 * x.sin() * y.powi(2)
}
#[test]
fn t_real() {
    every!([0.7, 1.3]; |p| real, real_value_and_grad, real_grad, real_vjp; (p[0], &p[1]));
}

#[differentiate(wrt(points, from, samples))]
fn aliases_everywhere(points: &[Point], from: &Point, samples: Samples, at: usize) -> Real {
    let mut s = from[0] * from[1];
    for p in points {
        s += real(p[0] - from[0], &p[1]);
    }
    for v in &samples {
        s *= v + 0.1;
    }
    let [a, b] = points[at];
    s + a * b * samples[0] * samples.len() as f64 + alias_as_parameter([points[0], *from])
}
#[test]
fn t_aliases_everywhere() {
    every!([0.7, 1.3, -0.4, 0.3, 0.8, 1.1, 0.6, 0.9]; |p| aliases_everywhere, aliases_everywhere_value_and_grad, aliases_everywhere_grad, aliases_everywhere_vjp; (&[crate::check::arr(p), crate::check::arr(&p[2..])], &crate::check::arr(&p[4..]), p[6..].to_vec(), 1));
}

#[differentiate(wrt(s))]
fn midpoint(s: Segment, w: f64) -> Point {
    let (a, b) = s;
    [a[0] * w + b[0] * (1.0 - w), a[1] * b[1]]
}
#[differentiate(wrt(s))]
fn of_tuples(s: Segment) -> f64 {
    let m = midpoint(s, 0.25);
    m[0] * m[1] + s.0[0] * s.1[1]
}
fn segment(p: &[f64]) -> Segment {
    (crate::check::arr(p), crate::check::arr(&p[2..]))
}
#[test]
fn t_of_tuples() {
    every!([0.7, 1.3, -0.4, 0.3]; |p| of_tuples, of_tuples_value_and_grad, of_tuples_grad, of_tuples_vjp; (segment(p)));
    vjp!([0.7, 1.3, -0.4, 0.3]; |p| midpoint, midpoint_vjp; (segment(p), 0.25));
}

#[differentiate(wrt(p, dt))]
fn advanced(p: &mut Point, dt: f64) {
    p[1] -= p[0] * dt;
    p[0] += p[1] * dt;
}
#[differentiate]
fn advances(x: f64, v: f64, dt: f64) -> f64 {
    let mut p = [x, v];
    for _ in 0..3 {
        advanced(&mut p, dt);
    }
    p[0] * p[1]
}
#[test]
fn t_advances() {
    every!([0.7, 1.3, 0.2]; |p| advances, advances_value_and_grad, advances_grad, advances_vjp; (p[0], p[1], p[2]));
}

/// Collections of `std` that hold no differentiated value.
#[differentiate]
fn breadth_first(x: &[f64], edges: &[(usize, usize)]) -> f64 {
    use std::collections::{HashSet, VecDeque};
    let mut queue = VecDeque::from([0]);
    let mut seen = HashSet::new();
    let mut s = 0.0;
    while let Some(i) = queue.pop_front() {
        if !seen.insert(i) {
            continue;
        }
        s = s * 0.5 + x[i] * x[i];
        for (a, b) in edges {
            if *a == i {
                queue.push_back(*b);
            }
        }
    }
    s * seen.len() as f64
}
#[test]
fn t_breadth_first() {
    every!([0.7, -0.4, 1.2, 0.3]; |p| breadth_first, breadth_first_value_and_grad, breadth_first_grad, breadth_first_vjp; (p, &[(0, 2), (2, 1), (1, 0), (2, 0), (0, 3)]));
}

#[differentiate]
fn largest_first(x: &[f64], ranks: &[usize]) -> f64 {
    let mut heap = std::collections::BinaryHeap::new();
    for rank in ranks {
        heap.push(*rank);
    }
    let mut s = 1.0;
    while let Some(i) = heap.pop() {
        s += s * x[i];
    }
    if let Some(i) = heap.pop() { x[i] } else { s }
}
#[test]
fn t_largest_first() {
    every!([0.7, -0.4, 1.2, 0.3]; |p| largest_first, largest_first_value_and_grad, largest_first_grad, largest_first_vjp; (p, &[2, 0, 3]));
}

#[differentiate]
fn sorted_indices(x: &[f64], order: &[usize]) -> f64 {
    let mut order = order.to_vec();
    let before = order.len();
    order.sort();
    order.dedup();
    order.insert(1, 2);
    let middle = order.remove(0);
    order.rotate_left(1);
    let mut s = x[middle] * before as f64;
    for (k, i) in order.iter().enumerate() {
        s += x[*i] * x[middle] * k as f64;
    }
    s * order.len() as f64 + if order.contains(&3) { s } else { x[0] }
}
#[test]
fn t_sorted_indices() {
    every!([0.7, -0.4, 1.2, 0.3]; |p| sorted_indices, sorted_indices_value_and_grad, sorted_indices_grad, sorted_indices_vjp; (p, &[3, 1, 1, 0]));
}

fn grow(list: &mut Vec<usize>) {
    list.push(list.len());
}
#[differentiate]
fn grown_by_others(x: f64, list: &mut Vec<usize>) -> f64 {
    let before = list.len() as f64 * x;
    grow(list);
    let middle = list.len() as f64 * x;
    let mut own = vec![1];
    let few = own.len() as f64;
    grow(&mut own);
    list.sort();
    before * middle * few + own.len() as f64 * x + list.len() as f64
}
#[test]
fn t_grown_by_others() {
    every!([0.7]; |p| grown_by_others, grown_by_others_value_and_grad, grown_by_others_grad, grown_by_others_vjp; (p[0], &mut vec![4, 2, 3]));
    // 3 x · 4 x · 1 + 2 x + 4
    assert_eq!(grown_by_others_grad(2.0, &mut vec![4, 2, 3]), 50.0);
}

#[differentiate]
fn letters(x: f64, text: &str) -> f64 {
    let mut seen = String::new();
    let mut letters = text.chars();
    let mut s = 1.0;
    while let Some(letter) = letters.next() {
        s = match letter {
            'a' => s * x,
            'b' => s + x,
            _ => break,
        };
        seen.push(letter);
    }
    s * seen.len() as f64
}
#[test]
fn t_letters() {
    every!([0.7]; |p| letters, letters_value_and_grad, letters_grad, letters_vjp; (p[0], "abba c"));
}

#[differentiate]
fn indices_of_a_range(x: &[f64]) -> f64 {
    let mut range = 0..3;
    let mut s = 0.0;
    while let Some(i) = range.next() {
        s += x[i] * s + x[0];
        if i == 1 {
            range.next();
        }
    }
    s
}
#[test]
fn t_indices_of_a_range() {
    every!([0.7, -0.4, 1.2, 0.3]; |p| indices_of_a_range, indices_of_a_range_value_and_grad, indices_of_a_range_grad, indices_of_a_range_vjp; (p));
}

/// What macros mention may change, too.
#[differentiate]
fn drawn_in_macros(x: f64) -> f64 {
    let mut rng = Generator(4);
    let a = rng.0 as f64 * 1e-9;
    assert!(rng.draw() < 2.0);
    let b = rng.0 as f64 * 1e-9;
    let large = matches!(rng.index(3), 1 | 2);
    let c = rng.0 as f64 * 1e-9;
    let text = format!("{}", rng.draw());
    let d = rng.draw() * text.len() as f64;
    let few = if large { a * x } else { b * x };
    few * x + b * c * x * x + d * x
}
#[differentiate]
fn calls_drawn_in_macros(x: f64) -> f64 {
    drawn_in_macros(x) * drawn_in_macros(x * x)
}
#[test]
fn t_drawn_in_macros() {
    every!([0.7]; |p| drawn_in_macros, drawn_in_macros_value_and_grad, drawn_in_macros_grad, drawn_in_macros_vjp; (p[0]));
    every!([0.7]; |p| calls_drawn_in_macros, calls_drawn_in_macros_value_and_grad, calls_drawn_in_macros_grad, calls_drawn_in_macros_vjp; (p[0]));
}

/// What the caller keeps of it.
#[differentiate]
fn logged(x: f64, log: &mut Vec<String>, seen: &mut Vec<usize>) -> f64 {
    seen.push(log.len());
    log.push(format!("call {}", seen.len()));
    seen.push(7);
    x * x * seen.len() as f64 + log.len() as f64 * x * seen[0] as f64
}
#[test]
fn t_logged() {
    every!([0.7]; |p| logged, logged_value_and_grad, logged_grad, logged_vjp; (p[0], &mut vec!["a".to_owned()], &mut vec![3, 4]));
    let (mut log, mut seen) = (Vec::new(), Vec::new());
    // 2 x² + 0 x
    assert_eq!(logged_grad(3.0, &mut log, &mut seen), 12.0);
    assert_eq!((log, seen), (vec!["call 1".to_owned()], vec![0, 7]));
}

/// A generator that is made after a `Vec` of differentiated values.
#[differentiate]
fn drawn_beside_a_list(x: &[f64]) -> f64 {
    let mut rng = Generator::new(7);
    let first = rng.draw() as i32 as f64 * 0.3 + x[0];
    let mut walk: Vec<f64> = vec![];
    walk.push(x[0] * x[1]);
    for v in x {
        walk.push(walk[walk.len() - 1] * v + rng.index(3) as f64);
    }
    first * walk[walk.len() - 1]
}
#[test]
fn t_drawn_beside_a_list() {
    every!([0.7, -0.4, 1.2]; |p| drawn_beside_a_list, drawn_beside_a_list_value_and_grad, drawn_beside_a_list_grad, drawn_beside_a_list_vjp; (p));
}
