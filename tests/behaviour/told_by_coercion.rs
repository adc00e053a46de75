//! What a constant becomes by an annotation alone, and which of the user's functions is called with it then: a slice, a text, a trait
//! object. And operators of the user's on constants, beside numbers with a type of their own.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, derivative};
use differentiate::differentiate;

trait Store {
    fn code(&self) -> f64;
}

macro_rules! stores {
    ($($of:ty: $code:expr;)*) => {$(
        impl Store for $of {
            fn code(&self) -> f64 {
                $code
            }
        }
    )*};
}

stores! {
    [u8]: 10.0;
    [f64]: 11.0;
    str: 12.0;
    Vec<u8>: 4.0;
    String: 5.0;
    Square: 6.0;
    dyn Shape + '_: 13.0;
}

impl<T, const N: usize> Store for [T; N] {
    fn code(&self) -> f64 {
        2.0
    }
}

fn code<T: Store + ?Sized>(of: &T) -> f64 {
    of.code()
}

trait Shape {
    fn area(&self) -> f64;
}

#[derive(Clone, Copy)]
struct Square(f64);

struct Circle(f64);

impl Shape for Square {
    fn area(&self) -> f64 {
        self.0 * self.0
    }
}

impl Shape for Circle {
    fn area(&self) -> f64 {
        3.0 * self.0
    }
}

#[differentiate]
fn an_array_as_a_slice(x: f64) -> f64 {
    let a = [0u8; 3];
    let w: &[u8] = &a;
    x * code(w)
}

#[differentiate]
fn a_vec_as_a_slice(x: f64) -> f64 {
    let v = vec![0u8; 4];
    let w: &[u8] = &v;
    x * code(w) + code(&v)
}

#[differentiate]
fn floats_as_a_slice(x: f64) -> f64 {
    let a = [0.5, 1.5];
    let w: &[f64] = &a;
    x * code(w) * w[1]
}

#[differentiate]
fn a_string_as_text(x: f64) -> f64 {
    let s = String::from("ab");
    let w: &str = &s;
    x * code(w)
}

#[differentiate]
fn a_struct_as_an_object(x: f64) -> f64 {
    let s = Square(3.0);
    let w: &dyn Shape = &s;
    x * code(w) + w.area()
}

#[differentiate]
fn a_parameter_of_a_closure(x: f64) -> f64 {
    let g = |w: &[u8]| code(w);
    let a = [1u8, 2];
    x * g(&a)
}

#[differentiate]
fn a_part_of_a_tuple(x: f64) -> f64 {
    let a = [1u8, 2];
    let (w, n): (&[u8], usize) = (&a, 3);
    x * code(w) * n as f64
}

#[differentiate]
fn an_array_of_objects(x: f64) -> f64 {
    let (s, c) = (Square(2.0), Circle(2.0));
    let shapes: [&dyn Shape; 2] = [&s, &c];
    let mut t = x;
    for shape in shapes {
        t += x * shape.area();
    }
    t
}

#[differentiate]
fn a_vec_of_boxed_objects(x: f64) -> f64 {
    let side = 2.0;
    let shapes: Vec<Box<dyn Shape>> = vec![Box::new(Square(side)), Box::new(Circle(3.0))];
    x * shapes[0].area() + shapes.iter().map(|shape| x * x * shape.area()).sum::<f64>()
}

#[differentiate]
fn a_vec_of_objects_by_reference(x: f64) -> f64 {
    let c = Circle(2.0);
    let shapes: Vec<&dyn Shape> = vec![&Square(2.0), &c];
    x * shapes.iter().map(|shape| shape.area()).sum::<f64>()
}

#[derive(Clone, Copy)]
struct Ticks(u32);

macro_rules! ticks {
    ($($of:ty: $scale:expr;)*) => {$(
        impl std::ops::Mul<Ticks> for $of {
            type Output = f64;
            fn mul(self, ticks: Ticks) -> f64 {
                self as f64 * $scale + ticks.0 as f64
            }
        }
    )*};
}

ticks! { u32: 1.0; i32: 10.0; u8: 100.0; }

impl std::ops::Not for Ticks {
    type Output = u8;
    fn not(self) -> u8 {
        9
    }
}

impl std::ops::Neg for Ticks {
    type Output = f64;
    fn neg(self) -> f64 {
        -0.5 * self.0 as f64
    }
}

fn ticks(n: u32) -> Ticks {
    Ticks(n)
}

#[differentiate]
fn an_integer_in_front(x: f64) -> f64 {
    let t: Ticks = ticks(7);
    let k: u32 = 4;
    let m: f64 = k * t;
    x * m
}

#[differentiate]
fn integers_of_every_type_in_front(x: f64) -> f64 {
    let (t, n): (Ticks, u8) = (ticks(7), 3);
    let m = n * t;
    x * m + x * (4i32 * Ticks(7)) + x * (4u32 * t)
}

#[differentiate]
fn a_user_not(x: f64) -> f64 {
    x * (!Ticks(7)) as f64
}

#[differentiate]
fn a_user_minus(x: f64) -> f64 {
    let t: Ticks = ticks(3);
    x * -t + x * (!t) as f64
}

#[test]
fn what_an_annotation_makes_of_a_constant() {
    macro_rules! check {
        ($($f:ident $grad:ident $value_and_grad:ident $slope:expr;)*) => {$(
            assert_close([$grad(0.7)], [derivative($f, 0.7)]);
            assert_close([$grad(0.7)], [$slope]);
            assert_eq!($value_and_grad(0.7), ($f(0.7), $grad(0.7)));
        )*};
    }
    check! {
        an_array_as_a_slice an_array_as_a_slice_grad an_array_as_a_slice_value_and_grad 10.0;
        a_vec_as_a_slice a_vec_as_a_slice_grad a_vec_as_a_slice_value_and_grad 10.0;
        floats_as_a_slice floats_as_a_slice_grad floats_as_a_slice_value_and_grad 16.5;
        a_string_as_text a_string_as_text_grad a_string_as_text_value_and_grad 12.0;
        a_struct_as_an_object a_struct_as_an_object_grad a_struct_as_an_object_value_and_grad 13.0;
        a_parameter_of_a_closure a_parameter_of_a_closure_grad a_parameter_of_a_closure_value_and_grad 10.0;
        a_part_of_a_tuple a_part_of_a_tuple_grad a_part_of_a_tuple_value_and_grad 30.0;
        an_array_of_objects an_array_of_objects_grad an_array_of_objects_value_and_grad 11.0;
        a_vec_of_boxed_objects a_vec_of_boxed_objects_grad a_vec_of_boxed_objects_value_and_grad 4.0 + 1.4 * 13.0;
        a_vec_of_objects_by_reference a_vec_of_objects_by_reference_grad a_vec_of_objects_by_reference_value_and_grad 10.0;
        an_integer_in_front an_integer_in_front_grad an_integer_in_front_value_and_grad 11.0;
        integers_of_every_type_in_front integers_of_every_type_in_front_grad integers_of_every_type_in_front_value_and_grad 307.0 + 47.0 + 11.0;
        a_user_not a_user_not_grad a_user_not_value_and_grad 9.0;
        a_user_minus a_user_minus_grad a_user_minus_value_and_grad 7.5;
    }
}
