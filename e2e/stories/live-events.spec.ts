import type { Page, Request } from "@playwright/test";
import { accountNamed } from "../src/api.ts";
import { openAccount, panel, requestAttachments, signIn } from "../src/console.ts";
import { expect, test } from "../src/story.ts";

const ACCOUNT = "Juniper Freight";

test("Eight tabs share one stream of events; when its tab closes, another takes over", async ({
  page,
  context,
  server,
  complaints,
}) => {
  const streams = new Map<Request, Page>();
  context.on("request", (request) => {
    if (request.url().endsWith("/api/v1/events")) streams.set(request, request.frame().page());
  });
  context.on("requestfailed", (request) => streams.delete(request));
  context.on("requestfinished", (request) => streams.delete(request));
  const listening = () => [...streams.values()].filter((tab) => !tab.isClosed());

  await signIn(page, "full-access");
  await openAccount(page, ACCOUNT);
  const { id } = await accountNamed(page, ACCOUNT);
  const tabs = [page];
  while (tabs.length < 8) {
    const tab = await context.newPage();
    complaints.listen(tab, server.url);
    tabs.push(tab);
  }
  await Promise.all(tabs.slice(1).map((tab) => tab.goto(`/accounts/${id}/settings/account`)));
  // With a stream each, the seventh would wait for one of the browser's six connections for ever.
  for (const tab of tabs) await expect(panel(tab)).toBeVisible();
  expect(listening()).toEqual([page]);

  await requestAttachments(tabs[7] as Page);
  for (const tab of tabs) await expect(panel(tab)).toContainText("Processing");

  await page.close();
  await expect.poll(listening).toHaveLength(1);
  const [first, ...others] = tabs.slice(1) as [Page, ...Page[]];
  await panel(first).getByRole("button", { name: "Cancel request" }).click();
  const dialog = first.getByRole("dialog", { name: "Cancel this request?" });
  await dialog.getByRole("button", { name: "Cancel request" }).click();
  for (const tab of [first, ...others]) await expect(panel(tab)).toContainText("The request was cancelled");
  expect(listening()).toHaveLength(1);
});
