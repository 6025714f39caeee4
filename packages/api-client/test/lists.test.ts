import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as api from "../src/index.ts";
import * as query from "../src/query.ts";

type Operation = { operationId: string; tags: string[]; parameters?: { name: string }[] };
const document = JSON.parse(readFileSync(new URL("../openapi.json", import.meta.url), "utf8"));
const operations = Object.values<Record<string, Operation>>(document.paths)
  .flatMap((path) => Object.values(path))
  .map((operation) => ({
    name: operation.operationId.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    tags: operation.tags,
    isPaged: operation.parameters?.some((parameter) => parameter.name === "cursor") ?? false,
  }));
const given = { path: { organization: "mine" } };

test("every operation is a function", () => {
  assert.ok(operations.length > 50);
  assert.deepEqual(
    operations.filter(({ name }) => !(name in api)),
    [],
  );
});

test("every paged list can be scrolled without an end, and its keys carry its tags", () => {
  const lists = operations.filter(({ isPaged }) => isPaged);
  assert.ok(lists.length > 8);
  for (const { name, tags } of lists) {
    const makers = query as unknown as Record<string, (options: typeof given) => { queryKey: object[] }>;
    for (const kind of ["Options", "InfiniteOptions"]) {
      const options = makers[name + kind]?.(given);
      assert.ok(options, `${name} has no ${kind}`);
      assert.deepEqual(options.queryKey.map((key) => ({ ...key, _id: name })), options.queryKey);
      assert.partialDeepStrictEqual(options.queryKey, [{ tags, path: given.path }]);
    }
  }
});

test("the permissions of the server are values", () => {
  const known: string[] = document.components.schemas.Permission.enum;
  assert.deepEqual(Object.values(api.Permission), known);
});

test("a browser calls where its page came from", () => {
  assert.equal(api.client.getConfig().baseUrl, undefined);
});
