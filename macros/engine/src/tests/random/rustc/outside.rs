//! What a user has beside the function: constants, functions and types of which the attribute sees the name only.

macro_rules! integers {
    ($($ty:ident $limit:ident $few:ident $zero:ident $take:ident $same:ident $read:ident $alias:ident $inner:ident $of:ident;)*) => {
        $(
            pub const $limit: $ty = <$ty>::MAX;
            pub const $few: $ty = 1;
            pub fn $zero() -> $ty { 0 }
            pub fn $take(_: $ty) {}
            pub fn $same(k: $ty) -> $ty { k }
            pub fn $read(_: &[$ty; 2]) {}
            pub type $alias = $ty;
            pub struct $of;
            impl Settings for $of { type Count = $ty; }
            impl Width for $ty { fn width(&self) -> i32 { <$ty>::BITS as i32 + i32::from(<$ty>::MIN != 0) } }
        )*
        pub mod alias { $(pub type $inner = $ty;)* }
    };
}

pub trait Settings { type Count; }
/// Which implementation runs depends on the type of a literal.
pub trait Width { fn width(&self) -> i32; }
pub fn width_of<W: Width>(it: W) -> i32 { it.width() }

integers! {
    u8 LIMIT_U8 FEW_U8 zero_u8 take_u8 same_u8 read_u8 AliasU8 InnerU8 OfU8;
    i8 LIMIT_I8 FEW_I8 zero_i8 take_i8 same_i8 read_i8 AliasI8 InnerI8 OfI8;
    u16 LIMIT_U16 FEW_U16 zero_u16 take_u16 same_u16 read_u16 AliasU16 InnerU16 OfU16;
    i16 LIMIT_I16 FEW_I16 zero_i16 take_i16 same_i16 read_i16 AliasI16 InnerI16 OfI16;
    u32 LIMIT_U32 FEW_U32 zero_u32 take_u32 same_u32 read_u32 AliasU32 InnerU32 OfU32;
    i32 LIMIT_I32 FEW_I32 zero_i32 take_i32 same_i32 read_i32 AliasI32 InnerI32 OfI32;
    u64 LIMIT_U64 FEW_U64 zero_u64 take_u64 same_u64 read_u64 AliasU64 InnerU64 OfU64;
    i64 LIMIT_I64 FEW_I64 zero_i64 take_i64 same_i64 read_i64 AliasI64 InnerI64 OfI64;
    usize LIMIT_USIZE FEW_USIZE zero_usize take_usize same_usize read_usize AliasUSIZE InnerUSIZE OfUSIZE;
}

pub const START: i32 = -3;
pub fn three_of(n: usize) -> u16 { (n % 3) as u16 }
pub fn is_odd(n: usize) -> bool { n % 2 == 1 }

thread_local! {
    /// What was called, in order.
    static CALLS: std::cell::RefCell<Vec<usize>> = const { std::cell::RefCell::new(Vec::new()) };
}
/// Is seen to be called.
pub fn tick(n: usize) -> usize {
    CALLS.with_borrow_mut(|calls| calls.push(n));
    n % 3
}
/// What was called since this was asked last.
pub fn calls() -> Vec<usize> { CALLS.take() }

/// Changes with each number that it gives.
pub struct Draws(usize);
impl Draws {
    pub fn new(seed: usize) -> Draws { Draws(seed) }
    pub fn draw(&mut self, below: usize) -> usize {
        self.0 = self.0 * 7 % 101 + 1;
        self.0 % below
    }
}
pub fn draw_from(draws: &mut Draws) -> usize { draws.draw(3) }
pub fn advance(state: &mut u64) -> usize {
    *state = *state * 31 % 97;
    *state as usize % 4
}
pub fn jumble(list: &mut [usize]) {
    list.reverse();
    list[0] += 1;
}
pub fn earlier(n: usize) -> Option<usize> { n.checked_sub(1) }

/// The same over floats; `dual.rs` has these over dual numbers.
pub mod real {
    use differentiate::differentiate;
    use std::ops::{Add, AddAssign, Mul, Sub};

    pub type Real = f32;
    pub fn take_f32(_: f32) {}
    pub fn third() -> f32 { 1.0 / 3.0 }
    #[differentiate]
    pub fn first_times(weights: &[f32; 2], k: f32) -> f32 { weights[0] * k + weights[1] }
    pub fn midway<F: Fn(f64) -> f64>(f: F) -> f64 { f(0.5) }

    /// Added to a price it multiplies.
    #[derive(Clone, Copy)]
    pub struct Percent(pub f64);
    pub const RATE: Percent = Percent(12.5);
    pub fn rate_of(n: usize) -> Percent { Percent(10.0 * n as f64) }
    impl Add<Percent> for f64 { type Output = f64; fn add(self, p: Percent) -> f64 { self * (1.0 + p.0 / 100.0) } }
    impl Sub<Percent> for f64 { type Output = f64; fn sub(self, p: Percent) -> f64 { self * (1.0 - p.0 / 100.0) } }
    impl Mul<Percent> for f64 { type Output = f64; fn mul(self, p: Percent) -> f64 { self * p.0 / 100.0 } }
    /// Not what `a = a + b` does.
    impl AddAssign<Percent> for f64 { fn add_assign(&mut self, p: Percent) { *self += p.0 / 100.0; } }
}
