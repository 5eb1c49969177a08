//! The list of functions.

use super::crypto::{bcrypt, digest, rsa, uuid};
use super::function::{Function, Kind, Parameter, Run};
use super::{
    base64, case, cidr, collections, csv, date, files, format, json, lists, maps, numbers, regex,
    sets, strings, yaml,
};
use crate::eval::types::Type;

const fn any(name: &'static str) -> Parameter {
    Parameter { name, kind: Kind::Any, null: false }
}

const fn any_or_null(name: &'static str) -> Parameter {
    Parameter { name, kind: Kind::Any, null: true }
}

const fn num(name: &'static str) -> Parameter {
    Parameter { name, kind: Kind::Number, null: false }
}

const fn str(name: &'static str) -> Parameter {
    Parameter { name, kind: Kind::String, null: false }
}

const fn list(name: &'static str) -> Parameter {
    Parameter { name, kind: Kind::List, null: false }
}

const fn strings(name: &'static str) -> Parameter {
    Parameter { name, kind: Kind::Strings, null: false }
}

const fn set(name: &'static str) -> Parameter {
    Parameter { name, kind: Kind::Set, null: false }
}

const fn fixed(
    name: &'static str,
    parameters: &'static [Parameter],
    result: Type,
    run: Run,
) -> Function {
    Function { name, parameters, rest: None, result, run }
}

const fn variadic(
    name: &'static str,
    parameters: &'static [Parameter],
    rest: Parameter,
    result: Type,
    run: Run,
) -> Function {
    Function { name, parameters, rest: Some(rest), result, run }
}

use Type::{Any, Bool, Number as Num, String as Str};

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("abs", &[num("num")], Num, numbers::abs),
    fixed("abspath", &[str("path")], Str, files::abspath),
    fixed("base64decode", &[str("str")], Str, base64::decode_call),
    fixed("base64encode", &[str("str")], Str, base64::encode_call),
    fixed("basename", &[str("path")], Str, files::basename),
    variadic("bcrypt", &[str("str")], num("cost"), Str, bcrypt::call),
    fixed("ceil", &[num("num")], Num, numbers::ceil),
    fixed("chomp", &[str("str")], Str, strings::chomp),
    fixed("chunklist", &[list("list"), num("size")], Any, lists::chunklist),
    fixed("cidrhost", &[str("prefix"), num("hostnum")], Str, cidr::host),
    fixed("cidrnetmask", &[str("prefix")], Str, cidr::netmask),
    fixed("cidrsubnet", &[str("prefix"), num("newbits"), num("netnum")], Str, cidr::subnet),
    variadic("cidrsubnets", &[str("prefix")], num("newbits"), Any, cidr::subnets),
    variadic("coalesce", &[], any_or_null("vals"), Any, collections::coalesce),
    variadic("coalescelist", &[], any_or_null("vals"), Any, collections::coalescelist),
    fixed("compact", &[strings("list")], Any, lists::compact),
    variadic("concat", &[], any("seqs"), Any, lists::concat),
    fixed("contains", &[any("list"), any("value")], Bool, collections::contains),
    fixed("csvdecode", &[str("str")], Any, csv::decode),
    fixed("dirname", &[str("path")], Str, files::dirname),
    fixed("distinct", &[list("list")], Any, lists::distinct),
    fixed("element", &[any("list"), num("index")], Any, lists::element),
    fixed("file", &[str("path")], Str, files::file),
    fixed("filebase64", &[str("path")], Str, files::filebase64),
    fixed("fileexists", &[str("path")], Bool, files::fileexists),
    fixed("fileset", &[str("path"), str("pattern")], Any, files::fileset),
    fixed("flatten", &[any("list")], Any, lists::flatten),
    fixed("floor", &[num("num")], Num, numbers::floor),
    variadic("format", &[str("format")], any_or_null("args"), Str, format::format),
    fixed("formatdate", &[str("format"), str("time")], Str, date::formatdate),
    variadic("formatlist", &[str("format")], any_or_null("args"), Any, format::formatlist),
    fixed("indent", &[num("spaces"), str("str")], Str, strings::indent),
    fixed("index", &[any("collection"), any("key")], Any, collections::index),
    variadic("join", &[str("separator")], strings("lists"), Str, strings::join),
    fixed("jsondecode", &[str("str")], Any, json::decode_call),
    fixed("jsonencode", &[any_or_null("val")], Str, json::encode_call),
    fixed("keys", &[any("inputMap")], Any, maps::keys),
    fixed("length", &[any("collection")], Num, collections::length),
    fixed("log", &[num("num"), num("base")], Num, numbers::log),
    fixed("lookup", &[any("inputMap"), str("key"), any("default")], Any, maps::lookup),
    fixed("lower", &[str("str")], Str, case::lower),
    variadic("max", &[], num("numbers"), Num, numbers::max),
    fixed("md5", &[str("str")], Str, digest::md5),
    variadic("merge", &[], any_or_null("maps"), Any, maps::merge),
    variadic("min", &[], num("numbers"), Num, numbers::min),
    fixed("parseint", &[any("number"), num("base")], Num, numbers::parseint),
    fixed("pathexpand", &[str("path")], Str, files::pathexpand),
    fixed("pow", &[num("num"), num("power")], Num, numbers::pow),
    variadic("range", &[], num("params"), Any, lists::range),
    fixed("regex_replace", &[str("str"), str("pattern"), str("replace")], Str, regex::replace),
    fixed("replace", &[str("str"), str("substr"), str("replace")], Str, strings::replace),
    fixed("reverse", &[str("str")], Str, strings::reverse),
    fixed("rsadecrypt", &[str("ciphertext"), str("privatekey")], Str, rsa::decrypt),
    variadic("setintersection", &[set("first_set")], set("other_sets"), Any, sets::intersection),
    variadic("setproduct", &[], any("sets"), Any, sets::product),
    variadic("setunion", &[set("first_set")], set("other_sets"), Any, sets::union),
    fixed("sha1", &[str("str")], Str, digest::sha1),
    fixed("sha256", &[str("str")], Str, digest::sha256),
    fixed("sha512", &[str("str")], Str, digest::sha512),
    fixed("signum", &[num("num")], Num, numbers::signum),
    fixed("slice", &[any("list"), num("start_index"), num("end_index")], Any, lists::slice),
    fixed("sort", &[strings("list")], Any, lists::sort),
    fixed("split", &[str("separator"), str("str")], Any, strings::split),
    fixed("strlen", &[str("str")], Num, strings::strlen),
    fixed("strrev", &[str("str")], Str, strings::reverse),
    fixed("substr", &[str("str"), num("offset"), num("length")], Str, strings::substr),
    fixed("timeadd", &[str("timestamp"), str("duration")], Str, date::timeadd),
    fixed("title", &[str("str")], Str, case::title),
    fixed("trim", &[str("str"), str("cutset")], Str, strings::trim),
    fixed("trimprefix", &[str("str"), str("prefix")], Str, strings::trimprefix),
    fixed("trimspace", &[str("str")], Str, strings::trimspace),
    fixed("trimsuffix", &[str("str"), str("suffix")], Str, strings::trimsuffix),
    fixed("upper", &[str("str")], Str, case::upper),
    fixed("urlencode", &[str("str")], Str, strings::urlencode),
    fixed("uuidv4", &[], Str, uuid::v4),
    fixed("uuidv5", &[str("namespace"), str("name")], Str, uuid::v5),
    fixed("values", &[any("mapping")], Any, maps::values),
    fixed("yamldecode", &[str("src")], Any, yaml::decode),
    fixed("yamlencode", &[any_or_null("value")], Str, yaml::encode),
    fixed("zipmap", &[strings("keys"), any("values")], Any, maps::zipmap),
];
