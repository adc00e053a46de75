use differentiate::{Float, differentiate};

#[differentiate]
fn angle<T: Float>(x: T) -> T {
    x.atan2()
}

fn main() {}
