//! Routes, from the tags that they become.
//!
//! Tags are read in their order, and each of them becomes a call or stays a tag. What comes out is built and compared: a
//! list that would be another one stays as it is.

mod middleware;
mod router;
mod rule;
mod said;

use super::code::{Code, Link};
use super::literal;
use crate::house::{AnyRoute, Middleware, Server, Tags, normal};
use crate::jobspec::{Attr, IntoAttr, Value};
use middleware::Own;
use router::Router;
pub(crate) use rule::hosts_and_paths;
use said::{Key, Said, key, said};

/// A part of a list of tags, with the code that makes it.
pub enum Piece {
    Route(AnyRoute, Code),
    Middleware(Middleware, Code),
    Server(Server, Code),
    Tag(Attr<String>, Code),
}

/// The parts of a list of tags for a service of this name, and the prefix of its routes. None if
/// there are no routes, or if they cannot express it.
pub struct Parts {
    pub service: String,
    pub prefix: String,
    pub pieces: Vec<Piece>,
}

impl Parts {
    pub fn of(service: Option<&str>, value: &Value) -> Option<Self> {
        let tags = said(value)?;
        let tags: Vec<Said<'_>> = tags.iter().map(|(text, hcl)| Said { text, hcl: *hcl }).collect();
        let prefix = tags.iter().find_map(|tag| tag.text.strip_suffix(".enable=true"))?;
        let service = service.or_else(|| first_router(&tags, prefix))?;
        let pieces =
            TagReader { service, prefix, pieces: Vec::new(), open: None, seen: Vec::new() };
        let pieces = pieces.read(&tags);
        let parts = Self { service: service.to_owned(), prefix: prefix.to_owned(), pieces };
        let has_routes = parts.pieces.iter().any(|piece| matches!(piece, Piece::Route(..)));
        let tags = parts.tags();
        // What the house refuses stays a list of tags.
        let taken = IntoAttr::problems(&tags).is_empty();
        (has_routes && taken && tags.into_attr().value() == value).then_some(parts)
    }

    fn tags(&self) -> Tags {
        let start = Tags::of(&self.service).prefix(&self.prefix);
        self.pieces.iter().fold(start, |tags, piece| match piece {
            Piece::Route(route, _) => tags.route(route.clone()),
            Piece::Middleware(middleware, _) => tags.middleware(middleware.clone()),
            Piece::Server(server, _) => tags.server(server.clone()),
            Piece::Tag(tag, _) => tags.tag(tag.clone()),
        })
    }

    /// What the setter `tags` of a service is given.
    pub fn code(self) -> Code {
        let service = Code::atom(literal::text(&self.service));
        let mut pieces = self.pieces.into_iter().peekable();
        let mut links = Vec::new();
        let root = match pieces.next_if(|piece| matches!(piece, Piece::Route(..))) {
            Some(Piece::Route(_, code)) if self.prefix == "traefik" => {
                code.then(vec![Link::method("tags", [service])])
            }
            first => {
                if self.prefix != "traefik" {
                    let prefix = Code::atom(literal::text(&self.prefix));
                    links.push(Link::method("prefix", [prefix]));
                }
                links.extend(first.map(Piece::link));
                Code::call("Tags::of", [service])
            }
        };
        links.extend(pieces.map(Piece::link));
        root.then(links)
    }
}

impl Piece {
    fn link(self) -> Link {
        let (name, code) = match self {
            Self::Route(_, code) => ("route", code),
            Self::Middleware(_, code) => ("middleware", code),
            Self::Server(_, code) => ("server", code),
            Self::Tag(_, code) => ("tag", code),
        };
        Link::method(name, [code])
    }
}

fn first_router<'a>(tags: &[Said<'a>], prefix: &str) -> Option<&'a str> {
    tags.iter().find_map(|tag| match key(*tag, prefix)? {
        Key::Router { name, .. } => Some(name),
        _ => None,
    })
}

/// Reads tags one after the other; one route is open at a time.
struct TagReader<'a> {
    service: &'a str,
    prefix: &'a str,
    pieces: Vec<Piece>,
    open: Option<Router<'a>>,
    seen: Vec<(&'a str, &'a str)>,
}

impl<'a> TagReader<'a> {
    fn read(mut self, tags: &[Said<'a>]) -> Vec<Piece> {
        let mut rest = tags;
        while let Some((tag, after)) = rest.split_first() {
            rest = after;
            // The first part that is not a tag adds this one.
            let enables = tag.text.strip_suffix(".enable=true") == Some(self.prefix);
            let next = after.first().and_then(|tag| key(*tag, self.prefix));
            if enables && !self.has_parts() && next.is_some() {
                continue;
            }
            match key(*tag, self.prefix) {
                Some(Key::Router { protocol, name, key, value }) => {
                    self.router(*tag, protocol, name, key, value);
                }
                Some(Key::Middleware { of, .. }) => {
                    let (own, count) = Own::read(of, tag, after, self.prefix);
                    rest = &after[count..];
                    rest = self.middleware(own, rest);
                }
                Some(Key::Server { name, .. }) => rest = self.server(name, tag, after),
                None => self.tag(*tag),
            }
        }
        self.close();
        self.pieces
    }

    fn has_parts(&self) -> bool {
        self.open.is_some() || self.pieces.iter().any(|piece| !matches!(piece, Piece::Tag(..)))
    }

    fn close(&mut self) {
        if let Some(router) = self.open.take() {
            let (route, code) = router.finish();
            self.pieces.push(Piece::Route(route, code));
        }
    }

    fn tag(&mut self, tag: Said<'a>) {
        self.close();
        self.pieces.push(Piece::Tag(tag.attr(), tag.code()));
    }

    fn router(
        &mut self,
        tag: Said<'a>,
        protocol: &'a str,
        name: &'a str,
        key: &'a str,
        value: Said<'a>,
    ) {
        if let Some(open) = self.open.as_mut().filter(|open| open.is(protocol, name)) {
            if open.takes(key) {
                return open.step(key, value);
            }
            return self.tag(tag);
        }
        // What was closed is not opened again.
        if self.seen.contains(&(protocol, name)) {
            return self.tag(tag);
        }
        self.close();
        let routes = self.pieces.iter().filter(|piece| matches!(piece, Piece::Route(..))).count();
        let own = match routes {
            0 => self.service.to_owned(),
            _ => format!("{}-{}", self.service, routes + 1),
        };
        self.seen.push((protocol, name));
        let mut router = Router::new(protocol, name, name != own.replace('.', "-"));
        router.step(key, value);
        self.open = Some(router);
    }

    /// A middleware that the next tag uses belongs to the route.
    fn middleware<'t>(&mut self, own: Own, rest: &'t [Said<'a>]) -> &'t [Said<'a>] {
        if let (Some(open), Some((next, after))) = (&mut self.open, rest.split_first())
            && let Some(Key::Router { protocol, name, key: "middlewares", value }) =
                key(*next, self.prefix)
        {
            let used = value.split().next().is_some_and(|first| first.text == own.name());
            if open.is(protocol, name) && used && open.takes("middlewares") {
                open.own_middleware(own, value);
                return after;
            }
        }
        self.close();
        let (middleware, code) = own.finish();
        self.pieces.push(Piece::Middleware(middleware, code));
        rest
    }

    /// The settings of a server belong to the route before them.
    fn server<'t>(
        &mut self,
        name: &str,
        first: &Said<'a>,
        after: &'t [Said<'a>],
    ) -> &'t [Said<'a>] {
        let mut server = Server::new();
        let mut links = Vec::new();
        if name != normal(self.service) {
            server = server.named(name);
            links.push(Link::method("named", [Code::atom(literal::text(name))]));
        }
        let mut count = 0;
        for tag in std::iter::once(first).chain(after) {
            let Some(Key::Server { name: same, key, value }) = key(*tag, self.prefix) else {
                break;
            };
            if same != name {
                break;
            }
            server = middleware::server(server, key, value, &mut links);
            count += 1;
        }
        let code = Code::call("Server::new", []).then(links);
        match &mut self.open {
            Some(open) if open.is_http() => open.server(server, code),
            _ => {
                self.close();
                self.pieces.push(Piece::Server(server, code));
            }
        }
        &after[count - 1..]
    }
}
