//! A map as a drawing: routes on the left, jobs in the middle, volumes on the right.

use std::collections::BTreeMap;

use super::model::{Job, Map, Site, Volume, VolumeKind};
use super::words;
use crate::xml;

/// The columns: where they begin, and how wide they are.
const ROUTES: (i64, i64) = (24, 300);
const JOBS: (i64, i64) = (384, 400);
const VOLUMES: (i64, i64) = (904, 236);
const WIDTH: i64 = 1164;

const ROUTE_HEIGHT: i64 = 30;
const JOB_HEIGHT: i64 = 58;
const VOLUME_HEIGHT: i64 = 42;
const GAP: i64 = 12;

/// The approximate width of a letter, in units: of names, and of what is below them.
const LETTER: (i64, i64) = (8, 6);

const STYLE: &str = "\
svg{--page:#fff;--ink:#1b2330;--soft:#536073;--line:#c5ccd6;--box:#f7f8fa;--route:#0b6b5f;--need:#8a4b08;--volume:#3d55a5;\
background:var(--page);font-family:ui-sans-serif,system-ui,'Segoe UI',Helvetica,Arial,sans-serif}\
@media(prefers-color-scheme:dark){svg{--page:#12161d;--ink:#e8ecf2;--soft:#a3afbf;--line:#3a4453;--box:#1a202a;--route:#5fd0bf;\
--need:#e8ac6a;--volume:#9db2ff}}\
text{fill:var(--ink);font-size:13px}.h{font-size:20px;font-weight:600}.c{font-size:12px;font-weight:600;fill:var(--soft);\
letter-spacing:.06em}.n{font-weight:600;font-size:14px}.s{fill:var(--soft);font-size:11.5px}\
rect{fill:var(--box);stroke:var(--line)}path{fill:none;stroke-width:1.4}path.r{stroke:var(--route)}\
path.d{stroke:var(--need);stroke-dasharray:5 4}path.v{stroke:var(--volume)}.r rect{stroke:var(--route)}.v rect{stroke:var(--volume)}marker path{stroke:none}.md{fill:var(--need)}";

/// A drawing that grows downwards. Connections are drawn below boxes.
#[derive(Default)]
struct Drawing {
    connections: String,
    boxes: String,
    bottom: i64,
}

/// The content of a box: its kind, its position, its lines, and its tooltip.
struct Drawn<'d> {
    class: &'d str,
    at: (i64, i64),
    size: (i64, i64),
    lines: &'d [(&'d str, String)],
    title: String,
}

impl Map {
    /// The map as an SVG, which follows the viewer's colour scheme.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut drawing = Drawing { bottom: 28, ..Drawing::default() };
        for site in &self.sites {
            drawing.site(site);
        }
        let jobs: usize = self.sites.iter().map(|site| site.jobs.len()).sum();
        let description = format!(
            "{} with their routes on the left, the volumes that they mount on the right, and dashed lines to the jobs that they need",
            words::count(jobs as u64, "job")
        );
        let height = drawing.bottom + 12;
        let Drawing { connections, boxes, .. } = drawing;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"map-title map-text\" \
             width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\">\n\
             <title id=\"map-title\">Map of jobs</title>\n<desc id=\"map-text\">{description}</desc>\n<style>{STYLE}</style>\n\
             <defs><marker id=\"need\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" \
             orient=\"auto\"><path class=\"md\" d=\"M0 0L8 4L0 8z\"/></marker></defs>\n{connections}{boxes}</svg>\n"
        )
    }
}

impl Drawing {
    fn site(&mut self, site: &Site) {
        if !site.name.is_empty() {
            self.text("h", (ROUTES.0, self.bottom + 14), &words::cut(&site.name, 80));
            self.bottom += 24;
        }
        let total = words::cut(&words::total(&site.total), 150);
        self.text("s", (ROUTES.0, self.bottom + 14), &total);
        self.bottom += 34;
        let top = self.bottom;
        let mut places: BTreeMap<&str, i64> = BTreeMap::new();
        let mut category = None;
        for job in &site.jobs {
            if category != Some(&job.category) && !job.category.is_empty() {
                category = Some(&job.category);
                self.text("c", (JOBS.0, self.bottom + 20), &words::cut(&job.category, 44));
                self.bottom += 30;
            }
            let middle = self.job(job);
            places.insert(&job.key, middle);
        }
        self.needs(site, &places);
        let volumes = self.volumes(site, &places, top);
        self.bottom = self.bottom.max(volumes) + 24;
    }

    /// Draws a job with its routes, and says where its middle is.
    fn job(&mut self, job: &Job) -> i64 {
        let step = ROUTE_HEIGHT + 6;
        let routes = i64::try_from(job.routes.len()).unwrap_or(i64::MAX / step) * step - 6;
        let height = JOB_HEIGHT.max(routes);
        let (top, middle) = (self.bottom, self.bottom + height / 2);
        let mut at = middle - routes / 2;
        for route in &job.routes {
            let address = words::route(route);
            let lines = [("", fit(&address, ROUTES.1, LETTER.0 - 1))];
            let (class, place, size) = ("r", (ROUTES.0, at), (ROUTES.1, ROUTE_HEIGHT));
            let title = format!("route {}: {}", route.name, route.rule);
            self.shape(&Drawn { class, at: place, size, lines: &lines, title });
            let from = (ROUTES.0 + ROUTES.1, at + ROUTE_HEIGHT / 2);
            self.connect("r", from, (JOBS.0, middle), false);
            at += step;
        }
        let kind = if job.reference { "reference" } else { &job.kind };
        let facts = [
            kind.to_owned(),
            words::target(&job.target).to_owned(),
            words::allocations_in_words(job),
            words::cpu_of(job),
            words::memory_of(job),
        ];
        let fixed: Vec<String> = fixed_ports(job);
        let name = match fixed.as_slice() {
            [] => job.key.clone(),
            ports => format!("{} :{}", job.key, ports.join(" :")),
        };
        let mut lines = vec![("n", fit(&name, JOBS.1, LETTER.0))];
        lines.extend(job.images.first().map(|image| ("s", fit(image, JOBS.1, LETTER.1))));
        lines.push(("s", fit(&facts.join(" · "), JOBS.1, LETTER.1)));
        let title = format!("job {}: {}", job.key, facts.join(", "));
        let at = (JOBS.0, middle - JOB_HEIGHT / 2);
        self.shape(&Drawn { class: "j", at, size: (JOBS.1, JOB_HEIGHT), lines: &lines, title });
        self.bottom = top + height + GAP;
        middle
    }

    /// Draws the dependencies, on the right side of the jobs.
    fn needs(&mut self, site: &Site, places: &BTreeMap<&str, i64>) {
        for job in site.jobs.iter().filter(|job| !job.reference) {
            let Some(from) = places.get(job.key.as_str()) else { continue };
            for to in words::needed(job).into_iter().filter_map(|name| places.get(name)) {
                if from != to {
                    self.connect(
                        "d",
                        (JOBS.0 + JOBS.1, from + 12),
                        (JOBS.0 + JOBS.1, to - 12),
                        true,
                    );
                }
            }
        }
    }

    /// Draws volumes beside the jobs that mount them, one below the other, and says where they end.
    fn volumes(&mut self, site: &Site, places: &BTreeMap<&str, i64>, top: i64) -> i64 {
        let users = |volume: &Volume| -> Vec<i64> {
            volume.used_by.iter().filter_map(|user| places.get(user.as_str()).copied()).collect()
        };
        let mut placed: Vec<(i64, Vec<i64>, &Volume)> = site
            .volumes
            .iter()
            .map(|volume| {
                let users = users(volume);
                let number = i64::try_from(users.len()).unwrap_or(1).max(1);
                (users.iter().sum::<i64>() / number, users, volume)
            })
            .collect();
        placed.sort_by(|one, two| (one.0, &one.2.name).cmp(&(two.0, &two.2.name)));
        let mut bottom = top;
        for (wanted, users, volume) in placed {
            let at = bottom.max(wanted - VOLUME_HEIGHT / 2);
            let kind = match (volume.kind, &volume.plugin) {
                (VolumeKind::Bind, _) => "path of the node".to_owned(),
                (kind, None) => format!("{} volume", kind.as_str()),
                (kind, Some(plugin)) => format!("{} volume · {plugin}", kind.as_str()),
            };
            let lines = [
                ("n", fit(&volume.name, VOLUMES.1, LETTER.0)),
                ("s", fit(&kind, VOLUMES.1, LETTER.1)),
            ];
            let title = format!("volume {}, mounted by {}", volume.name, volume.used_by.join(", "));
            let (place, size) = ((VOLUMES.0, at), (VOLUMES.1, VOLUME_HEIGHT));
            self.shape(&Drawn { class: "v", at: place, size, lines: &lines, title });
            for user in users {
                let to = (VOLUMES.0, at + VOLUME_HEIGHT / 2);
                self.connect("v", (JOBS.0 + JOBS.1, user), to, false);
            }
            bottom = at + VOLUME_HEIGHT + GAP;
        }
        bottom
    }

    fn shape(&mut self, drawn: &Drawn<'_>) {
        let Drawn { class, at: (x, y), size: (width, height), lines, title } = drawn;
        let title = xml::text(&words::cut(title, 400)).into_owned();
        self.boxes.push_str(&format!(
            "<g class=\"{class}\"><title>{title}</title><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"6\"/>"
        ));
        let number = i64::try_from(lines.len()).unwrap_or(1);
        let first = y + (height - (number - 1) * 16) / 2 + 5;
        for (line, (class, text)) in (0..).zip(lines.iter()) {
            let class =
                if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
            let text = xml::text(text);
            let (x, y) = (x + 12, first + line * 16);
            self.boxes.push_str(&format!("<text{class} x=\"{x}\" y=\"{y}\">{text}</text>"));
        }
        self.boxes.push_str("</g>\n");
    }

    fn text(&mut self, class: &str, (x, y): (i64, i64), text: &str) {
        let text = xml::text(text);
        self.boxes
            .push_str(&format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{text}</text>\n"));
    }

    /// Draws a curve from the right side of something to the left side of something else, or back to the right side of one above
    /// or below it, with an arrow.
    fn connect(&mut self, class: &str, from: (i64, i64), to: (i64, i64), back: bool) {
        let ((x, y), (to_x, to_y)) = (from, to);
        let (first, second, arrow) = match back {
            false => ((x + to_x) / 2, (x + to_x) / 2, ""),
            true => {
                let far = x + 24 + ((y - to_y).abs() / 12).min(72);
                (far, far, " marker-end=\"url(#need)\"")
            }
        };
        self.connections.push_str(&format!(
            "<path class=\"{class}\" d=\"M{x} {y}C{first} {y} {second} {to_y} {to_x} {to_y}\"{arrow}/>\n"
        ));
    }
}

/// The numbers of a job's static ports.
fn fixed_ports(job: &Job) -> Vec<String> {
    let ports = job.groups.iter().flat_map(|group| &group.ports);
    let mut all: Vec<String> =
        ports.filter_map(|port| port.number.as_ref()).map(ToString::to_string).collect();
    all.truncate(4);
    all
}

/// As much of a string as fits into a box.
fn fit(text: &str, width: i64, letter: i64) -> String {
    words::cut(text, usize::try_from((width - 24) / letter).unwrap_or(1))
}
