use differentiate::differentiate;

macro_rules! tripled {
    ($name:ident, $x:ident, $value:expr) => {
        #[differentiate]
        fn $name($x: f64) -> f64 {
            let t = 3.0;
            t * $value
        }
    };
}

tripled!(fine, x, x * x);
tripled!(twice, t, t * t);

fn main() {}
