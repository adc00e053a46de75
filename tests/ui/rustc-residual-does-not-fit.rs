use differentiate::differentiate;

// No rule.
fn plain(x: f64, p: f64) -> f64 {
    x * x - p
}

#[differentiate(implicit = plain)]
fn without_rule(p: f64) -> f64 {
    p.sqrt()
}

mod others {
    use differentiate::differentiate;

    // The parameter is constant.
    #[differentiate(wrt(x))]
    fn held(x: f64, p: f64) -> f64 {
        x * x - p
    }

    #[differentiate(implicit = held)]
    fn of_held(p: f64) -> f64 {
        p.sqrt()
    }

    // The root is constant.
    #[differentiate(wrt(p))]
    fn rootless(x: f64, p: f64) -> f64 {
        x * x - p
    }

    #[differentiate(implicit = rootless)]
    fn of_rootless(p: f64) -> f64 {
        p.sqrt()
    }
}

fn main() {}
