use differentiate::differentiate;

mod textual {
    use differentiate::differentiate;

    macro_rules! vec {
        ($value:expr; $count:expr) => {
            ::std::vec![2.0 * $value; $count]
        };
        () => {
            ::std::vec::Vec::new()
        };
    }

    #[differentiate]
    fn twice(x: f64) -> f64 {
        let all = vec![x; 2];
        all[0]
    }
}

mod imported {
    #[macro_export]
    macro_rules! checked {
        ($condition:expr) => {};
    }
    pub use checked as assert;
}

use imported::assert;

struct String(f64);

#[differentiate]
fn positive(x: f64) -> f64 {
    assert!(x > 0.0);
    x * x
}

#[differentiate(wrt(x))]
fn labelled(x: f64, label: &String) -> f64 {
    x * label.0
}

fn main() {}
