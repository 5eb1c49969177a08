"use strict";
(() => {
  const raw = JSON.parse(document.getElementById("data").textContent);
  const S = raw.strings;
  const str = (numbers) => numbers.map((number) => S[number]);
  const STEP = 200;

  // The data, as page/data.rs writes it.
  const sites = raw.sites.map(([name, region, datacenters]) => ({
    name: S[name], region: S[region], datacenters: str(datacenters),
  }));
  const jobs = raw.jobs.map((row) => {
    const [name, key, namespace, category, type, schedule, target, description] = str(row[1]);
    const [allocations, cpu, cores, memory, nodeAllocations, nodeCpu, nodeCores, nodeMemory, unknown] = row[10];
    return {
      site: sites[row[0]], name, key, namespace, category, type, schedule, target: target || "any node", description,
      source: { file: S[row[2][0]], line: row[2][1], path: S[row[2][2]] },
      images: str(row[3]),
      groups: row[4].map(([head, tasks, ports]) => {
        const [group, count, groupCpu, groupMemory] = str(head);
        return {
          name: group, count, cpu: groupCpu, memory: groupMemory,
          tasks: tasks.map(str),
          ports: ports.map(str).map(([label, number, to]) => ({ label, number, to })),
        };
      }),
      services: row[5].map(str).map(([service, provider, port]) => ({ name: service, provider, port })),
      routes: row[6].map(([head, entryPoints, middlewares, tls]) => {
        const [protocol, router, address, rule, service] = str(head);
        return { protocol, name: router, address, rule, service, tls, entryPoints: str(entryPoints), middlewares: str(middlewares) };
      }),
      mounts: row[7].map(([head, destinations, flags]) => {
        const [kind, source, access] = str(head);
        return { kind, source, access, readOnly: flags & 1, perAlloc: flags & 2, destinations: str(destinations) };
      }),
      needs: row[8].map(str).map(([job, why, by]) => ({ job, why, by })),
      variables: str(row[9]),
      total: { allocations, cpu, cores, memory, nodeAllocations, nodeCpu, nodeCores, nodeMemory, unknown },
      count: S[row[11]],
    };
  });
  const volumes = raw.volumes.map((row) => {
    const [name, kind, plugin, description] = str(row[1]);
    return {
      site: sites[row[0]], name, kind, plugin, description,
      source: { file: S[row[2][0]], line: row[2][1], path: S[row[2][2]] }, providers: str(row[3]), users: str(row[4]),
    };
  });
  const several = sites.length > 1;
  const byKey = new Map(jobs.map((job) => [job.site.name + "\n" + job.key, job]));
  const find = (site, key) => byKey.get(site.name + "\n" + key);
  const neededBy = new Map();
  for (const job of jobs) {
    for (const need of job.needs) {
      const other = find(job.site, need.job);
      if (other) neededBy.set(other, [...(neededBy.get(other) || []), { job, need }]);
    }
    const words = [
      job.name, job.description, job.category, job.type, job.target, job.site.name, job.schedule, job.namespace, ...job.images,
      ...job.services.map((service) => service.name),
      ...job.routes.flatMap((route) => [route.address, route.rule, route.name]),
      ...job.mounts.map((mount) => mount.source),
      ...job.groups.flatMap((group) => [group.name, ...group.ports.map((port) => port.number + " " + port.label), ...group.tasks.flat()]),
    ];
    job.words = words.join("\n").toLowerCase();
  }

  // Elements. Strings of jobs become text nodes, and nothing else.
  const $ = (id) => document.getElementById(id);
  const el = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat().filter((child) => child !== "" && child !== null && child !== undefined));
    return node;
  };
  const number = new Intl.NumberFormat("en");
  const unit = (value, step, small, large) => {
    const units = value / step;
    return value < step ? number.format(value) + " " + small : number.format(units < 100 ? Math.round(units * 10) / 10 : Math.round(units)) + " " + large;
  };
  const cpu = (mhz) => unit(mhz, 1000, "MHz", "GHz");
  const memory = (mib) => unit(mib, 1024, "MiB", "GiB");
  const many = (count, noun) => number.format(count) + " " + noun + (count === 1 ? "" : "s");
  // A long word may end its line behind what separates its parts.
  const parts = (text) => text.split(/(?<=[./:@_-])/).flatMap((part, at) => at ? [el("wbr"), part] : [part]);
  const code = (text) => el("code", {}, parts(text));
  const prose = (text) => text.split("`").map((part, at) => at % 2 ? el("code", {}, part) : part);
  const list = (items) => items.length > 1 ? el("ul", { class: "list" }, items.map((item) => el("li", {}, item))) : items[0] || "";
  const few = (items, make) => {
    const shown = items.slice(0, 4).map(make);
    if (items.length > 4) shown.push(el("span", { class: "soft" }, "and " + (items.length - 4) + " more"));
    return list(shown);
  };

  // The state of the page is its address.
  const FILTERS = ["site", "category", "type", "target"];
  const state = { view: "jobs", q: "", site: "", category: "", type: "", target: "", sort: "", job: "", at: "" };
  const address = (changes) => {
    const next = { ...state, job: "", at: "", ...changes };
    const pairs = Object.entries(next).filter(([name, value]) => value && !(name === "view" && value === "jobs"));
    return "#" + new URLSearchParams(pairs);
  };
  const ofAddress = () => {
    const known = new URLSearchParams(location.hash.slice(1));
    for (const name of Object.keys(state)) state[name] = known.get(name) || "";
    if (!VIEWS[state.view]) state.view = "jobs";
  };
  const go = (changes) => history.replaceState(null, "", address(changes));

  const link = (job) => el("a", { href: address({ job: job.key, at: job.site.name }), class: "name" }, job.key || "(no name)");
  const linkTo = (site, key) => {
    const job = find(site, key);
    return job ? link(job) : document.createTextNode(key);
  };
  const routeText = (route) => {
    const scheme = route.protocol === "http" ? (route.tls ? "https" : "") : route.protocol + (route.tls ? " + TLS" : "");
    const what = route.address || route.name + (route.entryPoints.length ? " (" + route.entryPoints.join(", ") + ")" : "");
    return scheme ? scheme + " " + what : what;
  };
  const portText = (port) => port.number ? port.number + " " + port.label : port.label;
  const portsOf = (job) => job.groups.flatMap((group) => group.ports);
  const withCores = (mhz, cores) => cpu(mhz) + (cores ? " + " + many(cores, "core") : "");
  const cpuOf = (job) => {
    const mhz = job.total.cpu + job.total.nodeCpu, cores = job.total.cores + job.total.nodeCores;
    return job.total.unknown ? "unknown" : cores && !mhz ? many(cores, "core") : withCores(mhz, cores);
  };
  const memoryOf = (job) => job.total.unknown ? "unknown" : memory(job.total.memory + job.total.nodeMemory);
  const jobColumn = { title: "Job", cell: (row) => link(row.job), key: (row) => row.job.name };
  const siteColumn = { title: "Site", cell: (row) => row.site.name, key: (row) => row.site.name };
  const sum = (all) => {
    const total = { jobs: 0, allocations: 0, cpu: 0, cores: 0, memory: 0, nodeAllocations: 0, nodeCpu: 0, nodeCores: 0, nodeMemory: 0, unknown: 0 };
    for (const job of all.filter((one) => one.type !== "reference")) {
      total.jobs += 1;
      for (const [name, value] of Object.entries(job.total)) total[name] += value;
    }
    return total;
  };
  const grouped = (all, keyOf) => {
    const groups = new Map();
    for (const one of all) {
      const key = keyOf(one);
      if (groups.has(key)) groups.get(key).push(one); else groups.set(key, [one]);
    }
    return groups;
  };

  const ofJobs = (all, things, words) => all.flatMap((job) => things(job).map((thing) => ({
    job, site: job.site, ...thing, words: (words(thing) + "\n" + job.name + "\n" + job.description).toLowerCase(),
  })));
  const VIEWS = {
    jobs: {
      title: "Jobs", noun: "job",
      rows: (all) => all.map((job) => ({ job, site: job.site, words: job.words })),
      columns: [
        { title: "Job", cell: ({ job }) => [link(job), job.description ? el("span", { class: "sub" }, prose(job.description)) : ""], key: ({ job }) => job.name },
        siteColumn,
        { title: "Category", cell: ({ job }) => el("span", { class: "keep" }, job.category), key: ({ job }) => job.category },
        { title: "Type", cell: ({ job }) => job.type ? el("span", { class: "tag" }, job.type) : "", key: ({ job }) => job.type },
        { title: "Target", cell: ({ job }) => el("span", { class: job.target.length < 25 ? "keep" : undefined }, job.target), key: ({ job }) => job.target },
        { title: "Image", cell: ({ job }) => few(job.images, code), key: ({ job }) => job.images.join() },
        { title: "Ports", cell: ({ job }) => few(portsOf(job).map(portText), (text) => text), key: ({ job }) => Number(portsOf(job).find((port) => port.number)?.number) || 1e6 },
        { title: "Routes", cell: ({ job }) => few(job.routes.map(routeText), (text) => el("span", {}, parts(text))), key: ({ job }) => job.routes.map(routeText).join() },
        { title: "Count", number: true, cell: ({ job }) => job.type === "reference" ? "" : job.count, key: ({ job }) => job.total.allocations + job.total.nodeAllocations },
        { title: "CPU", number: true, cell: ({ job }) => job.type === "reference" ? "" : cpuOf(job), key: ({ job }) => job.total.cpu + job.total.nodeCpu },
        { title: "Memory", number: true, cell: ({ job }) => job.type === "reference" ? "" : memoryOf(job), key: ({ job }) => job.total.memory + job.total.nodeMemory },
      ],
    },
    services: {
      title: "Services", noun: "service",
      rows: (all) => ofJobs(all, (job) => job.services.map((service) => ({ service })), ({ service }) => service.name + "\n" + service.port),
      columns: [
        { title: "Service", cell: ({ service }) => el("span", { class: "name" }, service.name), key: ({ service }) => service.name },
        siteColumn,
        jobColumn,
        { title: "Port", cell: ({ service }) => service.port, key: ({ service }) => service.port },
        { title: "Provider", cell: ({ service }) => service.provider, key: ({ service }) => service.provider },
      ],
    },
    ports: {
      title: "Static ports", noun: "static port",
      rows: (all) => {
        const rows = ofJobs(all, (job) => portsOf(job).filter((port) => port.number).map((port) => ({ port })), ({ port }) => port.number + "\n" + port.label);
        const same = grouped(rows, (row) => row.site.name + "\n" + row.port.number);
        for (const row of rows) row.others = same.get(row.site.name + "\n" + row.port.number).filter((other) => other.job !== row.job);
        return rows.sort((one, two) => (Number(one.port.number) || 0) - (Number(two.port.number) || 0));
      },
      columns: [
        { title: "Port", cell: ({ port }) => el("span", { class: "name" }, port.number), key: ({ port }) => Number(port.number) || 0 },
        { title: "Label", cell: ({ port }) => port.label, key: ({ port }) => port.label },
        siteColumn,
        jobColumn,
        { title: "Target", cell: ({ job }) => el("span", { class: job.target.length < 25 ? "keep" : undefined }, job.target), key: ({ job }) => job.target },
        { title: "Claimed by", cell: ({ others }) => others.length ? list(others.map((other) => el("span", {}, "also ", link(other.job), " on ", other.job.target))) : "", key: ({ others }) => others.length },
      ],
    },
    routes: {
      title: "Routes", noun: "route",
      rows: (all) => ofJobs(all, (job) => job.routes.map((route) => ({ route })), ({ route }) => [route.address, route.rule, route.name, ...route.entryPoints, ...route.middlewares].join("\n")),
      columns: [
        { title: "Route", cell: ({ route }) => [el("span", { class: "name" }, parts(routeText(route))), route.rule && route.rule !== route.address ? el("span", { class: "sub code" }, parts(route.rule)) : ""], key: ({ route }) => routeText(route) },
        siteColumn,
        jobColumn,
        { title: "Service", cell: ({ route }) => route.service, key: ({ route }) => route.service },
        { title: "Entry points", cell: ({ route }) => route.entryPoints.join(", ") || "all", key: ({ route }) => route.entryPoints.join() },
        { title: "Middlewares", cell: ({ route }) => route.middlewares.join(", "), key: ({ route }) => route.middlewares.join() },
      ],
    },
    volumes: {
      title: "Volumes", noun: "volume",
      rows: (all) => {
        const shown = new Set(all);
        const whole = all.length === jobs.filter((job) => !state.site || job.site.name === state.site).length;
        return volumes.filter((volume) => !state.site || volume.site.name === state.site)
          .filter((volume) => whole || volume.users.some((user) => shown.has(find(volume.site, user))))
          .map((volume) => ({ volume, site: volume.site, words: [volume.name, volume.kind, volume.plugin, volume.description, ...volume.users].join("\n").toLowerCase() }));
      },
      columns: [
        { title: "Volume", cell: ({ volume }) => [el("span", { class: "name" }, parts(volume.name)), volume.description ? el("span", { class: "sub" }, prose(volume.description)) : ""], key: ({ volume }) => volume.name },
        siteColumn,
        { title: "Kind", cell: ({ volume }) => el("span", { class: "tag" }, volume.kind), key: ({ volume }) => volume.kind },
        { title: "Plugin", cell: ({ volume }) => [volume.plugin, volume.providers.length ? el("span", { class: "sub" }, "run by ", volume.providers.flatMap((name, at) => [at ? ", " : "", linkTo(volume.site, name)])) : ""], key: ({ volume }) => volume.plugin },
        { title: "Mounted by", cell: ({ volume }) => volume.users.length ? few(volume.users, (name) => linkTo(volume.site, name)) : el("span", { class: "soft" }, "nobody"), key: ({ volume }) => volume.users.length },
      ],
    },
    images: {
      title: "Images", noun: "image",
      rows: (all) => {
        const uses = all.flatMap((job) => job.images.map((image) => ({ image, job })));
        return [...grouped(uses, (use) => use.image)].sort(([one], [two]) => one < two ? -1 : 1)
          .map(([image, own]) => ({ image, own, words: [image, ...own.map(({ job }) => job.name)].join("\n").toLowerCase() }));
      },
      columns: [
        { title: "Image", cell: ({ image }) => code(image), key: ({ image }) => image },
        { title: "Run by", cell: ({ own }) => few(own, ({ job }) => several ? el("span", {}, link(job), el("span", { class: "soft" }, " " + job.site.name)) : link(job)), key: ({ own }) => own.length },
      ],
    },
    totals: {
      title: "Capacity", noun: "target", ofMatching: true,
      rows: (all) => [...grouped(all.filter((job) => job.type !== "reference"), (job) => job.site.name + "\n" + job.target).values()]
        .map((own) => ({ site: own[0].site, target: own[0].target, total: sum(own) }))
        .sort((one, two) => one.site.name < two.site.name ? -1 : one.site.name > two.site.name ? 1 : two.total.cpu - one.total.cpu),
      columns: [
        { title: "Target", cell: ({ target }) => el("span", { class: "name" }, target), key: ({ target }) => target },
        siteColumn,
        { title: "Jobs", number: true, cell: ({ total }) => number.format(total.jobs), key: ({ total }) => total.jobs },
        { title: "Allocations", number: true, cell: ({ total }) => number.format(total.allocations), key: ({ total }) => total.allocations },
        { title: "CPU", number: true, cell: ({ total }) => withCores(total.cpu, total.cores), key: ({ total }) => total.cpu },
        { title: "Memory", number: true, cell: ({ total }) => memory(total.memory), key: ({ total }) => total.memory },
        { title: "On each node", number: true, cell: ({ total }) => total.nodeAllocations ? many(total.nodeAllocations, "allocation") + ", " + withCores(total.nodeCpu, total.nodeCores) + ", " + memory(total.nodeMemory) : "", key: ({ total }) => total.nodeCpu },
      ],
    },
  };

  // What is shown.
  let rows = [], shown = STEP;
  const chosen = () => jobs.filter((job) => FILTERS.every((name) => !state[name] || (name === "site" ? job.site.name : job[name]) === state[name]));
  const matching = (all) => {
    const wanted = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    return all.filter((row) => wanted.every((word) => row.words.includes(word)));
  };
  // Each node has the jobs of one site, and not those that are for other nodes.
  const ofNode = (all) => [...grouped(all, (job) => job.site).values()].map(sum)
    .reduce((most, one) => one.nodeAllocations > most.nodeAllocations ? one : most, sum([]));
  const totals = (all) => {
    const total = sum(all), node = ofNode(all);
    const fact = (name, value, more) => el("div", {}, el("dt", {}, name), el("dd", {}, value, more ? el("small", {}, more) : ""));
    $("totals").replaceChildren(
      fact("Jobs", number.format(total.jobs)),
      fact("Allocations", number.format(total.allocations), total.unknown ? "without " + many(total.unknown, "group") + " of variable size" : ""),
      fact("CPU reserved", cpu(total.cpu), total.cores ? "and " + many(total.cores, "whole core") : ""),
      fact("Memory reserved", memory(total.memory)),
      node.nodeAllocations ? fact("On a node, up to", many(node.nodeAllocations, "allocation"), withCores(node.nodeCpu, node.nodeCores) + ", " + memory(node.nodeMemory)) : "",
    );
  };
  const sorted = (all, columns) => {
    const [title, direction] = state.sort.split(":");
    const column = columns.find((one) => one.title === title);
    if (!column) return all;
    const sign = direction === "down" ? -1 : 1;
    return all.map((row) => [column.key(row), row])
      .sort(([one], [two]) => sign * (one < two ? -1 : one > two ? 1 : 0)).map(([, row]) => row);
  };
  const head = (column) => {
    const [title, direction] = state.sort.split(":");
    const isSorted = title === column.title;
    const button = el("button", { type: "button" }, column.title);
    button.addEventListener("click", () => {
      go({ sort: column.title + (isSorted && direction === "up" ? ":down" : ":up") });
      show();
      [...document.querySelectorAll("#table th button")].find((one) => one.textContent === column.title)?.focus();
    });
    return el("th", { scope: "col", role: "columnheader", class: column.number ? "num" : undefined,
      "aria-sort": isSorted ? (direction === "down" ? "descending" : "ascending") : undefined }, button);
  };
  const line = (row, columns) => el("tr", { role: "row" }, columns.map((column, at) => {
    const parts = [column.cell(row)].flat().filter((part) => part !== "");
    const names = [column.number ? "num" : "", at ? "" : "first", parts.length ? "" : "empty"].join(" ").trim();
    return el("td", { role: "cell", "data-label": column.title, class: names || undefined }, el("div", {}, parts));
  }));
  const table = () => {
    const view = VIEWS[state.view];
    const columns = view.columns.filter((column) => several || column !== siteColumn);
    if (!rows.length) {
      $("table").replaceChildren(el("p", { class: "none" }, "Nothing matches. Change the search or the filters."));
    } else {
      const body = el("tbody", { role: "rowgroup" }, rows.slice(0, shown).map((row) => line(row, columns)));
      $("table").replaceChildren(el("table", { role: "table", "aria-label": view.title },
        el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, columns.map(head))), body));
    }
    $("more").hidden = rows.length <= shown;
    $("more").textContent = "Show all " + number.format(rows.length);
  };
  const select = (name, values, all) => {
    const options = [...new Set(values)].sort().map((value) => el("option", { value }, value));
    $(name).replaceChildren(el("option", { value: "" }, all), ...options);
    $(name).closest(".field").hidden = options.length < 2;
  };
  let drawn;
  function show() {
    ofAddress();
    // A job that opens or closes leaves all else as it is, and so the focus.
    if (drawn !== address({})) draw();
    drawn = address({});
    detail();
  }
  function draw() {
    if ($("search").value !== state.q) $("search").value = state.q;
    for (const name of FILTERS) $(name).value = state[name];
    const all = chosen();
    const onView = document.activeElement.closest("#views");
    const matchingJobs = matching(VIEWS.jobs.rows(all)).map((row) => row.job);
    $("views").replaceChildren(...Object.entries(VIEWS).map(([name, view]) => {
      const found = view.ofMatching ? view.rows(matchingJobs) : matching(view.rows(all));
      if (name === state.view) rows = sorted(found, view.columns);
      return el("a", { href: address({ view: name, sort: "" }), "aria-current": name === state.view ? "page" : undefined },
        view.title, el("span", {}, number.format(found.length)));
    }));
    totals(matchingJobs);
    $("count").textContent = many(rows.length, VIEWS[state.view].noun) + (state.q ? " for “" + state.q + "”" : "");
    shown = STEP;
    table();
    if (onView) $("views").querySelector("[aria-current]").focus();
  }

  // One job.
  const facts = (pairs) => el("dl", { class: "facts" }, pairs.filter(([, value]) => value && value !== "").flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
  const small = (heads, all) => el("table", { class: "rows" },
    el("thead", {}, el("tr", {}, heads.map((title) => el("th", { scope: "col" }, title)))),
    el("tbody", {}, all.map((cells) => el("tr", {}, cells.map((cell, at) => el("td", { "data-label": heads[at] }, cell))))));
  const section = (title, all, make) => all.length ? [el("h3", {}, title), make(all)] : [];
  const source = ({ file, line: at, path: inside }) => {
    if (!file) return "";
    const text = at ? file + ":" + at : file;
    if (!raw.source || !inside) return code(text);
    const path = inside.split("/").map(encodeURIComponent).join("/");
    return el("a", { href: raw.source + "/" + path + (at ? "#L" + at : ""), rel: "noreferrer" }, code(text));
  };
  const WHY = { after: () => "deployed first", service: (by) => "service " + by, volume: (by) => "plugin of volume " + by };
  const because = (needs) => [...new Set(needs.map(({ why, by }) => WHY[why](by)))].join(", ");
  const near = (job) => {
    const others = [...grouped(neededBy.get(job) || [], (one) => one.job)];
    const left = [
      ...job.routes.map((route) => el("li", {}, routeText(route), el("small", {}, "route"))),
      ...others.map(([other, all]) => el("li", {}, link(other), el("small", {}, because(all.map((one) => one.need))))),
    ];
    const mounts = grouped(job.mounts.filter((mount) => mount.kind !== "ephemeral"), (mount) => mount.source);
    const right = [
      ...[...grouped(job.needs, (need) => need.job)].map(([name, needs]) => el("li", {}, linkTo(job.site, name), el("small", {}, because(needs)))),
      ...[...mounts].map(([name, [mount]]) => el("li", {}, name, el("small", {}, mount.kind + " volume" + (mount.readOnly ? ", read only" : "")))),
    ];
    if (!left.length && !right.length) return [];
    const side = (title, items) => el("div", {}, items.length ? el("p", {}, title) : "", el("ul", {}, items));
    const box = el("div", { class: "near" }, side("Routes and jobs that need it", left), el("div", { class: "self" }, job.key), side("Needs", right));
    return [el("h3", {}, "Neighbours"), box];
  };
  const SVG = "http://www.w3.org/2000/svg";
  const lines = () => {
    const box = document.querySelector(".near");
    if (!box) return;
    box.querySelector("svg")?.remove();
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("aria-hidden", "true");
    const frame = box.getBoundingClientRect(), own = box.querySelector(".self").getBoundingClientRect();
    const narrow = frame.width < 480;
    const [first, last] = box.querySelectorAll("ul");
    const path = (x, y, toX, toY) => {
      const node = document.createElementNS(SVG, "path");
      const middle = narrow ? (y + toY) / 2 : (x + toX) / 2;
      node.setAttribute("d", narrow ? `M${x} ${y}C${x} ${middle} ${toX} ${middle} ${toX} ${toY}` : `M${x} ${y}C${middle} ${y} ${middle} ${toY} ${toX} ${toY}`);
      svg.append(node);
    };
    const center = (rect) => [rect.left + rect.width / 2 - frame.left, rect.top + rect.height / 2 - frame.top];
    const [ownX, ownY] = center(own);
    if (narrow) {
      if (first.lastElementChild) path(ownX, first.lastElementChild.getBoundingClientRect().bottom - frame.top, ownX, own.top - frame.top);
      if (last.firstElementChild) path(ownX, own.bottom - frame.top, ownX, last.firstElementChild.getBoundingClientRect().top - frame.top - 22);
    } else {
      for (const item of first.children) path(item.getBoundingClientRect().right - frame.left, center(item.getBoundingClientRect())[1], own.left - frame.left, ownY);
      for (const item of last.children) path(own.right - frame.left, ownY, item.getBoundingClientRect().left - frame.left, center(item.getBoundingClientRect())[1]);
    }
    box.prepend(svg);
  };
  const detail = () => {
    const dialog = $("detail");
    const job = state.job && jobs.find((one) => one.key === state.job && (!state.at || one.site.name === state.at));
    if (!job) {
      if (dialog.open) dialog.close();
      return;
    }
    const close = el("button", { type: "button" }, "Close");
    close.addEventListener("click", () => dialog.close());
    const elsewhere = jobs.filter((other) => other.name === job.name && other.namespace === job.namespace && other.site !== job.site);
    dialog.replaceChildren(
      el("div", { class: "head" }, el("div", {}, el("h2", { id: "detail-title", tabindex: -1 }, job.key), job.description ? el("p", {}, prose(job.description)) : ""), close),
      el("div", { class: "body" },
        facts([
          ["Site", several ? [job.site.name, elsewhere.length ? el("span", { class: "soft" }, " (also at ", elsewhere.flatMap((other, at) => [at ? ", " : "", el("a", { href: address({ job: other.key, at: other.site.name }) }, other.site.name)]), ")") : ""] : ""],
          ["Category", job.category], ["Type", job.type + (job.schedule ? ", " + job.schedule : "")], ["Namespace", job.namespace], ["Target", job.target],
          ["Reserved", job.type === "reference" ? "" : many(job.total.allocations + job.total.nodeAllocations, "allocation") + (job.total.nodeAllocations ? " on each node" : "") + ", " + cpuOf(job) + ", " + memoryOf(job)],
          ["Variables", job.variables.join(", ")], ["Defined in", source(job.source)],
        ]),
        near(job),
        section("Groups", job.groups, (all) => small(["Group", "Count", "CPU each", "Memory each", "Tasks"], all.map((group) => [group.name, group.count, group.cpu, group.memory, list(group.tasks.map(([task, driver]) => driver ? task + " (" + driver + ")" : task))]))),
        section("Images", job.images, (all) => list(all.map(code))),
        section("Ports", portsOf(job), (all) => small(["Label", "Static port", "In the group"], all.map((port) => [port.label, port.number || "dynamic", port.to]))),
        section("Services", job.services, (all) => small(["Service", "Port", "Provider"], all.map((service) => [service.name, service.port, service.provider]))),
        section("Routes", job.routes, (all) => small(["Route", "Entry points", "Middlewares"], all.map((route) => [routeText(route), route.entryPoints.join(", ") || "all", route.middlewares.join(", ")]))),
        section("Volumes", job.mounts, (all) => small(["Volume", "Kind", "Mounted at"], all.map((mount) => [mount.source, [mount.kind, mount.access, mount.readOnly ? "read only" : "", mount.perAlloc ? "one for each allocation" : ""].filter(Boolean).join(", "), list(mount.destinations.map(code))])))));
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    $("detail-title").focus();
    lines();
  };

  $("about").textContent = (several ? many(sites.length, "site") + ": " : "") + sites.map((site) => site.name).filter(Boolean).join(", ");
  $("about").hidden = !$("about").textContent;
  select("site", sites.map((site) => site.name), "All sites");
  select("category", jobs.map((job) => job.category).filter(Boolean), "All categories");
  select("type", jobs.map((job) => job.type).filter(Boolean), "All types");
  select("target", jobs.map((job) => job.target), "All targets");
  // A phone shows what is found first, and filters when somebody asks for them.
  const wide = matchMedia("(min-width: 761px)");
  const choices = () => { $("choices").open = wide.matches || FILTERS.some((name) => state[name]); };
  wide.addEventListener("change", choices);
  let waiting;
  $("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { go({ q: $("search").value.trim() }); show(); }, 80);
  });
  for (const name of FILTERS) $(name).addEventListener("change", () => { go({ [name]: $(name).value }); show(); });
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("filters").addEventListener("reset", (event) => { event.preventDefault(); go({ q: "", site: "", category: "", type: "", target: "", sort: "" }); show(); $("search").focus(); });
  $("more").addEventListener("click", () => { shown = rows.length; table(); document.querySelector("#table table")?.focus(); });
  $("detail").addEventListener("close", () => { if (state.job) { go({}); ofAddress(); } });
  $("detail").addEventListener("click", (event) => { if (event.target === $("detail")) $("detail").close(); });
  window.addEventListener("hashchange", show);
  window.addEventListener("resize", lines);
  window.addEventListener("keydown", (event) => {
    if (event.key === "/" && !$("detail").open && !/^(INPUT|SELECT)$/.test(document.activeElement.tagName)) { event.preventDefault(); $("search").focus(); }
  });
  $("app").hidden = false;
  show();
  choices();
})();
