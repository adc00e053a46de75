//! Chains of adapters.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn products_of_three_neighbours(x: &[f64]) -> f64 {
    x.iter().zip(x.iter().skip(1)).zip(x.iter().skip(2)).map(|((a, b), c)| a * b * c).sum()
}
#[test]
fn t_products_of_three_neighbours() {
    every!(nums(6); |p| products_of_three_neighbours, products_of_three_neighbours_value_and_grad, products_of_three_neighbours_grad, products_of_three_neighbours_vjp; (p));
}
#[differentiate]
fn every_second_from_behind_by_position(x: &[f64]) -> f64 {
    x.iter().rev().skip(1).step_by(2).enumerate().map(|(i, v)| v * i as f64).sum::<f64>()
}
#[test]
fn t_every_second_from_behind_by_position() {
    every!(nums(6); |p| every_second_from_behind_by_position, every_second_from_behind_by_position_value_and_grad, every_second_from_behind_by_position_grad, every_second_from_behind_by_position_vjp; (p));
}
#[differentiate]
fn horner_over_even_positions(x: &[f64]) -> f64 {
    x.iter()
        .enumerate()
        .skip(1)
        .rev()
        .take(3)
        .filter(|(i, _)| i % 2 == 0)
        .fold(1.0, |a, (i, v)| a * v + i as f64)
}
#[test]
fn t_horner_over_even_positions() {
    every!(nums(6); |p| horner_over_even_positions, horner_over_even_positions_value_and_grad, horner_over_even_positions_grad, horner_over_even_positions_vjp; (p));
}
#[differentiate]
fn product_of_horner_sums(x: &[f64]) -> f64 {
    x.chunks(3).rev().map(|c| c.iter().rev().fold(0.0, |a, v| a * 0.5 + v)).product()
}
#[test]
fn t_product_of_horner_sums() {
    every!(nums(7); |p| product_of_horner_sums, product_of_horner_sums_value_and_grad, product_of_horner_sums_grad, product_of_horner_sums_vjp; (p));
}
#[differentiate]
fn large_second_differences(x: &[f64]) -> f64 {
    x.windows(3).map(|w| (w[0] + w[2]) / 2.0 - w[1]).filter(|d| d.abs() > 0.1).map(|d| d * d).sum()
}
#[test]
fn t_large_second_differences() {
    every!(nums(7); |p| large_second_differences, large_second_differences_value_and_grad, large_second_differences_grad, large_second_differences_vjp; (p));
}
#[differentiate]
fn windows_times_their_first(x: &[f64]) -> f64 {
    x.windows(2).flat_map(|w| w.iter().map(|v| v * w[0])).sum()
}
#[test]
fn t_windows_times_their_first() {
    every!(nums(5); |p| windows_times_their_first, windows_times_their_first_value_and_grad, windows_times_their_first_grad, windows_times_their_first_vjp; (p));
}
#[differentiate]
fn elements_and_squares_by_position(x: &[f64]) -> f64 {
    (0..x.len()).flat_map(|i| [x[i], x[i] * x[i]]).enumerate().map(|(k, v)| v / (k + 1) as f64).sum()
}
#[test]
fn t_elements_and_squares_by_position() {
    every!(nums(5); |p| elements_and_squares_by_position, elements_and_squares_by_position_value_and_grad, elements_and_squares_by_position_grad, elements_and_squares_by_position_vjp; (p));
}
#[differentiate]
fn squares_of_a_running_average(x: &[f64]) -> f64 {
    x.iter()
        .scan(0.0, |s, v| {
            *s = 0.9 * *s + v;
            Some(*s * *s)
        })
        .skip(1)
        .sum()
}
#[test]
fn t_squares_of_a_running_average() {
    every!(nums(5); |p| squares_of_a_running_average, squares_of_a_running_average_value_and_grad, squares_of_a_running_average_grad, squares_of_a_running_average_vjp; (p));
}
#[differentiate]
fn scan_with_two_states(x: &[f64]) -> f64 {
    x.iter()
        .scan((1.0, 0.0), |st, &v| {
            st.0 *= 0.5;
            st.1 += v * st.0;
            if st.1 > 2.0 { None } else { Some(st.1) }
        })
        .fold(0.0, |a, b| a + b * b)
}
#[test]
fn t_scan_with_two_states() {
    every!(nums(5); |p| scan_with_two_states, scan_with_two_states_value_and_grad, scan_with_two_states_grad, scan_with_two_states_vjp; (p));
}
#[differentiate]
fn roots_while_above(x: &[f64]) -> f64 {
    x.iter().map_while(|v| if *v > -0.5 { Some(v.sqrt().max(0.1)) } else { None }).sum()
}
#[test]
fn t_roots_while_above() {
    every!([0.3, 0.5, 0.9, -0.8, 0.3]; |p| roots_while_above, roots_while_above_value_and_grad, roots_while_above_grad, roots_while_above_vjp; (p));
}
#[differentiate]
fn squares_between_two_conditions(x: &[f64]) -> f64 {
    x.iter().skip_while(|v| v.abs() < 0.5).take_while(|v| **v > -0.9).map(|v| v * v).sum()
}
#[test]
fn t_squares_between_two_conditions() {
    every!(nums(8); |p| squares_between_two_conditions, squares_between_two_conditions_value_and_grad, squares_between_two_conditions_grad, squares_between_two_conditions_vjp; (p));
}
#[differentiate]
fn halves_chained_by_position(x: &[f64]) -> f64 {
    let (a, b) = x.split_at(x.len() / 2);
    a.iter().chain(b.iter().rev()).zip(1..).map(|(v, k)| v * k as f64).sum()
}
#[test]
fn t_halves_chained_by_position() {
    every!(nums(7); |p| halves_chained_by_position, halves_chained_by_position_value_and_grad, halves_chained_by_position_grad, halves_chained_by_position_vjp; (p));
}
#[differentiate]
fn cycles_zipped(x: &[f64]) -> f64 {
    x.iter().cycle().skip(2).take(7).zip(x.iter().cycle()).map(|(a, b)| a * b).sum()
}
#[test]
fn t_cycles_zipped() {
    every!(nums(4); |p| cycles_zipped, cycles_zipped_value_and_grad, cycles_zipped_grad, cycles_zipped_vjp; (p));
}
#[differentiate]
fn flattened_rows(x: &[Vec<f64>]) -> f64 {
    x.iter().flatten().map(|v| v * v).sum::<f64>()
        + x.iter().flat_map(|r| r.iter()).product::<f64>()
        + x.iter().map(|r| r.len()).sum::<usize>() as f64 * x[0][0]
}
#[test]
fn t_flattened_rows() {
    every!(nums(4); |p| flattened_rows, flattened_rows_value_and_grad, flattened_rows_grad, flattened_rows_vjp; (&[p[..1].to_vec(), p[1..].to_vec()]));
}
#[differentiate]
fn mean_of_positive(x: &[f64]) -> f64 {
    let v: Vec<f64> = x.iter().map(|v| v * 2.0).filter(|v| *v > 0.0).collect();
    let n = v.len();
    v.into_iter().sum::<f64>() / n.max(1) as f64
}
#[test]
fn t_mean_of_positive() {
    every!(nums(6); |p| mean_of_positive, mean_of_positive_value_and_grad, mean_of_positive_grad, mean_of_positive_vjp; (p));
}
#[differentiate]
fn product_of_three_sums(x: &[f64]) -> f64 {
    let mut sums = [0.0; 3];
    x.iter().enumerate().for_each(|(i, v)| sums[i % 3] += v * v);
    sums.iter().product()
}
#[test]
fn t_product_of_three_sums() {
    every!(nums(7); |p| product_of_three_sums, product_of_three_sums_value_and_grad, product_of_three_sums_grad, product_of_three_sums_vjp; (p));
}
#[differentiate]
fn squared_steps(x: &[f64]) -> f64 {
    let mut prev = 0.0;
    x.iter()
        .map(|v| {
            let d = v - prev;
            prev = *v;
            d * d
        })
        .sum::<f64>()
        + prev
}
#[test]
fn t_squared_steps() {
    every!(nums(7); |p| squared_steps, squared_steps_value_and_grad, squared_steps_grad, squared_steps_vjp; (p));
}
#[differentiate]
fn squared_distances_of_pairs(x: &[f64]) -> f64 {
    x.iter().enumerate().map(|(i, a)| x[i + 1..].iter().map(|b| (a - b).powi(2)).sum::<f64>()).sum()
}
#[test]
fn t_squared_distances_of_pairs() {
    every!(nums(5); |p| squared_distances_of_pairs, squared_distances_of_pairs_value_and_grad, squared_distances_of_pairs_grad, squared_distances_of_pairs_vjp; (p));
}
#[differentiate]
fn largest_of_smallest_products(x: &[f64]) -> f64 {
    (1..x.len())
        .map(|i| (0..i).map(|j| x[i] * x[j]).fold(f64::INFINITY, |a, b| a.min(b)))
        .fold(0.0, |a: f64, b| a.max(b))
}
#[test]
fn t_largest_of_smallest_products() {
    every!(nums(5); |p| largest_of_smallest_products, largest_of_smallest_products_value_and_grad, largest_of_smallest_products_grad, largest_of_smallest_products_vjp; (p));
}
#[differentiate]
fn product_if_any_falls(x: &[f64]) -> f64 {
    x.iter().zip(&x[1..]).any(|(a, b)| a > b).then(|| x[0] * x[1]).unwrap_or(0.0)
}
#[test]
fn t_product_if_any_falls() {
    every!(nums(5); |p| product_if_any_falls, product_if_any_falls_value_and_grad, product_if_any_falls_grad, product_if_any_falls_vjp; (p));
}
#[differentiate]
fn fraction_between_neighbours(x: &[f64], k: f64) -> f64 {
    let i = x.iter().position(|&v| v > k).unwrap_or(x.len() - 1).max(1);
    let t = (k - x[i - 1]) / (x[i] - x[i - 1]);
    t * t
}
#[test]
fn t_fraction_between_neighbours() {
    every!([0.1, 0.4, 0.9, 1.3, 0.6]; |p| fraction_between_neighbours, fraction_between_neighbours_value_and_grad, fraction_between_neighbours_grad, fraction_between_neighbours_vjp; (&p[..4], p[4]));
}
#[differentiate]
fn element_at_a_count(x: &[f64], k: f64) -> f64 {
    let i = x.iter().filter(|&&v| v <= k).count();
    x[i] * k
}
#[test]
fn t_element_at_a_count() {
    every!([0.1, 0.4, 0.9, 1.3, 0.6]; |p| element_at_a_count, element_at_a_count_value_and_grad, element_at_a_count_grad, element_at_a_count_vjp; (&p[..4], p[4]));
}
#[differentiate]
fn square_of_sum_less_squares(x: &[f64]) -> f64 {
    x.iter().sum::<f64>().powi(2) - x.iter().map(|v| v.powi(2)).sum::<f64>()
}
#[test]
fn t_square_of_sum_less_squares() {
    every!(nums(5); |p| square_of_sum_less_squares, square_of_sum_less_squares_value_and_grad, square_of_sum_less_squares_grad, square_of_sum_less_squares_vjp; (p));
}
#[differentiate]
fn rows_times_vector(x: &[f64; 4], w: &[[f64; 4]; 2]) -> [f64; 2] {
    w.map(|row| row.iter().zip(x).map(|(a, b)| a * b).sum::<f64>().tanh())
}
#[test]
fn t_rows_times_vector() {
    vjp!(nums(12); |p| rows_times_vector, rows_times_vector_vjp; (&arr(p), &mat(&p[4..])));
}
#[differentiate]
fn distances_to_a_made_array(x: [f64; 3], y: [f64; 3]) -> f64 {
    let z: [f64; 3] = core::array::from_fn(|i| x[i] * y[(i + 1) % 3]);
    z.into_iter().zip(x).map(|(a, b)| a - b).map(f64::abs).sum()
}
#[test]
fn t_distances_to_a_made_array() {
    every!(nums(6); |p| distances_to_a_made_array, distances_to_a_made_array_value_and_grad, distances_to_a_made_array_grad, distances_to_a_made_array_vjp; (arr(p), arr(&p[3..])));
}
#[differentiate]
fn chunks_by_position(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, [a, b]) in x.as_chunks::<2>().0.iter().enumerate() {
        s += a * b * i as f64;
    }
    s
}
#[test]
fn t_chunks_by_position() {
    every!(nums(6); |p| chunks_by_position, chunks_by_position_value_and_grad, chunks_by_position_grad, chunks_by_position_vjp; (p));
}
#[differentiate]
fn powers_of_a_repeated(x: f64) -> f64 {
    std::iter::repeat(x).take(5).enumerate().map(|(i, v)| v.powi(i as i32)).sum()
}
#[test]
fn t_powers_of_a_repeated() {
    every!([0.4]; |p| powers_of_a_repeated, powers_of_a_repeated_value_and_grad, powers_of_a_repeated_grad, powers_of_a_repeated_vjp; (p[0]));
}
#[differentiate]
fn product_of_repeated_and_once(x: f64) -> f64 {
    std::iter::repeat_n(x, 4).chain(std::iter::once(2.0)).product()
}
#[test]
fn t_product_of_repeated_and_once() {
    every!([0.4]; |p| product_of_repeated_and_once, product_of_repeated_and_once_value_and_grad, product_of_repeated_and_once_grad, product_of_repeated_and_once_vjp; (p[0]));
}
#[differentiate]
fn entropy_of_shares(x: &[f64]) -> f64 {
    let total: f64 = x.iter().sum();
    x.iter().map(|v| v / total).map(|p| p * (p + 1e-12).ln()).sum::<f64>().mul_add(-1.0, 0.0)
}
#[test]
fn t_entropy_of_shares() {
    every!([0.1, 0.4, 0.9]; |p| entropy_of_shares, entropy_of_shares_value_and_grad, entropy_of_shares_grad, entropy_of_shares_vjp; (p));
}
