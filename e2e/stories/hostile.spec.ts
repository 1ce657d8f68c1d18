import type { Page, Route } from "@playwright/test";
import { accountNamed, read, submitPastThePage } from "../src/api.ts";
import { signIn } from "../src/console.ts";
import { parseCsv } from "../src/links.ts";
import { expect, test } from "../src/story.ts";

const ACCOUNT = "Juniper Freight";

/** Tries to steal the session and leaves the result in the title. */
const THEFT = (api: string) => `<!doctype html><title>nothing ran</title><script>
  const steal = (mode) => fetch("${api}", { credentials: "include", mode }).then(
    (answer) => mode + " " + answer.type + " " + answer.status,
    (error) => mode + " " + error.name,
  );
  Promise.all([steal("cors"), steal("no-cors")]).then((got) => {
    document.title = ["cookies [" + document.cookie + "]", ...got].join("; ");
  });
</script>`;

test("A hostile attachment, opened from its link, cannot reach the session of the person who opens it", async ({
  page,
  server,
  complaints,
}) => {
  complaints.expect(/127\.0\.0\.1/);
  await signIn(page, "full-access");
  const hostile = (await rowsOf(page)).filter((row) => /html|svg/.test(row.content_type ?? ""));
  expect(hostile.map((row) => row.content_type).sort()).toEqual(["image/svg+xml", "text/html"]);

  for (const { url = "", file_name } of hostile) {
    // As served: downloaded, not displayed.
    const saving = page.waitForEvent("download");
    await page.evaluate((url) => location.assign(url), url);
    expect((await saving).url(), file_name).toBe(url);
    await expect(page.getByRole("heading", { level: 1, name: "Accounts" })).toBeVisible();
  }

  // Remove each layer of defence in turn: if the file were shown, its scripts would still not run; if they ran, they
  // would still find nothing.
  const { url = "" } = hostile[0] ?? {};
  const body = THEFT(`${server.url}/api/v1/session`);
  const serveWithout = (headers: string[]) =>
    page.route(url, async (route: Route) => {
      const answer = await route.fetch();
      const kept = Object.entries(answer.headers()).filter(([name]) => !headers.includes(name));
      expect(kept.length, `${headers}`).toBe(Object.keys(answer.headers()).length - headers.length);
      await route.fulfill({ status: 200, headers: { ...Object.fromEntries(kept), "content-type": "text/html" }, body });
    });
  complaints.expect(/sandboxed/);
  await serveWithout(["content-disposition", "content-length", "content-type"]);
  await page.goto(url);
  await expect(page).toHaveTitle("nothing ran");

  complaints.expect(/CORS policy|ERR_FAILED|status of 40\d/);
  await page.unroute(url);
  await serveWithout(["content-disposition", "content-length", "content-type", "content-security-policy"]);
  await page.goto(url);
  await expect(page).toHaveTitle(/^cookies \[]; cors TypeError; no-cors (TypeError|opaque 0)$/);

  // The session still works.
  await page.goto("/accounts");
  await expect(page.getByRole("heading", { level: 1, name: "Accounts" })).toBeVisible();
});

test("The files site neither sets nor receives a cookie", async ({ page, context, complaints }) => {
  complaints.expect(/127\.0\.0\.1/);
  await signIn(page, "full-access");
  const [row] = await rowsOf(page);
  const asked = page.waitForRequest(row?.url ?? "");
  const saving = page.waitForEvent("download");
  await page.evaluate((url) => location.assign(url), row?.url ?? "");
  await saving;
  expect((await (await asked).allHeaders()).cookie).toBeUndefined();
  expect(await context.cookies(row?.url)).toEqual([]);
});

/** Delivers a request and returns the rows of its file. */
async function rowsOf(page: Page): Promise<Record<string, string>[]> {
  const { id } = await accountNamed(page, ACCOUNT);
  expect((await submitPastThePage(page, id)).status()).toBe(202);
  await page.request.patch("/api/v1/clock", { data: { advanceSeconds: 2 * 86_400 } });
  await expect.poll(async () => (await accountNamed(page, ACCOUNT)).latest?.state).toBe("Ready");
  const { latest } = await accountNamed(page, ACCOUNT);
  await read(page, `/api/v1/exports/${latest?.id}`);
  return parseCsv(await (await page.request.get(`/api/v1/exports/${latest?.id}/manifest.csv`)).text());
}
