// dist/ is the package as it is published: plain JavaScript with its declarations. In this workspace
// the sources themselves are used, so that there is nothing to build and nothing to be stale.
import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
execFileSync("tsc", ["--project", "tsconfig.build.json"], { stdio: "inherit" });

const { private: _, scripts, devDependencies, exports, ...published } = JSON.parse(
  readFileSync("package.json", "utf8"),
);
published.exports = Object.fromEntries(
  Object.entries<string>(exports).map(([name, source]) => {
    const built = source.replace("./src/", "./").replace(/\.ts$/, "");
    return [name, { types: `${built}.d.ts`, default: `${built}.js` }];
  }),
);
writeFileSync("dist/package.json", `${JSON.stringify(published, null, 2)}\n`);
copyFileSync("README.md", "dist/README.md");
copyFileSync("../../LICENSE", "dist/LICENSE");
