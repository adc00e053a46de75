//! References that a branch chooses among fields and elements of a differentiated struct.

use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone)]
struct Spring {
    k: f64,
    rest: f64,
}

#[differentiate(wrt(self, x))]
impl Spring {
    fn force(&self, x: f64) -> f64 {
        -self.k * (x - self.rest)
    }
}

#[derive(Differentiable, Clone)]
struct Table {
    y: Vec<f64>,
    #[differentiate(constant)]
    scale: f64,
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Front,
    Rear,
}

#[derive(Differentiable, Clone)]
struct Car {
    front: Spring,
    rear: Spring,
    more: Vec<Spring>,
    up: Table,
    down: Table,
}

#[differentiate]
impl Car {
    #[differentiate(wrt(self, x))]
    fn by_match(&self, side: Side, x: f64) -> f64 {
        let spring = match side {
            Side::Front => &self.front,
            Side::Rear => &self.rear,
        };
        spring.force(x) * spring.k
    }

    #[differentiate(wrt(self, x))]
    fn by_if(&self, x: f64) -> f64 {
        let table = if x > 0.0 { &self.up } else { &self.down };
        table.scale * (table.y[0] + x * table.y[1].sin())
    }

    #[differentiate(wrt(self, x))]
    fn at_once(&self, side: Side, x: f64) -> f64 {
        (if side == Side::Front { &self.front } else { &self.rear }).force(x)
    }

    #[differentiate(wrt(self, x))]
    fn among_elements(&self, x: f64) -> f64 {
        let mut total = 0.0;
        for i in 0..3 {
            let spring = if i % 2 == 0 { &self.more[i / 2] } else { &self.rear };
            total += spring.force(x + total) * spring.rest;
        }
        total
    }
}

fn car(p: &[f64]) -> Car {
    let spring = |at: usize| Spring { k: p[at], rest: p[at + 1] };
    let table = |at: usize, scale: f64| Table { y: p[at..at + 2].to_vec(), scale };
    Car {
        front: spring(0),
        rear: spring(2),
        more: vec![spring(4), spring(6)],
        up: table(8, 2.0),
        down: table(10, 3.0),
    }
}

fn flat((value, (car, x)): (f64, (CarGradient, f64))) -> (f64, Vec<f64>) {
    let mut all = Vec::new();
    for spring in [&car.front, &car.rear].into_iter().chain(&car.more) {
        all.extend([spring.k, spring.rest]);
    }
    all.extend(car.up.y.iter().chain(&car.down.y));
    all.push(x);
    (value, all)
}

#[test]
fn chosen_struct() {
    let mut at = crate::check::nums(13);
    for x in [0.7, -0.4] {
        at[12] = x;
        for side in [Side::Front, Side::Rear] {
            let by_match = |p: &[f64]| flat(car(p).by_match_value_and_grad(side, p[12]));
            crate::check::agrees(&at, |p| car(p).by_match(side, p[12]), by_match, 1e-7);
            let at_once = |p: &[f64]| flat(car(p).at_once_value_and_grad(side, p[12]));
            crate::check::agrees(&at, |p| car(p).at_once(side, p[12]), at_once, 1e-7);
        }
        let by_if = |p: &[f64]| flat(car(p).by_if_value_and_grad(p[12]));
        crate::check::agrees(&at, |p| car(p).by_if(p[12]), by_if, 1e-7);
        let among = |p: &[f64]| flat(car(p).among_elements_value_and_grad(p[12]));
        crate::check::agrees(&at, |p| car(p).among_elements(p[12]), among, 1e-7);
    }
    // -k (x - rest) at k = 2, rest = 1, x = 3.
    let p = [0.0, 0.0, 2.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    let (gradient, x) = car(&p).at_once_grad(Side::Rear, 3.0);
    assert_eq!((gradient.rear.k, gradient.rear.rest, gradient.front.k, x), (-2.0, 2.0, 0.0, -2.0));
}
