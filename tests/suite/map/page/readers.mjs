// Has the programs that read flowcharts and entities judge them: see .ci/page.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  apiEntityV1alpha1Validator, componentEntityV1alpha1Validator, domainEntityV1alpha1Validator, entityEnvelopeSchemaValidator, FieldFormatEntityPolicy,
  parseEntityRef, resourceEntityV1alpha1Validator, SchemaValidEntityPolicy, stringifyEntityRef, systemEntityV1alpha1Validator,
} from "@backstage/catalog-model";
import { chromium } from "playwright-core";
import { parseAllDocuments } from "yaml";

const folder = process.argv[2];
const read = (file) => readFileSync(join(folder, file), "utf8");

const browser = await chromium.launch({
  executablePath: process.env.JOBWRIGHT_CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage();
await page.goto(pathToFileURL(join(folder, "fleet.svg")).href.replace("fleet.svg", "node_modules/mermaid/README.md"));
await page.goto("about:blank");
await page.addScriptTag({ content: read("node_modules/mermaid/dist/mermaid.min.js") });
for (const [file, nodes] of [["fleet.mmd", 8], ["hostile.mmd", 2]]) {
  const drawn = await page.evaluate(async (text) => {
    globalThis.mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
    await globalThis.mermaid.parse(text);
    const { svg } = await globalThis.mermaid.render("drawn", text);
    const document = new DOMParser().parseFromString(svg, "text/html");
    return { nodes: document.querySelectorAll(".node").length, bad: document.querySelectorAll("script, img").length, text: document.body.textContent };
  }, read(file));
  assert.ok(drawn.nodes >= nodes, `${file}: ${drawn.nodes} nodes`);
  assert.equal(drawn.bad, 0, file);
  if (file === "hostile.mmd") assert.ok(drawn.text.includes('</script><script>document.title="run"'), drawn.text);
}
await browser.close();

const validators = {
  API: apiEntityV1alpha1Validator, Component: componentEntityV1alpha1Validator, Domain: domainEntityV1alpha1Validator,
  Resource: resourceEntityV1alpha1Validator, System: systemEntityV1alpha1Validator,
};
const [schema, fields, envelope] = [new SchemaValidEntityPolicy(), new FieldFormatEntityPolicy(), entityEnvelopeSchemaValidator()];
for (const [file, least] of [["fleet.yaml", 1500], ["hostile.yaml", 2]]) {
  const entities = parseAllDocuments(read(file)).map((document) => {
    assert.deepEqual(document.errors, [], file);
    return document.toJS();
  });
  assert.ok(entities.length >= least, `${file}: ${entities.length} entities`);
  const known = new Set(entities.map((entity) => stringifyEntityRef(entity)));
  assert.equal(known.size, entities.length, `${file}: two entities are one`);
  for (const entity of entities) {
    envelope(entity);
    await schema.enforce(entity);
    await fields.enforce(entity);
    assert.equal(await validators[entity.kind].check(entity), true);
    for (const other of entity.spec.dependsOn ?? []) {
      assert.ok(known.has(stringifyEntityRef(parseEntityRef(other, { defaultNamespace: "default" }))), `${file}: ${other}`);
    }
  }
  console.log(`${file}: ${entities.length} entities are valid`);
}
console.log("the flowcharts are drawn by Mermaid");
