use differentiate::differentiate;

macro_rules! tripled {
    ($name:ident, $x:ident, $value:expr) => {
        #[differentiate]
        fn $name($x: f64) -> f64 {
            3.0 * $value
        }
    };
}

tripled!(twice, t, t * t);

fn main() {
    assert_eq!(twice_grad(2.0), 12.0);
}
