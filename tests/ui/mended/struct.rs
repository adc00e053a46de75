use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Debug, PartialEq)]
struct Rating {
    level: f64,
    spread: f64,
}

#[differentiate(wrt(rating))]
fn standing(rating: &Rating) -> f64 {
    rating.level / rating.spread
}

#[differentiate(wrt(rating, time))]
fn advance(rating: &mut Rating, time: f64) {
    rating.level += time * rating.spread;
}

fn main() {
    let mut rating = Rating { level: 6.0, spread: 2.0 };
    assert_eq!(standing_grad(&rating), Rating { level: 0.5, spread: -1.5 });
    let mut d_rating = Rating { level: 1.0, spread: 0.0 };
    assert_eq!(advance_vjp(&mut rating, 0.5, &mut d_rating), 2.0);
    assert_eq!((rating.level, d_rating), (7.0, Rating { level: 1.0, spread: 0.5 }));
}
