use differentiate::differentiate;

#[differentiate(vjp)]
fn update(x: f64, state: &mut f64) -> f64 {
    *state *= x;
    *state
}

fn main() {
    let (mut state, mut d_state) = (5.0, 0.0);
    let d_x = update_vjp(3.0, &mut state, 1.0, &mut d_state);
    assert_eq!((d_x, d_state), (5.0, 3.0));
}
