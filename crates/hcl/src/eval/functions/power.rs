//! Logarithms and powers, computed step by step as Go computes them: the last digit of a result depends on the way.

/// A number from a half up to one, times a power of two.
fn split(value: f64) -> (f64, i32) {
    if value == 0.0 || !value.is_finite() {
        return (value, 0);
    }
    let (value, shift) =
        if value.abs() < f64::MIN_POSITIVE { (value * 2_f64.powi(52), -52) } else { (value, 0) };
    let bits = value.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i32 - 1022;
    (f64::from_bits(bits & !(0x7ff << 52) | 1022 << 52), exponent + shift)
}

/// The number times a power of two, which can be far out of range.
fn scale(value: f64, power: i32) -> f64 {
    let (value, exponent) = split(value);
    let power = power.saturating_add(exponent);
    match power {
        1025.. => value * f64::INFINITY,
        -1021..=1024 => value * 2.0 * 2_f64.powi(power - 1),
        -1080..-1021 => value * 2_f64.powi(power + 60) * 2_f64.powi(-60),
        _ => value * 0.0,
    }
}

/// The natural logarithm.
pub(super) fn log(value: f64) -> f64 {
    if value.is_nan() || value == f64::INFINITY {
        return value;
    }
    if value < 0.0 {
        return f64::NAN;
    }
    if value == 0.0 {
        return f64::NEG_INFINITY;
    }
    let (mut fraction, mut exponent) = split(value);
    if fraction < std::f64::consts::FRAC_1_SQRT_2 {
        fraction *= 2.0;
        exponent -= 1;
    }
    let f = fraction - 1.0;
    let k = f64::from(exponent);
    let s = f / (2.0 + f);
    let s2 = s * s;
    let s4 = s2 * s2;
    let odd = 1.531_383_769_920_937_3e-1;
    let odd = 2.222_219_843_214_978_4e-1 + s4 * odd;
    let odd = s4 * (3.999_999_999_940_942e-1 + s4 * odd);
    let even = 1.818_357_216_161_805e-1 + s4 * 1.479_819_860_511_658_6e-1;
    let even = 2.857_142_874_366_239e-1 + s4 * even;
    let even = s2 * (6.666_666_666_666_735e-1 + s4 * even);
    let rest = even + odd;
    let half = 0.5 * f * f;
    let (high, low) = (6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10);
    k * high - ((half - (s * (half + rest) + k * low)) - f)
}

/// The exponential function of a number that is not large, as Go computes it on processors with fused multiplication.
fn exp(value: f64) -> f64 {
    const TERMS: [f64; 7] = [
        0.0001984126984126984,
        1.388_888_888_888_889e-3,
        8.333_333_333_333_333e-3,
        4.166_666_666_666_666_4e-2,
        1.666_666_666_666_666_6e-1,
        0.5,
        1.0,
    ];
    if value.is_nan() || value.abs() > 709.0 {
        return value.exp();
    }
    let power = (value * std::f64::consts::LOG2_E).round_ties_even();
    let (upper, lower) = (0.693147180559663, 2.8235290563031577e-13);
    let rest = (-power).mul_add(upper, value);
    let rest = (-power).mul_add(lower, rest) * 0.0625;
    let mut sum = 2.48015873015873e-05;
    for term in TERMS {
        sum = rest.mul_add(sum, term);
    }
    let mut result = rest * sum;
    for _ in 0..3 {
        result *= result + 2.0;
    }
    result = (result + 2.0).mul_add(result, 1.0);
    scale(result, power as i32)
}

/// `base` to the power of `exponent`.
pub(super) fn pow(base: f64, exponent: f64) -> f64 {
    if let Some(result) = special_power(base, exponent) {
        return result;
    }
    let size = exponent.abs();
    let (mut whole, mut fraction) = (size.trunc(), size.fract());
    if fraction != 0.0 && base < 0.0 {
        return f64::NAN;
    }
    if whole >= 9.223_372_036_854_776e18 {
        return match base {
            -1.0 => 1.0,
            _ if (base.abs() < 1.0) == (exponent > 0.0) => 0.0,
            _ => f64::INFINITY,
        };
    }
    let (mut result, mut power) = (1.0, 0_i32);
    if fraction != 0.0 {
        if fraction > 0.5 {
            fraction -= 1.0;
            whole += 1.0;
        }
        result = exp(fraction * log(base));
    }
    let (mut factor, mut factor_power) = split(base);
    let mut rest = whole as i64;
    while rest != 0 {
        if !(-4096..=4096).contains(&factor_power) {
            power = power.saturating_add(factor_power);
            break;
        }
        if rest & 1 == 1 {
            result *= factor;
            power += factor_power;
        }
        factor *= factor;
        factor_power <<= 1;
        if factor < 0.5 {
            factor += factor;
            factor_power -= 1;
        }
        rest >>= 1;
    }
    if exponent < 0.0 {
        result = 1.0 / result;
        power = -power;
    }
    scale(result, power)
}

fn special_power(base: f64, exponent: f64) -> Option<f64> {
    let odd = exponent.fract() == 0.0 && exponent.abs() < 9e15 && exponent % 2.0 != 0.0;
    Some(match (base, exponent) {
        (_, 0.0) | (1.0, _) => 1.0,
        (_, 1.0) => base,
        _ if base.is_nan() || exponent.is_nan() => f64::NAN,
        (0.0, _) if exponent < 0.0 => {
            if odd {
                f64::INFINITY.copysign(base)
            } else {
                f64::INFINITY
            }
        }
        (0.0, _) => {
            if odd {
                base
            } else {
                0.0
            }
        }
        (-1.0, _) if exponent.is_infinite() => 1.0,
        _ if exponent.is_infinite() => {
            if (base.abs() < 1.0) == (exponent > 0.0) {
                0.0
            } else {
                f64::INFINITY
            }
        }
        _ if base.is_infinite() => {
            let size = if exponent < 0.0 { 0.0 } else { f64::INFINITY };
            if odd { f64::copysign(size, base) } else { size }
        }
        (_, 0.5) => base.sqrt(),
        (_, -0.5) => 1.0 / base.sqrt(),
        _ => return None,
    })
}
