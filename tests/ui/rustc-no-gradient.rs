use differentiate::differentiate;

mod library {
    pub struct Point {
        pub x: f64,
    }

    pub fn point(x: f64) -> Point {
        Point { x }
    }

    /// Written by hand, as a library could.
    #[allow(non_camel_case_types)]
    pub struct point {}

    impl point {
        pub const RUNS_OPAQUE_CODE: bool = false;
        pub fn forward<F: Fn(f64) -> Point>(x: f64, _: F) -> (Point, impl FnOnce((), ()) -> (f64,)) {
            (Point { x }, |(), ()| (1.0,))
        }
    }
}

#[differentiate]
fn height(x: f64) -> f64 {
    let point = library::point(x);
    point.x * x
}

fn main() {}
