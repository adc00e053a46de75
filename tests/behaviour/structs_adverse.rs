//! Structs where a reading could go wrong: what a local that is taken apart meets.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Pair {
    x: f64,
    y: f64,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Bag {
    list: Vec<f64>,
    pos: [f64; 3],
    inner: Pair,
    n: u8,
}

const ORIGIN: Pair = Pair { x: 0.5, y: -2.0 };

/// A test for each function of three numbers, against central differences.
macro_rules! of_three {
    ($($function:ident $grad:ident),* $(,)?) => {
        mod against_differences {
            $(
                #[test]
                fn $function() {
                    for at in [[0.5, 1.5, -0.75], [-1.25, 0.25, 2.0], [1.5, -0.5, 0.3]] {
                        let (a, b, c) = super::$grad(at[0], at[1], at[2]);
                        super::check(&at, |x| super::$function(x[0], x[1], x[2]), &[a, b, c]);
                    }
                }
            )*
        }
    };
}

of_three! {
    closure_assigns closure_assigns_grad,
    exchanged exchanged_grad,
    lent_whole lent_whole_grad,
    lists_inside lists_inside_grad,
    popped popped_grad,
    optional optional_grad,
    returned_early returned_early_grad,
    constants constants_grad,
    shadowed shadowed_grad,
    copied copied_grad,
    in_arrays in_arrays_grad,
    broken broken_grad,
    matched matched_grad,
    nested_loops nested_loops_grad,
    small_integers small_integers_grad,
    by_key by_key_grad,
    of_blocks of_blocks_grad,
}

#[differentiate]
fn closure_assigns(a: f64, b: f64, c: f64) -> f64 {
    let mut p = Pair { x: a, y: b };
    let mut add = |v: f64| p.x += v * p.y;
    add(c);
    add(a);
    for i in 0..3 {
        let mut scale = |k: f64| p.y *= k;
        scale(1.0 + 0.1 * i as f64 * a);
    }
    p.x * p.y
}

#[differentiate]
fn exchanged(a: f64, b: f64, c: f64) -> f64 {
    let mut p = Pair { x: a, y: b };
    (p.x, p.y) = (p.y, p.x * c);
    p = Pair { x: p.y, y: p.x };
    let mut bag = Bag { list: vec![a, b], pos: [a, b, c], inner: p, n: 1 };
    bag.pos.swap(0, 2);
    std::mem::swap(&mut bag.inner, &mut p);
    bag.inner.x += p.y;
    p.x * p.y + bag.pos[0] * bag.list[1] + bag.inner.x * bag.inner.y
}

#[differentiate(wrt(p, k))]
fn turn(p: &mut Pair, k: f64) -> f64 {
    let old = *p;
    p.x = old.x * k - old.y;
    p.y += old.x * k;
    p.x * k
}

#[differentiate(wrt(a, b))]
fn mix(a: &mut f64, b: &mut f64) {
    *a *= *b;
    *b += *a;
}

#[differentiate]
fn lent_whole(a: f64, b: f64, c: f64) -> f64 {
    let mut p = Pair { x: a, y: b };
    let mut sum = turn(&mut p, c);
    for _ in 0..2 {
        sum += turn(&mut p, 0.5);
    }
    let mut q = Pair { x: b, y: c };
    mix(&mut q.x, &mut q.y);
    let mut bag = Bag { list: vec![], pos: [0.0; 3], inner: q, n: 0 };
    sum += turn(&mut bag.inner, a);
    sum * p.x + p.y * q.x + q.y + bag.inner.y
}

#[differentiate]
fn lists_inside(a: f64, b: f64, c: f64) -> f64 {
    let mut bag = Bag { list: Vec::new(), pos: [a, b, c], inner: Pair { x: a, y: 1.0 }, n: 3 };
    for i in 0..bag.n {
        bag.list.push(bag.inner.x * i as f64 + b);
        bag.inner.x *= c;
    }
    for p in bag.pos.iter_mut() {
        *p *= bag.inner.x;
    }
    bag.list[1] += bag.pos[2];
    bag.list.extend(bag.pos.iter().map(|p| p * a));
    bag.inner.y += bag.list.len() as f64 * b;
    bag.list.iter().sum::<f64>() * bag.inner.y + bag.list.iter().map(|v| v * v).sum::<f64>()
}

#[differentiate]
fn popped(a: f64, b: f64, c: f64) -> f64 {
    let mut stack = vec![Pair { x: a, y: b }];
    let (mut sum, mut count) = (0.0, 0);
    while let Some(p) = stack.pop() {
        sum += p.x * p.y;
        count += 1;
        if count < 4 {
            stack.push(Pair { x: p.x * c, y: p.y + a });
            stack.push(Pair { x: p.y, ..p });
        }
    }
    sum
}

#[differentiate]
fn optional(a: f64, b: f64, c: f64) -> f64 {
    let p = if a > 0.0 { Some(Pair { x: a, y: b }) } else { None };
    let first = match p {
        Some(p) => p.x * p.y,
        None => c,
    };
    let mut best: Option<Pair> = None;
    for k in 0..3 {
        let q = Pair { x: a + k as f64, y: b * c };
        if q.x > 0.5 {
            best = Some(q);
        }
    }
    if let Some(q) = best { first * q.x + q.y } else { first }
}

#[differentiate]
fn returned_early(a: f64, b: f64, c: f64) -> f64 {
    let mut p = Pair { x: a, y: b };
    for i in 0..5 {
        p = Pair { x: p.x * c + i as f64, y: p.y + p.x };
        if p.y > 2.03 {
            return p.x + p.y * a;
        }
        if p.x < -1.0 {
            continue;
        }
        p.y *= 1.1;
    }
    p.x * p.y
}

#[differentiate]
fn constants(a: f64, b: f64, c: f64) -> f64 {
    let mut p = ORIGIN;
    let q = Pair { x: 2.0, ..ORIGIN };
    p.x += a * q.y;
    let zero = Pair { x: 0.0, y: 0.0 };
    let r = if b > zero.x { Pair { y: c, ..zero } } else { ORIGIN };
    p.x * q.x * b + r.y * c + r.x
}

#[differentiate]
fn shadowed(a: f64, b: f64, c: f64) -> f64 {
    let mut p = Pair { x: a, y: b };
    p.x *= 2.0;
    let total = {
        let mut p = Bag { list: vec![p.x], pos: [c; 3], inner: p, n: 2 };
        p.inner.y += p.pos[1] * p.n as f64;
        p.list[0] *= p.inner.y;
        p.list[0]
    };
    let mut p = (p.y, p.x * total);
    p.0 += 1.0;
    let x = p.0 * p.1;
    let p = Pair { x, y: c };
    p.x - p.y
}

#[differentiate]
fn copied(a: f64, b: f64, c: f64) -> f64 {
    let p = Pair { x: a, y: b };
    let mut q = p;
    let mut r = q;
    q.x += c;
    r.y *= q.x;
    let s = &p;
    let t = s.x * q.y;
    q = r;
    q.x -= p.x * t;
    p.x * q.x + r.y * q.y
}

#[differentiate]
fn in_arrays(a: f64, b: f64, c: f64) -> f64 {
    let mut all = [Pair { x: a, y: b }, Pair { x: b, y: c }, Pair { x: c, y: a }];
    for i in 0..3 {
        let next = all[(i + 1) % 3];
        all[i].x += next.y * all[i].y;
        all[i] = Pair { y: all[i].x, ..all[i] };
    }
    let mut list: Vec<Pair> = all.iter().map(|p| Pair { x: p.y * p.x, y: 1.0 }).collect();
    list[1].y = list[0].x * a;
    list.push(all[0]);
    let mut more: Vec<Pair> = Vec::new();
    for p in &list {
        let kept: Pair = *p;
        more.push(Pair { x: kept.x, y: kept.y * b });
    }
    list.extend(more);
    let moved: [Pair; 3] = all.map(|p| Pair { x: p.y, y: p.x });
    list.iter().map(|p| p.x * p.y).sum::<f64>() + moved[2].x
}

#[differentiate]
fn broken(a: f64, b: f64, c: f64) -> f64 {
    let mut p = Pair { x: a, y: b };
    let found = 'outer: loop {
        for i in 0..4 {
            p.x = p.x * 0.5 + c;
            if p.x + i as f64 > 3.0 {
                break 'outer Pair { x: p.y, y: p.x };
            }
        }
        p.y += 1.0;
        if p.y > 3.0 {
            break p;
        }
    };
    found.x * 2.0 - found.y * b
}

#[differentiate]
fn matched(a: f64, b: f64, c: f64) -> f64 {
    let p = match (a > 0.0, b > 0.0) {
        (true, true) => Pair { x: a * b, y: c },
        (true, false) => Pair { x: a, y: c * c },
        _ => Pair { x: c, y: b },
    };
    let Pair { x, mut y } = p;
    y += x;
    match p {
        Pair { x, y: other } if x > other => x * y,
        Pair { y: other, .. } => other - y * y,
    }
}

#[differentiate]
fn nested_loops(a: f64, b: f64, c: f64) -> f64 {
    let mut outer = Pair { x: a, y: 0.0 };
    for i in 0..3 {
        let mut inner = Pair { x: b, y: outer.x };
        for _ in 0..=i {
            inner.x = inner.x * c + inner.y;
            outer.y += inner.x;
            if outer.y > 50.0 {
                break;
            }
        }
        outer = Pair { x: outer.x * 0.5 + inner.x, y: outer.y };
    }
    outer.x + outer.y
}

struct Counter {
    n: u8,
    weight: f32,
}

#[differentiate]
fn small_integers(a: f64, b: f64, c: f64) -> f64 {
    let mut counter = Counter { n: 250, weight: 0.1 };
    let mut sum = 0.0;
    for _ in 0..4 {
        // Wraps at 256, and the weight has single precision.
        counter.n = counter.n.wrapping_add(5);
        sum += a * counter.n as f64 + b * counter.weight as f64;
    }
    sum * c
}

#[test]
fn numbers_have_the_types_of_the_fields() {
    // 255, 4, 9, 14
    let expected = (282.0 + 2.0 * 4.0 * f64::from(0.1_f32)) * 0.5;
    let (value, _) = small_integers_value_and_grad(1.0, 2.0, 0.5);
    assert_eq!((value, small_integers(1.0, 2.0, 0.5)), (small_integers(1.0, 2.0, 0.5), value));
    crate::common::assert_close([value], [expected]);
}

#[differentiate]
fn by_key(a: f64, b: f64, c: f64) -> f64 {
    let all = vec![Pair { x: a, y: c }, Pair { x: b, y: a }, Pair { x: c, y: b }];
    let largest = all.iter().max_by(|p, q| p.x.total_cmp(&q.x)).unwrap();
    let sum: f64 = all.iter().filter(|p| p.x > p.y).map(|p| p.x - p.y).sum();
    let total = all.iter().fold(Pair { x: 0.0, y: 1.0 }, |t, p| Pair { x: t.x + p.x * p.y, y: t.y * p.y });
    largest.x * largest.y + sum + total.x * total.y
}

#[differentiate]
fn of_blocks(a: f64, b: f64, c: f64) -> f64 {
    let p = {
        let x = a * b;
        Pair { x, y: x + c }
    };
    let make = |k: f64| {
        let mut q = p;
        q.x *= k;
        q
    };
    let (q, r) = (make(2.0), make(c));
    q.x * r.y + r.x
}
