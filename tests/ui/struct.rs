use differentiate::differentiate;

struct Rating {
    level: f64,
    spread: f64,
}

#[differentiate]
fn standing(rating: &Rating) -> f64 {
    rating.level / rating.spread
}

#[differentiate]
fn advance(rating: &mut Rating, time: f64) {
    rating.level += time * rating.spread;
}

fn main() {}
