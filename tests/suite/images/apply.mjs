// What Renovate would write into each branch: `node apply.mjs RENOVATE REPORT REPOSITORY` takes the folder of its package,
// the report of a lookup, and the folder that was looked at, and prints `{BRANCH: {FILE: TEXT}}`. In local mode, Renovate
// stops after the lookup; the replacement itself is its own, too.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [renovate, report, repository] = process.argv.slice(2);
const own = (path) => import(join(renovate, 'dist', path));
const { GlobalConfig } = await own('config/global.js');
const { doAutoReplace } = await own('workers/repository/update/branch/auto-replace.js');
GlobalConfig.set({ localDir: repository });

const { packageFiles } = JSON.parse(readFileSync(report, 'utf8')).repositories.local;
const path = (file) => join(repository, file);
const before = Object.fromEntries(
  packageFiles.regex.map(({ packageFile }) => [packageFile, readFileSync(path(packageFile), 'utf8')]),
);
const branches = {};
for (const { deps, packageFile, ...manager } of packageFiles.regex) {
  for (const [depIndex, dep] of deps.entries()) {
    for (const update of dep.updates) {
      const upgrade = { ...manager, ...dep, ...update, manager: 'regex', packageFile, depIndex };
      const files = (branches[update.branchName] ??= {});
      const first = !(packageFile in files);
      const text = files[packageFile] ?? before[packageFile];
      files[packageFile] = await doAutoReplace(upgrade, text, false, first);
      // It writes what it returns; every branch begins with the files as they were.
      writeFileSync(path(packageFile), before[packageFile]);
    }
  }
}
process.stdout.write(`${JSON.stringify(branches)}\n`);
