//! Integers, and numbers that say no type of their own: they are of the type that they have in the user's function, to the bit.
//! And `move` closures, which have what they took as it was.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

#[differentiate]
fn xorshift(x: f64, n: usize) -> f64 {
    let mut s: u64 = 12345;
    for _ in 0..n {
        s ^= s << 13;
    }
    x * (s >> 3) as f64
}
#[differentiate]
fn factorial(x: f64) -> f64 {
    let mut s: u64 = 1;
    for k in 1..=20 {
        s *= k;
    }
    x * s as f64
}
#[differentiate]
fn shifted(x: f64) -> f64 {
    let mut s: u64 = 3;
    s <<= 40;
    x * s as f64
}
#[differentiate]
fn list_of_bits(x: f64) -> f64 {
    let v: Vec<u64> = vec![3, 4];
    let t = v[0] << 40;
    x * t as f64
}
#[differentiate]
fn rotated(x: f64) -> f64 {
    let mut s: u32 = 1;
    let mut y = x;
    for _ in 0..40 {
        s = s << 1 | s >> 31;
        y += (s as f64).sin() * x;
    }
    y
}
#[differentiate]
fn complement(x: f64) -> f64 {
    let s: u8 = 200;
    x * (!s) as f64
}
#[differentiate]
fn complement_in_branch(x: f64) -> f64 {
    let mut s: u8 = 255;
    if x > 0.0 {
        s = !s;
    }
    x * (s as f64 + 1.0)
}
#[differentiate]
fn negated(x: f64) -> f64 {
    let mut s: i64 = 1;
    for _ in 0..5 {
        s = -s * 1000;
    }
    x * s as f64
}
#[differentiate]
fn single(x: f64) -> f64 {
    let s: f32 = 0.1;
    x * s as f64
}
#[differentiate]
fn shifted_literal(x: f64) -> f64 {
    let s: u64 = 3;
    let t = s << 40;
    x * t as f64
}
#[differentiate]
fn array_of_bits(x: f64) -> f64 {
    let s: [u64; 2] = [3, 4];
    let t = s[0] << 40;
    x * t as f64
}
#[differentiate]
fn taken_apart(x: f64) -> f64 {
    let (a, b): (u64, u64) = (3, 4);
    let t = (a << 40) + b;
    x * t as f64
}
#[differentiate]
fn in_a_closure(x: f64) -> f64 {
    let f = |k: u64| k << 40;
    x * f(3) as f64
}
#[differentiate]
fn wrapping_byte(x: f64) -> f64 {
    let mut s: u8 = 250;
    for k in 1..=20 {
        s = s.wrapping_add(k);
    }
    x * s as f64
}
#[differentiate]
fn wrapping_word(x: f64) -> f64 {
    let mut s: u32 = 1;
    for _ in 0..5 {
        s = s.wrapping_mul(1664525);
    }
    x * s as f64
}
#[differentiate]
fn range_with_suffix(x: f64) -> f64 {
    let mut f = 1;
    for k in 1..=15u64 {
        f *= k;
    }
    x * f as f64
}
#[differentiate]
fn fibonacci(x: f64) -> f64 {
    let mut a: u64 = 0;
    let mut b: u64 = 1;
    for _ in 0..60 {
        let t = a + b;
        a = b;
        b = t;
    }
    x * (b as f64 / a as f64)
}
#[differentiate]
fn fibonacci_at_once(x: f64) -> f64 {
    let (mut a, mut b): (u64, u64) = (0, 1);
    for _ in 0..60 {
        (a, b) = (b, a + b);
    }
    x * (b as f64 / a as f64)
}
#[differentiate]
fn literal_shifted(x: f64) -> f64 {
    let big: u64 = 1 << 40;
    x * big as f64
}
#[differentiate]
fn beyond_32_bits(x: f64) -> f64 {
    let big: i64 = 3_000_000_000;
    let mut k: i64 = 0;
    let mut y = x;
    while k < 5_000_000_000 {
        k += 1_000_000_000;
        y *= x;
    }
    y * big as f64
}
#[differentiate]
fn single_widened(x: f64) -> f64 {
    let k: f32 = 0.1;
    let mut y = x;
    for _ in 0..3 {
        y *= f64::from(k);
    }
    y
}
#[differentiate]
fn single_scaled(x: f64) -> f64 {
    let mut k: f32 = 0.1;
    let mut y = x;
    for _ in 0..3 {
        y *= f64::from(k);
        k *= 0.7;
    }
    y
}
#[differentiate]
fn generator(x: f64, n: usize) -> f64 {
    let mut s: [u32; 2] = [1, 2];
    let mut y = x;
    for i in 0..n {
        s[i % 2] = s[0].wrapping_mul(2_654_435_761).wrapping_add(s[1]) ^ (s[1] >> 3);
        y += x * s[i % 2] as f64 / u32::MAX as f64;
    }
    y
}
#[differentiate]
fn tuple_of_integers(x: f64) -> f64 {
    let t: (u8, i64) = (200, 1 << 33);
    let (a, b) = t;
    x * (a.wrapping_mul(2) as f64) + x * b as f64
}
#[differentiate]
fn bits_counted(x: f64) -> f64 {
    let bits: u16 = 0xFF;
    let s: u16 = if x > 0.0 { 0xFFFF } else { 0 };
    x * ((bits.count_ones() + s.leading_zeros()) as f64)
}
#[differentiate]
fn hashed(x: f64) -> f64 {
    const M: u64 = 1 << 40;
    let mut h = 14695981039346656037;
    for b in 0..8u64 {
        h = (h ^ b) * 1 % 1099511627776;
        h = h * 16777619 % M;
    }
    x * h as f64
}
#[differentiate]
fn powers(x: f64) -> f64 {
    let mut y = 0.0;
    for i in 0..9 {
        let k: u64 = 1 << (i * 5);
        y += x / k as f64;
    }
    y
}
#[differentiate]
fn index_times_much(x: &[f64]) -> f64 {
    let mut y = 0.0;
    for i in 0..4 {
        y += x[i] * (i * 1_000_000_000) as f64;
    }
    y
}
#[differentiate]
fn pushed(x: f64) -> f64 {
    let mut v: Vec<u64> = Vec::new();
    for i in 0..5 {
        v.push(i << 40);
    }
    let mut y = 0.0;
    for a in &v {
        y += x * *a as f64;
    }
    y
}
#[differentiate]
fn power_and_fold(x: f64) -> f64 {
    let a: u64 = 5;
    let b = a.pow(20);
    let c: u64 = (1..=20).fold(1, |p, k| p * k);
    x * (b as f64 + c as f64)
}
#[differentiate]
fn wrapped_below_zero(x: f64) -> f64 {
    let mut n: u32 = 0;
    n = n.wrapping_sub(1);
    let m: i8 = -128;
    x * (n as f64 + m.wrapping_sub(1) as f64)
}
fn byte(k: u8) -> f64 {
    k as f64
}
fn of_single(k: f32) -> f64 {
    k as f64
}
fn count(k: usize) -> usize {
    k
}
struct P {
    k: u8,
}
#[differentiate]
fn told_by_a_call(x: f64) -> f64 {
    let k = 200;
    let y = byte(k);
    x * (!k) as f64 + y * x
}
#[differentiate]
fn float_told_by_a_call(x: f64) -> f64 {
    let k = 0.1;
    x * k as f64 + of_single(k) * x
}
#[differentiate]
fn told_by_a_struct(x: f64) -> f64 {
    let p = {
        let k = 200;
        let p = P { k };
        x * (!k) as f64 + x * p.k as f64
    };
    p
}
#[differentiate]
fn told_by_a_count(x: &[f64]) -> f64 {
    let n = 3;
    let m = count(n);
    let mut s = 0.0;
    for i in 0..n {
        s += x[i] * m as f64;
    }
    s
}
#[differentiate]
fn e(x: f64) -> f64 {
    let a = [x, 2.0 * x];
    let mut a = a;
    let f = move |i: usize| a[i];
    a[0] = 5.0;
    f(0) * f(1) + a[0] * x
}
#[differentiate]
fn array_taken(x: f64) -> f64 {
    let mut a = [x, 2.0 * x];
    let f = move |i: usize| a[i];
    a[0] = 5.0;
    f(0) * f(1) + a[0] * x
}
#[differentiate]
fn array_taken_in_a_loop(x: f64) -> f64 {
    let mut t = 0.0;
    let mut a = [x, 2.0 * x];
    for _ in 0..3 {
        let f = move |v: f64| v * a[0] + a[1];
        a[1] = a[0] * 0.5;
        a[0] += f(x);
        t += f(a[0]);
    }
    t
}
#[differentiate]
fn tuple_and_list_taken(x: f64) -> f64 {
    let mut a = (x, 2.0 * x);
    let f = move |v: f64| v * a.0 + a.1;
    a.0 = 3.0;
    let v = vec![x; 3];
    let s = move || v.iter().sum::<f64>();
    f(a.0) * s()
}

/// The gradient does not read `t`, which alone says that `i` is a `usize`.
#[differentiate]
fn index_of_what_is_dropped(x: f64, t: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..6 {
        s += t[i] + x * (i * 1_000_000_000) as f64;
    }
    s
}

/// Value to the bit, gradient against central differences, through the hidden rule too.
macro_rules! to_the_bit {
    ($($function:ident $value_and_grad:ident),* $(,)?) => {$(
        #[test]
        fn $function() {
            #[differentiate]
            fn caller(x: f64) -> f64 {
                super::$function(x) * 0.5
            }
            for x in [0.7, 1.3] {
                let (value, slope) = super::$value_and_grad(x);
                assert_eq!(value.to_bits(), super::$function(x).to_bits());
                crate::common::assert_close([slope], [crate::common::derivative(super::$function, x)]);
                let (value, by) = caller_value_and_grad(x);
                assert_eq!((value.to_bits(), by), (caller(x).to_bits(), slope * 0.5));
            }
        }
    )*};
}

mod to_the_bit {
    use differentiate::differentiate;

    to_the_bit! {
        factorial factorial_value_and_grad,
        shifted shifted_value_and_grad,
        list_of_bits list_of_bits_value_and_grad,
        rotated rotated_value_and_grad,
        complement complement_value_and_grad,
        complement_in_branch complement_in_branch_value_and_grad,
        negated negated_value_and_grad,
        single single_value_and_grad,
        shifted_literal shifted_literal_value_and_grad,
        array_of_bits array_of_bits_value_and_grad,
        taken_apart taken_apart_value_and_grad,
        in_a_closure in_a_closure_value_and_grad,
        wrapping_byte wrapping_byte_value_and_grad,
        wrapping_word wrapping_word_value_and_grad,
        range_with_suffix range_with_suffix_value_and_grad,
        fibonacci fibonacci_value_and_grad,
        fibonacci_at_once fibonacci_at_once_value_and_grad,
        literal_shifted literal_shifted_value_and_grad,
        beyond_32_bits beyond_32_bits_value_and_grad,
        single_widened single_widened_value_and_grad,
        single_scaled single_scaled_value_and_grad,
        tuple_of_integers tuple_of_integers_value_and_grad,
        bits_counted bits_counted_value_and_grad,
        hashed hashed_value_and_grad,
        powers powers_value_and_grad,
        pushed pushed_value_and_grad,
        power_and_fold power_and_fold_value_and_grad,
        wrapped_below_zero wrapped_below_zero_value_and_grad,
        told_by_a_call told_by_a_call_value_and_grad,
        float_told_by_a_call float_told_by_a_call_value_and_grad,
        told_by_a_struct told_by_a_struct_value_and_grad,
        array_taken array_taken_value_and_grad,
        array_taken_in_a_loop array_taken_in_a_loop_value_and_grad,
        tuple_and_list_taken tuple_and_list_taken_value_and_grad,
    }
}

/// Results of which one is a number that only rustc knows as an integer where it is used.
#[differentiate]
fn square_and_count(x: f64) -> (f64, usize) {
    (x * x, 3)
}

#[differentiate]
fn with_a_count(x: f64) -> f64 {
    let (y, n) = square_and_count(x);
    let h = 1.0 / n as f64;
    let mut s = y + n as f64;
    for i in 0..n {
        s *= y * n as f64 + i as f64 * h;
    }
    if n > 2 { s * n as f64 } else { y }
}

#[test]
fn counts_among_results() {
    let (value, slope) = with_a_count_value_and_grad(0.7);
    assert_eq!(value.to_bits(), with_a_count(0.7).to_bits());
    crate::common::assert_close([slope], [crate::common::derivative(with_a_count, 0.7)]);
}

#[test]
fn with_other_parameters() {
    for n in 0..9 {
        assert_eq!(xorshift_value_and_grad(0.7, n).0.to_bits(), xorshift(0.7, n).to_bits());
        assert_eq!(generator_value_and_grad(0.7, n).0.to_bits(), generator(0.7, n).to_bits());
        let by = crate::common::derivative(|x| generator(x, n), 0.7);
        crate::common::assert_close([generator_grad(0.7, n)], [by]);
    }
    assert_eq!(index_times_much_grad(&[1.0, 2.0, 3.0, 4.0]), [0.0, 1e9, 2e9, 3e9]);
    assert_eq!(index_of_what_is_dropped_grad(0.7, &[0.0; 6]).0, 15e9);
    assert_eq!(told_by_a_count_grad(&[1.0, 2.0, 3.0]), [3.0; 3]);
}

#[test]
fn by_hand() {
    // 3 · 2⁴⁰
    assert_eq!(shifted_grad(0.7), 3_298_534_883_328.0);
    // !200_u8 = 55
    assert_eq!(complement_grad(0.7), 55.0);
    assert_eq!(single_grad(0.7), f64::from(0.1_f32));
    // (x + 2x) at the time the closure was made: x · 2x + 5x
    assert_eq!(array_taken_grad(1.0), 4.0 + 5.0);
}

/// At another point, `grad` and `vjp` too.
mod every_companion {
    #[test]
    fn fibonacci() {
        every!([0.3]; |p| super::fibonacci, super::fibonacci_value_and_grad, super::fibonacci_grad, super::fibonacci_vjp; (p[0]));
    }
    #[test]
    fn fibonacci_at_once() {
        every!([0.3]; |p| super::fibonacci_at_once, super::fibonacci_at_once_value_and_grad, super::fibonacci_at_once_grad, super::fibonacci_at_once_vjp; (p[0]));
    }
    #[test]
    fn literal_shifted() {
        every!([0.3]; |p| super::literal_shifted, super::literal_shifted_value_and_grad, super::literal_shifted_grad, super::literal_shifted_vjp; (p[0]));
    }
    #[test]
    fn single_widened() {
        every!([0.3]; |p| super::single_widened, super::single_widened_value_and_grad, super::single_widened_grad, super::single_widened_vjp; (p[0]));
    }
    #[test]
    fn array_taken() {
        every!([0.3]; |p| super::array_taken, super::array_taken_value_and_grad, super::array_taken_grad, super::array_taken_vjp; (p[0]));
    }
}

/// What an iterator counts is a `usize`, also over an array, whose length is a number of no type.
#[differentiate]
fn counted(r: [f64; 3]) -> f64 {
    let mut s: f64 = r.iter().enumerate().map(|(i, v)| v * ((i << 33) as f64)).sum();
    for (i, v) in r.iter().enumerate().skip(1).step_by(2) {
        s += v * ((i << 33) as f64) + r[i.saturating_sub(1)] * i.pow(2) as f64;
    }
    let n = r.iter().filter(|v| **v > 1.0).count();
    let at = r.iter().position(|v| *v > 1.0).unwrap_or(0);
    s + r[n.saturating_sub(1)] * ((n << 33) as f64) + r[at] * ((at << 33) as f64)
}

/// So is the length of an array.
#[differentiate]
fn lengths_of_arrays(r: [f64; 3], s: &[f64; 2]) -> f64 {
    let n = r.len();
    let mut sum = r[0] * ((n << 33) as f64) + r[1] * ((s.len() << 33) as f64);
    for i in 0..n {
        sum += r[i] * ((i << 33) as f64);
    }
    for (v, i) in s.iter().zip(0..s.len()) {
        sum += r[2] * v * ((i << 33) as f64);
    }
    let (first, rest) = r.split_at(1);
    sum + first[0] * ((rest.len() << 33) as f64) + r[1..][0] * ((r[1..].len() << 33) as f64)
}

/// The elements of a list are of the type that is said where it is collected.
#[differentiate]
fn collected_singles(x: &[f32]) -> f32 {
    counted_singles(
        &x.iter().map(|v| squared(*v)).filter(|v| *v > 0.1).collect::<Vec<f32>>(),
        x.iter().map(|v| squared(*v)).collect::<Vec<f32>>(),
    )
}

#[differentiate]
fn squared(x: f32) -> f32 {
    x * x
}

#[differentiate]
fn counted_singles(x: &[f32], y: Vec<f32>) -> f32 {
    x.iter().sum::<f32>() * y[0]
}

#[test]
fn what_iterators_count_and_collect() {
    let r = [0.5, 2.0, 3.0];
    let unit = f64::from(2.0_f32.powi(33));
    // In units of 2³³: i each, i for the second, 2 for the second, 1 for the second; beside that 1 for the first.
    let (value, gradient) = counted_value_and_grad(r);
    assert_eq!(value, counted(r));
    assert_eq!(gradient, [1.0, (1.0 + 1.0 + 2.0 + 1.0) * unit, 2.0 * unit]);
    let (value, (dr, ds)) = lengths_of_arrays_value_and_grad(r, &[1.0, 3.0]);
    assert_eq!(value, lengths_of_arrays(r, &[1.0, 3.0]));
    // 3 and 2 for the first, 2, 1 and 2 for the second, 2 and s1 for the third.
    assert_eq!((dr, ds), ([5.0 * unit, 5.0 * unit, 5.0 * unit], [0.0, 3.0 * unit]));
    // (x0² + x1²) x0²
    assert_eq!(collected_singles_grad(&[2.0, 1.0]), [36.0, 8.0]);
}

/// What tells the type of a number and then is not needed: an annotation, a field, a comparison. `200 << 1` is 144 in a `u8`.
mod told_elsewhere {
    use crate::common::{assert_close, derivative};
    use differentiate::differentiate;
    use std::ops::Range;

    #[derive(Clone, Copy)]
    struct Held {
        k: u8,
    }
    fn held() -> Held {
        Held { k: 1 }
    }

    #[differentiate]
    fn by_a_slice(x: f64) -> f64 {
        let mut v = Vec::new();
        v.push(200);
        let w: &[u8] = &v;
        x * (v[0] << 1) as f64 + w.len() as f64 * x
    }
    #[differentiate]
    fn by_a_slice_of_floats(x: f64) -> f64 {
        let mut v = Vec::new();
        v.push(0.1);
        let _r: &[f32] = &v;
        x * (v[0] as f64)
    }
    #[differentiate]
    fn by_a_range(x: f64) -> f64 {
        let r: Range<u8> = 126..130;
        let mut s = 0.0;
        for k in r {
            s += x * (k << 1) as f64;
        }
        s
    }
    #[differentiate]
    fn by_a_function_pointer(x: f64) -> f64 {
        let f: fn(u8) -> f64 = |k| (k << 1) as f64;
        x * f(200)
    }
    #[differentiate]
    fn by_an_object(x: f64) -> f64 {
        let f: &dyn Fn(u8) -> f64 = &|k| (k << 1) as f64;
        let g: Box<dyn Fn(u8) -> f64> = Box::new(|k| (k << 2) as f64);
        x * f(200) + x * g(200)
    }
    #[differentiate]
    fn by_a_branch(x: f64) -> f64 {
        let (h, k) = (held(), 200);
        let j = if h.k > 3 { h.k } else { k };
        x * (k << 1) as f64 + j as f64
    }
    #[differentiate]
    fn by_a_loop(x: f64) -> f64 {
        let (mut s, mut last) = (0.0, held().k);
        for k in 126..130 {
            s += x * (k << 1) as f64;
            last = k;
        }
        s + last as f64
    }
    #[differentiate]
    fn by_a_search(x: f64) -> f64 {
        let k = 200;
        let _found = [0u8; 2].contains(&k);
        x * (k << 1) as f64
    }

    #[test]
    fn numbers_whose_type_is_told_elsewhere() {
        macro_rules! check {
            ($($f:ident $grad:ident $value_and_grad:ident)*) => {$(
                assert_close([$grad(0.7)], [derivative($f, 0.7)]);
                assert_eq!($value_and_grad(0.7), ($f(0.7), $grad(0.7)));
            )*};
        }
        check! {
            by_a_slice by_a_slice_grad by_a_slice_value_and_grad
            by_a_slice_of_floats by_a_slice_of_floats_grad by_a_slice_of_floats_value_and_grad
            by_a_range by_a_range_grad by_a_range_value_and_grad
            by_a_function_pointer by_a_function_pointer_grad by_a_function_pointer_value_and_grad
            by_an_object by_an_object_grad by_an_object_value_and_grad
            by_a_branch by_a_branch_grad by_a_branch_value_and_grad
            by_a_loop by_a_loop_grad by_a_loop_value_and_grad
            by_a_search by_a_search_grad by_a_search_value_and_grad
        }
        assert_eq!(by_a_slice_grad(1.0), 145.0);
    }
}
