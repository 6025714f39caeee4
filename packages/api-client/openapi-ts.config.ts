import { defineConfig } from "@hey-api/openapi-ts";

// `scripts/client --check` makes it elsewhere, to compare
const folder = process.env.CLIENT_FOLDER ?? ".";

export default defineConfig({
  input: `${folder}/openapi.json`,
  output: { path: `${folder}/src/generated`, module: { extension: ".ts" } },
  plugins: [
    // values as well as types: a program can ask which permissions there are
    { name: "@hey-api/typescript", enums: "javascript" },
    // the document names no server; in a browser the client calls where the page came from
    { name: "@hey-api/client-fetch", baseUrl: false },
    "@hey-api/sdk",
    // a tag of the document is the unit of what a change makes stale
    {
      name: "@tanstack/react-query",
      queryKeys: { tags: true },
      infiniteQueryKeys: { tags: true },
    },
  ],
});
