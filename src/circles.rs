//! Cycles in a directed graph.

use std::collections::HashMap;

/// The strongly connected components of two or more nodes, each sorted: Tarjan's algorithm, without
/// recursion. `edges` holds, for each node, the nodes that it leads to.
pub(crate) fn circles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut order: Vec<Option<usize>> = vec![None; edges.len()];
    let mut lowest = vec![0; edges.len()];
    let mut is_open = vec![false; edges.len()];
    let (mut open, mut count, mut found) = (Vec::new(), 0, Vec::new());
    for root in 0..edges.len() {
        if order[root].is_some() || edges[root].is_empty() {
            continue;
        }
        let mut path = vec![(root, 0)];
        while let Some((node, at)) = path.last_mut() {
            let node = *node;
            if order[node].is_none() {
                order[node] = Some(count);
                lowest[node] = count;
                count += 1;
                open.push(node);
                is_open[node] = true;
            }
            if let Some(next) = edges[node].get(*at).copied() {
                *at += 1;
                match order[next] {
                    None => path.push((next, 0)),
                    Some(seen) if is_open[next] => lowest[node] = lowest[node].min(seen),
                    Some(_) => {}
                }
                continue;
            }
            path.pop();
            if let Some((before, _)) = path.last() {
                lowest[*before] = lowest[*before].min(lowest[node]);
            }
            if order[node] == Some(lowest[node]) {
                let start = open.iter().rposition(|other| *other == node).unwrap_or(open.len());
                let mut circle = open.split_off(start);
                circle.iter().for_each(|node| is_open[*node] = false);
                if circle.len() > 1 {
                    circle.sort_unstable();
                    found.push(circle);
                }
            }
        }
    }
    found.sort();
    found
}

/// The nodes of the shortest path from the first of a cycle back to it, within the cycle.
pub(crate) fn way_round(edges: &[Vec<usize>], circle: &[usize]) -> Vec<usize> {
    let Some(start) = circle.first().copied() else { return Vec::new() };
    let mut from: HashMap<usize, usize> = HashMap::new();
    let mut next = vec![start];
    let mut at = 0;
    while let Some(node) = next.get(at).copied() {
        at += 1;
        for to in edges[node].iter().copied() {
            if to == start {
                let mut way = vec![node];
                let mut here = node;
                while let Some(before) = from.get(&here).filter(|_| here != start) {
                    way.push(*before);
                    here = *before;
                }
                way.reverse();
                return way;
            }
            if circle.binary_search(&to).is_ok() && !from.contains_key(&to) {
                from.insert(to, node);
                next.push(to);
            }
        }
    }
    Vec::new()
}
