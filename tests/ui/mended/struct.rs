use differentiate::differentiate;

struct Rating {
    level: f64,
    spread: f64,
}

#[differentiate]
fn standing(level: f64, spread: f64) -> f64 {
    level / spread
}

#[differentiate]
fn advance(level: &mut f64, spread: f64, time: f64) {
    *level += time * spread;
}

fn main() {
    let mut rating = Rating { level: 6.0, spread: 2.0 };
    assert_eq!(standing_grad(rating.level, rating.spread), (0.5, -1.5));
    let mut d_level = 1.0;
    assert_eq!(advance_vjp(&mut rating.level, rating.spread, 0.5, &mut d_level), (0.5, 2.0));
    assert_eq!((rating.level, d_level), (7.0, 1.0));
}
