//! Middlewares and servers, from their tags.

use super::said::{Key, Kind, Said, key};
use crate::house::{Middleware, SameSite, Server};
use crate::import::definition::code::{Code, Link};
use crate::import::definition::literal;

/// A middleware with the code that makes it.
pub struct Own {
    middleware: Middleware,
    root: Code,
    links: Vec<Link>,
}

fn text(text: &str) -> Code {
    Code::atom(literal::text(text))
}

fn list(value: Said<'_>) -> Code {
    Code::List(value.split().map(Said::code).collect())
}

impl Own {
    /// The middleware that begins with this tag, and how many of those after it are its own.
    pub fn read<'a>(
        of: Kind<'a>,
        first: &Said<'a>,
        after: &[Said<'a>],
        prefix: &str,
    ) -> (Self, usize) {
        let settings: Vec<(&str, Said<'_>)> = std::iter::once(first)
            .chain(after)
            .map_while(|tag| match key(*tag, prefix)? {
                Key::Middleware { of: same, key, value } if same == of => Some((key, value)),
                _ => None,
            })
            .collect();
        let count = settings.len() - 1;
        let (mut own, taken) = Self::start(of, &settings);
        for (key, value) in &settings[taken..] {
            own.step(of.kind, key, *value);
        }
        (own, count)
    }

    fn start(of: Kind<'_>, settings: &[(&str, Said<'_>)]) -> (Self, usize) {
        let name = of.name;
        let values = |value: Said<'_>| value.split().map(Said::attr).collect::<Vec<_>>();
        let (middleware, of, arguments, taken) = match (of.kind, settings) {
            ("redirectscheme", [("scheme", scheme), ..]) => {
                let made = Middleware::redirect_scheme(name, scheme.attr());
                (made, "redirect_scheme", vec![scheme.code()], 1)
            }
            ("redirectregex", [("regex", regex), ("replacement", to), ..]) => {
                let made = Middleware::redirect_regex(name, regex.attr(), to.attr());
                (made, "redirect_regex", vec![regex.code(), to.code()], 2)
            }
            ("stripprefix", [("prefixes", value), ..]) => {
                let made = Middleware::strip_prefix(name, values(*value));
                (made, "strip_prefix", vec![list(*value)], 1)
            }
            ("basicauth", [("users", value), ..]) => {
                let made = Middleware::basic_auth(name, values(*value));
                (made, "basic_auth", vec![list(*value)], 1)
            }
            ("ipallowlist", [("sourcerange", value), ..]) => {
                let made = Middleware::ip_allow_list(name, values(*value));
                (made, "ip_allow_list", vec![list(*value)], 1)
            }
            ("headers", _) => (Middleware::headers(name), "headers", vec![], 0),
            (kind, _) => (Middleware::other(name, kind), "other", vec![text(kind)], 0),
        };
        let arguments = [vec![text(name)], arguments].concat();
        let root = Code::call(&format!("Middleware::{of}"), arguments);
        (Self { middleware, root, links: Vec::new() }, taken)
    }

    fn step(&mut self, kind: &str, key: &str, value: Said<'_>) {
        let made = self.middleware.clone();
        let header = |start: &str| key.strip_prefix(start).filter(|_| kind == "headers");
        let (made, link) = if let Some(name) = header("customrequestheaders.") {
            let link = Link::method("request_header", [text(name), value.code()]);
            (made.request_header(name, value.attr()), link)
        } else if let Some(name) = header("customresponseheaders.") {
            let link = Link::method("response_header", [text(name), value.code()]);
            (made.response_header(name, value.attr()), link)
        } else {
            match (kind, key, value.text) {
                ("redirectscheme" | "redirectregex", "permanent", "true") => {
                    (made.permanent(), Link::method("permanent", []))
                }
                ("headers", "contentsecuritypolicy", _) => {
                    let link = Link::method("content_security_policy", [value.code()]);
                    (made.content_security_policy(value.attr()), link)
                }
                ("headers", "accesscontrolallowmethods", _) => {
                    let methods = value.split().map(Said::attr);
                    (made.cors_methods(methods), Link::method("cors_methods", [list(value)]))
                }
                ("headers", "addvaryheader", "true") => {
                    (made.add_vary_header(), Link::method("add_vary_header", []))
                }
                _ => {
                    let link = Link::method("option", [text(key), value.code()]);
                    (made.option(key, value.attr()), link)
                }
            }
        };
        self.middleware = made;
        self.links.push(link);
    }

    pub fn name(&self) -> &str {
        self.middleware.name()
    }

    pub fn finish(self) -> (Middleware, Code) {
        (self.middleware, self.root.then(self.links))
    }
}

/// A server with one more setting.
pub fn server(server: Server, key: &str, value: Said<'_>, links: &mut Vec<Link>) -> Server {
    let number = value.text.parse::<u16>().ok().filter(|port| port.to_string() == value.text);
    let same_site = [SameSite::None, SameSite::Lax, SameSite::Strict]
        .into_iter()
        .find(|same_site| same_site.as_str() == value.text);
    let (server, link) = match (key, value.text, number, same_site) {
        ("server.scheme", ..) => {
            (server.scheme(value.attr()), Link::method("scheme", [value.code()]))
        }
        ("server.port", _, Some(port), _) => {
            (server.port(port), Link::method("port", [Code::atom(value.text)]))
        }
        ("serverstransport", ..) => {
            (server.transport(value.attr()), Link::method("transport", [value.code()]))
        }
        ("passhostheader", "true" | "false", ..) => {
            let link = Link::method("pass_host_header", [Code::atom(value.text)]);
            (server.pass_host_header(value.text == "true"), link)
        }
        ("sticky.cookie", "true", ..) => (server.sticky(), Link::method("sticky", [])),
        ("sticky.cookie.name", ..) => {
            (server.cookie_name(value.attr()), Link::method("cookie_name", [value.code()]))
        }
        ("sticky.cookie.httponly", "true", ..) => {
            (server.cookie_http_only(), Link::method("cookie_http_only", []))
        }
        ("sticky.cookie.secure", "true", ..) => {
            (server.cookie_secure(), Link::method("cookie_secure", []))
        }
        ("sticky.cookie.samesite", _, _, Some(same_site)) => {
            let code = Code::atom(format!("SameSite::{same_site:?}"));
            (server.cookie_same_site(same_site), Link::method("cookie_same_site", [code]))
        }
        _ => {
            let link = Link::method("option", [text(key), value.code()]);
            (server.option(key, value.attr()), link)
        }
    };
    links.push(link);
    server
}
