//! What tells the type of a constant, and is not needed otherwise: a second local, an operand, an argument. And constant `Option`s
//! and `Result`s that only rustc's own code looks into: a reference to one, a method of the user's.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, derivative};
use differentiate::differentiate;

fn size<T>(_: &T) -> f64 {
    std::mem::size_of::<T>() as f64
}

#[differentiate]
fn by_an_unused_local(x: f64) -> f64 {
    let a = 1;
    let _k: u16 = a;
    x * size(&a)
}

#[differentiate]
fn by_an_unused_float(x: f64) -> f64 {
    let a = 1.0;
    let _: f32 = a;
    x * size(&a)
}

#[differentiate]
fn by_a_reference(x: f64) -> f64 {
    let a = 1;
    let _k: &u16 = &a;
    x * size(&a)
}

#[differentiate]
fn by_an_element(x: f64) -> f64 {
    let a = 1;
    let _k = [a, 2u16];
    x * size(&a) + x * size(&[a, a])
}

#[differentiate]
fn by_a_comparison(x: f64) -> f64 {
    let a = 1;
    let more = if a > 3u16 { 1.0 } else { 2.0 };
    x * size(&a) * more
}

#[differentiate]
fn by_a_closure(x: f64) -> f64 {
    let a = 1;
    let f = |k: u16| k;
    f(a);
    x * size(&a)
}

trait Tag {
    fn tag(&self) -> f64;
}

impl<T> Tag for Option<T> {
    fn tag(&self) -> f64 {
        9.0
    }
}

impl<T, E> Tag for Result<T, E> {
    fn tag(&self) -> f64 {
        7.0
    }
}

impl<A, B> Tag for (A, B) {
    fn tag(&self) -> f64 {
        4.0
    }
}

fn known(o: &Option<u8>) -> f64 {
    o.map_or(2.0, |k| 1.0 + k as f64)
}

fn length<T>(_: &T) -> f64 {
    std::any::type_name::<T>().len() as f64
}

#[differentiate]
fn an_option_by_reference(x: f64) -> f64 {
    let o = Some(3u8);
    x * known(&o) + x * length(&o)
}

#[differentiate]
fn a_method_of_an_option(x: f64) -> f64 {
    let o: Option<u8> = Some(3);
    x * o.tag() + x * Tag::tag(&o)
}

#[differentiate]
fn a_method_of_a_result(x: f64) -> f64 {
    let r: Result<u8, String> = Ok(3);
    x * r.tag() + x * length(&r)
}

#[differentiate]
fn the_best_by_a_second_name(x: f64) -> f64 {
    let mut best = None;
    for k in 0..4u8 {
        if k > 1 {
            best = Some(k);
        }
    }
    let p = &best;
    x * known(p)
}

#[differentiate]
fn a_reference_to_an_option(x: f64) -> f64 {
    let r = &Some(3u16);
    x * length(r)
}

fn by_value(o: Option<&u8>) -> f64 {
    o.map_or(0.5, |k| *k as f64)
}

#[differentiate]
fn as_reference(x: f64) -> f64 {
    let o = Some(7);
    x * by_value(o.as_ref())
}

#[differentiate]
fn the_larger_option(x: f64) -> f64 {
    let b = Some(200);
    let m = Some(3u8).max(b);
    x * m.unwrap() as f64
}

fn at3<F: Fn(f64) -> f64>(f: F) -> f64 {
    f(3.0)
}

fn at3_by_reference<F: Fn(f64) -> f64>(f: &F) -> f64 {
    f(3.0) + std::mem::size_of_val(f) as f64
}

#[differentiate]
fn a_closure_of_a_number(x: f64) -> f64 {
    let k = 3.0;
    x * at3(|t| t * k)
}

#[differentiate]
fn a_closure_of_a_changed_number(x: f64) -> f64 {
    let mut k = 3.0;
    k += 1.0;
    let g = |t: f64| t * k;
    x * at3(g)
}

#[differentiate]
fn a_closure_by_reference(x: f64) -> f64 {
    let k = 3.0;
    let n = 2u8;
    let g = |t: f64| t * k;
    let h = |t: f64| t * n as f64;
    x * at3_by_reference(&g) + at3(g) * x + x * at3_by_reference(&h)
}

type MaybeByte = Option<u8>;

#[differentiate]
fn by_another_name_of_an_option(x: f64) -> f64 {
    let o: MaybeByte = Some(200);
    let p: MaybeByte = Some(200);
    let more = if let Some(k) = p { (k << 1) as f64 } else { 1.0 };
    x * o.map_or(0.0, |k| (k << 1) as f64) + x * more
}

fn small() -> u8 {
    7
}

#[differentiate]
fn by_what_it_held_before(x: f64) -> f64 {
    let mut k = small();
    let j = k;
    k = 200;
    x * (k << 1) as f64 + j as f64 * x
}

#[differentiate]
fn by_what_it_holds_next(x: f64) -> f64 {
    let mut k = 200;
    let l = k << 1;
    k = small();
    x * k as f64 + l as f64 * x
}

struct Steps {
    t: u8,
    f: f64,
}

#[differentiate]
fn by_a_field(x: f64) -> f64 {
    let mut u = Steps { t: 1, f: x };
    u.t = 200;
    u.f *= 2.0;
    x * (u.t << 1) as f64 * u.f
}

struct Generic<T> {
    t: T,
    n: u8,
}

struct Wrapper<T>(T);

#[differentiate]
fn by_generic_arguments(x: f64) -> f64 {
    let u: Generic<u8> = Generic { t: 200, n: 3 };
    let w: Option<Wrapper<f32>> = Some(Wrapper(0.1));
    let v: std::num::Wrapping<u8> = std::num::Wrapping(200);
    let v = v + std::num::Wrapping(100);
    x * (u.t << 1) as f64 + x * u.n as f64 + x * w.unwrap().0 as f64 + x * v.0 as f64
}

#[test]
fn what_tells_the_type_of_a_constant() {
    macro_rules! check {
        ($($f:ident $grad:ident $value_and_grad:ident;)*) => {$(
            assert_close([$grad(0.7)], [derivative($f, 0.7)]);
            assert_eq!($value_and_grad(0.7), ($f(0.7), $grad(0.7)));
        )*};
    }
    check! {
        by_an_unused_local by_an_unused_local_grad by_an_unused_local_value_and_grad;
        by_an_unused_float by_an_unused_float_grad by_an_unused_float_value_and_grad;
        by_a_reference by_a_reference_grad by_a_reference_value_and_grad;
        by_an_element by_an_element_grad by_an_element_value_and_grad;
        by_a_comparison by_a_comparison_grad by_a_comparison_value_and_grad;
        by_a_closure by_a_closure_grad by_a_closure_value_and_grad;
        an_option_by_reference an_option_by_reference_grad an_option_by_reference_value_and_grad;
        a_method_of_an_option a_method_of_an_option_grad a_method_of_an_option_value_and_grad;
        a_method_of_a_result a_method_of_a_result_grad a_method_of_a_result_value_and_grad;
        the_best_by_a_second_name the_best_by_a_second_name_grad the_best_by_a_second_name_value_and_grad;
        a_reference_to_an_option a_reference_to_an_option_grad a_reference_to_an_option_value_and_grad;
        as_reference as_reference_grad as_reference_value_and_grad;
        the_larger_option the_larger_option_grad the_larger_option_value_and_grad;
        a_closure_of_a_number a_closure_of_a_number_grad a_closure_of_a_number_value_and_grad;
        a_closure_of_a_changed_number a_closure_of_a_changed_number_grad a_closure_of_a_changed_number_value_and_grad;
        by_another_name_of_an_option by_another_name_of_an_option_grad by_another_name_of_an_option_value_and_grad;
        by_what_it_held_before by_what_it_held_before_grad by_what_it_held_before_value_and_grad;
        by_what_it_holds_next by_what_it_holds_next_grad by_what_it_holds_next_value_and_grad;
        by_a_field by_a_field_grad by_a_field_value_and_grad;
        by_generic_arguments by_generic_arguments_grad by_generic_arguments_value_and_grad;
        a_closure_by_reference a_closure_by_reference_grad a_closure_by_reference_value_and_grad;
    }
    assert_eq!(
        (by_an_unused_local_grad(1.0), by_an_unused_float_grad(1.0), a_method_of_an_option_grad(1.0)),
        (2.0, 4.0, 18.0)
    );
}

/// Neither `Clone` nor `Copy`.
struct Unique(u8);

impl Unique {
    fn new(k: u8) -> Unique {
        Unique(k)
    }

    fn get(&self) -> u8 {
        self.0
    }
}

#[differentiate]
fn a_vec_of_what_is_not_clone(x: f64) -> f64 {
    let v = vec![Unique::new(1), Unique::new(2)];
    x * v[1].get() as f64
}

#[differentiate]
fn an_arm_that_moves(x: f64) -> f64 {
    let n = Unique::new(3);
    let m = if x > 0.0 { n } else { Unique::new(9) };
    x * m.get() as f64
}

#[differentiate]
fn a_closure_that_moves(x: f64) -> f64 {
    let n = Unique::new(2);
    let f = move |k: u8| (n.get() + k) as f64;
    x * f(1)
}

#[differentiate]
fn bytes(x: f64) -> f64 {
    let s = b"ab";
    let mut y = x;
    for b in b"ab" {
        y += *b as f64 * x;
    }
    for b in s {
        y += *b as f64 * x * x;
    }
    y * s.len() as f64
}

#[test]
fn what_is_neither_copy_nor_clone() {
    assert_eq!(
        (a_vec_of_what_is_not_clone_grad(1.0), an_arm_that_moves_grad(1.0), an_arm_that_moves_grad(-1.0)),
        (2.0, 3.0, 9.0)
    );
    assert_eq!(a_closure_that_moves_grad(1.0), 3.0);
    // 2 (1 + 195 + 2 * 195 x)
    assert_eq!(bytes_grad(0.5), 782.0);
}

type Byte = u8;
type ByteAndHalf = (u8, f32);

#[differentiate]
fn by_the_name_of_a_pair(x: f64) -> f64 {
    let (a, b) = (200, 0.1);
    let _p: ByteAndHalf = (a, b);
    x * ((a << 1) as f64 + b as f64)
}

#[differentiate]
fn by_a_name_behind_a_reference(x: f64) -> f64 {
    let v = vec![200, 3];
    let u: &Vec<Byte> = &v;
    x * ((v[0] << 1) as f64 + u.len() as f64)
}

#[differentiate]
fn by_a_name_behind_a_reference_in_a_pair(x: f64) -> f64 {
    let (k, t) = (200, 3.0);
    let p = (&k, t);
    let q: (&Byte, f64) = p;
    x * ((k << 1) as f64 + *q.0 as f64 + q.1)
}

#[test]
fn names_of_types_of_parts() {
    // 400 - 256, and 0.1 to the digits of an `f32`.
    assert_eq!(
        by_the_name_of_a_pair_value_and_grad(1.0),
        (by_the_name_of_a_pair(1.0), 144.0 + 0.1_f32 as f64)
    );
    assert_eq!(by_a_name_behind_a_reference_value_and_grad(2.0), (292.0, 146.0));
    assert_eq!(by_a_name_behind_a_reference_in_a_pair_value_and_grad(2.0), (694.0, 347.0));
}

const LIMIT: u8 = 100;

fn byte() -> u8 {
    7
}

type Half = f32;

fn half() -> f32 {
    0.5
}

struct Code {
    _k: u8,
}

#[differentiate]
fn by_a_constant_in_a_pattern(x: f64) -> f64 {
    let k = 3;
    match k {
        LIMIT => {}
        _ => {}
    }
    x * size(&k)
}

#[differentiate]
fn by_the_items_of_a_collection(x: f64) -> f64 {
    let k = 3;
    let _all: Vec<Byte> = (0..k).rev().collect();
    let h = 0.3;
    let _halves: Vec<Half> = (0..2).map(|_| h).collect();
    x * (size(&k) + 10.0 * size(&h))
}

#[differentiate]
fn by_a_search(x: f64) -> f64 {
    let k = 3;
    let _any = vec![byte(), 2].iter().any(|z| *z == k);
    x * size(&k)
}

#[differentiate]
fn by_what_a_local_held_before(x: f64) -> f64 {
    let k = if x > 0.0 { 3 } else { 4 };
    let mut last = byte();
    last = k;
    x * size(&k) + 0.0 * last as f64
}

#[differentiate]
fn by_a_name_beside_a_differentiated_number(x: f64) -> f64 {
    let (k, j) = (0.3, 0.4);
    let _pair: (Half, f64) = (k, x);
    let _there: Option<Half> = Some(j);
    x * (size(&k) + 10.0 * size(&j))
}

#[differentiate]
fn of_what_std_makes_of_numbers(x: f64) -> f64 {
    let (a, b, c) = (std::cmp::max(3, 4), Box::new(4), (0..4).max().unwrap());
    let d = *[3, 4].iter().max().unwrap();
    let (_a, _c) = ([a, byte()], c == byte());
    let _b = if x > 0.0 { *b } else { byte() };
    let _d = Code { _k: d };
    x * (size(&a) + 10.0 * size(&*b) + 100.0 * size(&c) + 1000.0 * size(&d))
}

#[differentiate]
fn of_an_element_of_a_deque(x: f64) -> f64 {
    let mut q = std::collections::VecDeque::new();
    q.push_back(4);
    let k = q[0];
    let _t: u8 = k;
    let mut r = std::collections::VecDeque::new();
    r.push_back(0.5);
    let h = r[0];
    let _sum = [h, half()];
    x * (size(&k) + 10.0 * size(&h))
}

#[test]
fn what_is_not_needed_tells_the_type() {
    for x in [2.0, 0.5] {
        assert_eq!(by_a_constant_in_a_pattern_value_and_grad(x), (x, 1.0));
        assert_eq!(by_the_items_of_a_collection_value_and_grad(x), (41.0 * x, 41.0));
        assert_eq!(by_a_search_value_and_grad(x), (x, 1.0));
        assert_eq!(by_what_a_local_held_before_value_and_grad(x), (x, 1.0));
        assert_eq!(by_a_name_beside_a_differentiated_number_value_and_grad(x), (44.0 * x, 44.0));
        assert_eq!(of_what_std_makes_of_numbers_value_and_grad(x), (1111.0 * x, 1111.0));
        assert_eq!(of_an_element_of_a_deque_value_and_grad(x), (41.0 * x, 41.0));
    }
}
