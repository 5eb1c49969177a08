//! The one type that values of several types can all become: that of a conditional and of
//! `coalesce`.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::types::Type;

/// The most general of the types, or one made of them, if there is any. `unsafely` also allows
/// conversions that may fail for a value.
pub(super) fn unify(types: &[Type], unsafely: bool) -> Option<Type> {
    let mut distinct: Vec<&Type> = Vec::new();
    for of in types {
        if !distinct.contains(&of) {
            distinct.push(of);
        }
    }
    match distinct.as_slice() {
        [] => None,
        [single] => Some((*single).clone()),
        several => unify_distinct(several, unsafely),
    }
}

#[derive(Default)]
struct Kinds {
    map: bool,
    list: bool,
    set: bool,
    object: bool,
    tuple: bool,
    any: bool,
    other: bool,
}

impl Kinds {
    fn of(types: &[&Type]) -> Self {
        let mut kinds = Self::default();
        for of in types {
            match of {
                Type::Map(_) => kinds.map = true,
                Type::List(_) => kinds.list = true,
                Type::Set(_) => kinds.set = true,
                Type::Object(_) => kinds.object = true,
                Type::Tuple(_) => kinds.tuple = true,
                Type::Any => kinds.any = true,
                Type::Bool | Type::Number | Type::String => kinds.other = true,
            }
        }
        kinds
    }

    /// Whether there is nothing but the kinds in the mask: map, list, set, object, tuple.
    fn only(&self, map: bool, list: bool, set: bool, object: bool, tuple: bool) -> bool {
        !self.other
            && (map || !self.map)
            && (list || !self.list)
            && (set || !self.set)
            && (object || !self.object)
            && (tuple || !self.tuple)
    }
}

fn unify_distinct(types: &[&Type], unsafely: bool) -> Option<Type> {
    let kinds = Kinds::of(types);
    let collections = |wrap: fn(Type) -> Type| {
        if kinds.any {
            return Some(Type::Any);
        }
        let elements: Vec<Type> = types.iter().filter_map(|of| of.element().cloned()).collect();
        let found = wrap(unify(&elements, unsafely)?);
        all_convertible(types, &found, unsafely).then_some(found)
    };
    if kinds.map && kinds.only(true, false, false, false, false) {
        return collections(Type::map);
    }
    if kinds.map && kinds.only(true, false, false, true, false) {
        let replaced = objects_to_map(types, unsafely)
            .and_then(|map| replace(types, |of| matches!(of, Type::Object(_)), &map, unsafely));
        if let Some(found @ Type::Map(_)) = replaced {
            return Some(found);
        }
    } else if kinds.list && kinds.only(false, true, false, false, false) {
        return collections(Type::list);
    } else if kinds.list && kinds.only(false, true, false, false, true) {
        let replaced = tuples_to_list(types, unsafely)
            .and_then(|list| replace(types, |of| matches!(of, Type::Tuple(_)), &list, unsafely));
        if let Some(found @ Type::List(_)) = replaced {
            return Some(found);
        }
    } else if kinds.set && kinds.only(false, false, true, false, false) {
        return collections(Type::set);
    } else if kinds.object && kinds.only(false, false, false, true, false) {
        return if kinds.any { Some(Type::Any) } else { objects(types, unsafely) };
    } else if kinds.tuple && kinds.only(false, false, false, false, true) {
        return if kinds.any { Some(Type::Any) } else { tuples(types, unsafely) };
    } else if kinds.object && kinds.tuple {
        return None;
    }
    preferred(types, unsafely)
}

/// The types with those of one kind replaced, unified.
fn replace(types: &[&Type], kind: fn(&Type) -> bool, with: &Type, unsafely: bool) -> Option<Type> {
    let replaced: Vec<Type> =
        types.iter().map(|of| if kind(of) { with.clone() } else { (*of).clone() }).collect();
    unify(&replaced, unsafely)
}

fn all_convertible(types: &[&Type], want: &Type, unsafely: bool) -> bool {
    types.iter().all(|of| *of == want || convertible(of, want, unsafely))
}

fn objects_to_map(types: &[&Type], unsafely: bool) -> Option<Type> {
    let objects = types.iter().filter(|of| matches!(of, Type::Object(_))).copied();
    let objects: Vec<&Type> = objects.collect();
    let mut attributes = Vec::new();
    for of in &objects {
        if let Type::Object(object) = of {
            attributes.extend(object.attributes.values().cloned());
        }
    }
    let map = Type::map(unify(&attributes, unsafely)?);
    all_convertible(&objects, &map, unsafely).then_some(map)
}

fn tuples_to_list(types: &[&Type], unsafely: bool) -> Option<Type> {
    let tuples: Vec<&Type> =
        types.iter().filter(|of| matches!(of, Type::Tuple(_))).copied().collect();
    let mut elements = Vec::new();
    for of in &tuples {
        if let Type::Tuple(types) = of {
            elements.extend(types.iter().cloned());
        }
    }
    let list = Type::list(unify(&elements, unsafely)?);
    all_convertible(&tuples, &list, unsafely).then_some(list)
}

/// Objects of the same names unify name by name; others become maps.
fn objects(types: &[&Type], unsafely: bool) -> Option<Type> {
    let mut across: BTreeMap<_, Vec<Type>> = BTreeMap::new();
    let mut names = None;
    for of in types {
        let Type::Object(object) = of else { return None };
        let these: Vec<_> = object.attributes.keys().collect();
        if names.get_or_insert_with(|| these.clone()) != &these {
            return objects_to_map(types, unsafely);
        }
        for (name, of) in &object.attributes {
            across.entry(name.clone()).or_default().push(of.clone());
        }
    }
    let mut attributes = BTreeMap::new();
    for (name, types) in across {
        attributes.insert(name, unify(&types, unsafely)?);
    }
    let found = Type::object(attributes);
    if all_convertible(types, &found, unsafely) {
        return Some(found);
    }
    objects_to_map(types, unsafely)
}

/// Tuples of the same length unify position by position; others become lists.
fn tuples(types: &[&Type], unsafely: bool) -> Option<Type> {
    let mut across: Vec<Vec<Type>> = Vec::new();
    for (at, of) in types.iter().enumerate() {
        let Type::Tuple(elements) = of else { return None };
        if at == 0 {
            across = elements.iter().map(|of| vec![of.clone()]).collect();
        } else if across.len() == elements.len() {
            across.iter_mut().zip(elements.iter()).for_each(|(all, of)| all.push(of.clone()));
        } else {
            return tuples_to_list(types, unsafely);
        }
    }
    let elements: Option<_> = across.iter().map(|types| unify(types, unsafely)).collect();
    let found = Type::Tuple(elements?);
    if all_convertible(types, &found, unsafely) {
        return Some(found);
    }
    tuples_to_list(types, unsafely)
}

/// The first type, the most general ones before others, that all can become.
fn preferred(types: &[&Type], unsafely: bool) -> Option<Type> {
    let mut waits: Vec<usize> = vec![0; types.len()];
    let mut edges: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
    for (at, one) in types.iter().enumerate() {
        for (other, two) in types.iter().enumerate().skip(at + 1) {
            let (from, to) = match generality(one, two) {
                Ordering::Less => (at, other),
                Ordering::Greater => (other, at),
                Ordering::Equal => continue,
            };
            if let (Some(edges), Some(waits)) = (edges.get_mut(from), waits.get_mut(to)) {
                edges.push(to);
                *waits += 1;
            }
        }
    }
    let mut queue: Vec<usize> = (0..types.len()).filter(|at| waits.get(*at) == Some(&0)).collect();
    let mut next = 0;
    while let Some(&at) = queue.get(next) {
        next += 1;
        let want = types.get(at)?;
        if all_convertible(types, want, unsafely) {
            return Some((*want).clone());
        }
        for &to in edges.get(at)? {
            let waits = waits.get_mut(to)?;
            *waits -= 1;
            if *waits == 0 {
                queue.push(to);
            }
        }
    }
    None
}

/// `Less` when the first type is the more general one.
fn generality(one: &Type, two: &Type) -> Ordering {
    match (one, two) {
        (Type::Any, Type::Any) => Ordering::Equal,
        (_, Type::Any) => Ordering::Less,
        (Type::Any, _) => Ordering::Greater,
        (Type::String, Type::Bool | Type::Number) => Ordering::Less,
        (Type::Bool | Type::Number, Type::String) => Ordering::Greater,
        (Type::List(one), Type::List(two))
        | (Type::Set(one), Type::Set(two))
        | (Type::Map(one), Type::Map(two)) => generality(one, two),
        (Type::List(_), Type::Tuple(_))
        | (Type::Map(_), Type::Object(_))
        | (Type::Tuple(_) | Type::List(_), Type::Set(_)) => Ordering::Less,
        (Type::Tuple(_), Type::List(_))
        | (Type::Object(_), Type::Map(_))
        | (Type::Set(_), Type::Tuple(_) | Type::List(_)) => Ordering::Greater,
        (Type::Object(one), Type::Object(two)) => {
            if !one.attributes.keys().eq(two.attributes.keys()) {
                return Ordering::Equal;
            }
            agree(one.attributes.values().zip(two.attributes.values()))
        }
        (Type::Tuple(one), Type::Tuple(two)) if one.len() == two.len() => {
            agree(one.iter().zip(two.iter()))
        }
        _ => Ordering::Equal,
    }
}

/// The order that all pairs agree on.
fn agree<'t>(pairs: impl Iterator<Item = (&'t Type, &'t Type)>) -> Ordering {
    let mut common = Ordering::Equal;
    for (one, two) in pairs {
        match (common, generality(one, two)) {
            (_, Ordering::Equal) => {}
            (Ordering::Equal, order) => common = order,
            (before, order) if before == order => {}
            _ => return Ordering::Equal,
        }
    }
    common
}

/// Whether a value of the one type can become one of the other; `unsafely` means that it may fail
/// for a value.
pub(super) fn convertible(have: &Type, want: &Type, unsafely: bool) -> bool {
    let each = |have: &Type, want: &Type| have == want || convertible(have, want, unsafely);
    match (have, want) {
        (_, Type::Any) => true,
        (Type::Any, _) => unsafely,
        (Type::Number | Type::Bool, Type::String) => true,
        (Type::String, Type::Number | Type::Bool) => unsafely,
        (Type::String, Type::String) | (Type::Number, Type::Number) | (Type::Bool, Type::Bool) => {
            false
        }
        (Type::Object(have), Type::Object(want)) => {
            want.attributes.iter().all(|(name, want_of)| match have.attributes.get(name) {
                Some(of) => each(of, want_of),
                None => want.optional.contains(name),
            })
        }
        (Type::Tuple(have), Type::Tuple(want)) => {
            have.len() == want.len()
                && have.iter().zip(want.iter()).all(|(have, want)| each(have, want))
        }
        (Type::List(have) | Type::Set(have), Type::List(want))
        | (Type::Set(have), Type::Set(want))
        | (Type::Map(have), Type::Map(want)) => each(have, want),
        (Type::List(have), Type::Set(want)) => unsafely && each(have, want),
        (Type::Tuple(types), Type::List(want) | Type::Set(want)) => {
            elements_convertible(types.iter(), want, unsafely)
        }
        (Type::Object(object), Type::Map(want)) => {
            elements_convertible(object.attributes.values(), want, unsafely)
        }
        (Type::Map(have), Type::Object(want)) => {
            unsafely
                && want
                    .attributes
                    .iter()
                    .all(|(name, want_of)| each(have, want_of) || want.optional.contains(name))
        }
        _ => false,
    }
}

fn elements_convertible<'t>(
    have: impl Iterator<Item = &'t Type> + Clone,
    want: &Type,
    unsafely: bool,
) -> bool {
    if have.clone().next().is_none() {
        return true;
    }
    let common;
    let want = match want {
        Type::Any => {
            let types: Vec<Type> = have.clone().cloned().collect();
            let Some(found) = unify(&types, unsafely) else { return false };
            if found == Type::Any && types.iter().any(|of| *of != Type::Any) {
                return false;
            }
            common = found;
            &common
        }
        want => want,
    };
    have.clone().all(|have| have == want || convertible(have, want, unsafely))
}
