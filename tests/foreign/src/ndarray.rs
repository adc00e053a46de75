//! `ndarray`.

use differentiate::{Differentiable, differentiate};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, arr1, arr2, array, s};

#[differentiate(wrt(a, x))]
fn bilinear(a: &Array2<f64>, x: &Array1<f64>, y: &Array1<f64>) -> f64 {
    y.dot(&a.dot(x))
}

#[differentiate(wrt(a, b))]
fn broadcast(a: &Array2<f64>, b: &Array1<f64>) -> f64 {
    (a + b).sum()
}

#[test]
fn by_hand() {
    let (x, y) = (array![2.0, -1.0], array![0.5, 3.0]);
    // y xᵀ and Aᵀ y.
    let (da, dx) = bilinear_grad(&array![[1.0, 2.0], [3.0, 4.0]], &x, &y);
    assert_eq!((da, dx), (array![[1.0, -0.5], [6.0, -3.0]], array![9.5, 13.0]));
    // What is broadcast is summed.
    assert_eq!(
        broadcast_grad(&Array2::zeros((3, 2)), &array![1.0, 2.0]),
        (Array2::ones((3, 2)), array![3.0, 3.0])
    );
}

#[differentiate(wrt(w, b))]
fn linear(w: &Array1<f64>, b: f64, x: &Array2<f64>, y: &Array1<f64>) -> f64 {
    let pred = x.dot(w) + b;
    let r = pred - y;
    r.mapv(|e| e * e).sum() / y.len() as f64
}

#[differentiate(wrt(w, b))]
fn with_views(w: &Array1<f64>, b: f64, x: ArrayView2<f64>, y: ArrayView1<f64>) -> f64 {
    let r = &x.dot(w) + b - &y;
    r.dot(&r) / y.len() as f64 + 0.1 * w.dot(w)
}

#[differentiate(wrt(x, w))]
fn of_view(x: ArrayView2<f64>, w: &Array1<f64>) -> f64 {
    x.dot(w).mapv(f64::exp).sum() * x[[0, 1]]
}

#[differentiate(wrt(w, b))]
fn by_rows(w: &Array1<f64>, b: f64, x: &Array2<f64>, y: &Array1<f64>) -> f64 {
    let mut loss = 0.0;
    for i in 0..x.nrows() {
        let p = x.row(i).dot(w) + b;
        loss += (p - y[i]).powi(2);
    }
    loss / x.nrows() as f64
}

#[differentiate(wrt(w))]
fn logistic(w: &Array1<f64>, x: &Array2<f64>, y: &Array1<f64>) -> f64 {
    let p = x.dot(w).mapv(|z| 1.0 / (1.0 + (-z).exp()));
    let ll = y * &p.mapv(|p| p.ln()) + (1.0 - y) * (1.0 - &p).mapv(f64::ln);
    -ll.mean().unwrap() + 0.5 * w.iter().map(|w| w * w).sum::<f64>()
}

#[derive(Differentiable, Clone, Debug)]
struct Layer {
    w: Array2<f64>,
    b: Array1<f64>,
}

impl Layer {
    #[differentiate(wrt(self, x))]
    fn forward(&self, x: &Array1<f64>) -> Array1<f64> {
        (self.w.dot(x) + &self.b).mapv(|v| v.tanh())
    }
}

#[differentiate(wrt(layers))]
fn mlp(layers: &[Layer], x: &Array1<f64>, y: f64) -> f64 {
    let mut h = x.clone();
    for layer in layers {
        h = layer.forward(&h);
    }
    (h.sum() - y).powi(2)
}

#[differentiate(wrt(a, b))]
fn shapes(a: &Array2<f64>, b: &Array1<f64>) -> f64 {
    let c = a * b + 2.0 * a - b / 3.0;
    let d = &c / &(a + 3.0);
    d.sum() + (c.t().dot(a)).sum_axis(Axis(0)).dot(b) + a[[0, 1]] * b[1]
}

#[differentiate(wrt(logits))]
fn cross_entropy(logits: &Array1<f64>, target: usize) -> f64 {
    let m = logits.fold(f64::NEG_INFINITY, |m, x| m.max(*x));
    let e = logits.mapv(|x| (x - m).exp());
    let p = &e / e.sum();
    -p[target].ln()
}

#[differentiate(wrt(a))]
fn changed(a: &Array2<f64>) -> f64 {
    let mut g = a.mapv(|x| x * x);
    g *= 2.0;
    g += a;
    g -= &a.t();
    g[[0, 0]] *= a[[1, 1]];
    g.mapv_inplace(|x| x.sin());
    g.mean().unwrap() + a.column(0).dot(&a.column(1))
}

#[differentiate(wrt(xs))]
fn variance(xs: &Array1<f64>) -> f64 {
    let mean = xs.sum() / xs.len() as f64;
    let d = xs - mean;
    (&d * &d).sum() / (xs.len() - 1) as f64
}

#[differentiate(wrt(q, k, v))]
fn attention(q: &Array2<f64>, k: &Array2<f64>, v: &Array2<f64>) -> f64 {
    let scores = q.dot(&k.t()) / (q.ncols() as f64).sqrt();
    let e = scores.mapv(f64::exp);
    let total = e.sum_axis(Axis(1)).insert_axis(Axis(1));
    let weights = e / total;
    weights.dot(v).mapv(|x| x * x).sum()
}

#[differentiate(wrt(x, y))]
fn kernel(x: &Array1<f64>, y: &Array1<f64>, length: f64) -> f64 {
    let d = x - y;
    (-d.dot(&d) / (2.0 * length * length)).exp()
}

#[differentiate(wrt(v0))]
fn power(a: &Array2<f64>, v0: &Array1<f64>, steps: usize) -> f64 {
    let mut v = v0.to_owned();
    for _ in 0..steps {
        let w = a.dot(&v);
        let norm = w.dot(&w).sqrt();
        v = w / norm;
    }
    v.dot(&a.dot(&v))
}

#[differentiate(wrt(h))]
fn smooth(h: &Array1<f64>, signal: &[f64]) -> f64 {
    let n = h.len();
    let mut energy = 0.0;
    for i in 0..signal.len() - n {
        let mut y = 0.0;
        for j in 0..n {
            y += h[j] * signal[i + j];
        }
        energy += y.abs();
    }
    energy
}

#[differentiate(wrt(u))]
fn heat(u: &Array1<f64>, steps: usize) -> f64 {
    let n = u.len();
    let mut now = u.clone();
    for _ in 0..steps {
        let mut next = now.clone();
        for i in 1..n - 1 {
            next[i] = now[i] + 0.2 * (now[i + 1] - 2.0 * now[i] + now[i - 1]);
        }
        now = next;
    }
    now.mapv(|x| x * x).sum()
}

#[differentiate(wrt(m))]
fn axes(m: &Array2<f64>) -> f64 {
    let rows = m.sum_axis(Axis(0));
    let last = m.index_axis(Axis(0), 1);
    let mut diag = m.diag().to_owned();
    diag.scaled_add(2.0, &last);
    rows.dot(&diag) + m.mapv(|x| x.abs()).sum() + m.exp().sum() + m.powi(3).sum()
}

#[test]
fn against_differences() {
    let x = array![[0.1, 0.2], [0.3, -0.4], [0.5, 0.6], [-0.7, 0.8]];
    let (y, w) = (array![1.0, 0.0, 0.5, 1.0], array![0.5, -0.3]);
    let m = array![[0.5, 0.9], [1.3, 0.4]];
    let n = array![[0.2, -0.6], [0.7, 1.1]];
    check!((w, b) = (w.clone(), 0.8); linear linear_value_and_grad linear_grad (w, *b, &x, &y));
    check!((w, b) = (w.clone(), 0.8); with_views with_views_value_and_grad with_views_grad (w, *b, x.view(), y.view()));
    check!((x, w) = (x.clone(), w.clone()); of_view of_view_value_and_grad of_view_grad (x.view(), w));
    check!((w, b) = (w.clone(), 0.8); by_rows by_rows_value_and_grad by_rows_grad (w, *b, &x, &y));
    check!(w = w.clone(); logistic logistic_value_and_grad logistic_grad (w, &x, &y));
    let layers = vec![Layer { w: m.clone(), b: w.clone() }, Layer { w: array![[0.3, 0.7]], b: array![0.1] }];
    check!(l = layers; mlp mlp_value_and_grad mlp_grad (l, &w, 0.4));
    check!((a, b) = (m.clone(), w.clone()); shapes shapes_value_and_grad shapes_grad (a, b));
    check!(l = y.clone() * 0.3 + array![0.1, 0.5, 0.2, 0.9]; cross_entropy cross_entropy_value_and_grad cross_entropy_grad (l, 2));
    check!(a = m.clone(); changed changed_value_and_grad changed_grad (a));
    check!(a = y.clone(); variance variance_value_and_grad variance_grad (a));
    check!((q, k, v) = (m.clone(), n.clone(), x.dot(&m).dot(&n).view().split_at(ndarray::Axis(0), 2).0.to_owned()); attention attention_value_and_grad attention_grad (q, k, v));
    check!((a, b) = (w.clone(), array![0.4, 0.1]); kernel kernel_value_and_grad kernel_grad (a, b, 0.7));
    check!(v = w.clone(); power power_value_and_grad power_grad (&n, v, 3));
    check!(h = w.clone(); smooth smooth_value_and_grad smooth_grad (h, &[0.3, 0.9, -0.4, 1.2]));
    check!(u = y.clone(); heat heat_value_and_grad heat_grad (u, 4));
    check!(a = m.clone(); axes axes_value_and_grad axes_grad (a));
}

/// First differences of rows, and the product of two rows.
#[differentiate(wrt(x))]
fn sliced(x: &Array2<f64>, i: usize) -> f64 {
    let difference = &x.slice(s![1.., ..]) - &x.slice(s![..-1, ..]);
    (&difference * &difference).sum() + x.slice(s![i, ..]).dot(&x.slice(s![i + 1, ..]))
}

#[differentiate(wrt(x, w))]
fn convolved(x: &Array1<f64>, w: &Array1<f64>) -> f64 {
    let mut energy = 0.0;
    for i in 0..=x.len() - w.len() {
        let y = x.slice(s![i..i + w.len()]).dot(w);
        energy += y * y.sin();
    }
    energy + x.slice(ndarray::s![..;2]).sum()
}

#[differentiate(wrt(x))]
fn of_a_view(x: ArrayView2<f64>, j: usize) -> f64 {
    let column = x.slice(s![.., j]);
    let mean = column.mean().unwrap();
    column.iter().map(|v| (v - mean).powi(2)).sum::<f64>() + x.slice(s![0..2, 0..1]).mapv(|v| v.exp()).sum()
}

#[test]
fn slices() {
    let x = arr2(&[[0.3, -0.5], [0.8, 0.1], [0.4, 0.9]]);
    check!(x = x.clone(); sliced sliced_value_and_grad sliced_grad (x, 0));
    check!((x, w) = (arr1(&[0.3, -0.5, 0.8, 1.2, 0.1]), arr1(&[0.5, -0.2])); convolved convolved_value_and_grad convolved_grad (x, w));
    let view = |x: &Array2<f64>| of_a_view(x.view(), 1);
    let both = |x: &Array2<f64>| of_a_view_value_and_grad(x.view(), 1);
    crate::check::agrees(x.clone(), view, both, |x| of_a_view_grad(x.view(), 1));
    // 2 (x₁ - x₀) with both signs, and the other row.
    let slope = sliced_grad(&arr2(&[[1.0, 2.0], [4.0, 7.0]]), 0);
    assert_eq!(slope, arr2(&[[-6.0 + 4.0, -10.0 + 7.0], [6.0 + 1.0, 10.0 + 2.0]]));
}
