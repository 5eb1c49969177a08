//! IP networks.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::function::{Fault, Outcome, text, whole};
use crate::eval::context::Context;
use crate::eval::value::Value;

/// An address range: the address, without host bits, is right-aligned in `bits` bits.
#[derive(Clone, Copy)]
struct Network {
    address: u128,
    prefix: u32,
    bits: u32,
}

impl Network {
    fn parse(text: &str) -> Result<Self, Fault> {
        let fault = || {
            Fault::at(
                0,
                format!(
                    "invalid network `{text}`: expected CIDR notation such \
            as `10.0.0.0/8`"
                ),
            )
        };
        let (address, prefix) = text.split_once('/').ok_or_else(fault)?;
        let (address, bits) = if let Ok(v4) = address.parse::<Ipv4Addr>() {
            (u128::from(u32::from(v4)), 32)
        } else {
            (u128::from(address.parse::<Ipv6Addr>().map_err(|_| fault())?), 128)
        };
        let plain = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_digit());
        let prefix = prefix.parse().ok().filter(|prefix| plain && *prefix <= bits);
        Ok(Self::new(address, prefix.ok_or_else(fault)?, bits))
    }

    /// The network that contains an address.
    fn new(address: u128, prefix: u32, bits: u32) -> Self {
        Self { address: address & !low(bits - prefix), prefix, bits }
    }

    fn last(self) -> u128 {
        self.address | low(self.bits - self.prefix)
    }

    fn show(self, address: u128) -> String {
        if self.bits == 32 {
            return Ipv4Addr::from(address as u32).to_string();
        }
        let v6 = Ipv6Addr::from(address);
        match v6.to_ipv4_mapped() {
            Some(v4) => v4.to_string(),
            None => v6.to_string(),
        }
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // IPv4 addresses that are written as IPv6 ones are shown as IPv4, with what is left of the prefix.
        let mapped = Ipv6Addr::from(self.address).to_ipv4_mapped().filter(|_| self.bits == 128);
        let prefix = if mapped.is_some() { self.prefix.saturating_sub(96) } else { self.prefix };
        write!(f, "{}/{prefix}", self.show(self.address))
    }
}

/// A number of so many ones.
fn low(bits: u32) -> u128 {
    if bits >= 128 { u128::MAX } else { (1 << bits) - 1 }
}

pub(super) fn host(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let number = whole(arguments, 1)?;
    let network = Network::parse(text(arguments, 0))?;
    let most = low(network.bits - network.prefix);
    // Negative numbers count from the end.
    let size = if number < 0 { (-(number + 1)) as u128 } else { number as u128 };
    if size > most {
        return Err(Fault::at(1, format!("a `/{}` network has no such host", network.prefix)));
    }
    let host = if number < 0 { most - size } else { size };
    // In IPv4 addresses that are written as IPv6 ones, Nomad counts from the wrong end.
    let mapped = network.bits == 128 && Ipv6Addr::from(network.address).to_ipv4_mapped().is_some();
    Ok(network.show(network.address | if mapped { host << 96 } else { host }).into())
}

pub(super) fn netmask(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let network = Network::parse(text(arguments, 0))?;
    let mask = low(network.bits) & !low(network.bits - network.prefix);
    Ok(network.show(mask).into())
}

pub(super) fn subnet(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let (new, number) = (whole(arguments, 1)?, whole(arguments, 2)?);
    let network = Network::parse(text(arguments, 0))?;
    if new > 32 {
        return Err(Fault::at(1, "a prefix can be extended by at most 32 bits"));
    }
    let prefix = i64::from(network.prefix).saturating_add(new);
    let prefix = u32::try_from(prefix).ok().filter(|prefix| *prefix <= network.bits);
    let Some(prefix) = prefix else {
        return Err(Fault::at(1, "the address does not have that many bits"));
    };
    let most = if new < 0 { u128::from(u64::MAX) } else { low(new as u32) };
    let shift = network.bits - prefix;
    if u128::from(number.unsigned_abs()) > most {
        return Err(Fault::at(2, format!("{new} bits cannot number that many networks")));
    }
    let Ok(number) = u128::try_from(number) else {
        return negative(network, number, prefix, shift);
    };
    let address = if shift >= 128 { 0 } else { number << shift };
    if address >> shift.min(127) != number && number > 0 && shift < 128
        || address > low(network.bits)
    {
        return Err(Fault::at(2, "the address does not have that many bits"));
    }
    let found = Network { address: network.address | address, prefix, ..network };
    Ok(found.to_string().into())
}

/// What Nomad makes of a negative number: the size of the number that comes of it.
fn negative(network: Network, number: i64, prefix: u32, shift: u32) -> Outcome {
    let shifted = 1_i128.checked_shl(shift).and_then(|unit| unit.checked_mul(number.into()));
    let address = shifted.map(|number| (network.address as i128 | number).unsigned_abs());
    match address.filter(|address| *address <= low(network.bits)) {
        Some(address) => Ok(Network { address, prefix, ..network }.to_string().into()),
        None => Err(Fault::at(2, "the address does not have that many bits")),
    }
}

pub(super) fn subnets(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let network = Network::parse(text(arguments, 0))?;
    let mut found = Vec::new();
    // The next network begins after this address.
    let mut before = network.address.wrapping_sub(1) & low(network.bits);
    for at in 1..arguments.len() {
        let new = whole(arguments, at)?;
        if !(1..=32).contains(&new) {
            return Err(Fault::at(at, "expected 1 to 32 additional bits"));
        }
        let prefix = network.prefix + new as u32;
        if prefix > network.bits {
            return Err(Fault::at(at, "the address does not have that many bits"));
        }
        let last = Network::new(before, prefix, network.bits).last();
        let next = Network { address: last.wrapping_add(1) & low(network.bits), prefix, ..network };
        let inside = Network::new(next.address, network.prefix, network.bits).address;
        // After the last address comes the first one again: Nomad takes even that for the end, at
        // 0.0.0.0 too.
        if next.address == 0 || inside != network.address {
            return Err(Fault::at(at, "there is no space left for a network of this size"));
        }
        before = next.last();
        found.push(next.to_string());
    }
    Ok(Value::texts(found))
}
