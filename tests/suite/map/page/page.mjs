// Opens the page in a browser and judges it: see .ci/page.
import { strict as assert } from "node:assert";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const folder = process.argv[2];
const axe = readFileSync(join(folder, "node_modules/axe-core/axe.min.js"), "utf8");
const address = (file, hash = "") => pathToFileURL(join(folder, file)).href + (hash ? "#" + hash : "");
const browser = await chromium.launch({
  executablePath: process.env.JOBWRIGHT_CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let checks = 0;
const check = (found, expected, what) => { checks += 1; assert.deepEqual(found, expected, what); };

/// A page whose errors are kept, and which may not ask for anything but its own file.
const open = async (file, width, colorScheme, hash) => {
  // The policy of the page keeps axe out, too, unless the browser lets it in.
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: false });
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(error.message));
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) page.faults.push(message.text()); });
  page.on("request", (request) => { if (request.url() !== address(file)) page.faults.push("asks for " + request.url()); });
  await page.goto(address(file, hash));
  await page.waitForSelector("#app:not([hidden])");
  return page;
};
const audit = async (page, what) => {
  // Playwright evaluates in the page without a script element, which the policy would refuse.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const bad = violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map((node) => node.html + " " + node.failureSummary).join("; "));
  check(bad, [], what + ": axe");
  return violations.length;
};
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
const settled = (page) => page.waitForTimeout(200);
const names = (page) => page.$$eval("#table tbody tr", (rows) => rows.map((row) => row.querySelector("td a, td .name")?.textContent));
const count = (page) => page.textContent("#count");

check(statSync(join(folder, "fleet.html")).size < 1_000_000, true, "the page is below 1 MB");
const begun = Date.now();
for (const width of [390, 1440]) {
  for (const scheme of ["light", "dark"]) {
    const name = `${width}-${scheme}`;
    const page = await open("fleet.html", width, scheme);
    check(await count(page), "1,500 jobs", name);
    check(await fits(page), true, name + ": no horizontal scrolling");
    await page.screenshot({ path: join(folder, `page-${name}.png`) });
    await audit(page, name);
    for (const view of ["services", "ports", "routes", "volumes", "images", "totals"]) {
      await page.click(`#views a[href*="view=${view}"]`);
      check(await fits(page), true, `${name} ${view}: no horizontal scrolling`);
      check((await names(page)).length > 3, true, `${name} ${view}: rows`);
      if (view === "routes" || view === "totals") await page.screenshot({ path: join(folder, `${view}-${name}.png`) });
    }
    // With fewer rows, axe is sooner done.
    for (const view of scheme === "dark" ? ["services", "ports", "routes", "volumes", "images", "totals"] : []) {
      await page.goto(address("fleet.html", `view=${view}&q=billing`));
      await audit(page, `${name} ${view}`);
    }
    await page.goto(address("fleet.html", "q=billing&job=billing-api&at=lisbon"));
    await page.waitForSelector("dialog[open]");
    check(await page.textContent("#detail-title"), "billing-api", name);
    check(await page.evaluate(() => document.querySelector("dialog").scrollWidth <= document.querySelector("dialog").clientWidth), true, name + ": the detail fits");
    await audit(page, name + " detail");
    await page.screenshot({ path: join(folder, `detail-${name}.png`) });
    check(page.faults, [], name + ": no error");
    await page.context().close();
  }
}

// Search: over names, images, ports, routes, volumes and descriptions.
const page = await open("fleet.html", 1440, "light");
const search = async (text) => { await page.fill("#search", text); await settled(page); return names(page); };
check(await search("checkout-ledger"), ["checkout-ledger", "checkout-ledger", "checkout-ledger"], "by name");
check(new Set(await search("MEDIA/api:")), new Set(["media-api"]), "by image");
check(new Set(await search("admin.returns.lisbon")), new Set(["returns-admin"]), "by route");
check(new Set(await search("vouchers search")), new Set(["loyalty-search"]), "by description and name");
check(new Set(await search("/mnt/backup/logs")), new Set(["logs-backup"]), "by volume");
const [port] = await search("loyalty-gateway");
check(port, "loyalty-gateway", "by name");
const number = await page.textContent('#table tbody td[data-label="Ports"]');
check(new Set(await search(number.trim().split(" ")[0] + " tcp")), new Set(["loyalty-gateway"]), "by port");
check(await search("nobody has this"), [], "nothing");
check(await page.textContent("#table"), "Nothing matches. Change the search or the filters.", "nothing");
check(await page.evaluate(() => location.hash), "#q=nobody+has+this", "the address keeps the search");
check(await search("<img src=x onerror=alert(1)>"), [], "a search runs nothing");

// Filters, and the state in the address.
await page.click("#reset");
check(await count(page), "1,500 jobs", "reset");
await page.selectOption("#site", "austin");
check(await count(page), "500 jobs", "a site");
await page.selectOption("#category", "core");
check(await count(page), "100 jobs", "a category");
await page.selectOption("#type", "system");
const systems = await names(page);
check(systems.every((name) => /-(agent|exporter)$/.test(name)) && systems.length === 7, true, "a type: " + systems);
await page.selectOption("#type", "");
await page.selectOption("#target", "class large");
const large = await names(page);
await page.reload();
check(await names(page), large, "the address brings back what was shown");
check(await page.$eval("#target", (select) => select.value), "class large", "the address brings back the filters");
check((await page.$$eval('#table td[data-label="Target"]', (cells) => [...new Set(cells.map((cell) => cell.textContent))])), ["class large"], "a target");
await page.click("#reset");
await page.click('#table th button:text-is("Memory")');
await page.click('#table th button:text-is("Memory")');
check(await page.getAttribute('#table th:has(button:text-is("Memory"))', "aria-sort"), "descending", "sorted");
check(await page.evaluate(() => document.activeElement.textContent), "Memory", "the focus stays");
check((await names(page)).length, 200, "at first, some rows");
await page.click("#more");
check((await names(page)).length, 1500, "then all");

// On a phone, what is found comes first.
const phone = await open("fleet.html", 390, "light");
check(await phone.isVisible("#site"), false, "filters wait on a phone");
await phone.click("summary");
await phone.selectOption("#site", "berlin");
check(await count(phone), "500 jobs", "a site on a phone");
check(await fits(phone), true, "the filters fit a phone");
await phone.screenshot({ path: join(folder, "filters-390-light.png") });
await phone.fill("#search", "media-search");
await settled(phone);
check(await names(phone), ["media-search"], "a search on a phone");
check(phone.faults, [], "no error");

// Keys alone: to the search, to a job, to its neighbour, and back.
await page.click("#reset");
await page.evaluate(() => document.activeElement.blur());
await page.keyboard.press("/");
check(await page.evaluate(() => document.activeElement.id), "search", "the key for the search");
await page.keyboard.type("surveys-web");
await settled(page);
await page.focus("#table tbody a");
await page.keyboard.press("Enter");
await page.waitForSelector("dialog[open]");
check(await page.$$eval("dialog .near li a", (links) => links.map((link) => link.textContent)), ["surveys-api"], "what it needs");
check(await page.$$eval("dialog .near path", (paths) => paths.length), 2, "neighbours are drawn");
await page.focus("dialog .near li a");
check(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), "solid", "the focus is seen");
await page.keyboard.press("Enter");
await page.waitForFunction(() => document.getElementById("detail-title").textContent === "surveys-api");
check((await page.$$eval("dialog .near li a", (links) => links.map((link) => link.textContent))).includes("surveys-web"), true, "what needs it");
check(await page.getAttribute('dialog a[href^="https://git.example/"]', "href"), "https://git.example/jobs/blob/main/registry/content/surveys.rs", "its definition");
await page.keyboard.press("Escape");
check(await page.$$eval("dialog[open]", (all) => all.length), 0, "closed");
check(await page.evaluate(() => document.activeElement.textContent), "surveys-web", "the focus is where it was");
await page.focus('#views a[href*="view=services"]');
await page.keyboard.press("Enter");
await page.waitForFunction(() => location.hash.includes("view=services"));
await settled(page);
check(await page.evaluate(() => document.activeElement.firstChild.textContent), "Services", "the focus stays on the view");
check(await names(page), ["surveys-web", "surveys-web", "surveys-web"], "the services of one job at three sites");
check(page.faults, [], "no error");

// Jobs of one ID in two namespaces.
const namesakes = await open("namesakes.html", 1440, "light");
check(await names(namesakes), ["web@team-a", "web@team-b"], "each has its name");
await namesakes.click('#table tbody a:text-is("web@team-b")');
await namesakes.waitForSelector("dialog[open]");
check(await namesakes.textContent("#detail-title"), "web@team-b", "the second row opens the second job");
check((await namesakes.textContent("dialog")).includes("img-b:1"), true, "with its image");
await namesakes.keyboard.press("Escape");
await namesakes.click('#views a[href*="view=volumes"]');
check(await namesakes.$$eval("#table tbody td a", (links) => links.map((link) => link.textContent)), ["web@team-a", "web@team-b"], "both mount the volume");
check(namesakes.faults, [], "no error");

// Strings of strangers.
const hostile = await open("hostile.html", 1440, "light");
check((await names(hostile))[0].startsWith("</script>"), true, "a name is shown as it is");
await hostile.click("#table tbody a");
await hostile.waitForSelector("dialog[open]");
check(await hostile.$$eval("img, iframe, script:not([type]):not(:last-of-type)", (all) => all.length), 0, "no string became an element");
check(await hostile.title(), await hostile.evaluate(() => document.title), "no string ran");
check((await hostile.title()).startsWith("Nomad jobs"), true, "no string ran");
for (const view of ["services", "ports", "routes", "volumes", "images", "totals"]) await hostile.goto(address("hostile.html", "view=" + view));
check(hostile.faults, [], "no error");
const refused = await hostile.evaluate(() => new Promise((resolve) => {
  document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
  const script = document.createElement("script");
  script.textContent = "document.title = 'run'";
  document.body.append(script);
  setTimeout(() => resolve("nothing"), 500);
}));
check(refused, "script-src-elem", "another script is refused");

// Without scripts, the names are there.
const plain = await browser.newContext({ javaScriptEnabled: false });
const names_only = await plain.newPage();
await names_only.goto(address("fleet.html"));
check(await names_only.isVisible('noscript td:text-is("surveys-worker")'), true, "without scripts");
await names_only.close();

// The drawing.
for (const scheme of ["light", "dark"]) {
  const context = await browser.newContext({ viewport: { width: 1164, height: 1000 }, colorScheme: scheme });
  const drawing = await context.newPage();
  await drawing.goto(address("fleet.svg"));
  check(await drawing.evaluate(() => document.querySelector("title").textContent), "Map of jobs", "the drawing");
  await drawing.screenshot({ path: join(folder, `drawing-${scheme}.png`) });
  await drawing.goto(address("hostile.svg"));
  check(await drawing.evaluate(() => document.querySelectorAll("script, img, image").length), 0, "the drawing of strangers");
  await context.close();
}
await browser.close();
console.log(`the page: ${checks} checks in ${((Date.now() - begun) / 1000).toFixed(1)} s, ${statSync(join(folder, "fleet.html")).size} bytes; pictures in ${folder}/*.png`);
