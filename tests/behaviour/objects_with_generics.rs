//! Traits behind `dyn` in an `impl` with generics, where types are written by other names.

use crate::common::assert_close;
use differentiate::differentiate;

type Point = [f64; 2];
type Pair = (f64, Point);
type Count = usize;

#[differentiate]
trait Shape {
    #[differentiate(wrt(p))]
    fn distance(&self, p: Point) -> f64;
    #[differentiate(wrt(p))]
    fn folded(&self, p: Point, times: Count) -> Pair;
    #[differentiate(wrt(p))]
    fn all(&self, p: &[Point]) -> Vec<Point>;
}

struct Saddle;
struct Moved<S>(S, f64);

#[differentiate]
impl Shape for Saddle {
    #[differentiate(wrt(p))]
    fn distance(&self, p: Point) -> f64 {
        p[0] * p[1]
    }
    #[differentiate(wrt(p))]
    fn folded(&self, p: Point, times: Count) -> Pair {
        (p[0] * times as f64, p)
    }
    #[differentiate(wrt(p))]
    fn all(&self, p: &[Point]) -> Vec<Point> {
        p.to_vec()
    }
}

#[differentiate]
impl<S: Shape> Shape for Moved<S> {
    #[differentiate(wrt(p))]
    fn distance(&self, p: Point) -> f64 {
        self.0.distance([p[0] - self.1, p[1]])
    }
    #[differentiate(wrt(p))]
    fn folded(&self, p: Point, times: Count) -> Pair {
        let (a, q) = self.0.folded([p[0] - self.1, p[1]], times);
        (a * a, [q[1], q[0] * q[1]])
    }
    #[differentiate(wrt(p))]
    fn all(&self, p: &[Point]) -> Vec<Point> {
        p.iter().map(|p| [p[0] * p[0], self.1 * p[1]]).collect()
    }
}

#[differentiate(wrt(p))]
fn total(shapes: &[Box<dyn Shape>], p: Point) -> f64 {
    let mut sum = 0.0;
    for shape in shapes {
        sum += shape.distance(p);
    }
    sum
}

#[differentiate(wrt(p))]
fn total_folded(shapes: &[Box<dyn Shape>], p: Point) -> f64 {
    let mut sum = 0.0;
    for shape in shapes {
        let (a, q) = shape.folded(p, 3);
        sum += a * q[1] + q[0];
    }
    sum
}

#[differentiate(wrt(p))]
fn total_of_all(shapes: &[Box<dyn Shape>], p: Point) -> f64 {
    let mut sum = 0.0;
    for shape in shapes {
        let all = shape.all(&[p, p]);
        sum += all[0][0] * all[1][1];
    }
    sum
}

#[test]
fn of_types_by_other_names() {
    let shapes: [Box<dyn Shape>; 2] = [Box::new(Moved(Saddle, 1.0)), Box::new(Saddle)];
    assert_close(total_grad(&shapes, [1.0, 2.0]), [4.0, 1.0]);
    let theirs = crate::common::gradient(|p| total_folded(&shapes, p), [0.3, 0.7]);
    assert_close(total_folded_grad(&shapes, [0.3, 0.7]), theirs);
    let theirs = crate::common::gradient(|p| total_of_all(&shapes, p), [0.3, 0.7]);
    assert_close(total_of_all_grad(&shapes, [0.3, 0.7]), theirs);
}

/// A type of which nobody knows whether it is made of numbers.
#[derive(Clone, Copy)]
struct Other;

#[differentiate]
trait Tagged {
    #[differentiate(wrt(x))]
    fn tagged(&self, x: f64, other: Other) -> f64;
}

#[differentiate]
impl<S> Tagged for Moved<S> {
    #[differentiate(wrt(x))]
    fn tagged(&self, x: f64, _other: Other) -> f64 {
        x * self.1
    }
}

#[differentiate(wrt(x))]
fn of_other(tagged: &dyn Tagged, x: f64) -> f64 {
    tagged.tagged(x, Other)
}

#[test]
#[should_panic(expected = "made of numbers")]
fn of_a_type_that_is_not_made_of_numbers() {
    let _ = of_other_grad(&Moved((), 1.0), 1.0);
}
