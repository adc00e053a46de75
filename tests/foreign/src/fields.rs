//! Values of these types in fields of structs, whose types the attribute does not see.

use differentiate::{Differentiable, differentiate};
use nalgebra::{DVector, Vector3};
use ndarray::{Array1, Array2, array};

#[derive(Differentiable, Clone, Debug)]
struct Filter {
    x: DVector<f64>,
    v: Vector3<f64>,
    w: Array1<f64>,
    m: Array2<f64>,
}

#[differentiate]
impl Filter {
    #[differentiate(wrt(self))]
    fn elements(&self) -> f64 {
        self.x[0] * self.x[1] + self.v[2] * self.v[2] + self.w[1] * self.w[0]
    }

    #[differentiate(wrt(self))]
    fn squares(&self) -> f64 {
        self.w.iter().map(|w| w * w).sum()
    }

    #[differentiate(wrt(self))]
    fn sums(&self) -> f64 {
        self.m.sum() + (&self.m * &self.m).sum() + self.x.sum() * self.v.x
    }
}

#[test]
fn elements_and_sums_of_fields() {
    let filter = Filter {
        x: DVector::from_vec(vec![2.0, 3.0]),
        v: Vector3::new(1.0, 2.0, 4.0),
        w: array![1.0, 2.0],
        m: array![[1.0, 2.0]],
    };
    let d = filter.elements_grad();
    assert_eq!(d.x.as_slice(), [3.0, 2.0]);
    assert_eq!(d.v, Vector3::new(0.0, 0.0, 8.0));
    assert_eq!(d.w, array![2.0, 1.0]);
    assert_eq!(filter.squares_grad().w, array![2.0, 4.0]);
    let d = filter.sums_grad();
    assert_eq!((d.m, d.v.x), (array![[3.0, 5.0]], 5.0));
    assert_eq!(d.x.as_slice(), [1.0, 1.0]);
}
