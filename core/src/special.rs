//! The error function, the normal distribution, the gamma function and their derivatives.
//!
//! All are calculated in `f64`, also for `f32`, whose results are then nearly always the nearest number. The rational approximations of
//! `erf`, `erfc` and `ln_gamma` are those that were published with FreeBSD's `s_erf.c` and `e_lgamma_r.c`, under this notice:
//!
//! > Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunPro, a Sun Microsystems, Inc. business. Permission
//! > to use, copy, modify, and distribute this software is freely granted, provided that this notice is preserved.
//!
//! The polynomial of `digamma` around its root was fitted for this crate; the asymptotic series are Euler's and Maclaurin's.

use crate::Float;
use crate::activation::functions;
use core::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI, PI};

functions! {
    /// The error function `2/√π · ∫₀ˣ e^-t² dt`. It is -1 and 1 at the infinities; NaN gives NaN.
    ///
    /// ```
    /// assert_eq!(differentiate_core::erf(0.5), 0.5204998778130465);
    /// ```
    erf(x) = x.known(erf_of, erf_slope), y => [x.known(erf_slope, erf_curvature)];

    /// The complementary error function `1 - erf(x)`, with all digits where it is small. It is 2 and 0 at the infinities; NaN gives
    /// NaN.
    ///
    /// ```
    /// let y: f64 = differentiate_core::erfc(5.0);
    /// assert!((y - 1.5374597944280349e-12).abs() < 1e-27);
    /// ```
    erfc(x) = x.known(erfc_of, |x| -erf_slope(x)), y => [-x.known(erf_slope, erf_curvature)];

    /// The cumulative distribution function of the standard normal distribution, `½ erfc(-x/√2)`, with all digits where it is
    /// small. It is 0 and 1 at the infinities; NaN gives NaN. Its derivative is [`norm_pdf`].
    ///
    /// ```
    /// assert_eq!(differentiate_core::norm_cdf(0.0), 0.5);
    /// ```
    norm_cdf(x) = x.known(cdf_of, pdf_of), y => [norm_pdf(x)];

    /// The density of the standard normal distribution, `e^(-x²/2) / √(2π)`. It is 0 at the infinities; NaN gives NaN.
    ///
    /// ```
    /// assert_eq!(differentiate_core::norm_pdf(0.0), 0.3989422804014327);
    /// ```
    norm_pdf(x) = x.known(pdf_of, |x| -x * pdf_of(x)), y => [if y == T::ZERO { T::ZERO } else { -x * y }];

    /// The logarithm of the absolute value of the gamma function. It is ∞ at 0, at the negative integers and at both infinities; NaN gives
    /// NaN. Its derivative is [`digamma`].
    ///
    /// Accurate to some ulps for positive numbers; for negative ones near a zero of the function, to as many digits after the point.
    ///
    /// ```
    /// let y: f64 = differentiate_core::ln_gamma(5.0);
    /// assert!((y - 24.0_f64.ln()).abs() < 1e-15);
    /// ```
    ln_gamma(x) = x.known(ln_gamma_of, digamma_of), y => [digamma(x)];

    /// The derivative of [`ln_gamma`], also called ψ. It is -∞ at 0, ∞ at -0 and at ∞; NaN, -∞ and the negative integers give NaN. Its
    /// derivative is [`trigamma`].
    ///
    /// Accurate to some ulps for positive numbers; for negative ones near a zero of the function, to as many digits after the point.
    ///
    /// ```
    /// assert_eq!(differentiate_core::digamma(1.0), -0.5772156649015329);
    /// ```
    digamma(x) = x.known(digamma_of, trigamma_of), y => [trigamma(x)];

    /// The derivative of [`digamma`], `Σ 1 / (x + k)²` over all `k` from 0. It is ∞ at 0 and 0 at ∞; NaN, -∞ and the negative
    /// integers give NaN.
    ///
    /// ```
    /// let y: f64 = differentiate_core::trigamma(1.0);
    /// assert!((y - std::f64::consts::PI.powi(2) / 6.0).abs() < 1e-15);
    /// ```
    trigamma(x) = x.known(trigamma_of, tetragamma_of), y => [x.known(tetragamma_of, pentagamma_of)];
}

/// A polynomial, by its coefficients from that of the lowest power on.
#[inline]
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

#[inline]
fn exp(x: f64) -> f64 {
    Float::exp(x)
}

#[inline]
fn ln(x: f64) -> f64 {
    Float::ln(x)
}

// The error function and the normal distribution.

/// What `erf` near 1 is added to.
const ERF_OF_ONE: f64 = 0.845_062_911_510_467_5;
/// `(erf(x) - x) / x` in terms of `x²`, for `x` below 0.84375.
const NEAR_ZERO: ([f64; 5], [f64; 6]) = (
    [
        0.128_379_167_095_512_56,
        -0.325_042_107_247_001_5,
        -0.028_481_749_575_598_51,
        -0.005_770_270_296_489_442,
        -2.376_301_665_665_016_3e-5,
    ],
    [
        1.0,
        0.397_917_223_959_155_35,
        0.065_022_249_988_767_3,
        0.005_081_306_281_875_766,
        0.000_132_494_738_004_321_64,
        -3.960_228_278_775_368e-6,
    ],
);
/// `erf(x) - ERF_OF_ONE` in terms of `x - 1`, for `x` between 0.84375 and 1.25.
const NEAR_ONE: ([f64; 7], [f64; 7]) = (
    [
        -0.002_362_118_560_752_659_4,
        0.414_856_118_683_748_33,
        -0.372_207_876_035_701_3,
        0.318_346_619_901_161_75,
        -0.110_894_694_282_396_68,
        0.035_478_304_325_618_236,
        -0.002_166_375_594_868_791,
    ],
    [
        1.0,
        0.106_420_880_400_844_23,
        0.540_397_917_702_171,
        0.071_828_654_414_196_27,
        0.126_171_219_808_761_64,
        0.013_637_083_912_029_05,
        0.011_984_499_846_799_107,
    ],
);
/// `ln(x e^x² erfc(x)) + 0.5625` in terms of `1/x²`, for `x` between 1.25 and 1/0.35.
const MIDDLE: ([f64; 8], [f64; 9]) = (
    [
        -0.009_864_944_034_847_148,
        -0.693_858_572_707_181_8,
        -10.558_626_225_323_291,
        -62.375_332_450_326_006,
        -162.396_669_462_573_47,
        -184.605_092_906_711_04,
        -81.287_435_506_306_6,
        -9.814_329_344_169_145,
    ],
    [
        1.0,
        19.651_271_667_439_257,
        137.657_754_143_519_04,
        434.565_877_475_229_23,
        645.387_271_733_267_9,
        429.008_140_027_567_83,
        108.635_005_541_779_44,
        6.570_249_770_319_282,
        -0.060_424_415_214_858_1,
    ],
);
/// The same for `x` between 1/0.35 and 28.
const TAIL: ([f64; 7], [f64; 8]) = (
    [
        -0.009_864_942_924_700_1,
        -0.799_283_237_680_523,
        -17.757_954_917_754_752,
        -160.636_384_855_821_92,
        -637.566_443_368_389_6,
        -1_025.095_131_611_077_2,
        -483.519_191_608_651_4,
    ],
    [
        1.0,
        30.338_060_743_482_46,
        325.792_512_996_573_9,
        1_536.729_586_084_437,
        3_199.858_219_508_595_5,
        2_553.050_406_433_164_4,
        474.528_541_206_955_37,
        -22.440_952_446_585_82,
    ],
);

/// The larger half of a number's digits, the square of which is exact.
fn upper_half(x: f64) -> f64 {
    f64::from_bits(x.to_bits() & 0xffff_ffff_0000_0000)
}

/// `e^-x²`, whose argument must not be rounded.
fn gauss(x: f64) -> f64 {
    if x.abs() > 28.0 {
        return 0.0;
    }
    let z = upper_half(x);
    exp(-z * z) * exp((z - x) * (z + x))
}

/// `(erf(x) - x) / x` below 0.84375.
fn erf_near_zero(x: f64) -> f64 {
    polynomial(&NEAR_ZERO.0, x * x) / polynomial(&NEAR_ZERO.1, x * x)
}

/// `erf(x) - ERF_OF_ONE` between 0.84375 and 1.25.
fn erf_near_one(x: f64) -> f64 {
    polynomial(&NEAR_ONE.0, x - 1.0) / polynomial(&NEAR_ONE.1, x - 1.0)
}

/// `erfc(x)` from 1.25 on.
fn erfc_far(x: f64) -> f64 {
    if x > 28.0 {
        return 0.0;
    }
    let s = 1.0 / (x * x);
    let fraction = match x < 1.0 / 0.35 {
        true => polynomial(&MIDDLE.0, s) / polynomial(&MIDDLE.1, s),
        false => polynomial(&TAIL.0, s) / polynomial(&TAIL.1, s),
    };
    let z = upper_half(x);
    exp(-z * z - 0.5625) * exp((z - x) * (z + x) + fraction) / x
}

fn erf_of(x: f64) -> f64 {
    let size = x.abs();
    if size < 0.84375 {
        return x + x * erf_near_zero(x);
    }
    let value = match size {
        _ if size.is_nan() => size,
        _ if size < 1.25 => ERF_OF_ONE + erf_near_one(size),
        _ => 1.0 - erfc_far(size),
    };
    value.copysign(x)
}

fn erfc_of(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    match x.abs() {
        size if size < 0.84375 => match x < 0.25 {
            true => 1.0 - (x + x * erf_near_zero(x)),
            false => 0.5 - (x - 0.5 + x * erf_near_zero(x)),
        },
        size if size < 1.25 => match x > 0.0 {
            true => 1.0 - ERF_OF_ONE - erf_near_one(size),
            false => 1.0 + (ERF_OF_ONE + erf_near_one(size)),
        },
        size => match x > 0.0 {
            true => erfc_far(size),
            false => 2.0 - erfc_far(size),
        },
    }
}

fn erf_slope(x: f64) -> f64 {
    FRAC_2_SQRT_PI * gauss(x)
}

fn erf_curvature(x: f64) -> f64 {
    -2.0 * x * erf_slope(x)
}

fn cdf_of(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x.abs() > 40.0 {
        return if x > 0.0 { 1.0 } else { 0.0 };
    }
    /// What `FRAC_1_SQRT_2` lacks.
    const REST: f64 = -4.833_646_656_726_457e-17;
    // The argument's rounding error would be one of the exponent.
    let z = -x * FRAC_1_SQRT_2;
    let error = Float::mul_add(-x, FRAC_1_SQRT_2, -z) - x * REST;
    0.5 * (erfc_of(z) - error * erf_slope(z))
}

fn pdf_of(x: f64) -> f64 {
    /// 1/√(2π)
    const TOP: f64 = 0.398_942_280_401_432_7;
    if x.abs() > 40.0 {
        return 0.0;
    }
    let z = upper_half(x);
    TOP * exp((z - x) * (z + x) * 0.5) * exp(-z * z * 0.5)
}

// The gamma function.

/// `ln Γ(2 - y) / y + ½`.
const BELOW_TWO: [f64; 12] = [
    0.077_215_664_901_532_87,
    0.322_467_033_424_113_6,
    0.067_352_301_053_129_27,
    0.020_580_808_432_516_733,
    0.007_385_550_860_814_029,
    0.002_890_513_836_734_156_3,
    0.001_192_707_631_833_620_7,
    0.000_510_069_792_153_511_3,
    0.000_220_862_790_713_908_39,
    0.000_108_011_567_247_583_94,
    2.521_445_654_512_573_3e-5,
    4.486_409_496_189_151_6e-5,
];
/// Where the gamma function is least among positive numbers, its logarithm there, and what that lacks, with the sign turned.
const LEAST: (f64, f64, f64) =
    (1.461_632_144_968_362_2, -0.121_486_290_535_849_61, -3.638_676_997_039_505e-18);
/// `(ln Γ(LEAST + y) - ln Γ(LEAST)) / y²`.
const AROUND_LEAST: [f64; 15] = [
    0.483_836_122_723_810_05,
    -0.147_587_722_994_593_9,
    0.064_624_940_239_133_39,
    -0.032_788_541_075_985_965,
    0.017_970_675_081_182_04,
    -0.010_314_224_129_834_144,
    0.006_100_538_702_462_913,
    -0.003_684_520_167_811_382_6,
    0.002_259_647_809_006_124_7,
    -0.001_403_464_699_892_328_4,
    0.000_881_081_882_437_654,
    -0.000_538_595_305_356_740_5,
    0.000_315_632_070_903_625_95,
    -0.000_312_754_168_375_120_86,
    0.000_335_529_192_635_519_1,
];
/// `ln Γ(1 + y) / y + ½`.
const ABOVE_ONE: ([f64; 6], [f64; 6]) = (
    [
        -0.077_215_664_901_532_87,
        0.632_827_064_025_093_4,
        1.454_922_501_372_347_7,
        0.977_717_527_963_372_7,
        0.228_963_728_064_692_45,
        0.013_381_091_853_678_766,
    ],
    [
        1.0,
        2.455_977_937_130_411_3,
        2.128_489_763_798_934,
        0.769_285_150_456_672_8,
        0.104_222_645_593_369_13,
        0.003_217_092_422_824_239,
    ],
);
/// `ln Γ(2 + y) / y - ½`.
const ABOVE_TWO: ([f64; 7], [f64; 7]) = (
    [
        -0.077_215_664_901_532_87,
        0.214_982_415_960_608_85,
        0.325_778_796_408_931,
        0.146_350_472_652_464_45,
        0.026_642_270_303_363_86,
        0.001_840_284_514_073_377_2,
        3.194_753_265_841_009e-5,
    ],
    [
        1.0,
        1.392_005_334_676_210_5,
        0.721_935_547_567_138_1,
        0.171_933_865_632_803_08,
        0.018_645_919_171_565_29,
        0.000_777_942_496_381_893_6,
        7.326_684_307_446_256e-6,
    ],
);
/// `ln Γ(x) - (x - ½) (ln x - 1)`: the constant, then what stands before the odd powers of `1/x`.
const STIRLING: [f64; 7] = [
    0.418_938_533_204_672_7,
    0.083_333_333_333_332_97,
    -0.002_777_777_777_287_755_4,
    0.000_793_650_558_643_019_6,
    -0.000_595_187_557_450_34,
    0.000_836_339_918_996_282_1,
    -0.001_630_929_340_965_752_7,
];
/// The positive root of `digamma`, in two parts.
const ROOT: (f64, f64) = (1.461_632_144_968_362_2, 9.549_995_429_965_697e-17);
/// `digamma(x) / (x - ROOT)` in terms of `2x - 3`, for `x` between 1 and 2.
const AROUND_ROOT: [f64; 24] = [
    0.951_055_876_031_832_8,
    -0.211_813_710_640_730_24,
    0.060_135_621_060_196_84,
    -0.018_550_615_381_739_702,
    0.005_936_795_278_301_875,
    -0.001_935_066_664_739_283_2,
    0.000_636_888_030_384_790_1,
    -0.000_210_748_412_845_901_26,
    6.995_018_826_550_44e-5,
    -2.325_823_275_895_313e-5,
    7.741_234_441_368_395e-6,
    -2.578_133_701_610_713e-6,
    8.589_062_683_365_892e-7,
    -2.862_121_682_557_764_7e-7,
    9.543_261_570_760_428e-8,
    -3.180_729_847_730_172_6e-8,
    1.052_813_385_187_811_4e-8,
    -3.509_235_492_410_718e-9,
    1.246_669_023_186_402_9e-9,
    -4.155_506_411_555_196_5e-10,
    8.748_420_037_436_287e-11,
    -2.916_117_962_602_381_5e-11,
    2.916_093_601_085_364e-11,
    -9.720_300_404_202_244e-12,
];
/// `ln x - 1/(2x) - digamma(x)` by the even powers of `1/x`: the Bernoulli numbers B₂, B₄ …, each by its index.
const DIGAMMA: [f64; 8] = [
    1.0 / 12.0,
    -1.0 / 120.0,
    1.0 / 252.0,
    -1.0 / 240.0,
    1.0 / 132.0,
    -691.0 / 32760.0,
    1.0 / 12.0,
    -3617.0 / 8160.0,
];
/// The Bernoulli numbers B₂, B₄ …
const BERNOULLI: [f64; 8] = [
    1.0 / 6.0,
    -1.0 / 30.0,
    1.0 / 42.0,
    -1.0 / 30.0,
    5.0 / 66.0,
    -691.0 / 2730.0,
    7.0 / 6.0,
    -3617.0 / 510.0,
];
/// 3 B₂, 5 B₄ …
const BERNOULLI_TIMES_ODD: [f64; 8] =
    [1.0 / 2.0, -1.0 / 6.0, 1.0 / 6.0, -3.0 / 10.0, 5.0 / 6.0, -691.0 / 210.0, 35.0 / 2.0, -3617.0 / 30.0];
/// 3·4 B₂, 5·6 B₄ …
const BERNOULLI_TIMES_TWO: [f64; 8] =
    [2.0, -1.0, 4.0 / 3.0, -3.0, 10.0, -691.0 / 15.0, 280.0, -10851.0 / 5.0];

/// `|sin πx|`
fn sin_pi(x: f64) -> f64 {
    let distance = (x - Float::round(x)).abs();
    match distance < 0.25 {
        true => Float::sin(PI * distance),
        false => Float::cos(PI * (0.5 - distance)),
    }
}

fn ln_gamma_of(x: f64) -> f64 {
    if x.is_nan() || x.is_infinite() {
        return x.abs();
    }
    if x < 0.0 {
        // Γ(x) Γ(-x) = -π / (x sin πx)
        let sine = sin_pi(x);
        return if sine == 0.0 { f64::INFINITY } else { ln(PI / (sine * -x)) - ln_gamma_of(-x) };
    }
    if x < 2.0 {
        // Near 1 not from Γ(x + 1) = x Γ(x), as little would be left of the sum.
        let (more, shift) = if x <= 0.9 { (-ln(x), 1.0) } else { (0.0, 0.0) };
        let near = match x + shift {
            at if at >= 1.7316 => {
                let y = (2.0 - shift) - x;
                y * polynomial(&BELOW_TWO, y) - 0.5 * y
            }
            at if at >= 1.2316 => {
                let y = x - (LEAST.0 - shift);
                LEAST.1 + (y * y * polynomial(&AROUND_LEAST, y) - LEAST.2)
            }
            _ => {
                let y = x - (1.0 - shift);
                y * polynomial(&ABOVE_ONE.0, y) / polynomial(&ABOVE_ONE.1, y) - 0.5 * y
            }
        };
        return more + near;
    }
    if x < 8.0 {
        let whole = Float::floor(x);
        let y = x - whole;
        let mut product = 1.0;
        let mut factor = y + 2.0;
        while factor < x {
            product *= factor;
            factor += 1.0;
        }
        return ln(product) + (0.5 * y + y * polynomial(&ABOVE_TWO.0, y) / polynomial(&ABOVE_TWO.1, y));
    }
    if x > 1e17 {
        return x * (ln(x) - 1.0);
    }
    let z = 1.0 / x;
    (x - 0.5) * (ln(x) - 1.0) + (STIRLING[0] + z * polynomial(&STIRLING[1..], z * z))
}

fn digamma_of(x: f64) -> f64 {
    match x {
        _ if x == 0.0 => f64::INFINITY.copysign(-x),
        _ if x == f64::INFINITY => x,
        _ if x.is_nan() || x < 0.0 && Float::floor(x) == x => f64::NAN,
        // ψ(x) = ψ(1 - x) - π / tan πx
        _ if x < 0.0 => digamma_of(1.0 - x) - PI / Float::tan(PI * (x - Float::round(x))),
        _ if x < 1.0 => digamma_of(x + 1.0) - 1.0 / x,
        _ if x < 10.0 => {
            let (mut x, mut sum) = (x, 0.0);
            while x > 2.0 {
                x -= 1.0;
                sum += 1.0 / x;
            }
            ((x - ROOT.0) - ROOT.1) * polynomial(&AROUND_ROOT, 2.0 * x - 3.0) + sum
        }
        _ => {
            let z = 1.0 / (x * x);
            ln(x) - 0.5 / x - z * polynomial(&DIGAMMA, z)
        }
    }
}

/// From here on the asymptotic series have all digits.
const FAR: f64 = 12.0;

/// The number of steps from `x` to there.
fn steps(x: f64) -> u32 {
    // NaN takes none.
    if x < FAR { Float::floor(FAR - x) as u32 + 1 } else { 0 }
}

fn trigamma_of(x: f64) -> f64 {
    if x < 0.0 && Float::floor(x) == x {
        return f64::NAN;
    }
    if x < 0.0 {
        // ψ'(x) + ψ'(1 - x) = (π / sin πx)²
        let ratio = PI / sin_pi(x);
        return ratio * ratio - trigamma_of(1.0 - x);
    }
    let far = x + f64::from(steps(x));
    let z = 1.0 / (far * far);
    let start = z * (0.5 + polynomial(&BERNOULLI, z) / far) + 1.0 / far;
    // The small ones first.
    (0..steps(x)).rev().fold(start, |sum, k| {
        let at = x + f64::from(k);
        sum + 1.0 / (at * at)
    })
}

fn tetragamma_of(x: f64) -> f64 {
    if x < 0.0 && Float::floor(x) == x {
        return f64::NAN;
    }
    if x < 0.0 {
        // ψ''(x) - ψ''(1 - x) = -2 π³ cos πx / sin³ πx
        let at = PI * (x - Float::round(x));
        let ratio = PI / Float::sin(at);
        return tetragamma_of(1.0 - x) - 2.0 * ratio * ratio * PI / Float::tan(at);
    }
    let far = x + f64::from(steps(x));
    let z = 1.0 / (far * far);
    let start = -z * (1.0 + 1.0 / far + z * polynomial(&BERNOULLI_TIMES_ODD, z));
    (0..steps(x)).rev().fold(start, |sum, k| {
        let at = x + f64::from(k);
        sum - 2.0 / (at * at * at)
    })
}

fn pentagamma_of(x: f64) -> f64 {
    if x < 0.0 && Float::floor(x) == x {
        return f64::NAN;
    }
    if x < 0.0 {
        // ψ'''(x) + ψ'''(1 - x) = 2 π⁴ (1 + 2 cos² πx) / sin⁴ πx
        let at = PI * (x - Float::round(x));
        let (sine, cosine) = (Float::sin(at), Float::cos(at));
        let ratio = (PI / sine) * (PI / sine);
        return 2.0 * ratio * ratio * (1.0 + 2.0 * cosine * cosine) - pentagamma_of(1.0 - x);
    }
    let far = x + f64::from(steps(x));
    let z = 1.0 / (far * far);
    let start = z / far * (2.0 + 3.0 / far + z * polynomial(&BERNOULLI_TIMES_TWO, z));
    (0..steps(x)).rev().fold(start, |sum, k| {
        let at = x + f64::from(k);
        sum + 6.0 / (at * at * (at * at))
    })
}
